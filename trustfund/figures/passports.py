"""What stands behind a figure: the same words on its page and at the head of each report."""

from collections.abc import Sequence
from dataclasses import dataclass

from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import BY_KEY, Definition
from trustfund.figures.view import View


@dataclass(frozen=True)
class Passport:
    """A figure as a view sees it: definition, basis, day, revision, filters, rows."""

    definition: Definition
    view: View

    def lines(self) -> list[tuple[str, str]]:
        """The passport as labels and texts, in the order in which they are read."""
        rows = ", ".join(BY_NAME[name].title for name in self.definition.rows)
        found = [
            ("Figure", self.definition.title),
            ("Definition", self.definition.text),
            ("Basis", self.definition.basis),
            *stated_for(self.view),
            ("Rows behind it", rows),
        ]
        return [(label, text) for label, text in found if text]


def of(key: str, view: View) -> Passport:
    """The passport of a figure, by the key of its definition."""
    return Passport(BY_KEY[key], view)


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
