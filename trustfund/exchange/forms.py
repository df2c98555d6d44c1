"""The forms of a dataset: CSV, a workbook that explains itself, JSON. All hold the same cells."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import add

from trustfund.domain.fields import Cell
from trustfund.domain.roles import Actor
from trustfund.exchange import about_sheets, tables
from trustfund.exchange.tables import ROWS_A_PIECE
from trustfund.exchange.workbooks import Sheet, workbook
from trustfund.figures.datasets import Dataset
from trustfund.figures.definitions import FIGURES
from trustfund.figures.view import View

JSON_WRITERS = tables.WRITERS | dict.fromkeys(
    (Cell.TEXT, Cell.DAY, Cell.MOMENT),
    lambda text, _: json.dumps(str(text), ensure_ascii=False),
)


def csv(dataset: Dataset, view: View, _who: Actor) -> Iterator[bytes]:
    """Text that every program reads."""
    for piece in tables.csv_pieces(dataset.columns, dataset.rows(view)):
        yield piece.encode()


def xlsx(dataset: Dataset, view: View, _who: Actor) -> Iterator[bytes]:
    """A workbook: the rows, then what each column means, then what the file is stated for."""
    resting = (figure for figure in FIGURES.values() if dataset.name in figure.rows)
    sheets = (
        Sheet(dataset.title, dataset.columns, dataset.rows(view)),
        about_sheets.definitions(dataset.columns, resting),
        about_sheets.about(dataset.title, view),
    )
    return workbook(view, dataset.title, sheets)


def json_rows(dataset: Dataset, view: View, _who: Actor) -> Iterator[bytes]:
    """A plain array of objects, one a line; amounts are numbers with their exact decimals."""
    names = [f"{json.dumps(column.key)}: " for column in dataset.columns]
    cells = tables.cells(dataset.columns, JSON_WRITERS, "null")
    lines = (f"{{{', '.join(map(add, names, cells(row)))}}}" for row in dataset.rows(view))
    before = "[\n"
    while piece := ",\n".join(islice(lines, ROWS_A_PIECE)):
        yield (before + piece).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


FORMS: dict[str, Callable[[Dataset, View, Actor], Iterable[bytes]]] = {
    "csv": csv,
    "xlsx": xlsx,
    "json": json_rows,
}
"""By the ending of a file's name; the first is the usual one."""
