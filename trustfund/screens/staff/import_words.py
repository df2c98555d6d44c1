"""What the page Import a file calls the kinds of files, and where each is to be seen afterwards."""

from dataclasses import dataclass

from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.figures import wording


@dataclass(frozen=True)
class Words:
    """A kind of file in words: one row of it, what it holds, and the page that shows it."""

    one: str
    about: str
    page: str = "Contributions"
    address: str = "contributions"
    many: str = ""


WORDS = {
    "contributors": Words(
        "contributor",
        "Who gives: a name, a kind of contributor, a country, and the State an agency belongs to.",
    ),
    "rates": Words(
        "rate",
        "UN operational rates of exchange, as the treasury's file gives them, or in four columns.",
        "Record a contribution",
        "record-contribution?do=Rate",
    ),
    "contributions": Words(
        "contribution",
        "Pledges, and the arrangements that make them commitments, each with its earmark.",
    ),
    "instalments": Words(
        "instalment",
        "What is expected when. The rows of a contribution are its whole schedule.",
    ),
    "deposits": Words("deposit", "Cash that arrived under an arrangement, by its value date."),
    "travel": Words(
        "trip",
        "Trips of delegates. The status of a row books every step up to it.",
        "Participation",
        "participation",
    ),
    "movements": Words(
        "movement",
        "Interest, other income, charges, cost, refunds, transfers, organizations' reports.",
        "Record a movement",
        "record-movement",
    ),
    "allocations": Words(
        "allocation",
        "Decisions that allocate money to an organization. They move no cash.",
        "Record a movement",
        "record-movement?do=Allocation",
    ),
    "events": Words(
        "event",
        "Meetings of the process. Those of the programme are there already.",
        "Events",
        "events",
    ),
    "countries": Words(
        "country",
        "What a newer list says of countries: regions, LDC, LLDC, SIDS. It holds from its date on.",
        "Participation",
        "participation",
        "countries",
    ),
}
"""In the order in which an empty fund takes them."""
KINDS: tuple[Kind, ...] = tuple(BY_NAME[name] for name in WORDS)


def counted(count: int, kind: Kind) -> str:
    """How many of a kind: "1 deposit", "12,000 deposits"."""
    words = WORDS[kind.name]
    return wording.counted(count, words.one, words.many)
