"""Puts what an import wrote back to what it was before: rows in sets, nothing deleted.

Nobody else wrote to these documents since (``built_on.py`` sees to it), so that what stands of them
from the first act of the import on was not there before, and what it took away was.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.kinds import RecordKind
from trustfund.ledger import contribution_rules, papers
from trustfund.ledger.acts import REMOVED, Act
from trustfund.ledger.entries import is_reversal, stands
from trustfund.ledger.imports import traces
from trustfund.ledger.imports.traces import Document
from trustfund.ledger.void import nothing_stands
from trustfund.store.base import Base, named_by, typed
from trustfund.store.tables import (
    AuthorisedClass,
    Contribution,
    Deposit,
    Entry,
    Event,
    History,
    ImportedFile,
    Instalment,
    Movement,
    Trip,
    TripStep,
)

AT_ONCE = 5_000
"""Rows that one statement writes; a database takes no endless list of keys."""
Owner = Callable[..., Document]
_WITH_PAPERS: dict[type[Base], RecordKind] = {
    Contribution: RecordKind.CONTRIBUTION,
    Deposit: RecordKind.DEPOSIT,
    Movement: RecordKind.MOVEMENT,
    Trip: RecordKind.TRIP,
    Event: RecordKind.EVENT,
}


def put_back(act: Act, own: ImportedFile) -> tuple[str, ...]:
    """Undo all that an import did; what a person should know of it is returned."""
    during = traces.during(own)
    moved = {document for _, document in traces.moved(act.session, during)}
    made = {document for _, document in traces.made(act.session, during)}
    fields = _fields_before(act, own)
    days, contributions = _entries(act, own.first_act_id, moved)
    _steps(act, own.first_act_id, moved)
    _instalments(act, own.first_act_id, moved)
    _next_version(act, moved)
    act.session.expire_all()
    notes = _put_fields_back(act, fields)
    for table, key in sorted(made - fields.keys(), key=str):
        act.change(act.session.get_one(table, key), void=True)
    act.session.flush()
    act.books.listings = None  # to be asked for again
    notes += _names(act, own, {key for table, (key, *_) in moved | fields.keys() if table is Trip})
    notes += _papers(act, moved | made | fields.keys())
    for contribution in _refunded(act, contributions):
        contribution_rules.refuse_unpaid_refunds(act.books, contribution)
    warnings = (act.books.if_certified(year) for year in sorted({day.year for day in days}))
    return (*(text for found in warnings for text in found), *notes)


def _rows(table: type[Base]) -> sa.Table:
    return table.__table__  # type: ignore[attr-defined, no-any-return]


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _again(act: Act, table: type[Base], keys: Sequence[int], **other: Any) -> None:
    """Write rows again as this act's own, with ``other`` values."""
    rows = _rows(table)
    values = {"act_id": act.id, "recorded_at": act.recorded_at} | other
    names = [column.name for column in rows.c if column.name != "id"]
    cells: list[Any] = []
    for name in names:
        value = values.get(name, rows.c[name])
        is_value = not isinstance(value, sa.ColumnElement)
        cells.append(sa.literal(value, rows.c[name].type) if is_value else value)
    for chunk in _chunks(keys):
        chosen = sa.select(*cells).where(rows.c.id.in_(chunk)).order_by(rows.c.id)
        act.session.execute(sa.insert(rows).from_select(names, chosen))
        act.wrote_rows(rows)


def _stand_and_stood(
    act: Act,
    table: type[Base],
    columns: Iterable[Any],
    owner: Owner,
    first: int,
    moved: set[Document],
) -> tuple[list[int], list[int]]:
    """Rows of documents that stand and did not before an act, and those that did and do not."""
    rows, later = _rows(table), _rows(table).alias()
    facts = sa.select(rows.c.id, *columns).order_by(rows.c.id)
    stand = facts.where(rows.c.act_id >= first, stands(table))
    stood = facts.join(later, later.c.reverses == rows.c.id).where(
        rows.c.act_id < first, later.c.act_id >= first, ~is_reversal(rows.c.reverses)
    )
    now, before = (
        [key for key, *owners in act.session.execute(chosen) if owner(*owners) in moved]
        for chosen in (stand, stood)
    )
    return now, before


def _entries(act: Act, first: int, moved: set[Document]) -> tuple[set[date], set[int]]:
    """Reverse what stands, and book again what stood: the same facts, days, rates and reasons.

    The days and the contributions that this touches are returned.
    """
    rows = _rows(Entry)
    now, before = _stand_and_stood(act, Entry, traces.OWNER, traces.owner, first, moved)
    days: set[date] = set()
    contributions: set[int] = set()
    for keys, sign in ((now, -1), (before, 1)):
        for chunk in _chunks(keys):
            by = (rows.c.kind, rows.c.objective, rows.c.value_date)
            usd = sa.func.coalesce(sa.func.sum(rows.c.usd_cents), 0)
            sums = sa.select(*by, usd).where(rows.c.id.in_(chunk)).group_by(*by)
            for kind, objective, day, cents in act.session.execute(sums):
                act.balances.track(kind, objective, sign * int(cents), day)
                days.add(day)
            given = sa.select(rows.c.contribution_id).where(rows.c.id.in_(chunk)).distinct()
            contributions |= {key for (key,) in act.session.execute(given) if key}
    _again(
        act,
        Entry,
        now,
        amount=-rows.c.amount,
        usd_cents=-rows.c.usd_cents,
        reverses=rows.c.id,
        reason=act.reason,
    )
    _again(act, Entry, before, reverses=None)
    return days, contributions


def _steps(act: Act, first: int, moved: set[Document]) -> None:
    rows = _rows(TripStep)
    now, before = _stand_and_stood(
        act, TripStep, (rows.c.trip_id,), lambda trip: (Trip, (trip,)), first, moved
    )
    _again(act, TripStep, now, reverses=rows.c.id, reason=act.reason)
    _again(act, TripStep, before, reverses=None)
    mine = sa.select(rows.c.id).where(rows.c.act_id == act.id, ~is_reversal(rows.c.reverses))
    again = dict(zip(before, act.session.scalars(mine.order_by(rows.c.id)), strict=True))
    for chunk in _chunks(before):
        kept = select(AuthorisedClass).where(col(AuthorisedClass.step_id).in_(chunk))
        for found in act.session.exec(kept.order_by(col(AuthorisedClass.id))).all():
            facts = found.model_dump(exclude={"id", "act_id", "step_id"})
            act.append(AuthorisedClass, **facts, step_id=again[found.step_id])


def _instalments(act: Act, first: int, moved: set[Document]) -> None:
    """End the schedules of the file, and put those before them in force again."""
    rows = _rows(Instalment)
    facts = sa.select(rows.c.id, rows.c.contribution_id).order_by(rows.c.id)
    in_force = facts.where(rows.c.act_id >= first, rows.c.ended_by_act_id.is_(None))
    ended = facts.where(rows.c.act_id < first, rows.c.ended_by_act_id >= first)
    now, before = (
        [key for key, *of in act.session.execute(chosen) if (Contribution, tuple(of)) in moved]
        for chosen in (in_force, ended)
    )
    for chunk in _chunks(now):
        ending = sa.update(rows).where(rows.c.id.in_(chunk)).values(ended_by_act_id=act.id)
        act.session.execute(ending)
        act.wrote_rows(rows, [(key,) for key in chunk])
    _again(act, Instalment, before, ended_by_act_id=None)
    written = act.session.execute(sa.select(rows.c.id).where(rows.c.act_id == act.id))
    act.wrote_rows(rows, map(tuple, written))


def _next_version(act: Act, moved: set[Document]) -> None:
    """Forms that still show these documents are refused."""
    for table in (Contribution, Deposit, Movement, Trip):
        rows = _rows(table)
        for chunk in _chunks(sorted(key for of, (key, *_) in moved if of is table)):
            newer = sa.update(rows).where(rows.c.id.in_(chunk)).values(version=rows.c.version + 1)
            act.session.execute(newer)
            act.wrote_rows(rows, [(key,) for key in chunk])


def _fields_before(act: Act, own: ImportedFile) -> dict[Document, dict[str, Any]]:
    """What the fields of documents were before an import changed them."""
    found: dict[Document, dict[str, Any]] = {}
    during = traces.during(own)
    for _, document, fields in traces.changes(act.session, during):  # the newest first
        before = found.setdefault(document, {})
        before |= {name: typed(document[0], name, was) for name, (was, _) in fields.items()}
    return found


def _put_fields_back(act: Act, fields: dict[Document, dict[str, Any]]) -> tuple[str, ...]:
    notes = []
    for (table, key), before in fields.items():
        document = act.session.get_one(table, key)
        kept = {name: value for name, value in before.items() if value != REMOVED}
        if kept != before:
            notes.append(_look_at(document))
        act.change(document, **kept)
    return tuple(notes)


def _look_at(document: Any) -> str:
    return (
        f"Look at {document.reference}: names of delegates, and texts that held one, are in no "
        "history; they stay as the file gave them."
    )


def _names(act: Act, own: ImportedFile, trips: set[int]) -> tuple[str, ...]:
    """Trips that are void keep no name; of others the file may have changed it."""
    rows = _rows(Trip)
    a_step_stands = sa.exists().where(_rows(TripStep).c.trip_id == rows.c.id, stands(TripStep))
    notes = []
    for chunk in _chunks(sorted(trips)):
        mine = rows.c.id.in_(chunk)
        act.session.execute(sa.update(rows).where(mine, ~a_step_stands).values(name=""))
        named = select(Trip).where(mine, col(Trip.name) != "", col(Trip.act_id) < own.first_act_id)
        corrected = _corrected(act, own)
        notes += [_look_at(trip) for trip in act.session.exec(named) if trip.reference in corrected]
    act.session.expire_all()
    return tuple(notes)


def _papers(act: Act, documents: Iterable[Document]) -> tuple[str, ...]:
    """What is void keeps no paper."""
    removed = 0
    for table, kind in _WITH_PAPERS.items():
        rows = _rows(table)
        (own,) = rows.primary_key
        for chunk in _chunks(sorted({key for of, (key, *_) in documents if of is table})):
            void = sa.select(rows.c[named_by(rows)]).where(own.in_(chunk), nothing_stands(table))
            if references := {*act.session.scalars(void)}:
                removed += papers.remove_of(act, kind, references)
    if not removed:
        return ()
    which, are = ("1 paper", "is") if removed == 1 else (f"{removed} papers", "are")
    return (f"{which} of what is void now {are} removed.",)


def _corrected(act: Act, own: ImportedFile) -> set[str]:
    """The trips whose nomination an import corrected."""
    lines = select(History.subject).where(
        col(History.id).between(own.first_act_id, own.act_id),
        History.act == ActCode.NOMINATION_CORRECTED,
    )
    return set(act.session.exec(lines))


def _refunded(act: Act, contributions: set[int]) -> list[int]:
    """Those of the contributions of which something was given back."""
    rows = _rows(Entry)
    back = sa.select(rows.c.contribution_id).where(rows.c.kind == "refund_to_contributor")
    return sorted(contributions & {key for (key,) in act.session.execute(back.distinct())})
