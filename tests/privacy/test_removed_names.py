"""A name that was removed is in no file of the store, and in no backup made afterwards."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.books import a_step, day, perform
from tests.ledger.test_names import NAME, an_ended_trip
from trustfund.commands.program import main
from trustfund.ledger import names, travel
from trustfund.ledger.travel import NominationDraft
from trustfund.store import engine
from trustfund.store.erasing import write_through


def bytes_of(folder: Path) -> bytes:
    """All files of a folder; read only while no process has the store open."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def fill(store) -> None:
    """Names of every length, so that rows move from page to page before they are removed."""
    for number in range(60):
        an_ended_trip(store, reference=f"T-{number}", name=f"{NAME} {'of Nowhere ' * number}")
    for number in range(0, 60, 7):
        draft = NominationDraft("TS-3", "NPL", None, name=NAME, reference=f"T-{number}")
        perform(store, travel.correct_nomination, draft, "Spelling")


def test_a_removed_name_is_in_no_file_of_the_store(configure, ready_file, tmp_path):
    store = configure(ready_file)
    fill(store)
    folder = store.path.parent
    wal = store.path.with_name(f"{store.path.name}-wal")
    assert wal.stat().st_size > 0
    perform(store, names.forget_old, 0)
    assert write_through(store)
    assert wal.stat().st_size == 0  # while the program goes on running
    assert main(["backup", str(tmp_path / "fresh.db")]) == 0
    store.engine.dispose()
    assert b"Planted" not in bytes_of(folder)
    assert b"Planted" not in (tmp_path / "fresh.db").read_bytes()


def test_the_search_for_a_name_finds_one_that_is_there(configure, ready_file, tmp_path):
    store = configure(ready_file)
    fill(store)
    assert main(["backup", str(tmp_path / "early.db")]) == 0
    store.engine.dispose()
    assert b"Planted" in bytes_of(store.path.parent)
    assert b"Planted" in (tmp_path / "early.db").read_bytes()  # as docs/deploy.md says


def test_the_command_empties_the_wal_while_the_program_runs(configure, ready_file):
    store = configure(ready_file)
    fill(store)
    with store.reading() as session:  # a page is open in the meantime, and then not any more
        session.connection().exec_driver_sql("SELECT name FROM trip")
    assert main(["forget-names", "--older-than", "0"]) == 0
    assert store.path.with_name(f"{store.path.name}-wal").stat().st_size == 0


def test_a_page_in_the_middle_of_reading_is_waited_for_and_then_said(
    configure, ready_file, capsys, monkeypatch
):
    store = configure(ready_file)
    fill(store)
    with closing(sqlite3.connect(store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM trip").fetchone()
        monkeypatch.setattr(engine, "PATIENCE", timedelta(milliseconds=50))
        assert main(["forget-names", "--older-than", "0"]) == 0
    assert "may hold them a little longer" in capsys.readouterr().out


def test_every_connection_overwrites_what_it_deletes(sqlite_store):
    with sqlite_store.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_name_that_was_corrected_is_overwritten_too(configure, ready_file):
    store = configure(ready_file)
    draft = NominationDraft("TS-3", "NPL", day("2017-05-20"), name=NAME, reference="T-1")
    perform(store, travel.nominate, draft)
    other = NominationDraft("TS-3", "NPL", None, name="Another Delegate", reference="T-1")
    perform(store, travel.correct_nomination, other, "Somebody else comes")
    a_step(store, "T-1", "declined", "2017-07-01", reason="No seat")
    store.engine.dispose()
    assert b"Planted" not in bytes_of(store.path.parent)
