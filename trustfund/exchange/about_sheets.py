"""The two sheets at the end of a workbook: what its words mean, and what it was made from."""

from collections.abc import Iterable, Iterator, Sequence

from trustfund.domain.cells import Row
from trustfund.domain.fields import Cell, Field
from trustfund.exchange import tables
from trustfund.exchange.workbooks import Sheet
from trustfund.figures import passports
from trustfund.figures.definitions import Definition
from trustfund.figures.view import View

CELLS_SAY = (
    "A blank cell is not stated, or does not apply. A text that a spreadsheet would run as a "
    "formula has an apostrophe before it. Amounts have the decimals of their currency."
)


def definitions(columns: Iterable[Field], figures: Iterable[Definition]) -> Sheet:
    """A sheet of what columns hold, then of what figures are stated in, each with its meaning."""

    def meanings() -> Iterator[tuple[str, str, str]]:
        for column in columns:
            yield column.key, column.cell.value, column.meaning
        for figure in figures:
            yield figure.title, figure.basis, figure.text

    return _texts("Definitions", ("name", "holds", "meaning"), meanings())


def about(title: str, view: View, more: Iterable[tuple[str, str]] = ()) -> Sheet:
    """A sheet of the file's fund, days, revision and filters, then of ``more`` facts."""
    books = view.frames
    facts = [
        ("File", title),
        ("Fund", f"{books.fund_name} ({books.fund_code})"),
        ("Data", tables.ILLUSTRATIVE if books.illustrative else "Figures of the fund"),
        *passports.stated_for(view),
        ("Last recorded", books.last_recorded or "nothing yet"),
        *more,
        ("Cells", CELLS_SAY),
    ]
    return _texts("About this file", ("item", "stated"), facts)


def _texts(name: str, headings: Sequence[str], texts: Iterable[Sequence[str]]) -> Sheet:
    rows: Iterator[Row] = (dict(zip(headings, each, strict=True)) for each in texts)
    return Sheet(name, [Field(each, Cell.TEXT) for each in headings], rows, wrapped=True)
