"""Cash that arrived without an arrangement: a staff list, in no total until it is booked."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import receipt as fields
from trustfund.domain.kinds import ReceiptStatus
from trustfund.domain.problems import Code, Problems
from trustfund.ledger import deposits
from trustfund.ledger.acts import Act, Done, act, require_reason
from trustfund.ledger.books import Books
from trustfund.ledger.deposits import DepositDraft
from trustfund.store.tables import UnidentifiedReceipt


@dataclass(frozen=True)
class ReceiptDraft:
    """Unidentified cash as typed."""

    received_on: date | None
    currency: str
    amount: str
    payer: str = ""
    bank_reference: str = ""
    note: str = ""
    reference: str = ""


def required(books: Books, reference: str) -> UnidentifiedReceipt:
    """The unidentified receipt of that reference, or a sentence."""
    itself = fields.DOCUMENT.itself
    return books.required(UnidentifiedReceipt, itself, reference, "an unidentified receipt")


def _checked(books: Books, draft: ReceiptDraft) -> dict[str, Any]:
    problems = Problems()
    day = books.check_day(problems, fields.RECEIVED_ON, draft.received_on)
    currency = problems.attempt(money.parse_currency, fields.CURRENCY, draft.currency)
    amount = None
    if currency:
        amount = problems.attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency)
    problems.refuse_if_any()
    return {
        "received_on": day,
        "currency": currency,
        "amount": amount,
        "payer": draft.payer.strip(),
        "bank_reference": draft.bank_reference.strip(),
        "note": draft.note.strip(),
    }


def _open(problems: Problems, books: Books, reference: str) -> UnidentifiedReceipt | None:
    """The receipt, when nothing became of it yet."""
    own = problems.attempt(required, books, reference)
    if own is not None and own.status is not ReceiptStatus.OPEN:
        problems.add(
            fields.DOCUMENT.itself,
            Code.DONE_ALREADY,
            reference,
            f"is {own.status.value} already",
            "Reverse its deposit first"
            if own.status is ReceiptStatus.BOOKED
            else "Record the cash anew if it came back",
        )
    return own


def _said(own: UnidentifiedReceipt) -> str:
    payer = f" from {own.payer}" if own.payer else ""
    return f"{money.text(own.amount, own.currency)}{payer} of {own.received_on}"


@act(ActCode.UNIDENTIFIED_RECEIPT_RECORDED)
def record_receipt(act: Act, draft: ReceiptDraft) -> Done:
    """Note cash that cannot be booked yet; it counts in no total."""
    problems = Problems()
    reference = draft.reference.strip() or act.books.next_reference(UnidentifiedReceipt, "U")
    act.books.check_reference(problems, UnidentifiedReceipt, fields.REFERENCE, reference)
    values = problems.attempt(_checked, act.books, draft)
    problems.refuse_if_any()
    assert values is not None
    own = UnidentifiedReceipt(reference=reference, **values)
    act.add(own)
    return Done(
        reference,
        f"Unidentified receipt {reference}: {_said(own)}. It is in no total until it is booked.",
    )


def as_draft(own: UnidentifiedReceipt) -> ReceiptDraft:
    """A receipt as it stands, in the form in which it would be typed."""
    return ReceiptDraft(
        own.received_on,
        own.currency,
        f"{money.to_decimal(own.amount, own.currency):f}",
        own.payer,
        own.bank_reference,
        own.note,
        own.reference,
    )


@act(ActCode.UNIDENTIFIED_RECEIPT_CORRECTED)
def correct_receipt(act: Act, draft: ReceiptDraft, reason: str, seen: int | None = None) -> Done:
    """Correct cash that is not booked yet; what was sent back in error is open again."""
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, draft.reference)
    if own is not None and own.status is ReceiptStatus.BOOKED:
        own = _open(problems, act.books, draft.reference)
    values = problems.attempt(_checked, act.books, draft)
    problems.refuse_if_any()
    assert own is not None
    assert values is not None
    act.change(own, seen, **values, status=ReceiptStatus.OPEN)
    return Done(
        own.reference,
        f"Unidentified receipt {own.reference} is corrected: {_said(own)}.",
        reason=reason.strip(),
    )


def deposit_of(own: UnidentifiedReceipt, draft: DepositDraft) -> DepositDraft:
    """The deposit that a receipt becomes: its day, currency, amount and bank reference."""
    return replace(
        draft,
        value_date=draft.value_date or own.received_on,
        currency=own.currency,
        amount=f"{money.to_decimal(own.amount, own.currency):f}",
        bank_reference=draft.bank_reference or own.bank_reference,
    )


@act(ActCode.UNIDENTIFIED_RECEIPT_BOOKED)
def book_receipt(act: Act, reference: str, draft: DepositDraft, seen: int | None = None) -> Done:
    """Book a receipt as the deposit it proved to be, under a signed arrangement.

    Amount, currency and, unless ``draft`` says otherwise, the value date are the receipt's.
    """
    problems = Problems()
    own = _open(problems, act.books, reference)
    if own is None:
        problems.refuse_if_any()
    assert own is not None
    wanted = deposit_of(own, draft)
    ready = problems.attempt(deposits.plan, act.books, wanted)
    problems.refuse_if_any()
    assert ready is not None
    deposit = deposits.added(act, wanted, ready)
    act.change(own, seen, status=ReceiptStatus.BOOKED, deposit_id=deposit.id)
    return Done(
        own.reference,
        f"Unidentified receipt {own.reference} is booked as deposit {deposit.reference} for "
        f"{wanted.contribution}.",
        ready.warnings,
    )


@act(ActCode.UNIDENTIFIED_RECEIPT_RETURNED)
def return_receipt(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Note that the cash was sent back to its payer."""
    problems = Problems()
    require_reason(problems, reason)
    own = _open(problems, act.books, reference)
    problems.refuse_if_any()
    assert own is not None
    act.change(own, seen, status=ReceiptStatus.RETURNED)
    return Done(
        own.reference,
        f"Unidentified receipt {own.reference} is returned: {_said(own)}.",
        reason=reason.strip(),
    )
