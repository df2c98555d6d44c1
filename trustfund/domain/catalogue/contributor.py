"""A contributor: who may give, and who gave."""

from trustfund.domain.catalogue import common
from trustfund.domain.fields import Cell, Document, Field, Kept, asked, or_blank, output
from trustfund.domain.kinds import ContributorType

NAME = Field(
    "contributor.name",
    meaning="The contributor's name",
    example="Example Foundation (replace this row)",
    required=True,
    synonyms="contributor, contributor name, name of contributor, donor, donor name, name of "
    "donor, partner, organization, organisation",
    is_name=True,
    is_free=True,
)
CONTRIBUTOR_TYPE = Field(
    "contributor.contributor_type",
    label="Kind of contributor",
    codes=ContributorType,
    meaning="One of the four kinds that may contribute",
    example="philanthropic_organization",
    required=True,
    synonyms="type, donor type, type of donor, type of contributor, kind, category, donor "
    "category, partner type",
)
COUNTRY = common.country(
    "contributor.country",
    "ISO 3166 alpha-3 code of a Member State; blank for organizations",
    help="Needed for a Member State and its agencies.",
)
PARENT = Field(
    "contributor.parent",
    codes=Kept.CONTRIBUTOR,
    meaning="Name of the State or organization that it is an agency of",
    synonyms="parent contributor, government, on behalf of, agency of",
)
APART = asked(
    "contributor.apart",
    label="Why it is another one",
    meaning="Why it is not the contributor that is called alike, or that is a Member State of the "
    "same country too",
)
OTHER_NAME = asked("contributor.other_name", meaning="The name that files use")

DOCUMENT = Document(
    "contributor",
    (
        NAME,
        CONTRIBUTOR_TYPE,
        COUNTRY,
        PARENT,
        output(
            "contributor.committed_usd", Cell.USD, "Its own commitments, net of what is written off"
        ),
        output("contributor.deposited_usd", Cell.USD, "Its own deposits, before fees"),
        or_blank(
            "contributor.unearmarked_share",
            Cell.SHARE,
            "Un-earmarked share of its deposits; blank without deposits",
        ),
        output("contributor.refunded_usd", Cell.USD, "Given back to it"),
        output("contributor.deposited_less_refunds_usd", Cell.USD, "deposited_usd - refunded_usd"),
    ),
    key=("name",),
)
