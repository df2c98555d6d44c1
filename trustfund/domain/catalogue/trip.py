"""A trip of a delegate to an event: the nomination, the steps, and what it costs."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, output
from trustfund.domain.kinds import DelegateRole, Gender, label
from trustfund.domain.travel import TripStatus

REFERENCE = common.reference("trip.reference", "EXAMPLE-T")
EVENT = Field(
    "trip.event",
    codes=Kept.EVENT,
    meaning="Code of the event",
    example="TS-3",
    required=True,
    synonyms="event code, meeting, session",
)
COUNTRY = common.country(
    "trip.country", "Country of the delegate (ISO 3166 alpha-3)", example="NPL", required=True
)
ROLE = Field(
    "trip.role",
    codes=DelegateRole,
    meaning="Role of the delegate; blank when not stated",
    example="delegate",
    synonyms="function, capacity",
)
GENDER = Field(
    "trip.gender",
    codes=Gender,
    meaning="F, M or X; blank when not stated",
    help="As stated by the person.",
    synonyms="sex, m f",
)
STATUS = Field(
    "trip.status",
    codes=TripStatus,
    meaning="The trip's last step",
    help="Every step up to it is booked.",
    example="nominated",
    required=True,
    synonyms="state, trip status, travel status, stage",
)
STATUS_ON = output("trip.status_on", Cell.DAY, "Day on which it came to stand there")
NAME = Field(
    "trip.name",
    label="Name of the delegate",
    meaning="Name of the delegate",
    help="Seen by staff only; never on a public page or in an export.",
    is_published=False,
    is_name=True,
    is_free=True,
)
NOTE_VERBALE = Field(
    "trip.note_verbale",
    meaning="Reference of the nomination's note verbale",
    synonyms="note verbale no, note verbale number, nv, nv number",
    is_free=True,
)
NOMINATED_ON = Field(
    "trip.nominated_on",
    Cell.DAY,
    meaning="Day of the nomination",
    example="2017-05-20",
    synonyms="nomination date, date of nomination, nominated",
)
APPROVED_ON = Field(
    "trip.approved_on",
    Cell.DAY,
    meaning="Day of the approval",
    synonyms="approval date, date of approval, approved",
)
AUTHORISED_ON = Field(
    "trip.authorised_on",
    Cell.DAY,
    meaning="Day of the authorisation",
    help="A missing one is the next known day.",
    synonyms="authorised, authorized on, authorized, authorisation date, date of authorisation, "
    "date of authorization, authorization date",
)
TRAVELLED_ON = Field(
    "trip.travelled_on",
    Cell.DAY,
    meaning="Day of the journey",
    synonyms="travel date, date of travel, travelled, departure date, departure",
)
SETTLED_ON = Field(
    "trip.settled_on",
    Cell.DAY,
    meaning="Day of the settlement",
    help="Or the day on which the trip ended otherwise.",
    synonyms="settlement date, date settled, settled, claim settled on",
)
TICKET_USD = Field(
    "trip.ticket_usd",
    Cell.USD,
    label="Ticket",
    meaning="Estimated air fare, in US dollars",
    help="The most economical air fare.",
    example="1800.00",
    never_blank=True,
    synonyms="air fare, airfare, fare, air ticket, ticket cost",
)
DSA_USD = Field(
    "trip.dsa_usd",
    Cell.USD,
    label="Daily subsistence allowance",
    meaning="Estimated daily subsistence allowance, in US dollars",
    help="The daily rate times the nights.",
    example="640.00",
    never_blank=True,
    synonyms="dsa, per diem, subsistence",
)
TERMINAL_USD = Field(
    "trip.terminal_usd",
    Cell.USD,
    label="Terminal expenses",
    meaning="Estimated terminal expenses, in US dollars",
    never_blank=True,
    synonyms="terminal, terminals",
)
OTHER_USD = Field(
    "trip.other_usd",
    Cell.USD,
    label="Other cost",
    meaning="Other estimated cost, in US dollars",
    help="Such as a visa.",
    never_blank=True,
    synonyms="other, other costs, visa",
)
ACTUAL_USD = Field(
    "trip.actual_usd",
    Cell.USD,
    label="Actual cost",
    meaning="Actual or sunk cost, in US dollars, before indirect support cost; blank before",
    help="It settles the trip.",
    synonyms="actual, actual costs, final cost, cost",
    blank_is_not_zero=True,
)
NOTE = common.note(
    "trip.note", "Note of the secretariat", help="The reason, where the trip ended otherwise."
)
ESTIMATE = Field("trip.estimate", Cell.USD)
COST = Field("trip.cost", Cell.USD)
"""What a step draws from the pools, indirect support cost in it."""
EVENT_AND_COUNTRY = Field("trip.event_and_country")
NAMES = Field("trip.name", label="Names")
OLDER_THAN = Field("trip.older_than", Cell.COUNT)
"""For how many days trips are over."""


def step_day(status: str | None) -> Field:
    """The day of a step, as its form calls it: "Approved on"."""
    return Field("trip.status_on", Cell.DAY, label=f"{label(status)} on" if status else "Date")


COSTS = {"ticket": TICKET_USD, "dsa": DSA_USD, "terminal": TERMINAL_USD, "other": OTHER_USD}
"""The parts of the estimate of a trip."""

DOCUMENT = Document(
    "trip",
    (
        REFERENCE,
        EVENT,
        COUNTRY,
        ROLE,
        GENDER,
        STATUS,
        STATUS_ON,
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
        output(
            "trip.objective_1_usd", Cell.USD, "Reserved and spent money of the travel objective"
        ),
        output("trip.unearmarked_usd", Cell.USD, "Reserved and spent money that is un-earmarked"),
        NOTE,
    ),
    key=("reference",),
)
