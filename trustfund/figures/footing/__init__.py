"""Whether a figure foots: other ways to the same number, taken when somebody asks.

Each check says in its first words which ways these are; pages and docs show them as its rule.
"""

from trustfund.figures.footing import contributor_statement, fund_statements, iati, money, people
from trustfund.figures.footing.sums import Behind, Check, Footing

CHECKS: dict[str, Check] = (
    money.CHECKS
    | people.CHECKS
    | fund_statements.CHECKS
    | contributor_statement.CHECKS
    | iati.CHECKS
)
"""By the key of the figure's definition."""


def rule(key: str) -> str:
    """How a figure is checked, in a sentence."""
    return str(CHECKS[key].__doc__)


def of(key: str, behind: Behind, measure: str = "") -> list[Footing]:
    """The footings of a figure; only those that begin with ``measure`` where it is given."""
    if key in people.CHECKS:
        behind = people.kept(behind)
    return [each for each in CHECKS[key](behind) if each.measure.startswith(measure)]
