"""A movement: money that moves other than by a contribution or a trip."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Document, Field
from trustfund.domain.kinds import MovementKind

REFERENCE = common.reference("movement.reference", "EXAMPLE-M")
KIND = Field(
    "movement.kind",
    codes=MovementKind,
    meaning="Kind of movement, such as interest or transfer_to_organization",
    example="interest",
    required=True,
    synonyms="type, type of movement, movement, transaction type, category",
)
VALUE_DATE = common.value_date("movement.value_date", "Day on which the money moved", "2017-06-30")
USD_AMOUNT = common.usd_amount(
    "movement.usd_amount",
    "Amount moved, in US dollars",
    label="Amount",
    example="125.50",
    required=True,
)
OBJECTIVE = common.objective(
    "movement.objective",
    "Objective whose money moved; blank is un-earmarked money; of a surplus 1, or 1>3 where it may "
    "go to several",
)
ORGANIZATION = common.organization(
    "movement.organization",
    "Organization that sent, received or spent the money",
    help="Only for the kinds that name one.",
)
CONTRIBUTION_REFERENCE = common.contribution(
    "movement.contribution_reference", "Contribution that a refund to a contributor gives back"
)
CURRENCY = common.currency(
    "movement.currency",
    "Currency in which a refund was paid; blank is US dollars",
    "",
    label="Paid in another currency",
    required=False,
)
AMOUNT = common.amount(
    "movement.amount",
    "What was paid in that currency",
    label="Amount in that currency",
    required=False,
    synonyms="original amount, amount in original currency, amount original currency, amount oc",
)
NOTE = common.note("movement.note")

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
        CURRENCY,
        AMOUNT,
    ),
    key=("reference",),
)
