"""Import files of events."""

from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.problems import Problems
from trustfund.exchange.imports.kind import Change, Kind, Line, Planned, step, written
from trustfund.ledger import events
from trustfund.ledger.books import Books
from trustfund.ledger.events import EventDraft


def plan(books: Books, line: Line) -> Planned:
    """An event is known by its code."""
    own = events.find(books, line.text("code"))
    now = events.as_draft(own) if own else EventDraft("", "", "", date_precision="")
    draft = line.fill(now, catalogue.event.DOCUMENT)
    usual = DatePrecision.DAY if draft.starts_on else DatePrecision.NONE
    draft = replace(
        draft,
        date_precision=draft.date_precision or usual,
        status=draft.status or EventStatus.CONFIRMED,
    )
    if own is None:
        return Planned(False, (step(events.add_event, draft),))
    values = Problems().attempt(events.checked, books, draft)
    changed = tuple(
        Change(
            column,
            written(getattr(own, column)),
            written(getattr(draft, column) if values is None else values[column]),
        )
        for column in EVENTS.columns[1:]
        if values is None or values[column] != getattr(own, column)
    )
    change = step(events.change_event, draft, line.reason)
    return Planned(True, (change,) if changed else (), changed)


EVENTS = Kind(
    name="events",
    document=catalogue.event.DOCUMENT,
    plan=plan,
)
