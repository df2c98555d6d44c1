"""Restatements: what acts of some days changed in figures that were published before.

Figures as the books knew them the day before, beside the figures of that same day as the books know
them at the end. Only public figures are compared, as everybody sees them, and nothing by country or
by trip: a restatement is never about a person.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from trustfund.domain import cells, money
from trustfund.domain.catalogue import (
    contribution,
    contributor,
    deposit,
    earmarking,
    event,
    funding_status,
)
from trustfund.domain.catalogue.deposit import AMOUNT, USD_AMOUNT
from trustfund.domain.catalogue.restatement import Reason
from trustfund.domain.fields import Cell, Document, Field, output
from trustfund.figures import contributions, overview, statements
from trustfund.figures.books import iso
from trustfund.figures.columns import Rows, rows_that_differ
from trustfund.figures.filters import Filters
from trustfund.figures.kept import kept
from trustfund.figures.restatement_reasons import kinds_of_acts
from trustfund.figures.view import View

Row = dict[str, Any]
TOTALS = Document(
    "totals",
    (
        output("totals.name"),
        output("totals.committed_usd", Cell.USD),
        output("totals.deposited_usd", Cell.USD),
        output("totals.outstanding_usd", Cell.USD),
        output("totals.left_for_travel_usd", Cell.USD),
        output("totals.unearmarked_share", Cell.SHARE),
    ),
    key=("name",),
)
DATES = ("announced", "starts_on", "ends_on", "date_precision", "status")
"""What is compared of an event."""


def _events(view: View) -> list[Row]:
    """The dates of events alone: who went there, and what it cost, is restated nowhere."""
    return [
        {
            "code": code,
            "announced": found.announced,
            "starts_on": iso(found.starts_on),
            "ends_on": iso(found.ends_on),
            "date_precision": found.date_precision.value,
            "status": found.status.value,
        }
        for code in view.events_kept()
        for found in (view.frames.events[code],)
    ]


def _totals(view: View) -> list[Row]:
    found = overview.overview(view)
    values = (
        *("fund", found.committed, found.deposited, found.outstanding),
        *(found.left_for_travel, found.unearmarked_of_deposits),
    )
    return [dict(zip(TOTALS.by_key, values, strict=True))]


@dataclass(frozen=True)
class Compared:
    """A list whose rows are compared."""

    document: Document
    rows: Callable[[View], Sequence[Row]]
    of: tuple[str, str] = ("fund", "")
    """The sort of document that a row is of, and the column that names it."""
    noun: str = ""
    """What a row is called in a sentence; none where its cells are worked out from others."""
    columns: tuple[str, ...] = ()
    """All that are published where none is named."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns that are compared."""
        own = (field for field in self.document.published_fields if field.key not in self.key)
        return tuple(field for field in own if not self.columns or field.key in self.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.document.key


COMPARED: Mapping[str, Compared] = {
    "contributions": Compared(
        contribution.DOCUMENT,
        contributions.contribution_rows,
        ("contribution", "reference"),
        "Contribution",
    ),
    "earmarking": Compared(
        earmarking.DOCUMENT,
        contributions.earmarking_rows,
        ("contribution", "contribution_reference"),
    ),
    "deposits": Compared(
        deposit.DOCUMENT, contributions.deposit_rows, ("deposit", "reference"), "Deposit"
    ),
    "contributors": Compared(
        contributor.DOCUMENT, contributions.contributor_rows, ("contributor", "name")
    ),
    "events": Compared(event.DOCUMENT, _events, ("event", "code"), "Event", DATES),
    "funding_status": Compared(funding_status.DOCUMENT, statements.funding_status_rows),
    "totals": Compared(TOTALS, _totals),
}
"""What is compared. ``RESTATED`` lists the same names for the documentation."""


@dataclass(frozen=True)
class Restated:
    """One row before and after, None where it was not there, and why it changed."""

    dataset: str
    reference: str
    before: Row | None
    after: Row | None
    reason: str

    def cells(self) -> Iterator[tuple[Field, str, str]]:
        """The columns that differ, each with its text before and after."""
        for field in COMPARED[self.dataset].fields:
            one, two = (cells.text(field, row) if row else "" for row in (self.before, self.after))
            if one != two:
                yield field, one, two


@dataclass(frozen=True)
class Window:
    """Days of recording, both inclusive, as ISO text."""

    first: str
    last: str

    @property
    def published(self) -> str:
        """The day for which, and by whose end, the figures had been published."""
        return (date.fromisoformat(self.first) - timedelta(days=1)).isoformat()


def window(view: View) -> Window:
    """The days asked for; else those since the last year ended."""
    last = view.filters.date_to or max(view.books.newest_moment()[:10], view.today.isoformat())
    return Window(view.filters.date_from or f"{view.today.year}-01-01", last)


VALUED = {"outstanding_usd", "exchange_difference_usd"}
"""Columns that a rate moves, though nobody touched the document."""


@kept
def restated(view: View) -> list[Restated]:
    """What changed, in the order of the datasets; for everybody the same."""
    days = window(view)
    now = "" if days.last >= view.books.newest_moment()[:10] else days.last
    before, after = (
        View(view.books, view.today, Filters(as_of=days.published, known_at=known))
        for known in (days.published, now)
    )
    touched = kinds_of_acts(after, days.published, days.last)
    found = []
    for name, compared in COMPARED.items():
        for key, one, two in _differing(compared, compared.rows(before), compared.rows(after)):
            reference = " ".join(map(str, key))
            each = Restated(name, reference, one, two, "")
            columns = {field.key for field, _, _ in each.cells()}
            if not columns or _has_nothing(name, one, two):
                continue
            row = two or one or {}
            sort, column = compared.of
            keys = [(sort, str(row[column]) if column else "")]
            keys += [("giver", str(row.get(own))) for own in ("contributor", "parent")]
            anew = {Reason.RATE} if columns <= VALUED else set()
            kinds = next((touched[key] for key in keys if key in touched), anew)
            found.append(replace(each, reason=next(iter(kinds)) if len(kinds) == 1 else ""))
    return found


def sentence(each: Restated) -> str:
    """What somebody changed, in words; "" where only what is worked out from it changed."""
    noun = COMPARED[each.dataset].noun
    if not noun:
        return ""
    heading = f"{noun} {each.reference}"
    if each.before is None or each.after is None:
        row = each.after or each.before or {}
        worth = f": {_shown(AMOUNT, row)}" if AMOUNT.key in row else ""
        return f"{heading} {'was removed' if each.after is None else 'was added later'}{worth}"
    changes = [
        f"{field.label} {_shown(field, each.before)} to {_shown(field, each.after)}"
        for field, _, _ in each.cells()
        if field.is_input and not (field is USD_AMOUNT and each.after["currency"] == "USD")
    ]
    return f"{heading} was corrected: {'; '.join(changes)}" if changes else ""


def _shown(field: Field, row: Row) -> str:
    value = row[field.key]
    if value is None or value == "":
        return "not stated"
    if field.cell in (Cell.USD, Cell.MONEY):
        return money.text(value, "USD" if field.cell is Cell.USD else row["currency"])
    return cells.text(field, row)


def _has_nothing(dataset: str, one: Row | None, two: Row | None) -> bool:
    """Whether it is a contributor that came or went, and of whom no money is known."""
    if dataset != "contributors" or (one and two):
        return False
    return not any((two or one or {})[name] for name in ("committed_usd", "deposited_usd"))


def restatement_rows(view: View) -> Iterator[Row]:
    """The dataset ``restatements``: a row for each cell that changed."""
    days = window(view)
    for each in restated(view):
        for field, one, two in each.cells():
            yield {
                "recorded_from": days.first,
                "recorded_to": days.last,
                "dataset": each.dataset,
                "reference": each.reference,
                "column": field.key,
                "before": one,
                "after": two,
                "reason_code": each.reason,
            }


Pair = tuple[tuple[Hashable, ...], Row | None, Row | None]


def _differing(compared: Compared, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
    """The rows that were not there before, are not there any more, or have other cells."""
    if isinstance(before, Rows) and isinstance(after, Rows):
        before, after = rows_that_differ(before.columns, after.columns, compared.key[0])
    known, now = (
        {tuple(row[name] for name in compared.key): row for row in rows} for rows in (before, after)
    )
    for key in [*known, *(key for key in now if key not in known)]:
        if known.get(key) != now.get(key):
            yield key, known.get(key), now.get(key)
