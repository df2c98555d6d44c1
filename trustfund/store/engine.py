"""The store behind a URL: SQLite in a file, or PostgreSQL.

A writer takes the book lock before it reads anything (SQLite: BEGIN IMMEDIATE; PostgreSQL: the
fund's row FOR UPDATE), so two people can never spend the same dollar.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.catalogue import setting
from trustfund.domain.catalogue.file import STORE
from trustfund.domain.problems import Code, Problem, Refused, refusal
from trustfund.store.places import stores
from trustfund.store.pulse import DEFAULT_URL
from trustfund.store.tables import Fund
from trustfund.store.turns import NoTurn, in_turn

TURN = 71_280
"""The number of the lock at which PostgreSQL's writers queue."""
MOST_WAITING = 5
"""Writers of this program that wait with a connection of PostgreSQL: readers need the others."""
PATIENCE = timedelta(seconds=30)
"""How long a writer waits for others before it reads what they do."""
CONNECTING = 10
"""Seconds until a PostgreSQL that says nothing is taken for down, where its URL does not say."""
MOST_IDLE = timedelta(minutes=10)
"""How long PostgreSQL keeps a transaction open for a program that sends nothing."""
LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code for a wait that took too long."""


StoreError = sa.exc.SQLAlchemyError
"""What is raised when the store cannot be read or written."""


def is_store_named() -> bool:
    """Whether TRUSTFUND_DATABASE_URL names a store."""
    return bool(os.environ.get("TRUSTFUND_DATABASE_URL"))


def configured_url() -> sa.URL:
    """The store that TRUSTFUND_DATABASE_URL names; a relative file lies below ``stores()``."""
    text = os.environ.get("TRUSTFUND_DATABASE_URL") or DEFAULT_URL
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):  # ValueError: a port that is not a number
        raise refusal(
            setting.DATABASE_URL,
            Code.MALFORMED,
            text.partition(":")[0],  # the rest may hold a password
            "is not a database URL",
            f"Write it like {DEFAULT_URL} or postgresql+psycopg://user@host/name",
        ) from None
    if url.drivername not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        why = "is a database this program does not know"
        remedy = "Use sqlite or postgresql+psycopg"
        raise refusal(setting.DATABASE_URL, Code.NOT_A_CODE, url.drivername, why, remedy)
    if url.get_backend_name() == "sqlite" and url.database:
        url = url.set(database=str(stores() / url.database))
    return url


TRIES = 100
"""A file that somebody emptied under the program would be tried for ever."""


def _write_ahead(connection: Any) -> None:
    """Keep the journal of the file beside it, also when many programs make the file at once.

    SQLite refuses all but one of them at once: it does not wait for ``busy_timeout`` here, because
    each holds what the others need. BEGIN IMMEDIATE does wait until the other one has finished.
    """
    for left in reversed(range(TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except connection.OperationalError as error:
            if not left or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return


def _which(path: Path) -> tuple[int, int]:
    """Which file a path names now. StoreError when there is none, or nothing in it."""
    try:
        found = path.stat()
    except OSError as error:
        raise StoreError(f"Its file {path}: {error.strerror}") from None
    if not found.st_size:
        raise StoreError(f"Its file {path} is empty")
    return found.st_dev, found.st_ino


def _keep_to_its_file(engine: sa.Engine, path: Path) -> None:
    """Write to no file that was moved away or replaced: it would be lost with it."""

    @sa.event.listens_for(engine, "connect")
    def connect(_connection: Any, record: Any) -> None:
        record.info["file"] = _which(path)

    @sa.event.listens_for(engine, "checkout")
    def checkout(_connection: Any, record: Any, _proxy: object) -> None:
        if record.info["file"] != _which(path):
            raise sa.exc.DisconnectionError  # another connection is opened to the file of now


def sqlite_engine(url: sa.URL, patience: timedelta | None = None, **more: Any) -> sa.Engine:
    """Opens a SQLite file as this program does.

    With a ``patience``, which is how long it waits for others, it is a small file beside the store.
    """
    engine = sa.create_engine(url, hide_parameters=True, **more)
    _prepare_sqlite(engine, patience)
    return engine


def _prepare_sqlite(engine: sa.Engine, patience: timedelta | None = None) -> None:
    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are ours: see "begin"
        connection.execute(f"PRAGMA busy_timeout = {_milliseconds(patience or PATIENCE)}")
        if patience is None:  # else it keeps an ordinary journal, of which nothing is left over
            _write_ahead(connection)
        for pragma in (
            "synchronous = FULL",  # NORMAL may lose the newest acts when the power fails
            "foreign_keys = ON",
            "secure_delete = ON",  # else a removed name stays readable in the file's free space
            "recursive_triggers = ON",  # else INSERT OR REPLACE gets past append-only triggers
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        waits = _milliseconds(options.get("patience", patience or PATIENCE))
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {waits}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writer") else "BEGIN DEFERRED")

    @sa.event.listens_for(engine, "do_execute")
    def execute(cursor: Any, statement: str, *_: object) -> bool:
        """On a full disk SQLite rolls back by itself: no savepoint is left, and that hides why."""
        return statement.startswith("ROLLBACK TO") and not cursor.connection.in_transaction


def _prepare_postgresql(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        """A program that hangs in the middle of an act gives its turn back in the end."""
        connection.execute(
            f"SET idle_in_transaction_session_timeout = '{_milliseconds(MOST_IDLE)}ms'"
        )
        connection.commit()


def _keep_values_out_of_errors(engine: sa.Engine) -> None:
    """PostgreSQL repeats the row that it refuses: of its message only the first line is kept."""

    @sa.event.listens_for(engine, "handle_error")
    def shorten(context: sa.engine.ExceptionContext) -> None:
        error = context.original_exception
        message = getattr(getattr(error, "diag", None), "message_primary", None)
        if message is None:
            return
        wrapped = context.sqlalchemy_exception
        if wrapped is not None:
            wrapped.args = (wrapped.args[0].replace(str(error), message),)
        error.args = (message,)


def _milliseconds(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)


def take_turn(connection: sa.Connection, doing: str, patience: timedelta = PATIENCE) -> None:
    """Wait for one's turn to write on PostgreSQL, and have it until the transaction ends."""
    setting = sa.func.set_config
    connection.execute(sa.select(setting("lock_timeout", f"{_milliseconds(patience)}ms", True)))
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
    connection.execute(sa.select(setting("application_name", doing[:63], True)))


_HOLDER = sa.text(
    "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
    "WHERE locktype = 'advisory' AND objid = :turn AND granted AND "
    "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def is_waiting_over(error: sa.exc.OperationalError) -> bool:
    """Whether an error of the store says that somebody else wrote for too long."""
    code = getattr(error.orig, "sqlstate", "") or getattr(error.orig, "sqlite_errorname", "")
    return code == LOCK_NOT_AVAILABLE or code.startswith("SQLITE_BUSY")


class InUse(Refused):
    """Somebody else wrote for longer than a writer waits; nothing of this writer is booked."""

    def __init__(self, held: str) -> None:
        why = f"is in use: {held or 'somebody is booking'}"
        remedy = "Nothing is booked. Try again in a minute"
        super().__init__(Problem(STORE, Code.TRY_LATER, "", why, remedy))


class Store:
    """One store: opens reading and writing transactions on it."""

    def __init__(self, url: sa.URL | str) -> None:
        self.url = sa.make_url(url)
        if self.url.get_backend_name() == "postgresql" and self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        limit = {} if self.is_sqlite else {"connect_timeout": CONNECTING}
        self.engine = sa.create_engine(
            self.url,
            connect_args={k: v for k, v in limit.items() if k not in self.url.query},
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,  # they may be names: an error must not carry them to the log
        )
        _keep_values_out_of_errors(self.engine)
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
            if self.path is not None:
                _keep_to_its_file(self.engine, self.path)
        else:
            _prepare_postgresql(self.engine)
        self._writer = self.engine.execution_options(writer=True)
        self._noter = self.engine.execution_options(writer=True, patience=timedelta())
        self._waiting = BoundedSemaphore(MOST_WAITING)
        self._reader = self.engine  # SQLite: a deferred transaction keeps to what it first saw
        if not self.is_sqlite:
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def display_url(self) -> str:
        """The URL for people, without its passwords, which may stand in the query too."""
        secret = [name for name in self.url.query if "password" in name.lower()]
        return self.url.difference_update_query(secret).render_as_string()

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store."""
        named = self.is_sqlite and self.url.database not in {None, "", ":memory:"}
        return Path(str(self.url.database)) if named else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only look at one consistent state of the store."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(
        self, doing: str = "a booking", patience: timedelta = PATIENCE
    ) -> Iterator[Session]:
        """One transaction that holds the book lock; committed whole, or nothing of it.

        ``doing`` is what others read who wait for it. Raises InUse after it has
        waited for somebody else as long as its ``patience``.
        """
        since = f"{doing} since {utc_now():%H:%M} UTC"
        with ExitStack() as stack:
            try:
                if self.path is not None:
                    stack.enter_context(in_turn(self.path, since, patience))
                elif self._waiting.acquire(timeout=patience.total_seconds()):
                    stack.callback(self._waiting.release)
                else:
                    raise NoTurn(self.holder())
                session = stack.enter_context(Session(self._writer, expire_on_commit=False))
                stack.enter_context(session.begin())
                if not self.is_sqlite:  # a queue first: those who wait for a changed row overtake
                    take_turn(session.connection(), since, patience)
                session.exec(select(Fund).where(col(Fund.id) == 1).with_for_update()).first()
            except NoTurn as held:
                raise InUse(str(held)) from None
            except sa.exc.OperationalError as error:
                if not is_waiting_over(error):
                    raise
                raise InUse(self.holder()) from None
            yield session

    @contextmanager
    def noting(self, patience: timedelta = timedelta(milliseconds=50)) -> Iterator[Session]:
        """A small write outside the turn, best effort: StoreError at once where somebody writes.

        On PostgreSQL, where that may be another small write, after its ``patience``.
        """
        with Session(self._noter) as session, session.begin():
            if not self.is_sqlite:
                waits = f"{_milliseconds(patience)}ms"
                session.execute(sa.select(sa.func.set_config("lock_timeout", waits, True)))
            yield session

    def holder(self) -> str:
        """What is done in the turn on PostgreSQL; "" elsewhere, and when it is over."""
        if self.is_sqlite:
            return ""
        with self.engine.connect() as connection:
            return str(connection.scalar(_HOLDER, {"turn": TURN}) or "")

    def exists(self) -> bool:
        """Whether anything was ever made here."""
        if self.path is not None and not self.path.exists():
            return False
        return bool(sa.inspect(self.engine).has_table("fund"))


@cache
def _opened(url: sa.URL) -> Store:
    return Store(url)


def open_store() -> Store:
    """The configured store, opened once per process."""
    return _opened(configured_url())


SLACK = timedelta(minutes=1)
"""How far the clocks of two sound machines may be apart."""


def utc_now() -> datetime:
    """The real clock, which every ``recorded_at`` is read from."""
    return datetime.now(UTC)


def today(fund: Fund) -> date:
    """The day that rules and figures call today."""
    return stated_today() or fund.books_date or utc_now().date()


def stated_today() -> date | None:
    """The day that TRUSTFUND_TODAY names, None when it names none."""
    stated = os.environ.get("TRUSTFUND_TODAY")
    if not stated:
        return None
    try:
        return date.fromisoformat(stated)
    except ValueError:
        raise refusal(
            setting.TODAY, Code.NOT_A_DATE, stated, "is not a date", "Write it like 2018-07-16"
        ) from None
