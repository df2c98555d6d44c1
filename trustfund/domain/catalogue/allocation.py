"""An allocation: a decision to give money to an organization."""

from trustfund.domain.catalogue import synonyms
from trustfund.domain.fields import Cell, Document, Field, Kept

REFERENCE = Field(
    "allocation.reference",
    meaning="The decision's reference, which no other one has",
    example="EXAMPLE-A",
    required=True,
    synonyms=synonyms.REFERENCE,
)
DECIDED_ON = Field(
    "allocation.decided_on",
    Cell.DAY,
    meaning="Day of the decision",
    example="2017-06-01",
    required=True,
    synonyms="decision date, date of decision, date decided, approval date, approved on, date",
)
ORGANIZATION = Field(
    "allocation.organization",
    codes=Kept.ORGANIZATION,
    meaning="Organization that the money is allocated to",
    example="International Organization for Migration",
    required=True,
    synonyms=synonyms.ORGANIZATION,
)
USD_AMOUNT = Field(
    "allocation.usd_amount",
    Cell.USD,
    label="Amount",
    meaning="Amount allocated, in US dollars; no cash moves",
    example="50000.00",
    required=True,
    synonyms=synonyms.USD_AMOUNT,
)
OBJECTIVE = Field(
    "allocation.objective",
    codes=Kept.OBJECTIVE,
    meaning="Objective it is for; blank is un-earmarked money",
    example="1",
    synonyms=synonyms.OBJECTIVE,
)
NOTE = Field(
    "allocation.note",
    meaning="Note of the officer",
    example="Example: replace this row",
    synonyms=synonyms.NOTE,
    is_free=True,
)

DOCUMENT = Document(
    "allocation",
    (REFERENCE, DECIDED_ON, ORGANIZATION, USD_AMOUNT, OBJECTIVE, NOTE),
    key=("reference",),
)
