"""Columns that an export adds: accepted, compared with the books, and never applied.

They are the columns of the dataset of the same name that the kind does not apply itself. What an
export worked out follows a change of its row: the cell of the file is the old one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.cells import same
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.line import Change
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.imports.rows import Row, Table
from trustfund.exchange.tables import cell_text
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME, Dataset
from trustfund.figures.view import View
from trustfund.ledger.books import Books

Cells = Mapping[tuple[str, ...], Mapping[str, str]]
"""What an export has in each row, by its key."""
NOTHING: Mapping[str, str] = {}


def names(kind: Kind, table: Table) -> tuple[str, ...]:
    """The computed columns that a file has, in the order of an export."""
    applied = set(kind.columns) - set(kind.computed)
    published = (field.key for field in kind.document.published_fields)
    return tuple(name for name in published if name in table.columns and name not in applied)


def cells(books: Books, kind: Kind) -> tuple[Cells, ...]:
    """What an export of the open books has; then that for everybody, where it has less."""
    dataset = BY_NAME[kind.name]
    view = View(frames.within(books.session, books.fund), books.today)
    forms = (view.seen_by(COMMAND_LINE), *([view] if dataset.more_for else ()))
    return tuple(_cells(kind, dataset, form) for form in forms)


def _cells(kind: Kind, dataset: Dataset, view: View) -> Cells:
    found: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in dataset.rows(view):
        texts = {column.key: plain(cell_text(column, row)) for column in dataset.columns}
        found.setdefault(kind.key_of_export(texts), texts)
        found[kind.key_of_export(texts, exactly=True)] = texts
    return found


@dataclass(frozen=True)
class Comparison:
    """The computed columns of a file, and what the books have in them before it and after it."""

    kind: Kind
    names: tuple[str, ...]
    before: tuple[Cells, ...]
    after: tuple[Cells, ...]

    def contradicted(self, table: Table) -> Iterator[str]:
        """A sentence for each cell of a file that is not what the books have."""
        for row in table.rows if self.names else ():
            books = self._now(row) or NOTHING
            sides = [self._of(row, side) or NOTHING for side in (*self.before, *self.after)]
            for name in self.names:
                cell = row.cells[name]
                if not cell or any(same(cell, side.get(name, "")) for side in sides):
                    continue
                found = f'is "{books[name]}"' if books.get(name) else "is not stated"
                shown = self.kind.shown(cell)
                shown = f' "{shown}"' if shown else ""
                yield (
                    f"{row.place}, {name}{shown}: {found} in the books; "
                    "this column is compared, and never applied."
                )

    def _of(self, row: Row, side: Cells) -> Mapping[str, str] | None:
        """What an export has in the row of the same name: spelt so, else alike."""
        exactly = side.get(self.kind.key_of_export(row.cells, exactly=True))
        return exactly or side.get(self.kind.key_of_export(row.cells))

    def _now(self, row: Row) -> Mapping[str, str] | None:
        return self._of(row, self.after[0]) if self.after else None

    def following(self, row: Row) -> Iterator[Change]:
        """The cells that change with a row."""
        was = self._of(row, self.before[0]) if self.before else None
        now = self._now(row)
        if was and now:
            for name in self.names:
                if was[name] != now[name]:
                    yield Change(name, was[name], now[name], row)
