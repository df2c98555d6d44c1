"""A UN operational rate of exchange."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field

CURRENCY = common.currency("rate.currency", "Code of the currency (ISO 4217)", "EUR")
EFFECTIVE_ON = Field(
    "rate.effective_on",
    Cell.DAY,
    label="Effective date",
    meaning="First day of the rate",
    example="2017-07-01",
    required=True,
    synonyms="effective from, valid from, date, rate date, from",
)
UNITS_PER_USD = Field(
    "rate.units_per_usd",
    Cell.RATE,
    label="Units for 1 USD",
    meaning="Units of the currency for 1 US dollar",
    example="0.8755",
    required=True,
    synonyms="rate, exchange rate, operational rate, units per usd, un rate, rate of exchange, "
    "units per us",
)
SOURCE = Field(
    "rate.source",
    meaning="Where the rate comes from",
    example="Example: replace this row",
    synonyms="source of rate, rate source",
    is_free=True,
)

DOCUMENT = Document(
    "rate", (CURRENCY, EFFECTIVE_ON, UNITS_PER_USD, SOURCE), key=("currency", "effective_on")
)
