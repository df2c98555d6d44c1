"""What the page Import a file calls the kinds of files, and where each is to be seen afterwards."""

from dataclasses import dataclass

from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.kinds import BY_NAME


@dataclass(frozen=True)
class Words:
    """A kind of file in words."""

    one: str
    many: str
    about: str
    page: str
    address: str
    """Where what was booked is shown: the title of a page and its address."""


WORDS = {
    "contributors": Words(
        "contributor",
        "contributors",
        "Who gives: a name, a kind of contributor, a country, and the State an agency belongs to.",
        "Contributions",
        "contributions",
    ),
    "rates": Words(
        "rate",
        "rates",
        "UN operational rates of exchange, as the treasury's file gives them, or in four columns.",
        "Record a contribution",
        "record-contribution?do=Rate",
    ),
    "contributions": Words(
        "contribution",
        "contributions",
        "Pledges, and the arrangements that make them commitments, each with its earmark.",
        "Contributions",
        "contributions",
    ),
    "instalments": Words(
        "instalment",
        "instalments",
        "What is expected when. The rows of a contribution are its whole schedule.",
        "Contributions",
        "contributions",
    ),
    "deposits": Words(
        "deposit",
        "deposits",
        "Cash that arrived under an arrangement, by its value date.",
        "Contributions",
        "contributions",
    ),
    "travel": Words(
        "trip",
        "trips",
        "Trips of delegates. The status of a row books every step up to it.",
        "Participation",
        "participation",
    ),
    "movements": Words(
        "movement",
        "movements",
        "Interest, other income, charges, cost, refunds, transfers, organizations' reports.",
        "Record a movement",
        "record-movement",
    ),
    "allocations": Words(
        "allocation",
        "allocations",
        "Decisions that allocate money to an organization. They move no cash.",
        "Record a movement",
        "record-movement?do=Allocation",
    ),
    "events": Words(
        "event",
        "events",
        "Meetings of the process. Those of the programme are there already.",
        "Events",
        "events",
    ),
}
"""In the order in which an empty fund takes them."""
KINDS: tuple[Kind, ...] = tuple(BY_NAME[name] for name in WORDS)


def counted(count: int, kind: Kind) -> str:
    """How many of a kind: "1 deposit", "12,000 deposits"."""
    words = WORDS[kind.name]
    return f"{count:,} {words.one if count == 1 else words.many}"
