"""What is void: a document that only an import brought, which was taken back since.

Nothing is deleted, and nobody looks a void document up: under its reference, or its name, another
may be recorded, which fills it again.
"""

import functools
from typing import Any

import sqlalchemy as sa

from trustfund.domain.act_codes import ActCode
from trustfund.ledger.entries import stands
from trustfund.store.base import Base
from trustfund.store.tables import (
    Contribution,
    Deposit,
    Entry,
    History,
    Movement,
    Trip,
    TripStep,
)

_OWNERS: dict[type[Base], tuple[Any, str]] = {
    Contribution: (Entry, "contribution_id"),
    Deposit: (Entry, "deposit_id"),
    Movement: (Entry, "movement_id"),
    Trip: (TripStep, "trip_id"),
}
"""The documents that are void without a standing entry or step, and the column that names them."""


@functools.cache
def is_void(table: type[Base]) -> sa.ColumnElement[bool]:
    """The condition under which a row of a table of documents is void."""
    rows: sa.Table = table.__table__  # type: ignore[attr-defined]
    if table not in _OWNERS:
        return nothing_stands(table)
    made, owner = _OWNERS[table]
    own = made.__table__.alias()
    # A person reverses a deposit or a movement too; then it is known, and may stand again.
    acts = sa.select(sa.func.max(own.c.act_id)).where(own.c[owner] == rows.c.id)
    newest = acts.correlate(rows).scalar_subquery()  # of this row, two levels below it
    line = sa.exists().where(
        History.__table__.c.id == newest,  # type: ignore[attr-defined]
        History.__table__.c.act == ActCode.IMPORT_TAKEN_BACK,  # type: ignore[attr-defined]
    )
    return sa.and_(line, nothing_stands(table))


def nothing_stands(table: type[Base]) -> sa.ColumnElement[bool]:
    """The condition under which nothing of a document stands, whoever took it back."""
    rows: sa.Table = table.__table__  # type: ignore[attr-defined]
    if table not in _OWNERS:
        return rows.c.void.is_(True) if "void" in rows.c else sa.false()
    made, owner = _OWNERS[table]
    own = made.__table__.alias()
    return ~sa.exists().where(own.c[owner] == rows.c.id, stands(made, own))
