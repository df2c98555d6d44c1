"""Where papers are kept: files beside a SQLite store, rows on PostgreSQL, rows in a backup."""

import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_commitment, perform
from tests.papers import a_pdf, a_picture
from trustfund.commands.program import main
from trustfund.domain.problems import Refused
from trustfund.figures import checks, settling
from trustfund.ledger.papers import PaperDraft, attach, remove
from trustfund.store import backup, papers
from trustfund.store.engine import InUse, Store, StoreError
from trustfund.store.setup import make_ready
from trustfund.web.app import throw_away

PDF = a_pdf()
NAME = papers.hash_of(PDF)
LOST = "the content of paper 1 of contribution MCS00-C-0001 is missing or changed"


def a_paper(store: Store, content: bytes = PDF) -> None:
    gift = a_commitment(store)
    perform(store, attach, PaperDraft("contribution", gift, "Arrangement", content))


def folder(store: Store) -> Path:
    assert store.path
    return papers.folder_of(store.path)


def test_a_paper_is_a_file_for_its_owner_only_and_has_no_name_of_anybodys(sqlite_store):
    a_paper(sqlite_store)
    (file,) = folder(sqlite_store).iterdir()
    assert file.name == NAME
    assert file.read_bytes() == PDF
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_paper_that_was_changed_or_lost_is_a_fault(store):
    a_paper(store)
    assert list(checks.problems(store)) == []
    if store.is_sqlite:
        (folder(store) / NAME).write_bytes(PDF + b" ")
    else:
        with store.engine.begin() as connection:
            connection.execute(sa.text("UPDATE paper_content SET content = 'x'"))
    assert list(checks.problems(store)) == [LOST]
    if store.is_sqlite:
        (folder(store) / NAME).unlink()
    else:
        with store.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM paper_content"))
    assert list(checks.problems(store)) == [LOST]
    a_paper(store)  # of another contribution: the same content is there again
    assert list(checks.problems(store)) == []


def test_a_content_of_no_paper_is_to_be_settled_and_stays(store):
    with store.writing() as session:
        papers.keep(session.connection(), PDF)
    (said,) = settling.to_settle(store)
    assert said.startswith(f"the content {NAME} is kept and belongs to no paper")
    papers.drop_removed(store)
    assert len(list(settling.to_settle(store))) == 1
    a_paper(store)
    assert list(settling.to_settle(store)) == []


def test_a_booking_that_breaks_off_leaves_no_row(store, monkeypatch):
    gift = a_commitment(store)
    monkeypatch.setattr("trustfund.ledger.acts.Act.close", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        perform(store, attach, PaperDraft("contribution", gift, "Arrangement", PDF))
    monkeypatch.undo()
    with store.reading() as session:
        assert papers.standing(session.connection()) == []


def test_on_a_full_disk_nothing_is_booked_and_nothing_half_written_stays(sqlite_store, monkeypatch):
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    gift = a_commitment(sqlite_store)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        perform(sqlite_store, attach, PaperDraft("contribution", gift, "Arrangement", PDF))
    assert list(folder(sqlite_store).iterdir()) == []


def test_half_a_file_of_a_killed_program_is_removed(sqlite_store):
    a_paper(sqlite_store)
    half = folder(sqlite_store) / f".{NAME}-0123456789abcdef"
    half.write_bytes(b"half")
    papers.drop_removed(sqlite_store)
    assert not half.exists()
    assert (folder(sqlite_store) / NAME).exists()


def test_what_could_not_be_deleted_at_once_is_deleted_by_the_daily_sweep(store, monkeypatch):
    a_paper(store)
    perform(store, remove, 1, "A reason")

    def busy(_store: Store) -> None:
        raise InUse("an import")

    with monkeypatch.context() as while_an_import_has_the_turn:
        while_an_import_has_the_turn.setattr("trustfund.store.erasing.drop_removed", busy)
        throw_away(store)
    assert has_content(store)
    throw_away(store)
    assert not has_content(store)


def has_content(store: Store) -> bool:
    with store.reading() as session:
        return papers.read(session.connection(), NAME) is not None


# Backup and restore


def back_up(store: Store, file: Path) -> list[str]:
    return backup.back_up(store, file, checks.problems)[1]


def test_a_backup_is_one_file_that_holds_the_papers(store, empty_url, tmp_path):
    a_paper(store)
    a_paper(store, a_picture("PNG"))
    perform(store, remove, 2, "A reason")
    papers.drop_removed(store)
    folder_of_backup = tmp_path / "backups"
    folder_of_backup.mkdir()
    file = folder_of_backup / "fund.backup"
    assert back_up(store, file) == []
    assert list(folder_of_backup.iterdir()) == [file]
    assert PDF in file.read_bytes()
    assert a_picture("PNG") not in file.read_bytes()

    other = Store(empty_url)
    backup.restore(other, file, checks.problems)
    assert list(checks.problems(other)) == []
    with other.reading() as session:
        assert papers.read(session.connection(), NAME) == PDF
    if other.is_sqlite:
        assert [each.name for each in folder(other).iterdir()] == [NAME]
        with other.engine.connect() as connection:
            assert not connection.execute(sa.text("SELECT 1 FROM paper_content")).all()
    other.engine.dispose()


def test_no_backup_is_made_without_a_paper_unless_it_is_wanted(store, tmp_path):
    a_paper(store)
    if store.is_sqlite:
        (folder(store) / NAME).unlink()
    else:
        with store.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM paper_content"))
    with pytest.raises(Refused, match="is missing or changed"):
        back_up(store, tmp_path / "one.backup")
    _, wrong = backup.back_up(store, tmp_path / "two.backup", checks.problems, damaged=True)
    assert wrong == [LOST]


def test_a_backup_whose_paper_was_changed_is_not_restored(sqlite_store, tmp_path):
    a_paper(sqlite_store)
    file = tmp_path / "fund.backup"
    assert back_up(sqlite_store, file) == []
    changed = sa.create_engine(f"sqlite:///{file}")
    with changed.begin() as connection:
        connection.execute(sa.text("UPDATE paper_content SET content = x'00'"))
    changed.dispose()
    target = Store(f"sqlite:///{tmp_path / 'new' / 'fund.db'}")
    with pytest.raises(Refused, match="is missing or changed"):
        backup.restore(target, file, checks.problems)
    assert list((tmp_path / "new").iterdir()) == []
    target.engine.dispose()


def test_a_backup_that_is_not_restored_leaves_no_paper_in_a_store_that_is_there(
    sqlite_store, empty_url, tmp_path
):
    a_paper(sqlite_store)
    file = tmp_path / "fund.backup"
    assert back_up(sqlite_store, file) == []
    target = Store(empty_url)
    make_ready(target)
    with pytest.raises(Refused, match="It is broken"):
        backup.restore(target, file, lambda _: ["It is broken"])
    with target.reading() as session:
        assert papers.strays(session.connection()) == []
    backup.restore(target, file, checks.problems)
    with target.reading() as session:
        assert papers.read(session.connection(), NAME) == PDF
    target.engine.dispose()


def test_the_command_verify_knows_a_paper_by_its_hash(configure, ready_file, capsys):
    store = configure(ready_file)
    a_paper(store)
    assert main(["verify", NAME]) == 0
    assert "is that of paper 1" in capsys.readouterr().out
    (folder(store) / NAME).unlink()
    main(["verify", NAME[:16]])
    assert "its content is missing or changed" in capsys.readouterr().out
