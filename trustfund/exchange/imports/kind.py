"""What a kind of import file is: its columns, and how one row of it becomes acts on the books.

A new kind is one module with a ``plan`` and a ``Kind``, and its name in ``kinds.KINDS``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from trustfund.domain.fields import Cell, Document
from trustfund.domain.same_money import Cash
from trustfund.domain.texts import skeleton
from trustfund.exchange.imports.line import Change, Line
from trustfund.exchange.imports.rows import Table
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books
from trustfund.ledger.deposits import DepositDraft, record_deposit

_NO_NAME = re.compile(r"\S*[0-9]\S*|\w{1,3}|[a-z]+(_[a-z]+)*|[0-9 .,'+-]*")
"""What looks like a reference, a day, an amount or a code."""


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


def new_deposit(draft: DepositDraft) -> Step:
    """The booking of a new deposit."""
    return Step(partial(record_deposit, draft=draft), draft.value_date or date.min, deposit=draft)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a line asks for. A known one without steps is the same as the books."""

    known: bool
    steps: tuple[Step, ...] = ()
    changed: tuple[Change, ...] = ()
    asks: tuple[Cash, ...] = ()
    """Deposits that it looks like, where a person has to say whether it is the same money."""
    left_out: str = ""
    """The deposit whose money it is, as a person said: it is not booked again."""


def correction(changed: Iterable[Change], correct: Step) -> Planned:
    """What a known line asks for: a correction where it changes anything."""
    changed = tuple(changed)
    return Planned(True, (correct,) if changed else (), changed)


@dataclass(frozen=True)
class Kind:
    """A kind of import file."""

    name: str
    document: Document
    plan: Callable[[Books, Line], Planned]
    schedule: bool = False
    """Rows with the same first key column are planned together, and may repeat a key."""
    may_repeat: bool = False
    """Whether equal rows are one: a list of contributions repeats its contributors."""
    computed: tuple[str, ...] = ()
    """Columns of its own that, if an export filled them, are compared and not applied."""
    compared_by: tuple[str, ...] = ()
    """By what an export's row is found for the columns that it added; the key unless given."""
    personal: bool = False
    """Whether a person's name may stand in any cell, where a row has slipped: see ``shown``."""
    ahead: Callable[[Books, Sequence[Line]], Books] = lambda books, _: books
    """Books to plan these lines on, ``AT_ONCE`` at most: what they need is looked up at once.

    They are made of those that the lines before were planned on."""
    dated: str = ""
    """The column with the day in whose order rows are planned; else as they stand in the file."""
    remarks: Callable[[Books, Sequence[tuple[Line, Planned]]], Iterable[str]] = lambda *_: ()
    """Remarks on the lines, once they are in the books."""
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

    def key_of_export(self, cells: Mapping[str, str], *, exactly: bool = False) -> tuple[str, ...]:
        """By what a row of an export is found for the columns that it added."""
        columns = self.compared_by or self.key
        names = (" ".join(cells.get(column, "").split()) for column in columns)
        return tuple(names if exactly else map(skeleton, names))

    def key_of(
        self, cells: Mapping[str, str], twins: Collection[str] = (), *, exactly: bool = False
    ) -> tuple[str, ...]:
        """What names a row, however it is spelt; of ``twins`` in the books the spelling tells."""
        if not twins and not exactly:
            return tuple([skeleton(cells.get(column, "")) for column in self.key])
        names = (" ".join(cells.get(column, "").split()) for column in self.key)
        keys = ((name, skeleton(name)) for name in names)
        return tuple(name if exactly or key in twins else key for name, key in keys)
