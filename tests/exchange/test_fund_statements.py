"""The fund statements as files, as a finance officer and an auditor open them."""

import io

import openpyxl
import pytest

from tests.books import a_commitment, a_deposit, history, money_available, perform
from tests.exchange.test_golden_datasets import without_the_clock
from tests.figures.test_statements import moved
from tests.readers import pdf_text
from tests.reading import Loaded, made, view
from trustfund.domain.catalogue.funding_status import LINES
from trustfund.figures.statements import AnnualReport, funding_status, to_certify
from trustfund.ledger.certification import certify_year
from trustfund.store.engine import Store

SHEETS = [
    "Funding status",
    "1 Sources and uses",
    "2 Contributors",
    "3 Interest",
    "4 Transfers",
    "5 Expenditure",
    "Changed since certified",
    "Definitions",
    "About this file",
]


def printed(source: Store | Loaded, query: str = "") -> str:
    return pdf_text(made(source, "fund_statements.pdf", query))


def opened(source: Store | Loaded, query: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(source, "fund_statements.xlsx", query)))


def dumped(book: openpyxl.Workbook) -> str:
    """Every cell of a workbook as text, a line a row."""
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        lines += [
            " | ".join("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join(lines) + "\n"


def test_golden_document_of_the_fund_statements(small_books, golden):
    golden("fund_statements.pdf.txt", printed(small_books))


def test_golden_workbook_of_the_fund_statements(small_books, golden):
    golden("fund_statements.xlsx.txt", without_the_clock(dumped(opened(small_books))))


def test_the_workbook_has_a_sheet_a_statement_with_numbers_and_a_header_that_stays(sample):
    book = opened(sample)
    assert book.sheetnames == SHEETS
    status = book["Funding status"]
    assert [cell.value for cell in status[1]] == [
        "US dollars",
        "Up to 2018-07-16",
        "Up to 2017-12-31",
    ]
    assert status.freeze_panes == "A2"
    amounts = [row[1].value for row in status.iter_rows(min_row=2)]
    expected = funding_status(view(sample)).values()
    assert [round(amount * 100) for amount in amounts] == list(expected)
    assert len(amounts) == len(LINES)
    assert all(row[1].number_format == "#,##0.00" for row in status.iter_rows(min_row=2))


def test_an_illustrative_fund_says_so_on_every_page(sample):
    said = printed(sample)
    assert said.count("Illustrative data: not figures of the fund") == said.count("\f") >= 3
    assert "Illustrative data: not figures of the fund" in dumped(opened(sample))


def test_a_certified_year_and_what_changed_since_are_in_both_files(store):
    money_available(store, {"unearmarked": "1000"})
    whole = AnnualReport(view(store, "as_of=2017-12-31"))
    perform(store, certify_year, 2017, to_certify(whole), len(history(store)))
    moved(store, "interest", "12.34", "2017-12-30")
    said = printed(store)
    assert "Year 2018: not final" in said
    assert "Year 2017: certified on" in said
    assert f"Hash 2017: {history(store)[-2].hash}" in said.replace("\u200b", "")
    assert "Changed since 2017 was certified" in said
    rows = list(opened(store)["Changed since certified"].iter_rows(values_only=True))
    assert rows[0] == ("Year", "Table", "Row", "Column", "Certified", "Now")
    assert ("2017", "Table 3: interest", "Fund", "2017", 0, 12.34) in rows
    about = dumped(opened(store)).split("== About this file")[1]
    assert "Year 2018 | not final" in about
    assert "Year 2017 | certified on" in about
    assert f"Hash 2017 | {history(store)[-2].hash}" in about


def test_delivery_rates_are_guarded_and_an_organization_below_zero_is_flagged(store):
    money_available(store, {"unearmarked": "10000"})
    moved(store, "transfer_to_organization", "100", organization="Over")
    moved(store, "organization_expenditure", "490.77", organization="Over")
    moved(store, "organization_expenditure", "1", organization="Unfunded")
    said = printed(store)
    assert "490.77 %" in said
    assert "not available" in said
    assert "Flagged: Over spent more than it was given." in said
    sheet = opened(store)["5 Expenditure"]
    rates = {row[0].value: row[6].value for row in sheet.iter_rows(min_row=2)}
    assert rates == {"Over": 4.9077, "Unfunded": None}
    assert "Flagged | Over spent more than it was given." in dumped(opened(store))


@pytest.mark.parametrize(
    "query", ["", "as_of=2017-12-31", "as_of=2000-01-01", "known_at=2018-01-31"]
)
def test_the_statements_of_any_day_can_be_made(sample, query):
    assert "Table 5" in printed(sample, query)
    assert opened(sample, query).sheetnames == SHEETS


def test_the_statements_of_an_empty_fund_say_that_nothing_is_booked(sqlite_store):
    said = printed(sqlite_store)
    assert "Nothing is booked for this table yet." in said
    assert "Total balance" in said


def test_amounts_of_a_thousand_million_keep_to_their_line(sqlite_store):
    usd = "1234567890.12"
    a_deposit(sqlite_store, a_commitment(sqlite_store, usd), usd)
    moved(sqlite_store, "transfer_to_organization", "1034567890.12")
    moved(sqlite_store, "organization_expenditure", "1004567890.12")
    said = printed(sqlite_store)
    assert said.count("1,234,567,890.12") >= 4
    assert said.count("1,004,567,890.12") >= 4
