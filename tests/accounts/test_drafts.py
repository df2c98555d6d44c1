"""Drafts are private, small, beside the books, and in nobody's way."""

import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.books import everything, history, perform
from tests.ledger.test_names import an_ended_trip
from tests.people import acting
from tests.together import at_once
from trustfund.accounts import drafts
from trustfund.accounts.drafts import Draft
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR, Role
from trustfund.figures import checks
from trustfund.ledger import names
from trustfund.store import backup, engine
from trustfund.store.drafts import DraftRow, is_any, path_of, reading, writing
from trustfund.store.workplace import private_copy

ADA, BEN = (acting(Role.STAFF, f"{name}@example.org") for name in ("ada", "ben"))
TYPED: dict[str, drafts.Value] = {
    "amount": "1,000",
    "value_date": date(2018, 7, 2),
    "ldc": True,
    "count": 3,
    "roles": ["a"],
}


def keep(store, who=ADA, form="deposit", about="C-1", **fields: drafts.Value) -> Draft:
    return drafts.keep(store, who, form, about, Draft(fields or TYPED, "a token", 4))


def kept(store) -> int:
    if not is_any(store):
        return 0
    with reading(store) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(DraftRow))


def test_a_draft_comes_back_as_it_was_typed(store):
    written = keep(store)
    found = drafts.find(store, ADA, "deposit", "C-1")
    assert found.fields == TYPED
    assert (found.token, found.seen) == ("a token", 4)
    assert found.kept_at == written.kept_at


def test_the_newest_typing_takes_the_place_of_the_one_before(store):
    keep(store, amount="1")
    keep(store, amount="12", note="")
    assert drafts.find(store, ADA, "deposit", "C-1").fields == {"amount": "12", "note": ""}
    assert kept(store) == 1


def test_a_draft_is_of_one_person_one_form_and_one_document(store):
    keep(store)
    keep(store, LOCAL_ADMINISTRATOR, amount="2")
    assert drafts.find(store, BEN, "deposit", "C-1") == Draft()
    assert drafts.find(store, ADA, "deposit", "C-2") == Draft()
    assert drafts.find(store, ADA, "pledge", "C-1") == Draft()
    drafts.discard(store, BEN, "deposit", "C-1")
    drafts.discard(store, ADA, "deposit", "C-1")
    assert drafts.find(store, ADA, "deposit", "C-1") == Draft()
    assert drafts.find(store, LOCAL_ADMINISTRATOR, "deposit", "C-1").fields == {"amount": "2"}


def test_a_visitor_has_no_draft(store):
    assert keep(store, VISITOR).kept_at is None
    assert drafts.find(store, VISITOR, "deposit", "C-1") == Draft()
    assert kept(store) == 0


def test_drafts_are_no_part_of_the_books(store):
    before = everything(store)
    keep(store)
    assert everything(store) == before
    assert history(store) == []


def test_nobody_else_may_read_the_file_of_drafts(sqlite_store):
    keep(sqlite_store)
    path = path_of(sqlite_store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob(f"{path.name}-*"))  # nothing of it waits in a journal
    with reading(sqlite_store) as session:
        assert session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_backup_has_no_draft(store, tmp_path):
    keep(store, note="Typed and not booked")
    file = tmp_path / "fund.backup"
    backup.back_up(store, file, checks.problems)
    assert b"Typed and not booked" not in file.read_bytes()
    with closing(sqlite3.connect(file)) as copy:
        assert not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'draft'").fetchall()


def test_a_dry_run_takes_no_draft_along(sqlite_store):
    keep(sqlite_store)
    with private_copy(sqlite_store) as copy:
        assert [file.name for file in copy.path.parent.glob("*.db")] == [copy.path.name]


def test_who_types_does_not_wait_for_who_books(store):
    with store.writing("an import of 20,000 rows"):
        assert keep(store).kept_at is not None
        assert drafts.find(store, ADA, "deposit", "C-1").fields == TYPED


def test_drafts_that_somebody_holds_are_not_waited_for_and_noted_once(store, caplog):
    drafts._note_once.cache_clear()
    keep(store, amount="1")
    with writing(store) as session:
        session.execute(sa.update(DraftRow).values(fields="{}"))
        assert keep(store, amount="2").kept_at is None
        drafts.discard(store, ADA, "deposit", "C-1")
    assert [line.message for line in caplog.records if line.name == drafts.__name__] == [
        "Drafts cannot be kept at the moment: OperationalError"
    ]
    assert drafts.find(store, ADA, "deposit", "C-1").fields == {}


def test_many_who_type_at_once_keep_all_of_it(store):
    people = [acting(Role.STAFF, f"officer{number}@example.org") for number in range(4)]
    written = at_once(*(lambda who=who: keep(store, who) for who in people))
    assert all(draft.kept_at for draft in written)
    assert kept(store) == 4


def test_a_draft_that_is_too_long_is_not_kept_and_leaves_the_one_before(store):
    keep(store, note="short")
    assert keep(store, note="é" * (drafts.LONGEST // 2)).kept_at is None
    assert drafts.find(store, ADA, "deposit", "C-1").fields == {"note": "short"}


def test_of_too_many_drafts_the_oldest_makes_way(store, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    keep(store, BEN)
    for number in range(4):
        keep(store, about=f"C-{number}")
    assert drafts.find(store, ADA, "deposit", "C-0") == Draft()
    assert drafts.find(store, ADA, "deposit", "C-3").fields == TYPED
    assert kept(store) == 4


def test_there_is_a_limit_on_the_drafts_of_everybody(store, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_OF_ALL", 1)
    keep(store)
    assert keep(store, BEN).kept_at is None
    assert keep(store, amount="3").kept_at is not None


def test_a_draft_is_thrown_away_thirty_days_after_the_last_change(store, later):
    keep(store)
    later(days=29)
    drafts.sweep(store)
    assert kept(store) == 1
    later(days=31)
    assert drafts.find(store, ADA, "deposit", "C-1") == Draft()
    drafts.sweep(store)
    assert kept(store) == 0


def test_a_store_in_which_nobody_typed_gets_no_file_of_drafts(sqlite_store):
    drafts.sweep(sqlite_store)
    drafts.forget_names(sqlite_store)
    assert not path_of(sqlite_store).exists()


def test_a_draft_that_makes_no_sense_is_none(store):
    keep(store)
    for nonsense in ("[1]", "{", '{"value_date": {"a day": "31 June"}}'):
        with writing(store) as session:
            session.execute(sa.update(DraftRow).values(fields=nonsense))
        assert drafts.find(store, ADA, "deposit", "C-1") == Draft()


def test_removing_a_name_removes_the_drafts_about_its_trip_or_about_all(store):
    keep(store, form="correct-trip", about="T-1", name="Planted Name")
    keep(store, form="correct-trip", about="T-2", name="Another Name")
    keep(store, form="nomination", about="", name="Another Name")
    keep(store)
    drafts.forget_names(store, "T-1")
    assert drafts.find(store, ADA, "correct-trip", "T-1") == Draft()
    assert kept(store) == 3
    drafts.forget_names(store)
    assert kept(store) == 1


def test_drafts_that_a_removed_name_left_are_thrown_away_later(store):
    """The drafts were locked while the name of T-1 was removed."""
    an_ended_trip(store, reference="T-1")
    keep(store, form="correct-trip", about="T-1", name="Planted Name")
    keep(store, form="correct-trip", about="T-2", name="Another Name")
    keep(store, about="T-1")
    drafts.sweep(store)
    assert kept(store) == 3
    perform(store, names.forget, "T-1")
    keep(store, form="paper-trip", about="T-1", title="Typed afterwards")
    drafts.sweep(store)
    assert drafts.find(store, ADA, "correct-trip", "T-1") == Draft()
    assert kept(store) == 3


def test_names_that_cannot_be_removed_from_drafts_are_an_error(store, monkeypatch):
    keep(store, form="nomination")
    monkeypatch.setattr(engine, "PATIENCE", timedelta(milliseconds=50))
    with writing(store) as session:
        session.execute(sa.update(DraftRow).values(fields="{}"))
        with pytest.raises(engine.StoreError):
            drafts.forget_names(store)
