"""What figures read of history: when each act was recorded, and what it changed in documents."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC
from typing import Any

import pyarrow.compute as pc
import sqlalchemy as sa
from sqlmodel import Session, col

from trustfund.domain.act_codes import ActCode
from trustfund.figures import reading
from trustfund.figures.books import CHANGING, Change, Frames
from trustfund.figures.documents import Documents, Row
from trustfund.store.base import typed
from trustfund.store.tables import History

LINE = ("id", "at", "actor", "action", "subject", "reason", "act", "hash")
"""What figures and files tell of an act."""
LINES_A_TIME = 10_000
ACTS_A_TIME = 500


def recorded(session: Session, before: Frames | None) -> Documents:
    """When each act was recorded; where earlier books are given, with what came after them."""
    source: sa.Table = History.__table__  # type: ignore[attr-defined]
    last = before.revision if before else -1
    found = reading.read(session, source, ("id", "at"), after=last)
    days = pc.utf8_slice_codeunits(found["at"], 0, 10)
    days = pc.if_else(pc.equal(found["id"], 0), "", days)  # init: before all acts
    further = found.append_column("recorded_on", days)
    return before.history.with_rows(further) if before else Documents(further)


def lines(
    read: Callable[[], AbstractContextManager[Session]],
    revision: int,
    acts: Sequence[int] | None = None,
) -> Iterator[Row]:
    """The lines of history up to a revision, or those of some acts, which nobody changes any more.

    The store is read piece by piece, and not for as long as a slow reader takes.
    """
    source: sa.Table = History.__table__  # type: ignore[attr-defined]
    if acts is None:
        parts: list[dict[str, Any]] = [
            {"after": first - 1, "until": min(first + LINES_A_TIME - 1, revision)}
            for first in range(0, revision + 1, LINES_A_TIME)
        ]
    else:
        parts = [
            {"among": acts[first : first + ACTS_A_TIME]}
            for first in range(0, len(acts), ACTS_A_TIME)
        ]
    for part in parts:
        with read() as session:
            found = reading.read(session, source, LINE, **part)
        for row in found.to_pylist():
            day = row["at"][:10] if row["id"] else ""
            yield row | {"act": typed(History, "act", row["act"]), "recorded_on": day}


def hash_of(session: Session, act: int) -> str:
    """The hash of an act; "" where it has none, or its line is lost."""
    line = session.get(History, act)
    return line.hash if line else ""


def settled(session: Session, after: int) -> list[int]:
    """The acts after one that settled a clock."""
    found = sa.select(col(History.id)).where(col(History.act) == ActCode.CLOCK_SETTLED)
    return list(session.scalars(found.where(col(History.id) > after).order_by(col(History.id))))


def changes(session: Session, revision: int) -> list[Change]:
    """What acts after a revision changed in documents, newest first."""
    tables = {table.__tablename__: table for table in CHANGING}
    line = History.__table__.c  # type: ignore[attr-defined]
    changed = sa.select(line.id, line.at, line.changes).where(
        line.id > revision, line.changes != ""
    )
    found = []
    for act, at, changes in session.execute(changed.order_by(line.id.desc())):
        for change in json.loads(changes):
            table, key = tables[change["table"]], change["key"]
            fields = {
                name: typed(table, name, before) for name, (before, _) in change["fields"].items()
            }
            day = at.astimezone(UTC).date().isoformat()
            found.append(Change(act, day, table, tuple(key) if key[1:] else key[0], fields))
    return found
