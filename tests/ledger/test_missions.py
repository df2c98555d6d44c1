"""A mission asks for seats for its own country, and withdraws what it asked for."""

from dataclasses import replace

import pytest

from tests.books import day, history, money_available, perform, refusal
from tests.people import acting, an_account
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger.books import read_books
from trustfund.ledger.event_changes import Decisions, change_event
from trustfund.ledger.events import EventDraft, add_event, as_draft, required
from trustfund.ledger.requests import Request, of_country
from trustfund.ledger.travel import CostsDraft, NominationDraft, correct_nomination, nominate
from trustfund.ledger.trip_steps import StepDraft, advance, take_back

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


@pytest.mark.parametrize(("status", "on"), [("withdrawn", "2017-05-19"), ("flown", "2030-01-01")])
@pytest.mark.parametrize("spelt", ["T-9", "t - 9"])
def test_a_mission_learns_of_no_trip_by_what_else_is_wrong(sqlite_store, nepal, spelt, status, on):
    asks = step(spelt, status, on, "x")
    none = refusal(sqlite_store, advance, asks, actor=nepal)
    perform(sqlite_store, nominate, THEIRS)
    assert refusal(sqlite_store, advance, asks, actor=nepal) == none


def test_a_mission_that_is_also_the_travel_office_asks_for_its_own_country_alone(sqlite_store):
    kenya = acting(Role.MISSION)
    office = replace(kenya, roles=kenya.roles | {Role.TRAVEL})
    draft = replace(OURS, nominated_on=day("2018-05-14"))
    said = refusal(sqlite_store, nominate, draft, actor=office)
    assert 'Country "NPL": is not the country of your mission. Ask for KEN.' in said
    perform(sqlite_store, nominate, replace(OURS, reference="T-1"))
    withdrawn = step("T-1", "withdrawn", "2017-05-25", "x")  # as the travel office, which may
    perform(sqlite_store, advance, withdrawn, actor=office)
    secretariat = replace(kenya, roles=kenya.roles | {Role.SECRETARIAT})
    perform(sqlite_store, nominate, OURS, actor=secretariat)


def test_a_mission_asks_for_no_seat_at_a_cancelled_event_and_may_withdraw_one(sqlite_store, nepal):
    perform(sqlite_store, nominate, replace(OURS, reference="T-1"), actor=COMMAND_LINE)
    with read_books(sqlite_store) as books:
        cancelled = replace(as_draft(required(books, "TS-3")), status="cancelled")
    perform(sqlite_store, change_event, cancelled, "No room", None, Decisions(seats="keep"))
    said = refusal(sqlite_store, nominate, OURS, actor=nepal)
    assert said == 'Event "TS-3": is cancelled. Nobody travels to it.'
    (request,) = requests(sqlite_store)
    assert request.status == "asked for, the event is cancelled"
    perform(sqlite_store, advance, step("T-1", "withdrawn", TODAY, "Cancelled"), actor=nepal)


def test_an_event_announced_as_a_month_is_open_until_it_has_begun(sqlite_store, nepal, set_today):
    month = EventDraft("M-1", "other", "A meeting", date_precision="month", announced="July 2017")
    month = replace(month, starts_on=day("2017-07-01"), ends_on=day("2017-07-31"))
    perform(sqlite_store, add_event, month)
    set_today("2017-07-10")
    asks = replace(OURS, event="M-1", nominated_on=day("2017-07-10"))
    perform(sqlite_store, nominate, asks, actor=nepal)
    (request,) = requests(sqlite_store)
    assert request.status == "asked for, the secretariat decides before July 2017"
    assert request.can_withdraw
    set_today("2017-08-01")
    (request,) = requests(sqlite_store)
    assert (request.status, request.can_withdraw) == ("asked for, the event has begun", False)
    said = refusal(
        sqlite_store, nominate, replace(asks, nominated_on=day("2017-08-01")), actor=nepal
    )
    assert 'Event "M-1": has begun, and missions ask and withdraw before' in said


def test_a_mission_is_not_told_who_changed_its_request_meanwhile(sqlite_store, nepal):
    asked = perform(sqlite_store, nominate, OURS, actor=nepal).reference
    (request,) = requests(sqlite_store)
    officer = acting(Role.SECRETARIAT, "officer@example.org")
    perform(sqlite_store, advance, step(asked, "under_review", TODAY), actor=officer)
    late = (step(asked, "withdrawn", TODAY, "x"), request.version)
    assert refusal(sqlite_store, advance, *late, actor=nepal) == (
        f'This record "{asked}": was changed meanwhile by your mission or by the offices of the '
        "fund. Look at the new values, then make your change again."
    )
    assert "by officer@example.org at" in refusal(sqlite_store, advance, *late)


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


def test_a_trip_that_ended_reserves_money_again_by_the_travel_office_alone(
    sqlite_store, nepal, offices
):
    money_available(sqlite_store, {"1": "5000"})
    perform(sqlite_store, nominate, replace(OURS, reference="T-1"))
    perform(sqlite_store, advance, step("T-1", "authorised", TODAY, costs=CostsDraft("1000")))
    perform(sqlite_store, advance, step("T-1", "withdrawn", TODAY, "Ill"), actor=nepal)
    back = (take_back, "T-1", "Well again")
    said = refusal(sqlite_store, *back, actor=offices[Role.SECRETARIAT])
    assert said.startswith("Making a trip authorised again: is not open to the role secretariat.")
    done = perform(sqlite_store, *back, actor=offices[Role.TRAVEL])
    assert "is authorised again" in done.sentence


def test_the_travel_office_does_not_bring_an_approval_back(sqlite_store, offices):
    perform(sqlite_store, nominate, replace(OURS, reference="T-1"))
    perform(sqlite_store, advance, step("T-1", "approved", "2017-05-25"))
    perform(sqlite_store, advance, step("T-1", "offer_declined", "2017-05-26", "No time"))
    back = (take_back, "T-1", "Time after all")
    said = refusal(sqlite_store, *back, actor=offices[Role.TRAVEL])
    assert said.startswith("Making a trip approved again: is not open to the role travel.")
    perform(sqlite_store, *back, actor=offices[Role.SECRETARIAT])
