"""Workbooks as a finance officer keeps them: typed cells, a header that stays, filters to choose.

Rows go straight to the file, so that its size and not the memory grows with them. The same books
and filters make the same bytes: a workbook is dated by its as-of day, not by the clock.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trustfund.domain import money
from trustfund.exchange.tables import cell_text
from trustfund.figures.datasets import Cell, Column
from trustfund.figures.view import View

PIECE = 1 << 18  # bytes
NUMBERS = {Cell.USD, Cell.MONEY, Cell.RATE, Cell.SHARE, Cell.COUNT}
FORMATS = {
    Cell.DAY: "yyyy-mm-dd",
    Cell.USD: "#,##0.00",
    Cell.RATE: "General",
    Cell.SHARE: "0.00%",
    Cell.COUNT: "0",
}
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: a header in the first row, then rows; those whose place is in ``bold`` stand out.

    ``titles`` are headings that differ from the columns' names.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[dict[str, Any]]
    titles: dict[str, str] | None = None
    bold: Collection[int] = ()


def workbook(view: View, title: str, sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """A workbook of these sheets, in pieces; illustrative data says so in its properties."""
    with TemporaryDirectory() as folder, TemporaryFile() as file:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(file, options) as book:
            fund = view.frames
            note = "Illustrative data: not figures of the fund" if fund.illustrative else ""
            properties = {"title": title, "author": fund.fund_name, "comments": note}
            book.set_properties(properties | {"created": datetime.fromisoformat(view.as_of)})
            for sheet in sheets:
                _Writer(book, sheet).write()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Writer:
    """Writes one sheet into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet):
        self.book, self.sheet = book, sheet
        self.into: Worksheet = book.add_worksheet(sheet.name)
        self.formats: dict[tuple[str, bool], Format] = {}
        titles = sheet.titles or {}
        self.headings = [titles.get(column.name, column.name) for column in sheet.columns]
        self.widths = [len(heading) + 4 for heading in self.headings]

    def write(self) -> None:
        """The header, the rows, then widths that fit what was written."""
        header = self.book.add_format({"bold": True, "bg_color": "#1f4e79", "font_color": "white"})
        self.into.freeze_panes(1, 0)
        for place, heading in enumerate(self.headings):
            self.into.write_string(0, place, heading, header)
        last = 0
        for last, row in enumerate(self.sheet.rows, start=1):
            for place, column in enumerate(self.sheet.columns):
                self._cell(last, place, column, row)
        if self.headings:
            self.into.autofilter(0, 0, last, len(self.headings) - 1)
        for place, width in enumerate(self.widths):
            self.into.set_column(place, place, min(width, WIDEST))

    def _cell(self, line: int, place: int, column: Column, row: dict[str, Any]) -> None:
        said = cell_text(column, row)
        bold = line - 1 in self.sheet.bold
        if not said:
            return
        self.widths[place] = max(self.widths[place], len(said) + 4)
        if column.cell is Cell.DAY:
            form = self._format(FORMATS[Cell.DAY], bold)
            self.into.write_datetime(line, place, date.fromisoformat(said), form)
        elif column.cell is Cell.FLAG:
            self.into.write_boolean(line, place, said == "true", self._format("General", bold))
        elif column.cell in NUMBERS:
            form = self._format(_number_format(column, row), bold)
            self.into.write_number(line, place, Decimal(said), form)
        else:
            self.into.write_string(line, place, said, self._format("@", bold))

    def _format(self, shown: str, bold: bool) -> Format:
        key = (shown, bold)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": shown, "bold": bold})
        return self.formats[key]


def _number_format(column: Column, row: dict[str, Any]) -> str:
    """How a number is shown: money with the decimals of its currency."""
    if column.cell is not Cell.MONEY:
        return FORMATS[column.cell]
    digits = money.decimals(row["currency"]) or 0
    return "#,##0" + ("." + "0" * digits if digits else "")
