"""The datasets that pages offer and ``/exports/`` serves: columns, filters, rows, readers.

Names of datasets and columns are a promise to spreadsheets and scripts: add, never rename.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trustfund.domain.catalogue import DOCUMENTS
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Document, Field, Kept
from trustfund.domain.roles import BOOK_READERS, EVERYBODY, INSTALMENT_READERS, TRAVEL_READERS, Role
from trustfund.figures.books import Frames
from trustfund.figures.contributions import (
    contribution_rows,
    contributor_rows,
    deposit_rows,
    earmarking_rows,
)
from trustfund.figures.countries import country_rows
from trustfund.figures.headlines import headline_rows
from trustfund.figures.participation import event_rows, participation_rows
from trustfund.figures.restatements import restatement_rows
from trustfund.figures.staff_datasets import (
    allocation_rows,
    history_rows,
    ledger_rows,
    movement_rows,
    own_instalment_rows,
    rate_rows,
    receipt_rows,
    travel_rows,
)
from trustfund.figures.statements import funding_status_rows
from trustfund.figures.view import View

REFERS: Mapping[object, str] = {
    Kept.CONTRIBUTOR: "contributors.name",
    Kept.CONTRIBUTION: "contributions.reference",
    Kept.EVENT: "events.code",
    Kept.ENTRY: "ledger.id",
}
"""The column in which every name or reference of a list stands."""


@dataclass(frozen=True)
class Dataset:
    """One dataset. No two rows have the same cells in the columns of ``key``."""

    name: str
    title: str
    filters: tuple[str, ...]
    document: Document
    rows: Callable[[View], Iterable[dict[str, Any]]]
    """Its rows; of a dataset that may be long they come one by one, and once."""
    readers: frozenset[Role] = EVERYBODY
    more_for: frozenset[Role] = frozenset()
    """Readers who see more in it than everybody does."""
    own_for: frozenset[Role] = frozenset()
    """Readers who see their own rows in it."""

    @property
    def columns(self) -> tuple[Field, ...]:
        """Its columns, in order."""
        return self.document.published_fields

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.document.key

    @property
    def refers(self) -> dict[str, str]:
        """Columns whose cells stand in another one, such as ``contributors.name``, or are blank.

        So it is at every ``as_of`` and ``known_at``; other filters may leave that row out.
        """
        named = ((column.key, REFERS.get(column.codes)) for column in self.columns)
        return {key: other for key, other in named if other}


def choices(column: Field, books: Frames) -> tuple[str, ...]:
    """The codes that can stand in a column; none where that is not a closed list."""
    if column.codes is Kept.OBJECTIVE:
        return (UNEARMARKED, *books.objectives)
    return column.choices


PERIOD = ("from", "to")
CONTRIBUTOR = ("contributor", "contributor_type")
CLOCKS = ("as_of", "known_at")
DATED = (*PERIOD, *CLOCKS)
MONEY = (*PERIOD, *CONTRIBUTOR, "objective", *CLOCKS)
PEOPLE = (*PERIOD, "event", "region", "grouping")

DATASETS = (
    Dataset("contributions", "Contributions", MONEY, DOCUMENTS["contribution"], contribution_rows),
    Dataset("earmarking", "Earmarking choices", MONEY, DOCUMENTS["earmarking"], earmarking_rows),
    Dataset("deposits", "Deposits", MONEY, DOCUMENTS["deposit"], deposit_rows),
    Dataset(
        "contributors",
        "Contributors",
        (*CONTRIBUTOR, *CLOCKS),
        DOCUMENTS["contributor"],
        contributor_rows,
    ),
    Dataset(
        "participation",
        "Participation",
        (*PEOPLE, *CLOCKS),
        DOCUMENTS["participation"],
        participation_rows,
        more_for=TRAVEL_READERS,
    ),
    Dataset(
        "events",
        "Events",
        (*PERIOD, "event", *CLOCKS),
        DOCUMENTS["event"],
        event_rows,
        more_for=TRAVEL_READERS,
    ),
    Dataset(
        "funding_status", "Funding status", CLOCKS, DOCUMENTS["funding_status"], funding_status_rows
    ),
    Dataset("headlines", "Headline figures", CLOCKS, DOCUMENTS["headlines"], headline_rows),
    Dataset("countries", "Countries", CLOCKS, DOCUMENTS["country"], country_rows),
    Dataset("restatements", "Restatements", PERIOD, DOCUMENTS["restatement"], restatement_rows),
    Dataset(
        "travel",
        "Travel",
        (*PEOPLE, "objective", *CLOCKS),
        DOCUMENTS["trip"],
        travel_rows,
        TRAVEL_READERS,
    ),
    Dataset(
        "instalments",
        "Instalments",
        (*PERIOD, *CONTRIBUTOR, *CLOCKS),
        DOCUMENTS["instalment"],
        own_instalment_rows,
        INSTALMENT_READERS,
        own_for=frozenset({Role.CONTRIBUTOR}),
    ),
    Dataset("movements", "Movements", DATED, DOCUMENTS["movement"], movement_rows, BOOK_READERS),
    Dataset(
        "allocations", "Allocations", DATED, DOCUMENTS["allocation"], allocation_rows, BOOK_READERS
    ),
    Dataset(
        "receipts", "Unidentified receipts", DATED, DOCUMENTS["receipt"], receipt_rows, BOOK_READERS
    ),
    Dataset("rates", "Rates of exchange", (), DOCUMENTS["rate"], rate_rows, BOOK_READERS),
    Dataset(
        "ledger",
        "Ledger",
        (*PERIOD, "objective", *CLOCKS),
        DOCUMENTS["ledger"],
        ledger_rows,
        BOOK_READERS,
    ),
    Dataset("history", "History", PERIOD, DOCUMENTS["history"], history_rows, BOOK_READERS),
)

BY_NAME = {dataset.name: dataset for dataset in DATASETS}
