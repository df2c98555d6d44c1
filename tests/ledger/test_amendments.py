"""Amendments of an arrangement: more or less, from a day on, as the contributor chose."""

from dataclasses import replace

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
from tests.reading import only_row, rows
from trustfund.domain.kinds import EntryKind
from trustfund.ledger import amendments, contribution_rules, contributions
from trustfund.ledger.amendments import AmendmentDraft, amend, take_back_amendment
from trustfund.ledger.books import read_books
from trustfund.ledger.contributions import correct_contribution
from trustfund.ledger.giving_up import take_back, write_off
from trustfund.ledger.instalments import schedule_instalments


def an_amendment(gift: str, amount: str, on: str = "2017-06-01", **other: str) -> AmendmentDraft:
    return AmendmentDraft(gift, f"Amendment of {on} by {amount}", day(on), amount, **other)


def as_draft(store, gift: str) -> contributions.ContributionDraft:
    with read_books(store) as books:
        own = contribution_rules.required(books, gift)
        return contributions.as_draft(books, own, books.standing(own))


@pytest.mark.parametrize(
    ("typed", "committed"), [("20,000", 12_000_000), ("+20000", 12_000_000), ("-500.50", 9_949_950)]
)
def test_a_commitment_grows_or_shrinks_from_the_day_of_the_amendment(store, typed, committed):
    gift = a_commitment(store, "100000")
    perform(store, amend, an_amendment(gift, typed))
    row = only_row(store, "contributions")
    assert (row["amount"], row["usd_amount"], row["outstanding_amount"]) == (committed,) * 3
    assert only_row(store, "contributions", "as_of=2017-05-31")["amount"] == 10_000_000
    assert only_row(store, "contributors")["committed_usd"] == committed


def test_it_is_valued_at_the_rate_of_its_own_day(store):
    a_rate(store, "EUR", "0.8")
    a_rate(store, "EUR", "0.5", "2017-06-01")
    gift = a_commitment(store, "8000", "EUR")
    perform(store, amend, an_amendment(gift, "1000"))
    row = only_row(store, "contributions")
    assert (row["amount"], row["usd_amount"]) == (900_000, 1_000_000 + 200_000)


def test_it_follows_the_earmarking_choice_and_so_do_later_deposits(store):
    gift = a_commitment(store, "100", earmark="1:60;unearmarked:40")
    perform(store, amend, an_amendment(gift, "50"))
    assert by_pool(store, EntryKind.AMENDMENT) == {"1": 3_000, "unearmarked": 2_000}
    a_deposit(store, gift, "150", value_date="2017-06-15")
    assert by_pool(store, EntryKind.DEPOSIT) == {"1": 9_000, "unearmarked": 6_000}


def test_another_earmarking_choice_takes_the_amendment_with_it(store):
    gift = a_commitment(store, "100", earmark="1")
    perform(store, amend, an_amendment(gift, "50"))
    draft = replace(as_draft(store, gift), earmark="unearmarked")
    perform(store, correct_contribution, draft, "The contributor decided so")
    assert by_pool(store, EntryKind.AMENDMENT) == {"unearmarked": 5_000}
    (row,) = rows(store, "earmarking")
    assert (row["objective"], row["amount"]) == ("unearmarked", 15_000)


def test_correcting_the_arrangement_keeps_its_amendments(store):
    gift = a_commitment(store, "100")
    perform(store, amend, an_amendment(gift, "50"))
    assert as_draft(store, gift).amount == "100.00"  # as signed
    perform(store, correct_contribution, replace(as_draft(store, gift), amount="110"), "Misread")
    assert only_row(store, "contributions")["amount"] == 16_000
    assert len(lines(store, EntryKind.AMENDMENT)) == 1


def test_no_reduction_takes_what_was_deposited_or_leaves_nothing(store):
    gift = a_commitment(store, "1000")
    said = refusal(store, amend, an_amendment(gift, "-1000"))
    assert "leaves nothing of the commitment" in said
    a_deposit(store, gift, "300")
    said = refusal(store, amend, an_amendment(gift, "-700.01"))
    assert "takes away more than the USD 700.00 that are outstanding" in said
    perform(store, amend, an_amendment(gift, "-700"))
    assert only_row(store, "contributions")["stage"] == "deposited"


def test_only_a_signed_arrangement_can_be_amended_and_not_before_it(store):
    assert "has no signed arrangement" in refusal(store, amend, an_amendment(a_pledge(store), "5"))
    gift = a_commitment(store, "1000")
    assert "is before the arrangement" in refusal(
        store, amend, an_amendment(gift, "5", "2017-04-30")
    )


def test_an_amendment_booked_in_error_is_taken_back_the_newest_first(store):
    gift = a_commitment(store, "1000")
    perform(store, amend, an_amendment(gift, "50"))
    perform(store, amend, an_amendment(gift, "7", "2017-07-01"))
    perform(store, take_back_amendment, gift, "Not signed after all")
    assert only_row(store, "contributions")["amount"] == 105_000
    perform(store, take_back_amendment, gift, "Nor this one")
    assert only_row(store, "contributions")["amount"] == 100_000
    assert "has no amendment" in refusal(store, take_back_amendment, gift, "Again")


def test_an_amendment_is_not_taken_back_when_nothing_would_be_promised_without_it(store):
    gift = a_commitment(store, "100")
    perform(store, amend, an_amendment(gift, "-50"))
    perform(store, amend, an_amendment(gift, "100"))
    draft = replace(as_draft(store, gift), amount="50")
    perform(store, correct_contribution, draft, "Misread")
    said = refusal(store, take_back_amendment, gift, "It was a draft")
    assert "would promise nothing without its newest amendment" in said
    a_deposit(store, gift, "10", value_date="2017-06-15")
    assert standing(store, gift).outstanding == 9_000


@pytest.mark.parametrize(("reduced", "left"), [("-50", 5_000), ("-90", 1_000)])
def test_the_rest_is_written_off_for_what_the_reduction_left_of_its_dollars(store, reduced, left):
    a_rate(store, "EUR", "1", since="2017-05-01")
    a_rate(store, "EUR", "0.5", since="2017-06-01")
    gift = a_commitment(store, "100", "EUR", earmark="1:50;2:50")
    perform(store, amend, an_amendment(gift, reduced))
    assert standing(store, gift).promised_usd == left
    perform(store, write_off, gift, day("2017-07-01"), "It will not come")
    (row,) = rows(store, "contributions")
    assert (row["amount"], row["usd_amount"], row["outstanding_usd"]) == (0, 0, 0)
    assert {entry.rate for entry in entries(store) if entry.kind is EntryKind.WRITE_OFF} == {"1"}


def test_the_newest_amendment_stays_the_newest_when_the_earmark_is_corrected(store):
    gift = a_commitment(store, "100", earmark="1:50;2:50")
    perform(store, amend, an_amendment(gift, "0.03", on="2017-06-01"))
    perform(store, amend, an_amendment(gift, "0.01", on="2017-07-01"))
    draft = replace(as_draft(store, gift), earmark="1:25;2:75")
    perform(store, correct_contribution, draft, "Misread")
    said = perform(store, take_back_amendment, gift, "It was a draft").sentence
    assert said == f"The amendment of 2017-07-01 by USD 0.01 of {gift} is taken back."


def test_writing_off_the_rest_and_taking_it_back_knows_the_amendments(store):
    a_rate(store, "EUR", "0.8")
    a_rate(store, "EUR", "0.5", "2017-06-01")
    gift = a_commitment(store, "800", "EUR")
    perform(store, amend, an_amendment(gift, "100"))
    a_deposit(store, gift, "300", "EUR", "2017-06-15")
    perform(store, write_off, gift, day("2017-07-01"), "It will not come")
    row = only_row(store, "contributions")
    assert (row["amount"], row["written_off_amount"], row["outstanding_amount"]) == (
        30_000,
        60_000,
        0,
    )
    assert row["usd_amount"] == 40_000  # a third of USD 1,200
    assert "is written off" in refusal(store, amend, an_amendment(gift, "5"))
    perform(store, take_back, gift, "It will come")
    perform(store, take_back_amendment, gift, "Not signed")
    assert only_row(store, "contributions")["amount"] == 80_000


def test_a_correction_that_would_strand_an_amendment_is_refused(store):
    gift = a_commitment(store, "1000")
    perform(store, amend, an_amendment(gift, "-600"))
    draft = as_draft(store, gift)
    later = replace(draft, agreement_signed_on=day("2017-06-02"))
    assert "would leave the amendment of 2017-06-01" in refusal(
        store, correct_contribution, later, "Misread"
    )
    less = replace(draft, amount="600")
    assert "leaves nothing beside the amendments" in refusal(
        store, correct_contribution, less, "Misread"
    )


def test_a_schedule_adds_up_to_the_amended_commitment(store):
    gift = a_commitment(store, "1000")
    perform(store, amend, an_amendment(gift, "500"))
    said = refusal(store, schedule_instalments, gift, [(day("2018-01-01"), "1000")])
    assert "do not add up to the commitment of USD 1,500.00" in said
    perform(store, schedule_instalments, gift, [(day("2018-01-01"), "1500")])


def test_a_reduction_in_many_parts_leaves_no_pool_below_zero(store):
    gift = a_commitment(store, "1.00", earmark="1:0.01;2:0.01;unearmarked:0.98")
    for amount in ("-0.50", "-0.49"):
        perform(store, amend, an_amendment(gift, amount))
    promised = standing(store, gift).promised
    assert sum(promised.values()) == 1
    assert min(promised.values()) >= 0


def test_a_commitment_is_worth_something_on_every_day_whenever_its_amendments_are_dated(store):
    gift = a_commitment(store, "100", earmark="1:50;2:50")
    perform(store, amend, an_amendment(gift, "100", on="2018-01-01"))
    early = refusal(store, amend, an_amendment(gift, "-150", on="2017-06-01"))
    assert "Date it on or after the day of the amendments" in early
    written_off = refusal(store, write_off, gift, day("2017-06-01"), "It will not come")
    assert "would leave nothing of the commitment" in written_off
    perform(store, amend, an_amendment(gift, "-150", on="2018-01-01"))
    assert only_row(store, "contributions", "as_of=2017-07-01")["amount"] == 10_000
    assert only_row(store, "contributions")["amount"] == 5_000


def test_no_arrangement_is_signed_after_its_earliest_amendment_in_whatever_order_they_were_typed(
    store,
):
    gift = a_commitment(store, "100")
    perform(store, amend, an_amendment(gift, "100", on="2018-01-01"))
    perform(store, amend, an_amendment(gift, "10", on="2017-06-01"))
    later = replace(as_draft(store, gift), agreement_signed_on=day("2017-12-01"))
    said = refusal(store, correct_contribution, later, "Misread")
    assert "would leave the amendment of 2017-06-01 without a signed arrangement" in said


def test_one_amendment_is_recorded_once(store):
    gift = a_commitment(store, "1000")
    perform(store, amend, an_amendment(gift, "50", note="By letter"))
    again = replace(an_amendment(gift, "50"), amount="70")
    assert "is recorded already" in refusal(store, amend, again)
    perform(store, take_back_amendment, gift, "Wrong amount")
    perform(store, amend, again)
    assert only_row(store, "contributions")["amount"] == 107_000


def test_what_a_reduction_leaves_is_never_worth_less_than_nothing(store):
    a_rate(store, "EUR", "0.95")
    a_rate(store, "EUR", "0.80", "2017-06-01")
    gift = a_commitment(store, "100000", "EUR")
    perform(store, amend, an_amendment(gift, "-99000"))
    row = only_row(store, "contributions")
    assert (row["amount"], row["usd_amount"]) == (100_000, 105_263)  # EUR 1,000 at 0.95
    draft = replace(as_draft(store, gift), agreement_signed_on=day("2017-06-01"))
    perform(store, correct_contribution, draft, "Signed later")
    assert only_row(store, "contributions")["usd_amount"] == 125_000  # the same at 0.80


def test_a_reduction_comes_from_the_pool_that_has_more_than_its_choice():
    chosen, promised = {"1": 1, "unearmarked": 1}, {"1": 700, "unearmarked": 300}
    assert amendments._parts(chosen, promised, -200) == {"1": -200}
    assert amendments._parts(chosen, promised, -600) == {"1": -500, "unearmarked": -100}
