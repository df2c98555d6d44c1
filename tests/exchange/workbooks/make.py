"""Makes the checked-in workbooks anew: ``python -m tests.exchange.workbooks.make``.

Tests read the files only. Making them needs LibreOffice (``soffice``), for those that an office
program is to have written.
"""

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter

from tests.exchange import small_fund
from trustfund.exchange.tables import BYTE_ORDER_MARK, csv_pieces
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

HERE = Path(__file__).parent
RESAVED = HERE / "resaved"
COMMA, QUOTE, UTF_8, US_ENGLISH, GERMAN = 44, 34, 76, 1033, 1031
AS_SHOWN = f"{UTF_8},1,,{{}},false,true"
IN_EVERY_FORM = ("contributions", "deposits", "travel")
Cells = list[list[object]]

HEADER: list[object] = ["reference", "contribution_reference", "value_date", "currency", "amount"]
DEPOSITS: Cells = [
    ["D-1", "C-1", date(2017, 5, 15), "USD", 60000],
    ["D-2", "C-2", date(2017, 6, 16), "EUR", 75247.5],
    ["D-3", "C-3", date(2017, 7, 17), "JPY", 1600000],
]


def office(form: str, into: Path, *sources: Path) -> None:
    """Have LibreOffice save files in another form."""
    read = [f"--infilter=CSV:{COMMA},{QUOTE},{UTF_8},1"] if sources[0].suffix == ".csv" else []
    to = ["--convert-to", form, "--outdir", str(into)]
    subprocess.run(
        ["soffice", "--headless", *read, *to, *map(str, sources)],
        check=True,
        timeout=120,
        capture_output=True,
    )


def resaved() -> None:
    """Every export of the small fund, opened in LibreOffice and saved again."""
    shutil.rmtree(RESAVED, ignore_errors=True)
    RESAVED.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRUSTFUND_TODAY"] = "2018-07-16"
        store = Store(f"sqlite:///{folder}/fund.db")
        make_ready(store)
        small_fund.bring_in(store)
        loaded, today = frames.load(store)
        for kind in (*small_fund.FILES, "events"):
            dataset = BY_NAME[kind]
            export = Path(folder) / f"{kind}.csv"
            pieces = csv_pieces(dataset.columns, dataset.rows(View(loaded, today)))
            text = BYTE_ORDER_MARK + "".join(pieces)  # as the links on the pages give it
            export.write_text(text, encoding="utf-8", newline="")
        store.engine.dispose()
        exports = sorted(Path(folder).glob("*.csv"))
        office("xlsx", RESAVED, *exports)
        for form in ("ods", "xls"):
            office(form, RESAVED, *(path for path in exports if path.stem in IN_EVERY_FORM))
        shown = f"csv:Text - txt - csv (StarCalc):{COMMA},{QUOTE},{AS_SHOWN}"
        office(shown.format(US_ENGLISH), RESAVED, *sorted(RESAVED.glob("*.xlsx")))


def workbook(name: str, fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> Path:
    """A workbook of our own making."""
    path = HERE / name
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book)
    return path


def write(
    book: xlsxwriter.Workbook, name: str, rows: Cells, top: int = 0
) -> xlsxwriter.worksheet.Worksheet:
    """Write rows into a new sheet; days as Excel's own."""
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, cells in enumerate(rows, start=top):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    return sheet


def plain(book: xlsxwriter.Workbook) -> None:
    """One sheet, header in the first row."""
    write(book, "Deposits", [HEADER, *DEPOSITS])


def several_sheets(book: xlsxwriter.Workbook) -> None:
    """A cover, an empty sheet, the deposits, and a hidden sheet of old ones."""
    write(book, "Read me", [["Deposits of the fund, as of July 2018"], ["Prepared by the office"]])
    write(book, "Empty", [])
    write(book, "Deposits 2017", [HEADER, *DEPOSITS])
    write(book, "Old", [HEADER, ["D-0", "C-0", date(2016, 1, 1), "USD", 1]]).hide()


def titled(book: xlsxwriter.Workbook) -> None:
    """A merged title and a line of units above the header, a total below, a footnote."""
    sheet = write(book, "Deposits", [HEADER, *DEPOSITS], top=3)
    title = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, 4, "Deposits received", title)
    sheet.write(1, 0, "in the currency of the arrangement")
    sheet.write(8, 0, "* as told by the bank")


def formulas(book: xlsxwriter.Workbook) -> None:
    """Amounts worked out by the sheet: with the value that Excel stored, without, and an error."""
    sheet = write(book, "Deposits", [HEADER, *[row[:4] for row in DEPOSITS]])
    sheet.write_formula("E2", "=30000*2", value=60000)
    sheet.write_formula("E3", "=75247+0.5", value="")
    sheet.write_formula("E4", "=1/0", value="#DIV/0!")


def without_values(path: Path) -> None:
    """Take the empty stored values out of the sheet, as programs that do not calculate do."""
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"<v></v>|<v/>", b"", parts[sheet])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)


def floats(book: xlsxwriter.Workbook) -> None:
    """Amounts that a sheet worked out in binary: 0.1 + 0.2, and cents that are nearly cents."""
    rows: Cells = [
        ["D-1", "C-1", date(2017, 5, 15), "USD", 0.1 + 0.2],
        ["D-2", "C-1", date(2017, 5, 16), "USD", 1.1 * 3],
        ["D-3", "C-1", date(2017, 5, 17), "USD", 4.35 * 100],
        ["D-4", "C-1", date(2017, 5, 18), "USD", 1234567890.12],
    ]
    write(book, "Deposits", [HEADER, *rows])


def empty(book: xlsxwriter.Workbook) -> None:
    """Two sheets without anything."""
    write(book, "Sheet1", [])
    write(book, "Sheet2", [])


def main() -> None:
    """Make them all."""
    first = workbook("deposits.xlsx", plain)
    for form in ("ods", "xls"):
        office(form, HERE, first)
    german = f"csv:Text - txt - csv (StarCalc):{ord(';')},{QUOTE},{AS_SHOWN}".format(GERMAN)
    with tempfile.TemporaryDirectory() as folder:
        office(german, Path(folder), first)
        shutil.copy(Path(folder) / "deposits.csv", HERE / "deposits_semicolons.csv")
        office("html:HTML (StarCalc)", Path(folder), first)
        shutil.copy(Path(folder) / "deposits.html", HERE / "deposits_web_page.xls")
    workbook("dates_1904.xlsx", plain, date_1904=True)
    workbook("several_sheets.xlsx", several_sheets)
    workbook("titled.xlsx", titled)
    without_values(workbook("formulas.xlsx", formulas))
    workbook("floats.xlsx", floats)
    workbook("empty_sheets.xlsx", empty)
    resaved()


if __name__ == "__main__":
    main()
