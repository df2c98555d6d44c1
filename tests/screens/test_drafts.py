"""What is typed is there again: after a refresh, in another action, after a new sign-in."""

import sqlite3
from contextlib import closing
from datetime import date

from streamlit.testing.v1 import AppTest

from tests import books
from tests.people import acting, an_account
from tests.screens.conftest import count, field, fill, press, said, turn_to
from trustfund.domain.roles import VISITOR, Actor, Role
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.store import drafts
from trustfund.store.tables import Contributor, Deposit, Trip

CONTRIBUTION = "staff.record_contribution"
TRAVEL = "staff.record_travel"
DONOR = {"Name": "European Parliament", "Kind of contributor": "regional_legislative_body"}


def name_of(app) -> str:
    return str(field(app, "text_input", "Name").value)


def test_what_is_typed_is_there_after_a_refresh_until_it_is_booked(sqlite_store, open_desk):
    fill(open_desk(sqlite_store, CONTRIBUTION), DONOR)
    app = open_desk(sqlite_store, CONTRIBUTION)
    assert name_of(app) == "European Parliament"
    kind = field(app, "selectbox", "Kind of contributor")
    assert kind.value == "regional_legislative_body"
    assert "UTC, kept" in said(app)
    press(app, "Record the contributor")
    assert "European Parliament is recorded" in said(app)
    assert name_of(app) == ""
    assert name_of(open_desk(sqlite_store, CONTRIBUTION)) == ""
    assert count(sqlite_store, Contributor) == 1


def test_the_document_and_its_fields_come_back(sqlite_store, open_desk):
    books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    gift = books.a_commitment(sqlite_store, "2000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    cash = {"Contribution": gift, "Amount (USD)": "500", "Value date": date(2018, 7, 3)}
    fill(app, cash)
    again = open_desk(sqlite_store, CONTRIBUTION, do="Deposit")
    assert field(again, "selectbox", "Contribution").value == gift
    assert field(again, "text_input", "Amount (USD)").value == "500"
    assert field(again, "date_input", "Value date").value == date(2018, 7, 3)
    press(again, "Record the deposit")
    assert count(sqlite_store, Deposit) == 1
    assert (
        field(
            open_desk(sqlite_store, CONTRIBUTION, do="Deposit"), "selectbox", "Contribution"
        ).value
        is None
    )


def test_a_link_to_a_document_comes_before_the_one_of_the_draft(sqlite_store, open_desk):
    linked = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    gift = books.a_commitment(sqlite_store, "2000", signed_on="2018-07-02")
    app = open_desk(sqlite_store, CONTRIBUTION, do="Deposit", contribution=linked)
    fill(app, {"Amount (USD)": "100"})
    fill(app, {"Contribution": gift})
    assert "contribution" not in app.query_params
    fill(app, {"Amount (USD)": "500"})
    again = open_desk(sqlite_store, CONTRIBUTION, do="Deposit", contribution=linked)
    assert field(again, "text_input", "Amount (USD)").value == "100"
    fill(again, {"Contribution": gift})
    assert field(again, "text_input", "Amount (USD)").value == "500"


def test_another_action_and_back_loses_nothing(sqlite_store, open_desk):
    app = fill(open_desk(sqlite_store, CONTRIBUTION), DONOR)
    app = turn_to(turn_to(app, "Rate"), "Contributor")
    assert name_of(app) == "European Parliament"


def test_a_refusal_keeps_what_was_typed_for_the_next_day(sqlite_store, open_desk):
    donor = {"Name": "Example Trading Company", "Kind of contributor": "Another kind of donor"}
    press(fill(open_desk(sqlite_store, CONTRIBUTION), donor), "Record the contributor")
    assert name_of(open_desk(sqlite_store, CONTRIBUTION)) == "Example Trading Company"


def test_nobody_else_sees_a_draft(sqlite_store, open_page):
    one, other = (acting(Role.STAFF, f"{who}@example.org") for who in ("ada", "ben"))
    fill(open_page(sqlite_store, CONTRIBUTION, one), DONOR)
    assert name_of(open_page(sqlite_store, CONTRIBUTION, other)) == ""
    assert name_of(open_page(sqlite_store, CONTRIBUTION, one)) == "European Parliament"


def test_who_was_signed_out_finds_the_draft_after_signing_in_again(sqlite_store, look, monkeypatch):
    """In one tab: the session ends, Ben signs in at the same machine, then Ada again."""
    ada, ben = (acting(Role.STAFF, f"{who}@example.org") for who in ("ada", "ben"))

    def signed_in(who: Actor) -> AppTest:
        monkeypatch.setattr("trustfund.screens.session.actor", lambda **_: who)
        return app.run()

    app = look(sqlite_store, ada, "record-contribution")
    fill(app, DONOR)
    assert "European" not in said(signed_in(VISITOR))
    assert [box.key for box in app.text_input] == ["find"]
    assert name_of(signed_in(ben)) == ""
    assert name_of(signed_in(ada)) == "European Parliament"


def test_what_is_left_in_a_tab_of_somebody_else_is_not_kept_as_ones_own(
    sqlite_store, open_page, monkeypatch
):
    """Ben signs in while a page of Ada is open: her last field is hers."""
    ada, ben = an_account(sqlite_store, "ada@example.org"), an_account(sqlite_store, "ben@e.org")
    app = open_page(sqlite_store, CONTRIBUTION, ada)
    app.session_state["who"] = ada.name
    monkeypatch.setattr("trustfund.screens.session.actor", lambda **_: ben)
    fill(app, {"Name": "Typed by Ada"})
    assert name_of(open_page(sqlite_store, CONTRIBUTION, ben)) == ""


def test_a_draft_that_two_tabs_show_is_booked_once(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    fill(
        open_desk(sqlite_store, CONTRIBUTION, do="Deposit"),
        {"Contribution": gift, "Amount (USD)": "500"},
    )
    one, other = (open_desk(sqlite_store, CONTRIBUTION, do="Deposit") for _ in range(2))
    press(one, "Record the deposit")
    press(other, "Record the deposit")
    assert "MCS00\\-D\\-0001" in other.success[0].value
    assert count(sqlite_store, Deposit) == 1


def test_what_the_second_tab_changed_is_another_deposit(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    fill(
        open_desk(sqlite_store, CONTRIBUTION, do="Deposit"),
        {"Contribution": gift, "Amount (USD)": "500"},
    )
    one, other = (open_desk(sqlite_store, CONTRIBUTION, do="Deposit") for _ in range(2))
    press(one, "Record the deposit")
    press(fill(other, {"Amount (USD)": "400"}), "Record the deposit")
    assert "MCS00\\-D\\-0002" in other.success[0].value
    assert count(sqlite_store, Deposit) == 2


def test_a_draft_of_a_document_that_changed_is_shown_and_not_booked(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000")
    typed = {"Contribution": gift, "Amendment": "Amendment 2", "Change (USD)": "25"}
    fill(open_desk(sqlite_store, CONTRIBUTION, do="Amendment"), typed)
    elsewhere = AmendmentDraft(gift, "Amendment 1", books.day("2017-06-01"), "50")
    books.perform(sqlite_store, amend, elsewhere)
    app = open_desk(sqlite_store, CONTRIBUTION, do="Amendment")
    assert "was changed since your draft was begun" in said(app)
    assert field(app, "text_input", "Amendment").value == "Amendment 2"
    press(app, "Record the amendment")
    assert "was changed meanwhile" in said(app)
    press(app, "Discard")
    assert field(app, "text_input", "Amendment").value == ""
    assert "since your draft" not in said(app)


def test_a_draft_goes_on_from_what_its_own_writer_booked(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000")
    typed = {"Contribution": gift, "Amendment": "Amendment 2", "Change (USD)": "25"}
    app = fill(open_desk(sqlite_store, CONTRIBUTION, do="Amendment"), typed)
    what = {"What do you want to correct?": "A contribution", "Contribution": gift}
    fill(turn_to(app, "Correct"), what)
    fill(app, {"Note": "By letter", "Reason for the correction": "Their letter"})
    press(app, "Correct the contribution")
    assert "since your draft" not in said(turn_to(app, "Amendment"))
    again = open_desk(sqlite_store, CONTRIBUTION, do="Amendment")
    assert "since your draft" not in said(again)
    press(again, "Record the amendment")
    assert "Amendment 2" in again.success[0].value


def test_discard_empties_the_form_and_forgets_the_draft(sqlite_store, open_desk):
    app = press(fill(open_desk(sqlite_store, CONTRIBUTION), DONOR), "Discard")
    assert name_of(app) == ""
    assert "kept" not in said(app)
    assert name_of(open_desk(sqlite_store, CONTRIBUTION)) == ""


def test_an_option_that_is_gone_is_not_chosen(sqlite_store, open_desk):
    trip = books.a_nomination(sqlite_store, "1000")
    fill(open_desk(sqlite_store, TRAVEL, do="Next step"), {"Trip": trip})
    books.a_step(sqlite_store, trip, "declined", "2017-06-01", reason="No seat")
    books.a_nomination(sqlite_store, "1000", country="TUV")
    app = open_desk(sqlite_store, TRAVEL, do="Next step")
    assert not app.exception
    assert field(app, "selectbox", "Trip").value is None


def test_locked_drafts_stop_nobody_and_are_said(sqlite_store, open_desk):
    path = drafts.path_of(sqlite_store)
    open_desk(sqlite_store, CONTRIBUTION)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        app = fill(open_desk(sqlite_store, CONTRIBUTION), DONOR)
        assert "Drafts cannot be kept at the moment." in said(app)
        press(app, "Record the contributor")
    assert "European Parliament is recorded" in said(app)


def test_the_chosen_step_of_a_trip_comes_back(sqlite_store, open_desk):
    trip = books.a_nomination(sqlite_store, "1000")
    app = fill(open_desk(sqlite_store, TRAVEL, do="Next step"), {"Trip": trip})
    app.button_group[1].select("declined").run()
    fill(app, {"Reason": "No seat"})
    again = open_desk(sqlite_store, TRAVEL, do="Next step")
    assert field(again, "text_input", "Reason").value == "No seat"
    press(again, "Record: declined")
    assert "declined" in again.success[0].value
    assert count(sqlite_store, Trip) == 1
