"""The fund's own terms: changed by an administrator, with a reason, never for what is booked."""

from dataclasses import replace
from datetime import date
from typing import Any

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
    entries,
    history,
    money_available,
    perform,
    recorded_on,
    refusal,
)
from tests.reading import view
from trustfund.domain.fund_terms import TermsDraft, as_draft
from trustfund.domain.kinds import EntryKind
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.overview import overview
from trustfund.ledger.books import read_books
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.ledger.deposits import DepositDraft, correct_deposit
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.ledger.objectives import ObjectiveDraft, change_objective
from trustfund.ledger.terms import change_terms
from trustfund.ledger.travel import NominationDraft, nominate
from trustfund.store.engine import Store
from trustfund.store.tables import Fund

NEW = TermsDraft(
    "ABC01", "Another fund", date(2020, 1, 1), date(2030, 12, 31), "0.75", "7", "An agency"
)


def test_a_fund_of_ones_own_has_its_own_name_term_and_charges(store: Store) -> None:
    perform(store, change_terms, NEW, "Terms of reference of 2020")
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
    assert (fund.code, fund.starts_on.year, fund.ends_on.year) == ("ABC01", 2020, 2030)
    assert (fund.agent_fee_basis_points, fund.indirect_cost_basis_points) == (75, 700)
    commitment = a_commitment(store, "1000")
    assert commitment == "ABC01-C-0001"
    assert a_deposit(store, commitment, "500") == "ABC01-D-0001"


def new_terms(store: Store, **changed: Any) -> None:
    """The terms as they are but for what is named here."""
    with read_books(store) as books:
        now = as_draft(books.fund, books.terms[-1])
    perform(store, change_terms, replace(now, **changed), "Agreed by the board")


def refused_terms(store: Store, **changed: Any) -> str:
    with read_books(store) as books:
        now = as_draft(books.fund, books.terms[-1])
    return refusal(store, change_terms, replace(now, **changed), "Agreed by the board")


def surplus(objective: str, amount: str = "100") -> MovementDraft:
    return MovementDraft("surplus_release", day("2017-06-01"), amount, objective, note="Not needed")


# From a day on


def test_a_fee_holds_from_its_day_on_and_a_deposit_before_it_keeps_the_one_before(sqlite_store):
    commitment = a_commitment(sqlite_store)
    new_terms(sqlite_store, agent_fee="2", in_force_from=day("2018-01-01"))
    a_deposit(sqlite_store, commitment, "1000", value_date="2017-12-31")
    a_deposit(sqlite_store, commitment, "1000", value_date="2018-01-01")
    fees = [entry.amount for entry in entries(sqlite_store) if entry.kind is EntryKind.AGENT_FEE]
    assert fees == [1_000, 2_000]


def test_a_deposit_is_corrected_by_the_terms_it_was_booked_by(sqlite_store):
    commitment = a_commitment(sqlite_store)
    deposit = a_deposit(sqlite_store, commitment, "1000", value_date="2018-02-01")
    new_terms(sqlite_store, agent_fee="2", in_force_from=day("2018-01-01"))
    draft = DepositDraft(commitment, day("2018-02-01"), "USD", "3000", reference=deposit)
    perform(sqlite_store, correct_deposit, draft, "Read wrongly")
    assert by_pool(sqlite_store, EntryKind.AGENT_FEE) == {"unearmarked": 3_000}


def test_a_past_report_keeps_the_terms_that_were_known_then(sqlite_store):
    with recorded_on("2018-06-01"):
        money_available(sqlite_store, {"1": "100", "3": "40", "unearmarked": "7"})
    with recorded_on("2018-06-10"):
        new_terms(sqlite_store, travel_pools="3;unearmarked", in_force_from=day("2018-06-05"))
    now = overview(view(sqlite_store, "as_of=2018-06-30"))
    assert (now.left_for_travel, now.left_for_others) == (4_700, 10_000)
    before = overview(view(sqlite_store, "as_of=2018-06-04"))
    assert (before.left_for_travel, before.left_for_others) == (10_700, 4_000)
    as_known = overview(view(sqlite_store, "as_of=2018-06-30&known_at=2018-06-09"))
    assert (as_known.left_for_travel, as_known.left_for_others) == (10_700, 4_000)


def test_a_word_that_is_changed_later_brings_no_charge_forward(sqlite_store):
    """Terms of 2019 were agreed; whoever then corrects a text leaves their day as it is."""
    commitment = a_commitment(sqlite_store)
    new_terms(sqlite_store, agent_fee="2", in_force_from=day("2019-01-01"))
    new_terms(sqlite_store, contact="The secretariat of the fund")
    a_deposit(sqlite_store, commitment, "1000", value_date="2018-02-01")
    assert by_pool(sqlite_store, EntryKind.AGENT_FEE) == {"unearmarked": 1_000}


# What pays for travel


def test_travel_draws_on_the_money_that_the_terms_name_in_their_order(sqlite_store):
    new_terms(sqlite_store, travel_pools="unearmarked;3")
    money_available(sqlite_store, {"1": "5000", "3": "5000", "unearmarked": "1000"})
    an_authorised_trip(sqlite_store, "3000")
    assert available(sqlite_store) == {"1": 500_000, "3": 300_000}
    said = refusal(
        sqlite_store, a_step_of, a_nomination(sqlite_store, "4000", country="AFG"), "authorised"
    )
    assert "USD 0.00 un-earmarked and USD 3,000.00 in objective 3" in said


def a_step_of(books, trip: str, status: str):
    from trustfund.ledger.trip_steps import StepDraft, advance

    return advance(books, StepDraft(trip, status, day("2017-06-01")))


def test_a_trip_settles_from_what_earlier_terms_reserved_for_it(sqlite_store):
    money_available(sqlite_store, {"1": "3000", "unearmarked": "1000"})
    trip = an_authorised_trip(sqlite_store, "3000")
    new_terms(sqlite_store, travel_pools="unearmarked", surplus="")
    a_step(sqlite_store, trip, "settled", "2017-07-10", actual="3500")
    assert by_pool(sqlite_store, EntryKind.EXPENDITURE) == {"1": 300_000, "unearmarked": 50_000}


def test_money_of_the_travel_objective_is_that_of_whichever_objective_paid(sqlite_store):
    new_terms(sqlite_store, travel_pools="3;unearmarked")
    money_available(sqlite_store, {"3": "1000", "unearmarked": "2500"})
    an_authorised_trip(sqlite_store, "3000")
    (trip,) = BY_NAME["travel"].rows(view(sqlite_store))
    assert (trip["objective_1_usd"], trip["unearmarked_usd"]) == (100_000, 200_000)


# A surplus


def test_where_two_ways_are_open_a_surplus_says_which(sqlite_store):
    new_terms(sqlite_store, surplus="1>2;1>3")
    money_available(sqlite_store, {"1": "500"})
    said = refusal(sqlite_store, record_movement, surplus("1"))
    assert 'Objective "1": may be several. Use 1>2, 1>3.' in said
    perform(sqlite_store, record_movement, surplus("1>3"))
    assert available(sqlite_store) == {"1": 40_000, "3": 10_000}
    (row,) = BY_NAME["movements"].rows(view(sqlite_store))
    assert row["objective"] == "1>3"


def test_a_surplus_goes_nowhere_where_the_terms_know_none(sqlite_store):
    new_terms(sqlite_store, surplus="")
    money_available(sqlite_store, {"1": "500"})
    said = refusal(sqlite_store, record_movement, surplus("1"))
    assert "The terms of this fund know no surplus that may be used for something else." in said


# Who gives, and who travels


def test_a_fund_of_states_alone_refuses_a_foundation_in_its_own_words(sqlite_store):
    new_terms(sqlite_store, contributors="member_state: States Parties")
    foundation = ContributorDraft("A foundation", "philanthropic_organization")
    said = refusal(sqlite_store, record_contributor, foundation)
    assert "The fund receives contributions from States Parties, and from nobody else." in said


@pytest.mark.parametrize(
    ("classes", "country", "is_eligible"),
    [
        ("developing", "MEX", True),
        ("ldc;sids", "MEX", False),
        ("ldc;sids", "NPL", True),
        ("ldc;sids", "JAM", True),
        ("lldc", "JAM", False),
        ("", "NPL", False),
    ],
)
def test_the_classes_of_the_terms_say_who_is_eligible(sqlite_store, classes, country, is_eligible):
    new_terms(sqlite_store, eligible=classes)
    draft = NominationDraft("TS-3", country, day("2017-05-20"))
    if is_eligible:
        perform(sqlite_store, nominate, draft)
    else:
        assert "is not eligible on 2017-06-19" in refusal(sqlite_store, nominate, draft)


def test_where_no_class_is_eligible_a_decision_says_who_is(sqlite_store):
    new_terms(sqlite_store, eligible="")
    perform(sqlite_store, decide_eligibility, "NPL", day("2017-05-01"), True, "On the list")
    perform(sqlite_store, nominate, NominationDraft("TS-3", "NPL", day("2017-05-20")))
    assert view(sqlite_store).eligible_at("TS-3") == {"NPL"}


# Objectives


def test_an_objective_is_added_and_takes_money(sqlite_store):
    perform(sqlite_store, change_objective, ObjectiveDraft("4", "Fellowships"), "A new window")
    money_available(sqlite_store, {"4": "500"})
    assert available(sqlite_store) == {"4": 50_000}
    assert view(sqlite_store).frames.objectives["4"] == "Fellowships"


def test_a_retired_objective_takes_no_new_money_and_its_name_stays(sqlite_store):
    retired = ObjectiveDraft("3", "Operational costs", retired="true")
    perform(sqlite_store, change_objective, retired, "No longer needed")
    said = refusal(
        sqlite_store, record_movement, MovementDraft("interest", day("2017-06-01"), "9", "3")
    )
    assert "is not an objective of the fund" in said
    assert view(sqlite_store).frames.objectives["3"] == "Operational costs"


@pytest.mark.parametrize(
    ("code", "why"), [("1", "is named in the terms"), ("3", "still has money")]
)
def test_an_objective_in_use_is_not_retired(sqlite_store, code, why):
    money_available(sqlite_store, {"3": "500"})
    draft = ObjectiveDraft(code, "A title", retired="true")
    assert why in refusal(sqlite_store, change_objective, draft, "No longer needed")


# What is refused


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("travel_pools", "", "Money that pays for travel: is missing. Name at least one of"),
        ("travel_pools", "7", '"7": is not an objective in use. Use unearmarked, 1, 2, 3.'),
        ("travel_pools", "1;1", '"1": is named twice. Name it once.'),
        ("surplus", "1", '"1": does not say from where to where. Write the two as in 1>2'),
        ("surplus", "1>1", '"1>1": does not say from where to where.'),
        ("surplus", "1>9", '"9": is not an objective in use.'),
        ("contributors", "", "Who may contribute: is missing. Name at least one of member_state"),
        ("contributors", "company: Companies", '"company": is not one of the four kinds.'),
        ("eligible", "rich", '"rich": is not a class of countries. Use developing, ldc, lldc'),
        ("phases", "I", '"I": does not say what the phase is.'),
    ],
)
def test_terms_that_cannot_be_are_refused_with_what_to_write(sqlite_store, field, typed, said):
    assert said in refused_terms(sqlite_store, **{field: typed})


def test_a_fund_without_a_last_day_warns_of_no_act_after_it(sqlite_store, set_today):
    set_today("2026-11-29")
    charge = MovementDraft("interest", day("2026-11-02"), "9")
    done = perform(sqlite_store, record_movement, charge)
    assert "lies outside the fund's term, 2017-04-03 to 2018-12-31." in done.warnings[0]
    new_terms(sqlite_store, ends_on=None)
    assert perform(sqlite_store, record_movement, charge).warnings == ()


def test_history_has_the_reason_of_each_version(sqlite_store):
    new_terms(sqlite_store, legal_basis="Resolution 72/1")
    line = history(sqlite_store)[-1]
    assert (line.act, line.reason) == ("terms_changed", "Agreed by the board")
    with read_books(sqlite_store) as books:
        first, second = books.terms
    assert (first.act_id, second.act_id, second.legal_basis) == (0, line.id, "Resolution 72/1")
