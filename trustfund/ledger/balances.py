"""Balances that decide: what can be spent from a pool on a day, and what the agent holds.

Each is a row that acts keep, and so is what each day changed of it. What entries of later days use
already is not free on an earlier day: the running balance is walked back from the row, day by day.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import accumulate

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain import money
from trustfund.domain.catalogue import act as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.store.tables import BalanceChange, Entry, PoolBalance, Trip

Changes = Mapping[date, int]
"""What an act changes of a balance on each day, in US dollar cents."""
NONE: Changes = {}
# Made once: an act asks for them several times, and to build them takes longer than to run them.
_LATER = sa.select(col(BalanceChange.day), col(BalanceChange.usd_cents)).where(
    col(BalanceChange.pool) == sa.bindparam("pool"), col(BalanceChange.day) > sa.bindparam("since")
)
_ADD = sa.text(
    "INSERT INTO balance_change (pool, day, usd_cents) VALUES (:pool, :day, :change) ON CONFLICT "
    "(pool, day) DO UPDATE SET usd_cents = balance_change.usd_cents + excluded.usd_cents"
).bindparams(sa.bindparam("day", type_=sa.Date))


def available(session: Session, pool: str, day: date, unbooked: Changes = NONE) -> int:
    """US dollar cents that can be spent from a pool on a day and stay spendable after it.

    What later entries already use is not free on an earlier day.
    """
    return min(balance for _, balance in running(session, pool, day, unbooked))


def running(
    session: Session, pool: str, day: date, unbooked: Changes = NONE
) -> list[tuple[date, int]]:
    """The balance of a pool, or with the agent, at a day and at each later one that changes it.

    Walks back from the balance kept; ``unbooked`` is what the act in progress changes of it.
    """
    balance = session.get_one(PoolBalance, pool).usd_cents + sum(unbooked.values())
    later = {on: change for on, change in unbooked.items() if on > day}
    for on, change in session.execute(_LATER, {"pool": pool, "since": day}):
        later[on] = later.get(on, 0) + change
    days = []
    for on in sorted(later, reverse=True):
        days.append((on, balance))
        balance -= later[on]
    return [(day, balance), *reversed(days)]


def pool_name(pool: str) -> str:
    """A pool, or the agent's balance, in words."""
    if pool == AGENT:
        return "The balance with the administrative agent"
    return "Un-earmarked money" if pool == UNEARMARKED else f"Objective {pool}"


def trips_to_release(session: Session, pool: str, short: int, day: date, act_id: int) -> str:
    """Name the trips, newest first, whose obligation on the lowest day makes the money short.

    A trip that the refused act itself moves, or whose cost is spent, is not one of them.
    """
    if pool == AGENT:
        return "Book the money that pays for it first, or reverse a transfer"
    reserved = sa.and_(
        col(Entry.kind).in_([EntryKind.OBLIGATION, EntryKind.RELEASE]), col(Entry.value_date) <= day
    )
    cost = sa.case((col(Entry.kind) == EntryKind.EXPENDITURE, col(Entry.usd_cents)), else_=0)
    held = sa.func.sum(sa.case((reserved, col(Entry.usd_cents)), else_=0))
    rows = session.exec(
        select(Trip.reference, held)
        .join(Entry, col(Entry.trip_id) == col(Trip.id))
        .where(col(Entry.objective).is_not_distinct_from(None if pool == UNEARMARKED else pool))
        .group_by(Trip.reference)
        .having(held > 0, sa.func.sum(cost) == 0, sa.func.max(col(Entry.act_id)) < act_id)
        .order_by(sa.func.max(col(Entry.id)).desc())
    ).all()
    named: list[str] = []
    for reference, cents in rows:
        if short <= 0:
            break
        named.append(f"{reference} ({money.text(int(cents or 0), 'USD')})")
        short -= int(cents or 0)
    rest = "What is spent cannot be taken back: book the money that pays for it first"
    if not named:
        return rest
    trips = f"Take back the authorisation of these trips first: {', '.join(named)}"
    return trips if short <= 0 else f"{trips}. {rest}"


class BalanceChanges:
    """What one act changes of the balances that are judged, by balance and day."""

    def __init__(self, session: Session, act_id: int) -> None:
        self._session = session
        self._act_id = act_id
        self._by_day: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))

    def track(self, kind: EntryKind, objective: str | None, usd_cents: int, day: date) -> None:
        """Count what entries of a kind and day change."""
        for balance, effects in ((objective or UNEARMARKED, POOL_EFFECT), (AGENT, AGENT_EFFECT)):
            if change := effects.get(kind, 0) * usd_cents:
                self._by_day[balance][day] += change

    def available(self, pool: str, day: date) -> int:
        """What can be spent from a pool on a day, with what the act did so far."""
        return available(self._session, pool, day, self._by_day[pool])

    def settle(self) -> None:
        """Judge the act on its net effect: no balance below zero on any day. Keep balances."""
        problems = Problems()
        for balance in filter(self._lowers, list(self._by_day)):
            since = min(self._by_day[balance])
            days = running(self._session, balance, since, self._by_day[balance])
            low, day = min((cents, day) for day, cents in days)
            if low < 0:
                first = next(day for day, cents in days if cents < 0)
                since_then = f" from {first} on," if first < day else ""
                problems.add(
                    fields.balance(pool_name(balance)),
                    Code.OVERDRAWN,
                    "",
                    f"would be overdrawn{since_then} by {money.text(-low, 'USD')} on {day}",
                    trips_to_release(self._session, balance, -low, day, self._act_id),
                )
        problems.refuse_if_any()
        for balance in self._by_day:
            self._session.get_one(PoolBalance, balance).usd_cents += self._of(balance)
        changes = [
            {"pool": balance, "day": day, "change": change}
            for balance, days in self._by_day.items()
            for day, change in days.items()
        ]
        if changes:
            self._session.execute(_ADD, changes)

    def _of(self, balance: str) -> int:
        return sum(self._by_day[balance].values())

    def _lowers(self, balance: str) -> bool:
        """True if the act lowers the balance on any day."""
        changes = sorted(self._by_day[balance].items())
        return any(total < 0 for total in accumulate(change for _, change in changes))
