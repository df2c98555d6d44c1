"""Import files of contributors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from trustfund.domain import catalogue
from trustfund.domain.kinds import ContributorType
from trustfund.domain.problems import Code
from trustfund.domain.texts import alike
from trustfund.exchange.imports import states
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Change, Line
from trustfund.ledger import contributors
from trustfund.ledger.books import Books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store.tables import Contributor, Country


def plan(books: Books, line: Line) -> Planned:
    """A contributor is known by its name, however it is spelt, unless it is said to be another."""
    name = " ".join(line.text("name").split())
    another = line.another.get(name, "")
    own = contributors.find(books, name)
    is_alike = own is not None and own.name != name and alike(own.name, name)
    if is_alike and another:
        own = None
    now = _as_draft(books, own) if own else ContributorDraft(name, "")
    draft = replace(line.fill(now), apart=another or now.apart)
    parent = contributors.find(books, draft.parent) if draft.parent else None
    draft = replace(draft, name=now.name, parent=parent.name if parent else draft.parent)
    on = date.max if draft.parent else date.min  # parents first, wherever they stand in the file
    if own is None and _lacks_country(draft):
        draft = replace(draft, country=_country(books, line, name))
    if own is None:
        return Planned(False, (step(contributors.record_contributor, draft, on=on),))
    changed = tuple(line.changes(now, draft))
    if changed and is_alike:
        line.note("name", Code.TWIN, name, *contributors.is_it([own.name]))
    elif changed and own.name != name:
        why = f"is another name of {own.name}, of which the row says something else"
        line.note("name", Code.DIFFERS, name, why, f"Leave the row out, or call it {own.name}")
    if draft.apart != now.apart:
        changed += (Change("name", now.apart, draft.apart),)
    correct = step(contributors.correct_contributor, own.name, draft, line.reason, on=on)
    return correction(changed, correct)


def _lacks_country(draft: ContributorDraft) -> bool:
    """Whether a row is a State at the top without its country."""
    is_state = draft.contributor_type == ContributorType.MEMBER_STATE
    return is_state and not draft.country and not draft.parent


def _country(books: Books, line: Line, name: str) -> str:
    """The one country that the name means; else "", with those it may mean as the remedy."""
    known = states.names(books)
    found = states.meant(known, name)
    if len(found) == 1:
        return min(found)
    if may_be := found or states.mentioned(known, name):
        listed = " or ".join(_called(books, code) for code in sorted(may_be))
        why = "is missing, and the name alone does not say it"
        line.note("country", Code.MISSING, "", why, f"Is it {listed}? Give its code")
    return ""


def _called(books: Books, code: str) -> str:
    return f"{books.session.get_one(Country, code).name} ({code})"


def remarks(books: Books, plans: Sequence[tuple[Line, Planned]]) -> Iterator[str]:
    """The countries that were taken from the names of new States."""
    lacking = [
        line
        for line, planned in plans
        if not planned.known and _lacks_country(line.fill(ContributorDraft("", "")))
    ]
    known = states.names(books) if lacking else {}
    taken = [
        f"{line.place} {_called(books, min(found))}"
        for line in lacking
        if len(found := states.meant(known, line.text("name"))) == 1
    ]
    if taken:
        yield f"The country was taken from the name of a State: {', '.join(taken)}."


def _as_draft(books: Books, own: Contributor) -> ContributorDraft:
    parent = books.session.get(Contributor, own.parent_id) if own.parent_id else None
    return ContributorDraft(
        own.name,
        own.contributor_type.value,
        own.country or "",
        parent.name if parent else "",
        own.apart,
    )


CONTRIBUTORS = Kind(
    name="contributors",
    document=catalogue.contributor.DOCUMENT,
    plan=plan,
    may_repeat=True,
    remarks=remarks,
)
