import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_contributor, a_pledge, everything, history
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger.books import open_books
from trustfund.store import engine
from trustfund.store.engine import Store, StoreError, configured_url, open_store, today
from trustfund.store.places import PROJECT
from trustfund.store.tables import Fund


def test_every_sqlite_connection_is_prepared_for_many_users_and_power_cuts(tmp_path):
    pragmas = ("foreign_keys", "journal_mode", "busy_timeout", "synchronous")
    engine = Store(f"sqlite:///{tmp_path / 'fund.db'}").engine
    with engine.connect() as one, engine.connect() as another:
        for connection in (one, another):
            said = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
            assert said == [1, "wal", 30_000, 2]
    engine.dispose()


def test_a_sqlite_writer_locks_before_it_reads_and_a_reader_never_does(sqlite_store):
    begun = []

    def listen(_connection, _cursor, statement, *_):
        begun.append(statement)

    sa.event.listen(sqlite_store.engine, "before_cursor_execute", listen)
    with sqlite_store.writing() as session:
        session.get(Fund, 1)
    with sqlite_store.reading() as session:
        session.get(Fund, 1)
    sa.event.remove(sqlite_store.engine, "before_cursor_execute", listen)
    assert [line for line in begun if line.startswith("BEGIN")] == [
        "BEGIN IMMEDIATE",
        "BEGIN DEFERRED",
    ]
    assert begun[0] == "BEGIN IMMEDIATE"


def test_a_second_writer_waits_until_the_first_is_done(store):
    first_is_in, order = threading.Event(), []

    def write_second() -> None:
        first_is_in.wait()
        with store.writing() as session:
            order.append(f"second sees {session.get_one(Fund, 1).revision}")

    second = threading.Thread(target=write_second)
    second.start()
    with store.writing() as session:
        first_is_in.set()
        second.join(0.3)
        assert second.is_alive()
        order.append("first is done")
        session.get_one(Fund, 1).revision = 7
    second.join(30)
    with store.writing() as session:
        session.get_one(Fund, 1).revision = 0
    assert order == ["first is done", "second sees 7"]


def test_a_reader_sees_one_state_of_the_books_while_others_write(store):
    with store.reading() as session:
        before = session.scalar(sa.text("SELECT count(*) FROM contribution"))
        a_pledge(store)
        after = session.scalar(sa.text("SELECT count(*) FROM contribution"))
        revision = session.get_one(Fund, 1).revision
    assert (before, after, revision) == (0, 0, 0)
    with store.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM contribution")) == 1


def test_nothing_is_kept_of_a_transaction_that_breaks_off(store):
    before = everything(store)

    def break_off() -> None:
        with store.writing() as session:
            session.get_one(Fund, 1).name = "Another fund"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert everything(store) == before


def test_today_is_the_stated_day_else_the_books_date_else_the_real_one(monkeypatch):
    fund = Fund(books_date=date(2018, 7, 16))  # type: ignore[call-arg] # nothing but its day
    monkeypatch.setenv("TRUSTFUND_TODAY", "2017-05-01")
    assert today(fund) == date(2017, 5, 1)
    monkeypatch.delenv("TRUSTFUND_TODAY")
    assert today(fund) == date(2018, 7, 16)
    assert today(Fund()) == engine.utc_now().date()  # type: ignore[call-arg]
    monkeypatch.setenv("TRUSTFUND_TODAY", "16 July 2018")
    with pytest.raises(Refused, match='TRUSTFUND_TODAY "16 July 2018": is not a date'):
        today(fund)


def test_a_day_stated_for_today_does_not_change_when_things_are_recorded(sqlite_store, set_today):
    set_today("2017-05-01")
    started = engine.utc_now()
    a_contributor(sqlite_store)
    with open_books(sqlite_store, COMMAND_LINE) as books:
        assert books.today == date(2017, 5, 1)
        at = books.session.scalar(sa.text("SELECT MAX(at) FROM history"))
    assert str(at) >= started.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    "url",
    ["trustfund.db", "mysql://localhost/x", "postgresql://me:hush@host:port/x", "oracle://x"],
)
def test_a_store_that_cannot_be_is_refused_without_telling_its_password(monkeypatch, url):
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", url)
    with pytest.raises(Refused, match="TRUSTFUND_DATABASE_URL") as caught:
        configured_url()
    assert "hush" not in str(caught.value)


def test_the_store_is_a_file_below_the_project_unless_configured_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("TRUSTFUND_DATABASE_URL", raising=False)
    assert configured_url().database == str(PROJECT / "data" / "trustfund.db")
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{tmp_path}/x.db")
    assert open_store().path == tmp_path / "x.db"
    assert open_store() is open_store()


def test_a_plain_postgresql_address_uses_the_driver_that_is_installed():
    store = Store("postgresql://me@host/books")
    assert store.url.drivername == "postgresql+psycopg"
    assert store.path is None


def test_nothing_is_written_to_a_file_that_was_moved_away(ready_file: Path, tmp_path: Path):
    """It would be acknowledged, and gone with that file."""
    folder = tmp_path / "fund"
    folder.mkdir()
    store = Store(f"sqlite:///{shutil.copy(ready_file, folder / 'fund.db')}")
    a_contributor(store, "Booked before", "philanthropic_organization", "")
    folder.rename(tmp_path / "away")
    with pytest.raises(StoreError, match="No such file"):
        a_contributor(store, "Booked to nowhere", "philanthropic_organization", "")
    folder.mkdir()
    shutil.copy(ready_file, folder / "fund.db")
    a_contributor(store, "Booked after", "philanthropic_organization", "")
    assert [line.subject for line in history(store)] == ["Booked after"]
    store.engine.dispose()
