"""The ledger: every entry that was ever booked."""

from trustfund.domain.fields import Cell, Document, Kept, or_blank, output
from trustfund.domain.kinds import EntryKind

DOCUMENT = Document(
    "ledger",
    (
        output("ledger.id", Cell.COUNT, "Number of the entry"),
        output("ledger.recorded_at", Cell.MOMENT, "When it was recorded"),
        output("ledger.value_date", Cell.DAY, "Day on which it counts"),
        output("ledger.kind", meaning="What the entry says about money", codes=EntryKind),
        or_blank("ledger.contribution", meaning="The contribution it is of"),
        or_blank("ledger.deposit", meaning="The deposit it is of"),
        or_blank("ledger.travel", meaning="The trip it is of"),
        or_blank("ledger.movement", meaning="The movement it is of"),
        or_blank(
            "ledger.objective",
            meaning="Code of the objective, or unearmarked",
            codes=Kept.OBJECTIVE,
        ),
        output("ledger.currency", meaning="Currency of amount (ISO 4217)", codes=Kept.CURRENCY),
        output("ledger.amount", Cell.MONEY, "Amount in the currency", signed=True),
        or_blank("ledger.rate", Cell.RATE, "Rate of exchange it is valued at"),
        or_blank(
            "ledger.usd_amount", Cell.USD, "Amount in US dollars; blank for a pledge", signed=True
        ),
        or_blank(
            "ledger.reverses", Cell.COUNT, "The entry that this one takes back", codes=Kept.ENTRY
        ),
        or_blank("ledger.reason", meaning="Why"),
    ),
    key=("id",),
)
