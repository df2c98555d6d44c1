"""The forms of a dataset: CSV, a workbook that explains itself, JSON. All hold the same cells."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from trustfund.domain.roles import Role
from trustfund.exchange import tables
from trustfund.exchange.tables import ROWS_A_PIECE, Row
from trustfund.exchange.workbooks import Sheet, workbook
from trustfund.figures import passports
from trustfund.figures.datasets import Cell, Column, Dataset
from trustfund.figures.definitions import DEFINITIONS
from trustfund.figures.view import View

_TEXTS = {Cell.TEXT, Cell.DAY, Cell.MOMENT}
_MEANINGS = (
    Column("name", Cell.TEXT, ""),
    Column("holds", Cell.TEXT, ""),
    Column("meaning", Cell.TEXT, ""),
)
_ABOUT = (Column("item", Cell.TEXT, ""), Column("stated", Cell.TEXT, ""))
CELLS_SAY = (
    "A blank cell is not stated, or does not apply. A text that a spreadsheet would run as a "
    "formula has an apostrophe before it. Amounts have the decimals of their currency."
)


def csv(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """Text that every program reads."""
    for piece in tables.csv_pieces(dataset.columns, dataset.rows(view)):
        yield piece.encode()


def xlsx(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """A workbook: the rows, then what each column means, then what the file is stated for."""
    sheets = (
        Sheet(dataset.title, dataset.columns, dataset.rows(view)),
        Sheet("Definitions", _MEANINGS, _meanings(dataset), wrapped=True),
        Sheet("About this file", _ABOUT, _about(dataset, view), wrapped=True),
    )
    return workbook(view, dataset.title, sheets)


def _meanings(dataset: Dataset) -> Iterator[Row]:
    """What the columns hold, then the figures that are sums of these rows."""
    for column in dataset.columns:
        yield {"name": column.name, "holds": column.cell.value, "meaning": column.meaning}
    for definition in DEFINITIONS:
        if dataset.name in definition.rows:
            holds = definition.basis or "figure"
            yield {"name": definition.title, "holds": holds, "meaning": definition.text}


def _about(dataset: Dataset, view: View) -> Iterator[Row]:
    books = view.frames
    lines = (
        ("File", dataset.title),
        ("Fund", f"{books.fund_name} ({books.fund_code})"),
        ("Data", tables.ILLUSTRATIVE if books.illustrative else "Figures of the fund"),
        *passports.stated_for(view),
        ("Last recorded", books.last_recorded or "nothing yet"),
        ("Cells", CELLS_SAY),
    )
    return ({"item": item, "stated": stated} for item, stated in lines)


def json_rows(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """A plain array of objects, one a line; amounts are numbers with their exact decimals."""
    written = _objects(dataset.columns)
    rows = iter(dataset.rows(view))
    before = "[\n"
    while lines := ",\n".join(map(written, islice(rows, ROWS_A_PIECE))):
        yield (before + lines).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _objects(columns: Sequence[Column]) -> Callable[[Row], str]:
    """What writes a row as an object; null is not stated."""
    ways = [(column.name, json.dumps(column.name), _json_cell(column)) for column in columns]

    def written(row: Row) -> str:
        cells = (
            f"{key}: {'null' if (value := row[name]) is None or value == '' else say(value, row)}"
            for name, key, say in ways
        )
        return f"{{{', '.join(cells)}}}"

    return written


def _json_cell(column: Column) -> Callable[[Any, Row], str]:
    if column.cell in _TEXTS:
        return lambda value, _: json.dumps(str(value), ensure_ascii=False)
    said = tables.SAID.get(column.cell)
    return said or (lambda value, _: str(value))


FORMS: dict[str, Callable[[Dataset, View, Role], Iterable[bytes]]] = {
    "csv": csv,
    "xlsx": xlsx,
    "json": json_rows,
}
"""By the ending of a file's name; the first is the usual one."""
