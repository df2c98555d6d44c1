"""Columns that an export adds: accepted, compared with the books, and never applied.

They are the columns of the dataset of the same name that the kind does not apply itself.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.imports.rows import Table
from trustfund.exchange.tables import cell_text
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.ledger.acts import Books


def differences(books: Books, kind: Kind, table: Table) -> Iterator[str]:
    """A sentence for each computed cell of a file that the books, file included, contradict."""
    worked_out = (field.key for field in kind.document.fields if not field.is_input)
    added = [name for name in (*worked_out, *kind.computed) if name in table.columns]
    if not added:
        return
    dataset = BY_NAME[kind.name]
    view = View(frames.within(books.session, books.fund), books.today)
    now = {}
    for row in dataset.rows(view):
        cells = {column.key: plain(cell_text(column, row)) for column in dataset.columns}
        now[kind.key_of(cells)] = cells
    for given in table.rows:
        cells = now.get(kind.key_of(given.cells), {})
        for name in added:
            if given.cells[name] and not _equal(given.cells[name], cells.get(name, "")):
                said = f'is "{cells[name]}"' if cells.get(name) else "is not stated"
                shown = kind.shown(given.cells[name])
                shown = f' "{shown}"' if shown else ""
                yield (
                    f"{given.place}, {name}{shown}: {said} in the books; "
                    "this column is compared, and never applied."
                )


def _equal(given: str, now: str) -> bool:
    try:
        return given == now or Decimal(given) == Decimal(now)
    except InvalidOperation:
        return False
