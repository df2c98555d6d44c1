"""A workbook written the slow and obvious way: the library is given one cell after the other."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trustfund.domain import money
from trustfund.domain.cells import Row
from trustfund.domain.fields import Cell, Field
from trustfund.exchange.tables import cell_text
from trustfund.exchange.workbooks import A4, FORMATS, HEADER, LINE_HEIGHT, SURE_TO_FIT, Sheet


def workbook(sheet: Sheet, most_rows: int) -> bytes:
    """The sheet, and further ones of ``most_rows`` each, the header included."""
    rows = list(sheet.rows)
    whole = most_rows - 1
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        form = cache(lambda **look: book.add_format(look))
        for start in range(0, len(rows) or 1, whole):
            number = start // whole + 1
            into = book.add_worksheet(f"{sheet.name} ({number})" if start else sheet.name)
            _set_up(into, sheet, form, last=len(rows[start : start + whole]))
            for line, row in enumerate(rows[start : start + whole], start=1):
                if sheet.wrapped:
                    texts = [cell_text(column, row) for column in sheet.columns]
                    lines = max(len(wrap(text, SURE_TO_FIT)) for text in texts)
                    into.set_row(line, LINE_HEIGHT * max(lines, 1))
                look: dict[str, Any] = {"bold": start + line - 1 in sheet.bold}
                if sheet.wrapped:
                    look |= {"text_wrap": True, "valign": "top"}
                for place, column in enumerate(sheet.columns):
                    _write(into, (line, place), column, row, partial(form, **look))
    return buffer.getvalue()


def _set_up(into: Worksheet, sheet: Sheet, form: Callable[..., Format], last: int) -> None:
    into.freeze_panes(1, 0)
    into.set_landscape()
    into.set_paper(A4)
    into.repeat_rows(0)
    into.autofilter(0, 0, last, len(sheet.columns) - 1)
    for place, column in enumerate(sheet.columns):
        heading = (sheet.titles or {}).get(column.key, column.key)
        into.write_string(0, place, heading, form(**HEADER))


def _write(
    into: Worksheet, at: tuple[int, int], column: Field, row: Row, form: Callable[..., Format]
) -> None:
    cell, text = column.cell, cell_text(column, row)
    if not text:
        return
    if cell is Cell.MONEY:
        decimals = money.decimals(row["currency"])
        shown = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    else:
        shown = FORMATS[cell]
    if cell in {Cell.DAY, Cell.MOMENT}:
        look = form(num_format=shown, align="left")
    else:
        look = form(num_format=shown)
    if cell is Cell.TEXT or (cell is Cell.DAY and text < "1900-03-01"):
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for markup of its own; in two parts it stays text.
            into.write_rich_string(*at, text[:1], form(), text[1:], look)
        else:
            into.write_string(*at, text, look)
    elif cell is Cell.DAY:
        into.write_datetime(*at, date.fromisoformat(text), look)
    elif cell is Cell.MOMENT:
        into.write_datetime(*at, datetime.fromisoformat(text).replace(tzinfo=None), look)
    elif cell is Cell.FLAG:
        into.write_boolean(*at, text == "true", look)
    else:
        into.write_number(*at, Decimal(text), look)
