"""The fund statements as a workbook and as a document: funding status, and the annual report.

The year is that of the as-of date; beside each figure stands the previous year's.
"""

from collections.abc import Iterator
from typing import Any

from trustfund.domain.fields import Cell, Field
from trustfund.domain.roles import Actor
from trustfund.exchange import about_sheets, pdf, workbooks
from trustfund.exchange.workbooks import Sheet
from trustfund.figures import definitions, printed
from trustfund.figures.printed import NAMES, Printed
from trustfund.figures.statements import TABLES, AnnualReport
from trustfund.figures.view import View
from trustfund.figures.wording import exact_percent, grouped

TITLE = "Fund statements"
SHEETS = {
    "sources_and_uses": "1 Sources and uses",
    "contributors": "2 Contributors",
    "interest": "3 Interest",
    "transfers": "4 Transfers",
    "expenditure": "5 Expenditure",
}
FIGURES = ("funding_status", "annual_report", *TABLES, "certified")
"""The definitions that stand at the end of both."""
NOTHING = "Nothing is booked for this table yet."


def _standings(report: AnnualReport) -> list[tuple[str, str]]:
    """What an auditor asks first: which years are final, and what is flagged."""
    before = report.previous
    return [
        (f"Year {report.year}", printed.standing(report)),
        *printed.hash_of(report),
        (f"Year {before.year}", printed.standing(before)),
        *printed.hash_of(before),
        *(("Flagged", sentence) for sentence in printed.below_zero(report)),
    ]


def _changes(report: AnnualReport) -> list[tuple[int, Printed]]:
    """What changed since the certificates of the year and of the year before."""
    found = [(each.year, printed.changed(each)) for each in (report, report.previous)]
    return [(year, table) for year, table in found if table is not None]


# The workbook


def _sheet(name: str, table: Printed) -> Sheet:
    """A table as a sheet of rows, without what they add up to, so that it can be sorted."""
    return Sheet(name, table.columns, table.rows, table.titles, table.bold)


def _changed_sheet(report: AnnualReport) -> Sheet:
    shown = ("table", "row", "column", "certified_usd", "now_usd")
    titles = {"year": "Year"} | {name: NAMES[name] for name in shown}
    columns = [Field(name, Cell.USD if name.endswith("_usd") else Cell.TEXT) for name in titles]
    rows = [{"year": str(year)} | row for year, table in _changes(report) for row in table.rows]
    return Sheet("Changed since certified", columns, rows, titles)


def workbook(view: View, _who: Actor) -> Iterator[bytes]:
    """A sheet a statement, then what changed since a year was certified, words, and the file."""
    report = AnnualReport(view)
    sheets = [
        _sheet("Funding status", printed.funding_status(view)),
        *(_sheet(sheet, printed.table(report, name)) for name, sheet in SHEETS.items()),
        _changed_sheet(report),
        about_sheets.definitions((), (definitions.FIGURES[key] for key in FIGURES)),
        about_sheets.about(TITLE, view, [("Amounts", "US dollars"), *_standings(report)]),
    ]
    yield from workbooks.workbook(view, TITLE, sheets)


# The document


def _cell(column: Field, row: dict[str, Any]) -> str:
    value = row[column.key]
    if column.cell is Cell.USD:
        return grouped(value)
    return exact_percent(value) if column.cell is Cell.SHARE else str(value)


def _set(table: Printed) -> dict[str, Any]:
    """A table as its template takes it: text, and which columns and rows stand out."""
    rows = [*table.rows, *table.footing]
    return {
        "title": table.title,
        "columns": [
            (table.titles[column.key], column.cell is not Cell.TEXT) for column in table.columns
        ],
        "rows": [[_cell(column, row) for column in table.columns] for row in rows],
        "bold": [*table.bold, *range(len(table.rows), len(rows))],
    }


def document(view: View, _who: Actor) -> Iterator[bytes]:
    """The statements set for print, certified or not, with the passports at the end."""
    report = AnnualReport(view)
    content = {
        "year": report.year,
        "standings": _standings(report),
        "funding_status": _set(printed.funding_status(view)),
        "tables": [_set(printed.table(report, name)) for name in TABLES],
        "changes": [
            {"year": year, **_set(table)} for year, table in _changes(report) if table.rows
        ],
        "nothing": NOTHING,
    }
    yield pdf.make("fund_statements", TITLE, view, content, FIGURES)
