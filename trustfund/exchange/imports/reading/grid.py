"""A sheet as it stands in the file: rows of cells with their numbers, nothing understood yet."""

from dataclasses import dataclass, field

from trustfund.domain.catalogue.file import FILE
from trustfund.domain.problems import Code, Place, Problem, Refused, refusal
from trustfund.exchange.imports.rows import Question, Source

MOST_ROWS = 300_000
MOST_LOCAL_ROWS = 2_000_000  # of a text file that a command reads: nobody shares its memory
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # what Excel holds in one
Record = tuple[int, list[str]]
"""A row that holds anything: its number as a spreadsheet counts, and its cells."""


Cells = dict[tuple[int, int], str]
"""By row and column, counted from 1."""


@dataclass
class Look:
    """How a sheet looks."""

    broken: Cells = field(default_factory=dict)
    """Cells without a value, and what stands there instead."""
    units: Cells = field(default_factory=dict)
    """Numbers shown with a currency, or with %."""
    rows: list[tuple[int, int]] = field(default_factory=list)
    """The first and the last of hidden rows, in order."""
    columns: list[tuple[int, int]] = field(default_factory=list)
    """The same of hidden columns."""


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet that hold anything."""

    records: list[Record]
    sheet: str = ""
    is_text: bool = False
    """Whether it comes from a text file, whose rows may lack cells."""
    remarks: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()
    """Column, first and last row of cells that are merged over rows."""
    look: Look = field(default_factory=Look)
    is_hidden: bool = False
    """Whether a workbook hides the sheet."""
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    """One for each question that nobody answered."""

    def at(self, row: int, column: str = "") -> Place:
        """A place in this sheet."""
        return Place(self.sheet, row, column)


def refuse(source: Source, reason: str, remedy: str) -> Refused:
    """A file that is no table."""
    return refusal(FILE, Code.UNREADABLE, source.name, reason, remedy)


def within_limits(
    source: Source, records: list[Record], most_rows: int = MOST_ROWS
) -> list[Record]:
    """The rows, or a sentence when there is more than a list of this fund can hold."""
    if len(records) > most_rows:
        raise refuse(source, f"has more than {most_rows:,} rows", "Send it in parts")
    for number, cells in records:
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            why = f"has more than {MOST_COLUMNS} columns in row {number}"
            raise refuse(source, why, "Keep those that are to be imported")
        if max(map(len, cells)) > LONGEST_CELL:
            why = f"has a cell with more than {LONGEST_CELL:,} characters in row {number}"
            raise refuse(source, why, "Look at the quotes around it, or shorten it")
    return records
