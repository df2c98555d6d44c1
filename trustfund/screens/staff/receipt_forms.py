"""The forms of unidentified receipts: cash that cannot be booked yet."""

from functools import partial
from typing import Any

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import receipt as fields
from trustfund.domain.kinds import ReceiptStatus
from trustfund.figures import lines
from trustfund.ledger import deposits, receipts
from trustfund.screens import session
from trustfund.screens.staff.cash_forms import MAY_RECEIVE, deposit_fields, shown_deposit
from trustfund.screens.staff.contribution_forms import pick_contribution
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.lists import correct_or_undo, listed, newest_first, pick
from trustfund.screens.staff.outcomes import preview


def receipt_fields(form: Form, draft: receipts.ReceiptDraft) -> receipts.ReceiptDraft:
    """The fields of a receipt, starting with those of ``draft``."""
    cash = (fields.RECEIVED_ON, fields.CURRENCY, fields.AMOUNT)
    return form.fill(draft, cash, (fields.PAYER, fields.BANK_REFERENCE), fields.NOTE)


def receipt() -> None:
    """Note cash that arrived without an arrangement."""
    form = Form("receipt")
    st.markdown(
        "Cash that arrived without a signed arrangement, or from somebody unknown. It is in no "
        "total until it is booked as a deposit."
    )
    draft = receipt_fields(form, receipts.ReceiptDraft(session.view().today, "USD", ""))
    form.book("Record the receipt", receipts.record_receipt, draft)
    listed("receipts")


def _picked(form: Form, *statuses: ReceiptStatus) -> dict[str, Any] | None:
    """One of the receipts with these statuses."""
    found = {
        row["reference"]: row
        for row in session.view().frames.receipts.values()
        if row["status"] in statuses
    }
    shown = lines.receipt(session.view(), newest_first(found))
    return found.get(pick(form, "Unidentified receipt", shown, shown.__getitem__))


def book() -> None:
    """Book a receipt as the deposit it proved to be."""
    form = Form("book-receipt")
    own = _picked(form, ReceiptStatus.OPEN)
    if own is None:
        return
    currency, received_on = own["currency"], own["received_on"]
    amount = money.text(own["amount"], currency)
    st.caption(f"{amount} of {received_on}. It needs a signed arrangement in that currency.")
    position = pick_contribution(
        form, MAY_RECEIVE, "There is no commitment yet. Record the arrangement first."
    )
    if position is None:
        return
    part, seen = form.part(own["reference"], own["version"])
    left, right = st.columns(SIDES)
    with left:
        typed = f"{money.to_decimal(own['amount'], currency):f}"
        first = deposits.DepositDraft(
            position.document.reference,
            received_on,
            currency,
            typed,
            bank_reference=own["bank_reference"],
        )
        draft = deposit_fields(part, first, fixed_amount=True)
        preview(right, deposits.plan, shown_deposit, draft)
        part.book("Book it as a deposit", receipts.book_receipt, own["reference"], draft, seen)


def correct() -> None:
    """Correct a receipt that is not booked, or note that it was sent back."""
    own = _picked(Form("correct-receipt"), ReceiptStatus.OPEN, ReceiptStatus.RETURNED)
    if own is None:
        return
    current = receipts.as_draft(session.read(receipts.required, own["reference"]))
    if own["status"] == ReceiptStatus.RETURNED:
        st.caption("It was sent back. Correcting it makes it open again.")
    correct_or_undo(
        "receipt",
        own["reference"],
        own["version"],
        partial(receipt_fields, draft=current),
        receipts.correct_receipt,
        ("It was sent back", receipts.return_receipt),
    )
