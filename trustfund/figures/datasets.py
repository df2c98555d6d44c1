"""The datasets that pages offer and ``/exports/`` serves: columns, filters, rows, readers.

Names of datasets and columns are a promise to spreadsheets and scripts: add, never rename.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trustfund.domain import catalogue
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Document, Field, Kept
from trustfund.domain.roles import EVERYBODY, RECORDERS, SIGNED_IN, Role
from trustfund.figures import contributions, participation, staff_datasets, statements
from trustfund.figures.frames import Frames
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
GIVERS = ("contributor", "contributor_type")
CLOCKS = ("as_of", "known_at")

DATASETS = (
    Dataset(
        "contributions",
        "Contributions",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        catalogue.contribution.DOCUMENT,
        contributions.contribution_rows,
    ),
    Dataset(
        "earmarking",
        "Earmarking choices",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        catalogue.earmarking.DOCUMENT,
        contributions.earmarking_rows,
    ),
    Dataset(
        "deposits",
        "Deposits",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        catalogue.deposit.DOCUMENT,
        contributions.deposit_rows,
    ),
    Dataset(
        "contributors",
        "Contributors",
        (*GIVERS, *CLOCKS),
        catalogue.contributor.DOCUMENT,
        contributions.contributor_rows,
    ),
    Dataset(
        "participation",
        "Participation",
        (*PERIOD, "event", "region", "grouping", *CLOCKS),
        catalogue.participation.DOCUMENT,
        participation.participation_rows,
    ),
    Dataset(
        "events",
        "Events",
        (*PERIOD, "event", *CLOCKS),
        catalogue.event.DOCUMENT,
        participation.event_rows,
    ),
    Dataset(
        "funding_status",
        "Funding status",
        CLOCKS,
        catalogue.funding_status.DOCUMENT,
        statements.funding_status_rows,
    ),
    Dataset(
        "travel",
        "Travel",
        (*PERIOD, "event", "region", "grouping", "objective", *CLOCKS),
        catalogue.trip.DOCUMENT,
        staff_datasets.travel_rows,
        RECORDERS,
    ),
    Dataset(
        "instalments",
        "Instalments",
        (*PERIOD, *GIVERS, *CLOCKS),
        catalogue.instalment.DOCUMENT,
        staff_datasets.instalment_rows,
        SIGNED_IN,
    ),
    Dataset(
        "movements",
        "Movements",
        (*PERIOD, *CLOCKS),
        catalogue.movement.DOCUMENT,
        staff_datasets.movement_rows,
        RECORDERS,
    ),
    Dataset(
        "allocations",
        "Allocations",
        (*PERIOD, *CLOCKS),
        catalogue.allocation.DOCUMENT,
        staff_datasets.allocation_rows,
        RECORDERS,
    ),
    Dataset(
        "receipts",
        "Unidentified receipts",
        (*PERIOD, *CLOCKS),
        catalogue.receipt.DOCUMENT,
        staff_datasets.receipt_rows,
        RECORDERS,
    ),
    Dataset(
        "rates",
        "Rates of exchange",
        (),
        catalogue.rate.DOCUMENT,
        staff_datasets.rate_rows,
        RECORDERS,
    ),
    Dataset(
        "ledger",
        "Ledger",
        (*PERIOD, "objective", *CLOCKS),
        catalogue.ledger.DOCUMENT,
        staff_datasets.ledger_rows,
        RECORDERS,
    ),
    Dataset(
        "history",
        "History",
        PERIOD,
        catalogue.history.DOCUMENT,
        staff_datasets.history_rows,
        RECORDERS,
    ),
)

BY_NAME = {dataset.name: dataset for dataset in DATASETS}
