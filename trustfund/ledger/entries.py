"""Entries and steps that stand, and what money is worth."""

import functools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from trustfund.store.base import Base
from trustfund.store.tables import Entry, TripStep

Row = TypeVar("Row", Entry, TripStep)
Owner = Literal["contribution_id", "deposit_id", "movement_id", "trip_id"]


class Valuation(NamedTuple):
    """US dollars of an amount: the rate (units per 1 USD), its day (None: implied), the cents."""

    rate: Decimal | None
    effective_on: date | None
    usd_cents: int


def is_reversal(reverses: Any) -> sa.ColumnElement[bool]:
    """Whether an entry, or a step, reverses another.

    Written without NULL: SQLite would look for that in an index that holds nearly all entries,
    where those of one document are wanted.
    """
    return sa.func.coalesce(reverses, 0) > sa.literal(0)


def stands(table: type[Base], rows: sa.FromClause | None = None) -> sa.ColumnElement[bool]:
    """The condition under which an entry or a step stands: neither reversed nor a reversal.

    ``rows`` are those of the table, where a query calls them by another name.
    """
    made: sa.Table = table.__table__  # type: ignore[attr-defined]
    own, reversal = made if rows is None else rows, made.alias()
    reversed_since = sa.exists().where(reversal.c.reverses == own.c.id)
    return sa.and_(~is_reversal(own.c.reverses), ~reversed_since)


@functools.cache  # to build it takes longer than to run it
def _standing(table: type[Row], owner: Owner) -> SelectOfScalar[Row]:
    mine = table.__table__.c[owner] == sa.bindparam("key")  # type: ignore[attr-defined]
    return select(table).where(mine, stands(table)).order_by(col(table.id))


def live_entries(session: Session, owner: Owner, key: int | None) -> list[Entry]:
    """The entries of a document that stand."""
    return list(session.exec(_standing(Entry, owner), params={"key": key}))


def live_steps(session: Session, trip_id: int | None) -> list[TripStep]:
    """The steps of a trip that stand, in order."""
    return list(session.exec(_standing(TripStep, "trip_id"), params={"key": trip_id}))


def valuation_of(entries: Sequence[Entry]) -> Valuation:
    """What entries that were valued together are worth, at their rate."""
    first, usd_cents = entries[0], sum(entry.usd_cents or 0 for entry in entries)
    return Valuation(Decimal(first.rate or 1), first.rate_effective_on, usd_cents)
