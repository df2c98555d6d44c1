"""Who took part: an event and a country that has a trip to it."""

from trustfund.domain.classifications import M49_REGIONS, UN_GROUPS
from trustfund.domain.fields import Cell, Document, Kept, or_blank, output

DOCUMENT = Document(
    "participation",
    (
        output("participation.event", meaning="Code of the event", codes=Kept.EVENT),
        or_blank(
            "participation.event_date",
            Cell.DAY,
            "First day of the event, on which status is judged",
        ),
        output(
            "participation.country",
            meaning="Country of the delegates (ISO 3166 alpha-3)",
            codes=Kept.COUNTRY,
        ),
        output("participation.country_name", meaning="The country's name"),
        or_blank(
            "participation.un_group",
            meaning="UN regional group; blank for non-members",
            codes=UN_GROUPS,
        ),
        or_blank("participation.m49_region", meaning="UN M49 region", codes=M49_REGIONS),
        or_blank("participation.m49_subregion", meaning="UN M49 sub-region"),
        output(
            "participation.ldc",
            Cell.FLAG,
            "Least developed country on the event's first day, as known when travel was authorised",
        ),
        output("participation.lldc", Cell.FLAG, "Landlocked developing country"),
        output("participation.sids", Cell.FLAG, "Small island developing State"),
        output("participation.delegates", Cell.COUNT, "People who travelled"),
        output(
            "participation.expected", Cell.COUNT, "People authorised to travel who have not yet"
        ),
        or_blank(
            "participation.trips",
            Cell.COUNT,
            "Seats authorised or later, those cancelled with sunk cost included; blank for who may "
            "not read travel, and so are the next two",
        ),
        or_blank("participation.obligated_usd", Cell.USD, "Money still reserved for these trips"),
        or_blank("participation.spent_usd", Cell.USD, "Actual and sunk cost of these trips"),
    ),
    key=("event", "country"),
)
