"""The forms of unidentified receipts: cash that cannot be booked yet."""

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import receipt as fields
from trustfund.domain.kinds import ReceiptStatus
from trustfund.ledger import deposits, receipts
from trustfund.ledger.books import read_books
from trustfund.screens import session
from trustfund.screens.staff.cash_forms import MAY_RECEIVE, deposit_fields, show_deposit
from trustfund.screens.staff.contribution_forms import pick_contribution
from trustfund.screens.staff.forms import Form, preview
from trustfund.screens.staff.lists import listed, newest_first, pick
from trustfund.store.engine import open_store


def _fields(form: Form, draft: receipts.ReceiptDraft) -> receipts.ReceiptDraft:
    draft = form.fill(draft, fields.RECEIVED_ON, fields.CURRENCY, fields.AMOUNT)
    draft = form.fill(draft, fields.PAYER, fields.BANK_REFERENCE)
    return form.fill(draft, fields.NOTE)


def receipt() -> None:
    """Note cash that arrived without an arrangement."""
    form = Form("receipt")
    st.markdown(
        "Cash that arrived without a signed arrangement, or from somebody unknown. It is in no "
        "total until it is booked as a deposit."
    )
    draft = _fields(form, receipts.ReceiptDraft(session.view().today, "USD", ""))
    form.book("Record the receipt", lambda books: receipts.record_receipt(books, draft))
    listed("receipts")


def _receipts(*statuses: ReceiptStatus) -> dict[str, dict[str, object]]:
    return {
        row["reference"]: row
        for row in session.view().frames.receipts.values()
        if row["status"] in statuses
    }


def book() -> None:
    """Book a receipt as the deposit it proved to be."""
    form = Form("book-receipt")
    view = session.view()
    documents = {row["reference"]: row for row in view.frames.receipts.values()}
    reference = pick(form, "Unidentified receipt", newest_first(_receipts(ReceiptStatus.OPEN)))
    if not reference:
        return
    own = documents[reference]
    said = money.text(own["amount"], own["currency"])
    st.caption(f"{said} of {own['received_on']}. It needs a signed arrangement in that currency.")
    position = pick_contribution(
        form, MAY_RECEIVE, view, "There is no commitment yet. Record the arrangement first."
    )
    if position is None:
        return
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(own["version"])
    left, right = st.columns([3, 2])
    first = deposits.DepositDraft(
        position.document.reference,
        own["received_on"],
        own["currency"],
        f"{money.to_decimal(own['amount'], own['currency']):f}",
        bank_reference=own["bank_reference"],
    )
    with left:
        draft = deposit_fields(part, first, fixed_amount=True)
    with right:
        preview(lambda books: deposits.plan(books, draft), show_deposit, started=True)
    with left:
        part.book(
            "Book it as a deposit",
            lambda books: receipts.book_receipt(books, reference, draft, seen),
            remember="receipt",
        )


def correct() -> None:
    """Correct a receipt that is not booked, or note that it was sent back."""
    form = Form("correct-receipt")
    unbooked = _receipts(ReceiptStatus.OPEN, ReceiptStatus.RETURNED)
    reference = pick(form, "Unidentified receipt", newest_first(unbooked))
    if not reference:
        return
    with read_books(open_store()) as books:
        own = receipts.required(books, reference)
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(own.version)
    if own.status is ReceiptStatus.RETURNED:
        st.caption("It was sent back. Correcting it makes it open again.")
    draft = _fields(part, receipts.as_draft(own))
    reason = part.reason("Reason")
    with st.container(horizontal=True):
        part.book(
            "Correct the receipt",
            lambda books: receipts.correct_receipt(books, draft, reason, seen),
        )
        part.book(
            "It was sent back",
            lambda books: receipts.return_receipt(books, reference, reason, seen),
            kind="secondary",
        )
