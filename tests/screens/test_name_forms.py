"""Removing names of delegates on the pages: one by staff, all old ones by the administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from tests.books import a_nomination, a_step, perform
from tests.ledger.test_names import a_named_trip, an_ended_trip, name_of
from tests.papers import a_pdf
from tests.people import acting
from tests.screens.conftest import field, fill, press, said
from trustfund.domain.roles import Role
from trustfund.ledger.imports.imported_files import record_import
from trustfund.ledger.papers import PaperDraft, attach
from trustfund.store import drafts
from trustfund.store.engine import InUse, Store, StoreError
from trustfund.store.papers import folder_of

STEP = "step"
"""Which step: there it is no field but buttons."""
ADA = acting(Role.STAFF, "Ada")


@pytest.fixture
def office(sqlite_store: Store) -> Store:
    """Two trips that are over and one that is not; today is 16 July 2018."""
    an_ended_trip(sqlite_store, on="2017-07-01", reference="T-1")
    an_ended_trip(sqlite_store, on="2018-07-01", reference="T-2")
    a_named_trip(sqlite_store, "T-3")
    return sqlite_store


def test_staff_remove_the_name_of_a_trip_that_is_over(office, open_page):
    app = open_page(office, "staff.record_travel", ADA, do="Remove a name")
    assert [option[:3] for option in field(app, "selectbox", "Trip").options] == ["T-2", "T-1"]
    fill(app, {"Trip": "T-2"})
    assert "Delegate: Planted Name" in said(app)
    press(app, "Remove the name")
    assert not app.exception
    assert "The delegate's name is removed from trip" in said(app)
    assert [name_of(office, trip) for trip in ("T-1", "T-2")] == ["Planted Name-One", ""]


def test_the_administrator_removes_the_names_of_old_trips(office, open_desk):
    app = open_desk(office, "staff.settings", do="Names of delegates")
    assert "Trips that are over and keep a name or papers: **2**" in said(app)
    assert "The first ended on 2017-07-01." in said(app)
    press(fill(app, {"Older than (days)": 3650}), "Remove the names")
    assert "no trip that ended by" in app.error[0].value  # none is that old
    assert name_of(office, "T-1")
    fill(app, {"Older than (days)": 180})
    assert "Trips of these that ended by 2018-01-17: 1." in said(app)
    press(app, "Remove the names")
    assert "The name of 1 trip that ended by" in app.success[0].value
    assert "Trips that are over and keep a name or papers: **1**" in said(app)
    assert [name_of(office, trip) for trip in ("T-1", "T-2")] == ["", "Planted Name-One"]


def test_a_name_that_was_only_typed_goes_with_the_others(office, open_desk, open_page):
    """In every form in which a delegate's name can be typed."""
    a_nomination(office, country="TUV")
    path = drafts.path_of(office)
    name = {"Name of the delegate": "Only Typed"}
    fill(open_desk(office, "staff.record_travel", do="Nominate"), name)
    fill(open_desk(office, "staff.record_travel", do="Correct"), {"Trip": "T-1", **name})
    mission = acting(Role.MISSION, "nepal@example.org")
    fill(open_page(office, "own.requests", mission), name)
    assert path.read_bytes().count(b"Only Typed") == 3
    app = open_desk(office, "staff.settings", do="Names of delegates")
    press(fill(app, {"Older than (days)": 0}), "Remove the names")
    assert b"Only Typed" not in path.read_bytes()


ABOUT_TRIPS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    "nomination": ("staff.record_travel", {"do": "Nominate"}, {}),
    "step": ("staff.record_travel", {"do": "Next step"}, {"Trip": "T-3", STEP: "declined"}),
    "several": ("staff.record_travel", {"do": "Several trips"}, {STEP: "authorised"}),
    "correct-trip": ("staff.record_travel", {"do": "Correct"}, {"Trip": "T-3"}),
    "event": ("staff.record_travel", {"do": "Event", "event": "TS-3"}, {}),
    "paper-trip": ("staff.records.trip", {"reference": "T-3"}, {}),
    "remove-paper-trip": ("staff.records.trip", {"reference": "T-3"}, {"Paper": 1}),
    "paper-event": ("public.event", {"code": "TS-3"}, {}),
    "remove-paper-event": ("public.event", {"code": "TS-3"}, {"Paper": 2}),
    "take-back": ("staff.import_file", {"take_back": "1"}, {}),
}
"""Each form: its page, what is asked of it in the address, and what is chosen in it first."""


@pytest.mark.parametrize("form", ABOUT_TRIPS)
def test_a_name_that_was_typed_into_any_field_is_in_no_draft_afterwards(office, open_desk, form):
    perform(office, attach, PaperDraft("trip", "T-3", "Note verbale", a_pdf()))
    perform(office, attach, PaperDraft("event", "TS-3", "Invitation", a_pdf()))
    perform(office, record_import, "travel", "list.csv", (0, 0, 0), 1)
    if form == "several":
        a_step(office, "T-3", "approved", "2018-07-01")
    page, asked, chosen = ABOUT_TRIPS[form]
    app = open_desk(office, page, **asked)
    fill(app, {label: value for label, value in chosen.items() if label != STEP})
    if STEP in chosen:
        app.button_group[-1].select(chosen[STEP]).run()
    for kind in ("text_input", "text_area"):
        for box in getattr(app, kind):
            if not box.disabled and box.key.startswith(f"{form}-"):
                box.set_value("Only Typed")
    app.run()
    path = drafts.path_of(office)
    with drafts.reading(office) as session:
        assert {row.form for row in session.exec(select(drafts.DraftRow))} >= {form}
    assert b"Only Typed" in path.read_bytes()
    app = open_desk(office, "staff.settings", do="Names of delegates")
    press(fill(app, {"Older than (days)": 0}), "Remove the names")
    assert b"Only Typed" not in path.read_bytes()


def test_removing_one_name_throws_the_drafts_about_its_trip_away(office, open_desk):
    path = drafts.path_of(office)
    app = open_desk(office, "staff.record_travel", do="Correct")
    fill(app, {"Trip": "T-2", "Name of the delegate": "Only Typed"})
    record = open_desk(office, "staff.records.trip", reference="T-2")
    fill(record, {"What it is": "Passport of Only Typed"})
    assert path.read_bytes().count(b"Only Typed") == 2
    page = open_desk(office, "staff.record_travel", do="Remove a name")
    press(fill(page, {"Trip": "T-2"}), "Remove the name")
    assert b"Only Typed" not in path.read_bytes()


def test_drafts_that_are_locked_do_not_keep_the_papers_on_the_disk(office, open_desk, monkeypatch):
    perform(office, attach, PaperDraft("trip", "T-2", "Passport", a_pdf()))
    (file,) = folder_of(office.path).iterdir()
    app = open_desk(office, "staff.record_travel", do="Remove a name")
    fill(app, {"Trip": "T-2"})
    monkeypatch.setattr("trustfund.accounts.drafts.forget_names", refuse(StoreError("locked")))
    press(app, "Remove the name")
    assert not app.exception
    assert "The delegate's name is removed from trip T-2, with 1 paper." in said(app)
    assert "not deleted from the disk yet" in said(app)
    assert not file.exists()


def test_an_import_that_has_the_turn_afterwards_is_a_warning(office, open_desk, monkeypatch):
    app = open_desk(office, "staff.settings", do="Names of delegates")
    fill(app, {"Older than (days)": 180})
    monkeypatch.setattr("trustfund.store.erasing.drop_removed", refuse(InUse("an import")))
    press(app, "Remove the names")
    assert not app.exception
    assert "The name of 1 trip that ended by" in said(app)
    assert "The program tries again within a day." in said(app)


def refuse(error: Exception) -> Callable[..., None]:
    """What raises an error, whatever it is asked."""

    def raising(*_: object) -> None:
        raise error

    return raising


def test_where_no_name_is_kept_the_pages_say_so(sqlite_store, open_desk):
    for page, do in (("settings", "Names of delegates"), ("record_travel", "Remove a name")):
        app = open_desk(sqlite_store, f"staff.{page}", do=do)
        assert "No trip that is over keeps a name or a paper." in said(app)
