"""Columns that an export adds: accepted, compared with the books, and never applied.

They are the columns of the dataset of the same name that the kind does not apply itself. What an
export worked out follows a change of its row: the cell of the file is the old one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trustfund.domain.roles import Role
from trustfund.exchange.imports.cells import same
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.line import Change
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.imports.rows import Row, Table
from trustfund.exchange.tables import cell_text
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.ledger.books import Books

Cells = Mapping[tuple[str, ...], list[Mapping[str, str]]]
"""What an export has in each row, by its key; then that for everybody, where it has less."""
NOTHING: Mapping[str, str] = {}


def names(kind: Kind, table: Table) -> tuple[str, ...]:
    """The computed columns that a file has, in the order of an export."""
    applied = set(kind.columns) - set(kind.computed)
    published = (field.key for field in kind.document.published_fields)
    return tuple(name for name in published if name in table.columns and name not in applied)


def cells(books: Books, kind: Kind) -> Cells:
    """What an export of the open books has."""
    dataset = BY_NAME[kind.name]
    view = View(frames.within(books.session, books.fund), books.today)
    found: dict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for seen in (view.seen_by(Role.ADMIN), *([view] if dataset.more_for else ())):
        for row in dataset.rows(seen):
            texts = {column.key: plain(cell_text(column, row)) for column in dataset.columns}
            found[kind.key_of(texts)].append(texts)
    return found


@dataclass(frozen=True)
class Comparison:
    """The computed columns of a file, and what the books have in them before it and after it."""

    kind: Kind
    names: tuple[str, ...]
    before: Cells
    after: Cells

    def contradicted(self, table: Table) -> Iterator[str]:
        """A sentence for each cell of a file that is not what the books have."""
        for row in table.rows:
            key = self.kind.key_of(row.cells)
            was, now = self.before.get(key, []), self.after.get(key, [])
            books = now[0] if now else NOTHING
            for name in self.names:
                cell = row.cells[name]
                if not cell or any(same(cell, each.get(name, "")) for each in (*was, *now)):
                    continue
                found = f'is "{books[name]}"' if books.get(name) else "is not stated"
                shown = self.kind.shown(cell)
                shown = f' "{shown}"' if shown else ""
                yield (
                    f"{row.place}, {name}{shown}: {found} in the books; "
                    "this column is compared, and never applied."
                )

    def following(self, row: Row) -> Iterator[Change]:
        """The cells that change with a row."""
        key = self.kind.key_of(row.cells)
        if key in self.before and key in self.after:
            was, now = self.before[key][0], self.after[key][0]
            for name in self.names:
                if was[name] != now[name]:
                    yield Change(name, was[name], now[name], row)
