"""Cash that arrived without an arrangement: a staff list, in no total until it is booked."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import receipt as fields
from trustfund.domain.kinds import ReceiptStatus
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger import deposits
from trustfund.ledger.acts import Act, Done, act
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


def _open(books: Books, reference: str) -> UnidentifiedReceipt:
    """The unidentified receipt, when nothing became of it yet."""
    own = required(books, reference)
    if own.status is not ReceiptStatus.OPEN:
        booked = own.status is ReceiptStatus.BOOKED
        remedy = "Reverse its deposit first" if booked else "Record the cash again if it came back"
        why = f"is {own.status.value} already"
        raise refusal(fields.DOCUMENT.itself, Code.DONE_ALREADY, reference, why, remedy)
    return own


def _summary(own: UnidentifiedReceipt) -> str:
    payer = f" from {own.payer}" if own.payer else ""
    return f"{money.text(own.amount, own.currency)}{payer} of {own.received_on}"


@act(ActCode.UNIDENTIFIED_RECEIPT_RECORDED)
def record_receipt(act: Act, draft: ReceiptDraft) -> Done:
    """Note cash that cannot be booked yet; it counts in no total."""
    reference = draft.reference.strip() or act.books.next_reference(UnidentifiedReceipt, "U")
    act.books.check_reference(act.problems, UnidentifiedReceipt, fields.REFERENCE, reference)
    values = act.sound(act.attempt(_checked, draft))
    own = UnidentifiedReceipt(reference=reference, **values)
    act.add(own)
    return Done(
        reference,
        f"Unidentified receipt {reference}: {_summary(own)}. It is in no total until it is booked.",
    )


def as_draft(own: UnidentifiedReceipt) -> ReceiptDraft:
    """An unidentified receipt as it stands, in the form in which it would be typed."""
    return ReceiptDraft(
        own.received_on,
        own.currency,
        money.plain(own.amount, own.currency),
        own.payer,
        own.bank_reference,
        own.note,
        own.reference,
    )


@act(ActCode.UNIDENTIFIED_RECEIPT_CORRECTED)
def correct_receipt(act: Act, draft: ReceiptDraft, reason: str, seen: int | None = None) -> Done:
    """Correct cash that is not booked yet; what was sent back in error is open again."""
    act.require_reason(reason)
    own = act.attempt(required, draft.reference)
    if own is not None and own.status is ReceiptStatus.BOOKED:
        act.attempt(_open, draft.reference)
    values = act.attempt(_checked, draft)
    own, values = act.sound(own), act.sound(values)
    act.change(own, seen, **values, status=ReceiptStatus.OPEN)
    return Done(
        own.reference, f"Unidentified receipt {own.reference} is corrected: {_summary(own)}."
    )


def deposit_of(own: UnidentifiedReceipt, draft: DepositDraft) -> DepositDraft:
    """The deposit that a receipt becomes: its day, currency, amount and bank reference."""
    return replace(
        draft,
        value_date=draft.value_date or own.received_on,
        currency=own.currency,
        amount=money.plain(own.amount, own.currency),
        bank_reference=draft.bank_reference or own.bank_reference,
    )


@act(ActCode.UNIDENTIFIED_RECEIPT_BOOKED)
def book_receipt(act: Act, reference: str, draft: DepositDraft, seen: int | None = None) -> Done:
    """Book a receipt as the deposit it proved to be, under a signed arrangement.

    Amount, currency and, unless ``draft`` has another, the value date are the receipt's.
    """
    own = _open(act.books, reference)
    wanted = deposit_of(own, draft)
    ready = deposits.plan(act.books, wanted)
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
    act.require_reason(reason)
    own = act.sound(act.attempt(_open, reference))
    act.change(own, seen, status=ReceiptStatus.RETURNED)
    return Done(
        own.reference, f"Unidentified receipt {own.reference} is returned: {_summary(own)}."
    )
