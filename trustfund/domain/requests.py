"""How a request for a seat is told: where it stands, what comes next, and by when."""

from datetime import date, timedelta

from trustfund.domain.travel import TripStatus

_S = TripStatus
_TOLD = {
    _S.NOMINATED: "asked for, the secretariat decides by {last}",
    _S.UNDER_REVIEW: "under review, the secretariat decides by {last}",
    _S.APPROVED: "approved, ticket by {last}",
    _S.WAITLISTED: "on the waiting list, a seat may come free until {last}",
    _S.DECLINED: "declined",
    _S.AUTHORISED: "approved and funded, ticket by {last}",
    _S.TICKETED: "ticketed, the event begins on {first}",
    _S.TRAVELLED: "travelled, the claim comes next",
    _S.CLAIMED: "travelled, the claim is looked at",
    _S.SETTLED: "travelled and settled",
    _S.OFFER_DECLINED: "offered, and not taken",
    _S.WITHDRAWN: "withdrawn",
    _S.CANCELLED_AFTER_TICKET: "cancelled after the ticket was bought",
    _S.NO_SHOW: "did not travel",
    _S.REPLACED: "passed on to another delegate",
}


def last_day(starts_on: date | None) -> date | None:
    """The last day on which a mission may ask, or withdraw: the day before the event begins."""
    return starts_on - timedelta(days=1) if starts_on else None


def told(status: TripStatus, starts_on: date | None) -> str:
    """Where a request stands: "approved, ticket by 12 March 2018"."""
    return _TOLD[status].format(last=_day(last_day(starts_on)), first=_day(starts_on))


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day to be announced"
