"""How long people wait who look at pages at once, one server for all.

Run from the project's folder: ``.venv/bin/python -m benchmarks.viewers``, and ``--help``. All
viewers open the overview at once; then each turns to the next of forty addresses (pages and
filters) every five seconds, and asks every few seconds whether somebody booked something, as open
pages do. With ``--officer`` a process of its own books a deposit every ten seconds, and ten more
pages are open at which nobody does anything. All clients are one process of little cost, whose own
processor time is given beside that of the server.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import tables
from benchmarks.addresses import FORTY
from benchmarks.books import SIZES
from benchmarks.crowd import Crowd, Write, following
from benchmarks.serving import copied, served
from benchmarks.visit import Visit, visiting

EVERY, BOOKING_EVERY = 5, 10
IDLE = 10
"""Pages that stay open and only follow, where an officer books."""


Arrive = Callable[[], Awaitable[Visit]]


@dataclass
class Seen:
    """What all viewers together met; times in seconds."""

    opened: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    actions: list[tuple[float, float, int]] = field(default_factory=list)
    """When an action began and ended, and the revision that it showed."""
    redrawn: list[list[tuple[float, int]]] = field(default_factory=list)
    """Of each page that nobody touches: when it showed a revision."""
    errors: list[str] = field(default_factory=list)


async def viewer(arrive: Arrive, number: int, seen: Seen, end: float) -> None:
    """Open the overview, then turn to an address every five seconds; numbers decide from where."""
    start = time.monotonic()
    visit = await arrive()
    seen.errors += (await visit.look("")).errors
    seen.opened.append(time.monotonic() - start)
    await asyncio.sleep(random.Random(number).random() * EVERY)  # noqa: S311 (not all at once)
    place = number
    while (began := time.monotonic()) < end and not visit.is_over:
        page, query = FORTY[place % len(FORTY)]
        place += 1
        drawn = await visit.look(page, query)
        now = time.monotonic()
        seen.waited.append(drawn.seconds)
        seen.actions.append((began, now, drawn.revision))
        seen.errors += [f"{page}?{query}: {error}" for error in drawn.errors]
        await asyncio.sleep(max(0, began + EVERY - now))


async def idle(visit: Visit, seen: Seen) -> None:
    """Leave the overview open."""
    await visit.look("")
    shown: list[tuple[float, int]] = []
    seen.redrawn.append(shown)
    visit.redrawn = lambda revision: shown.append((time.monotonic(), revision))


async def run(crowd: Crowd, given: argparse.Namespace, store: Path) -> tuple[Seen, list[Write]]:
    """Everybody at once, for so many minutes."""
    seen = Seen()
    writes: list[Write] = []
    async with AsyncExitStack() as stack:

        async def arrive() -> Visit:
            return await stack.enter_async_context(visiting(crowd.url))

        for _ in range(IDLE if given.officer else 0):
            await idle(await arrive(), seen)
        if given.warm:
            visit = await arrive()
            for page, query in FORTY:
                await visit.look(page, query)
        crowd.note("alone")
        end = time.monotonic() + 60 * given.minutes
        async with asyncio.TaskGroup() as tasks:
            noting = tasks.create_task(crowd.watch())
            if given.officer:
                booking = tasks.create_task(following(store, BOOKING_EVERY, writes))
            async with asyncio.TaskGroup() as looking:
                for number in range(given.viewers):
                    looking.create_task(viewer(arrive, number, seen, end))
            noting.cancel()
            if given.officer:
                booking.cancel()
    return seen, writes


def staleness(seen: Seen, writes: list[Write]) -> dict[str, list[float]]:
    """Seconds after a write until somebody's action, and open pages, show it.

    ``not seen yet``: how long after a write an action began that did not show it.
    """
    shows: list[float] = []
    not_yet: list[float] = []
    redrawn: list[float] = []
    for write in writes:
        later = [action for action in seen.actions if action[0] >= write.at]
        shows += sorted(ended - write.at for _, ended, r in later if r >= write.revision)[:1]
        before = range(writes[0].revision - 1, write.revision)  # earlier days have older ones
        not_yet += [began - write.at for began, _, r in later if r in before]
        for page in seen.redrawn:
            redrawn += [at - write.at for at, r in page if r >= write.revision][:1]
    return {"next action shows it": shows, "not seen yet": not_yet, "open pages redrawn": redrawn}


def show(crowd: Crowd, seen: Seen, writes: list[Write], given: argparse.Namespace) -> None:
    """Print and write what was found."""
    shares = {f"p{share}": tables.percentile(seen.waited, share) for share in (50, 95, 100)}
    print(f"\n{given.entries:,} entries, {given.viewers} viewers, {given.minutes} minutes")
    print("action: " + ", ".join(f"{name} {value:.3f} s" for name, value in shares.items()))
    times = {"to open": seen.opened, "action": seen.waited}
    times |= staleness(seen, writes) | {"booking": [write.seconds for write in writes]}
    found = tables.report(times, "seconds", 3)
    memory, load = crowd.memory(given.viewers), crowd.load(len(seen.opened) + len(seen.waited))
    for name, value in (load | memory).items():
        print(f"{name}: {value:.2f}")
    print(f"errors: {len(seen.errors)}")
    for error in sorted(set(seen.errors))[:5]:
        print(f"  {error}", file=sys.stderr)
    tables.write(
        given.json,
        viewers=given.viewers,
        entries=given.entries,
        seconds=found,
        action=shares,
        memory=memory,
        load=load,
        errors=seen.errors[:20],
        writes=len(writes),
    )


def main() -> None:
    """Serve books to viewers, and say how long they waited."""
    asked = tables.options(__doc__)
    asked.add_argument("--viewers", type=int, default=50, metavar="N")
    asked.add_argument("--minutes", type=float, default=5, metavar="M")
    asked.add_argument("--entries", type=int, default=SIZES[0], metavar="ENTRIES")
    asked.add_argument("--books", type=Path, metavar="FILE", help="the books themselves")
    asked.add_argument("--officer", action="store_true", help="somebody books every 10 seconds")
    warm = "one person looked at all addresses before: what memory grows by is the viewers' own"
    asked.add_argument("--warm", action="store_true", help=warm)
    asked.add_argument("--processes", type=int, default=1, metavar="N", help="serving processes")
    given = asked.parse_args()
    with copied(given.entries, given.books) as store, served(store, given.processes) as server:
        crowd = Crowd(server)
        seen, writes = asyncio.run(run(crowd, given, store))
        show(crowd, seen, writes, given)


if __name__ == "__main__":
    main()
