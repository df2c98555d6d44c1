"""Contributions corrected, withdrawn, written off: nothing is ever deleted."""

from datetime import date
from typing import Any

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_pledge,
    a_rate,
    by_pool,
    day,
    entries,
    lines,
    perform,
    refusal,
    standing,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger.contributions import ContributionDraft, correct_contribution
from trustfund.ledger.deposits import reverse_deposit
from trustfund.ledger.giving_up import withdraw_pledge, write_off

LATER = day("2018-05-14")


def corrected(reference: str, amount: str = "100000", **other: Any) -> ContributionDraft:
    usual: dict[str, Any] = {
        "agreement_reference": "SAA-1",
        "agreement_signed_on": day("2017-05-01"),
        "currency": "USD",
    }
    return ContributionDraft(
        contributor="Norway", amount=amount, reference=reference, **usual | other
    )


def test_a_correction_reverses_the_old_entries_and_books_new_ones(store):
    commitment = a_commitment(store, "100000", earmark="1:60000;unearmarked:40000")
    before = entries(store)
    draft = corrected(commitment, "90000", earmark="2")
    receipt = perform(store, correct_contribution, draft, "Typing mistake")
    assert receipt.sentence == f"{commitment} is corrected: USD 90,000.00, 2."
    after = entries(store)
    assert [e.model_dump() for e in after[:2]] == [e.model_dump() for e in before]
    assert [(e.reverses, e.amount, e.reason) for e in after[2:]] == [
        (before[0].id, -4_000_000, "Typing mistake"),
        (before[1].id, -6_000_000, "Typing mistake"),
        (None, 9_000_000, "Typing mistake"),
    ]
    assert by_pool(store, K.COMMITMENT) == {"2": 9_000_000}


def test_a_new_choice_leaves_old_deposits_and_leads_the_later_ones_to_it(store):
    commitment = a_commitment(store, "100000", earmark="1")
    a_deposit(store, commitment, "50000")
    receipt = perform(
        store,
        correct_contribution,
        corrected(commitment, earmark="unearmarked:70000;1:30000"),
        "As agreed",
    )
    assert "Deposits already booked keep their split" in receipt.sentence
    assert by_pool(store, K.DEPOSIT) == {"1": 5_000_000}
    a_deposit(store, commitment, "20000")
    assert by_pool(store, K.DEPOSIT) == {"1": 5_000_000, "unearmarked": 2_000_000}
    a_deposit(store, commitment, "30000")
    assert by_pool(store, K.DEPOSIT) == {"1": 5_000_000, "unearmarked": 5_000_000}


def test_the_currency_stays_once_a_deposit_is_booked(store):
    a_rate(store, "EUR", "0.9")
    commitment = a_commitment(store)
    a_deposit(store, commitment, "5")
    said = refusal(store, correct_contribution, corrected(commitment, currency="EUR"), "A reason")
    assert "cannot change: deposits in USD are booked" in said
    draft = corrected(commitment, "x", currency="EUR")
    said = refusal(store, correct_contribution, draft, "A reason")
    assert [line.split(":")[0] for line in said.splitlines()] == ['Amount "x"', 'Currency "EUR"']


@pytest.mark.parametrize("signed_on", [None, day("2017-05-16")])
def test_no_deposit_is_left_without_an_arrangement(store, signed_on):
    commitment = a_commitment(store)
    a_deposit(store, commitment, "5", value_date="2017-05-15")
    draft = corrected(
        commitment,
        agreement_reference="SAA-1" if signed_on else "",
        agreement_signed_on=signed_on,
        pledged_on=day("2017-05-01"),
    )
    said = refusal(store, correct_contribution, draft, "A reason")
    assert "would leave the deposit of 2017-05-15 without a signed arrangement" in said
    later = corrected(commitment, agreement_signed_on=day("2017-05-15"))
    perform(store, correct_contribution, later, "A reason")


def test_a_withdrawn_pledge_is_a_negative_entry_with_a_reason(store):
    pledge = a_pledge(store, "60000", "EUR", "1:10000;unearmarked:50000")
    perform(store, withdraw_pledge, pledge, LATER, "Budget cut")
    assert lines(store, K.WITHDRAWAL) == [
        ("withdrawal", LATER, "unearmarked", -5_000_000, None),
        ("withdrawal", LATER, "1", -1_000_000, None),
    ]
    assert {e.reason for e in entries(store) if e.kind is K.WITHDRAWAL} == {"Budget cut"}
    assert standing(store, pledge).withdrawn == 6_000_000


def test_a_pledge_is_withdrawn_once_and_a_commitment_never(store):
    pledge, commitment = a_pledge(store), a_commitment(store)
    perform(store, withdraw_pledge, pledge, LATER, "Budget cut")
    for reference, said in ((pledge, "is withdrawn already"), (commitment, "is a commitment")):
        assert said in refusal(store, withdraw_pledge, reference, LATER, "Budget cut")


def test_no_pledge_is_withdrawn_before_its_day(sqlite_store):
    pledge = a_pledge(sqlite_store, pledged_on="2017-04-20")
    early = refusal(sqlite_store, withdraw_pledge, pledge, day("2017-04-19"), "Budget cut")
    assert "is before the pledge, 2017-04-20" in early
    perform(sqlite_store, withdraw_pledge, pledge, day("2017-04-20"), "Budget cut")


@pytest.mark.parametrize("act", [withdraw_pledge, write_off])
def test_what_was_given_up_is_not_corrected_but_recorded_anew(store, act):
    given_up = a_pledge(store) if act is withdraw_pledge else a_commitment(store)
    perform(store, act, given_up, LATER, "Budget cut")
    said = refusal(store, correct_contribution, corrected(given_up), "A reason")
    assert "was withdrawn or written off" in said


@pytest.mark.parametrize(
    "earmark", ["", "1:33333.33;2:33333.33;unearmarked:33333.34", "3:0.01;1:99999.99"]
)
def test_a_commitment_written_off_whole_nets_to_nothing_in_every_pool(store, earmark):
    a_rate(store, "EUR", "0.917")
    commitment = a_commitment(store, "100000", "EUR", earmark)
    perform(store, write_off, commitment, LATER, "The arrangement ended")
    assert by_pool(store, K.COMMITMENT, K.WRITE_OFF) == {}
    assert sum(line.amount for line in lines(store)) == 0
    assert standing(store, commitment).outstanding == 0


def test_the_rest_written_off_leaves_what_was_paid_at_the_rate_of_the_commitment(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    a_rate(store, "EUR", "0.8", "2017-05-15")
    commitment = a_commitment(store, "100000", "EUR", "1:60000;unearmarked:40000")
    a_deposit(store, commitment, "33333.33", "EUR")
    receipt = perform(store, write_off, commitment, LATER, "Budget line closed")
    assert "EUR 66,666.67" in receipt.sentence
    parts = by_pool(store, K.COMMITMENT, K.WRITE_OFF)
    assert sum(parts.values()) == 3_703_703  # 33,333.33 at 0.9
    assert abs(parts["1"] - 2_222_222) <= 1
    assert {e.rate for e in entries(store) if e.kind is K.WRITE_OFF} == {"0.9"}
    assert standing(store, commitment).outstanding == 0


def test_what_becomes_outstanding_again_can_be_written_off_and_nets_to_nothing(store):
    a_rate(store, "EUR", "0.917")
    commitment = a_commitment(store, "100000", "EUR", "1:60000;unearmarked:40000")
    deposit = a_deposit(store, commitment, "60000.01", "EUR")
    perform(store, write_off, commitment, LATER, "Budget line closed")
    perform(store, reverse_deposit, deposit, "The cheque bounced")
    assert standing(store, commitment).outstanding == 6_000_001
    perform(store, write_off, commitment, LATER, "The cheque bounced")
    assert standing(store, commitment).outstanding == 0
    assert by_pool(store, K.COMMITMENT, K.WRITE_OFF) == {}


def test_nothing_more_than_what_is_outstanding_can_be_written_off(store):
    pledge, commitment = a_pledge(store), a_commitment(store, "100")
    a_deposit(store, commitment, "100")
    for reference, remedy in ((commitment, "Nothing to do"), (pledge, "Withdraw a pledge")):
        said = refusal(store, write_off, reference, LATER, "Budget cut")
        assert "has nothing outstanding" in said
        assert remedy in said


def test_a_write_off_has_a_day_within_the_arrangement(sqlite_store):
    commitment = a_commitment(sqlite_store, signed_on="2017-05-01")
    for on, said in (
        (day("2017-04-30"), "is before the arrangement, 2017-05-01"),
        (day("2018-07-17"), "is in the future"),
        (None, "is missing"),
    ):
        assert said in refusal(sqlite_store, write_off, commitment, on, "A reason")
    perform(sqlite_store, write_off, commitment, day("2017-05-01"), "A reason")


def test_a_corrected_day_of_signing_values_the_commitment_anew(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    a_rate(store, "EUR", "0.8", "2017-06-01")
    commitment = a_commitment(store, "900", "EUR", signed_on="2017-05-01")
    draft = corrected(commitment, "900", currency="EUR", agreement_signed_on=date(2017, 6, 1))
    perform(store, correct_contribution, draft, "Signed a month later")
    assert standing(store, commitment).committed_usd == 112_500


def test_another_giver_who_gave_the_same_that_day_is_a_warning(store):
    gift = a_commitment(store, "1000", reference="C-1")
    other = a_commitment(store, "1000", reference="C-2", contributor="Sweden")
    a_deposit(store, gift, "300", reference="D-1", bank_reference="7001", apart="")
    a_deposit(store, other, "300", reference="D-2", bank_reference="7002", apart="")
    done = perform(store, correct_contribution, corrected("C-2", "1000"), "Norway gave it")
    assert done.warnings == (
        (
            "Deposit D-2 looks like money that is there already, D-1: of the same giver, day and "
            "amount. Reverse one of the two; if it is other money, say so under Correct."
        ),
    )
    again = perform(store, correct_contribution, corrected("C-2", "1000", note="x"), "A note")
    assert again.warnings == ()
