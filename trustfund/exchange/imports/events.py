"""Import files of events."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.problems import Code, Problems
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.exchange.imports.outcome import Hanging
from trustfund.ledger import event_changes, events
from trustfund.ledger.books import Books
from trustfund.ledger.event_changes import Decisions
from trustfund.ledger.events import EventDraft
from trustfund.store.tables import Event

NEW = EventDraft("", "", "", date_precision="")


def _draft(line: Line, own: Event | None) -> EventDraft:
    draft = line.fill(events.as_draft(own) if own else NEW)
    usual = DatePrecision.DAY if draft.starts_on else DatePrecision.NONE
    return replace(
        draft,
        date_precision=draft.date_precision or usual,
        status=draft.status or EventStatus.CONFIRMED,
        held=draft.held or "false",
    )


def hanging(books: Books, lines: Iterable[Line]) -> Iterator[Hanging]:
    """What hangs on the events of a file, where it is not decided."""
    for line in lines:
        open_kinds = {each.field for each in line.problems if each.code is Code.UNDECIDED}
        if open_kinds:
            own = events.required(books, line.text("code"))
            found = event_changes.touched(books, _draft(line, own))
            for kind in filter(open_kinds.__contains__, event_changes.KINDS):
                touched = tuple(each for each in found if each.kind is kind)
                yield Hanging(own.code, kind, touched)


def plan(books: Books, line: Line) -> Planned:
    """An event is known by its code."""
    own = events.find(books, line.text("code"))
    now, draft = events.as_draft(own) if own else NEW, _draft(line, own)
    if own is None:
        return Planned(False, (step(events.add_event, draft),))
    kinds = (kind.key for kind in event_changes.KINDS)
    decided = Decisions(**{kind: line.decided.get((own.code, kind), "") for kind in kinds})
    kept = Problems().attempt(events.checked, books, draft) or {}  # a month as its days
    would_be = replace(draft, **{**kept, "country": draft.country, "held": draft.held})
    change = step(event_changes.change_event, draft, line.reason, None, decided)
    return correction(line.changes(now, would_be), change)


EVENTS = Kind(
    name="events",
    document=catalogue.event.DOCUMENT,
    plan=plan,
)
