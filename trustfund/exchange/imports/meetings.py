"""Import files of events."""

from trustfund.domain import catalogue
from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.problems import Problems
from trustfund.exchange.imports.kind import Change, Kind, Line, Planned, step, written
from trustfund.ledger import events
from trustfund.ledger.acts import Books
from trustfund.ledger.events import EventDraft


def plan(books: Books, line: Line) -> Planned:
    """An event is known by its code."""
    own = events.find(books, line.text("code"))
    now = events.as_draft(own) if own else EventDraft("", "", "", date_precision="")
    starts_on = line.day("starts_on", now.starts_on)
    usual = DatePrecision.DAY if starts_on else DatePrecision.NONE
    draft = EventDraft(
        code=line.text("code"),
        kind=line.text("kind"),
        title=line.text("title"),
        city=line.text("city", now.city),
        country=line.text("country", now.country),
        announced=line.text("announced", now.announced),
        starts_on=starts_on,
        ends_on=line.day("ends_on", now.ends_on),
        date_precision=line.text("date_precision", now.date_precision) or usual,
        phase=line.text("phase", now.phase),
        status=line.text("status", now.status) or EventStatus.CONFIRMED,
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
