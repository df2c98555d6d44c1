"""A line of a file as its adapter reads it: cells, drafts filled from them, and problems."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from trustfund.domain.act_codes import IMPORTED
from trustfund.domain.fields import Cell, Document, Field, Kept
from trustfund.domain.problems import Code, Problem, Refused
from trustfund.domain.texts import alike, normalised
from trustfund.exchange.imports.cells import amount_written, minor_units, same, written
from trustfund.exchange.imports.rows import Row
from trustfund.ledger.typed import CALLED

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMED = (Kept.CONTRIBUTOR, Kept.CONTRIBUTION, Kept.EVENT, Kept.ORGANIZATION)
"""Lists whose names and references are found however they are spelt."""


@lru_cache(4096)
def _iso_day(typed: str) -> date:
    if not _ISO_DAY.fullmatch(typed):
        raise ValueError
    return date.fromisoformat(typed)


@cache
def _as_drafts_call(fields: tuple[Field, ...]) -> list[tuple[str, str, bool]]:
    """Of each field the column, what drafts call it, and whether it is a day."""
    return [(each.key, CALLED.get(each.key, each.key), each.cell is Cell.DAY) for each in fields]


class Change(NamedTuple):
    """A column in which a known line differs from the books, both as an export writes them."""

    column: str
    before: str
    after: str
    row: Row | None = None
    """The row that differs, where the line has several."""


@dataclass(eq=False, slots=True)
class Line:
    """What is planned together: a row, or the rows of one schedule."""

    document: Document
    rows: Sequence[Row]
    file: str
    filled: Mapping[str, str] = field(default_factory=dict)
    another: Mapping[str, str] = field(default_factory=dict)
    """Names that are said to be others than those called alike, and why."""
    decided: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What becomes of what hangs on an event, by its code and the kind."""
    same_money: Mapping[str, str] = field(default_factory=dict)
    """Deposits that look like money that is there already: the same (""), or why it is other."""
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    number: int = field(init=False)
    cells: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.number, self.cells = self.rows[0].number, self.rows[0].cells

    @property
    def place(self) -> str:
        """Where the line begins, for people."""
        return self.rows[0].place

    @property
    def origin(self) -> str:
        """The file and the place in it."""
        return f"{self.file}, {self.place}"

    @property
    def reason(self) -> str:
        """Why the line changes the books."""
        return f"{IMPORTED} {self.origin}"

    def has(self, column: str) -> bool:
        """Whether the file has the column; an absent one changes nothing."""
        return column in self.cells

    def text(self, column: str) -> str:
        """A cell; "" where the file does not have the column."""
        return self.cells.get(column, "")

    def day(self, column: str) -> date | None:
        """A day, None where the file gives none; what is no ISO date is noted."""
        return self.day_of(self.rows[0], column)

    def day_of(self, row: Row, column: str) -> date | None:
        """A day in one of the rows of this line."""
        typed = row.cells.get(column, "")
        try:
            return _iso_day(typed) if typed else None
        except ValueError:
            remedy = "Write it like 2018-07-16"
            self.note(column, Code.NOT_A_DATE, typed, "is not a date", remedy, row)
            return None

    def fill(self, now: D, fields: tuple[Field, ...] = ()) -> D:
        """A draft of what the row has; what the file has no column for stays as it is ``now``."""
        given, cells = vars(now).copy(), self.cells
        for key, name, is_day in _as_drafts_call(fields or self.document.input_fields):
            if key in cells:
                given[name] = self.day(key) if is_day else cells[key]
        return type(now)(**given)  # as replace does, in half the time

    def changes(self, now: object, draft: object, fields: Iterable[Field] = ()) -> Iterator[Change]:
        """The fields in which a draft differs from what is booked."""
        for each in fields or self.document.input_fields:
            name = CALLED.get(each.key, each.key)
            before, after = getattr(now, name), getattr(draft, name)
            is_same = before == after
            if each.cell is Cell.USD:
                is_same = minor_units(before, "USD") == minor_units(after, "USD")
                after = amount_written(after, "USD")
            elif each.cell is Cell.RATE:
                is_same = same(before, after)
            elif each.shape:  # capitals make no other code
                is_same = before == after.upper()
            elif each.codes in NAMED or each.key in self.document.key:  # nor do spellings a name
                is_same = alike(before, after)
            elif isinstance(before, str):  # as the books would take it, where they are older
                is_same = normalised(before, lines=each.has_lines) == after
            if not is_same:
                yield Change(each.key, written(before), written(after))

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
