"""The two sheets at the end of a workbook: what its words mean, and what it was made from."""

from collections.abc import Iterable, Sequence
from typing import Any

from trustfund.exchange.workbooks import Sheet
from trustfund.figures import passports
from trustfund.figures.datasets import Cell, Column
from trustfund.figures.view import View


def _texts(name: str, titles: dict[str, str], rows: Iterable[Sequence[str]]) -> Sheet:
    columns = [Column(column, Cell.TEXT, "") for column in titles]
    listed: list[dict[str, Any]] = [dict(zip(titles, row, strict=True)) for row in rows]
    return Sheet(name, columns, listed, titles)


def definitions(meanings: Iterable[tuple[str, str]]) -> Sheet:
    """A sheet of words and their meanings."""
    return _texts("Definitions", {"word": "Word", "meaning": "Meaning"}, meanings)


def about(title: str, view: View, more: Iterable[tuple[str, str]] = ()) -> Sheet:
    """A sheet of the file's fund, days, revision and filters, then of what else is to be said."""
    fund = view.frames
    facts = [
        ("File", title),
        ("Fund", f"{fund.fund_name} ({fund.fund_code})"),
        *([("Note", "Illustrative data: not figures of the fund")] if fund.illustrative else []),
        *passports.stated_for(view),
        *more,
    ]
    return _texts("About this file", {"fact": "Fact", "says": "Says"}, facts)
