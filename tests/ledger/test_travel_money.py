"""What pays for travel: objective 1, then un-earmarked money, and nothing else."""

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_step,
    an_authorised_trip,
    available,
    by_pool,
    day,
    lines,
    money_available,
    perform,
    refusal,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger.terms import TermsDraft, change_terms
from trustfund.ledger.travel import CostsDraft
from trustfund.ledger.trip_steps import StepDraft, advance


def refused(store, trip: str, status: str, on: str, **other) -> str:
    return refusal(store, advance, StepDraft(trip, status, day(on), **other))


def test_an_authorised_trip_obligates_its_estimate(store):
    money_available(store, {"1": "5000"})
    costs = CostsDraft("1,000", "800", "150", "50.25")
    trip = a_nomination(store)
    receipt = a_step(store, trip, "authorised", "2017-06-01", costs=costs)
    assert "USD 2,000.25 is obligated." in receipt.sentence
    assert lines(store, K.OBLIGATION) == [("obligation", day("2017-06-01"), "1", 200_025, 200_025)]
    assert available(store) == {"1": 299_975}


def test_travel_draws_on_objective_1_first_then_on_unearmarked_money(store):
    money_available(store, {"1": "5000", "unearmarked": "2000"})
    an_authorised_trip(store, "4000")
    assert by_pool(store, K.OBLIGATION) == {"1": 400_000}
    an_authorised_trip(store, "1500", country="BTN")
    assert by_pool(store, K.OBLIGATION) == {"1": 500_000, "unearmarked": 50_000}
    an_authorised_trip(store, "1500", country="TUV")
    assert available(store) == {}


def test_travel_never_draws_on_the_other_objectives(store):
    money_available(store, {"2": "50000", "3": "50000"})
    trip = a_nomination(store, "0.01")
    assert "is USD 0.01 more than is available" in refused(store, trip, "authorised", "2017-06-01")
    money_available(store, {"1": "1000", "unearmarked": "1000"})
    an_authorised_trip(store, "2000", country="BTN")
    assert available(store) == {"2": 5_000_000, "3": 5_000_000}


def test_more_than_is_available_is_refused_and_the_message_says_what_is_where(store):
    money_available(store, {"1": "1000", "unearmarked": "500.50", "2": "9999"})
    trip = a_nomination(store, "1500.51")
    said = refused(store, trip, "authorised", "2017-06-01")
    assert said.startswith(
        'Cost "USD 1,500.51": is USD 0.01 more than is available for travel from 2017-06-01 on: '
        "USD 1,000.00 in objective 1 and USD 500.50 un-earmarked; other objectives do not pay for "
        "travel."
    )
    a_step(store, trip, "authorised", "2017-06-01", costs=CostsDraft("1500.50"))


def test_the_agents_fee_is_not_available(store):
    a_deposit(store, a_commitment(store, "1000", earmark="1"), "1000")
    trip = a_nomination(store, "990.01")
    assert "is USD 0.01 more" in refused(store, trip, "authorised", "2017-06-01")
    a_step(store, trip, "authorised", "2017-06-01", costs=CostsDraft("990"))


def test_money_that_arrives_later_pays_for_nothing_earlier(store):
    money_available(store, {"1": "1000"}, since="2017-06-02")
    trip = a_nomination(store, "1000")
    assert "USD 0.00 in objective 1" in refused(store, trip, "authorised", "2017-06-01")
    a_step(store, trip, "authorised", "2017-06-02")


def test_an_earlier_act_is_tested_against_the_lowest_balance_from_its_day_on(store):
    money_available(store, {"1": "1000"}, since="2017-05-15")
    an_authorised_trip(store, "800", authorised_on="2017-06-10")
    money_available(store, {"1": "5000"}, since="2017-06-15")
    trip = a_nomination(store, "201")
    said = refused(store, trip, "authorised", "2017-06-01")
    assert "is USD 1.00 more than is available for travel from 2017-06-01 on" in said
    assert "USD 200.00 in objective 1" in said
    a_step(store, trip, "authorised", "2017-06-15")


def test_settling_spends_the_actual_cost_and_releases_the_rest(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "3000")
    receipt = a_step(store, trip, "settled", "2017-07-01", actual="2,750.40")
    assert "USD 2,750.40 is spent, USD 249.60 is available again." in receipt.sentence
    assert by_pool(store, K.OBLIGATION, K.RELEASE) == {}
    assert by_pool(store, K.EXPENDITURE) == {"1": 275_040}
    assert available(store) == {"1": 224_960}


def test_settling_without_an_amount_spends_the_estimate(store):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store)
    costs = CostsDraft(ticket="1000", dsa="800", terminal="100", other="50")
    a_step(store, trip, "authorised", "2017-06-01", costs=costs)
    receipt = a_step(store, trip, "settled", "2017-07-01")
    assert receipt.sentence.endswith("settled on 2017-07-01. USD 1,950.00 is spent.")
    assert by_pool(store, K.EXPENDITURE) == {"1": 195_000}


@pytest.mark.parametrize(
    ("actual", "spent"),
    [
        ("2500", {"1": 200_000, "unearmarked": 50_000}),
        ("2000", {"1": 200_000}),
        ("1500", {"1": 150_000}),
        ("0", {}),
    ],
)
def test_unearmarked_money_is_given_back_first(store, actual, spent):
    money_available(store, {"1": "2000", "unearmarked": "2000"})
    trip = an_authorised_trip(store, "3000")
    assert by_pool(store, K.OBLIGATION) == {"1": 200_000, "unearmarked": 100_000}
    a_step(store, trip, "settled", "2017-07-01", actual=actual)
    assert by_pool(store, K.EXPENDITURE) == spent
    assert sum(available(store).values()) == 400_000 - sum(spent.values())


def test_what_a_trip_holds_pays_for_it_before_anything_new(store):
    money_available(store, {"1": "2000", "unearmarked": "1000"})
    trip = an_authorised_trip(store, "3000")
    money_available(store, {"1": "9000"}, since="2017-06-15")
    a_step(store, trip, "settled", "2017-07-01", actual="3000")
    assert by_pool(store, K.EXPENDITURE) == {"1": 200_000, "unearmarked": 100_000}
    assert available(store) == {"1": 900_000}


def test_settling_above_the_obligation_draws_the_excess_in_the_same_order(store):
    money_available(store, {"1": "3100", "unearmarked": "500"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual="3300")
    assert by_pool(store, K.EXPENDITURE) == {"1": 310_000, "unearmarked": 20_000}
    assert available(store) == {"unearmarked": 30_000}


def test_settling_above_all_that_is_available_is_refused_naming_the_shortfall(store):
    money_available(store, {"1": "3100", "unearmarked": "500", "3": "9999"})
    trip = an_authorised_trip(store, "3000")
    said = refused(store, trip, "settled", "2017-07-01", actual="3600.01")
    assert "is USD 0.01 more than is available" in said
    assert "USD 100.00 in objective 1 and USD 500.00 un-earmarked" in said
    a_step(store, trip, "settled", "2017-07-01", actual="3600")


@pytest.mark.parametrize("status", ["approved", "ticketed", "travelled", "claimed"])
def test_an_actual_cost_belongs_to_the_settlement(sqlite_store, status):
    money_available(sqlite_store, {"1": "5000"})
    trip = a_nomination(sqlite_store)
    if status != "approved":
        a_step(sqlite_store, trip, "authorised", "2017-06-01")
    said = refused(sqlite_store, trip, status, "2017-06-19", actual="5")
    assert "Leave it blank until the trip is settled" in said
    entries = len(lines(sqlite_store))
    a_step(sqlite_store, trip, status, "2017-06-19")
    assert len(lines(sqlite_store)) == entries


@pytest.mark.parametrize(
    ("status", "actual", "cost"),
    [
        ("cancelled_after_ticket", "", 120_000),
        ("cancelled_after_ticket", "300", 30_000),
        ("cancelled_after_ticket", "0", 0),
        ("no_show", "", 120_000),
        ("replaced", "", 0),
        ("replaced", "75", 7_500),
    ],
)
def test_a_cancellation_keeps_its_sunk_cost(store, status, actual, cost):
    money_available(store, {"1": "2000", "unearmarked": "500"})
    trip = a_nomination(store)
    costs = CostsDraft(ticket="1200", dsa="1000", terminal="100")
    a_step(store, trip, "authorised", "2017-06-01", costs=costs)
    a_step(store, trip, "ticketed", "2017-06-05")
    a_step(store, trip, status, "2017-06-19", actual=actual, reason="Ill")
    assert by_pool(store, K.OBLIGATION, K.RELEASE) == {}
    assert sum(by_pool(store, K.EXPENDITURE).values()) == cost
    assert sum(available(store).values()) == 250_000 - cost


def test_a_withdrawal_before_the_ticket_costs_nothing(store):
    money_available(store, {"1": "2000", "unearmarked": "2000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "withdrawn", "2017-06-05", reason="Ill")
    assert by_pool(store, K.EXPENDITURE) == {}
    assert available(store) == {"1": 200_000, "unearmarked": 200_000}


def test_a_nomination_that_ends_moves_no_money_and_says_nothing_of_it(sqlite_store):
    trip = a_nomination(sqlite_store)
    receipt = a_step(sqlite_store, trip, "withdrawn", "2017-05-21", reason="Ill")
    assert receipt.sentence == f"Trip {trip} (NPL, TS-3): withdrawn on 2017-05-21."
    assert lines(sqlite_store) == []


def test_the_indirect_cost_is_obligated_and_spent_with_the_trip(store):
    terms = TermsDraft("MCS00", "A fund", day("2017-04-03"), day("2018-12-31"), "1", "7", "IOM")
    perform(store, change_terms, terms, "The agreement of 2017")
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "1000.50")
    assert by_pool(store, K.OBLIGATION) == {"1": 107_054}  # 1,000.50 and 70.035
    a_step(store, trip, "settled", "2017-07-01", actual="500")
    assert by_pool(store, K.EXPENDITURE) == {"1": 53_500}


def test_released_money_pays_for_the_next_trip(store):
    money_available(store, {"1": "3000"})
    trip, waiting = an_authorised_trip(store, "3000"), a_nomination(store, "1000", country="BTN")
    assert "more than is available" in refused(store, waiting, "authorised", "2017-06-10")
    a_step(store, trip, "withdrawn", "2017-06-09", reason="Ill")
    a_step(store, waiting, "authorised", "2017-06-10")
    assert available(store) == {"1": 200_000}


def test_a_draw_does_not_take_what_a_later_trip_already_holds(store):
    money_available(store, {"1": "3000", "unearmarked": "3000"})
    an_authorised_trip(store, "2500", authorised_on="2017-06-10")
    an_authorised_trip(store, "1000", country="BTN", authorised_on="2017-06-01")
    assert available(store) == {"unearmarked": 250_000}
    perform(
        store,
        advance,
        StepDraft(an_authorised_trip(store, "2500", country="TUV"), "travelled", day("2017-06-18")),
    )
    assert available(store) == {}
