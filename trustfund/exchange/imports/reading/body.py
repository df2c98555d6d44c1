"""The cells of a file by column while they are read: what was decided, and what cannot be read."""

from collections import defaultdict
from dataclasses import dataclass, field

from trustfund.domain.fields import Field
from trustfund.domain.problems import Code
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading.looks import FORMATS
from trustfund.exchange.imports.reading.texts import listed
from trustfund.exchange.imports.rows import Choices, Question

UNKNOWN = Field("", is_free=True, has_lines=True)
"""A column that the kind does not have."""


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read."""

    row: int
    """Its place among the rows."""
    column: str
    code: Code
    value: str
    reason: str
    remedy: str


@dataclass
class Body:
    """The cells of all rows by column, while they are being read."""

    kind: Kind
    numbers: list[int]
    count: int
    """How many of them are rows of the list; total lines follow."""
    columns: dict[str, list[str]]
    currencies: dict[str, str]
    """Columns whose header names a currency."""
    choices: Choices
    footnotes: frozenset[str]
    faults: list[Fault] = field(default_factory=list)
    causes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What was decided about cells, and in which rows."""
    asked: dict[str, int] = field(default_factory=dict)
    """What somebody has to decide about cells, and the place of the first row that asks."""

    def remarks(self) -> list[str]:
        """What was decided, one sentence for each cause."""
        return [f"{cause}: {listed(sorted(set(rows)))}." for cause, rows in self.causes.items()]

    def field(self, name: str) -> Field:
        """What the catalogue has of a column."""
        return self.kind.document.by_key.get(name, UNKNOWN)

    def fault(self, name: str, row: int, code: Code, reason: str, remedy: str) -> None:
        """Note that the cell cannot be read, which stays as it is."""
        self.faults.append(Fault(row, name, code, self.columns[name][row], reason, remedy))

    def ask(self, name: str, row: int, why: str) -> None:
        """Note that a number format contradicts the column."""
        remedy = "Format it as what it is, or say that only the numbers count"
        self.fault(name, row, Code.SHOWN_OTHERWISE, why, remedy)
        self.asked.setdefault(FORMATS.about, row)

    def unsettled(self, name: str, row: int, question: Question, reason: str, remedy: str) -> None:
        """Note that a cell has two readings, and that one answer settles it for the whole file."""
        self.fault(name, row, Code.AMBIGUOUS, reason, remedy)
        if row < self.count:
            self.asked.setdefault(question.about, row)

    def cause(self, why: str, row: int) -> None:
        """Keep what was decided about the cell of a row, to be shown under the plan."""
        if row < self.count:
            rows = self.causes[why]
            if self.numbers[row] not in rows[-1:]:
                rows.append(self.numbers[row])
