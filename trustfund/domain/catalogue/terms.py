"""The terms of the fund, and how it is published in IATI."""

from trustfund.domain.fields import Cell, Document, asked

NAME = asked("terms.name", label="Name of the fund", meaning="Name of the fund")
CODE = asked("terms.code", meaning="Code of the fund", help="References begin with it.")
STARTS_ON = asked("terms.starts_on", Cell.DAY, "First day of the fund", label="First day")
ENDS_ON = asked(
    "terms.ends_on",
    Cell.DAY,
    "Last day of the fund",
    label="Last day",
    help="Acts outside the term are warned of.",
)
AGENT_FEE = asked(
    "terms.agent_fee",
    label="Administrative agent fee, %",
    meaning="What the administrative agent keeps of each deposit, in per cent",
)
INDIRECT_COST = asked(
    "terms.indirect_cost",
    label="Indirect support cost, %",
    meaning="What the managing organization adds to the cost of a trip, in per cent",
)
MANAGING_ORGANIZATION = asked(
    "terms.managing_organization",
    meaning="Organization that pays for travel",
    help="Settled trips are its expenditure.",
)
PUBLISHER_NAME = asked(
    "terms.publisher_name", label="Publisher's name", meaning="Who publishes the fund in IATI"
)
PUBLISHER_REFERENCE = asked(
    "terms.publisher_reference",
    label="Publisher's reference",
    meaning="Organization reference of the publisher",
    help="The organization reference of its account in the IATI Registry.",
)
PUBLISHER_TYPE = asked(
    "terms.publisher_type", label="Publisher's type", meaning="Kind of organization, by IATI"
)
ACTIVITY_IDENTIFIER = asked(
    "terms.activity_identifier",
    meaning="Which activity the fund is in IATI",
    help="Blank: the publisher's reference and the fund's code. Once it is published it must stay.",
)
ORGANIZATION_REFERENCE = asked(
    "terms.organization_reference",
    meaning="How IATI calls an organization of the books",
    help="As org-id.guide or the organization's own IATI file says.",
)

DOCUMENT = Document(
    "terms",
    (
        NAME,
        CODE,
        STARTS_ON,
        ENDS_ON,
        AGENT_FEE,
        INDIRECT_COST,
        MANAGING_ORGANIZATION,
        PUBLISHER_NAME,
        PUBLISHER_REFERENCE,
        PUBLISHER_TYPE,
        ACTIVITY_IDENTIFIER,
        ORGANIZATION_REFERENCE,
    ),
)
