"""Many rows at once: what a large import writes and what figures read, as quickly as it goes."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import sqlalchemy as sa

from trustfund.domain.texts import skeleton
from trustfund.store.base import SKELETON, named_by

FEW = 100
VALUES = 999
"""How many values a statement of SQLite takes, whatever its version."""
CACHE_KB = 64 * 1024


def insert(
    connection: sa.Connection, table: sa.TableClause, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows that name the same columns.

    SQLAlchemy's work on each row takes as long as SQLite's: many rows are converted by column, each
    different value once.
    """
    if not rows:
        return
    if name := named_by(table):
        rows = [{**row, SKELETON: skeleton(row[name])} for row in rows]
    if len(rows) < FEW or connection.dialect.name != "sqlite":
        connection.execute(sa.insert(table), list(rows))
        return
    named = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    dialect = connection.dialect
    statement = sa.insert(table).inline().compile(dialect=dialect, column_keys=named)
    columns = []
    for name in statement.positiontup or ():
        values = [row[name] for row in rows]
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            converted = {value: convert(value) for value in set(values)}
            values = [converted[value] for value in values]
        columns.append(values)
    _run(connection, str(statement), list(zip(*columns, strict=True)))


def _run(connection: sa.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows with each statement: SQLite makes ready once for them, not for each."""
    into, values, one = statement.rpartition(" VALUES ")
    size = VALUES // len(rows[0])
    whole = len(rows) - len(rows) % size
    if whole:
        several = into + values + ", ".join([one] * size)
        together = (rows[start : start + size] for start in range(0, whole, size))
        connection.exec_driver_sql(several, [tuple(chain.from_iterable(some)) for some in together])
    if rows[whole:]:
        connection.exec_driver_sql(statement, rows[whole:])


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
