"""A mission asks for seats for its own country, and withdraws what it asked for."""

from dataclasses import replace

import pytest

from tests.books import day, history, money_available, perform, refusal
from tests.people import an_account
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger.books import read_books
from trustfund.ledger.requests import Request, of_country
from trustfund.ledger.travel import (
    CostsDraft,
    NominationDraft,
    StepDraft,
    advance,
    correct_nomination,
    nominate,
    take_back,
)

TODAY, LAST_DAY, FIRST_DAY = "2017-05-20", "2017-06-18", "2017-06-19"  # of TS-3
OURS = NominationDraft("TS-3", "NPL", day(TODAY))
THEIRS = NominationDraft("TS-3", "KEN", day(TODAY), reference="T-9", note="A planted note")


@pytest.fixture
def nepal(sqlite_store, set_today):
    set_today(TODAY)
    return an_account(sqlite_store, "nepal@example.org", Role.MISSION, "", country="NPL")


def requests(store) -> list[Request]:
    with read_books(store) as books:
        return of_country(books, "NPL")


def step(reference: str, status: str, on: str, reason: str = "", **more) -> StepDraft:
    return StepDraft(reference, status, day(on), reason=reason, **more)


def test_the_day_of_a_mission(sqlite_store, nepal, set_today):
    asked = perform(sqlite_store, nominate, OURS, actor=nepal)
    (request,) = requests(sqlite_store)
    assert request.status == "asked for, the secretariat decides by 18 June 2017"
    perform(sqlite_store, advance, step(asked.reference, "approved", TODAY))
    (request,) = requests(sqlite_store)
    assert request.status == "approved, ticket by 18 June 2017"
    assert history(sqlite_store)[0].actor == "nepal@example.org"
    reason = "Our delegate fell ill"
    withdrawn = step(asked.reference, "withdrawn", TODAY, reason)
    perform(sqlite_store, advance, withdrawn, request.version, actor=nepal)
    (request,) = requests(sqlite_store)
    assert (request.status, request.reason, request.can_withdraw) == ("withdrawn", reason, False)


def test_a_mission_sees_the_reason_of_a_decline_and_nothing_of_another_country(sqlite_store, nepal):
    perform(sqlite_store, nominate, THEIRS)
    perform(sqlite_store, advance, step("T-9", "declined", TODAY, "A planted reason"))
    assert requests(sqlite_store) == []
    asked = perform(sqlite_store, nominate, OURS, actor=nepal)
    perform(sqlite_store, advance, step(asked.reference, "declined", TODAY, "The seats are taken"))
    (request,) = requests(sqlite_store)
    assert (request.status, request.reason) == ("declined", "The seats are taken")


def test_why_a_seat_came_before_others_is_not_told_for_it_may_name_them(sqlite_store, nepal):
    money_available(sqlite_store, {"1": "5000"})
    asked = perform(sqlite_store, nominate, OURS, actor=nepal)
    authorised = step(
        asked.reference, "authorised", TODAY, "Before Kenya", costs=CostsDraft("1000")
    )
    perform(sqlite_store, advance, authorised)
    (request,) = requests(sqlite_store)
    assert request.status == "approved and funded, ticket by 18 June 2017"
    assert request.reason == ""


def test_a_seat_for_another_country_is_refused(sqlite_store, nepal):
    said = refusal(sqlite_store, nominate, replace(THEIRS, reference=""), actor=nepal)
    assert said == 'Country "KEN": is not the country of your mission. Ask for NPL.'


def test_a_trip_of_another_country_is_not_there_for_a_mission(sqlite_store, nepal):
    perform(sqlite_store, nominate, THEIRS)
    theirs, none = (
        refusal(sqlite_store, advance, step(name, "withdrawn", TODAY, "x"), actor=nepal)
        for name in ("T-9", "T-8")
    )
    assert theirs == none.replace("T-8", "T-9")
    assert "is not a trip" in theirs


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (replace(OURS, reference="T-9"), "is for the secretariat to give"),
        (replace(OURS, costs=CostsDraft("5")), "is for the secretariat to give"),
        (replace(OURS, nominated_on=day("2017-05-19")), "is not today. Give 2017-05-20"),
    ],
)
def test_a_mission_gives_no_reference_no_estimate_and_no_other_day(
    sqlite_store, nepal, draft, says
):
    perform(sqlite_store, nominate, THEIRS)
    said = refusal(sqlite_store, nominate, draft, actor=nepal)
    assert says in said
    assert "is used already" not in said


def test_the_day_before_the_event_is_the_last(sqlite_store, nepal, set_today):
    set_today(LAST_DAY)
    asked = perform(sqlite_store, nominate, replace(OURS, nominated_on=day(LAST_DAY)), actor=nepal)
    set_today(FIRST_DAY)
    late = "begins on 2017-06-19, and the day before it was the last for missions"
    again = replace(OURS, nominated_on=day(FIRST_DAY))
    assert late in refusal(sqlite_store, nominate, again, actor=nepal)
    withdrawn = step(asked.reference, "withdrawn", FIRST_DAY, "Too late")
    assert late in refusal(sqlite_store, advance, withdrawn, actor=nepal)
    assert not requests(sqlite_store)[0].can_withdraw


@pytest.mark.parametrize("status", ["approved", "authorised", "settled", "offer_declined"])
def test_a_mission_takes_no_other_step(sqlite_store, nepal, status):
    asked = perform(sqlite_store, nominate, OURS, actor=nepal)
    said = refusal(sqlite_store, advance, step(asked.reference, status, TODAY, "x"), actor=nepal)
    assert "is not open to the role mission" in said
    for act, *args in ((take_back, asked.reference, "x"), (correct_nomination, OURS, "x")):
        assert "is not open to the role mission" in refusal(sqlite_store, act, *args, actor=nepal)


# The offices


@pytest.fixture
def offices(sqlite_store):
    return {
        role: an_account(sqlite_store, f"{role}@example.org", role, "")
        for role in (Role.SECRETARIAT, Role.TRAVEL)
    }


def test_the_secretariat_approves_and_the_travel_office_authorises(sqlite_store, offices):
    money_available(sqlite_store, {"1": "5000"})
    perform(sqlite_store, nominate, replace(OURS, reference="T-1"), actor=COMMAND_LINE)
    approved = step("T-1", "approved", "2017-05-25")
    authorised = step("T-1", "authorised", "2017-06-01", costs=CostsDraft("1000"))
    secretariat, travel = offices[Role.SECRETARIAT], offices[Role.TRAVEL]
    assert "not open to the role travel" in refusal(sqlite_store, advance, approved, actor=travel)
    said = refusal(sqlite_store, advance, authorised, actor=travel)
    assert said.startswith("Authorising what nobody approved: is not open to the role travel")
    perform(sqlite_store, advance, approved, actor=secretariat)
    said = refusal(sqlite_store, advance, authorised, actor=secretariat)
    assert said.startswith("The step authorised: is not open to the role secretariat")
    perform(sqlite_store, advance, authorised, actor=travel)
    back = (take_back, "T-1", "A reason")
    assert "not open to the role sec" in refusal(sqlite_store, *back, actor=secretariat)
    perform(sqlite_store, *back, actor=travel)
    assert "not open to the role travel" in refusal(sqlite_store, *back, actor=travel)
