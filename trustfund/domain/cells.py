"""Cells as files write them: exact, in the currency's own decimals."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from trustfund.domain import money
from trustfund.domain.fields import Cell, Field

Row = Mapping[str, Any]
Writers = dict[Cell, Callable[[Any, Row], str]]


def share_text(value: Fraction) -> str:
    """A share as a fraction with 4 decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))


WRITERS: Writers = {
    Cell.USD: lambda cents, _: money.plain(cents, "USD"),
    Cell.MONEY: lambda minor, row: money.plain(minor, row["currency"]),
    Cell.SHARE: lambda share, _: share_text(share),
    Cell.FLAG: lambda flag, _: "true" if flag else "false",
}
"""How a cell is written where it is not simply its value."""


def text(column: Field, row: Row) -> str:
    """A cell as text; "" is not stated."""
    value = row[column.key]
    if value is None or value == "":
        return ""
    write = WRITERS.get(column.cell)
    return write(value, row) if write else str(value)
