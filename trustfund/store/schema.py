"""Makes and upgrades the schema, whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from trustfund.domain.catalogue import file as fields
from trustfund.domain.problems import Code, refusal
from trustfund.store.engine import InUse, Store, is_waiting_over, take_turn
from trustfund.store.migrations.append_only import allow_changes, refuse_changes

MIGRATIONS = Path(__file__).parent / "migrations"


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings, without a file of their own."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


@contextlib.contextmanager
def changeable(connection: sa.Connection, *tables: str) -> Iterator[None]:
    """Lift the append-only rule from tables within a transaction: of a store nobody booked in."""
    with Operations.context(MigrationContext.configure(connection)):
        for table in tables:
            allow_changes(table)
        yield
        for table in tables:
            refuse_changes(table)


def newest() -> str:
    """The schema version that this program works with."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def version(store: Store) -> str | None:
    """The schema version of a store, None where there is none."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(store: Store) -> None:
    """Bring the store to the newest schema in one transaction.

    Foreign keys are off meanwhile, because a SQLite table is changed by rebuilding it; they are
    checked at the end.
    """
    if store.path is not None:
        store.path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # delegates' names are nobody else's to read
            os.close(os.open(store.path, os.O_CREAT | os.O_EXCL, 0o600))
    current = version(store)
    if current == newest():
        return
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if current is not None and current not in known:
        why = "was made by a newer version of this program"
        remedy = "Update the program, or restore an older backup"
        raise refusal(fields.STORE, Code.OTHER_VERSION, current, why, remedy)
    try:
        _upgrade(store)
    except sa.exc.OperationalError as error:
        if not is_waiting_over(error):
            raise
        raise InUse(store.holder()) from None


def _upgrade(store: Store) -> None:
    with store.engine.connect() as connection:
        if not store.is_sqlite:
            with connection.begin():
                take_turn(connection, "an upgrade")  # two first starts at once make one schema
                command.upgrade(config(connection), "head")
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.execution_options(writer=True).begin():
                command.upgrade(config(connection), "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not broken, broken
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
