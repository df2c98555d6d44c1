"""A trip from nomination to the end: who may travel, in which order, and when it is authorised."""

import pytest
from sqlmodel import select

from tests.books import (
    a_nomination,
    a_step,
    an_authorised_trip,
    day,
    history,
    lines,
    money_available,
    perform,
    refusal,
)
from trustfund.domain.travel import NEXT_STEPS, REASON_NEEDED, TripStatus
from trustfund.ledger import travel
from trustfund.ledger.books import read_books
from trustfund.ledger.event_changes import Decisions, change_event
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate
from trustfund.ledger.trip_steps import StepDraft, advance
from trustfund.store.tables import Trip

HOSTED_IN_NEPAL = EventDraft(
    "HOST",
    "other",
    "A meeting in Kathmandu",
    country="NPL",
    starts_on=day("2017-07-03"),
    ends_on=day("2017-07-04"),
)


def steps(store, trip: str) -> list[tuple[str, str]]:
    with read_books(store) as books:
        found = travel.live_steps(books, travel.required(books, trip))
    return [(step.status.value, str(step.on_date)) for step in found]


def step_refused(store, trip: str, status: str, on: str = "2017-07-01", **other) -> str:
    return refusal(store, advance, StepDraft(trip, status, day(on), **other))


def test_a_nomination_reserves_nothing(store):
    trip = a_nomination(store, "3000")
    assert steps(store, trip) == [("nominated", "2017-05-20")]
    assert lines(store) == []


def test_a_nomination_keeps_what_was_typed(sqlite_store):
    draft = NominationDraft(
        "TS-3",
        " npl ",
        day("2017-05-20"),
        "expert",
        "F",
        " A. Person ",
        "NV-1",
        CostsDraft("1,200", "800.50", "", "0"),
        reference="T-1",
    )
    receipt = perform(sqlite_store, nominate, draft)
    assert receipt.sentence == "Trip T-1: a delegate of Nepal is nominated for TS-3."
    with sqlite_store.reading() as session:
        trip = session.exec(select(Trip)).one()
    assert (trip.country, trip.role, trip.gender, trip.name) == ("NPL", "expert", "F", "A. Person")
    assert (trip.ticket, trip.dsa, trip.terminal, trip.other) == (120_000, 80_050, 0, 0)


def test_a_persons_name_never_reaches_history(store):
    money_available(store, {"1": "5000"})
    draft = NominationDraft("TS-3", "NPL", day("2017-05-20"), name="Arjuna", note_verbale="NV-17")
    trip = perform(store, nominate, draft).reference
    a_step(store, trip, "authorised", "2017-06-01", costs=CostsDraft("100"))
    for line in history(store):
        assert "Arjuna" not in str(line.model_dump())
        assert "NV-17" not in str(line.model_dump())


@pytest.mark.parametrize("on", ["2017-06-19", "2017-06-20", "2017-07-01"])
def test_an_authorisation_on_or_after_the_first_day_is_refused(store, on):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store)
    said = step_refused(store, trip, "authorised", on)
    assert f'Authorised on "{on}": is not before TS-3 begins, 2017-06-19' in said


def test_an_authorisation_typed_after_the_event_counts_by_its_own_day(store, set_today):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store)
    set_today("2018-07-16")
    a_step(store, trip, "authorised", "2017-06-18")
    assert steps(store, trip)[-1] == ("authorised", "2017-06-18")
    assert history(store)[-1].at.year >= 2024


def test_nothing_is_authorised_without_an_estimate(store):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store, cost="")
    assert "Estimate: is missing" in step_refused(store, trip, "authorised", "2017-06-01")
    a_step(store, trip, "authorised", "2017-06-01", costs=CostsDraft("100"))
    assert lines(store)[-1].usd == 10_000


@pytest.mark.parametrize(
    "status", [s for s in TripStatus if s not in NEXT_STEPS[TripStatus.TICKETED]]
)
def test_a_ticketed_trip_goes_nowhere_it_may_not(sqlite_store, status):
    money_available(sqlite_store, {"1": "5000"})
    trip = an_authorised_trip(sqlite_store)
    a_step(sqlite_store, trip, "ticketed", "2017-06-05")
    said = step_refused(sqlite_store, trip, status, reason="A reason")
    assert "cannot follow ticketed" in said
    assert "What can follow is travelled, claimed, settled" in said


def test_a_settled_trip_has_ended(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store)
    a_step(store, trip, "settled", "2017-06-30")
    said = step_refused(store, trip, "settled", "2017-07-01")
    assert "cannot follow settled" in said
    assert "take its last step back" in said


def test_a_step_is_not_before_the_one_it_follows(store):
    trip = a_nomination(store, nominated_on="2017-05-20")
    said = step_refused(store, trip, "approved", "2017-05-19")
    assert "is before the step it follows, nominated on 2017-05-20" in said
    a_step(store, trip, "approved", "2017-05-20")


@pytest.mark.parametrize("status", ["claimed", "settled", "no_show"])
def test_nothing_is_claimed_settled_or_missed_before_the_event(sqlite_store, status):
    money_available(sqlite_store, {"1": "5000"})
    trip = an_authorised_trip(sqlite_store)
    said = step_refused(sqlite_store, trip, status, "2017-06-18", reason="A reason")
    assert "is before TS-3 begins, 2017-06-19" in said
    a_step(sqlite_store, trip, status, "2017-06-19", reason="A reason")


@pytest.mark.parametrize("status", ["authorised", "claimed"])
def test_a_step_without_a_day_is_refused_for_that_alone(sqlite_store, status):
    money_available(sqlite_store, {"1": "5000"})
    trip = a_nomination(sqlite_store)
    if status == "claimed":
        a_step(sqlite_store, trip, "authorised", "2017-06-01")
    said = refusal(sqlite_store, advance, StepDraft(trip, status, None))
    assert said == f"{status.capitalize()} on: is missing. Give the day."


def test_an_event_that_lost_its_date_stops_authorisations_and_no_settlement(sqlite_store):
    money_available(sqlite_store, {"1": "5000"})
    waiting, trip = a_nomination(sqlite_store), an_authorised_trip(sqlite_store, "1000")
    draft = EventDraft("TS-3", "thematic_session", "Postponed", date_precision="none")
    kept = Decisions(seats="keep")
    perform(sqlite_store, change_event, draft, "The building is closed", None, kept)
    said = step_refused(sqlite_store, waiting, "authorised", "2017-06-01")
    assert "has no date yet, so eligibility cannot be judged" in said
    a_step(sqlite_store, trip, "no_show", "2017-06-05", reason="Postponed")


@pytest.mark.parametrize("status", sorted(REASON_NEEDED))
def test_every_exit_says_why(sqlite_store, status):
    money_available(sqlite_store, {"1": "5000"})
    before_money = status in NEXT_STEPS[TripStatus.NOMINATED]
    trip = a_nomination(sqlite_store) if before_money else an_authorised_trip(sqlite_store)
    assert "Reason: is missing" in step_refused(sqlite_store, trip, status, reason=" ")
    a_step(sqlite_store, trip, status, "2017-07-01", reason="A visa was refused")
    assert history(sqlite_store)[-1].reason == "A visa was refused"


# Least developed countries come first


def test_a_seat_before_a_waiting_ldc_needs_a_reason(store):
    money_available(store, {"unearmarked": "9000"})
    a_nomination(store, country="NPL")  # an LDC, which waits
    fiji = a_nomination(store, country="FJI")
    said = refusal(store, advance, StepDraft(fiji, "authorised", day("2017-06-01")))
    assert said == (
        "Reason: is missing: Nepal waits for a first seat at TS-3. "
        "Least developed countries come first: give the reason why this seat does."
    )
    a_step(store, fiji, "authorised", "2017-06-01", reason="Nepal has not named anybody yet")
    assert history(store)[-1].reason == "Nepal has not named anybody yet"


def test_the_host_of_an_event_gives_a_reason_though_it_is_an_ldc(store):
    money_available(store, {"unearmarked": "9000"})
    perform(store, add_event, HOSTED_IN_NEPAL)
    a_nomination(store, country="BTN", event="HOST")
    nepal = a_nomination(store, country="NPL", event="HOST")
    said = refusal(store, advance, StepDraft(nepal, "authorised", day("2017-06-01")))
    assert "Bhutan waits for a first seat at HOST" in said


@pytest.mark.parametrize(
    ("country", "status"),
    [("NPL", "declined"), ("NPL", "approved"), ("KEN", ""), ("NPL", "authorised")],
)
def test_no_reason_is_asked_for_where_no_ldc_waits(store, country, status):
    """Declined, approved, with a seat, or no LDC: nobody is passed over."""
    money_available(store, {"unearmarked": "9000"})
    other = a_nomination(store, country=country)
    if status:
        a_step(store, other, status, "2017-05-25", reason="As decided")
    fiji = a_nomination(store, country="FJI")
    a_step(store, fiji, "authorised", "2017-06-01")


def test_an_ldc_may_come_before_another_without_a_reason(store):
    money_available(store, {"unearmarked": "9000"})
    a_nomination(store, country="BTN")
    a_step(store, a_nomination(store, country="NPL"), "authorised", "2017-06-01")
