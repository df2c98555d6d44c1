"""A movement: money that moves other than by a contribution or a trip."""

from trustfund.domain.fields import Cell, Document, Field, Kept
from trustfund.domain.kinds import MovementKind

REFERENCE = Field(
    "movement.reference",
    meaning="The movement's reference, which no other one has",
    example="EXAMPLE-M",
    required=True,
)
KIND = Field(
    "movement.kind",
    codes=MovementKind,
    meaning="Kind of movement, such as interest or transfer_to_organization",
    example="interest",
    required=True,
)
VALUE_DATE = Field(
    "movement.value_date",
    Cell.DAY,
    meaning="Day on which the money moved",
    example="2017-06-30",
    required=True,
)
USD_AMOUNT = Field(
    "movement.usd_amount",
    Cell.USD,
    label="Amount",
    meaning="Amount moved, in US dollars",
    example="125.50",
    required=True,
)
OBJECTIVE = Field(
    "movement.objective",
    codes=Kept.OBJECTIVE,
    meaning="Objective whose money moved; blank is un-earmarked money",
)
ORGANIZATION = Field(
    "movement.organization",
    meaning="Organization that sent, received or spent the money",
    help="Only for the kinds that name one.",
)
CONTRIBUTION_REFERENCE = Field(
    "movement.contribution_reference",
    label="Contribution",
    codes=Kept.CONTRIBUTION,
    meaning="Contribution that a refund to a contributor gives back",
)
NOTE = Field(
    "movement.note",
    meaning="Note of the officer",
    example="Example: replace this row",
)

DOCUMENT = Document(
    "movement",
    (
        REFERENCE,
        KIND,
        VALUE_DATE,
        USD_AMOUNT,
        OBJECTIVE,
        ORGANIZATION,
        CONTRIBUTION_REFERENCE,
        NOTE,
    ),
    key=("reference",),
)
