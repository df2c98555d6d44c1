"""What a file asks for: counted, compared with the books, and every problem of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from trustfund.domain import money
from trustfund.domain.fields import Field
from trustfund.domain.problems import Problem
from trustfund.exchange.imports.footing import Footing
from trustfund.exchange.imports.reading.texts import capital
from trustfund.exchange.imports.rows import Table
from trustfund.ledger.event_changes import Touched

NOT_STATED = "(not stated)"


@dataclass(frozen=True)
class Difference:
    """A cell in which a known row differs from the books."""

    place: str
    key: str
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        before, after = self.before or NOT_STATED, self.after or NOT_STATED
        return f"{self.place}, {self.column}: {before} → {after}"


@dataclass(frozen=True)
class Sum:
    """What the standing entries of one kind and currency come to, before the file and after it."""

    what: str
    currency: str
    before: int
    after: int
    """In minor units of the currency."""
    usd_before: int | None = None
    usd_after: int | None = None
    """In US dollar cents; None where nothing is valued in them."""

    def __str__(self) -> str:
        before, after = (money.text(side, self.currency) for side in (self.before, self.after))
        change = f"{capital(self.what)}: {before} → {after}"
        if self.currency == "USD" or self.usd_before is None or self.usd_after is None:
            return change
        usd = (money.text(side, "USD") for side in (self.usd_before, self.usd_after))
        return f"{change} ({' → '.join(usd)})"


@dataclass(frozen=True)
class Suggestion:
    """A text of the file that is probably meant for something that the books know.

    ``Choices.values[column, text] = meant`` reads the file so.
    """

    column: str
    text: str
    """As it stands in the file."""
    meant: str
    """The code, or the name, that the books know."""
    label: str
    """The same for people: "Türkiye (TUR)"."""
    rows: int
    """In how many rows the text stands."""


class UnknownContributor(NamedTuple):
    """A name in the file that is no contributor, nor another name of one."""

    name: str
    suggestion: str
    """The contributor that may be meant; "" where there is none."""


class Twin(NamedTuple):
    """A new contributor of the file, and those in the books that may be the same."""

    name: str
    known: tuple[str, ...]


class Hanging(NamedTuple):
    """What hangs on an event that the file changes, of one kind, and nobody decided yet.

    ``Choices.decided[event, kind.key]`` decides it.
    """

    event: str
    kind: Field
    touched: tuple[Touched, ...]


class SameMoney(NamedTuple):
    """A deposit of the file that looks like money that is there already, and nobody said more.

    ``Choices.same_money[skeleton(reference)]`` says whether it is.
    """

    place: str
    reference: str
    like: tuple[str, ...]
    """The deposits that it looks like, in words."""
    is_known: bool
    """Whether it is in the books, with other values."""


@dataclass(frozen=True)
class Outcome:
    """What a file asks for, in rows, and every problem of it."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[Problem, ...] = ()
    """In the order of the file."""
    remarks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    """Of the known rows without a problem."""
    sums: tuple[Sum, ...] = ()
    """Where there are problems, ``after`` counts the rows without one."""
    contributors: tuple[str, ...] = ()
    """Those that would appear, or give for the first time."""
    countries: tuple[str, ...] = ()
    """Those that would appear, by name."""
    footing: tuple[Footing, ...] = ()
    """Whether the rows add up to the file's total lines."""
    suggestions: tuple[Suggestion, ...] = ()
    unknown_contributors: tuple[UnknownContributor, ...] = ()
    twins: tuple[Twin, ...] = ()
    hanging: tuple[Hanging, ...] = ()
    same_money: tuple[SameMoney, ...] = ()
    left_out: int = 0
    """Rows among the same, whose money is there under another reference: a person said so."""
    table: Table | None = None
    """The file as it was read; None where it could not be."""
    rejected: frozenset[int] = frozenset()
    """The numbers of the rows that have a problem, or share a schedule with one."""
    imported: int | None = None
    """The id of the import, once it is applied; by it the import can be taken back."""

    def __str__(self) -> str:
        found = len(self.problems)
        return f"new {self.new}, changed {self.changed}, same {self.same}, problems {found}"

    @property
    def does_something(self) -> bool:
        """Whether there is anything to book, or to remember."""
        return bool(self.new or self.changed or self.left_out)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All but its problems and its count, a line each.

        With a problem nothing appears and no sum changes, for nothing is booked.
        """
        lines = (*self.remarks, *map(str, self.footing), *map(str, self.differences))
        return lines if self.problems else (*lines, *self._after())

    def _after(self) -> Iterator[str]:
        if self.left_out:
            rows = f"{self.left_out:,} rows are" if self.left_out > 1 else "1 row is"
            yield f"{rows} left out: the money is there already, under another reference."
        if self.contributors:
            names = ", ".join(self.contributors)
            yield f"Contributors that are new, or give for the first time: {names}."
        if self.countries:
            yield f"Countries that appear for the first time: {', '.join(self.countries)}."
        yield from (str(each) for each in self.sums if each.before != each.after)
