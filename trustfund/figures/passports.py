"""What stands behind a figure: the same words on its page and at the head of each report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trustfund.domain.roles import VISITOR, Actor
from trustfund.figures import footing
from trustfund.figures.datasets import BY_NAME, Dataset
from trustfund.figures.definitions import FIGURES, Definition
from trustfund.figures.footing.sums import Behind, Footing, Row
from trustfund.figures.view import View
from trustfund.figures.wording import counted

PRIVATE = "Not given out: they are single people"
WITHHELD = "not given out to everybody"
NOTHING = "Nothing is booked yet that could be added up."


@dataclass(frozen=True)
class Passport:
    """A figure as a view sees it; ``measure`` names one of the numbers that it has.

    Rows and footing are looked for when they are asked for. Rows are shown only to those who may
    read all of their dataset; the figure itself is for whoever shows it to judge.
    """

    definition: Definition
    behind: Behind
    measure: str = ""
    who: Actor = VISITOR

    @property
    def view(self) -> View:
        """The books as it sees them."""
        return self.behind.view

    @cached_property
    def footing(self) -> list[Footing]:
        """The figure beside what other ways to it come to."""
        return footing.of(self.definition.key, self.behind, self.measure)

    @property
    def datasets(self) -> list[Dataset]:
        """The datasets of the rows behind it, as far as the reader may read them."""
        return [BY_NAME[name] for name in self.definition.rows if self._is_open(name)]

    def _is_open(self, name: str) -> bool:
        return self.who.may(BY_NAME[name].readers)

    def rows(self, dataset: Dataset) -> Sequence[Row]:
        """The rows of one of its datasets, with the filters that the dataset takes."""
        return self.behind.rows(dataset.name) if self._is_open(dataset.name) else []

    def _in_words(self, name: str) -> str:
        """What rows of a dataset are behind it, in words."""
        dataset = BY_NAME[name]
        rows = counted(len(self.rows(dataset)), "row") if self._is_open(name) else WITHHELD
        return f"{dataset.title}, {rows}"

    def lines(self) -> list[tuple[str, str]]:
        """The passport as labels and texts, in the order in which they are read."""
        rows = "; ".join(map(self._in_words, self.definition.rows))
        return [
            ("Figure", self.definition.title),
            ("Definition", self.definition.text),
            ("Basis", self.definition.basis),
            *stated_for(self.view),
            ("Rows behind it", rows or PRIVATE),
            ("Footing", " ".join(each.sentence() for each in self.footing) or NOTHING),
        ]


def of(key: str, view: View, measure: str = "", who: Actor = VISITOR) -> Passport:
    """The passport of a figure, by the key of its definition, for a reader."""
    return Passport(FIGURES[key], Behind(replace(view, payer=0)), measure, who)


def of_all(keys: Iterable[str], view: View, who: Actor) -> list[Passport]:
    """The passports of the figures of one document: what stands behind several is read once."""
    behind = Behind(replace(view, payer=0))
    return [Passport(FIGURES[key], behind, who=who) for key in keys]


def stated_for(view: View) -> list[tuple[str, str]]:
    """What figures of a view are stated for: days, revision of the books, filters."""
    clocks = {"as_of", "known_at"}
    asked = [(name, value) for name, value in view.filters.parameters() if name not in clocks]
    return [
        ("As of", view.as_of),
        ("Known at", view.filters.known_at or "now"),
        ("Books", f"revision {view.frames.revision}"),
        ("Filters", in_words(asked)),
    ]


def in_words(asked: Sequence[tuple[str, str]]) -> str:
    """Filters in words, "none" where there is none."""
    return "; ".join(f"{name} = {value}" for name, value in asked) or "none"
