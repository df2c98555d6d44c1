"""Import files of contributors."""

from dataclasses import replace
from datetime import date

from trustfund.domain import catalogue
from trustfund.domain.problems import Code, Problems
from trustfund.exchange.imports.kind import Change, Kind, Line, Planned, step
from trustfund.ledger import contributors
from trustfund.ledger.books import Books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store.tables import Contributor

FIELDS = {
    "contributor_type": "contributor_type",
    "country": "country",
    "parent": "parent_id",
}
"""Columns, and the fields of a contributor that they fill."""


def plan(books: Books, line: Line) -> Planned:
    """A contributor is known by its name, whatever its capitals."""
    name = " ".join(line.text("name").split())
    own = contributors.find(books, name)
    now = _as_draft(books, own) if own else ContributorDraft(name, "")
    draft = replace(line.fill(now, catalogue.contributor.DOCUMENT), name=now.name)
    on = date.max if draft.parent else date.min  # parents first, wherever they stand in the file
    if own is None:
        return Planned(False, (step(contributors.record_contributor, draft, on=on),))
    values = Problems().attempt(contributors.checked, books, draft, own) or {}
    changed = tuple(
        Change(column, getattr(now, column), getattr(draft, column))
        for column, field in FIELDS.items()
        if values.get(field, ...) != getattr(own, field)
    )
    if changed and own.name.casefold() != name.casefold():
        why = f"is another name of {own.name}, of which the row says something else"
        line.note("name", Code.DIFFERS, name, why, f"Leave the row out, or call it {own.name}")
    correct = step(contributors.correct_contributor, own.name, draft, line.reason, on=on)
    return Planned(True, (correct,) if changed else (), changed)


def _as_draft(books: Books, own: Contributor) -> ContributorDraft:
    parent = books.session.get(Contributor, own.parent_id) if own.parent_id else None
    return ContributorDraft(
        own.name, own.contributor_type.value, own.country or "", parent.name if parent else ""
    )


CONTRIBUTORS = Kind(
    name="contributors",
    document=catalogue.contributor.DOCUMENT,
    plan=plan,
    may_repeat=True,
    any_capitals=True,
)
