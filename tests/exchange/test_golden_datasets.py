"""What each dataset says of the small invented fund; see tests/golden/README.md."""

import io
import re

import openpyxl
import pytest

from tests.reading import Loaded, csv_text, made
from trustfund.figures.datasets import BY_NAME

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HASH = re.compile(r"\b[0-9a-f]{64}\b")


def without_the_clock(text: str) -> str:
    """The moments of recording are those of the test, and the hashes cover them."""
    return HASH.sub("(hash)", MOMENT.sub("(moment)", text))


@pytest.mark.parametrize("dataset", BY_NAME)
def test_golden_csv(small_books: Loaded, golden, dataset: str):
    text = without_the_clock(csv_text(small_books, dataset))
    recorded = small_books[0].newest_moment()[:10]  # restatements end on the day of the newest act
    golden(f"{dataset}.csv", text.replace(f",{recorded},", ",(day of recording),"))


def test_golden_json(small_books: Loaded, golden):
    golden("contributions.json", made(small_books, "contributions.json").decode())


def test_golden_workbook(small_books: Loaded, golden):
    content = made(small_books, "contributions.xlsx", "contributor=Norway&as_of=2018-06-30")
    golden("contributions.xlsx.txt", without_the_clock(workbook_text(content)))


def workbook_text(content: bytes) -> str:
    """A workbook in words: sheets, what stays and is filtered, cells with their formats."""
    said = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        said.append(f"# {sheet.title}: frozen at {sheet.freeze_panes}, {sheet.auto_filter.ref}")
        for row in sheet.iter_rows():
            said.append("")
            for cell in row:
                if cell.value is not None:
                    value = cell.value.date() if cell.is_date else cell.value
                    shown = "" if cell.number_format == "General" else f" [{cell.number_format}]"
                    said.append(f"{cell.coordinate} {cell.data_type} {value}{shown}")
        said.append("")
    return "\n".join(said)
