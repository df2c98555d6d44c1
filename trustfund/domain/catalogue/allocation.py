"""An allocation: a decision to give money to an organization."""

from trustfund.domain.fields import Cell, Document, Field, Kept

REFERENCE = Field(
    "allocation.reference",
    meaning="The decision's reference, which no other one has",
    example="EXAMPLE-A",
    required=True,
)
DECIDED_ON = Field(
    "allocation.decided_on",
    Cell.DAY,
    meaning="Day of the decision",
    example="2017-06-01",
    required=True,
)
ORGANIZATION = Field(
    "allocation.organization",
    meaning="Organization that the money is allocated to",
    example="International Organization for Migration",
    required=True,
)
USD_AMOUNT = Field(
    "allocation.usd_amount",
    Cell.USD,
    label="Amount",
    meaning="Amount allocated, in US dollars; no cash moves",
    example="50000.00",
    required=True,
)
OBJECTIVE = Field(
    "allocation.objective",
    codes=Kept.OBJECTIVE,
    meaning="Objective it is for; blank is un-earmarked money",
    example="1",
)
NOTE = Field(
    "allocation.note",
    meaning="Note of the officer",
    example="Example: replace this row",
)

DOCUMENT = Document(
    "allocation",
    (REFERENCE, DECIDED_ON, ORGANIZATION, USD_AMOUNT, OBJECTIVE, NOTE),
    key=("reference",),
)
