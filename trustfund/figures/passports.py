"""What stands behind a figure: the same words on its page and at the head of each report."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from trustfund.figures import footing
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import FIGURES, Definition
from trustfund.figures.footing.sums import Behind, Footing, Row, said_rows
from trustfund.figures.view import View

PRIVATE = "Not given out: they are single people"
NOTHING = "Nothing is booked yet that could be added up."


@dataclass(frozen=True)
class Passport:
    """A figure as a view sees it; ``measure`` names one of the numbers that it has.

    Rows and footing are looked for when they are asked for.
    """

    definition: Definition
    view: View
    measure: str = ""

    @cached_property
    def _behind(self) -> Behind:
        return Behind(self.view)

    @cached_property
    def footing(self) -> list[Footing]:
        """The figure beside what other ways to it come to."""
        return footing.of(self.definition.key, self._behind, self.measure)

    def rows(self, dataset: str) -> list[Row]:
        """The rows of a dataset behind it, with the filters that the dataset takes."""
        return self._behind.rows(dataset)

    def lines(self) -> list[tuple[str, str]]:
        """The passport as labels and texts, in the order in which they are read."""
        rows = "; ".join(
            f"{BY_NAME[name].title}, {said_rows(len(self.rows(name)))}"
            for name in self.definition.rows
        )
        return [
            ("Figure", self.definition.title),
            ("Definition", self.definition.text),
            ("Basis", self.definition.basis),
            *stated_for(self.view),
            ("Rows behind it", rows or PRIVATE),
            ("Footing", " ".join(each.sentence() for each in self.footing) or NOTHING),
        ]


def of(key: str, view: View, measure: str = "") -> Passport:
    """The passport of a figure, by the key of its definition."""
    return Passport(FIGURES[key], view, measure)


def stated_for(view: View) -> list[tuple[str, str]]:
    """What figures of a view are stated for: days, revision of the books, filters."""
    clocks = {"as_of", "known_at"}
    asked = [(name, value) for name, value in view.filters.parameters() if name not in clocks]
    return [
        ("As of", view.as_of),
        ("Known at", view.filters.known_at or "now"),
        ("Books", f"revision {view.frames.revision}"),
        ("Filters", said(asked)),
    ]


def said(asked: Sequence[tuple[str, str]]) -> str:
    """Filters in words, "none" where there is none."""
    return "; ".join(f"{name} = {value}" for name, value in asked) or "none"
