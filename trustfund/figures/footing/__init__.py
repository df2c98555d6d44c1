"""Whether a figure foots: other ways to the same number, taken when somebody asks.

What each check does is in its definition, in a sentence.
"""

from trustfund.figures.footing import contributor_statement, fund, iati, money, people
from trustfund.figures.footing.sums import FUND, Behind, Checks, Footing

_OBEYED: tuple[tuple[Checks, tuple[str, ...]], ...] = (
    (money.CHECKS, ()),
    (fund.CHECKS, FUND),
    (people.CHECKS, people.FILTERS),
    (contributor_statement.CHECKS, contributor_statement.FILTERS),
    (iati.CHECKS, FUND),
)
"""Checks, and the filters that their figures obey; none named: all."""
CHECKS = {key: (lines, filters) for checks, filters in _OBEYED for key, lines in checks.items()}
"""By the key of the figure's definition."""


def of(key: str, behind: Behind, measure: str = "") -> list[Footing]:
    """The footings of a figure; only those that begin with ``measure`` where it is given."""
    lines, filters = CHECKS[key]
    seen = behind.only(filters) if filters else behind
    found = [footing for line in lines for footing in line(seen)]
    return [each for each in found if each.measure.startswith(measure)]
