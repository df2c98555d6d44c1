"""A file on its way to the books: what was given, what a person decided, and its rows.

Cells stay text until an act reads them: "NA" is Namibia, and an amount is read by the rules of its
currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trustfund.domain.catalogue.file import FILE
from trustfund.domain.problems import Code, Place, Problem, refusal
from trustfund.domain.texts import visible

ALL = "all"
"""Stands for every deposit that is asked about and has no answer of its own."""


@dataclass(frozen=True)
class Source:
    """A file as it was given: its bytes, and its name with control characters made visible."""

    name: str
    content: bytes
    is_local: bool = False
    """Whether a command read it from a disk: as text it may be larger than what a page takes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", visible(self.name, lines=False))

    @classmethod
    def of(cls, path: Path) -> "Source":
        """The file at a path, or a sentence when it cannot be read."""
        name = visible(path.name or str(path), lines=False)  # whatever bytes the system allows
        try:
            return cls(name, path.read_bytes(), is_local=True)
        except OSError as error:
            why = f"cannot be read: {error.strerror}"
            raise refusal(FILE, Code.UNREADABLE, name, why, "Choose another") from None


@dataclass(frozen=True)
class Choices:
    """What a person decided about a file that does not speak for itself."""

    sheet: str = ""
    """The sheet to read; "" is the one that fits best."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """A header of the file, and the column it stands for; "" leaves the header out."""
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """A column and a text in it, and what is meant by that text."""
    another: Mapping[str, str] = field(default_factory=dict)
    """A contributor to record though there is one that may be the same, and why it is another."""
    header: int = 0
    """The number of the row that is the header; 0 is the one that looks most like it."""
    also: Mapping[str, str] = field(default_factory=dict)
    """A column, and the header that feeds it besides the column that the header stands for."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """A column that the file does not have, and what stands in it in every row."""
    leaves_out: bool = False
    """Whether every header is left out that is no column's name and was not chosen."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What questions about the sheet are about, and the answers."""
    decided: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """An event and a kind of what hangs on it (seats, steps, classes), and what becomes of it."""
    same_money: Mapping[str, str] = field(default_factory=dict)
    """A deposit that looks like money that is there already, or ALL of them: "" it is the same, and
    is left out; else why it is other money."""


@dataclass(frozen=True)
class Question:
    """Something about a whole file that a person decides once."""

    about: str
    text: str
    answers: Mapping[str, str]
    """What can be answered, and the same in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]
    sheet: str = ""
    """The name of the sheet, where the file has several."""
    unreadable: frozenset[str] = frozenset()
    """Columns whose cells here could not be read, and have a problem already."""

    @property
    def place(self) -> str:
        """Where the row stands, for people."""
        return str(self.at())

    def at(self, column: str = "") -> Place:
        """Where the row stands, or a cell of it."""
        return Place(self.sheet, self.number, column)


@dataclass(frozen=True)
class Header:
    """A header of the file, and what it is taken for."""

    text: str
    column: str
    """The column; "" where nobody knows what is meant, or the column is left out."""
    is_guess: bool
    """Whether a person should look at it: its text is no column, and none was chosen."""
    examples: tuple[str, ...] = ()
    """The first cells below it."""


@dataclass(frozen=True)
class Table:
    """What a file holds, and what is wrong with its shape."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """The names of all sheets of a workbook that hold anything."""
    headers: tuple[Header, ...] = ()
    header: int = 0
    """The number of the row that was taken for the header."""
    questions: tuple[Question, ...] = ()
    """What somebody has to decide about the sheet."""
    remarks: tuple[str, ...] = ()
    """How the file was read, where that is not plain: its encoding, lines left out."""
    totals: tuple[Row, ...] = ()
    """Total lines; they are no rows of the file."""
    filled: Mapping[str, str] = field(default_factory=dict)
    """What new documents get in columns that the file does not have; known ones keep theirs."""
