"""Datasets as CSV: exact, in the currency's own decimals, and safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from trustfund.domain import money
from trustfund.figures.datasets import Cell, Column
from trustfund.figures.view import View

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that a CSV is UTF-8
ROWS_A_PIECE = 2000  # a streamed response is slow in tiny pieces
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def share_text(value: Fraction) -> str:
    """A share as a fraction with 4 decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text, or it already has the apostrophe against that.

    Such a text gets one apostrophe more, and an import takes one away.
    """
    return text.lstrip("'").startswith(FORMULA_STARTS)


def cell_text(column: Column, row: dict[str, Any]) -> str:
    """One cell as it is written; "" is not stated."""
    value = row[column.name]
    if value is None or value == "":
        return ""
    if column.cell is Cell.TEXT:
        return f"'{value}" if is_formula(str(value)) else str(value)
    if column.cell is Cell.USD:
        return f"{money.to_decimal(value, 'USD'):f}"
    if column.cell is Cell.MONEY:
        return f"{money.to_decimal(value, row['currency']):f}"
    if column.cell is Cell.SHARE:
        return share_text(value)
    if column.cell is Cell.FLAG:
        return "true" if value else "false"
    return str(value)


def csv_pieces(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Rows as CSV (RFC 4180), in pieces of some thousand rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell_text(column, row) for column in columns])
        if number % ROWS_A_PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def file_name(content: str, view: View, form: str) -> str:
    """A name that says what is in the file; illustrative data says so."""
    words = [view.frames.fund_code, content, view.as_of]
    if view.frames.illustrative:
        words.append("illustrative")
    return f"{'-'.join(words)}.{form}"
