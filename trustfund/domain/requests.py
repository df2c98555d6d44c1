"""A request for a seat in words: where it stands, what comes next, and by when."""

from datetime import date, timedelta

from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.meetings import Meeting, has_begun
from trustfund.domain.travel import TripStatus

_S = TripStatus
_STATUS = {
    _S.NOMINATED: "asked for",
    _S.UNDER_REVIEW: "under review",
    _S.APPROVED: "approved",
    _S.WAITLISTED: "on the waiting list",
    _S.DECLINED: "declined",
    _S.AUTHORISED: "approved and funded",
    _S.TICKETED: "ticketed",
    _S.TRAVELLED: "travelled, the claim comes next",
    _S.CLAIMED: "travelled, the claim is looked at",
    _S.SETTLED: "travelled and settled",
    _S.OFFER_DECLINED: "offered, and not taken",
    _S.WITHDRAWN: "withdrawn",
    _S.CANCELLED_AFTER_TICKET: "cancelled after the ticket was bought",
    _S.NO_SHOW: "did not travel",
    _S.REPLACED: "passed on to another delegate",
}
_NEXT = {
    _S.NOMINATED: "the secretariat decides {before}",
    _S.UNDER_REVIEW: "the secretariat decides {before}",
    _S.APPROVED: "ticket {before}",
    _S.WAITLISTED: "a seat may come free {before}",
    _S.AUTHORISED: "ticket {before}",
    _S.TICKETED: "the event begins {begins}",
}
"""What comes before the event, until it begins."""
_UNKNOWN = "a day to be announced"


def before(event: Meeting) -> str:
    """Until when a mission may ask, or withdraw: "by 12 March 2018", "before September 2018"."""
    match event.date_precision, event.starts_on:
        case DatePrecision.DAY, date() as first:
            return f"by {_day(first - timedelta(days=1))}"
        case DatePrecision.MONTH | DatePrecision.VAGUE, _:
            return f"before {event.announced or _UNKNOWN}"
    return f"by {_UNKNOWN}"


def in_words(status: TripStatus, event: Meeting, today: date) -> str:
    """Where a request stands: "approved, ticket by 12 March 2018"."""
    if (what_next := _NEXT.get(status)) is None:
        return _STATUS[status]
    if event.status is EventStatus.CANCELLED:
        what_next = "the event is cancelled"
    elif has_begun(event, today):
        what_next = "the event has begun"
    return f"{_STATUS[status]}, {what_next.format(before=before(event), begins=_begins(event))}"


def _begins(event: Meeting) -> str:
    match event.date_precision, event.starts_on:
        case DatePrecision.DAY, date() as first:
            return f"on {_day(first)}"
        case DatePrecision.MONTH | DatePrecision.VAGUE, _ if event.announced:
            return f"as announced: {event.announced}"
    return f"on {_UNKNOWN}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
