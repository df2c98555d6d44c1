"""Workbooks as a finance officer keeps them: typed cells, a header that stays, filters to choose.

The library makes the workbook and its empty sheets; their rows, thousands at once, wait in files
and are put into it at the end. So the size and not the memory grows with them. The same books
and filters make the same bytes: a workbook is dated by its as-of day, not by the clock.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from tempfile import TemporaryFile
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from trustfund.domain import money
from trustfund.domain.cells import Row
from trustfund.domain.fields import Cell, Field
from trustfund.exchange import sheet_rows
from trustfund.exchange.sheet_bodies import PIECE, Body, put_together
from trustfund.exchange.tables import ILLUSTRATIVE, ROWS_A_PIECE
from trustfund.figures.columns import Rows
from trustfund.figures.view import View

MOST_ROWS = 1_048_576
"""Of a sheet, its header included; further rows go to further sheets."""
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
HEADER = {"bold": True, "bg_color": "#1f4e79", "font_color": "white"}
WIDEST = 60
SURE_TO_FIT = 58
"""Characters of a line in the widest column, whatever the font of the reader."""
LINE_HEIGHT = 15  # points
A4 = 9
PAGE_WIDTH = 220
"""Characters across a page that can still be read on paper."""
Columns = Mapping[str, Sequence[Any]]
"""The values of some thousand rows by the names of their columns."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a header in the first row, then rows; those whose place is in ``bold`` stand out.

    ``titles`` are headings that differ from the columns' names. Where it is ``wrapped``, long texts
    take several lines. Without columns it is blank.
    """

    name: str
    columns: Sequence[Field]
    rows: Iterable[Row]
    titles: dict[str, str] | None = None
    bold: Collection[int] = ()
    wrapped: bool = False


def workbook(view: View, title: str, sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """A workbook of these sheets, in pieces.

    Illustrative data says so in its properties, and on each sheet of paper.
    """
    with ExitStack() as files:
        empty = BytesIO()
        with xlsxwriter.Workbook(empty, {"in_memory": True}) as book:
            fund = view.frames
            note = ILLUSTRATIVE if fund.illustrative else ""
            properties = {"title": title, "author": fund.fund_name, "comments": note}
            book.set_properties(properties | {"created": datetime.fromisoformat(view.as_of)})
            bodies = [
                body for sheet in sheets for body in _Writer(book, sheet, note, files).write()
            ]
        file = files.enter_context(TemporaryFile())
        put_together(empty, bodies, file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Writer:
    """Writes one table into a workbook: a sheet, and further ones where it is longer than one."""

    into: Worksheet
    body: Body

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, note: str, files: ExitStack):
        self.book, self.sheet, self.note, self.files = book, sheet, note, files
        self.header = _number(book, HEADER)
        self.styles: dict[tuple[str, bool], str] = {}
        self.letters = [xl_col_to_name(place) for place in range(len(sheet.columns))]
        titles = sheet.titles or {}
        self.headings = [titles.get(column.key, column.key) for column in sheet.columns]

    def write(self) -> Iterator[Body]:
        """The header and the rows, sheet by sheet."""
        sheet = 1
        self._start(self.sheet.name)
        for number, bold, columns in self._pieces():
            if number > sheet:
                yield self._finish()
                sheet = number
                self._start(f"{self.sheet.name} ({number})")
            self._write_rows(columns, bold)
        yield self._finish()

    def _pieces(self) -> Iterator[tuple[int, bool, Columns]]:
        """Rows of one sheet, all bold or none: the sheet's number, whether bold, their columns."""
        keys = {column.key for column in self.sheet.columns}
        if any(column.cell is Cell.MONEY for column in self.sheet.columns):
            keys.add("currency")

        if isinstance(self.sheet.rows, Rows) and not self.sheet.bold:
            for sheet, first in enumerate(range(0, len(self.sheet.rows), MOST_ROWS - 1), 1):
                some = self.sheet.rows.columns.slice(first, MOST_ROWS - 1).select(sorted(keys))
                for piece in some.to_batches(max_chunksize=ROWS_A_PIECE):
                    yield sheet, False, piece.to_pydict()
            return

        def kind(numbered: tuple[int, Row]) -> tuple[int, int, bool]:
            sheet, line = divmod(numbered[0], MOST_ROWS - 1)
            return sheet + 1, line // ROWS_A_PIECE, numbered[0] in self.sheet.bold

        for (sheet, _, bold), numbered in groupby(enumerate(self.sheet.rows if keys else ()), kind):
            rows = [row for _, row in numbered]
            yield sheet, bold, {key: [row[key] for row in rows] for key in keys}

    def _start(self, name: str) -> None:
        self.into = self.book.add_worksheet(name)
        self.into.freeze_panes(1, 0)
        self.into.set_landscape()
        self.into.set_paper(A4)
        self.into.repeat_rows(0)
        if self.note:
            self.into.set_header(f"&R{self.note}")
        self.body = Body.in_a_file(self.files, len(self.letters))
        self.widths = [len(heading) + 4 for heading in self.headings]
        if self.headings:
            self._write_header()

    def _write_header(self) -> None:
        cells = [
            sheet_rows.column(letter, Cell.TEXT, [heading], [self.header], ["1"])
            for letter, heading in zip(self.letters, self.headings, strict=True)
        ]
        self.body.write(sheet_rows.rows(cells, ["1"], [None]), 1)

    def _write_rows(self, columns: Columns, bold: bool) -> None:
        """Rows below those that are there already."""
        currencies = columns.get("currency", ())
        count = len(next(iter(columns.values())))
        numbers = [str(self.body.rows + place) for place in range(1, count + 1)]
        shown, cells = [], []
        for place, column in enumerate(self.sheet.columns):
            texts = sheet_rows.texts(column.cell, columns[column.key], currencies)
            if column.cell is Cell.MONEY:
                styles = [self._style(_money_format(each), bold) for each in currencies]
            else:
                styles = [self._style(FORMATS[column.cell], bold)] * count
            cells.append(
                sheet_rows.column(self.letters[place], column.cell, texts, styles, numbers)
            )
            self.widths[place] = max(self.widths[place], max(map(len, texts)) + 4)
            shown.append(texts)
        heights = map(_height, zip(*shown, strict=True)) if self.sheet.wrapped else [None] * count
        self.body.write(sheet_rows.rows(cells, numbers, list(heights)), count)

    def _finish(self) -> Body:
        """Filters over the rows, widths that fit them, and pages that fit the widths."""
        if self.headings:
            self.into.autofilter(0, 0, self.body.rows - 1, len(self.headings) - 1)
        for place, width in enumerate(self.widths):
            self.into.set_column(place, place, min(width, WIDEST))
        if sum(min(width, WIDEST) for width in self.widths) <= PAGE_WIDTH:
            self.into.fit_to_pages(1, 0)  # as wide as a page, and as many pages as it takes
        else:
            self.into.repeat_columns(0)
        return self.body

    def _style(self, shown: str, bold: bool) -> str:
        key = (shown, bold)
        if key not in self.styles:
            look: dict[str, Any] = {"num_format": shown, "bold": bold}
            if shown in {FORMATS[Cell.DAY], FORMATS[Cell.MOMENT]}:
                look["align"] = "left"  # to the right it would touch the text beside it
            if self.sheet.wrapped:
                look |= {"text_wrap": True, "valign": "top"}
            self.styles[key] = _number(self.book, look)
        return self.styles[key]


def _number(book: xlsxwriter.Workbook, look: dict[str, Any]) -> str:
    """The number by which cells name a style of the workbook."""
    return str(book.add_format(look)._get_xf_index())


def _height(texts: Iterable[str]) -> int | None:
    """A row as high as its longest text, in points; not every reader sees to that."""
    lines = max(len(wrap(text, SURE_TO_FIT)) for text in texts)
    return LINE_HEIGHT * lines if lines > 1 else None


def _money_format(currency: str) -> str:
    """How money is shown: with the decimals of its currency."""
    digits = money.decimals(currency) or 0
    return "#,##0" + ("." + "0" * digits if digits else "")
