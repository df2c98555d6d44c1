"""A movement: money that moves other than by a contribution or a trip."""

from trustfund.domain.catalogue import synonyms
from trustfund.domain.fields import Cell, Document, Field, Kept
from trustfund.domain.kinds import MovementKind

REFERENCE = Field(
    "movement.reference",
    meaning="The movement's reference, which no other one has",
    example="EXAMPLE-M",
    required=True,
    synonyms=synonyms.REFERENCE,
)
KIND = Field(
    "movement.kind",
    codes=MovementKind,
    meaning="Kind of movement, such as interest or transfer_to_organization",
    example="interest",
    required=True,
    synonyms="type, type of movement, movement, transaction type, category",
)
VALUE_DATE = Field(
    "movement.value_date",
    Cell.DAY,
    meaning="Day on which the money moved",
    example="2017-06-30",
    required=True,
    synonyms=synonyms.VALUE_DATE,
)
USD_AMOUNT = Field(
    "movement.usd_amount",
    Cell.USD,
    label="Amount",
    meaning="Amount moved, in US dollars",
    example="125.50",
    required=True,
    synonyms=synonyms.USD_AMOUNT,
)
OBJECTIVE = Field(
    "movement.objective",
    codes=Kept.OBJECTIVE,
    meaning="Objective whose money moved; blank is un-earmarked money",
    synonyms=synonyms.OBJECTIVE,
)
ORGANIZATION = Field(
    "movement.organization",
    codes=Kept.ORGANIZATION,
    meaning="Organization that sent, received or spent the money",
    help="Only for the kinds that name one.",
    synonyms=synonyms.ORGANIZATION,
)
CONTRIBUTION_REFERENCE = Field(
    "movement.contribution_reference",
    label="Contribution",
    codes=Kept.CONTRIBUTION,
    meaning="Contribution that a refund to a contributor gives back",
    synonyms=synonyms.CONTRIBUTION_REFERENCE,
)
NOTE = Field(
    "movement.note",
    meaning="Note of the officer",
    example="Example: replace this row",
    synonyms=synonyms.NOTE,
    is_free=True,
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
