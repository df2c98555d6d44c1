"""A UN operational rate of exchange."""

from trustfund.domain.fields import Cell, Document, Field, Kept

CURRENCY = Field(
    "rate.currency",
    codes=Kept.CURRENCY,
    meaning="Code of the currency (ISO 4217)",
    example="EUR",
    required=True,
)
EFFECTIVE_ON = Field(
    "rate.effective_on",
    Cell.DAY,
    label="Effective date",
    meaning="First day of the rate",
    example="2017-07-01",
    required=True,
)
UNITS_PER_USD = Field(
    "rate.units_per_usd",
    Cell.RATE,
    label="Units for 1 USD",
    meaning="Units of the currency for 1 US dollar",
    example="0.8755",
    required=True,
)
SOURCE = Field(
    "rate.source",
    meaning="Where the rate comes from",
    example="Example: replace this row",
)

DOCUMENT = Document(
    "rate",
    (CURRENCY, EFFECTIVE_ON, UNITS_PER_USD, SOURCE),
    key=("currency", "effective_on"),
)
