"""Movements, allocations, unidentified receipts and amendments, as staff fill them in."""

from streamlit.testing.v1 import AppTest

from tests import books
from tests.books import day, perform
from tests.reading import only_row, rows
from tests.screens.conftest import Open, field, said
from tests.screens.test_staff_forms import CONTRIBUTION, turn_to
from trustfund.ledger.allocations import AllocationDraft, record_allocation
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.instalments import schedule_instalments
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.ledger.receipts import ReceiptDraft, record_receipt
from trustfund.store.engine import Store

MOVEMENT = "staff.record_movement"
IOM = "International Organization for Migration"


def words(app: AppTest) -> str:
    return said(app).replace("\\", "")


def test_a_transfer_is_shown_before_it_is_saved_and_listed_after(
    sqlite_store: Store, open_desk: Open
) -> None:
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Movement")
    field(app, "selectbox", "Kind").select("transfer_to_organization").run()
    assert "what can be spent stays the same" in words(app)
    field(app, "selectbox", "Organization").select(IOM)
    field(app, "text_input", "Amount (USD)").set_value("400").run()
    assert "Un-earmarked money: **USD 400.00**" in words(app)
    assert rows(sqlite_store, "movements") == []
    field(app, "button", "Record the movement").click().run()
    assert "Movement MCS00-M-0001: transfer to organization" in words(app)
    assert only_row(sqlite_store, "movements")["organization"] == IOM
    assert [frame.value.iloc[0, 0] for frame in app.dataframe] == ["MCS00-M-0001"]


def test_a_movement_that_overdraws_is_refused_and_what_was_typed_stays(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Movement")
    field(app, "selectbox", "Kind").select("bank_charge").run()
    field(app, "text_input", "Amount (USD)").set_value("5").run()
    field(app, "button", "Record the movement").click().run()
    assert "would be overdrawn by USD 5.00" in app.error[0].value.replace("\\", "")
    assert field(app, "text_input", "Amount (USD)").value == "5"


def test_a_movement_is_corrected_and_reversed(sqlite_store: Store, open_desk: Open) -> None:
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    draft = MovementDraft("bank_charge", day("2017-06-01"), "5", reference="M-1")
    perform(sqlite_store, record_movement, draft)
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Correct")
    field(app, "selectbox", "Movement").select("M-1").run()
    field(app, "text_input", "Amount (USD)").set_value("7.50")
    field(app, "text_input", "Reason").set_value("Misread").run()
    field(app, "button", "Correct the movement").click().run()
    assert "Movement M-1 is corrected" in words(app)
    assert only_row(sqlite_store, "movements")["usd_amount"] == 750
    field(app, "selectbox", "Movement").select("M-1").run()
    field(app, "text_input", "Reason").set_value("Another fund's").run()
    field(app, "button", "Reverse it: it was booked in error").click().run()
    assert rows(sqlite_store, "movements") == []


def test_an_allocation_is_recorded_corrected_and_cancelled(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Allocation")
    field(app, "text_input", "Amount (USD)").set_value("500")
    field(app, "selectbox", "Organization").select(IOM).run()
    field(app, "button", "Record the allocation").click().run()
    assert "It moves no cash" in words(app)
    app = turn_to(app, "Correct")
    field(app, "radio", "What do you want to correct?").set_value("An allocation").run()
    field(app, "selectbox", "Allocation").select("MCS00-A-0001").run()
    field(app, "text_input", "Amount (USD)").set_value("450")
    field(app, "text_input", "Reason").set_value("Misread").run()
    field(app, "button", "Correct the allocation").click().run()
    assert only_row(sqlite_store, "allocations")["usd_amount"] == 45_000
    field(app, "selectbox", "Allocation").select("MCS00-A-0001").run()
    field(app, "text_input", "Reason").set_value("Withdrawn").run()
    field(app, "button", "Cancel it").click().run()
    assert rows(sqlite_store, "allocations") == []


def test_unidentified_cash_becomes_a_deposit(sqlite_store: Store, open_desk: Open) -> None:
    books.a_rate(sqlite_store, "EUR", "0.8")
    gift = books.a_commitment(sqlite_store, "1000", "EUR")
    cash = ReceiptDraft(day("2017-06-01"), "EUR", "250", "Somebody", reference="U-1")
    perform(sqlite_store, record_receipt, cash)
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Book a receipt")
    field(app, "selectbox", "Unidentified receipt").select("U-1").run()
    field(app, "selectbox", "Contribution").select(gift).run()
    assert field(app, "text_input", "Amount (EUR)").disabled
    assert "USD 312.50" in words(app)
    field(app, "button", "Book it as a deposit").click().run()
    assert "is booked as deposit MCS00-D-0001" in words(app)
    assert only_row(sqlite_store, "receipts")["status"] == "booked"
    assert "There is no unidentified receipt yet" in words(app)


def test_unidentified_cash_is_recorded_and_sent_back(sqlite_store: Store, open_desk: Open) -> None:
    app = turn_to(open_desk(sqlite_store, MOVEMENT), "Unidentified receipt")
    field(app, "text_input", "Amount").set_value("300")
    field(app, "text_input", "Payer").set_value("A company").run()
    field(app, "button", "Record the receipt").click().run()
    assert "It is in no total until it is booked" in words(app)
    app = turn_to(app, "Correct")
    field(app, "radio", "What do you want to correct?").set_value("An unidentified receipt").run()
    field(app, "selectbox", "Unidentified receipt").select("MCS00-U-0001").run()
    field(app, "text_input", "Reason").set_value("The terms do not admit companies").run()
    field(app, "button", "It was sent back").click().run()
    assert only_row(sqlite_store, "receipts")["status"] == "returned"


def test_an_arrangement_is_amended_and_the_amendment_taken_back(
    sqlite_store: Store, open_desk: Open
) -> None:
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Amendment").set_value("Amendment 1")
    field(app, "text_input", "Change (USD)").set_value("-250.50").run()
    assert "Commitment then: **USD 749.50**" in words(app)
    field(app, "button", "Record the amendment").click().run()
    assert "USD 250.50 less, USD 749.50 in all" in words(app)
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Reason").set_value("Not signed").run()
    field(app, "button", "Take it back").click().run()
    assert only_row(sqlite_store, "contributions")["amount"] == 100_000


def test_the_preview_of_a_reduction_says_where_its_rate_comes_from(
    sqlite_store: Store, open_desk: Open
) -> None:
    books.a_rate(sqlite_store, "CAD", "1.25")
    gift = books.a_commitment(sqlite_store, "1000", "CAD")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Amendment").set_value("Amendment 1")
    for change, said_of in (("-100", "(the mean of the commitment)"), ("100", "of 2017-05-01")):
        field(app, "text_input", "Change (CAD)").set_value(change)
        field(app, "text_input", "Note").set_value("An old rate").run()
        assert f"**USD 80.00** at the rate 1.25 {said_of}" in words(app)


def test_words_with_markup_are_shown_as_they_were_typed(
    sqlite_store: Store, open_desk: Open
) -> None:
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


def test_a_form_that_was_left_and_opened_again_knows_what_stands_now(
    sqlite_store: Store, open_desk: Open
) -> None:
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    field(app, "selectbox", "Contribution").select(gift).run()
    app = turn_to(app, "Deposit")
    elsewhere = AmendmentDraft(gift, "Amendment 1", day("2017-06-01"), "50")
    perform(sqlite_store, amend, elsewhere)
    app = turn_to(app, "Amendment")
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Amendment").set_value("Amendment 2")
    field(app, "text_input", "Change (USD)").set_value("25").run()
    field(app, "button", "Record the amendment").click().run()
    assert not app.error
    assert only_row(sqlite_store, "contributions")["amount"] == 107_500


def test_a_form_that_stayed_open_is_told_of_what_somebody_else_booked(
    sqlite_store: Store, open_desk: Open
) -> None:
    gift = books.a_commitment(sqlite_store, "1000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Amendment")
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Amendment").set_value("Amendment 2").run()
    elsewhere = AmendmentDraft(gift, "Amendment 1", day("2017-06-01"), "50")
    perform(sqlite_store, amend, elsewhere)
    field(app, "text_input", "Change (USD)").set_value("25").run()
    field(app, "button", "Record the amendment").click().run()
    assert "was changed meanwhile" in app.error[0].value
    field(app, "button", "Show the current version").click().run()
    assert only_row(sqlite_store, "contributions")["amount"] == 105_000


def test_a_schedule_that_somebody_else_changed_meanwhile_is_not_overwritten(
    sqlite_store: Store, open_desk: Open
) -> None:
    gift = books.a_commitment(sqlite_store, "1000")
    perform(sqlite_store, schedule_instalments, gift, [(day("2018-08-01"), "1000")])
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Instalments")
    field(app, "selectbox", "Contribution").select(gift).run()
    field(app, "text_input", "Reason for the change").set_value("Their letter").run()
    perform(sqlite_store, schedule_instalments, gift, [(day("2018-10-01"), "1000")], "By mail")
    field(app, "button", "Save the schedule").click().run()
    assert "was changed meanwhile" in app.error[0].value
