"""Readers that are not ours open every file: each cell is read as it was written.

What a finance officer, an analyst and a script open files with: LibreOffice, pandas, DuckDB,
``frictionless``, pdftotext, libxml2.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import readers
from tests.ensure_programs import MissingProgramError, Program
from tests.readers import Rows, plain
from tests.reading import Loaded, needed, view
from trustfund.domain.fields import Cell
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.downloads import DOWNLOADS, MEDIA_TYPES, Download
from trustfund.exchange.forms import FORMS
from trustfund.exchange.tables import cell_text
from trustfund.figures.datasets import BY_NAME

MANY_ROWS = ("contributions", "deposits", "events", "travel")
"""Datasets of the sample that LibreOffice opens; it takes a second for each two."""
NUMBERS = {Cell.USD, Cell.MONEY, Cell.RATE, Cell.SHARE, Cell.COUNT}


TABLE_READERS: dict[str, list[partial[Rows]]] = {
    "csv": [partial(readers.pandas_rows, form="csv"), partial(readers.duckdb_rows, form="csv")],
    "xlsx": [partial(readers.pandas_rows, form="xlsx")],
    "json": [partial(readers.pandas_rows, form="json"), partial(readers.duckdb_rows, form="json")],
}


def made(source: Loaded, name: str, form: str) -> bytes:
    return b"".join(FORMS[form](BY_NAME[name], view(source), COMMAND_LINE))


def texts(name: str) -> list[str]:
    """The columns of text: "1" is the code of an objective, and "F" is no false."""
    columns = BY_NAME[name].columns if name in BY_NAME else ()
    return [column.key for column in columns if column.cell is Cell.TEXT]


@pytest.fixture(params=["small_books", "sample"])
def books(request: pytest.FixtureRequest) -> Loaded:
    """Both funds: a small one with every awkward text, and the illustrative sample."""
    loaded: Loaded = request.getfixturevalue(request.param)
    return loaded


def assert_same_cells(source: Loaded, name: str, form: str, read: Rows, days: type = date) -> None:
    """Every cell is what the product wrote: text to the letter, money to the cent, days as days.

    ``days`` is what the reader takes a day for.
    """
    dataset = BY_NAME[name]
    written = list(dataset.rows(view(source)))
    assert len(read) == len(written)
    for found, row in zip(read, written, strict=True):
        assert list(found) == [column.key for column in dataset.columns]
        for column in dataset.columns:
            said, got = cell_text(column, row), plain(found[column.key])
            if form != "csv":  # only a CSV file needs an apostrophe before what could be run
                said, got = said.removeprefix("'"), got.removeprefix("'")
            if column.cell is Cell.DAY and said:
                assert isinstance(found[column.key], days), column.key
            if column.cell in NUMBERS and said:
                assert not isinstance(found[column.key], str), column.key
                assert Decimal(got) == Decimal(said), (column.key, said)
            elif column.key in {"before", "after"} and got != said:
                assert Decimal(got) == Decimal(said), column.key  # a figure that is kept as text
            elif column.cell is Cell.TEXT:
                assert got.replace("\r\n", "\n") == said.replace("\r\n", "\n"), column.key
            else:
                assert got.casefold() == said.casefold(), column.key


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", BY_NAME)
def test_every_cell_of_a_dataset_is_read_as_it_was_written(books: Loaded, name: str, form: str):
    for read in TABLE_READERS[form]:
        found = read(made(books, name, form), texts=texts(name))
        knows_no_days = read.func is readers.pandas_rows and form != "xlsx"
        assert_same_cells(books, name, form, found, str if knows_no_days else date)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_a_finance_officer_opens_and_saves_every_dataset_in_libreoffice(
    small_books: Loaded, sample: Loaded, form: str
):
    funds = {"small": small_books, "sample": sample}
    whole = [("small", name) for name in BY_NAME] + [("sample", name) for name in MANY_ROWS]
    files = {f"{fund}-{name}.{form}": made(funds[fund], name, form) for fund, name in whole}
    saved = readers.office_rows(files)
    for file, read in saved.items():
        fund, name = Path(file).stem.split("-")
        assert_same_cells(funds[fund], name, form, read)


def test_the_awkward_texts_are_really_there(small_books: Loaded):
    """So that the tests above can fail."""
    read = readers.pandas_rows(made(small_books, "contributions", "csv"), "csv", ())
    notes = {row["reference"]: row["note"] for row in read}
    assert notes["C-3"] == 'Two parts, "first" and\nsecond'
    assert notes["C-4"] == "'=1+1"
    assert {row["contributor"] for row in read} >= {"Türkiye", "Côte d’Ivoire"}


# Every file there is

ASKED = {
    "contributor": "Sweden",
    "deposit": "MCS00-D-0004",
    "kind": "travel_list",
    "event": "HR-6",
}
"""A value for each filter that a file requires."""


def opens_package(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(folder)
        assert readers.package_problems(Path(folder)) == []
        return archive.namelist()


READERS: dict[str, Callable[[bytes], Any]] = {
    **{form: partial(read, texts=()) for form, (read, *_) in TABLE_READERS.items()},
    "zip": opens_package,
    "pdf": readers.pdf_text,
    "xml": readers.xml,
}


@pytest.mark.parametrize("download", DOWNLOADS.values(), ids=DOWNLOADS)
def test_every_file_there_is_can_be_opened_by_a_reader_that_is_not_ours(
    sample: Loaded, download: Download
):
    loaded, today = sample
    asked = needed(download, ASKED).items()
    shown = download.view(loaded, today, asked, COMMAND_LINE)
    content = b"".join(download.pieces(shown, COMMAND_LINE))
    found = READERS[download.form](content)
    assert len(found)
    assert b"".join(download.pieces(shown, COMMAND_LINE)) == content  # the clock is not in it


def test_every_kind_of_file_has_a_media_type():
    assert {download.form for download in DOWNLOADS.values()} == set(MEDIA_TYPES)


# The readers themselves


def test_a_missing_program_is_named_with_what_to_install():
    program = Program("Nothing", "The tests of nothing", ("no-such-program",), ("no-package",))
    with pytest.raises(MissingProgramError) as missing:
        program.path()
    assert str(missing.value) == (
        "The tests of nothing need Nothing, and none was found: install it (Debian: apt-get "
        "install no-package), then run the tests again."
    )
