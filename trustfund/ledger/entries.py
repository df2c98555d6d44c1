"""Entries of a document, and what they are worth."""

import functools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from trustfund.ledger.void import is_reversal
from trustfund.store.tables import (
    Entry,
)


@dataclass(frozen=True)
class Valuation:
    """US dollars of an amount: the rate (units per 1 USD), its day (None: implied), the cents."""

    rate: Decimal
    effective_on: date | None
    usd_cents: int


Owner = Literal["contribution_id", "deposit_id", "movement_id", "trip_id"]


@functools.cache  # to build it takes longer than to run it
def _live(owner: Owner) -> SelectOfScalar[Entry]:
    reversal = sa.orm.aliased(Entry)
    taken_back = sa.exists().where(reversal.reverses == Entry.id)  # type: ignore[arg-type]
    mine = Entry.__table__.c[owner] == sa.bindparam("key")  # type: ignore[attr-defined]
    standing = (mine, ~is_reversal(col(Entry.reverses)), ~taken_back)
    return select(Entry).where(*standing).order_by(col(Entry.id))


def live_entries(session: Session, owner: Owner, key: int | None) -> list[Entry]:
    """The entries of a document that stand: neither reversed nor reversals."""
    return list(session.exec(_live(owner), params={"key": key}))
