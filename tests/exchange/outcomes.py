"""What the outcome of a file says, in lines."""

from typing import Any


def said(outcome: Any) -> list[str]:
    """Its problems: of an outcome, or of a table that was read."""
    return [str(problem) for problem in outcome.problems]


def wrong(outcome: Any) -> list[str]:
    """Its problems without their remedies."""
    return [line.partition(". ")[0] for line in said(outcome)]


def changes(outcome: Any) -> list[str]:
    """What known rows change."""
    return [str(difference) for difference in outcome.differences]
