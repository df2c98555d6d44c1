"""Template files: the columns of a kind, an example that could be booked, and what is allowed."""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.books import everything
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import templates
from trustfund.exchange.imports import guide
from trustfund.exchange.imports.kinds import BY_NAME, KINDS
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.figures import frames

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
ORDER = ("contributors", "rates", "contributions", "instalments", "deposits", "movements")


def sheets(kind, store) -> dict[str, list[list[Any]]]:
    content = templates.xlsx_template(kind, frames.load(store)[0])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def csv_rows(kind) -> list[list[str]]:
    text = templates.csv_template(kind)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@each_kind
def test_a_template_has_the_columns_of_its_kind_and_one_example(kind, sample_store):
    names, example = csv_rows(kind)
    assert tuple(names) == kind.columns
    assert dict(zip(names, example, strict=True)) == guide.example(kind)
    workbook = sheets(kind, sample_store)
    assert list(workbook) == [kind.name.capitalize(), "Allowed values"]
    assert tuple(workbook[kind.name.capitalize()][0]) == kind.columns
    assert len(workbook[kind.name.capitalize()]) == 2


@each_kind
def test_the_example_fills_what_is_required_and_names_nobody(kind):
    given = guide.example(kind)
    assert all(given[column] for column in kind.required)
    if kind.name == "travel":
        assert given["name"] == given["gender"] == ""


@each_kind
def test_a_template_that_comes_back_untouched_books_nothing_and_says_so(kind, sqlite_store):
    before = everything(sqlite_store)
    file = Source("template.csv", templates.csv_template(kind).encode())
    outcome = run(sqlite_store, COMMAND_LINE, kind, file, dry_run=False)
    assert str(outcome) == "new 0, changed 0, same 0, problems 0"
    assert "Row 2 is the template's example, and is left out." in outcome.remarks
    assert everything(sqlite_store) == before


def test_each_example_passes_the_rules_once_what_it_names_is_there(sqlite_store, monkeypatch):
    """In the order for an empty fund; the example is a row like any other."""
    monkeypatch.setattr(guide, "without_example", lambda kind, table: table)
    for name in (*ORDER, "allocations", "events", "travel"):
        file = Source("template.csv", templates.csv_template(BY_NAME[name]).encode())
        outcome = run(sqlite_store, COMMAND_LINE, BY_NAME[name], file, dry_run=False)
        assert (outcome.new, outcome.problems) == (1, ()), name


def test_in_a_workbook_days_are_days_amounts_are_numbers_and_codes_are_text(sample_store):
    example = sheets(BY_NAME["allocations"], sample_store)["Allocations"][1]
    assert example == [
        "EXAMPLE-A",
        date(2017, 6, 1),
        "International Organization for Migration",
        50000.0,
        "1",
        "Example: replace this row",
    ]


def test_allowed_values_are_listed_with_their_meaning(sample_store):
    listed = sheets(BY_NAME["travel"], sample_store)["Allowed values"]
    columns = {str(name): [row[place] for row in listed] for place, name in enumerate(listed[0])}
    assert columns["role"][1:5] == ["head_of_delegation", "delegate", "expert", "fellow"]
    assert columns["gender"][1:4] == ["F", "M", "X"]
    assert {"TS-3", "IDM-1"} <= set(columns["event"])
    at = columns["country"].index("NAM")
    assert listed[at][listed[0].index("country") + 1] == "Namibia"


def test_a_column_of_codes_offers_a_list_and_a_required_one_says_so(sample_store):
    content = templates.xlsx_template(BY_NAME["contributors"], frames.load(sample_store)[0])
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert "<dataValidation " in sheet
    assert "'Allowed values'!$A$2:$A$5" in sheet.replace("&apos;", "'")
    notes = part(content, "xl/comments1.xml")
    assert "Required. The contributor's name." in notes.replace("&apos;", "'")


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()
