"""A deposit: cash that arrived under an arrangement."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, asked, or_blank, output

REFERENCE = common.reference("deposit.reference", "EXAMPLE-D")
CONTRIBUTION_REFERENCE = common.contribution(
    "deposit.contribution_reference",
    "The contribution that it belongs to",
    example="EXAMPLE-C",
    required=True,
)
VALUE_DATE = common.value_date(
    "deposit.value_date", "Day on which the money counts as received", "2017-05-15"
)
CURRENCY = common.currency(
    "deposit.currency", "Currency received (ISO 4217), that of the arrangement"
)
AMOUNT = common.amount("deposit.amount", "Amount received, before the fee", "60000.00")
USD_AMOUNT = common.usd_amount(
    "deposit.usd_amount",
    "Amount in US dollars, before the fee",
    label="US dollar amount",
    help="Blank: by the UN operational rate of the value date. The bank's own needs a note.",
    never_blank=True,
)
FEE_USD = Field(
    "deposit.fee_usd",
    Cell.USD,
    label="Fee",
    meaning="Administrative agent fee",
    help="Blank: the usual fee. Another needs a note.",
    never_blank=True,
    synonyms="agent fee, administrative agent fee, aa fee, admin fee, administration fee",
    blank_is_not_zero=True,
)
BANK_REFERENCE = Field(
    "deposit.bank_reference",
    meaning="The bank's reference",
    is_published=False,
    synonyms="bank ref, bank transaction, payment reference, bank details, transfer reference",
    is_free=True,
)
NOTE = common.note(
    "deposit.note", help="Needed with the bank's US dollars or another fee.", is_published=False
)
APART = asked(
    "deposit.apart",
    label="Why it is other money",
    meaning="Why it is other money than the deposits with the same bank reference, or of the same "
    "giver, day and amount",
)

DOCUMENT = Document(
    "deposit",
    (
        REFERENCE,
        CONTRIBUTION_REFERENCE,
        output("deposit.contributor", meaning="Who gave", codes=Kept.CONTRIBUTOR),
        VALUE_DATE,
        CURRENCY,
        AMOUNT,
        output("deposit.rate", Cell.RATE, "Rate of exchange it is valued at"),
        or_blank(
            "deposit.rate_effective_on",
            Cell.DAY,
            "First day of that rate; blank for USD or a bank's own rate",
        ),
        USD_AMOUNT,
        FEE_USD,
        output("deposit.net_usd", Cell.USD, "usd_amount - fee_usd", signed=True),
        output("deposit.unearmarked_usd", Cell.USD, "Un-earmarked part of usd_amount"),
        output("deposit.earmarked_usd", Cell.USD, "Part of usd_amount earmarked to objectives"),
        BANK_REFERENCE,
        NOTE,
    ),
    key=("reference",),
)
