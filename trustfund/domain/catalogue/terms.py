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
    help="Acts outside the term are warned of. Blank: the fund has no last day.",
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
IN_FORCE_FROM = asked(
    "terms.in_force_from",
    Cell.DAY,
    "First day on which these terms hold",
    label="In force from",
    help="The value date of what is booked decides. Blank: for all that is booked from now on.",
)
TRAVEL_POOLS = asked(
    "terms.travel_pools",
    label="Money that pays for travel",
    meaning="Pools that pay for travel, in the order in which they are drawn on",
    help="Objectives and unearmarked, with semicolons between, such as 1;unearmarked.",
)
SURPLUS = asked(
    "terms.surplus",
    label="Where a surplus may go",
    meaning="From which pool a surplus may be released to which",
    help="Such as 1>2, with semicolons between two rules. Blank: nowhere.",
)
CONTRIBUTORS = asked(
    "terms.contributors",
    label="Who may contribute",
    meaning="Kinds of contributors that the fund admits, and its own words for them",
    help="A line each, such as member_state: Member States.",
    has_lines=True,
)
ELIGIBLE = asked(
    "terms.eligible",
    label="Eligible classes of countries",
    meaning="Classes of countries whose delegates may be funded",
    help="developing, ldc, lldc, sids, with semicolons between. Blank: only those decided on.",
)
PHASES = asked(
    "terms.phases",
    meaning="Phases of the process, by which events are listed",
    help="A line each, such as I: Consultations.",
    has_lines=True,
)
PURPOSE = asked(
    "terms.purpose", meaning="What the fund is for, in a sentence or two", has_lines=True
)
LEGAL_BASIS = asked("terms.legal_basis", meaning="Decision that set the fund up", has_lines=True)
CONTACT = asked(
    "terms.contact",
    meaning="Whom everybody can write to about the fund: an office, never a private address",
    has_lines=True,
)
GIVING = asked(
    "terms.giving",
    label="How to contribute",
    meaning="How one contributes, for the public pages",
    has_lines=True,
)
ATTENDING = asked(
    "terms.attending",
    label="How a delegation is funded",
    meaning="How a delegation asks for funding, for the public pages",
    has_lines=True,
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
        IN_FORCE_FROM,
        TRAVEL_POOLS,
        SURPLUS,
        CONTRIBUTORS,
        ELIGIBLE,
        PHASES,
        PURPOSE,
        LEGAL_BASIS,
        CONTACT,
        GIVING,
        ATTENDING,
        PUBLISHER_NAME,
        PUBLISHER_REFERENCE,
        PUBLISHER_TYPE,
        ACTIVITY_IDENTIFIER,
        ORGANIZATION_REFERENCE,
    ),
)
