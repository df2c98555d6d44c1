"""An unidentified receipt: cash that cannot be booked yet."""

from trustfund.domain.fields import Cell, Document, Kept, or_blank, output
from trustfund.domain.kinds import ReceiptStatus

REFERENCE = output("receipt.reference", meaning="The receipt's reference")
RECEIVED_ON = output("receipt.received_on", Cell.DAY, "Day on which the cash arrived")
CURRENCY = output("receipt.currency", meaning="Currency received (ISO 4217)", codes=Kept.CURRENCY)
AMOUNT = output(
    "receipt.amount", Cell.MONEY, "Amount received; it is in no total until it is booked"
)
PAYER = or_blank("receipt.payer", meaning="Who paid, as the bank says")
BANK_REFERENCE = or_blank("receipt.bank_reference", meaning="The bank's reference")
NOTE = or_blank("receipt.note", meaning="Note of the officer")

DOCUMENT = Document(
    "receipt",
    (
        REFERENCE,
        RECEIVED_ON,
        CURRENCY,
        AMOUNT,
        PAYER,
        BANK_REFERENCE,
        output(
            "receipt.status", meaning="open, booked (as a deposit) or returned", codes=ReceiptStatus
        ),
        or_blank("receipt.deposit_reference", meaning="The deposit it became"),
        NOTE,
    ),
    key=("reference",),
)
