"""What a kind of import file is: its columns, and how one row of it becomes acts on the books.

A new kind is one module with a ``plan`` and a ``Kind``, and its name in ``kinds.KINDS``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from trustfund.domain import money
from trustfund.domain.catalogue.file import CELL
from trustfund.domain.fields import Cell, Document, Field
from trustfund.domain.problems import Code, Problem, Refused
from trustfund.exchange.imports.rows import Row, Table
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books
from trustfund.ledger.deposits import DepositDraft

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_NAME = re.compile(r"\S*[0-9]\S*|\w{1,3}|[a-z]+(_[a-z]+)*|[0-9 .,'+-]*")
"""What looks like a reference, a day, an amount or a code."""
_NOTHING = re.compile(r"|0+(\.0*)?")

CALLED = {"contribution_reference": "contribution"}
"""Fields that drafts call otherwise than files."""
NOTHING_FILLED: Mapping[str, str] = {}


class Line:
    """What is planned together, as its adapter reads it: a row, or the rows of one schedule."""

    __slots__ = ("cells", "document", "file", "filled", "number", "problems", "refused", "rows")

    def __init__(
        self,
        document: Document,
        rows: Sequence[Row],
        file: str,
        filled: Mapping[str, str] = NOTHING_FILLED,
    ) -> None:
        self.document = document
        self.rows = rows
        self.file = file
        self.filled = filled
        self.number = rows[0].number
        self.cells = rows[0].cells
        self.problems: list[Problem] = []
        self.refused = False

    @property
    def place(self) -> str:
        """Where the line begins, for people."""
        return self.rows[0].place

    @property
    def origin(self) -> str:
        """The file and the place in it."""
        return f"from {self.file}, {self.place}"

    @property
    def reason(self) -> str:
        """Why the books say or change what the line tells of."""
        return f"imported {self.origin}"

    def has(self, column: str) -> bool:
        """Whether the file has the column; an absent one changes nothing."""
        return column in self.cells

    def text(self, column: str, now: str = "") -> str:
        """A cell; where the file does not have the column, what the books say ``now``."""
        return self.cells.get(column, now)

    def day(self, column: str, now: date | None = None) -> date | None:
        """A day, None for an empty cell; what is no ISO date is noted."""
        return self.day_of(self.rows[0], column) if self.has(column) else now

    def day_of(self, row: Row, column: str) -> date | None:
        """A day in one of the rows of this line."""
        typed = row.cells[column]
        try:
            if typed and not _ISO_DAY.fullmatch(typed):
                raise ValueError
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            remedy = "Write it like 2018-07-16"
            self.note(column, Code.NOT_A_DATE, typed, "is not a date", remedy, row)
            return None

    def fill(self, now: D, document: Document) -> D:
        """A draft of what the row says; what the file has no column for stays as it is ``now``."""
        said: dict[str, object] = {}
        for each in document.input_fields:
            if self.has(each.key):
                name = CALLED.get(each.key, each.key)
                is_day = each.cell is Cell.DAY
                said[name] = self.day(each.key) if is_day else self.text(each.key)
        return replace(now, **said)

    def attempt(self, rule: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What a rule makes of a cell, None after noting what it refused."""
        try:
            return rule(*args, **kwargs)
        except Refused as refused:
            for problem in refused.problems:
                self._add(replace(problem, at=self.rows[0].at(problem.field.key)))
            return None

    def note(
        self,
        column: str,
        code: Code,
        value: object,
        reason: str,
        remedy: str,
        row: Row | None = None,
    ) -> None:
        """Note what is wrong with a cell, once."""
        at = (row or self.rows[0]).at(column)
        self._add(Problem(self.document.by_key[column], code, str(value), reason, remedy, at))

    def refuse(self, problems: Iterable[Problem], columns: Mapping[str, str]) -> None:
        """Note what an act refused, in the words of the file; later acts of the line are off.

        ``columns`` has the columns, by identity, of fields that are none of the document.
        """
        self.refused = True
        seen = {problem.at for problem in self.problems}
        for problem in problems:
            row = self.rows[max(problem.at.row - 1, 0)]  # of a schedule the act counts the rows
            column = columns.get(problem.field.identity) or self._column(problem.field)
            part = "" if problem.at.row else problem.at.column
            at = row.at(", ".join(filter(None, (column, part))))
            if at not in seen:
                self._add(replace(problem, at=at))

    def row_of(self, problem: Problem) -> Row:
        """The row in which a problem of this line is."""
        return next(row for row in self.rows if row.number == problem.at.row)

    def _column(self, field: Field) -> str:
        """What the file calls a field: its column, else the label."""
        own = self.document.by_key.get(field.key)
        return field.key if own and own.identity == field.identity else field.label

    def _add(self, problem: Problem) -> None:
        """A cell that could not be read has its problem already, and is not "missing" too."""
        unreadable = self.row_of(problem).unreadable
        if problem.at.column not in unreadable and problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class Step:
    """An act to be. All acts of a file are performed in the order of their days."""

    perform: Callable[[Books], Done]
    on: date = date.min
    columns: Mapping[str, str] = field(default_factory=dict)
    """Fields of this act that are none of the document, by identity, and the columns meant."""
    deposit: DepositDraft | None = None
    """The new deposit that this is: those that follow each other are booked as one act."""


def step(act: Callable[..., Done], *values: object, on: date | None = None) -> Step:
    """An act with what it is given, and the day that orders it; without one it comes first."""
    return Step(lambda books: act(books, *values), on or date.min)


class Change(NamedTuple):
    """A column in which a known line differs from the books, both as an export writes them."""

    column: str
    before: str
    after: str
    row: Row | None = None
    """The row that says so, where the line has several."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a line asks for. A known one without steps says the same as the books."""

    known: bool
    steps: tuple[Step, ...] = ()
    changed: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of import file."""

    name: str
    document: Document
    plan: Callable[[Books, Line], Planned]
    schedule: bool = False
    """Rows with the same first key column are planned together, and may repeat a key."""
    may_repeat: bool = False
    """Whether rows that say the same are one: a list of gifts names its givers again and again."""
    any_capitals: bool = False
    """Whether capitals make no difference to the key."""
    computed: tuple[str, ...] = ()
    """Columns of its own that, if an export filled them, are compared and not applied."""
    personal: bool = False
    """Whether a person's name may stand in any cell, where a row has slipped: see ``shown``."""
    ahead: Callable[[Books, Sequence[Line]], Books] = lambda books, _: books
    """Books to plan these lines on, ``AT_ONCE`` at most: what they need is looked up at once."""
    remarks: Callable[[Sequence[tuple[Line, Planned]]], Iterable[str]] = lambda _: ()
    afterwards: Callable[[Books, Sequence[tuple[Line, Planned]]], Iterable[str]] = lambda *_: ()
    """What is to be said of the books with the file in them."""
    recognise: Callable[[Sequence[Sequence[str]]], Mapping[str, str]] = lambda _: {}
    """What the headers of a file stand for that is of a make well known; else nothing."""
    tidy: Callable[[Table, str], Table] = lambda table, _: table
    """The table without what need not be planned; given the file's name too."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns that are applied, the required ones first."""
        return tuple(field.key for field in self.document.input_fields)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return tuple(field.key for field in self.document.input_fields if field.required)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.document.key

    def cell(self, column: str) -> Cell | None:
        """What a column holds; None where a file of this kind has no such column."""
        field = self.document.by_key.get(column)
        return field.cell if field else None

    def is_money(self, column: str) -> bool:
        """Whether amounts stand under a column."""
        return self.cell(column) in (Cell.MONEY, Cell.USD)

    def shown_text(self, column: str, cell: str) -> str:
        """A cell as a list of changes may repeat it; what could be a name is not repeated."""
        if self.personal and column == "name" and cell:
            return "(a name)"
        return self.shown(cell) or (cell and "(a text)")

    def shown(self, cell: str) -> str:
        """A cell as a message may repeat it; what could be a name is left out."""
        return "" if self.personal and not _NO_NAME.fullmatch(cell) else cell

    def key_of(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """What names a row."""
        names = (" ".join(cells.get(column, "").split()) for column in self.key)
        return tuple(name.casefold() if self.any_capitals else name for name in names)


def minor_units(text: str, currency: str) -> int | None:
    """An amount to compare with the books: 0 for an empty cell, None where an act will object."""
    if _NOTHING.fullmatch(text):
        return 0
    try:
        return money.parse_amount(CELL, text, currency)
    except Refused:
        return None


def written(value: object) -> str:
    """A field of a document as an export writes it; "" is not stated."""
    if value is None:
        return ""
    return str(value.value) if isinstance(value, Enum) else str(value)


def amount_written(minor: int, currency: str) -> str:
    """An amount of the books as an export writes it."""
    return f"{money.to_decimal(minor, currency):f}"


def amount_typed(text: str, currency: str) -> str:
    """An amount of a file as an export would write it; as it is where an act will object."""
    minor = minor_units(text, currency) if text else None
    return text if minor is None else amount_written(minor, currency)


def changes(fields: Iterable[Field], now: object, draft: object) -> Iterator[Change]:
    """The fields in which a draft differs from what is booked."""
    for each in fields:
        name = CALLED.get(each.key, each.key)
        before, after = getattr(now, name), getattr(draft, name)
        same = before == after
        if each.cell is Cell.USD:
            same = minor_units(before, "USD") == minor_units(after, "USD")
            after = amount_typed(after, "USD")
        if not same:
            yield Change(each.key, written(before), written(after))
