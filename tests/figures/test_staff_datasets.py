"""What staff download: trips, instalments, movements, allocations, receipts, rates, the books."""

from dataclasses import replace

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_rate,
    a_step,
    an_authorised_trip,
    day,
    money_available,
    perform,
    refusal,
)
from tests.reading import Loaded, only_row, rows, total, view
from trustfund.figures.overview import overview
from trustfund.ledger.allocations import (
    AllocationDraft,
    cancel_allocation,
    correct_allocation,
    record_allocation,
)
from trustfund.ledger.deposits import DepositDraft, reverse_deposit
from trustfund.ledger.instalments import schedule_instalments
from trustfund.ledger.movements import MovementDraft, record_movement, reverse_movement
from trustfund.ledger.receipts import (
    ReceiptDraft,
    book_receipt,
    correct_receipt,
    record_receipt,
    return_receipt,
)
from trustfund.ledger.terms import TermsDraft, change_terms

DECISION = AllocationDraft("A-1", day("2017-06-01"), "An agency", "500", "1", "For travel")
CASH = ReceiptDraft(day("2017-06-01"), "EUR", "250", "Somebody", "BANK-7", reference="U-1")


def test_a_trip_shows_its_steps_its_estimate_and_what_it_cost_by_pool(store):
    money_available(store, {"1": "2000", "unearmarked": "5000"})
    trip = an_authorised_trip(store, "3000", "2017-06-01")
    a_step(store, trip, "travelled", "2017-06-18")
    a_step(store, trip, "settled", "2017-07-01", actual="2500")
    row = only_row(store, "travel")
    assert (row["reference"], row["status"], row["status_on"]) == (trip, "settled", "2017-07-01")
    assert (row["nominated_on"], row["approved_on"]) == ("2017-05-20", "")
    assert (row["authorised_on"], row["travelled_on"]) == ("2017-06-01", "2017-06-18")
    assert (row["ticket_usd"], row["actual_usd"], row["obligated_usd"]) == (300_000, 250_000, 0)
    assert (row["objective_1_usd"], row["unearmarked_usd"]) == (200_000, 50_000)
    assert "name" not in row


def test_the_actual_cost_of_a_trip_stays_when_the_indirect_cost_changes_later(store):
    money_available(store, {"1": "5000"})
    trip = an_authorised_trip(store, "300")
    a_step(store, trip, "settled", "2017-07-01", actual="250.01")
    new = TermsDraft("MCS00", "A fund", day("2017-01-01"), day("2019-01-01"), "1", "7", "IOM")
    perform(store, change_terms, new, "New terms")
    row = only_row(store, "travel")
    assert (row["actual_usd"], row["spent_usd"]) == (25_001, 25_001)


def test_a_nominated_trip_is_there_for_staff_and_costs_nothing_yet(store):
    a_nomination(store)
    row = only_row(store, "travel")
    assert (row["status"], row["actual_usd"], row["spent_usd"]) == ("nominated", None, 0)


def test_the_trips_of_the_sample_foot_to_what_the_public_sees(sample: Loaded):
    listed = rows(sample, "travel")
    found = overview(view(sample))
    assert total(listed, "spent_usd") == found.spent
    assert total(listed, "obligated_usd") == found.obligated
    assert len(listed) == 300
    african = rows(sample, "travel", "region=African&event=CONF")
    assert {row["event"] for row in african} == {"CONF"}
    assert 0 < len(african) < len(listed)


def test_an_instalment_is_paid_late_or_scheduled(store):
    gift = a_commitment(store, "900")
    lines = [(day("2017-06-30"), "300"), (day("2017-12-31"), "300"), (day("2019-06-30"), "300")]
    perform(store, schedule_instalments, gift, lines)
    a_deposit(store, gift, "300", value_date="2017-08-01")
    assert [row["status"] for row in rows(store, "instalments")] == ["paid", "late", "scheduled"]
    then = rows(store, "instalments", "as_of=2017-07-15")
    assert [row["status"] for row in then] == ["late", "scheduled", "scheduled"]


def test_a_movement_shows_what_was_booked_until_it_is_reversed(store):
    money_available(store, {"1": "500"})
    draft = MovementDraft("surplus_release", day("2017-06-01"), "20", note="Spare")
    moved = perform(store, record_movement, draft).reference
    assert only_row(store, "movements") == {
        "reference": moved,
        "kind": "surplus_release",
        "value_date": "2017-06-01",
        "usd_amount": 2000,
        "objective": "1",
        "organization": "",
        "contribution_reference": "",
        "note": "Spare",
        "currency": "",
        "amount": None,
    }
    assert rows(store, "movements", "to=2017-05-31") == []
    perform(store, reverse_movement, moved, "Not decided")
    assert rows(store, "movements") == []


def test_an_allocation_moves_no_cash_and_goes_when_it_is_cancelled(store):
    before = overview(view(store)).available
    perform(store, record_allocation, DECISION)
    perform(store, correct_allocation, replace(DECISION, usd_amount="450"), "Misread")
    assert only_row(store, "allocations")["usd_amount"] == 45_000
    assert overview(view(store)).available == before
    perform(store, cancel_allocation, "A-1", "Withdrawn by the Special Representative")
    assert rows(store, "allocations") == []
    assert "is cancelled already" in refusal(store, cancel_allocation, "A-1", "Again")
    perform(store, correct_allocation, DECISION, "It stands after all")
    assert only_row(store, "allocations")["usd_amount"] == 50_000


def test_an_allocation_is_checked_like_everything_else(store):
    wrong = AllocationDraft("", None, "", "0", "9")
    said = refusal(store, record_allocation, wrong)
    for place in ("Decided on", "Organization", 'Amount "0"', 'Objective "9"'):
        assert place in said
    perform(store, record_allocation, DECISION)
    assert "is used already" in refusal(store, record_allocation, DECISION)


def test_unidentified_cash_is_in_no_total_until_it_is_booked(store):
    a_rate(store, "EUR", "0.8")
    perform(store, record_receipt, CASH)
    assert overview(view(store)).deposited == 0
    gift = a_commitment(store, "1000", "EUR")
    draft = DepositDraft(gift, None, "", "")
    said = perform(store, book_receipt, "U-1", draft).sentence
    assert said == f"Unidentified receipt U-1 is booked as deposit MCS00-D-0001 for {gift}."
    deposit = only_row(store, "deposits")
    assert (deposit["amount"], deposit["value_date"]) == (25_000, "2017-06-01")
    row = only_row(store, "receipts")
    assert (row["status"], row["deposit_reference"]) == ("booked", "MCS00-D-0001")
    assert "is booked already" in refusal(store, book_receipt, "U-1", draft)
    assert "is booked already" in refusal(store, return_receipt, "U-1", "Sent back")


def test_the_cash_of_a_reversed_deposit_is_unidentified_again(store):
    a_rate(store, "EUR", "0.8")
    perform(store, record_receipt, CASH)
    gift = a_commitment(store, "1000", "EUR")
    perform(store, book_receipt, "U-1", DepositDraft(gift, None, "", ""))
    perform(store, reverse_deposit, "MCS00-D-0001", "Another giver's")
    row = only_row(store, "receipts")
    assert (row["status"], row["deposit_reference"]) == ("open", "")


def test_cash_without_an_arrangement_is_refused_as_a_deposit(store):
    perform(store, record_receipt, CASH)
    said = refusal(store, book_receipt, "U-1", DepositDraft("C-9", None, "", ""))
    assert "is not a contribution" in said


def test_a_receipt_is_corrected_returned_and_open_again_when_that_was_an_error(store):
    perform(store, record_receipt, CASH)
    perform(store, correct_receipt, replace(CASH, amount="25"), "Misread")
    assert only_row(store, "receipts")["amount"] == 2_500
    perform(store, return_receipt, "U-1", "Not admitted by the terms")
    assert only_row(store, "receipts")["status"] == "returned"
    assert "is returned already" in refusal(store, return_receipt, "U-1", "Again")
    perform(store, correct_receipt, CASH, "It was another payment that was sent back")
    row = only_row(store, "receipts")
    assert (row["status"], row["amount"]) == ("open", 25_000)


def test_the_ledger_holds_every_entry_with_the_references_of_its_documents(store):
    gift = a_commitment(store, "1000")
    deposit = a_deposit(store, gift, "100")
    perform(store, reverse_deposit, deposit, "Booked twice")
    listed = rows(store, "ledger")
    assert [row["kind"] for row in listed] == [
        "commitment",
        "deposit",
        "administrative_agent_fee",
        "deposit",
        "administrative_agent_fee",
    ]
    assert listed[-2]["reverses"] == listed[1]["id"]
    assert (listed[-2]["amount"], listed[-2]["reason"]) == (-10_000, "Booked twice")
    assert {row["deposit"] for row in listed[1:]} == {deposit}
    assert {row["contribution"] for row in listed} == {gift}
    assert rows(store, "ledger", "objective=1") == []
    assert len(rows(store, "ledger", "to=2017-05-01")) == 1


def test_history_and_rates_are_listed_whole(store):
    a_rate(store, "EUR", "0.8")
    a_rate(store, "EUR", "0.9", "2017-06-01")
    assert [row["units_per_usd"] for row in rows(store, "rates")] == ["0.8", "0.9"]
    made, line, _ = rows(store, "history")
    assert (made["id"], made["act"], made["subject"]) == (0, "init", "MCS00")
    assert (line["id"], line["action"], line["subject"]) == (1, "recorded a rate", "EUR 2017-05-01")
    assert line["act"] == "rate_recorded"
    assert len(line["hash"]) == 64
    assert line["at"].endswith("Z")
