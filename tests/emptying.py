"""Makes a PostgreSQL store as it was when it was ready, in some milliseconds.

A new database for each test takes twenty times as long. Commits stay real: acts contend for locks.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from trustfund.store.base import Base
from trustfund.store.drafts import Beside
from trustfund.store.engine import Store

KEPT = "ready"
"""The schema with the rows that a ready store has."""


def keep(store: Store) -> None:
    """Keep the rows of a ready store."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {KEPT}")
        for table in _tables():
            connection.exec_driver_sql(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")


def put_back(store: Store) -> None:
    """Remove all rows that a test wrote, and count on from those that are kept."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("; ".join(_statements(connection)))


def _tables() -> list[str]:
    return [table.name for kept in (Base, Beside) for table in kept.metadata.sorted_tables]


def _statements(connection: sa.Connection) -> Iterator[str]:
    yield "SET LOCAL session_replication_role = replica"  # no triggers, no foreign keys
    yield "SET LOCAL lock_timeout = '20s'"  # a test that left a transaction open is an error
    for table in _tables():
        yield f"DELETE FROM public.{table}"
        yield f"INSERT INTO public.{table} SELECT * FROM {KEPT}.{table}"
    names = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    for name in connection.exec_driver_sql(names).scalars():
        kept = f"SELECT COALESCE(MAX(id), 0) + 1 FROM {name.removesuffix('_id_seq')}"
        yield f"SELECT setval('{name}', ({kept}), false)"
