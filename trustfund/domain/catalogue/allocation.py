"""An allocation: a decision to give money to an organization."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field

REFERENCE = common.reference("allocation.reference", "EXAMPLE-A")
DECIDED_ON = Field(
    "allocation.decided_on",
    Cell.DAY,
    meaning="Day of the decision",
    example="2017-06-01",
    required=True,
    synonyms="decision date, date of decision, date decided, approval date, approved on, date",
)
ORGANIZATION = common.organization(
    "allocation.organization",
    "Organization that the money is allocated to",
    example="International Organization for Migration",
    required=True,
)
USD_AMOUNT = common.usd_amount(
    "allocation.usd_amount",
    "Amount allocated, in US dollars; no cash moves",
    label="Amount",
    example="50000.00",
    required=True,
)
OBJECTIVE = common.objective(
    "allocation.objective", "Objective it is for; blank is un-earmarked money", "1"
)
NOTE = common.note("allocation.note")

DOCUMENT = Document(
    "allocation",
    (REFERENCE, DECIDED_ON, ORGANIZATION, USD_AMOUNT, OBJECTIVE, NOTE),
    key=("reference",),
)
