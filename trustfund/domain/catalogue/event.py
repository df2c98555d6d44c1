"""An event: a meeting of the process."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, asked, or_blank, output
from trustfund.domain.kinds import DatePrecision, EventKind, EventStatus

CODE = Field(
    "event.code",
    meaning="The event's code, which no other one has",
    example="EXAMPLE",
    required=True,
    synonyms="event code, id, event id, reference",
)
KIND = Field(
    "event.kind",
    label="Kind of event",
    codes=EventKind,
    meaning="Kind of meeting",
    example="other",
    required=True,
    synonyms="type, type of event, event type, category",
)
TITLE = Field(
    "event.title",
    meaning="Title of the meeting",
    example="Example: replace this row",
    required=True,
    synonyms="name, event, event name, event title, title of event, meeting",
    is_name=True,
    is_free=True,
)
CITY = Field(
    "event.city",
    meaning="Where it is held",
    example="Geneva",
    synonyms="place, venue, location",
    is_free=True,
)
COUNTRY = common.country(
    "event.country", "Country where it is held (ISO 3166 alpha-3)", example="CHE"
)
ANNOUNCED = Field(
    "event.announced",
    label="Dates as announced",
    meaning="Its dates as announced, in words",
    help="Always shown.",
    example="19-20 June 2017",
    synonyms="announced dates, dates, dates announced",
    is_free=True,
)
STARTS_ON = Field(
    "event.starts_on",
    Cell.DAY,
    label="First day",
    meaning="First day of what was announced",
    example="2017-06-19",
    synonyms="start date, start, from, begins on, begin date, date",
)
ENDS_ON = Field(
    "event.ends_on",
    Cell.DAY,
    label="Last day",
    meaning="Last day of what was announced",
    example="2017-06-20",
    synonyms="end date, end, to, until",
)
DATE_PRECISION = Field(
    "event.date_precision",
    label="How exact the dates are",
    codes=DatePrecision,
    help="Month: any day of it means the whole month.",
    meaning="How exactly the dates were announced: day, month, vague or none",
    example="day",
    never_blank=True,
    synonyms="precision, precision of dates",
)
PHASE = Field(
    "event.phase",
    meaning="Phase of the process, as the terms of the fund name it",
    help="Such as I, II or III; the terms say what each means.",
    example="I",
)
STATUS = Field(
    "event.status",
    codes=EventStatus,
    meaning="confirmed, tbc (to be confirmed), tba (to be announced), cancelled",
    example="confirmed",
    never_blank=True,
    synonyms="state, stage",
)

HELD = Field(
    "event.held",
    Cell.FLAG,
    label="It took place",
    meaning="Whether staff confirm that it took place",
    help="Needed only where no day is known.",
    example="false",
    never_blank=True,
    synonyms="took place, was held",
)
SEATS = asked(
    "event.seats",
    label="Trips still to come",
    codes=("release", "keep"),
    meaning="What becomes of them: released with their money, or kept",
)
STEPS = asked(
    "event.steps",
    label="Steps that do not go with it",
    codes=("keep",),
    meaning="What becomes of them: kept, and listed by check until they are taken back",
)
CLASSES = asked(
    "event.classes",
    label="What countries count as",
    codes=("correct", "keep"),
    meaning="Whether it is judged anew on the first day, or kept as it was when authorised",
)

DOCUMENT = Document(
    "event",
    (
        CODE,
        KIND,
        TITLE,
        CITY,
        COUNTRY,
        ANNOUNCED,
        STARTS_ON,
        ENDS_ON,
        DATE_PRECISION,
        PHASE,
        STATUS,
        output("event.delegates", Cell.COUNT, "Funded delegates who travelled"),
        or_blank(
            "event.spent_usd",
            Cell.USD,
            "Actual and sunk cost of the event's trips; for who may not read travel the cost of "
            "settled ones that half-yearly rounds publish, else blank",
        ),
        HELD,
    ),
    key=("code",),
)
