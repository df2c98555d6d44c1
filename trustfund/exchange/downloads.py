"""Every file there is to download: the datasets in their forms, and the reports.

The addresses under ``/exports/`` and the command ``export`` give the same bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from trustfund.domain.catalogue.file import filter_field
from trustfund.domain.problems import Code, Problems
from trustfund.domain.roles import EVERYBODY, VISITOR, Actor, Role
from trustfund.exchange import (
    brief,
    contributor_statement,
    data_package,
    fund_statements,
    iati,
    letters,
    receipt_letter,
)
from trustfund.exchange.forms import FORMS
from trustfund.figures import filters
from trustfund.figures.books import Frames
from trustfund.figures.datasets import CLOCKS, DATASETS
from trustfund.figures.view import View

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "xml": "application/xml; charset=utf-8",
}
"""By the ending of a file's name."""


@dataclass(frozen=True)
class Download:
    """One file: what it is called, for whom it is, and how it is made.

    ``pieces`` makes its bytes from the books through filters, for a reader. The filters in
    ``required`` must be given, with one value each. ``check`` raises Refused where the file cannot
    be made of a view for a reader. Readers in ``more_for`` see what is not public. Reports are
    passed on, so what trips cost is in no report beyond what is public, whoever takes it:
    ``may_show_trips``. Of letters the travel office's list alone has estimates.
    """

    name: str
    form: str
    title: str
    filters: tuple[str, ...]
    pieces: Callable[[View, Actor], Iterable[bytes]]
    readers: frozenset[Role] = EVERYBODY
    required: tuple[str, ...] = ()
    check: Callable[[View, Actor], None] | None = None
    more_for: frozenset[Role] = frozenset()
    may_show_trips: bool = False

    @property
    def file(self) -> str:
        """Its name in an address, such as ``deposits.csv``."""
        return f"{self.name}.{self.form}"

    def is_logged(self, who: Actor) -> bool:
        """Whether the access log notes who took it: this reader sees more than the public."""
        return Role.VISITOR not in self.readers or who.may(self.more_for)

    def view(
        self,
        books: Frames,
        today: date,
        parameters: Iterable[tuple[str, str]],
        who: Actor = VISITOR,
    ) -> View:
        """The books through the filters asked for, as somebody may see them.

        Raises Refused, all problems at once, for a filter that is wrong or missing, and where
        the file cannot be made.
        """
        asked = list(parameters)
        problems = Problems()
        found = problems.attempt(filters.parse, asked, self.filters, books)
        for name in self.required:
            given = sorted({value for asked_for, value in asked if asked_for == name and value})
            if not given:
                problems.missing(filter_field(name), f"Add {name}=… to name one")
            elif given[1:] and name not in filters.SINGLE:  # those are refused already
                shown = ", ".join(given)
                problems.add(filter_field(name), Code.TWICE, shown, "is given twice", "Give one")
        problems.refuse_if_any()
        view = View(books, today, found or filters.Filters()).seen_by(who)
        if not self.may_show_trips:
            view = replace(view, reads_travel=False)
        if self.check:
            self.check(view, who)
        return view


REPORTS: tuple[Download, ...] = (
    Download(
        "statement",
        "pdf",
        "Statement per contributor",
        ("contributor", *CLOCKS),
        contributor_statement.pieces,
        required=("contributor",),
        more_for=contributor_statement.READERS,
    ),
    Download(
        "receipt",
        "pdf",
        "Receipt letter",
        ("deposit", *CLOCKS),
        receipt_letter.pieces,
        required=("deposit",),
        check=receipt_letter.check,
    ),
    Download(
        "letter",
        "pdf",
        "Letter",
        ("kind", *letters.NAMES, *CLOCKS),
        letters.pieces,
        letters.READERS,
        required=("kind",),
        check=letters.check,
    ),
    Download("fund", "zip", "Data package of all public datasets", CLOCKS, data_package.package),
    Download("iati", "xml", "IATI activities", CLOCKS, iati.pieces, check=iati.check),
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
                dataset.readers | dataset.own_for,
                more_for=dataset.more_for,
                may_show_trips=True,
            )
            for dataset in DATASETS
            for form, make in FORMS.items()
        ),
        *REPORTS,
    )
}
