"""The pages of a mission and of a contributor: each sees what is its own, and nothing else."""

import pytest
from sqlmodel import select

from tests.books import day, perform
from tests.people import an_account
from tests.privacy.conftest import sent
from tests.screens.conftest import field, fill, press, said
from trustfund.domain.roles import Role
from trustfund.ledger.books import read_books
from trustfund.ledger.requests import of_country
from trustfund.ledger.travel import NominationDraft, nominate
from trustfund.ledger.trip_steps import StepDraft, advance
from trustfund.store.tables import Trip

TODAY = "2017-05-20"
REQUESTS, CONTRIBUTIONS = "own.requests", "own.contributions"


@pytest.fixture
def nepal(sqlite_store, set_today):
    set_today(TODAY)
    return an_account(sqlite_store, "nepal@example.org", Role.MISSION, "", country="NPL")


def test_a_mission_asks_for_a_seat_sees_what_comes_next_and_withdraws(
    sqlite_store, open_page, nepal
):
    app = fill(open_page(sqlite_store, REQUESTS, nepal), {"Event": "TS-3"})
    press(app, "Ask for the seat")
    with read_books(sqlite_store) as books:
        (request,) = of_country(books, "NPL")
    assert f"Request {request.reference} is recorded." in said(app)
    perform(sqlite_store, advance, StepDraft(request.reference, "approved", day(TODAY)))
    app.run()
    (stands,) = app.dataframe[0].value["Where it stands"]
    assert stands == "approved, ticket by 18 June 2017"
    app = fill(app, {"Request": request.reference})
    app = fill(app, {"Why it is withdrawn": "Our delegate fell ill"})
    press(app, "Withdraw it")
    assert list(app.dataframe[0].value["Reason"]) == ["Our delegate fell ill"]


def test_a_mission_sees_nothing_of_another_country_and_no_money(sqlite_store, open_page, nepal):
    theirs = NominationDraft("TS-3", "KEN", day(TODAY), reference="PLANTED-1", note="Planted note")
    perform(sqlite_store, nominate, theirs)
    declined = StepDraft("PLANTED-1", "declined", day(TODAY), reason="Planted reason")
    perform(sqlite_store, advance, declined)
    app = open_page(sqlite_store, REQUESTS, nepal)
    assert b"planted" not in sent(app).lower()
    assert b"USD" not in sent(app)
    assert not field(app, "selectbox", "Event").value


def test_no_trip_of_another_country_reaches_the_page_of_a_mission(sample_copy, open_page):
    kenya = an_account(sample_copy, "kenya@example.org", Role.MISSION, "", country="KEN")
    page = sent(open_page(sample_copy, REQUESTS, kenya))
    with sample_copy.reading() as session:
        trips = session.exec(select(Trip)).all()
    own = {trip.reference for trip in trips if trip.country == "KEN"}
    assert {trip.reference for trip in trips if trip.reference.encode() in page} == own
    assert len(own) < len(trips)


def test_a_contributor_sees_its_own_money_and_what_it_still_owes(sample_copy, open_page):
    name = "Illustrative Foundation for Human Mobility"
    who = an_account(sample_copy, "giver@example.org", Role.CONTRIBUTOR, "", contributor=name)
    app = open_page(sample_copy, CONTRIBUTIONS, who)
    assert not app.exception
    shown = [table.value for table in app.dataframe]
    assert [set(table["Contributor"]) for table in shown] == [{name}] * 3
    (receipt,) = (box for box in app.selectbox if box.label == "Receipt letter for")
    receipt.select_index(0).run()
    assert "Sweden" not in said(app)


def test_an_auditor_reads_what_is_recorded_and_finds_no_form(sample_copy, open_page):
    auditor = an_account(sample_copy, "auditor@example.org", Role.AUDITOR, "")
    for page in ("record_contribution", "record_movement", "record_travel"):
        app = open_page(sample_copy, f"staff.{page}", auditor)
        assert not app.exception
        assert app.dataframe
        assert not [button for button in app.button if not button.label.startswith("Download")]
