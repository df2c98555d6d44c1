"""What acts wrote to, and what they built on: by it one knows whether an import can be taken back.

Rows are read in sets, not document by document: an import may have a hundred thousand.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from trustfund.store.base import Base, typed
from trustfund.store.tables import (
    Allocation,
    Contribution,
    Contributor,
    ContributorName,
    CountryListing,
    Deposit,
    Entry,
    Event,
    History,
    ImportedFile,
    Instalment,
    Movement,
    OrganizationReference,
    Rate,
    SameMoney,
    Trip,
    TripStep,
)

Document = tuple[type[Base], tuple[Any, ...]]
"""A table and the key of a row."""
Trace = tuple[int, Document]
"""An act, and a document that it wrote to or refers to."""
Within = Callable[["sa.ColumnElement[Any]"], "sa.ColumnElement[bool]"]
"""Which acts are meant, as a condition on a column with their ids."""
FLAGGED: tuple[type[Base], ...] = (
    Contributor,
    ContributorName,
    OrganizationReference,
    Event,
    Rate,
    CountryListing,
    Allocation,
    SameMoney,
)
"""The documents with a column ``void``."""
_TABLES: dict[str, type[Base]] = {
    table.__table__.name: table  # type: ignore[attr-defined, misc]
    for table in (*FLAGGED, Contribution, Deposit, Movement, Trip)
}
REFERS: dict[str, type[Base]] = {
    "contributor_id": Contributor,
    "parent_id": Contributor,
    "contribution_id": Contribution,
    "event": Event,
}
"""Fields of documents that name another one."""
_ENTRY = Entry.__table__.c  # type: ignore[attr-defined]
_STEP = TripStep.__table__.c  # type: ignore[attr-defined]
_LINE = Instalment.__table__.c  # type: ignore[attr-defined]
OWNER = (_ENTRY.deposit_id, _ENTRY.movement_id, _ENTRY.trip_id, _ENTRY.contribution_id)


def during(own: ImportedFile) -> Within:
    """The acts of an import."""
    return lambda column: column.between(own.first_act_id, own.act_id)


def owner(
    deposit: int | None, movement: int | None, trip: int | None, contribution: int
) -> Document:
    """The document that an entry belongs to."""
    for table, key in ((Deposit, deposit), (Movement, movement), (Trip, trip)):
        if key:
            return table, (key,)
    return Contribution, (contribution,)


def changes(
    session: Session, within: Within
) -> Iterator[tuple[int, Document, dict[str, list[Any]]]]:
    """What acts changed in documents, the newest act first: what each field was and became."""
    line = History.__table__.c  # type: ignore[attr-defined]
    lines = sa.select(line.id, line.changes).where(within(line.id), line.changes != "")
    for act, text in session.execute(lines.order_by(line.id.desc())):
        for change in json.loads(text):
            table = _TABLES.get(change["table"])
            if table is None:
                continue
            columns = table.__table__.primary_key.columns  # type: ignore[attr-defined]
            key = (
                typed(table, c.name, part) for c, part in zip(columns, change["key"], strict=True)
            )
            yield act, (table, tuple(key)), change["fields"]


def made(session: Session, within: Within) -> Iterator[Trace]:
    """The documents with a column ``void`` that acts recorded, or filled again."""
    for table in FLAGGED:
        rows = table.__table__  # type: ignore[attr-defined]
        found = sa.select(rows.c.act_id, *rows.primary_key.columns).where(within(rows.c.act_id))
        for act, *key in session.execute(found):
            yield act, (table, tuple(key))
    for act, document, fields in changes(session, within):
        if fields.get("void") == [True, False]:
            yield act, document


def moved(session: Session, within: Within) -> Iterator[Trace]:
    """The documents whose entries, steps or instalments acts wrote."""
    for act, *owners in session.execute(
        sa.select(_ENTRY.act_id, *OWNER).where(within(_ENTRY.act_id))
    ):
        yield act, owner(*owners)
    for act, trip in session.execute(
        sa.select(_STEP.act_id, _STEP.trip_id).where(within(_STEP.act_id))
    ):
        yield act, (Trip, (trip,))
    for by in (_LINE.act_id, _LINE.ended_by_act_id):
        for act, *key in session.execute(sa.select(by, _LINE.contribution_id).where(within(by))):
            yield act, (Contribution, tuple(key))


def written(session: Session, within: Within) -> Iterator[Trace]:
    """The documents that acts wrote to in any way."""
    yield from moved(session, within)
    yield from made(session, within)
    for act, document, _ in changes(session, within):
        yield act, document


def referred(session: Session, within: Within) -> Iterator[Trace]:
    """The documents that acts built on: who gives a contribution, where a trip goes."""
    same = SameMoney.__table__.c  # type: ignore[attr-defined]
    for act, *key in session.execute(
        sa.select(same.act_id, same.deposit_id).where(within(same.act_id))
    ):
        yield act, (Deposit, tuple(key))
    gift, trip = Contribution.__table__.c, Trip.__table__.c  # type: ignore[attr-defined]
    name, giver = ContributorName.__table__.c, Contributor.__table__.c  # type: ignore[attr-defined]
    known_as = OrganizationReference.__table__.c  # type: ignore[attr-defined]
    by_entry = sa.select(_ENTRY.act_id, gift.id, gift.contributor_id).join_from(
        Entry, Contribution, _ENTRY.contribution_id == gift.id
    )
    for act, contribution, contributor in session.execute(by_entry.where(within(_ENTRY.act_id))):
        yield act, (Contribution, (contribution,))
        yield act, (Contributor, (contributor,))
    by_step = sa.select(_STEP.act_id, trip.event).join_from(
        TripStep, Trip, _STEP.trip_id == trip.id
    )
    for act, event in session.execute(by_step.where(within(_STEP.act_id))):
        yield act, (Event, (event,))
    for by, key in (
        (name.act_id, name.contributor_id),
        (giver.act_id, giver.parent_id),
        (known_as.act_id, known_as.contributor_id),
    ):
        for act, contributor in session.execute(sa.select(by, key).where(within(by))):
            yield act, (Contributor, (contributor,))
    for act, _, fields in changes(session, within):
        for field in REFERS.keys() & fields.keys():
            for key in fields[field]:  # what it was, too: that may be put back
                yield act, (REFERS[field], (key,))
