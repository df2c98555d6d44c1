"""Many at once: officers, each a process, book against money that covers half of their trips.

Meanwhile they record deposits, send the same form twice, settle trips, and correct one and the
same deposit: each adds a cent and its mark to what it read, so an overwritten change would show.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests import books
from tests.reliability.officer import TRIP_COST, Asked, Desk, Job
from tests.reliability.processes import at_once
from trustfund.store.engine import Store


def work(job: Job, start: Callable[[], None]) -> list[Asked]:
    """One officer's day, in an order of its own, from the moment when everybody is there."""
    desk, pair = Desk(job), job.number // 2
    desk.rehearse()
    tasks: list[Callable[[], None]] = []
    for number in range(job.rounds):
        first, second = job.nominated[2 * number : 2 * number + 2]
        tasks += [
            lambda trip=first: desk.send(trip, settle=True),  # type: ignore[misc]
            lambda trip=second: desk.send(trip, settle=False),  # type: ignore[misc]
            lambda: desk.nominate_and_send(settle=True),
            lambda: desk.nominate_and_send(settle=False),
            desk.deposit,
            lambda form=f"form {pair}.{number}": desk.deposit(form),  # type: ignore[misc]
            *[desk.correct_shared] * 3,
        ]
    random.Random(job.number).shuffle(tasks)
    start()
    for task in tasks:
        task()
    desk.store.engine.dispose()
    return desk.asked


@dataclass(frozen=True)
class Meeting:
    """A crowd that has done its work."""

    store: Store
    processes: int
    covered: int
    shared_deposit: str
    history_before: int
    asked: list[Asked]

    def ended(self, how: str, what: str = "") -> list[Asked]:
        """The acts that ended in one way, of one kind or of all."""
        return [asked for asked in self.asked if asked.ended == how and what in {"", asked.what}]

    def waits(self) -> tuple[float, float]:
        """The longest wait, and the one that 95 of 100 did not exceed; in seconds."""
        waits = sorted(asked.seconds for asked in self.asked)
        return waits[-1], waits[len(waits) * 95 // 100]


def meet(store: Store, processes: int, rounds: int) -> Meeting:
    """Let a crowd loose on a fresh store; travel's money covers half of the trips."""
    trips = processes * rounds * 4
    covered = trips // 2
    unearmarked = covered * TRIP_COST // 4 + TRIP_COST // 2  # one trip is paid from both pools
    books.money_available(
        store, {"1": str(covered * TRIP_COST - unearmarked), "unearmarked": str(unearmarked)}
    )
    gift = books.a_commitment(store, "1000000", earmark="2:500000;3:500000")
    shared = books.a_deposit(store, gift, "5000", note="Marks:")
    nominated = [books.a_nomination(store, str(TRIP_COST)) for _ in range(trips // 2)]
    before = len(books.history(store))
    url = store.url.render_as_string(hide_password=False)
    each = 2 * rounds
    jobs = [
        Job(url, n, rounds, tuple(nominated[n * each : (n + 1) * each]), gift, shared)
        for n in range(processes)
    ]
    asked = [one for day in at_once(work, jobs) for one in day]
    return Meeting(store, processes, covered, shared, before, asked)
