"""Template files: for each kind of import file its columns, an example row, and what they take."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from operator import itemgetter

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Cell, Field, Kept
from trustfund.domain.kinds import label
from trustfund.exchange.imports import guide
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.tables import BYTE_ORDER_MARK
from trustfund.figures.books import Frames

ALLOWED = "Allowed values"
Allowed = dict[str, list[tuple[str, str]]]
"""The codes that a column may hold, each with what it means."""
FIRST_CODE = 1
"""The row of the first code, below the name of its column."""
ROWS = 5000
"""Rows below the header that are prepared for typing."""
WIDTHS = {Cell.TEXT: 24, Cell.DAY: 13, Cell.USD: 16, Cell.MONEY: 16, Cell.RATE: 14, Cell.FLAG: 8}
FORMATS = {
    Cell.DAY: "yyyy-mm-dd",
    Cell.USD: "#,##0.00",
    Cell.MONEY: "#,##0.00#",
    Cell.RATE: "0.0###",
}


def csv_template(kind: Kind) -> str:
    """The header and the example row, with the mark by which spreadsheets know UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    example = guide.example(kind)
    writer.writerow(example)
    writer.writerow(example.values())
    return BYTE_ORDER_MARK + buffer.getvalue()


def xlsx_template(kind: Kind, frames: Frames) -> bytes:
    """A workbook to fill in: dates are dates, codes are text with lists to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        rows = book.add_worksheet(kind.name.capitalize())
        lists = book.add_worksheet(ALLOWED)
        codes = {field.key: list(_codes(field, frames)) for field in kind.document.input_fields}
        allowed = {column: listed for column, listed in codes.items() if listed}
        _fill_lists(book, lists, kind, allowed)
        _fill_rows(book, rows, kind, allowed)
    return buffer.getvalue()


def _codes(field: Field, frames: Frames) -> Iterable[tuple[str, str]]:
    """The codes that a field may hold, each with what it means; none where it is free."""
    if field.codes is Kept.COUNTRY:
        countries = ((code, each.name) for code, each in frames.countries.items())
        return sorted(countries, key=itemgetter(1))
    if field.codes is Kept.CURRENCY:
        return ((code, "") for code in money.currencies())
    if field.codes is Kept.OBJECTIVE:
        objectives = ((code, str(title)) for code, title in frames.in_use.items())
        return ((UNEARMARKED, label(UNEARMARKED)), *objectives)
    if field.codes is Kept.EVENT:
        return ((code, str(each.title)) for code, each in frames.events.items())
    return ((code, label(code)) for code in field.choices)


def _fill_rows(book: xlsxwriter.Workbook, sheet: Worksheet, kind: Kind, allowed: Allowed) -> None:
    """The header with its notes, the example, and the columns below it, ready for typing."""
    required = book.add_format({"bold": True, "bg_color": "#1f4e79", "font_color": "white"})
    optional = book.add_format({"bold": True, "bg_color": "#dce6f1"})
    as_text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for place, field in enumerate(kind.document.input_fields):
        form = as_text
        if field.cell in FORMATS:
            form = book.add_format({"num_format": FORMATS[field.cell]})
        sheet.set_column(place, place, max(WIDTHS[field.cell], len(field.key) + 2), form)
        sheet.write_string(0, place, field.key, required if field.required else optional)
        needed = "Required. " if field.required else ""
        sheet.write_comment(0, place, f"{needed}{field.takes}.", {"x_scale": 2})
        _write_example(sheet, place, field, form)
        if field.key in allowed:
            _offer(sheet, place, field.key, allowed)


def _write_example(sheet: Worksheet, place: int, field: Field, form: Format) -> None:
    if not field.example:
        return
    if field.cell is Cell.DAY:
        sheet.write_datetime(1, place, date.fromisoformat(field.example), form)
    elif field.cell in FORMATS:
        sheet.write_number(1, place, Decimal(field.example), form)
    else:
        sheet.write_string(1, place, field.example, form)


def _offer(sheet: Worksheet, place: int, name: str, allowed: Allowed) -> None:
    """A list to choose from, in every row below the header; what it lacks is only warned about."""
    column = xl_col_to_name(list(allowed).index(name) * 2)
    last = len(allowed[name]) + FIRST_CODE
    offered = {
        "validate": "list",
        "source": f"='{ALLOWED}'!${column}${FIRST_CODE + 1}:${column}${last}",
        "error_type": "warning",
        "error_title": name,
        "error_message": "This is not on the list of allowed values.",
    }
    sheet.data_validation(1, place, ROWS, place, offered)


def _fill_lists(book: xlsxwriter.Workbook, sheet: Worksheet, kind: Kind, allowed: Allowed) -> None:
    """What each column takes, and under it all codes with their meaning, two columns for each."""
    bold = book.add_format({"bold": True})
    as_text = book.add_format({"num_format": "@"})
    sheet.set_column(0, 2 * len(allowed) + 2, 26, as_text)
    for place, (column, codes) in enumerate(allowed.items()):
        sheet.write_string(0, place * 2, column, bold)
        sheet.write_string(0, place * 2 + 1, "means", bold)
        for number, (code, meaning) in enumerate(codes, start=FIRST_CODE):
            sheet.write_string(number, place * 2, code, as_text)
            sheet.write_string(number, place * 2 + 1, meaning)
    aside = 2 * len(allowed)
    sheet.write_row(0, aside, ("column", "required", "what it takes"), bold)
    for number, field in enumerate(kind.document.input_fields, start=1):
        sheet.write_row(number, aside, (field.key, "yes" if field.required else "", field.takes))
    sheet.set_column(aside + 2, aside + 2, 80)
    sheet.freeze_panes(1, 0)
