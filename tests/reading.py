"""Reads figures as a person asks for them: a dataset, and filters as the address writes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from tests.people import acting
from trustfund.domain.kinds import LetterKind
from trustfund.domain.roles import Role
from trustfund.exchange import tables
from trustfund.exchange.downloads import DOWNLOADS, Download
from trustfund.exchange.letters import LETTERS
from trustfund.figures import filters, frames
from trustfund.figures.books import Frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.kept import Answers
from trustfund.figures.view import View
from trustfund.store.engine import Store

POOLS = ("unearmarked", "1", "2", "3")
ALL_FILTERS = {name for dataset in BY_NAME.values() for name in dataset.filters}

Loaded = tuple[Frames, date]
Row = dict[str, Any]


def view(source: Store | Loaded, query: str = "", role: Role = Role.ADMIN) -> View:
    """The books through filters such as ``objective=1&as_of=2017-06-30``."""
    return _view(source, query, ALL_FILTERS, role)


def rows(
    source: Store | Loaded, dataset: str, query: str = "", role: Role = Role.ADMIN
) -> list[Row]:
    """The rows of a dataset, as its columns say; money in minor units, days as ISO text."""
    asked = BY_NAME[dataset]
    names = [column.key for column in asked.columns]
    found = asked.rows(_view(source, query, asked.filters, role))
    return [{name: row[name] for name in names} for row in found]


def only_row(source: Store | Loaded, dataset: str, query: str = "") -> Row:
    """The one row that a dataset has."""
    (row,) = rows(source, dataset, query)
    return row


def total(listed: list[Row], column: str) -> int:
    """The sum of a column; what is not stated adds nothing."""
    return sum(row[column] or 0 for row in listed)


def _view(source: Store | Loaded, query: str, allowed: Any, role: Role = Role.ADMIN) -> View:
    loaded, today = frames.load(source) if isinstance(source, Store) else source
    pairs = parse_qsl(query, strict_parsing=bool(query))
    return View(loaded, today, filters.parse(pairs, allowed, loaded)).seen_by(acting(role))


def worked_out_anew(source: Loaded) -> Loaded:
    """The same books, of which nobody has asked anything yet."""
    loaded, today = source
    return replace(loaded, lasting=Answers()), today


def csv_text(source: Store | Loaded, dataset: str, query: str = "", role: Role = Role.ADMIN) -> str:
    """A dataset as the file that is downloaded."""
    asked = BY_NAME[dataset]
    return "".join(
        tables.csv_pieces(asked.columns, asked.rows(_view(source, query, asked.filters, role)))
    )


def needed(download: Download, whose: Mapping[str, str]) -> dict[str, str]:
    """The filters that a file cannot be without: of a letter, those of its kind too."""
    names = download.required
    if "kind" in names:
        names += LETTERS[LetterKind(whose["kind"])].of
    return {name: whose[name] for name in names}


def made(source: Store | Loaded, file: str, query: str = "", role: Role = Role.ADMIN) -> bytes:
    """A file as it is downloaded: ``made(store, "deposits.xlsx", "objective=1")``."""
    download = DOWNLOADS[file]
    loaded, today = frames.load(source) if isinstance(source, Store) else source
    asked, who = parse_qsl(query, strict_parsing=bool(query)), acting(role)
    return b"".join(download.pieces(download.view(loaded, today, asked, who), who))
