"""Papers of records: attached and removed by acts, so that history knows each by its hash."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import paper as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.kinds import RecordKind, one, parse_code
from trustfund.domain.names import keep_out
from trustfund.domain.permissions import PAPERS
from trustfund.domain.problems import Code, refusal
from trustfund.ledger import (
    contribution_rules,
    deposits,
    events,
    movements,
    paper_contents,
    travel,
)
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books, name_of
from trustfund.store import papers
from trustfund.store.base import Base
from trustfund.store.tables import History, Paper, Trip

MOST = 50
"""Papers of one record."""
_K = RecordKind
_RECORDS: Mapping[RecordKind, Callable[[Books, str], Base]] = {
    _K.CONTRIBUTION: contribution_rules.required,
    _K.DEPOSIT: deposits.required,
    _K.MOVEMENT: movements.required,
    _K.TRIP: travel.required,
    _K.EVENT: events.required,
}
"""What finds a record, or says that it is not there."""


@dataclass(frozen=True)
class PaperDraft:
    """A paper as somebody attaches it; what its file is called is not asked."""

    record: str
    reference: str
    title: str
    content: bytes

    def __repr__(self) -> str:
        """By it a form knows what it booked: another file is another paper, by its hash."""
        facts = self.record, self.reference, self.title, papers.hash_of(self.content)
        return f"PaperDraft{facts!r}"


@dataclass(frozen=True)
class Attached:
    """A paper of a record, with who attached it and when."""

    paper: Paper
    by: str
    at: datetime


def of_record(books: Books, kind: RecordKind, reference: str) -> list[Attached]:
    """The papers of a record that are not removed, the oldest first."""
    found = (
        select(Paper, History.actor, History.at)
        .join(History, col(History.id) == Paper.act_id)
        .where(Paper.record == kind, Paper.reference == reference)
        .where(col(Paper.removed_by_act_id).is_(None))
        .order_by(col(Paper.id))
    )
    return [Attached(*row) for row in books.session.exec(found)]


def find(session: Session, number: int) -> Paper | None:
    """A paper that is not removed, by its number."""
    found = session.get(Paper, number)
    return found if found and found.removed_by_act_id is None else None


@act(ActCode.PAPER_ATTACHED)
def attach(act: Act, draft: PaperDraft) -> Done:
    """Attach a paper to a record."""
    kind = parse_code(fields.RECORD, draft.record, RecordKind)
    act.books.actor.require(PAPERS[kind], f"Attach a paper to {one(kind)}")
    record = act.need(_RECORDS[kind], draft.reference)
    reference = name_of(record)
    media = act.problems.attempt(paper_contents.media_type, draft.content)
    if not draft.title:
        act.problems.missing(fields.TITLE, "Say what it is, such as signed arrangement")
    if kind is RecordKind.TRIP:
        name = travel.required(act.books, reference).name
        keep_out(act.problems, name, {fields.TITLE: draft.title})
    there = of_record(act.books, kind, reference)
    sha256 = papers.hash_of(draft.content)
    if len(there) >= MOST:
        why = f"has {MOST} papers already"
        act.problems.add(
            fields.REFERENCE, Code.TOO_MUCH, reference, why, "Put several into one PDF"
        )
    for each in there:
        if each.paper.sha256 == sha256:
            why, remedy = f"is attached already, as paper {each.paper.id}", "There is nothing to do"
            act.problems.add(fields.CONTENT, Code.DONE_ALREADY, "", why, remedy)
    paper = Paper(
        record=kind,
        reference=reference,
        title=draft.title,
        media_type=act.sound(media),
        size=len(draft.content),
        sha256=sha256,
    )
    papers.keep(act.session.connection(), draft.content)
    act.add(paper)
    what = f"{paper.media_type.name}, {paper.size:,} bytes, SHA-256 {sha256}"
    return Done(reference, f"Paper {paper.id} is attached to {kind} {reference}: {what}.")


@act(ActCode.PAPER_REMOVED)
def remove(act: Act, number: int, reason: str) -> Done:
    """Remove a paper: its content is deleted after the act, its line stays."""
    act.require_reason(reason)
    paper = find(act.session, number)
    if paper is None:
        why, remedy = "is not there, or removed already", "Look at the papers of its record"
        raise refusal(fields.NUMBER, Code.UNKNOWN, number, why, remedy)
    act.books.actor.require(PAPERS[paper.record], f"Remove a paper of {one(paper.record)}")
    if paper.record is RecordKind.TRIP:
        trip = act.books.find(Trip, paper.reference)  # none where it is void
        keep_out(act.problems, trip.name if trip else "", {REASON: act.reason})
    act.problems.refuse_if_any()
    act.change(paper, removed_by_act_id=act.id)
    return Done(
        paper.reference, f"Paper {paper.id} of {paper.record} {paper.reference} is removed."
    )


def forget_of_trips(act: Act, references: Collection[str]) -> int:
    """Remove the papers of trips, and what they were called: both may name the delegate."""
    found = select(Paper).where(Paper.record == RecordKind.TRIP, Paper.title != "")
    kept = [each for each in act.session.exec(found) if each.reference in references]
    for paper in kept:
        removed = paper.removed_by_act_id or act.id
        act.change(paper, None, {"title"}, title="", removed_by_act_id=removed)
    return len(kept)


def remove_of(act: Act, kind: RecordKind, references: Collection[str]) -> int:
    """Remove the papers of records that are void: another record may get such a reference."""
    if kind is RecordKind.TRIP:
        return forget_of_trips(act, references)
    standing = select(Paper).where(Paper.record == kind, col(Paper.removed_by_act_id).is_(None))
    found = [each for each in act.session.exec(standing) if each.reference in references]
    for paper in found:
        act.change(paper, removed_by_act_id=act.id)
    return len(found)


def trips_with_papers(books: Books) -> set[str]:
    """The references of trips that have papers, or kept what removed ones were called."""
    found = select(Paper.reference).where(Paper.record == RecordKind.TRIP, Paper.title != "")
    return {*books.session.exec(found.distinct())}
