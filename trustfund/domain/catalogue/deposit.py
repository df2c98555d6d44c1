"""A deposit: cash that arrived under an arrangement."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, output

REFERENCE = common.reference("deposit.reference", "EXAMPLE-D")
CONTRIBUTION_REFERENCE = common.contribution(
    "deposit.contribution_reference",
    "The contribution that it belongs to",
    example="EXAMPLE-C",
    required=True,
)
VALUE_DATE = Field(
    "deposit.value_date",
    Cell.DAY,
    meaning="Day on which the money counts as received",
    example="2017-05-15",
    required=True,
    synonyms=common.VALUE_DATE,
)
CURRENCY = common.currency(
    "deposit.currency", "Currency received (ISO 4217), that of the arrangement"
)
AMOUNT = Field(
    "deposit.amount",
    Cell.MONEY,
    meaning="Amount received, before the fee",
    example="60000.00",
    required=True,
    synonyms=common.AMOUNT,
)
USD_AMOUNT = Field(
    "deposit.usd_amount",
    Cell.USD,
    label="US dollar amount",
    meaning="Amount in US dollars, before the fee",
    help="Blank: by the UN operational rate of the value date. The bank's own needs a note.",
    never_blank=True,
    synonyms=common.USD_AMOUNT,
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
        output(
            "deposit.rate_effective_on",
            Cell.DAY,
            "First day of that rate; blank for USD or a bank's own rate",
            never_blank=False,
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
