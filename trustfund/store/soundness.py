"""Whether a store can be believed: what its engine finds, and what was changed past the acts.

Each check is a function with its promise as docstring, and says in sentences what breaks it.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from decimal import InvalidOperation
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.texts import skeleton
from trustfund.store import chain, papers, schema
from trustfund.store.base import Base, skeletons
from trustfund.store.engine import Store

SIGNS = (
    *(sa.exc.SQLAlchemyError, sqlite3.Error),
    *(AssertionError, AttributeError, InvalidOperation, LookupError, OverflowError),
    *(TypeError, ValueError),
)
"""What reading a damaged store may raise: texts, days, codes and JSON that are none any more."""
MOST_LINES = 20
"""Sentences that a check says: one damaged row may have a thousand consequences."""
NO_ANSWER = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL"),
    *("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY"),
)
"""SQLite's names of errors that are no damage: somebody is in the way, or nobody may."""
NO_ANSWERS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""The same of PostgreSQL and of connections."""
Check = Callable[[sa.Connection], Iterator[str]]


def _engine(connection: sa.Connection) -> Iterator[str]:
    """The database finds its own file whole: pages, indexes, constraints, references."""
    if connection.dialect.name == "sqlite":
        yield from _sqlite(connection)
    else:
        yield from _postgresql(connection)


def _sqlite(connection: sa.Connection) -> Iterator[str]:
    for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_LINES})"):
        if said != "ok":
            yield f"the database says: {' '.join(str(said).split())}"
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {other} that is not there"


_INVALID = """
SELECT 'the constraint ' || conname FROM pg_constraint
WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
UNION ALL SELECT 'the index ' || c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
WHERE NOT indisvalid AND c.relnamespace = current_schema()::regnamespace
"""
_CHECKSUMS = """
SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()
"""
_AMCHECK = "SELECT has_function_privilege(to_regprocedure('bt_index_check(regclass)'), 'EXECUTE')"
DAMAGED = "XX"
"""How PostgreSQL's codes of damage begin."""
_INDEXES = """
SELECT c.oid, c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.amname = 'btree' AND n.nspname = current_schema() AND i.indisvalid
"""


def _postgresql(connection: sa.Connection) -> Iterator[str]:
    """What PostgreSQL can be asked; every row is read by the other checks."""
    for what in connection.exec_driver_sql(_INVALID).scalars():
        yield f"{what} is not valid"
    failures = connection.exec_driver_sql(_CHECKSUMS).scalar() or 0
    if failures:
        yield (
            f"the database counts {failures} pages whose checksum was wrong; when they are mended, "
            "pg_stat_reset() has it count anew"
        )
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            own, other = table.c[key.parent.name], key.column.table.alias()
            there = sa.exists().where(other.c[key.column.name] == own)
            strays = sa.select(sa.func.count()).select_from(table).where(own.is_not(None), ~there)
            count = connection.scalar(strays)
            if count:
                yield f"{count} rows of {table.name} refer to a row of {other.name} that is gone"
    if not connection.exec_driver_sql(_AMCHECK).scalar():
        return  # the extension is not there, or not for us
    look = sa.text("SELECT bt_index_check(CAST(CAST(:key AS oid) AS regclass))")
    for key, name in connection.exec_driver_sql(_INDEXES).all():
        try:
            with connection.begin_nested():
                connection.execute(look, {"key": key})
        except sa.exc.DBAPIError as error:
            if not getattr(error.orig, "sqlstate", "").startswith(DAMAGED):
                return  # it cannot be asked
            yield f"the index {name} is damaged: {error.orig}"


def _acts(connection: sa.Connection) -> Iterator[str]:
    """Every act is as it was booked: its hash, worked out again, is the one in history."""
    yield from chain.changed_acts(connection)


def _documents(connection: sa.Connection) -> Iterator[str]:
    """Every document and reference row is what the last act that touched it left."""
    yield from chain.changed_documents(connection)


def _skeletons(connection: sa.Connection) -> Iterator[str]:
    """Every name and reference is found however it is spelt."""
    for table in Base.metadata.sorted_tables:
        for column, of in skeletons(table).items():
            for text, kept in connection.execute(sa.select(table.c[of], table.c[column])):
                if kept != skeleton(text):
                    yield f"{table.name} {text} is looked up as {kept!r}"


def _papers(connection: sa.Connection) -> Iterator[str]:
    """Every paper that is attached is there, exactly as it was attached."""
    for name in papers.missing(connection):
        for number, record, reference in connection.execute(papers.of_content(name)):
            yield f"the content of paper {number} of {record} {reference} is missing or changed"


CHECKS: tuple[Check, ...] = (_engine, _acts, _documents, _skeletons, _papers)
WRITABLE = "The store can be written to."
PROMISES = (*(str(check.__doc__) for check in CHECKS), WRITABLE)


def results(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Each check's promise, and what breaks it, at one state of the store."""
    try:
        with store.reading() as session:
            yield from results_in(session)
        yield WRITABLE, list(_read_only(store))
    except SIGNS as error:
        yield str(_engine.__doc__), [unreadable(error)]


def _read_only(store: Store) -> Iterator[str]:
    """A byte of its first page tells SQLite to write nothing, though the file could be written."""
    if store.path is None or not os.access(store.path, os.W_OK):
        return
    try:
        with store.noting() as session:
            session.execute(sa.text("UPDATE fund SET id = id WHERE id = 0"))  # no row: a question
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            yield f"the database says: {error.orig}"


def results_in(session: Session) -> Iterator[tuple[str, list[str]]]:
    """The same, as a session sees the store."""
    for check in CHECKS:
        yield str(check.__doc__), list(islice(_said(check, session), MOST_LINES))


def faults(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """All that is wrong, each once."""
    return list(dict.fromkeys(line for _, wrong in found for line in wrong))


def _said(check: Check, session: Session) -> Iterator[str]:
    try:
        with session.begin_nested():  # on PostgreSQL an error ends all that is asked after it
            yield from check(session.connection())
    except SIGNS as error:
        yield unreadable(error)


def unreadable(error: Exception) -> str:
    """A sentence about an error that reading made; one that is no sign of damage goes on."""
    original: Any = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "")
    silent = isinstance(error, NO_ANSWERS) and not isinstance(original, sqlite3.Error)
    if silent or name.startswith(NO_ANSWER):
        raise error
    return f"it cannot be read: {' '.join(str(original).split()) or type(original).__name__}"


def blamed(store: Store, error: Exception) -> list[str]:
    """What is wrong with a store that an error may come from; nothing if it is sound.

    Nor if its file is none of SQLite's at all (then it is another file), or has an earlier schema:
    then an upgrade failed, and says why itself.
    """
    if getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_NOTADB":
        return []
    try:
        missing = store.path is not None and not store.path.exists()
        is_ours = not missing and schema.version(store) == schema.newest()
        return faults(results(store)) if is_ours else []
    except SIGNS:
        return []
