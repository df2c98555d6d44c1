"""A trip of a delegate to an event: the nomination, the steps, and what it costs."""

from trustfund.domain.fields import Cell, Document, Field, Kept, output
from trustfund.domain.kinds import DelegateRole, Gender
from trustfund.domain.travel import TripStatus

REFERENCE = Field(
    "trip.reference",
    meaning="The trip's reference, which no other one has",
    example="EXAMPLE-T",
    required=True,
)
EVENT = Field(
    "trip.event",
    codes=Kept.EVENT,
    meaning="Code of the event",
    example="TS-3",
    required=True,
)
COUNTRY = Field(
    "trip.country",
    codes=Kept.COUNTRY,
    meaning="Country of the delegate (ISO 3166 alpha-3)",
    example="NPL",
    required=True,
)
ROLE = Field(
    "trip.role",
    codes=DelegateRole,
    meaning="Role of the delegate; blank when not stated",
    example="delegate",
)
GENDER = Field(
    "trip.gender",
    codes=Gender,
    meaning="F, M or X, as stated by the person; blank when not stated",
)
STATUS = Field(
    "trip.status",
    codes=TripStatus,
    meaning="Where the trip stands",
    help="Every step up to it is booked.",
    example="nominated",
    required=True,
)
NAME = Field(
    "trip.name",
    label="Name of the delegate",
    meaning="Name of the delegate",
    help="Seen by staff only; never on a public page or in an export.",
    is_published=False,
)
NOTE_VERBALE = Field("trip.note_verbale", meaning="Reference of the nomination's note verbale")
NOMINATED_ON = Field(
    "trip.nominated_on",
    Cell.DAY,
    meaning="Day of the nomination",
    example="2017-05-20",
)
APPROVED_ON = Field("trip.approved_on", Cell.DAY, meaning="Day of the approval")
AUTHORISED_ON = Field(
    "trip.authorised_on",
    Cell.DAY,
    meaning="Day of the authorisation",
    help="A missing one is the next known day.",
)
TRAVELLED_ON = Field("trip.travelled_on", Cell.DAY, meaning="Day of the journey")
SETTLED_ON = Field(
    "trip.settled_on",
    Cell.DAY,
    meaning="Day of the settlement",
    help="Or the day on which the trip ended otherwise.",
)
TICKET_USD = Field(
    "trip.ticket_usd",
    Cell.USD,
    label="Ticket",
    meaning="Estimated air fare, in US dollars",
    help="The most economical air fare.",
    example="1800.00",
    never_blank=True,
)
DSA_USD = Field(
    "trip.dsa_usd",
    Cell.USD,
    label="Daily subsistence allowance",
    meaning="Estimated daily subsistence allowance, in US dollars",
    help="The daily rate times the nights.",
    example="640.00",
    never_blank=True,
)
TERMINAL_USD = Field(
    "trip.terminal_usd",
    Cell.USD,
    label="Terminal expenses",
    meaning="Estimated terminal expenses, in US dollars",
    never_blank=True,
)
OTHER_USD = Field(
    "trip.other_usd",
    Cell.USD,
    label="Other cost",
    meaning="Other estimated cost, such as a visa, in US dollars",
    never_blank=True,
)
ACTUAL_USD = Field(
    "trip.actual_usd",
    Cell.USD,
    label="Actual cost",
    meaning="Actual or sunk cost, in US dollars, before indirect support cost; blank before",
    help="It settles the trip.",
)
NOTE = Field(
    "trip.note",
    meaning="Note of the secretariat",
    help="The reason, where the trip ended otherwise.",
    example="Example: replace this row",
)
STEP_DAY = Field("trip.status_on", Cell.DAY, label="Date")
ESTIMATE = Field("trip.estimate", Cell.USD)
COST = Field("trip.cost", Cell.USD)
"""What a step draws from the pools, indirect support cost in it."""
EVENT_AND_COUNTRY = Field("trip.event_and_country")
NAMES = Field("trip.name", label="Names")
OLDER_THAN = Field("trip.older_than", Cell.COUNT)
"""For how many days trips are over."""

DOCUMENT = Document(
    "trip",
    (
        REFERENCE,
        EVENT,
        COUNTRY,
        ROLE,
        GENDER,
        STATUS,
        output("trip.status_on", Cell.DAY, "Day on which it came to stand there"),
        NAME,
        NOTE_VERBALE,
        NOMINATED_ON,
        APPROVED_ON,
        AUTHORISED_ON,
        TRAVELLED_ON,
        SETTLED_ON,
        TICKET_USD,
        DSA_USD,
        TERMINAL_USD,
        OTHER_USD,
        ACTUAL_USD,
        output("trip.obligated_usd", Cell.USD, "Money still reserved for the trip"),
        output(
            "trip.spent_usd", Cell.USD, "Actual or sunk cost as booked, with indirect support cost"
        ),
        output("trip.objective_1_usd", Cell.USD, "Reserved and spent money of objective 1"),
        output("trip.unearmarked_usd", Cell.USD, "Reserved and spent money that is un-earmarked"),
        NOTE,
    ),
    key=("reference",),
)
