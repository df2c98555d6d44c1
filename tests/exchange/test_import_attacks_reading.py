"""Files made to be misread, or to keep their reader busy: read right, or refused, and at once."""

import io
import subprocess
import time

import pytest
import xlsxwriter

from tests.exchange.broken.workbooks import GOOD
from trustfund.domain.problems import Refused
from trustfund.exchange.imports import reading
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.reading import archives
from trustfund.exchange.imports.rows import Choices, Source, Table

GIFTS = "contributor,reference,currency,amount\n"


def table(kind: str, text: str, choices: Choices | None = None) -> Table:
    return reading.read(Source("list.csv", text.encode()), BY_NAME[kind], choices or Choices())


def cells(found: Table, column: str) -> list[str]:
    return [row.cells[column] for row in found.rows]


@pytest.mark.parametrize("name", ["Total Aid Foundation", "Sum of Hope", "Sources of Life"])
def test_a_giver_whose_name_begins_like_a_total_line_is_a_row(name):
    beside = table("contributions", f"contributor,reference,amount\n{name},C-1,EUR 100\n")
    without = table("contributions", f"{GIFTS}{name},C-1,,100\nTotal,,,100\n")
    alone = table("contributors", f"name,contributor_type\n{name},\nNorway,member_state\n")
    assert cells(beside, "contributor") == cells(without, "contributor") == [name]
    assert cells(beside, "currency") == ["EUR"]
    assert cells(alone, "name") == [name, "Norway"]


def test_a_heading_below_the_header_tells_the_unit_too():
    found = table(
        "contributions", f"{GIFTS}(in thousands),,,\nNorway,C-1,EUR,100\nSweden,C-2,EUR,5\n"
    )
    assert [str(problem) for problem in found.problems] == [
        'row 2 "(in thousands)": gives amounts in another unit (in thousands). Give them in full.'
    ]


def test_what_is_meant_by_a_text_is_not_taken_for_another_text():
    text = f"{GIFTS}A,C-1,EUR,1\nB,C-2,EUR,1\nÇ,C-3,EUR,1\n"
    meant = {("contributor", "A"): "B", ("contributor", "B"): "Ç", ("contributor", "Ç"): "A"}
    assert cells(table("contributions", text, Choices(values=meant)), "contributor") == [
        "B",
        "Ç",
        "A",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "1" * 32000 + "!",
        "1 " * 16000 + "!",
        "1" + ",111" * 8000 + "x",
        "(" * 9000 + "1" + ")" * 9000,
        "-" * 9000 + "1",
        "Norway" + "*" * 3000 + "!",
    ],
)
def test_no_cell_keeps_the_reader_busy(cell):
    began = time.perf_counter()
    found = table("contributions", f'{GIFTS}"{cell}",C-1,EUR,"{cell}"\n')
    assert cells(found, "amount") == cells(found, "contributor") == [cell]
    assert time.perf_counter() - began < 1


def test_no_workbook_keeps_the_look_into_it_busy():
    began = time.perf_counter()
    for piece in (b"<c ", b'<c r="A1" t="e">', b'<c r="A1"><f>', b"<f><c r=", b'<c r="A1" '):
        content = piece * 100_000
        assert not list(archives._errors(content + b't="e"'))
        assert not list(archives._without_value(content))
    content = b"<table:table-cell table:formula=" * 100_000
    archives._check_open_document(Source("list.ods", b""), content)
    assert time.perf_counter() - began < 5


def test_no_row_of_many_words_keeps_the_reader_busy():
    began = time.perf_counter()
    words = ",".join(f"word{number}" for number in range(200_000))
    with pytest.raises(Refused, match="200 columns"):
        table("deposits", words)
    assert time.perf_counter() - began < 5


def test_one_text_in_every_cell_of_many_sheets_is_refused_before_it_fills_the_memory():
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        for _ in range(5):
            sheet = written.add_worksheet()
            for row in range(700):
                sheet.write(row, 0, "x" * 32_000)
    found = Source("list.xlsx", book.getvalue())
    assert len(found.content) < 100_000
    with pytest.raises(Refused, match="more than a list of this fund can be"):
        reading.read(found, BY_NAME["deposits"], Choices())


def test_the_reader_of_workbooks_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "a secret")
    given = []

    def look(*_, env, **__):
        given.append(env)
        raise subprocess.TimeoutExpired("reader", 1)

    monkeypatch.setattr(subprocess, "run", look)
    with pytest.raises(Refused, match="takes too long"):
        reading.read(Source("list.xlsx", GOOD), BY_NAME["deposits"], Choices())
    assert "TRUSTFUND_SECRET_KEY" not in given[0]


TRIPS = "reference,event,country,status,name,nominated_on,ticket_usd"
PLANTED = "Planted Person"


@pytest.mark.parametrize(
    "text",
    [
        f"{TRIPS}\nX-1,TS-3,NPL,nominated,,2017-05-20,5\nTotal {PLANTED},,,,,,5\n",
        f"{TRIPS} of {PLANTED} (in thousands)\nX-1,TS-3,NPL,nominated,,2017-05-20,5\n",
        f"{TRIPS},{PLANTED},{PLANTED}\nX-1,TS-3,NPL,nominated,,2017-05-20,5,,\n",
    ],
)
def test_a_name_in_a_total_line_or_a_header_of_travel_is_not_said(sqlite_store, bring, text):
    outcome = bring(sqlite_store, "travel", text, dry_run=True)
    assert outcome.problems or outcome.footing
    assert PLANTED not in f"{[str(problem) for problem in outcome.problems]} {outcome.sentences}"


def workbook(*sheets: tuple[str, str]) -> Source:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        for name, text in sheets:
            sheet = written.add_worksheet(name)
            for number, row in enumerate(text.splitlines()):
                sheet.write_row(number, 0, row.split(","))
    return Source("list.xlsx", book.getvalue())


def test_a_sheet_of_travel_that_bears_a_name_is_called_by_its_number():
    book = workbook(("Cover", "Trips"), (PLANTED, f"{TRIPS}\nX-1,TS-3,NPL,nominated,,2017-05-20,5"))
    found = reading.read(book, BY_NAME["travel"], Choices())
    assert [row.place for row in found.rows] == ['sheet "2", row 2']
    assert found.sheet == PLANTED


def test_a_second_sheet_of_deposits_is_not_passed_over_in_silence():
    header = "reference,contribution_reference,value_date,currency,amount\n"
    one, two = (f"{header}{reference},C-1,2017-05-20,USD,5" for reference in ("D-1", "D-2"))
    found = reading.read(workbook(("May", one), ("June", two)), BY_NAME["deposits"], Choices())
    assert "One sheet is read at a time. Not read, though it looks like deposits: June." in (
        found.remarks
    )
