"""Meetings of the process: staff add them, and move them when the announcement changes."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import event as fields
from trustfund.domain.fields import Field
from trustfund.domain.kinds import DatePrecision, EventKind, EventStatus, parse_code
from trustfund.domain.problems import Code, Problems
from trustfund.domain.texts import listed
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.store.tables import Event


@dataclass(frozen=True)
class EventDraft:
    """A meeting as typed. ``starts_on`` and ``ends_on`` span what was announced."""

    code: str
    kind: str
    title: str
    city: str = ""
    country: str = ""
    announced: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    date_precision: str = DatePrecision.DAY
    phase: str = ""
    status: str = EventStatus.CONFIRMED
    held: str = "false"


def find(books: Books, code: str) -> Event | None:
    """The event of that code, None where there is none or it is void."""
    return books.find(Event, code)


def required(books: Books, code: str, field: Field = fields.DOCUMENT.itself) -> Event:
    """The event of that code, or a sentence."""
    return books.required(Event, field, code, "an event", "Use a code from the list")


def as_draft(own: Event) -> EventDraft:
    """An event as somebody would type it."""
    typed = {field.key: getattr(own, field.key) for field in fields.DOCUMENT.input_fields}
    held = "true" if own.held else "false"
    return EventDraft(**{**typed, "country": own.country or "", "held": held})


class Known(Protocol):
    """What the rules of a meeting ask: open books, or the lists beside a fund's own files."""

    today: date

    def country(self, problems: Problems, field: Field, code: str) -> object:
        """The country of a code; what is no code is noted as a problem."""


def checked(books: Known, draft: EventDraft) -> dict[str, Any]:
    """The fields of a meeting, checked against every rule."""
    problems = Problems()
    kind = problems.attempt(parse_code, fields.KIND, draft.kind, EventKind)
    precision = problems.attempt(
        parse_code, fields.DATE_PRECISION, draft.date_precision, DatePrecision
    )
    status = problems.attempt(parse_code, fields.STATUS, draft.status, EventStatus)
    if not draft.title.strip():
        problems.missing(fields.TITLE, "Give the title of the meeting")
    country = draft.country.strip().upper() or None
    if country:
        books.country(problems, fields.COUNTRY, draft.country)
    starts_on, ends_on = draft.starts_on, draft.ends_on or draft.starts_on
    if precision is DatePrecision.NONE:
        starts_on = ends_on = None
    elif starts_on is None or ends_on is None:
        problems.missing(fields.STARTS_ON, "Give it, or choose the precision none")
    elif ends_on < starts_on:
        why, remedy = "is before the first day", "Correct one of the two"
        problems.add(fields.ENDS_ON, Code.OUT_OF_ORDER, ends_on, why, remedy)
    elif precision is DatePrecision.MONTH:  # a month is announced: no day in it is invented
        starts_on = starts_on.replace(day=1)
        ends_on = ends_on.replace(day=calendar.monthrange(ends_on.year, ends_on.month)[1])
    held = draft.held == "true"
    if draft.held not in ("true", "false", ""):
        why, remedy = "is neither true nor false", "Write true if it took place, else false"
        problems.add(fields.HELD, Code.NOT_A_CODE, draft.held, why, remedy)
    elif held and status is EventStatus.CANCELLED:
        why, remedy = "cannot be: the event is cancelled", "Correct one of the two"
        problems.add(fields.HELD, Code.OUT_OF_PLACE, draft.held, why, remedy)
    elif held and starts_on and starts_on > books.today:
        why = f"cannot be: its first day, {starts_on}, is still to come"
        problems.add(fields.HELD, Code.NOT_OVER, draft.held, why, "Correct one of the two")
    problems.refuse_if_any()
    return {
        "kind": kind,
        "title": draft.title.strip(),
        "city": draft.city.strip(),
        "country": country,
        "announced": draft.announced.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "date_precision": precision,
        "phase": draft.phase.strip(),
        "status": status,
        "held": held,
    }


def no_such_phase(books: Books, phase: str) -> tuple[str, ...]:
    """A warning of a phase that the terms, which name some, do not name."""
    known = books.terms[-1].phase_codes
    if not phase or not known or phase in known:
        return ()
    what = f'The phase "{phase}" is not one of the fund\'s phases: {listed(known)}.'
    return (f"{what} Correct the event, or add the phase to the terms (page Settings).",)


@act(ActCode.EVENT_ADDED)
def add_event(act: Act, draft: EventDraft) -> Done:
    """Add a meeting of any kind that feeds the process."""
    code = draft.code.strip()
    if not code:
        act.problems.missing(fields.CODE, "Give a short code such as TS-7")
    elif taken := act.books.is_taken(Event, code):
        why = "is used already" if taken == code else f"is used already, as {taken}"
        remedy = "Change that event, or use another code"
        act.problems.add(fields.CODE, Code.TAKEN, code, why, remedy)
    values = act.sound(act.attempt(checked, draft))
    act.put(Event, {"code": code}, **values)
    warnings = no_such_phase(act.books, values["phase"])
    return Done(code, f"Event {code} is added.", warnings)
