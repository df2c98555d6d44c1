"""Rows of a worksheet as the XML of its file, thousands at once.

A library that is given one cell after the other takes some seven times as long. Down a column all
stands alike around the text of a cell, and a text or a day that is there often is made once.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from trustfund.domain import money
from trustfund.domain.fields import Cell
from trustfund.exchange.tables import WRITERS

LONGEST_TEXT = 32_767  # UTF-16 units that a cell holds
CUT = " … (cut: a cell of a workbook holds no more; the CSV has all)"
FIRST_DAY = "1900-03-01"  # before it the spreadsheets' days disagree
DAY_ZERO = date(1899, 12, 30).toordinal()
MICROSECONDS_A_DAY = 86_400_000_000
NOT_IN_XML = re.compile(r"_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a workbook holds as ``_xHHHH_``, and the first letter of a text that looks like that."""


def texts(cell: Cell, values: Sequence[Any], currencies: Sequence[str]) -> list[str]:
    """What the cells of a column show, as a CSV has it; "" is not stated.

    ``currencies`` are those of the rows; only amounts of money ask for them.
    """
    if cell is Cell.MONEY:
        return [
            "" if value is None or value == "" else money.plain(value, currency)
            for value, currency in zip(values, currencies, strict=True)
        ]
    write = WRITERS.get(cell)
    if write is None:
        return ["" if value is None else str(value) for value in values]
    if cell is Cell.TEXT:
        shown = {value: "" if value is None else write(value, {}) for value in set(values)}
        return [shown[value] for value in values]
    return ["" if value is None or value == "" else write(value, {}) for value in values]


def column(
    letter: str, cell: Cell, shown: Sequence[str], styles: Sequence[str], numbers: Sequence[str]
) -> list[str]:
    """The cells of a column as XML, "" where they are blank.

    ``shown`` is their texts, ``styles`` the numbers of their styles in the workbook, and
    ``numbers`` those of their rows on the sheet, counted from 1.
    """
    if cell not in MAKERS:
        return [
            f'<c r="{letter}{number}" s="{style}"><v>{text}</v></c>' if text else ""
            for number, style, text in zip(numbers, styles, shown, strict=True)
        ]
    made = {text: MAKERS[cell](text) for text in set(shown) if text}
    return [
        f'<c r="{letter}{number}" s="{style}"{made[text]}</c>' if text else ""
        for number, style, text in zip(numbers, styles, shown, strict=True)
    ]


def rows(
    columns: Sequence[Sequence[str]], numbers: Sequence[str], heights: Sequence[int | None]
) -> bytes:
    """The rows of these columns of cells; a height is in points, None as high as usual."""
    cells = map("".join, zip(*columns, strict=True))
    if not any(heights):
        return "".join(
            f'<row r="{number}">{row}</row>' for number, row in zip(numbers, cells, strict=True)
        ).encode()
    tall = ["" if height is None else f' ht="{height}" customHeight="1"' for height in heights]
    return "".join(
        f'<row r="{number}"{height}>{row}</row>'
        for number, height, row in zip(numbers, tall, cells, strict=True)
    ).encode()


# What stands inside a cell that is not a number


def _flag(text: str) -> str:
    return f' t="b"><v>{int(text == "true")}</v>'


def _day(text: str) -> str:
    if text < FIRST_DAY:
        return _text(text)
    return f"><v>{date.fromisoformat(text).toordinal() - DAY_ZERO}</v>"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    passed = (moment - datetime.fromordinal(DAY_ZERO)) // timedelta(microseconds=1)
    return f"><v>{Decimal(passed) / Decimal(MICROSECONDS_A_DAY):.16G}</v>"


def _text(text: str) -> str:
    """A text stays text, whatever it looks like."""
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        text = text[: LONGEST_TEXT // 2 - len(CUT)] + CUT
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    text = NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' t="inlineStr"><is><t{kept}>{text}</t></is>'


MAKERS: dict[Cell, Callable[[str], str]] = {
    Cell.TEXT: _text,
    Cell.DAY: _day,
    Cell.MOMENT: _moment,
    Cell.FLAG: _flag,
}
