"""Backup and restore: everything comes back, on either engine, or nothing is touched."""

import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_rate,
    an_authorised_trip,
    entries,
    everything,
    history,
    money_available,
    perform,
)
from tests.invariants import assert_books_foot
from tests.people import given
from tests.reading import view
from trustfund.accounts import people, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import tables
from trustfund.figures import checks
from trustfund.figures.datasets import DATASETS
from trustfund.ledger import contributors
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store import backup
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.tables import Fund

ACCESS = {"sign_in_link", "web_session", "sign_in_failure"}


@pytest.fixture
def empty(empty_url: sa.URL) -> Iterator[Store]:
    """A store that nobody has made yet, on both engines."""
    store = Store(empty_url)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def small_backup(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of some of everything, to be copied and damaged."""
    folder = tmp_path_factory.mktemp("small")
    store = Store(f"sqlite:///{shutil.copy(ready_file, folder / 'small.db')}")
    some_of_everything(store)
    back_up(store, folder / "small.backup")
    store.engine.dispose()
    return folder / "small.backup"


@pytest.fixture
def sound(small_backup: Path, file: Path) -> Path:
    """A sound backup, to restore from."""
    return Path(shutil.copy(small_backup, file))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes: a folder that has nothing else in it."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "fund.backup"


def back_up(store: Store, file: Path) -> str:
    contents, wrong = backup.back_up(store, file, checks.problems)
    assert wrong == []
    return str(contents)


def restore(store: Store, file: Path) -> str:
    return str(backup.restore(store, file, checks.problems))


def books(store: Store) -> dict[str, list[object]]:
    return {name: rows for name, rows in everything(store).items() if name not in ACCESS}


def files(store: Store, query: str) -> dict[str, bytes]:
    """Every dataset as the bytes that are downloaded."""
    seen = view(store, query)
    return {
        dataset.name: "".join(tables.csv_pieces(dataset.columns, dataset.rows(seen))).encode()
        for dataset in DATASETS
    }


def some_of_everything(store: Store) -> None:
    a_rate(store, "EUR", "0.9")
    a_deposit(store, a_commitment(store, "5000", "EUR", "unearmarked:2000;2:3000"), "5000", "EUR")
    money_available(store, {"1": "9000", "3": "1"})
    an_authorised_trip(store)


# There and back


def test_the_files_of_a_restored_fund_are_the_same_to_the_byte(sample_store, empty, file, tmp_path):
    moved_back = Store(f"sqlite:///{tmp_path / 'back.db'}")
    back_up(sample_store, file)
    restore(empty, file)
    back_up(empty, file.with_name("second"))
    restore(moved_back, file.with_name("second"))
    for query in ("", "known_at=2017-12-31", "as_of=2018-01-31"):
        expected = files(sample_store, query)
        for restored in (empty, moved_back):
            assert files(restored, query) == expected
    with moved_back.reading() as session:
        assert session.get_one(Fund, 1).illustrative
    moved_back.engine.dispose()


def test_a_fund_moves_from_each_engine_to_each_with_every_row(empty, store, file):
    make_ready(empty)
    some_of_everything(empty)
    said = back_up(empty, file)
    assert restore(store, file) == said
    assert said == "revision 10: contributions 3, deposits 3, trips 1, entries 11"
    assert books(store) == books(empty)


def test_work_goes_on_after_a_restore(store, empty, file):
    some_of_everything(store)
    back_up(store, file)
    restore(empty, file)
    for books_of in (store, empty):
        some = a_deposit(books_of, a_commitment(books_of, "70", earmark="2"), "70")
        assert some == "MCS00-D-0004"
        an_authorised_trip(books_of)
        a_contributor(books_of, "Sweden", country="SWE")
    assert [entry.id for entry in entries(empty)] == [entry.id for entry in entries(store)]
    assert list(checks.problems(empty)) == []
    assert_books_foot(empty)


@pytest.mark.deep_on_postgres
def test_an_agency_may_have_got_a_parent_that_was_recorded_after_it(store, empty, file):
    for name in ("Norad", "Norfund", "Norway"):
        a_contributor(store, name)
    for name in ("Norad", "Norfund"):
        draft = ContributorDraft(name, "member_state", "NOR", parent="Norway")
        perform(store, contributors.correct_contributor, name, draft, "It is an agency")
    back_up(store, file)
    restore(empty, file)
    assert books(empty) == books(store)


@pytest.mark.deep_on_postgres
def test_a_backup_of_a_fund_without_any_act_restores_too(store, empty, file):
    assert back_up(store, file).startswith("revision 0: ")
    restore(empty, file)
    assert books(empty) == books(store)


# While others work


def test_a_backup_shows_one_state_though_somebody_books_in_the_middle_of_it(store, file):
    gift = a_commitment(store)
    a_deposit(store, gift, "100")
    booked: list[bool] = []

    def book_at_the_last_table(_connection, _cursor, statement, *_):
        if "FROM entry" in statement and not booked:
            booked.append(True)
            colleague = threading.Thread(target=a_deposit, args=(store, gift, "200"))
            colleague.start()
            colleague.join(30)
            assert not colleague.is_alive()

    before = books(store)
    sa.event.listen(store.engine, "before_cursor_execute", book_at_the_last_table)
    back_up(store, file)
    sa.event.remove(store.engine, "before_cursor_execute", book_at_the_last_table)
    assert len(history(store)) == 4
    copy = Store(f"sqlite:///{file}")
    assert books(copy) == before
    copy.engine.dispose()


def test_backups_are_sound_while_the_office_keeps_booking(store, file):
    gift, done = a_commitment(store), threading.Event()

    def office() -> None:
        while not done.is_set():
            a_deposit(store, gift, "1")

    at_work = threading.Thread(target=office)
    at_work.start()
    try:
        for number in range(3):
            before = len(history(store))
            contents, wrong = backup.back_up(store, file.with_suffix(f".{number}"), checks.problems)
            assert wrong == []
            assert before <= contents.revision <= len(history(store))
    finally:
        done.set()
        at_work.join(30)
    assert contents.rows["history"] - 1 == contents.revision < len(history(store))


@pytest.mark.deep_on_postgres
def test_an_act_that_waits_for_a_restore_is_booked_on_what_was_restored(store, empty, file):
    make_ready(empty)
    some_of_everything(empty)
    back_up(empty, file)
    colleague = threading.Thread(
        target=a_contributor, args=(store, "Sweden", "member_state", "SWE")
    )

    def somebody_books(restored: Store) -> list[str]:
        colleague.start()
        colleague.join(0.3)
        assert colleague.is_alive()
        return list(checks.problems(restored))

    backup.restore(store, file, somebody_books)
    colleague.join(30)
    assert len(history(store)) == len(history(empty)) + 1


# A backup is one private file, whole or not there


def test_a_backup_is_one_file_for_its_owners_eyes(store, file):
    back_up(store, file)
    assert list(file.parent.iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_that_breaks_off_leaves_nothing(store, file):
    def power_cut(_copy: Store) -> list[str]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        backup.back_up(store, file, power_cut)
    assert list(file.parent.iterdir()) == []


def test_an_older_backup_is_never_overwritten(sqlite_store, file):
    back_up(sqlite_store, file)
    before = file.read_bytes()
    with pytest.raises(Refused, match="is there already"):
        back_up(sqlite_store, file)
    assert file.read_bytes() == before


@pytest.mark.deep_on_postgres
def test_a_backup_signs_nobody_in_and_a_restore_signs_all_out(store, empty, file, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "the same on both")
    cookie = sessions.use_local_link(store, sessions.make_local_link(store))
    unused = sessions.make_local_link(store)
    back_up(store, file)
    restore(empty, file)
    assert sessions.actor_of(empty, cookie).name == "visitor"
    assert sessions.use_local_link(empty, unused) is None
    back_up(empty, file.with_name("again"))
    restore(store, file.with_name("again"))
    assert sessions.actor_of(store, cookie).name == "visitor"


@pytest.mark.deep_on_postgres
def test_whoever_used_a_store_before_it_was_filled_is_nobody_in_it(store, empty, file, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "the same on both")
    people.add(store, COMMAND_LINE, "boss@example.org", given("admin"))
    back_up(store, file)
    make_ready(empty)
    cookie = sessions.use_local_link(empty, sessions.make_local_link(empty))
    restore(empty, file)
    assert sessions.actor_of(empty, cookie).name == "visitor"
    assert [person.email for person in people.everybody(empty)] == ["boss@example.org"]


def test_every_table_is_in_a_backup_but_those_of_sign_in():
    kept = {table.name for table in backup._tables()}
    assert set(Base.metadata.tables) - kept == ACCESS | backup.APART


# A restore leaves nothing half done


def a_fault(_restored: Store) -> list[str]:
    return ["pool 1 is not what it was"]


def test_a_restore_that_finds_a_fault_makes_no_store(empty, sound):
    with pytest.raises(Refused, match="pool 1 is not what it was"):
        backup.restore(empty, sound, a_fault)
    assert not empty.exists()
    assert not sa.inspect(empty.engine).get_table_names()


def test_a_restore_that_finds_a_fault_leaves_a_ready_store_as_it_was(store, sound):
    before = everything(store)
    with pytest.raises(Refused, match="Nothing was restored"):
        backup.restore(store, sound, a_fault)
    assert everything(store) == before


def test_a_store_in_use_is_never_restored_over(store, sound):
    a_rate(store, "EUR", "0.9")
    before = everything(store)
    with pytest.raises(Refused, match="is in use already, and a backup is restored into an empty"):
        restore(store, sound)
    assert everything(store) == before


def test_a_restore_only_reads_the_backup(empty, sound):
    sound.chmod(0o400)
    before = sound.read_bytes()
    restore(empty, sound)
    assert sound.read_bytes() == before
    assert list(sound.parent.iterdir()) == [sound]


def test_a_copy_of_a_store_made_by_sqlite_itself_restores_too(sample_file, empty, file):
    shutil.copy(sample_file, file)
    assert restore(empty, file).startswith("revision 1774: ")
    assert list(file.parent.iterdir()) == [file]


def test_a_store_that_somebody_works_on_restores_with_its_newest_acts(sqlite_store, tmp_path):
    a_contributor(sqlite_store)
    second = Store(f"sqlite:///{tmp_path / 'second.db'}")
    assert sqlite_store.path
    assert Path(f"{sqlite_store.path}-wal").exists()
    assert restore(second, sqlite_store.path).startswith("revision 1: ")
    assert books(second) == books(sqlite_store)
    second.engine.dispose()


def test_changes_that_another_store_left_are_not_mixed_with_a_restored_one(tmp_path, sound):
    lost = Store(f"sqlite:///{tmp_path / 'lost.db'}")
    (tmp_path / "lost.db-wal").write_text("the newest acts of a store that is gone")
    with pytest.raises(Refused, match="was left by another store"):
        restore(lost, sound)
    assert not lost.exists()


def test_a_store_that_somebody_made_meanwhile_stays(tmp_path, sound):
    target = tmp_path / "fund.db"

    def somebody_is_faster(_restored: Store) -> list[str]:
        target.write_text("theirs")
        return []

    with pytest.raises(Refused, match="was made meanwhile"):
        backup.restore(Store(f"sqlite:///{target}"), sound, somebody_is_faster)
    assert target.read_text() == "theirs"
    assert {path.name for path in tmp_path.iterdir()} == {"backups", "fund.db"}


# What is no sound backup


def tampered(statement: str) -> Callable[[Path], None]:
    """Changes a backup behind the program's back, past its triggers and constraints."""

    def tamper(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as plain:
            triggers = plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                plain.execute(f"DROP TRIGGER {name}")
            plain.execute("PRAGMA ignore_check_constraints = ON")
            plain.execute(statement)

    return tamper


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.mark.parametrize(
    ("what", "statements"),
    [
        ("view rate", f"DROP TABLE rate; CREATE VIEW rate AS {ENDLESS}"),
        (
            "trigger on_upgrade",
            "CREATE TRIGGER on_upgrade AFTER UPDATE ON fund BEGIN DELETE FROM trip; END",
        ),
        (
            "trigger entry_no_update",
            f"""DROP TRIGGER entry_no_update; CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
            BEGIN INSERT INTO objective {ENDLESS}; END""",
        ),
        ("table rate", "DROP TABLE rate; CREATE VIRTUAL TABLE rate USING fts5(currency)"),
    ],
)
def test_a_backup_that_would_do_something_while_it_is_read_is_refused(
    sound, tmp_path, what, statements
):
    with closing(sqlite3.connect(sound)) as plain:
        plain.executescript(statements)
    with pytest.raises(Refused, match=f"holds {what}, which this program does not make"):
        restore(Store(f"sqlite:///{tmp_path}/fund.db"), sound)
    assert not Path(tmp_path, "fund.db").exists()


@pytest.mark.deep_on_postgres
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:100_000]), "cannot be read as a backup"),
        (lambda file: file.write_bytes(file.read_bytes()[:50]), "cannot be read as a backup"),
        (lambda file: file.write_bytes(b""), "is no backup of this program"),
        (lambda file: file.write_text("Dear Secretary-General, " * 99), "file is not a database"),
        (lambda file: file.unlink(), "is not there"),
        (lambda file: (file.unlink(), file.mkdir()), "is a folder"),
        (tampered("DROP TABLE alembic_version"), "is no backup of this program"),
        (tampered("DROP TABLE instalment"), "no such table: instalment"),
        (tampered("DELETE FROM fund"), "holds no fund"),
        (tampered("DELETE FROM history WHERE id = 9"), "is damaged"),
        (tampered("UPDATE entry SET kind = 'gift' WHERE id = 9"), "is damaged"),
        (tampered("UPDATE entry SET value_date = 'soon' WHERE id = 9"), "cannot be restored"),
        (tampered("UPDATE entry SET amount = 'much' WHERE currency = 'EUR'"), "Restore another"),
        (tampered("UPDATE alembic_version SET version_num = '9999'"), "made by a newer version"),
        (tampered("UPDATE pool_balance SET usd_cents = 7 WHERE pool = '1'"), "pool 1 is kept at"),
        (tampered("UPDATE fund SET revision = revision + 1"), "history has 10 lines"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_is_made(empty, sound, damage, says):
    damage(sound)
    with pytest.raises(Refused) as refused:
        restore(empty, sound)
    assert says in str(refused.value)
    assert not empty.exists()
