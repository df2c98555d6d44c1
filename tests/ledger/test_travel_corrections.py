"""Steps taken back and booked again: the old ones stay, and the net effect is judged."""

import pytest
from sqlmodel import col, select

from tests.books import (
    a_nomination,
    a_step,
    an_authorised_trip,
    available,
    by_pool,
    day,
    entries,
    lines,
    money_available,
    perform,
    refusal,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger.travel import CostsDraft
from trustfund.ledger.trip_steps import StepDraft, correct_step, take_back
from trustfund.store.tables import TripStep


def steps(store) -> list[tuple[str, str, bool]]:
    """Status, day and whether it takes another back, of every step ever booked."""
    with store.reading() as session:
        found = session.exec(select(TripStep).order_by(col(TripStep.id))).all()
    return [(s.status.value, str(s.on_date), s.reverses is not None) for s in found]


def correct(store, trip: str, status: str, on: str, reason: str = "Misread", **other):
    return perform(store, correct_step, StepDraft(trip, status, day(on), reason=reason, **other))


def refused(store, trip: str, status: str, on: str, reason: str = "Misread", **other) -> str:
    return refusal(store, correct_step, StepDraft(trip, status, day(on), reason=reason, **other))


def test_a_step_taken_back_leaves_its_trace_and_gives_the_money_back(store):
    money_available(store, {"1": "2000", "unearmarked": "2000"})
    trip = an_authorised_trip(store, "3000")
    before = [entry.model_dump() for entry in entries(store)]
    receipt = perform(store, take_back, trip, "Authorised by mistake")
    assert "is nominated again" in receipt.sentence
    assert [entry.model_dump() for entry in entries(store)][: len(before)] == before
    taken_back = entries(store)[len(before) :]
    assert {(e.reason, str(e.value_date)) for e in taken_back} == {
        ("Authorised by mistake", "2017-06-01")
    }
    assert available(store) == {"1": 200_000, "unearmarked": 200_000}
    assert steps(store) == [
        ("nominated", "2017-05-20", False),
        ("authorised", "2017-06-01", False),
        ("authorised", "2017-06-01", True),
    ]
    a_step(store, trip, "authorised", "2017-06-02")
    assert sum(available(store).values()) == 100_000


def test_a_settlement_taken_back_is_an_obligation_again(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual="2500")
    perform(store, take_back, trip, "Settled the wrong trip")
    assert by_pool(store, K.EXPENDITURE) == {}
    assert by_pool(store, K.OBLIGATION, K.RELEASE) == {"1": 300_000}
    a_step(store, trip, "settled", "2017-07-01", actual="2600")
    assert available(store) == {"1": 240_000}


def test_steps_are_taken_back_one_by_one_down_to_the_nomination(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store)
    a_step(store, trip, "ticketed", "2017-06-05")
    for _ in range(2):
        perform(store, take_back, trip, "Wrong trip")
    assert available(store) == {"1": 500_000}
    said = refusal(store, take_back, trip, "Wrong trip")
    assert "is only nominated" in said


def a_settled_trip_and_a_later_one(store) -> tuple[str, str]:
    """Of 3,000 dollars one cost 1,000; the other holds 1,500 since the day after."""
    money_available(store, {"1": "3000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual="1000")
    later = {"event": "TS-4", "authorised_on": "2017-07-02", "country": "BTN"}
    return trip, an_authorised_trip(store, "1500", **later)


def test_a_settlement_is_not_taken_back_when_its_release_is_spent(store):
    trip, other = a_settled_trip_and_a_later_one(store)
    said = refusal(store, take_back, trip, "Settled the wrong trip")
    assert "Objective 1: would be overdrawn by USD 1,500.00" in said
    assert f"Take back the authorisation of these trips first: {other} (USD 1,500.00)." in said


def test_the_last_step_is_booked_again_with_another_day_and_cost(store):
    money_available(store, {"1": "2500", "unearmarked": "2500"})
    trip = an_authorised_trip(store, "3000")
    correct(store, trip, "authorised", "2017-06-03", costs=CostsDraft("1000"))
    assert steps(store)[1:] == [
        ("authorised", "2017-06-01", False),
        ("authorised", "2017-06-01", True),
        ("authorised", "2017-06-03", False),
    ]
    assert by_pool(store, K.OBLIGATION) == {"1": 100_000}
    assert lines(store, K.OBLIGATION)[-1].on == day("2017-06-03")


@pytest.mark.parametrize("status", ["settled", "cancelled_after_ticket", "no_show"])
def test_a_trip_that_cost_nothing_still_costs_nothing_on_another_day(store, status):
    money_available(store, {"1": "3000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, status, "2017-07-01", actual="0", reason="The host paid")
    correct(store, trip, status, "2017-07-02")
    assert by_pool(store, K.EXPENDITURE) == {}
    assert available(store) == {"1": 300_000}


def test_a_corrected_settlement_is_judged_on_its_net_effect(store):
    trip, _ = a_settled_trip_and_a_later_one(store)
    correct(store, trip, "settled", "2017-07-01", actual="1500")
    assert by_pool(store, K.EXPENDITURE) == {"1": 150_000}
    assert available(store) == {}


def test_a_corrected_settlement_that_would_overdraw_is_refused_and_names_a_trip(store):
    trip, other = a_settled_trip_and_a_later_one(store)
    said = refused(store, trip, "settled", "2017-07-01", actual="1500.01")
    assert "would be overdrawn by USD 0.01" in said
    assert f"Take back the authorisation of these trips first: {other} (USD 1,500.00)" in said


def test_only_the_last_step_is_corrected(sqlite_store):
    money_available(sqlite_store, {"1": "5000"})
    trip = an_authorised_trip(sqlite_store)
    a_step(sqlite_store, trip, "ticketed", "2017-06-05")
    said = refused(sqlite_store, trip, "authorised", "2017-06-02")
    assert "is not the last step, which is ticketed" in said
    only_nominated = a_nomination(sqlite_store, country="BTN")
    assert "is not the last step" in refused(
        sqlite_store, only_nominated, "nominated", "2017-05-21"
    )


def test_a_corrected_authorisation_obeys_the_rules_of_one(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store)
    assert "is not before TS-3 begins" in refused(store, trip, "authorised", "2017-06-19")
    assert "more than is available" in refused(
        store, trip, "authorised", "2017-05-21", costs=CostsDraft("5000.01")
    )
    correct(store, trip, "authorised", "2017-06-18", costs=CostsDraft("5000"))
