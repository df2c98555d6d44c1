"""Workbooks as a finance officer keeps them: typed cells, a header that stays, filters to choose.

Rows go straight to the file, so that its size and not the memory grows with them. The same books
and filters make the same bytes: a workbook is dated by its as-of day, not by the clock.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory, TemporaryFile
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trustfund.domain import money
from trustfund.domain.fields import Cell, Field
from trustfund.exchange.tables import ILLUSTRATIVE, WRITERS, Row
from trustfund.figures.view import View

PIECE = 1 << 18  # bytes
MOST_ROWS = 1_048_576
"""Of a sheet, its header included; further rows go to further sheets."""
LONGEST_TEXT = 32_767  # UTF-16 units that a cell holds
CUT = " … (cut: a cell of a workbook holds no more; the CSV has all)"
FIRST_DAY = "1900-03-01"  # before it the spreadsheets' days disagree
FORMATS = {
    Cell.TEXT: "@",
    Cell.DAY: "yyyy-mm-dd",
    Cell.MOMENT: "yyyy-mm-dd hh:mm:ss",
    Cell.USD: "#,##0.00",
    Cell.RATE: "General",
    Cell.SHARE: "0.00%",
    Cell.COUNT: "0",
    Cell.FLAG: "General",
}
WIDEST = 60
SURE_TO_FIT = 58
"""Characters of a line in the widest column, whatever the font of the reader."""
LINE_HEIGHT = 15  # points
A4 = 9
PAGE_WIDTH = 220
"""Characters across a page that can still be read on paper."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a header in the first row, then rows; those whose place is in ``bold`` stand out.

    ``titles`` are headings that differ from the columns' names. Where it is ``wrapped``, long texts
    take several lines.
    """

    name: str
    columns: Sequence[Field]
    rows: Iterable[Row]
    titles: dict[str, str] | None = None
    bold: Collection[int] = ()
    wrapped: bool = False


def workbook(view: View, title: str, sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """A workbook of these sheets, in pieces; illustrative data says so in its properties."""
    with TemporaryDirectory() as folder, TemporaryFile() as file:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(file, options) as book:
            fund = view.frames
            note = ILLUSTRATIVE if fund.illustrative else ""
            properties = {"title": title, "author": fund.fund_name, "comments": note}
            book.set_properties(properties | {"created": datetime.fromisoformat(view.as_of)})
            for sheet in sheets:
                _Writer(book, sheet).write()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Writer:
    """Writes one table into a workbook: a sheet, and further ones where it is longer than one."""

    into: Worksheet

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet):
        self.book, self.sheet = book, sheet
        self.header = book.add_format({"bold": True, "bg_color": "#1f4e79", "font_color": "white"})
        self.plain = book.add_format()
        self.formats: dict[tuple[str, bool], Format] = {}
        self.writers = [(column.key, self._writer(column)) for column in sheet.columns]
        titles = sheet.titles or {}
        self.headings = [titles.get(column.key, column.key) for column in sheet.columns]

    def write(self) -> None:
        """The header and the rows, sheet by sheet."""
        sheets, last = 0, 0
        for number, row in enumerate(self.sheet.rows):
            if number == sheets * (MOST_ROWS - 1):
                if sheets:
                    self._finish(last)
                sheets += 1
                self._start(f"{self.sheet.name} ({sheets})" if sheets > 1 else self.sheet.name)
            last = number % (MOST_ROWS - 1) + 1
            bold = number in self.sheet.bold
            if self.sheet.wrapped:
                self._make_room(last, row)
            for place, (name, write) in enumerate(self.writers):
                value = row[name]
                if value is not None and value != "":
                    shown = write(last, place, value, row, bold)
                    self.widths[place] = max(self.widths[place], shown + 4)
        if not sheets:
            self._start(self.sheet.name)
        self._finish(last)

    def _start(self, name: str) -> None:
        self.into = self.book.add_worksheet(name)
        self.into.freeze_panes(1, 0)
        self.into.set_landscape()
        self.into.set_paper(A4)
        self.into.repeat_rows(0)
        self.widths = [len(heading) + 4 for heading in self.headings]
        for place, heading in enumerate(self.headings):
            self.into.write_string(0, place, heading, self.header)

    def _make_room(self, line: int, row: Row) -> None:
        """A row as high as its longest text; not every reader sees to that."""
        lines = max(len(wrap(str(value), SURE_TO_FIT)) for value in row.values())
        self.into.set_row(line, LINE_HEIGHT * max(lines, 1))

    def _finish(self, last: int) -> None:
        """Filters over the rows, widths that fit them, and pages that fit the widths."""
        if self.headings:
            self.into.autofilter(0, 0, last, len(self.headings) - 1)
        for place, width in enumerate(self.widths):
            self.into.set_column(place, place, min(width, WIDEST))
        if sum(min(width, WIDEST) for width in self.widths) <= PAGE_WIDTH:
            self.into.fit_to_pages(1, 0)  # as wide as a page, and as many pages as it takes
        else:
            self.into.repeat_columns(0)

    def _writer(self, column: Field) -> Callable[[int, int, Any, Row, bool], int]:
        """What writes the cells of a column; it returns how many characters are shown."""
        cell = column.cell

        def write(line: int, place: int, value: Any, row: Row, bold: bool) -> int:
            text = WRITERS[cell](value, row) if cell in WRITERS else str(value)
            form = self._format(
                _money_format(row["currency"]) if cell is Cell.MONEY else FORMATS[cell], bold
            )
            if cell is Cell.TEXT or (cell is Cell.DAY and text < FIRST_DAY):
                self._text(line, place, text, form)
            elif cell is Cell.DAY:
                self.into.write_datetime(line, place, date.fromisoformat(text), form)
            elif cell is Cell.MOMENT:
                moment = datetime.fromisoformat(text).replace(tzinfo=None)
                self.into.write_datetime(line, place, moment, form)
            elif cell is Cell.FLAG:
                self.into.write_boolean(line, place, value, form)
            else:
                self.into.write_number(line, place, Decimal(text), form)
            return len(text)

        return write

    def _text(self, line: int, place: int, text: str, form: Format) -> None:
        units = len(text.encode("utf-16-le")) // 2 if len(text) > LONGEST_TEXT // 2 else 0
        if units > LONGEST_TEXT:
            text = text[: LONGEST_TEXT // 2 - len(CUT)] + CUT
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for markup of its own; in two parts it stays text.
            self.into.write_rich_string(line, place, text[:1], self.plain, text[1:], form)
        else:
            self.into.write_string(line, place, text, form)

    def _format(self, shown: str, bold: bool) -> Format:
        key = (shown, bold)
        if key not in self.formats:
            look = {"num_format": shown, "bold": bold}
            if shown in {FORMATS[Cell.DAY], FORMATS[Cell.MOMENT]}:
                look["align"] = "left"  # to the right it would touch the text beside it
            if self.sheet.wrapped:
                look |= {"text_wrap": True, "valign": "top"}
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _money_format(currency: str) -> str:
    """How money is shown: with the decimals of its currency."""
    digits = money.decimals(currency) or 0
    return "#,##0" + ("." + "0" * digits if digits else "")
