"""Workbooks as offices make them, cell by cell."""

import io
from collections.abc import Callable
from datetime import datetime

import xlsxwriter
from xlsxwriter.workbook import Workbook

from trustfund.exchange.imports.rows import Source


def _made(name: str, fill: Callable[[Workbook], None]) -> Source:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        fill(workbook)
    return Source(name, content.getvalue())


def with_a_cover_sheet() -> Source:
    """Prose on the first sheet, the list on the second, nothing on the third.

    Its days are cells of days and, where somebody typed them, texts.
    """

    def fill(workbook: Workbook) -> None:
        cover = workbook.add_worksheet("Info")
        cover.merge_range("A1:B1", "Project database of a donor")
        cover.write_row("A3", ["Source", "Information for this list was collected in 2018"])
        cover.write_row("A4", ["Contributor", "Who gives the money, as far as it is known"])
        data = workbook.add_worksheet("Data")
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        headers = ("Long Description ", "Project\nID", "Contributor", "Commitment Date", "Currency")
        data.write_row("A1", [*headers, "Commitment  amount"])
        data.write_row("A2", ["Travel of\ndelegates", "W-1", "Cyprus", None, "EU", 250000])
        data.write_datetime("D2", datetime(2017, 5, 9), day)  # noqa: DTZ001 - a cell has no zone
        data.write_row("A3", ["", "W-2", "Cyprus", "31/05/2017", "EU", 230000.5])
        data.write_row("A4", ["", "W-3", "Cyprus", "27 July, 2017", "USD", 0.1 + 0.2])
        workbook.add_worksheet("Sheet3")

    return _made("cooperation.xlsx", fill)


def with_a_merged_header() -> Source:
    """Two rows of header: groups over merged cells, then what is in each group."""

    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet("Status")
        sheet.merge_range("A1:A2", "Contributor")
        sheet.merge_range("B1:C1", "Pledged")
        sheet.merge_range("D1:E1", "Received")
        sheet.write_row("B2", ["Currency", "Amount", "Currency", "Amount"])
        sheet.write_row("A3", ["Norway", "NOK", 100000, "USD", 12000])
        sheet.write_row("A4", ["Sweden", "SEK", 50000, "USD", 6000])

    return _made("status.xlsx", fill)


def away_from_the_corner() -> Source:
    """A title, nothing in the first column, units under the header, a total by formula."""

    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet("Contributions")
        sheet.write("B2", "Contributions received")
        headers = ("Reference", "Contributor", "Pledged on", "Currency", "Amount")
        sheet.write_row("B5", headers)
        sheet.write_row("B6", ["U-1", "Norway", "2017-05-02", "USD", 1000])
        sheet.write_row("B7", ["U-2", "Sweden", "2017-05-03", "USD", 2500.75])
        sheet.write("B8", "Total")
        sheet.write_formula("F8", "=SUM(F6:F7)", None, 3500.75)

    return _made("contributions.xlsx", fill)
