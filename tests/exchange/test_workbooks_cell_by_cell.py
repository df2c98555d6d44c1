"""Rows that are written thousands at once are those that the library writes cell by cell."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.examples import examples
from tests.exchange import cell_by_cell
from tests.reading import Loaded, view
from trustfund.domain.fields import Cell, Field
from trustfund.exchange import workbooks
from trustfund.exchange.workbooks import Sheet, workbook
from trustfund.figures.columns import Rows
from trustfund.figures.datasets import BY_NAME

COLUMNS = [Field("currency"), *(Field(f"the_{cell.name.lower()}", cell) for cell in Cell)]
AWKWARD = [
    *("=1+1", "'+", "0012", "1e5", "2018-07-16", "TRUE", "<r><t>red</t></r>", "<r></r>"),
    *("a & b < c > d ]]>", "&lt;", "_x0041_", "\x07", "\x0b", "\ufffe", "☃🌍", "\t"),
    *(" x", "x ", "a\nb", "a\r\nb", "x\n", "y" * 70, "one two " * 20),
]
TEXTS = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
AMOUNTS = st.integers(-(10**15), 10**15) | st.integers(-1001, 1001)
RATES = st.decimals("0.000001", 10**9, places=6)
VALUES: dict[Cell, st.SearchStrategy[Any]] = {
    Cell.TEXT: TEXTS,
    Cell.DAY: st.dates().map(str) | st.sampled_from(["1900-02-28", "1900-03-01"]),
    Cell.MOMENT: st.datetimes().map(lambda at: f"{max(at.year, 1901)}-07-16T{at:%H:%M:%S}Z"),
    Cell.USD: AMOUNTS,
    Cell.MONEY: AMOUNTS,
    Cell.RATE: RATES.map(str) | RATES.map(lambda rate: str(rate.normalize())),
    Cell.SHARE: st.fractions(-2, 2),
    Cell.COUNT: st.integers(-9, 10**9),
    Cell.FLAG: st.booleans(),
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {"currency": st.sampled_from(["USD", "EUR", "JPY", "TND"])}
        | {column.key: st.just("") | st.none() | VALUES[column.cell] for column in COLUMNS[1:]}
    ),
    max_size=9,
)


def known(content: bytes) -> Iterator[Any]:
    """What openpyxl knows of a workbook, but for its properties and widths."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield sheet.title, sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions
        yield sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize
        for line in sheet.iter_rows():
            yield sheet.row_dimensions[line[0].row].height
            for cell in line:
                yield cell.coordinate, cell.value, cell.data_type, cell.number_format
                look = cell.alignment
                yield cell.font.b, cell.font.color, cell.fill.fgColor.rgb
                yield look.horizontal, look.vertical, look.wrap_text


AWKWARD_ROWS = [
    {"currency": "USD"}
    | dict.fromkeys((column.key for column in COLUMNS[1:]), None)
    | {"the_text": text}
    for text in AWKWARD
]


@settings(max_examples=examples(60))
@example(rows=AWKWARD_ROWS, bold={1}, wrapped=False, most_rows=100)
@given(
    rows=ROWS,
    bold=st.sets(st.integers(0, 8)),
    wrapped=st.booleans(),
    most_rows=st.sampled_from([3, 5, 100]),
)
def test_every_cell_and_every_look_is_that_of_a_workbook_written_cell_by_cell(
    small_books: Loaded, rows: list[dict[str, Any]], bold: set[int], wrapped: bool, most_rows: int
):
    titles = {"the_usd": "In dollars & cents"}
    sheet = Sheet("Data", COLUMNS, rows, titles, bold, wrapped)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbooks, "MOST_ROWS", most_rows)
        patch.setattr(workbooks, "ROWS_A_PIECE", 3)
        quick = b"".join(workbook(view(small_books), "Title", [sheet]))
    slow = cell_by_cell.workbook(sheet, most_rows)
    for written, expected in zip(known(quick), known(slow), strict=True):
        assert written == expected


@pytest.mark.parametrize("text", ["_x0041_", "_x0041_x0042_", "__x0041_", "_x005F_x0041_", "_x41_"])
def test_a_text_that_looks_like_an_escaped_letter_stays_as_it_is(small_books: Loaded, text: str):
    """The library escapes the first of two such letters and not the second."""
    sheet = Sheet("Data", [Field("note")], [{"note": text}])
    made = b"".join(workbook(view(small_books), "Title", [sheet]))
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python() == [
        ["note"],
        [text],
    ]


@pytest.mark.parametrize("text", [" x", "x ", "x\n"])
def test_blanks_around_a_text_are_kept_by_readers_that_would_drop_them(
    small_books: Loaded, text: str
):
    sheet = Sheet("Data", [Field("note")], [{"note": text}])
    made = b"".join(workbook(view(small_books), "Title", [sheet]))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f'<t xml:space="preserve">{text}</t>' in xml


def test_a_table_without_columns_is_a_blank_sheet(small_books: Loaded):
    sheets = [Sheet("Nothing", [], [{}]), Sheet("Data", [Field("note")], [{"note": "x"}])]
    made = b"".join(workbook(view(small_books), "Title", sheets))
    nothing, data = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    assert [cell.value for line in nothing for cell in line] in ([], [None])
    assert data["A2"].value == "x"


@pytest.mark.parametrize("name", ["deposits", "ledger"])
def test_columns_make_the_same_bytes_as_their_rows_one_by_one(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 41)  # several sheets
    monkeypatch.setattr(workbooks, "ROWS_A_PIECE", 7)
    asked, seen = BY_NAME[name], view(sample)
    rows = asked.rows(seen)
    assert isinstance(rows, Rows)
    one, other = (
        b"".join(workbook(seen, "Title", [Sheet("Data", asked.columns, each)]))
        for each in (rows, list(rows))
    )
    assert one == other
