"""A country or area of M49, as a dated list has it."""

from trustfund.domain.classifications import M49_REGIONS, UN_GROUPS
from trustfund.domain.fields import Cell, Document, Field, output

ISO3 = Field(
    "country.iso3",
    label="Country",
    meaning="ISO 3166 alpha-3",
    example="NPL",
    required=True,
    synonyms="country, country code, iso, iso code, alpha-3",
)
LISTED_ON = Field(
    "country.listed_on",
    Cell.DAY,
    label="Date of the list",
    meaning="The day from which the list says so",
    example="2026-11-24",
    required=True,
    synonyms="list date, date, as of, valid from",
)
UN_MEMBER = Field(
    "country.un_member",
    Cell.FLAG,
    label="UN member",
    meaning="Member State of the United Nations",
    example="true",
    never_blank=True,
)
UN_GROUP = Field(
    "country.un_group",
    label="UN regional group",
    codes=UN_GROUPS,
    meaning="UN regional group; blank for all but Member States",
    example="Asia-Pacific",
)
M49_REGION = Field(
    "country.m49_region",
    label="M49 region",
    codes=M49_REGIONS,
    meaning="Region of M49; Antarctica has none",
    example="Asia",
)
M49_SUBREGION = Field(
    "country.m49_subregion",
    label="M49 subregion",
    meaning="Subregion of M49",
    example="Southern Asia",
)
DEVELOPING = Field(
    "country.developing",
    Cell.FLAG,
    meaning="Developing in the split of M49",
    example="true",
    never_blank=True,
)
LDC = Field(
    "country.ldc",
    Cell.FLAG,
    label="LDC",
    meaning="Is, or was until ldc_until, a least developed country",
    example="true",
    never_blank=True,
)
LDC_UNTIL = Field(
    "country.ldc_until",
    Cell.DAY,
    label="Day of graduation",
    meaning="The day on which it stopped being a least developed country",
)
LDC_SCHEDULED_UNTIL = Field(
    "country.ldc_scheduled_until",
    Cell.DAY,
    label="Scheduled graduation",
    meaning="A graduation that is announced; it changes nothing until it is confirmed",
    example="2026-11-24",
)
LLDC = Field(
    "country.lldc",
    Cell.FLAG,
    label="LLDC",
    meaning="Landlocked developing country",
    example="true",
    never_blank=True,
)
SIDS = Field(
    "country.sids",
    Cell.FLAG,
    label="SIDS",
    meaning="Small island developing State",
    example="false",
    never_blank=True,
)

CLASSIFICATIONS = (
    *(UN_MEMBER, UN_GROUP, M49_REGION, M49_SUBREGION, DEVELOPING),
    *(LDC, LDC_UNTIL, LDC_SCHEDULED_UNTIL, LLDC, SIDS),
)
"""What a list says of a country."""
DOCUMENT = Document(
    "country",
    (
        ISO3,
        LISTED_ON,
        output("country.name", label="Name", meaning="Short name that the United Nations uses"),
        *CLASSIFICATIONS,
    ),
    key=("iso3", "listed_on"),
)
