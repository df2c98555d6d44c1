"""Backup and restore: a whole store in one SQLite file, whichever engine the store is on.

A backup is a store as this program makes it, so that one of PostgreSQL restores into SQLite and
back. Rows go through the tables' own types, and the new store judges each by its own constraints.
The sign-in links and sessions stay behind: they must not come alive again. Accounts come along, and
what is attached to records: in the file as rows, in the store where that keeps it.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from sqlmodel import Session, col, select

from trustfund.domain.catalogue import file as fields
from trustfund.domain.problems import Code, Problem, Refused, refusal
from trustfund.store import papers, schema, soundness
from trustfund.store.access_tables import SignInFailure, SignInLink, WebSession
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.setup import UNTOUCHED, is_untouched
from trustfund.store.tables import Fund, PaperContent
from trustfund.store.workplace import beside, sweep, workplace

APART = {PaperContent.__tablename__}
"""Filled from wherever a store keeps it, one content at a time."""
LEFT_OUT = {table.__tablename__ for table in (SignInLink, WebSession, SignInFailure)}
NAMED = {"contribution": "contributions", "deposit": "deposits", "trip": "trips"}
ROWS_A_TIME = 2000
STRANGERS = """
SELECT type || ' ' || name FROM sqlite_master
WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%' OR type = 'trigger' AND sql NOT IN (
    'CREATE TRIGGER ' || tbl_name || '_no_update BEFORE UPDATE ON ' || tbl_name ||
        ' BEGIN SELECT RAISE(ABORT, ''' || tbl_name || ' is append-only''); END',
    'CREATE TRIGGER ' || tbl_name || '_no_delete BEFORE DELETE ON ' || tbl_name ||
        ' BEGIN SELECT RAISE(ABORT, ''' || tbl_name || ' is append-only''); END'
)
"""
"""What would do something, or never end, while a file is upgraded and read."""

Check = Callable[[Store], Iterable[str]]
"""Says what is wrong with the books of a store; nothing when they are sound."""


@dataclass(frozen=True)
class Contents:
    """What was copied: the revision of the books, and how many rows of each table."""

    revision: int
    rows: dict[str, int]

    def __str__(self) -> str:
        named = [f"{plural} {self.rows[table]}" for table, plural in NAMED.items()]
        return f"revision {self.revision}: {', '.join(named)}, entries {self.rows['entry']}"


def back_up(
    store: Store, file: Path, check: Check, damaged: bool = False
) -> tuple[Contents | None, list[str]]:
    """Copy one state of the store into a new file; say what it holds and what is wrong with it.

    Both the store and its copy are checked. With a fault there is no file, unless it is wanted of a
    ``damaged`` store all the same: then page by page where rows cannot be read, without contents.
    The file appears when it is complete, readable by its owner only.
    """
    if os.path.lexists(file):
        raise _refused(file, "is there already", "Choose another name, or remove it first")
    if not file.parent.is_dir():
        raise _refused(file, "lies in a folder that is not there", "Make the folder first")
    sweep(beside(store))
    with workplace(file.parent) as folder:
        path = Path(folder, "backup.db")
        remedy = "Look whether the store answers and the disk has room"
        with (
            _refusing(file, "cannot be made", remedy, *soundness.SIGNS),
            store.reading() as source,
        ):
            wrong = soundness.faults(soundness.results_in(source))
            _stop_for(wrong, damaged)
            contents = None
            try:
                with _opened(path) as copy:
                    schema.upgrade(copy)
                    with _transaction(copy) as connection:
                        contents = _copy(source, connection)
                        for content in papers.contents(source.connection()):
                            papers.put(connection, content)
                    wrong = list(dict.fromkeys([*wrong, *check(copy)]))
            except soundness.SIGNS:
                if not (wrong and store.is_sqlite):
                    raise
                _copy_pages(source, path)
        _stop_for(wrong, damaged)
        with closing(sqlite3.connect(path)) as plain, suppress(sqlite3.Error):
            plain.execute("PRAGMA journal_mode = DELETE")  # one file, readable on any medium
        path.chmod(0o600)
        path.replace(file)
    return contents, wrong


def _stop_for(wrong: Iterable[str], damaged: bool) -> None:
    """Refuse faults, unless a copy of damaged books is wanted."""
    if wrong and not damaged:
        remedy = "No backup is made. Keep the last one; --damaged copies the store all the same"
        raise faulty(wrong, remedy)


def _copy_pages(source: Session, path: Path) -> None:
    """Copy a SQLite store page by page, as damaged as it is; nobody stays signed in, if possible"""
    path.unlink(missing_ok=True)
    driver: Any = source.connection().connection.driver_connection
    with closing(sqlite3.connect(path)) as copy:
        driver.backup(copy)
        with suppress(*soundness.SIGNS), copy:
            for content in papers.contents(source.connection()):
                row = (papers.hash_of(content), content)
                copy.execute("INSERT INTO paper_content VALUES (?, ?)", row)
        for table in LEFT_OUT:
            with suppress(sqlite3.Error), copy:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608  (a name of our own)


def restore(store: Store, file: Path, check: Check) -> Contents:
    """Fill a store that is missing or untouched from a backup, checked; or leave it as it was."""
    if store.path is not None:
        store.path.parent.mkdir(parents=True, exist_ok=True)
    with workplace(beside(store)) as folder, _readable(file, folder) as source:
        if store.path is None or store.path.exists():
            return _fill(store, source, file, check)
        beside_it = [f"{store.path}{end}" for end in ("-wal", "-shm", "-drafts")]
        kept = papers.folder_of(store.path)
        for left in (*beside_it, *(kept.iterdir() if kept.is_dir() else ())):
            if os.path.lexists(left):
                raise _refused(Path(left), "was left by another store", "Move it away first")
        path = Path(folder, "restored.db")
        with _opened(path) as made:
            contents = _fill(made, source, file, check)
        try:
            os.link(path, store.path)
        except FileExistsError:
            raise _refused(store.path, "was made meanwhile", "Restore once more") from None
        try:
            papers.move(path, store.path)
        except OSError:
            store.path.unlink()  # a store without its papers is none
            raise
    return contents


def _fill(store: Store, source: Session, file: Path, check: Check) -> Contents:
    """Copy everything into the store in one transaction, which ends well or leaves nothing."""
    if store.is_sqlite and not store.exists():
        schema.upgrade(store)
    with (
        _refusing(file, "cannot be restored", "Restore another backup", *soundness.SIGNS),
        _transaction(store) as connection,
        papers.all_or_none(connection),
    ):
        with Session(connection) as session:
            if not is_untouched(session):
                why = "is in use already, and a backup is restored into an empty one only"
                remedy = "Name a new store in TRUSTFUND_DATABASE_URL"
                raise refusal(fields.STORE, Code.IN_USE, store.display_url, why, remedy)
        for table in LEFT_OUT:  # whoever used the store before it was filled is nobody in it
            connection.execute(sa.delete(Base.metadata.tables[table]))
        contents = _copy(source, connection)
        for content in papers.contents(source.connection()):
            papers.keep(connection, content)
        _continue_ids(connection)
        wrong = list(check(_Unfinished(store, connection)))
        if wrong:
            remedy = "Nothing was restored. Restore another backup"
            raise faulty(wrong, remedy)
    return contents


def faulty(lines: Iterable[str], remedy: str) -> Refused:
    """Books in which something does not hold that must, a line each."""
    return Refused(*(Problem(fields.BOOKS, Code.FAULTY, "", line, remedy) for line in lines))


def _tables() -> list[sa.Table]:
    """Every table that is copied row by row, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT | APART]


def _copy(source: Session, target: sa.Connection) -> Contents:
    """Copy all rows; then read them again in the target and compare.

    Rows that ``init`` made give way. The fund's own row is changed, never removed: those who wait
    for its lock must find it.
    """
    fund: sa.Table = Fund.__table__  # type: ignore[attr-defined]
    with schema.changeable(target, *UNTOUCHED):
        for table in reversed(_tables()):
            if table is not fund and target.execute(sa.select(table).limit(1)).first():
                target.execute(sa.delete(table))
    counted: dict[str, int] = {}
    for table in _tables():
        statement: sa.Insert | sa.Update = sa.insert(table)
        if table is fund and target.execute(sa.select(fund)).first():
            statement = sa.update(fund)
        read = written = (0, 0)
        for rows in _in_chunks(_parents_first(table, _rows(source, table))):
            target.execute(statement, [dict(row._mapping) for row in rows])
            read = _tally(read, rows)
        for rows in _in_chunks(_rows(target, table)):
            written = _tally(written, rows)
        if read != written:
            raise ValueError(f"the table {table.name} did not arrive as it was")
        counted[table.name], _ = written
    return Contents(target.execute(sa.select(fund.c.revision)).scalar_one(), counted)


def _tally(before: tuple[int, int], rows: list[sa.Row[Any]]) -> tuple[int, int]:
    """How many rows there were, and a sum of their hashes that knows no order."""
    count, sum_of_hashes = before
    return count + len(rows), sum_of_hashes + sum(map(hash, rows))


def _rows(source: Session | sa.Connection, table: sa.Table) -> Iterator[sa.Row[Any]]:
    statement = sa.select(table).order_by(*table.primary_key)
    yield from source.execute(statement, execution_options={"yield_per": ROWS_A_TIME})


def _parents_first(table: sa.Table, rows: Iterable[sa.Row[Any]]) -> Iterator[sa.Row[Any]]:
    """The rows, each after the row of its own table that it refers to.

    Ids alone do not say so: a contributor may get a parent that was recorded after it.
    """
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    (key,) = table.primary_key
    passed: set[object] = {None}
    waiting: dict[object, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        ready = [row]
        while ready:
            first = ready.pop(0)
            values = first._mapping
            missing = [values[name] for name in own if values[name] not in passed]
            if missing:
                waiting[missing[0]].append(first)
                continue
            yield first
            passed.add(values[key.name])
            ready += waiting.pop(values[key.name], [])
    for left in waiting.values():  # the foreign key refuses them
        yield from left


def _in_chunks(rows: Iterator[sa.Row[Any]]) -> Iterator[list[sa.Row[Any]]]:
    chunk: list[sa.Row[Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_A_TIME:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _continue_ids(connection: sa.Connection) -> None:
    """PostgreSQL counts ids apart from the rows: go on after those that were restored."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        counted = table.autoincrement_column
        if counted is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, counted.name)
            highest = sa.select(sa.func.max(counted)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, highest)))


class _Unfinished(Store):
    """A store as seen from inside the transaction that fills it."""

    def __init__(self, store: Store, connection: sa.Connection) -> None:
        super().__init__(store.url)
        self._inside = connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What the transaction sees."""
        with Session(self._inside) as session:
            yield session

    @contextmanager
    def noting(self, patience: timedelta = timedelta()) -> Iterator[Session]:  # noqa: ARG002
        """The same: another connection would be in its way."""
        with self.reading() as session:
            yield session


@contextmanager
def _transaction(store: Store) -> Iterator[sa.Connection]:
    """One writing transaction with the book lock, in which PostgreSQL makes its tables as well."""
    with (
        store.engine.connect() as connection,
        connection.execution_options(writer=True).begin(),
    ):
        if not store.is_sqlite and not sa.inspect(connection).has_table("fund"):
            command.upgrade(schema.config(connection), "head")
        connection.execute(select(Fund).where(col(Fund.id) == 1).with_for_update()).first()
        yield connection


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """A SQLite store of our own; when it closes, all of it is in its one file."""
    store = Store(sa.URL.create("sqlite", database=str(path)))
    try:
        yield store
    finally:
        store.engine.dispose()


@contextmanager
def _readable(file: Path, folder: Path) -> Iterator[Session]:
    """A backup as this version reads it: a private copy, upgraded. The file itself is only read."""
    if not file.is_file():
        reason = "is a folder" if file.is_dir() else "is not there"
        raise _refused(file, reason, "Name a file that the command backup made")
    path = Path(folder, "backup.db")
    remedy = "Restore another backup"
    # Nobody is at work on a file without -wal: so opened, nothing is ever made beside it.
    how = "mode=ro" if os.path.lexists(f"{file}-wal") else "immutable=1"
    with (
        _refusing(file, "cannot be read as a backup", remedy, sqlite3.Error),
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)) as given,
        closing(sqlite3.connect(path)) as copy,
    ):
        given.backup(copy)
        damage = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        strays = copy.execute("PRAGMA foreign_key_check").fetchall()
        if damage != "ok" or strays:
            raise _refused(file, "is damaged", remedy)
        for (name,) in copy.execute(STRANGERS):
            raise _refused(file, f"holds {name}, which this program does not make", remedy)
    with _opened(path) as backup:
        with _refusing(file, "is no backup of this program", remedy, sa.exc.DatabaseError):
            if schema.version(backup) is None:
                raise _refused(file, "is no backup of this program", remedy)
            schema.upgrade(backup)
            with backup.reading() as session:
                for table in _tables():
                    session.execute(sa.select(table).limit(1)).all()
                if session.get(Fund, 1) is None:
                    raise _refused(file, "holds no fund", remedy)
        with backup.reading() as session:
            yield session


def _refused(file: Path, reason: str, remedy: str) -> Refused:
    return refusal(fields.FILE, Code.UNREADABLE, file, reason, remedy)


@contextmanager
def _refusing(file: Path, reason: str, remedy: str, *errors: type[Exception]) -> Iterator[None]:
    """Turn these errors into a sentence about the file."""
    try:
        yield
    except errors as error:
        why = " ".join(str(getattr(error, "orig", None) or error).split())
        raise _refused(file, f"{reason}: {why}", remedy) from error
