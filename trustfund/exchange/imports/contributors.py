"""Import files of contributors."""

from dataclasses import replace
from datetime import date

from trustfund.domain import catalogue
from trustfund.domain.problems import Code
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.ledger import contributors
from trustfund.ledger.books import Books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store.tables import Contributor


def plan(books: Books, line: Line) -> Planned:
    """A contributor is known by its name, whatever its capitals."""
    name = " ".join(line.text("name").split())
    own = contributors.find(books, name)
    now = _as_draft(books, own) if own else ContributorDraft(name, "")
    draft = line.fill(now)
    parent = contributors.find(books, draft.parent) if draft.parent else None
    draft = replace(draft, name=now.name, parent=parent.name if parent else draft.parent)
    on = date.max if draft.parent else date.min  # parents first, wherever they stand in the file
    if own is None:
        return Planned(False, (step(contributors.record_contributor, draft, on=on),))
    changed = tuple(line.changes(now, draft))
    if changed and own.name.casefold() != name.casefold():
        why = f"is another name of {own.name}, of which the row says something else"
        line.note("name", Code.DIFFERS, name, why, f"Leave the row out, or call it {own.name}")
    correct = step(contributors.correct_contributor, own.name, draft, line.reason, on=on)
    return correction(changed, correct)


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
