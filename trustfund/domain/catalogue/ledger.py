"""The ledger: every entry that was ever booked."""

from trustfund.domain.fields import Cell, Document, Kept, output
from trustfund.domain.kinds import EntryKind

DOCUMENT = Document(
    "ledger",
    (
        output("ledger.id", Cell.COUNT, "Number of the entry"),
        output("ledger.recorded_at", Cell.MOMENT, "When it was recorded"),
        output("ledger.value_date", Cell.DAY, "Day on which it counts"),
        output("ledger.kind", meaning="What the entry says about money", codes=EntryKind),
        output("ledger.contribution", meaning="The contribution it is of", never_blank=False),
        output("ledger.deposit", meaning="The deposit it is of", never_blank=False),
        output("ledger.travel", meaning="The trip it is of", never_blank=False),
        output("ledger.movement", meaning="The movement it is of", never_blank=False),
        output(
            "ledger.objective",
            meaning="Code of the objective, or unearmarked",
            codes=Kept.OBJECTIVE,
            never_blank=False,
        ),
        output("ledger.currency", meaning="Currency of amount (ISO 4217)", codes=Kept.CURRENCY),
        output("ledger.amount", Cell.MONEY, "Amount in the currency", signed=True),
        output("ledger.rate", Cell.RATE, "Rate of exchange it is valued at", never_blank=False),
        output(
            "ledger.usd_amount",
            Cell.USD,
            "Amount in US dollars; blank for a pledge",
            signed=True,
            never_blank=False,
        ),
        output(
            "ledger.reverses",
            Cell.COUNT,
            "The entry that this one takes back",
            codes=Kept.ENTRY,
            never_blank=False,
        ),
        output("ledger.reason", meaning="Why", never_blank=False),
    ),
    key=("id",),
)
