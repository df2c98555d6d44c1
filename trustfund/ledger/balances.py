"""Balances that decide: what can be spent from a pool on a day, and what the agent holds.

Each is a row that acts keep. What entries of later days use already is not free on an earlier day:
the running balance is walked back from the row.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.store.tables import Entry, PoolBalance, Trip


def _later(
    effects: Mapping[EntryKind, int], *conditions: sa.ColumnElement[bool]
) -> sa.Select[date, int]:
    """The days after ``:day``, the last first, and what entries of each changed of a balance."""
    effect = sa.case(*((col(Entry.kind) == kind, sign) for kind, sign in effects.items()), else_=0)
    return (
        sa.select(col(Entry.value_date), sa.func.sum(effect * col(Entry.usd_cents)))
        .where(col(Entry.value_date) > sa.bindparam("day"), *conditions)
        .group_by(col(Entry.value_date))
        .order_by(col(Entry.value_date).desc())
    )


# Made once: an act asks for them several times, and to build them takes longer than to run them.
_LATER_WITH_AGENT = _later(AGENT_EFFECT)
_LATER_IN_POOL = _later(
    POOL_EFFECT, col(Entry.objective).is_not_distinct_from(sa.bindparam("objective"))
)


def available(session: Session, pool: str, day: date, unbooked: int = 0) -> int:
    """US dollar cents that can be spent from a pool on a day and stay spendable after it.

    What later entries already use is not free on an earlier day.
    """
    return min(balance for _, balance in running(session, pool, day, unbooked))


def running(session: Session, pool: str, day: date, unbooked: int = 0) -> list[tuple[date, int]]:
    """The balance of a pool, or with the agent, at a day and at each later one that changes it.

    Walks back from the balance kept; ``unbooked`` is what the act in progress changes of it.
    """
    balance = session.get_one(PoolBalance, pool).usd_cents + unbooked
    if pool == AGENT:
        later = session.execute(_LATER_WITH_AGENT, {"day": day})
    else:
        objective = None if pool == UNEARMARKED else pool
        later = session.execute(_LATER_IN_POOL, {"day": day, "objective": objective})
    days = []
    for changed_on, change in later:
        days.append((changed_on, balance))
        balance -= int(change or 0)
    return [(day, balance), *reversed(days)]


def said_pool(pool: str) -> str:
    """A pool, or the agent's balance, in words."""
    if pool == AGENT:
        return "The balance with the administrative agent"
    return "Un-earmarked money" if pool == UNEARMARKED else f"Objective {pool}"


def take_back_first(session: Session, pool: str, short: int, day: date, act_id: int) -> str:
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
