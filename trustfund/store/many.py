"""Many rows at once: what a large import writes and what figures read, as quickly as it goes."""

import functools
import gc
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import sqlalchemy as sa

from trustfund.domain.texts import skeleton
from trustfund.store.base import skeletons

FEW = 100
VALUES = 10_000
"""So many values a statement has at most, where this SQLite takes them."""
CACHE_KB = 64 * 1024


@functools.cache
def inserting(table: sa.TableClause) -> sa.Insert:
    """The statement that inserts into a table: to build it takes longer than to run it."""
    return sa.insert(table)


def insert(
    connection: sa.Connection,
    table: sa.TableClause,
    columns: Mapping[str, Sequence[Any]],
) -> None:
    """Insert rows, given by their columns.

    SQLAlchemy's work on each row takes as long as SQLite's: many rows are converted by column, each
    different value once.
    """
    made = {kept: list(map(skeleton, columns[of])) for kept, of in skeletons(table).items()}
    columns = {**columns, **made}
    count = len(next(iter(columns.values())))
    if not count:
        return
    if count < FEW or connection.dialect.name != "sqlite":
        rows = zip(*columns.values(), strict=True)
        connection.execute(inserting(table), [dict(zip(columns, r, strict=True)) for r in rows])
        return
    dialect = connection.dialect
    named = [name for name, values in columns.items() if values.count(None) < count]
    statement = sa.insert(table).inline().compile(dialect=dialect, column_keys=named)
    bound = []
    for name in statement.positiontup or ():
        values = columns[name]
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            converted = {value: convert(value) for value in set(values)}
            values = [converted[value] for value in values]
        bound.append(values)
    _run(connection, str(statement), bound)


def _run(connection: sa.Connection, statement: str, columns: Sequence[Sequence[Any]]) -> None:
    """Insert many rows with each statement: SQLite makes ready once for them, not for each."""
    into, values, one = statement.rpartition(" VALUES ")
    sqlite: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    takes = sqlite.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    size = min(VALUES, takes) // len(columns)
    flat = list(chain.from_iterable(zip(*columns, strict=True)))
    width = size * len(columns)
    whole = len(flat) - len(flat) % width
    for start in range(0, whole, width):
        several = into + values + ", ".join([one] * size)
        connection.exec_driver_sql(several, tuple(flat[start : start + width]))
    rest = [tuple(flat[at : at + len(columns)]) for at in range(whole, len(flat), len(columns))]
    if rest:
        connection.exec_driver_sql(statement, rest)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: among a million values that stay it takes half the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@contextmanager
def room(connection: sa.Connection) -> Iterator[None]:
    """Room in memory for what is written meanwhile.

    SQLite's own 2 MB make it write many pages again and again before they are complete.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
