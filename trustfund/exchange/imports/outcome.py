"""What a file asks for: counted, compared with the books, and every problem of it."""

from dataclasses import dataclass

from trustfund.domain.problems import Problem
from trustfund.exchange.imports.rows import Table


@dataclass(frozen=True)
class Difference:
    """A cell in which a known row differs from the books."""

    place: str
    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Sum:
    """What the standing entries of one kind and currency come to, before the file and after it."""

    what: str
    currency: str
    before: int
    after: int
    """In minor units of the currency."""


@dataclass(frozen=True)
class Outcome:
    """What a file asks for, in rows, and every problem of it."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    sums: tuple[Sum, ...] = ()
    contributors: tuple[str, ...] = ()
    """Those that would appear."""
    countries: tuple[str, ...] = ()
    """Those that would appear, by name."""
    table: Table | None = None
    """The file as it was read; None where it could not be."""
    rejected: frozenset[int] = frozenset()
    """The numbers of the rows that have a problem."""
    imported: int | None = None
    """The id of the import, once it is applied; by it the import can be taken back."""

    def __str__(self) -> str:
        found = len(self.problems)
        return f"new {self.new}, changed {self.changed}, same {self.same}, problems {found}"
