"""Datasets as CSV, and what other forms share with it: how cells and files are written.

Exact, in the currency's own decimals, and safe to open in a spreadsheet.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

from trustfund.domain import cells as cells_of
from trustfund.domain.cells import Row, Writers
from trustfund.domain.fields import Cell, Field
from trustfund.exchange import quick_csv
from trustfund.exchange.formulas import harmless
from trustfund.figures.columns import Rows
from trustfund.figures.view import View

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that a CSV is UTF-8
ROWS_A_PIECE = 2000  # a streamed response is slow in tiny pieces
ILLUSTRATIVE = "Illustrative data: not figures of the fund"
LONGEST_FILTERS = 60  # letters of a file's name


WRITERS: Writers = {**cells_of.WRITERS, Cell.TEXT: lambda text, _: harmless(str(text))}
"""How a cell is written where it is not simply its value; no text runs as a formula."""


def cell_text(column: Field, row: Row) -> str:
    """One cell as it is written; "" is not stated."""
    return cells([column])(row)[0]


def cells(
    columns: Sequence[Field], writers: Writers = WRITERS, blank: str = ""
) -> Callable[[Row], list[str]]:
    """What writes the cells of a row: how is asked once for each column, and not for each cell."""
    ways = [(column.key, writers.get(column.cell)) for column in columns]

    def written(row: Row) -> list[str]:
        return [
            blank
            if (value := row[name]) is None or value == ""
            else write(value, row)
            if write
            else str(value)
            for name, write in ways
        ]

    return written


def csv_pieces(columns: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    """Rows as CSV (RFC 4180), in pieces of some thousand rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.key for column in columns])
    if isinstance(rows, Rows):
        lines = quick_csv.lines(columns, rows.columns)
        yield buffer.getvalue() + next(lines, "")
        yield from lines
        return
    written = cells(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow(written(row))
        if number % ROWS_A_PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def file_name(content: str, view: View, form: str) -> str:
    """A name in ASCII: the content, the days and filters, and whether it is illustrative."""
    words = [view.frames.fund_code, content, view.as_of]
    if view.filters.known_at:
        words.append(f"known-{view.filters.known_at}")
    words += _filters_in_a_name(view)
    if view.frames.illustrative:
        words.append("illustrative")
    return f"{'-'.join(words)}.{form}"


def _filters_in_a_name(view: View) -> list[str]:
    """The filters but for the days, shortened where they are long.

    Six letters of a hash then keep apart what begins alike.
    """
    asked = [pair for pair in view.filters.parameters() if pair[0] not in {"as_of", "known_at"}]
    words = [f"{name}-{_in_ascii(value)}".strip("-") for name, value in asked]
    joined = "-".join(words)
    plainly = all(_in_ascii(value) == value.lower().replace(" ", "-") for _, value in asked)
    if plainly and len(joined) <= LONGEST_FILTERS:
        return words
    return [joined[:LONGEST_FILTERS].rstrip("-"), sha256(repr(asked).encode()).hexdigest()[:6]]


def _in_ascii(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
