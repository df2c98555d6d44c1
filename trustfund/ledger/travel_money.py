"""What the steps of a trip do to money: reserve it, spend it, give the rest back.

Travel draws from objective 1 first, then from un-earmarked money, and from nothing else.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from trustfund.domain import money
from trustfund.domain.catalogue.trip import COST
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, refusal
from trustfund.domain.travel import COST_POSSIBLE, TripStatus, with_indirect_cost
from trustfund.ledger.books import Books
from trustfund.store.tables import Trip

TRAVEL_OBJECTIVE = "1"
PAYS_FOR_TRAVEL = (TRAVEL_OBJECTIVE, UNEARMARKED)
"""The pools that pay for travel, in the order in which they are drawn on."""

Posting = tuple[EntryKind, str, int]
"""An entry to be: its kind, its pool, and US dollar cents."""


def open_obligation(books: Books, trip: Trip) -> dict[str, int]:
    """US dollar cents still reserved for a trip, by pool."""
    held: dict[str, int] = defaultdict(int)
    for entry in books.live_entries("trip_id", trip.id):
        if entry.kind in {EntryKind.OBLIGATION, EntryKind.RELEASE}:
            held[entry.objective or UNEARMARKED] += entry.amount
    return {pool: cents for pool, cents in held.items() if cents}


def spent(books: Books, trip: Trip) -> int:
    """US dollar cents that a trip cost as booked, with indirect support cost."""
    entries = books.live_entries("trip_id", trip.id)
    return sum(entry.amount for entry in entries if entry.kind is EntryKind.EXPENDITURE)


def says_booked_cost(books: Books, trip: Trip, status: TripStatus, typed: str) -> bool:
    """Whether a cost typed for a step that has one is what is booked; blank keeps it too."""
    return status in COST_POSSIBLE and typed.strip() in ("", booked_cost(books, trip, status))


def booked_cost(books: Books, trip: Trip, status: TripStatus) -> str:
    """What the cost of a trip that stands at ``status`` was typed as: 0 where it cost nothing.

    Without indirect support cost; "" before there can be a cost.
    """
    if status not in COST_POSSIBLE:
        return ""
    booked = spent(books, trip)
    whole = 10_000 + books.fund.indirect_cost_basis_points
    cents = money.half_up(Fraction(booked * 10_000, whole))
    return money.plain(cents, "USD")


def _draw(
    available: Callable[[str, date], int], cost: int, reserved: int, day: date
) -> dict[str, int]:
    """Take a cost, less what is reserved for it, from the pools that pay, in order; or refuse."""
    drawn: dict[str, int] = {}
    missing = cost - reserved
    free: dict[str, int] = {}
    for pool in PAYS_FOR_TRAVEL:
        if not missing:
            break  # to ask what is available takes long where much is dated later
        free[pool] = max(available(pool, day), 0)
        drawn[pool] = min(missing, free[pool])
        missing -= drawn[pool]
    if missing:
        beside = f", beside {money.text(reserved, 'USD')} reserved for it" if reserved else ""
        raise refusal(
            COST,
            Code.OVERDRAWN,
            money.text(cost, "USD"),
            f"is {money.text(missing, 'USD')} more than is available for travel from {day} on: "
            f"{money.text(free[TRAVEL_OBJECTIVE], 'USD')} in objective 1 and "
            f"{money.text(free[UNEARMARKED], 'USD')} un-earmarked{beside}; other objectives do "
            "not pay for travel",
            "Lower the cost, release another trip, or wait for a deposit",
        )
    return {pool: cents for pool, cents in drawn.items() if cents}


def of_step(
    books: Books,
    available: Callable[[str, date], int],
    trip: Trip,
    status: TripStatus,
    day: date,
    estimate: int,
    actual: int,
    kept: int | None = None,
) -> tuple[list[Posting], str]:
    """What a step moves, and how to say it; US dollar cents before indirect support cost.

    ``kept`` is a cost that is booked already, and stays to the cent.
    """
    indirect = books.fund.indirect_cost_basis_points
    if status is TripStatus.AUTHORISED:
        cost = with_indirect_cost(estimate, indirect)
        drawn = _draw(available, cost, 0, day)
        outcome = f" {money.text(cost, 'USD')} is obligated."
        return [(EntryKind.OBLIGATION, pool, cents) for pool, cents in drawn.items()], outcome
    if status not in COST_POSSIBLE and status is not TripStatus.WITHDRAWN:
        return [], ""
    held = open_obligation(books, trip)
    if not held:
        return [], ""
    cost = rest = with_indirect_cost(actual, indirect) if kept is None else kept
    paid: dict[str, int] = defaultdict(int)
    for pool in PAYS_FOR_TRAVEL:
        paid[pool] = min(rest, held.get(pool, 0))
        rest -= paid[pool]
    if rest:
        for pool, cents in _draw(available, cost, cost - rest, day).items():
            paid[pool] += cents
    postings = [(EntryKind.RELEASE, pool, -cents) for pool, cents in held.items()]
    postings += [(EntryKind.EXPENDITURE, pool, cents) for pool, cents in paid.items() if cents]
    freed = sum(held.values()) - cost
    released = f", {money.text(freed, 'USD')} is available again" if freed > 0 else ""
    return postings, f" {money.text(cost, 'USD')} is spent{released}."
