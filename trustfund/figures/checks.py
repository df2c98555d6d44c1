"""What must hold of the books, whatever was done: invariants by name, each saying what is wrong.

The ledger's acts keep them; these look again, from the entries alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sqlmodel import select

from trustfund.domain import money
from trustfund.domain.kinds import POOL_EFFECT, EntryKind
from trustfund.domain.travel import NEXT_STEPS, TripStatus
from trustfund.figures import contributions, overview
from trustfund.figures.filters import LAST_DAY, Filters
from trustfund.figures.frames import Frames, load
from trustfund.figures.view import View
from trustfund.store.engine import Store
from trustfund.store.tables import PoolBalance


@dataclass(frozen=True)
class Books:
    """What the checks look at: the books, and the balances that decisions were made on."""

    view: View
    balances: dict[str, int]

    @property
    def frames(self) -> Frames:
        """The books, all of them."""
        return self.view.books


Check = Callable[[Books], Iterator[str]]


def _history(books: Books) -> Iterator[str]:
    """Every act has its line of history, numbered from 1 to the revision without a gap."""
    acts = sorted(books.frames.history)
    if acts != list(range(1, books.frames.revision + 1)):
        yield f"history has {len(acts)} lines, and the books are at {books.frames.revision}"
    for act in sorted(set(books.frames.entries["act"]) - set(acts)):
        yield f"act {act} has entries and no line of history"


def _reversals(books: Books) -> Iterator[str]:
    """A reversal is its entry with the opposite sign, on the same day, in the same pool."""
    facts = ["value_date", "kind", "contribution", "deposit", "trip", "pool", "currency"]
    entries = books.frames.entries
    pairs = entries[entries["reverses"] > 0].merge(
        entries, left_on="reverses", right_on="id", suffixes=("", "_before")
    )
    mirrored = (pairs["amount"] == -pairs["amount_before"]) & (pairs["usd"] == -pairs["usd_before"])
    for fact in facts:
        mirrored &= pairs[fact] == pairs[f"{fact}_before"]
    for key, original in pairs[~mirrored][["id", "reverses"]].itertuples(index=False, name=None):
        yield f"entry {key} does not mirror entry {original}, which it reverses"


def _dates(books: Books) -> Iterator[str]:
    """No entry and no step of a trip is dated in the future."""
    today = books.view.today.isoformat()
    entries, steps = books.frames.entries, books.frames.steps
    for key in entries["id"][entries["value_date"] > today]:
        yield f"entry {key} is dated after today, {today}"
    for key in steps["trip"][steps["on_date"] > today]:
        yield f"trip {books.frames.trips[key]['reference']} has a step after today, {today}"


def _never_overdrawn(books: Books) -> Iterator[str]:
    """What is available in a pool is never negative: on no day, and as known after no act."""
    entries = books.frames.entries
    moving = entries[entries["kind"].isin(list(POOL_EFFECT))]
    for pool, rows in moving.groupby("pool"):
        days = sorted(set(rows["value_date"]))
        place = {day: number for number, day in enumerate(days)}
        running = np.zeros(len(days), dtype=np.int64)
        previous = 0
        for act, day, kind, usd in [
            *rows[["act", "value_date", "kind", "usd"]].itertuples(index=False, name=None),
            (-1, days[0], EntryKind.DEPOSIT, 0),  # so that the last act is judged too
        ]:
            if act != previous and previous and running.min() < 0:
                day_low = days[int(running.argmin())]
                short = money.text(-int(running.min()), "USD")
                yield f"pool {pool} is overdrawn by {short} on {day_low}, after act {previous}"
                break
            running[place[day] :] += POOL_EFFECT[EntryKind(kind)] * usd
            previous = act


def _balances(books: Books) -> Iterator[str]:
    """The balances that decisions are made on equal the sums of entries that are shown."""
    shown = overview.overview(books.view).available_by_pool
    for pool in sorted(set(shown) | set(books.balances)):
        kept, found = books.balances.get(pool, 0), shown.get(pool, 0)
        if kept != found:
            yield (
                f"pool {pool} is kept at {money.text(kept, 'USD')}, and its entries say "
                f"{money.text(found, 'USD')}"
            )


def _splits(books: Books) -> Iterator[str]:
    """Earmarked parts add up to contributions, and a deposit's entries are its contribution's."""
    choices: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in contributions.earmarking_rows(books.view):
        for column in ("amount", "usd_amount", "deposited_usd"):
            choices[row["contribution_reference"]][column] += row[column] or 0
    gifts = contributions.contribution_rows(books.view)
    for row in gifts:
        for column, total in choices[row["reference"]].items():
            if total != (row[column] or 0):
                yield f"the earmarked parts of {row['reference']} do not add up to its {column}"
    entries = books.view.entries
    arrived = entries[entries["live"] & (entries["deposit"] > 0)]
    for deposit, gift in sorted(set(arrived[["deposit", "contribution"]].itertuples(index=False))):
        document = books.frames.deposits[deposit]
        if document["contribution_id"] != gift:
            yield f"deposit {document['reference']} has entries of another contribution"


def _arrangements(books: Books) -> Iterator[str]:
    """No deposit stands before its contribution's arrangement was signed."""
    signed = {
        row["reference"]: row["agreement_signed_on"]
        for row in contributions.contribution_rows(books.view)
    }
    for row in contributions.deposit_rows(books.view):
        day = signed.get(row["contribution_reference"], "")
        if not day or row["value_date"] < day:
            yield f"deposit {row['reference']} has no arrangement signed by {row['value_date']}"


def _steps(books: Books) -> Iterator[str]:
    """The steps of every trip follow each other legally, in the order of their days."""
    taken: dict[int, list[tuple[str, str]]] = defaultdict(list)
    in_order = books.view.statuses.sort_values("id")[["trip", "status", "on_date"]]
    for trip, status, day in in_order.itertuples(index=False, name=None):
        taken[trip].append((status, day))
    for trip, steps in taken.items():
        reference = books.frames.trips[trip]["reference"]
        if steps[0][0] != TripStatus.NOMINATED:
            yield f"trip {reference} begins with {steps[0][0]}"
        for (before, earlier), (after, later) in pairwise(steps):
            if TripStatus(after) not in NEXT_STEPS.get(TripStatus(before), ()) or later < earlier:
                yield f"trip {reference} goes from {before} on {earlier} to {after} on {later}"


CHECKS: tuple[Check, ...] = (
    _history,
    _reversals,
    _dates,
    _never_overdrawn,
    _balances,
    _splits,
    _arrangements,
    _steps,
)


def promise(check: Check) -> str:
    """What a check makes sure of, in a sentence."""
    return str(check.__doc__)


def problems(store: Store) -> Iterator[str]:
    """Everything that is wrong with the books; nothing when all invariants hold."""
    loaded, today = load(store)
    with store.reading() as session:
        balances = {row.pool: row.usd_cents for row in session.exec(select(PoolBalance))}
    books = Books(View(loaded, today, Filters(as_of=LAST_DAY)), balances)
    for check in CHECKS:
        yield from check(books)
