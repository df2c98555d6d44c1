"""Interest, charges, transfers, refunds: what each does to the pools and to the agent's balance."""

from dataclasses import replace

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    an_authorised_trip,
    available,
    by_pool,
    day,
    history,
    lines,
    money_available,
    perform,
    refusal,
    with_agent,
)
from trustfund.domain.kinds import EntryKind, MovementKind
from trustfund.ledger.books import read_books
from trustfund.ledger.deposits import as_draft as deposit_draft
from trustfund.ledger.deposits import correct_deposit, reverse_deposit
from trustfund.ledger.deposits import required as deposit
from trustfund.ledger.movements import (
    MovementDraft,
    correct_movement,
    record_movement,
    reverse_movement,
)

IOM = "International Organization for Migration"


def a_movement(kind, usd_amount, on="2017-06-01", **other) -> MovementDraft:
    if kind in {"transfer_to_organization", "refund_from_organization"} or "organization_" in kind:
        other.setdefault("organization", IOM)
    if kind == "surplus_release":
        other.setdefault("note", "All who asked have a seat")
    return MovementDraft(kind, day(on), usd_amount, **other)


def moved(store, kind, usd_amount, on="2017-06-01", **other) -> str:
    return perform(store, record_movement, a_movement(kind, usd_amount, on, **other)).reference


def test_money_taken_from_travel_needs_a_reason(store):
    money_available(store, {"1": "1000"})
    said = refusal(store, record_movement, a_movement("surplus_release", "200", note=""))
    assert "Note: is missing. Say why this money is not needed for travel." in said


@pytest.mark.parametrize(
    ("kind", "available_cents", "agent_cents"),
    [
        ("interest", 110_000, 110_000),
        ("other_income", 110_000, 110_000),
        ("organization_interest", 110_000, 110_000),
        ("bank_charge", 90_000, 90_000),
        ("direct_cost", 90_000, 90_000),
        ("transfer_to_fund", 90_000, 90_000),
        ("organization_expenditure", 90_000, 100_000),
        ("transfer_to_organization", 100_000, 90_000),
        ("refund_from_organization", 100_000, 110_000),
    ],
)
def test_a_movement_of_100_dollars_on_1000(store, kind, available_cents, agent_cents):
    money_available(store, {"unearmarked": "1000"})
    moved(store, kind, "100")
    assert available(store) == {"unearmarked": available_cents}
    assert with_agent(store) == agent_cents


def test_every_kind_of_movement_was_tried_above_or_has_a_test_of_its_own():
    own = {"refund_to_contributor", "surplus_release"}
    tried = test_a_movement_of_100_dollars_on_1000.pytestmark[0].args[1]
    assert {row[0] for row in tried} | own == set(MovementKind)


def test_a_movement_with_an_objective_touches_that_pool_only(store):
    money_available(store, {"1": "500", "unearmarked": "500"})
    moved(store, "bank_charge", "20", objective="1")
    assert available(store) == {"1": 48_000, "unearmarked": 50_000}


def test_nothing_is_spent_that_a_pool_does_not_have_on_any_day(store):
    money_available(store, {"unearmarked": "100"}, since="2017-06-10")
    said = refusal(store, record_movement, a_movement("direct_cost", "60", "2017-06-01"))
    assert "Un-earmarked money: would be overdrawn by USD 60.00 on 2017-06-01" in said
    assert "The balance with the administrative agent: would be overdrawn by USD 60.00" in said


def test_money_reserved_for_a_trip_is_not_charged_away(store):
    money_available(store, {"1": "3000"})
    trip = an_authorised_trip(store, "3000")
    said = refusal(store, record_movement, a_movement("direct_cost", "1", objective="1"))
    assert "Objective 1: would be overdrawn by USD 1.00" in said
    assert trip in said


def test_the_agent_cannot_transfer_more_than_it_holds(store):
    money_available(store, {"1": "500", "2": "500"})
    moved(store, "transfer_to_organization", "900")
    said = refusal(store, record_movement, a_movement("transfer_to_organization", "100.01"))
    assert "The balance with the administrative agent: would be overdrawn by USD 0.01" in said
    assert available(store) == {"1": 50_000, "2": 50_000}  # what can be spent is the same


def test_an_organization_may_spend_more_than_it_received(store):
    money_available(store, {"unearmarked": "1000"})
    moved(store, "transfer_to_organization", "100")
    moved(store, "organization_expenditure", "490.37")
    assert available(store) == {"unearmarked": 50_963}


def test_a_surplus_on_objective_1_may_be_used_for_objective_2(store):
    money_available(store, {"1": "500", "2": "10"})
    moved(store, "surplus_release", "200")
    assert available(store) == {"1": 30_000, "2": 21_000}
    assert by_pool(store, EntryKind.SURPLUS_RELEASE) == {"1": -20_000, "2": 20_000}
    assert with_agent(store) == 51_000


def test_never_the_other_way(store):
    money_available(store, {"1": "500", "2": "500"})
    said = refusal(store, record_movement, a_movement("surplus_release", "200", objective="2"))
    assert "Only a surplus on objective 1 may be used, and only for objective 2" in said


@pytest.mark.parametrize("kind", ["surplus_release", "direct_cost", "transfer_to_fund"])
def test_too_much_on_a_day_is_refused_with_that_day_not_today(store, kind):
    money_available(store, {"1": "1000"})
    said = refusal(store, record_movement, a_movement(kind, "1500", "2017-09-04", objective="1"))
    assert "Objective 1: would be overdrawn by USD 500.00 on 2017-09-04. " in said
    assert "2018-07-16" not in said


def test_too_much_on_a_day_names_the_later_day_too_on_which_most_is_missing(store):
    money_available(store, {"1": "1000"})
    moved(store, "direct_cost", "300", "2017-10-02", objective="1")
    said = refusal(store, record_movement, a_movement("surplus_release", "1500", "2017-09-04"))
    assert said.startswith(
        "Objective 1: would be overdrawn from 2017-09-04 on, by USD 800.00 on 2017-10-02. "
    )


def test_a_day_that_has_enough_names_the_later_day_that_would_not(store):
    money_available(store, {"1": "1000"})
    moved(store, "direct_cost", "800", "2017-10-02", objective="1")
    said = refusal(store, record_movement, a_movement("surplus_release", "500", "2017-09-04"))
    assert "Objective 1: would be overdrawn by USD 300.00 on 2017-10-02. " in said


def test_a_contributor_gets_back_no_more_than_it_gave_where_it_gave_it(store):
    gift = a_commitment(store, "1000", earmark="1:400;unearmarked:600")
    a_deposit(store, gift, "1000", fee_usd="0", note="Waived")
    refund = a_movement("refund_to_contributor", "400.01", objective="1", contribution=gift)
    assert "USD 400.00 that MCS00-C-0001 gave to objective 1" in refusal(
        store, record_movement, refund
    )
    moved(store, "refund_to_contributor", "300", objective="1", contribution=gift)
    assert "USD 100.00 that" in refusal(store, record_movement, refund)
    assert available(store) == {"1": 10_000, "unearmarked": 60_000}
    assert with_agent(store) == 70_000


def test_a_refunded_deposit_cannot_be_reversed_or_lowered_below_the_refund(store):
    gift = a_commitment(store, "1000")
    booked = a_deposit(store, gift, "1000", fee_usd="0", note="Waived")
    a_deposit(store, a_commitment(store, "5000"), "5000")
    moved(store, "refund_to_contributor", "300", contribution=gift)
    assert "USD 300.00 of it are refunded" in refusal(store, reverse_deposit, booked, "Wrong")
    with read_books(store) as books:
        draft = deposit_draft(books, deposit(books, booked))
    lower = replace(draft, amount="299.99")
    assert "Reverse the refund first" in refusal(store, correct_deposit, lower, "Typed wrong")


def test_a_refund_names_its_contribution_and_nothing_else_does(store):
    money_available(store, {"unearmarked": "1000"})
    said = refusal(store, record_movement, a_movement("refund_to_contributor", "1"))
    assert "is not a contribution" in said
    charge = a_movement("bank_charge", "1", contribution="MCS00-C-0001")
    assert "belongs only to a refund" in refusal(store, record_movement, charge)


def test_an_organization_is_named_where_one_belongs_and_nowhere_else(store):
    nameless = a_movement("transfer_to_organization", "5", organization=" ")
    assert "Organization: is missing" in refusal(store, record_movement, nameless)
    assert "Leave it blank" in refusal(
        store, record_movement, a_movement("interest", "5", organization="IOM")
    )


def test_an_organization_is_written_as_the_books_know_it_and_a_new_one_is_warned_of(store):
    money_available(store, {"unearmarked": "1000"})
    known = a_movement("transfer_to_organization", "5", organization=f" {IOM.upper()} ")
    assert perform(store, record_movement, known).warnings == ()
    new = a_movement("transfer_to_organization", "5", organization="UN  DESA")
    receipt = perform(store, record_movement, new)
    assert "UN DESA is named here for the first time" in receipt.warnings[0]
    assert f"({IOM})" in history(store)[-2].outcome


def test_correcting_a_movement_reverses_it_and_books_it_anew(store):
    money_available(store, {"unearmarked": "1000"})
    charge = moved(store, "bank_charge", "20")
    corrected = a_movement("bank_charge", "12.50", "2017-06-02", reference=charge)
    perform(store, correct_movement, corrected, "The bank's statement says so")
    assert [(line.on, line.usd) for line in lines(store, EntryKind.BANK_CHARGE)] == [
        (day("2017-06-01"), 2000),
        (day("2017-06-01"), -2000),
        (day("2017-06-02"), 1250),
    ]
    assert available(store) == {"unearmarked": 98_750}


def test_a_correction_of_words_alone_moves_no_money(store):
    money_available(store, {"unearmarked": "1000"})
    charge = moved(store, "bank_charge", "20")
    worded = a_movement("bank_charge", "20", reference=charge, note="June")
    perform(store, correct_movement, worded, "A note was missing")
    assert len(lines(store, EntryKind.BANK_CHARGE)) == 1


def test_a_movement_booked_in_error_is_reversed_once(store):
    money_available(store, {"unearmarked": "1000"})
    charge = moved(store, "bank_charge", "20")
    perform(store, reverse_movement, charge, "Charged to another fund")
    assert available(store) == {"unearmarked": 100_000}
    assert "is reversed already" in refusal(store, reverse_movement, charge, "Again")


def test_income_that_is_spent_cannot_be_reversed(store):
    money_available(store, {"unearmarked": "10"})
    interest = moved(store, "interest", "90")
    moved(store, "direct_cost", "100", "2017-06-02")
    said = refusal(store, reverse_movement, interest, "Booked twice")
    assert "Un-earmarked money: would be overdrawn by USD 90.00" in said


def test_a_movement_takes_the_next_reference_or_its_own_once(store):
    assert moved(store, "interest", "1") == "MCS00-M-0001"
    assert moved(store, "interest", "1", reference="INT-2017") == "INT-2017"
    again = a_movement("interest", "1", reference="INT-2017")
    assert "is used already" in refusal(store, record_movement, again)


def test_a_movement_outside_the_term_is_booked_with_a_warning(store):
    draft = a_movement("interest", "1", "2017-03-31")
    assert "outside the fund's term" in perform(store, record_movement, draft).warnings[0]


def test_nothing_is_refunded_before_it_was_given(store):
    money_available(store, {"unearmarked": "1000"}, since="2017-05-02")
    gift = a_commitment(store, "500", signed_on="2017-06-01", reference="LATE")
    cash = a_deposit(store, gift, "500", value_date="2017-06-15")
    early = a_movement("refund_to_contributor", "300", "2017-06-14", contribution=gift)
    assert "have given USD 0.00 to un-earmarked money by 2017-06-14" in refusal(
        store, record_movement, early
    )
    moved(store, "refund_to_contributor", "300", "2017-06-15", contribution=gift)
    with read_books(store) as books:
        draft = deposit_draft(books, deposit(books, cash))
    later = replace(draft, value_date=day("2017-06-16"))
    assert "Reverse the refund first" in refusal(store, correct_deposit, later, "Typed wrong")
