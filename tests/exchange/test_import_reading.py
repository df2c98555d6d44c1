"""A file becomes rows of text with their numbers, or a sentence."""

import re

import pytest

from trustfund.domain.problems import Refused
from trustfund.exchange.imports.contributors import CONTRIBUTORS
from trustfund.exchange.imports.reading import delimited, read
from trustfund.exchange.imports.rows import Choices, Source


@pytest.fixture
def table(tmp_path):
    def table(content: bytes | str):
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(Source.of(path), CONTRIBUTORS, Choices())

    return table


def test_cells_are_text_and_na_is_namibia(table):
    found = table("country,amount\r\nNA,007.50\r\n")
    assert found.columns == ("country", "amount")
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, {"country": "NA", "amount": "007.50"})
    ]


def test_a_byte_order_mark_quotes_and_line_ends_inside_them_are_read(table):
    found = table('\ufeffname,note\n"Fund ""A"", Geneva","two\nlines"\n')
    assert found.rows[0].cells == {"name": 'Fund "A", Geneva', "note": "two\nlines"}


def test_rows_are_numbered_as_a_spreadsheet_counts_them(table):
    found = table("name,contributor_type\nNorway,\n\n , \nJapan,x\n\n\n,\n")
    assert [row.number for row in found.rows] == [2, 5]
    assert found.problems == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=SUM(A1:A3)"])
def test_the_apostrophe_that_an_export_puts_before_a_formula_is_taken_away(table, text):
    assert table(f"note\n'{text}\n").rows[0].cells["note"] == text


def test_another_apostrophe_stays(table):
    assert table("note\n'tis so\n").rows[0].cells["note"] == "'tis so"


def test_rows_with_too_many_or_too_few_cells_are_all_named(table):
    found = table("name,contributor_type\nNorway\nJapan,x\nSweden,x,y\n")
    assert [row.cells["name"] for row in found.rows] == ["Japan"]
    assert [str(problem).partition(". ")[0] for problem in found.problems] == [
        "row 2: has 1 cells where the header has 2",
        "row 4: has 3 cells where the header has 2",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty. Choose another."),
        (b"\xef\xbb\xbf \r\n", "is empty. Choose another."),
        (b"name\nC\x81te\n", "is neither UTF-8 nor Windows-1252 text in line 2. Save it as"),
        (b"name\n\xff\x01\n", "is not UTF-8 text in line 2"),
        (b"PK\x03\x04\x14\x00\xff", "is a workbook that is damaged"),
        (b"name\nA\x00B\n", "is not text: it holds a NUL character"),
        (b"name,name\nA,B\n", 'row 1, column "name": is there twice. Keep one of the two.'),
        (b"name,,note\nA,B,C\n", "row 1, column 2: has no name."),
        (b'name\n"Norway\n', "row 2: is not CSV: unexpected end of data."),
        (b'name\n"Nor"way\n', "row 2: is not CSV: ',' expected after '\"'."),
    ],
)
def test_what_is_no_table_is_a_sentence(table, content, said):
    with pytest.raises(Refused, match=re.escape(said)):
        table(content)


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path, name):
    with pytest.raises(Refused, match=r"cannot be read: .* Choose another\.$"):
        Source.of(tmp_path / name)


def test_the_command_takes_more_rows_of_text_than_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_ROWS", 3)
    path = tmp_path / "contributors.csv"
    path.write_text("name,contributor_type\n" + "Giver,member_state\n" * 3)
    assert len(read(Source.of(path), CONTRIBUTORS, Choices()).rows) == 3
    with pytest.raises(Refused, match="has more than 3 rows"):
        read(Source(path.name, path.read_bytes()), CONTRIBUTORS, Choices())
    monkeypatch.setattr(delimited, "MOST_LOCAL_ROWS", 2)
    with pytest.raises(Refused, match="has more than 2 rows"):
        read(Source.of(path), CONTRIBUTORS, Choices())
