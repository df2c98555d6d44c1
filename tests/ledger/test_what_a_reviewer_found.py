"""Mistakes that a review found, each with its story, so that none comes back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_pledge,
    a_rate,
    a_step,
    an_authorised_trip,
    available,
    day,
    entries,
    history,
    money_available,
    perform,
    refusal,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger import (
    contributions,
    deposits,
    event_changes,
    events,
    giving_up,
    rates,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger.books import read_books
from trustfund.ledger.contribution_rules import required


def as_typed(store, module, reference):
    with read_books(store) as books:
        if module is deposits:
            return deposits.as_draft(books, deposits.required(books, reference))
        own = required(books, reference)
        return contributions.as_draft(books, own, books.standing(own))


def edit_rate(store, units: str) -> None:
    draft = rates.RateDraft("EUR", day("2017-05-01"), units, reason="Misread")
    perform(store, rates.record_rate, draft)


def test_correcting_a_bank_reference_keeps_the_rate_a_deposit_was_booked_at(store):
    a_rate(store, "EUR", "0.8")
    deposit = a_deposit(store, a_commitment(store, "100000", "EUR"), "1000", "EUR")
    before = entries(store)
    edit_rate(store, "0.85")
    draft = as_typed(store, deposits, deposit)
    changed = replace(draft, bank_reference="B-7")
    perform(store, deposits.correct_deposit, changed, "Bank reference was missing")
    assert entries(store) == before
    dearer = replace(draft, amount="2000")
    perform(store, deposits.correct_deposit, dearer, "Another amount")
    assert Decimal(entries(store)[-2].rate) == Decimal("0.85")  # a new sum is valued anew


def test_correcting_a_note_keeps_the_rate_a_commitment_was_booked_at(store):
    a_rate(store, "EUR", "0.8")
    gift = a_commitment(store, "100000", "EUR")
    before = entries(store)
    edit_rate(store, "0.85")
    draft = as_typed(store, contributions, gift)
    changed = replace(draft, note="Paid in two parts")
    perform(store, contributions.correct_contribution, changed, "Note was missing")
    assert entries(store) == before


def test_an_earmark_chosen_later_keeps_the_pledge_as_it_was_announced(store):
    pledge = a_pledge(store, "100000")
    perform(
        store,
        contributions.sign_agreement,
        contributions.AgreementDraft(pledge, "SAA-7", day("2017-05-01"), amount="80000"),
    )
    draft = as_typed(store, contributions, pledge)
    changed = replace(draft, earmark="1")
    perform(store, contributions.correct_contribution, changed, "The contributor chose")
    with read_books(store) as books:
        found = books.standing(required(books, pledge))
    assert (found.pledged, found.committed) == ({"unearmarked": 10_000_000}, {"1": 8_000_000})


@pytest.mark.parametrize("signed", [True, False])
def test_a_write_off_or_withdrawal_in_error_is_taken_back(store, signed):
    gift = a_commitment(store, "1000") if signed else a_pledge(store, "1000")
    act = giving_up.write_off if signed else giving_up.withdraw_pledge
    perform(store, act, gift, day("2017-06-01"), "Wrong one")
    perform(store, giving_up.take_back, gift, "It was another contribution")
    with read_books(store) as books:
        found = books.standing(required(books, gift))
    assert (found.written_off, found.withdrawn) == (0, 0)
    assert "neither withdrawn nor written off" in refusal(store, giving_up.take_back, gift, "x")


def test_a_commitment_valued_at_an_old_rate_needs_a_note(store):
    a_rate(store, "EUR", "0.8", "2017-05-01")
    draft = contributions.ContributionDraft(
        "Norway",
        "EUR",
        "1000",
        agreement_reference="SAA-1",
        agreement_signed_on=day("2018-06-01"),
    )
    a_commitment(store, "1")
    assert "older than 45 days" in refusal(store, contributions.record_contribution, draft)
    noted = replace(draft, note="No newer rate")
    perform(store, contributions.record_contribution, noted)


def test_the_remedy_that_a_refusal_names_works(store):
    (deposit,) = money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "1500")
    said = refusal(store, deposits.reverse_deposit, deposit, "Bounced")
    assert f"Take back the authorisation of these trips first: {trip}" in said
    perform(store, trip_steps.take_back, trip, "The money is gone")
    perform(store, deposits.reverse_deposit, deposit, "Bounced")
    assert not any(available(store).values())


def test_who_a_trip_is_for_can_be_corrected_and_history_keeps_no_name(store):
    trip = a_nomination(store)
    draft = travel.NominationDraft(
        "TS-4", "BTN", None, "expert", "F", "Planted Name", reference=trip
    )
    perform(store, travel.correct_nomination, draft, "Entered for another session")
    assert "Planted" not in "".join(str(line) for line in history(store))
    money_available(store, {"1": "5000"})
    a_step(store, trip, "authorised", "2017-06-01")
    moved = travel.NominationDraft("TS-3", "BTN", None, reference=trip)
    said = refusal(store, travel.correct_nomination, moved, "x")
    assert "can change only while nomination is the last step" in said


def test_nobody_is_authorised_to_travel_to_a_cancelled_event(store):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store)
    cancelled = events.EventDraft(
        "TS-3", "thematic_session", "A session", starts_on=date(2017, 6, 19), status="cancelled"
    )
    kept = event_changes.Decisions(seats="keep")
    perform(store, event_changes.change_event, cancelled, "Called off", None, kept)
    step = trip_steps.StepDraft(trip, "authorised", day("2017-06-01"))
    assert "is cancelled" in refusal(store, trip_steps.advance, step)
    assert not [entry for entry in entries(store) if entry.kind is K.OBLIGATION]


def test_an_estimate_changes_only_with_the_authorisation_that_reserves_its_money(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "1000")
    dearer = trip_steps.StepDraft(
        trip, "ticketed", day("2017-06-02"), costs=travel.CostsDraft("4000")
    )
    assert "Estimate: belongs to the authorisation" in refusal(store, trip_steps.advance, dearer)
    a_step(store, trip, "settled", "2017-07-01")
    assert available(store)["1"] == 500_000 - 100_000


@pytest.mark.parametrize("cents", [25_001, 25_004, 25_005, 25_008, 25_010])
def test_the_day_of_a_settlement_can_be_corrected_under_new_terms_and_no_cent_moves(store, cents):
    money_available(store, {"1": "3000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual=f"{cents / 100:.2f}")
    ours = terms.TermsDraft("MCS00", "Fund", day("2017-04-03"), day("2018-12-31"), "1", "7", "IOM")
    perform(store, terms.change_terms, ours, "Agreed with IOM")
    moved = trip_steps.StepDraft(trip, "settled", day("2017-07-02"), reason="Wrong day")
    perform(store, trip_steps.correct_step, moved)
    assert available(store) == {"1": 300_000 - cents}
