"""Import files of events."""

from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.problems import Problems
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.ledger import event_changes, events
from trustfund.ledger.books import Books
from trustfund.ledger.event_changes import Decisions
from trustfund.ledger.events import EventDraft


def plan(books: Books, line: Line) -> Planned:
    """An event is known by its code."""
    own = events.find(books, line.text("code"))
    now = events.as_draft(own) if own else EventDraft("", "", "", date_precision="")
    draft = line.fill(now)
    usual = DatePrecision.DAY if draft.starts_on else DatePrecision.NONE
    draft = replace(
        draft,
        date_precision=draft.date_precision or usual,
        status=draft.status or EventStatus.CONFIRMED,
        held=draft.held or "false",
    )
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
