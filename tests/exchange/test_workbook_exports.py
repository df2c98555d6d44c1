"""Workbooks of datasets: what a finance officer finds in them, and what survives."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.books import a_contributor, a_pledge, day, money_available, perform
from tests.reading import Loaded, made, rows, view
from trustfund.domain.fields import Cell, Field
from trustfund.exchange import workbooks
from trustfund.exchange.imports.kinds import KINDS
from trustfund.exchange.sheet_rows import CUT, LONGEST_TEXT
from trustfund.exchange.workbooks import Sheet, workbook
from trustfund.figures.datasets import BY_NAME
from trustfund.ledger.contributions import ContributionDraft, record_contribution


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def first(content: bytes) -> Worksheet:
    return opened(content).worksheets[0]


def column(sheet: Worksheet, name: str) -> list[object]:
    """The values of a column below its header."""
    (header,) = (cell for cell in sheet[1] if cell.value == name)
    return [sheet.cell(line, header.column).value for line in range(2, sheet.max_row + 1)]


def a_gift(store, note: str):
    if not rows(store, "contributors"):
        a_contributor(store)
    draft = ContributionDraft("Norway", "USD", "1000", day("2017-05-02"), note=note)
    return perform(store, record_contribution, draft)


# What it holds


@pytest.mark.parametrize("dataset", BY_NAME)
def test_data_is_on_the_first_sheet_below_one_header_row_that_stays(sample: Loaded, dataset: str):
    book = opened(made(sample, f"{dataset}.xlsx"))
    assert book.sheetnames == [BY_NAME[dataset].title, "Definitions", "About this file"]
    sheet, columns = book.worksheets[0], BY_NAME[dataset].columns
    assert [cell.value for cell in sheet[1]] == [column.key for column in columns]
    assert sheet.max_row == 1 + len(rows(sample, dataset))  # no total line below
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_money_is_shown_with_the_decimals_of_its_currency(small_books: Loaded):
    sheet = first(made(small_books, "contributions.xlsx"))
    formats = {
        row[9].value: row[10].number_format for row in sheet.iter_rows(min_row=2)
    }  # currency, amount
    assert formats == {"USD": "#,##0.00", "EUR": "#,##0.00", "JPY": "#,##0", "TND": "#,##0.000"}


def test_the_workbook_says_for_what_it_is_stated(sample: Loaded):
    query = "contributor=Sweden&objective=1&as_of=2018-01-31&known_at=2018-02-28"
    sheet = opened(made(sample, "deposits.xlsx", query))["About this file"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert said["As of"] == "2018-01-31"
    assert said["Known at"] == "2018-02-28"
    assert said["Filters"] == "contributor = Sweden; objective = 1"
    assert said["Data"] == "Illustrative data: not figures of the fund"
    assert "MCS00" in said["Fund"]
    assert said["Last recorded"].startswith("2018-02-")  # not the newest act, and not the clock


def test_only_an_illustrative_fund_is_called_so(small_books: Loaded):
    book = opened(made(small_books, "deposits.xlsx"))
    assert "llustrative" not in str([list(sheet.values) for sheet in book])
    assert book.properties.description in (None, "")


def test_a_workbook_of_a_day_that_is_over_is_the_same_bytes_after_later_bookings(sqlite_store):
    money_available(sqlite_store, {"1": "5000"})
    query = "as_of=2017-12-31&known_at=2017-12-31"
    before = made(sqlite_store, "contributions.xlsx", query)
    a_gift(sqlite_store, "later")
    assert made(sqlite_store, "contributions.xlsx", query) == before
    assert b"" != before != made(sqlite_store, "contributions.xlsx")


# What survives


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_workbook_can_be_imported_again(sample_copy, bring, tmp_path: Path, kind: str):
    file = tmp_path / f"{kind}.xlsx"
    file.write_bytes(made(sample_copy, f"{kind}.xlsx"))
    outcome = bring(sample_copy, kind, file, dry_run=True)
    count = len(rows(sample_copy, kind))
    assert str(outcome) == f"new 0, changed 0, same {count}, problems 0"
    assert count


TEXTS = [
    "=1+1",
    "'=1+1",
    "+41 22 917",
    "-paid twice",
    "@SUM(A1)",
    "＝1+1",
    "＋41 22 917",
    "－paid twice",
    "＠SUM(A1)",
    'Half now, half "when possible",\nsaid the ministère',
    "<r><t>red</t></r>",
    "<r></r>",
    "_x0041_ is no A",
    "a & b < c > d ]]>",
    "日本 Côte d’Ivoire 🌍",
    "https://example.org/a b",
    "0012",
    "1e5",
    "2018-07-16",
    "TRUE",
]


@pytest.mark.parametrize("note", TEXTS)
def test_a_text_stays_the_text_it_is_and_never_runs(sqlite_store, bring, tmp_path: Path, note: str):
    a_gift(sqlite_store, note)
    file = tmp_path / "contributions.xlsx"
    file.write_bytes(made(sqlite_store, file.name))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    (cell,) = (sheet.cell(2, cell.column) for cell in sheet[1] if cell.value == "note")
    assert cell.data_type == "s"  # no formula, number, day or truth
    assert cell.hyperlink is None
    if note[0] in "=＝":
        assert cell.value == f"'{note}"  # saved as CSV later it does not run either
    outcome = bring(sqlite_store, "contributions", file, dry_run=True)
    assert str(outcome) == "new 0, changed 0, same 1, problems 0"


def of(sample: Loaded, columns: list[Field], listed: list[dict[str, Any]]) -> openpyxl.Workbook:
    return opened(b"".join(workbook(view(sample), "Title", [Sheet("Data", columns, listed)])))


def test_a_text_that_is_too_long_for_a_cell_says_that_it_is_cut(sample: Loaded):
    fits, long = "x" * LONGEST_TEXT, "🌍" * 20_000
    book = of(sample, [Field("note", Cell.TEXT)], [{"note": fits}, {"note": long}])
    assert book["Data"]["A2"].value == fits
    assert book["Data"]["A3"].value.endswith(CUT)


def test_a_day_before_the_days_of_spreadsheets_is_its_text(sample: Loaded):
    listed = [{"on": "1017-05-02"}, {"on": "1900-02-28"}, {"on": "1900-03-01"}]
    sheet = of(sample, [Field("on", Cell.DAY)], listed)["Data"]
    assert [sheet[f"A{line}"].value for line in (2, 3)] == ["1017-05-02", "1900-02-28"]
    assert sheet["A4"].value.date() == date(1900, 3, 1)


def test_more_rows_than_a_sheet_holds_go_to_further_sheets(sample: Loaded, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    listed = [{"number": number} for number in range(7)]
    book = of(sample, [Field("number", Cell.COUNT)], listed)
    assert book.sheetnames == ["Data", "Data (2)", "Data (3)"]
    assert [column(sheet, "number") for sheet in book] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:A4", "A1:A4", "A1:A2"]
    full = of(sample, [Field("number", Cell.COUNT)], listed[:3])
    assert full.sheetnames == ["Data"]
    empty = of(sample, [Field("number", Cell.COUNT)], [])["Data"]
    assert (empty.max_row, empty["A1"].value) == (1, "number")


def test_the_same_books_give_the_same_workbook_and_no_clock_is_in_it(small_books: Loaded):
    content = made(small_books, "deposits.xlsx")
    assert made(small_books, "deposits.xlsx") == content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2018-07-16T00:00:00Z" in parts.read("docProps/core.xml")


def test_numbers_of_sixteen_digits_are_exact(sqlite_store):
    a_pledge(sqlite_store, "9999999999999.99")
    with zipfile.ZipFile(io.BytesIO(made(sqlite_store, "contributions.xlsx"))) as parts:
        assert b"<v>9999999999999.99</v>" in parts.read("xl/worksheets/sheet1.xml")
