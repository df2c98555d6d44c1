"""Every file there is to download: the datasets in their forms, and the reports.

The addresses under ``/exports/`` and the command ``export`` give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from trustfund.domain.problems import Problems
from trustfund.domain.roles import EVERYBODY, Role
from trustfund.exchange import brief, fund_statements, tables
from trustfund.figures import filters
from trustfund.figures.datasets import CLOCKS, DATASETS, Dataset
from trustfund.figures.frames import Frames
from trustfund.figures.view import View

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
"""By the ending of a file's name."""


@dataclass(frozen=True)
class Download:
    """One file: what it is called, for whom it is, and how it is made.

    ``pieces`` makes its bytes from the books through filters, for a role. The filters in
    ``required`` must be given.
    """

    name: str
    form: str
    title: str
    filters: tuple[str, ...]
    pieces: Callable[[View, Role], Iterable[bytes]]
    readers: frozenset[Role] = EVERYBODY
    required: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its name in an address, such as ``deposits.csv``."""
        return f"{self.name}.{self.form}"

    def view(self, books: Frames, today: date, parameters: Iterable[tuple[str, str]]) -> View:
        """The books through the filters asked for.

        Raises Refused, all problems at once, for a filter that is wrong or missing.
        """
        asked = list(parameters)
        problems = Problems()
        found = problems.attempt(filters.parse, asked, self.filters, books)
        given = {name for name, value in asked if value}
        for name in self.required:
            if name not in given:
                problems.add(f"Filter {name}", "", "is missing", f"Add {name}=… to say whose it is")
        problems.refuse_if_any()
        return View(books, today, found or filters.Filters())


def _csv(dataset: Dataset, view: View, _role: Role) -> Iterator[bytes]:
    for piece in tables.csv_pieces(dataset.columns, dataset.rows(view)):
        yield piece.encode()


FORMS: dict[str, Callable[[Dataset, View, Role], Iterable[bytes]]] = {"csv": _csv}
"""The forms of a dataset."""

REPORTS: tuple[Download, ...] = (
    Download("fund_statements", "pdf", fund_statements.TITLE, CLOCKS, fund_statements.document),
    Download("fund_statements", "xlsx", fund_statements.TITLE, CLOCKS, fund_statements.workbook),
    Download("brief", "pdf", brief.TITLE, (*CLOCKS, "grouping"), brief.document),
)

DOWNLOADS = {
    each.file: each
    for each in (
        *(
            Download(
                dataset.name,
                form,
                dataset.title,
                dataset.filters,
                partial(make, dataset),
                dataset.readers,
            )
            for dataset in DATASETS
            for form, make in FORMS.items()
        ),
        *REPORTS,
    )
}
