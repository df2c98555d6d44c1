"""Movements, allocations, unidentified receipts and amendments, as staff fill them in."""

import pytest

from tests import books
from tests.books import day, perform
from tests.reading import only_row, rows
from tests.screens.conftest import field, fill, press, said, turn_to
from tests.screens.test_staff_forms import CONTRIBUTION
from trustfund.ledger.allocations import AllocationDraft, record_allocation
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.instalments import schedule_instalments
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.ledger.receipts import ReceiptDraft, record_receipt

MOVEMENT = "staff.record_movement"
IOM = "International Organization for Migration"
WHAT = "What do you want to correct?"


def test_a_transfer_is_shown_before_it_is_saved_and_listed_after(sqlite_store, open_desk):
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    app = fill(open_desk(sqlite_store, MOVEMENT), {"Kind": "transfer_to_organization"})
    assert "what can be spent stays the same" in said(app)
    fill(app, {"Organization": IOM, "Amount (USD)": "400"})
    assert "Un-earmarked money: **USD 400.00**" in said(app)
    assert rows(sqlite_store, "movements") == []
    press(app, "Record the movement")
    assert "Movement MCS00-M-0001: transfer to organization" in said(app)
    assert only_row(sqlite_store, "movements")["organization"] == IOM
    assert [frame.value.iloc[0, 0] for frame in app.dataframe] == ["MCS00-M-0001"]


def test_a_movement_that_overdraws_is_refused_and_what_was_typed_stays(sqlite_store, open_desk):
    app = open_desk(sqlite_store, MOVEMENT)
    press(fill(app, {"Kind": "bank_charge", "Amount (USD)": "5"}), "Record the movement")
    assert "would be overdrawn by USD 5.00" in said(app)
    assert field(app, "text_input", "Amount (USD)").value == "5"


def test_a_movement_is_corrected_and_reversed(sqlite_store, open_desk):
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    draft = MovementDraft("bank_charge", day("2017-06-01"), "5", reference="M-1")
    perform(sqlite_store, record_movement, draft)
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Correct")
    fill(app, {"Movement": "M-1", "Amount (USD)": "7.50", "Reason": "Misread"})
    press(app, "Correct the movement")
    assert "Movement M-1 is corrected" in said(app)
    assert only_row(sqlite_store, "movements")["usd_amount"] == 750
    fill(app, {"Movement": "M-1", "Reason": "Another fund's"})
    press(app, "Reverse it: it was booked in error")
    assert rows(sqlite_store, "movements") == []


def test_a_refund_in_euros_is_recorded_and_its_euros_corrected(sqlite_store, open_desk):
    books.a_rate(sqlite_store, "EUR", "0.8")
    gift = books.a_commitment(sqlite_store, "1000", "EUR")
    books.a_deposit(sqlite_store, gift, "1000", "EUR")
    app = fill(open_desk(sqlite_store, MOVEMENT), {"Kind": "refund_to_contributor"})
    fill(app, {"Amount (USD)": "130", "Contribution": gift})
    fill(app, {"Paid in another currency": "EUR", "Amount in that currency": "100"})
    assert "Paid as **EUR 100.00**" in said(app)
    press(app, "Record the movement")
    assert "USD 130.00, paid as EUR 100.00, on" in said(app)
    turn_to(app, "Correct")
    fill(app, {"Movement": "MCS00-M-0001"})
    assert field(app, "text_input", "Amount in that currency").value == "100.00"
    press(fill(app, {"Amount in that currency": "99", "Reason": "Misread"}), "Correct the movement")
    assert only_row(sqlite_store, "movements")["amount"] == 9_900


def test_an_allocation_is_recorded_corrected_and_cancelled(sqlite_store, open_desk):
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Allocation")
    press(fill(app, {"Amount (USD)": "500", "Organization": IOM}), "Record the allocation")
    assert "It moves no cash" in said(app)
    fill(turn_to(app, "Correct"), {WHAT: "An allocation", "Allocation": "MCS00-A-0001"})
    press(fill(app, {"Amount (USD)": "450", "Reason": "Misread"}), "Correct the allocation")
    assert only_row(sqlite_store, "allocations")["usd_amount"] == 45_000
    press(fill(app, {"Allocation": "MCS00-A-0001", "Reason": "Withdrawn"}), "Cancel it")
    assert rows(sqlite_store, "allocations") == []


def test_unidentified_cash_becomes_a_deposit(sqlite_store, open_desk):
    books.a_rate(sqlite_store, "EUR", "0.8")
    gift = books.a_commitment(sqlite_store, "1000", "EUR")
    cash = ReceiptDraft(day("2017-06-01"), "EUR", "250", "Somebody", reference="U-1")
    perform(sqlite_store, record_receipt, cash)
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Book a receipt")
    fill(app, {"Unidentified receipt": "U-1", "Contribution": gift})
    assert field(app, "text_input", "Amount (EUR)").disabled
    assert "USD 312.50" in said(app)
    press(app, "Book it as a deposit")
    assert "is booked as deposit MCS00-D-0001" in said(app)
    assert only_row(sqlite_store, "receipts")["status"] == "booked"
    assert "There is no unidentified receipt yet" in said(app)


def test_unidentified_cash_is_recorded_and_sent_back(sqlite_store, open_desk):
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Unidentified receipt")
    press(fill(app, {"Amount": "300", "Payer": "A company"}), "Record the receipt")
    assert "It is in no total until it is booked" in said(app)
    what = {WHAT: "An unidentified receipt", "Unidentified receipt": "MCS00-U-0001"}
    fill(turn_to(app, "Correct"), what | {"Reason": "The terms do not admit companies"})
    press(app, "It was sent back")
    assert only_row(sqlite_store, "receipts")["status"] == "returned"


def test_an_arrangement_is_amended_and_the_amendment_taken_back(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    change = {"Contribution": gift, "Amendment": "Amendment 1", "Change (USD)": "-250.50"}
    assert "Commitment then: **USD 749.50**" in said(fill(app, change))
    press(app, "Record the amendment")
    assert "USD 250.50 less, USD 749.50 in all" in said(app)
    press(fill(app, {"Contribution": gift, "Reason": "Not signed"}), "Take it back")
    assert only_row(sqlite_store, "contributions")["amount"] == 100_000


@pytest.mark.parametrize(
    ("change", "source"), [("-100", "(the mean of the commitment)"), ("100", "of 2017-05-01")]
)
def test_the_preview_of_an_amendment_says_where_its_rate_comes_from(
    sqlite_store, open_desk, change, source
):
    books.a_rate(sqlite_store, "CAD", "1.25")
    gift = books.a_commitment(sqlite_store, "1000", "CAD")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    typed = {"Amendment": "Amendment 1", "Change (CAD)": change, "Note": "An old rate"}
    app = fill(app, {"Contribution": gift, **typed})
    assert f"**USD 80.00** at the rate 1.25 {source}" in said(app)


def test_words_with_markup_are_shown_as_they_were_typed(sqlite_store, open_desk):
    sly = "[a link](javascript:alert(1)) **bold** $x$"
    decision = AllocationDraft("A-1", day("2017-06-01"), sly, "5", note=sly)
    assert sly in perform(sqlite_store, record_allocation, decision).sentence
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    spent = MovementDraft("organization_expenditure", day("2017-06-01"), "9", organization=sly)
    perform(sqlite_store, record_movement, spent)
    app = open_desk(sqlite_store, "public.reports")
    assert not app.exception
    (flagged,) = [warning.value for warning in app.warning if "spent more" in warning.value]
    assert "\\[a link\\]\\(javascript" in flagged


def test_a_form_that_was_left_and_opened_again_knows_what_was_booked_meanwhile(
    sqlite_store, open_desk
):
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    turn_to(fill(app, {"Contribution": gift}), "Deposit")
    elsewhere = AmendmentDraft(gift, "Amendment 1", day("2017-06-01"), "50")
    perform(sqlite_store, amend, elsewhere)
    change = {"Contribution": gift, "Amendment": "Amendment 2", "Change (USD)": "25"}
    press(fill(turn_to(app, "Amendment"), change), "Record the amendment")
    assert not app.error
    assert only_row(sqlite_store, "contributions")["amount"] == 107_500


def test_a_form_that_stayed_open_is_told_of_what_somebody_else_booked(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    fill(app, {"Contribution": gift, "Amendment": "Amendment 2"})
    elsewhere = AmendmentDraft(gift, "Amendment 1", day("2017-06-01"), "50")
    perform(sqlite_store, amend, elsewhere)
    press(fill(app, {"Change (USD)": "25"}), "Record the amendment")
    assert "was changed meanwhile" in app.error[0].value
    press(app, "Show the current version")
    assert only_row(sqlite_store, "contributions")["amount"] == 105_000


def test_a_schedule_that_somebody_else_changed_meanwhile_is_not_overwritten(
    sqlite_store, open_desk
):
    gift = books.a_commitment(sqlite_store, "1000")
    perform(sqlite_store, schedule_instalments, gift, [(day("2018-08-01"), "1000")])
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Instalments")
    fill(app, {"Contribution": gift, "Reason for the change": "Their letter"})
    perform(sqlite_store, schedule_instalments, gift, [(day("2018-10-01"), "1000")], "By mail")
    press(app, "Save the schedule")
    assert "was changed meanwhile" in app.error[0].value
