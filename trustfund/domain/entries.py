"""What each kind of entry does to money, and what it is called: all of it in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from trustfund.domain.kinds import EntryKind, MovementKind

K = EntryKind


class Group(StrEnum):
    """Where the overview counts an entry."""

    COMMITTED = "committed"
    DEPOSITED = "deposited"
    INCOME = "income"
    FEE = "fee"
    SPENT = "spent"
    OBLIGATED = "obligated"
    OTHER_USES = "other_uses"


class Party(StrEnum):
    """Who provides or receives the money of a transaction in IATI."""

    AGENT = "agent"
    FUND = "fund"  # the agent, and the activity of the fund
    BANK = "bank"
    CONTRIBUTOR = "contributor"
    ORGANIZATION = "organization"  # the one that the movement names
    GRANTEE = "grantee"  # that one, and its activity
    MANAGING = "managing organization"
    DELEGATION = "delegation"
    UNKNOWN = "unknown"


PLEDGE, COMMITMENT, FUNDS, DISBURSEMENT, EXPENDITURE = "13", "11", "1", "3", "4"
"""Types of transactions in IATI: incoming pledge, commitment, funds; disbursement; expenditure."""
INCOMING = frozenset({PLEDGE, COMMITMENT, FUNDS})


@dataclass(frozen=True)
class Transaction:
    """What an entry is in IATI; ``sign`` is that of its amount in the file."""

    type: str
    text: str
    provider: Party | None = Party.AGENT
    receiver: Party = Party.ORGANIZATION
    sign: int = 1


@dataclass(frozen=True)
class Facts:
    """What is true of every entry of a kind."""

    total: str
    """What a sum of them is called."""
    pool: int = 0
    """Sign with which US dollars change what is available in the pool."""
    agent: int = 0
    """Sign with which they change the balance with the administrative agent."""
    line: str = ""
    """The line of the funding status that they are in."""
    group: Group | None = None
    transaction: Transaction | None = None
    """In the activity of the fund. None where its money is reserved, or moves between pools."""
    of_organization: Transaction | None = None
    """In the activity of an organization: what it got of the fund, and what it spent."""
    names_organization: bool = False
    """Of a movement: whether it names its organization."""
    about: str = ""
    """Of a movement: what it is, for the form that records it."""


def _given(kind: str, text: str, sign: int = 1) -> Transaction:
    """Money that a contributor gives, or will give, to the fund."""
    return Transaction(kind, text, Party.CONTRIBUTOR, Party.AGENT, sign)


_income = partial(Facts, pool=1, agent=1, group=Group.INCOME)
_charge = partial(Facts, pool=-1, agent=-1, group=Group.OTHER_USES)
_RESERVED = Facts("obligated for travel", -1, line="open_obligations", group=Group.OBLIGATED)
FACTS: Mapping[EntryKind, Facts] = {
    K.PLEDGE: Facts("pledged", transaction=_given(PLEDGE, "Pledge")),
    K.WITHDRAWAL: Facts(
        "withdrawn",
        transaction=_given(PLEDGE, "Pledge withdrawn"),
    ),
    K.COMMITMENT: Facts(
        "committed",
        group=Group.COMMITTED,
        transaction=_given(COMMITMENT, "Standard Administrative Arrangement"),
    ),
    K.AMENDMENT: Facts(
        "committed",
        group=Group.COMMITTED,
        transaction=_given(COMMITMENT, "Amendment of the arrangement"),
    ),
    K.WRITE_OFF: Facts(
        "written off",
        group=Group.COMMITTED,
        transaction=_given(COMMITMENT, "Part of the arrangement that is written off"),
    ),
    K.DEPOSIT: Facts(
        "deposited",
        pool=1,
        agent=1,
        line="contributions",
        group=Group.DEPOSITED,
        transaction=_given(FUNDS, "Deposit"),
    ),
    K.AGENT_FEE: Facts(
        "administrative agent fees",
        pool=-1,
        agent=-1,
        line="administrative_agent_fee",
        group=Group.FEE,
        transaction=Transaction(EXPENDITURE, "Administrative agent fee", receiver=Party.AGENT),
    ),
    K.OBLIGATION: _RESERVED,
    K.RELEASE: _RESERVED,
    K.EXPENDITURE: Facts(
        "spent on travel",
        pool=-1,
        line="organization_expenditure",
        group=Group.SPENT,
        of_organization=Transaction(
            EXPENDITURE, "Travel of delegates", Party.MANAGING, Party.DELEGATION
        ),
    ),
    K.INTEREST: _income(
        "interest",
        line="interest_fund",
        transaction=Transaction(FUNDS, "Interest earned by the fund", receiver=Party.AGENT),
        about="Interest that the fund earned.",
    ),
    K.OTHER_INCOME: _income(
        "other income",
        line="other_income",
        transaction=Transaction(FUNDS, "Other income", None, Party.AGENT),
        about="Anything else that came in and is nobody's contribution.",
    ),
    K.BANK_CHARGE: _charge(
        "bank charge",
        line="bank_charges",
        transaction=Transaction(EXPENDITURE, "Bank charge", receiver=Party.BANK),
        about="What the bank took.",
    ),
    K.DIRECT_COST: _charge(
        "direct cost",
        line="direct_cost",
        transaction=Transaction(EXPENDITURE, "Direct cost"),
        about="Cost that the agent paid for the fund itself.",
    ),
    K.REFUND_TO_CONTRIBUTOR: _charge(
        "refund to contributor",
        line="refunds_to_contributors",
        transaction=_given(FUNDS, "Refund to the contributor", sign=-1),
        about="Money given back to the contributor, from where it was given.",
    ),
    K.TRANSFER_TO_ORGANIZATION: Facts(
        "transfer to organization",
        agent=-1,
        line="transfers_to_organizations",
        transaction=Transaction(
            DISBURSEMENT, "Transfer to an organization", receiver=Party.GRANTEE
        ),
        of_organization=Transaction(FUNDS, "Transfer of the fund", Party.FUND),
        names_organization=True,
        about="Cash passed to an organization; what can be spent stays the same.",
    ),
    K.REFUND_FROM_ORGANIZATION: Facts(
        "refund from organization",
        agent=1,
        line="refunds_from_organizations",
        transaction=Transaction(
            DISBURSEMENT, "Refund from an organization", receiver=Party.GRANTEE, sign=-1
        ),
        of_organization=Transaction(FUNDS, "Money returned to the fund", Party.FUND, sign=-1),
        names_organization=True,
        about="Cash an organization gave back.",
    ),
    K.ORGANIZATION_INTEREST: _income(
        "organization interest",
        line="interest_organizations",
        transaction=Transaction(
            FUNDS,
            "Interest earned by an organization on money of the fund",
            Party.ORGANIZATION,
            Party.AGENT,
        ),
        names_organization=True,
        about="Interest that an organization earned and paid over to the fund.",
    ),
    K.ORGANIZATION_EXPENDITURE: Facts(
        "organization expenditure",
        pool=-1,
        line="organization_expenditure",
        group=Group.OTHER_USES,
        of_organization=Transaction(
            EXPENDITURE,
            "Expenditure of an organization, other than on trips",
            Party.ORGANIZATION,
            Party.UNKNOWN,
        ),
        names_organization=True,
        about="What an organization spent, other than on trips.",
    ),
    K.TRANSFER_TO_FUND: _charge(
        "transfer to fund",
        line="transfers_to_funds",
        transaction=Transaction(DISBURSEMENT, "Transfer to another fund"),
        about="Money passed to another fund.",
    ),
    K.SURPLUS_RELEASE: Facts(
        "surplus release",
        pool=1,
        about="A surplus that the terms let be used for something else.",
    ),
}

POOL_EFFECT = {kind: facts.pool for kind, facts in FACTS.items() if facts.pool}
"""Sign with which an entry's US dollars change what is available in its pool; others do not."""
AGENT_EFFECT = {kind: facts.agent for kind, facts in FACTS.items() if facts.agent}
"""Sign with which an entry's US dollars change the balance with the administrative agent."""
NAMES_ORGANIZATION = frozenset(
    MovementKind(kind.value) for kind, facts in FACTS.items() if facts.names_organization
)
"""The movements that name their organization."""


def of_group(group: Group) -> tuple[EntryKind, ...]:
    """The kinds of entry that the overview counts there."""
    return tuple(kind for kind, facts in FACTS.items() if facts.group is group)
