"""The forms of a dataset: CSV, a workbook that explains itself, JSON. All hold the same cells."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from trustfund.domain.fields import Cell, Field
from trustfund.domain.roles import Role
from trustfund.exchange import about_sheets, tables
from trustfund.exchange.tables import ROWS_A_PIECE, Row
from trustfund.exchange.workbooks import Sheet, workbook
from trustfund.figures.datasets import Dataset
from trustfund.figures.definitions import FIGURES
from trustfund.figures.view import View

_TEXTS = {Cell.TEXT, Cell.DAY, Cell.MOMENT}


def csv(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """Text that every program reads."""
    for piece in tables.csv_pieces(dataset.columns, dataset.rows(view)):
        yield piece.encode()


def xlsx(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """A workbook: the rows, then what each column means, then what the file is stated for."""
    resting = (figure for figure in FIGURES.values() if dataset.name in figure.rows)
    sheets = (
        Sheet(dataset.title, dataset.columns, dataset.rows(view)),
        about_sheets.definitions(dataset.columns, resting),
        about_sheets.about(dataset.title, view),
    )
    return workbook(view, dataset.title, sheets)


def json_rows(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    """A plain array of objects, one a line; amounts are numbers with their exact decimals."""
    written = _objects(dataset.columns)
    rows = iter(dataset.rows(view))
    before = "[\n"
    while lines := ",\n".join(map(written, islice(rows, ROWS_A_PIECE))):
        yield (before + lines).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _objects(columns: Sequence[Field]) -> Callable[[Row], str]:
    """What writes a row as an object; null is not stated."""
    ways = [(column.key, json.dumps(column.key), _json_cell(column)) for column in columns]

    def written(row: Row) -> str:
        cells = (
            f"{key}: {'null' if (value := row[name]) is None or value == '' else say(value, row)}"
            for name, key, say in ways
        )
        return f"{{{', '.join(cells)}}}"

    return written


def _json_cell(column: Field) -> Callable[[Any, Row], str]:
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
