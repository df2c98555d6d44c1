"""What the steps of a trip do to money: reserve it, spend it, give the rest back.

Travel draws on the pools that the terms in force name, in their order, and on nothing else: of the
fund of 2017 on objective 1, then on un-earmarked money.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from trustfund.domain import money
from trustfund.domain.catalogue.trip import COST
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, refusal
from trustfund.domain.travel import COST_POSSIBLE, TripStatus, with_indirect_cost
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import Books
from trustfund.store.tables import Trip

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
    entries = books.live_entries("trip_id", trip.id)
    days = [entry.value_date for entry in entries if entry.kind is EntryKind.EXPENDITURE]
    booked = spent(books, trip)
    rules = books.rules_on(max(days, default=None))
    whole = 10_000 + rules.indirect_cost_basis_points
    cents = money.half_up(Fraction(booked * 10_000, whole))
    return money.plain(cents, "USD")


def _draw(
    pools: Sequence[str],
    available: Callable[[str, date], int],
    cost: int,
    reserved: int,
    day: date,
) -> dict[str, int]:
    """Take a cost, less what is reserved for it, from the pools that pay, in order; or refuse."""
    drawn: dict[str, int] = {}
    missing = cost - reserved
    free: dict[str, int] = {}
    for pool in pools:
        if not missing:
            break  # to ask what is available takes long where much is dated later
        free[pool] = max(available(pool, day), 0)
        drawn[pool] = min(missing, free[pool])
        missing -= drawn[pool]
    if missing:
        beside = f", beside {money.text(reserved, 'USD')} reserved for it" if reserved else ""
        there = " and ".join(_there(pool, cents) for pool, cents in free.items())
        raise refusal(
            COST,
            Code.OVERDRAWN,
            money.text(cost, "USD"),
            f"is {money.text(missing, 'USD')} more than is available for travel from {day} on: "
            f"{there}{beside}; other objectives do not pay for travel",
            "Lower the cost, release another trip, or wait for a deposit",
        )
    return {pool: cents for pool, cents in drawn.items() if cents}


def _there(pool: str, cents: int) -> str:
    """What a pool has, in a sentence."""
    where = "un-earmarked" if pool == UNEARMARKED else f"in {pool_name(pool).lower()}"
    return f"{money.text(cents, 'USD')} {where}"


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
    rules = books.rules_on(day)
    indirect = rules.indirect_cost_basis_points
    if status is TripStatus.AUTHORISED:
        cost = with_indirect_cost(estimate, indirect)
        drawn = _draw(rules.pools, available, cost, 0, day)
        outcome = f" {money.text(cost, 'USD')} is obligated."
        return [(EntryKind.OBLIGATION, pool, cents) for pool, cents in drawn.items()], outcome
    if status not in COST_POSSIBLE and status is not TripStatus.WITHDRAWN:
        return [], ""
    held = open_obligation(books, trip)
    if not held:
        return [], ""
    cost = rest = with_indirect_cost(actual, indirect) if kept is None else kept
    paid: dict[str, int] = defaultdict(int)
    for pool in dict.fromkeys((*rules.pools, *held)):  # what was reserved by earlier terms stays
        paid[pool] = min(rest, held.get(pool, 0))
        rest -= paid[pool]
    if rest:
        for pool, cents in _draw(rules.pools, available, cost, cost - rest, day).items():
            paid[pool] += cents
    postings = [(EntryKind.RELEASE, pool, -cents) for pool, cents in held.items()]
    postings += [(EntryKind.EXPENDITURE, pool, cents) for pool, cents in paid.items() if cents]
    freed = sum(held.values()) - cost
    released = f", {money.text(freed, 'USD')} is available again" if freed > 0 else ""
    return postings, f" {money.text(cost, 'USD')} is spent{released}."
