"""When a meeting has begun, and which steps of a trip do not go with it as it is now."""

from datetime import date
from typing import Protocol

from trustfund.domain.kinds import DatePrecision, EventStatus, label
from trustfund.domain.travel import DELEGATES, ONCE_EVENT_BEGAN, TripStatus


class Meeting(Protocol):
    """What is known of an event."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def announced(self) -> str:
        """Its dates, in the words of the announcement."""

    @property
    def starts_on(self) -> date | None:
        """The first day of what was announced."""

    @property
    def ends_on(self) -> date | None:
        """The last one."""

    @property
    def date_precision(self) -> DatePrecision:
        """How exact these days are."""

    @property
    def status(self) -> EventStatus:
        """Whether it is confirmed, or cancelled."""

    @property
    def held(self) -> bool:
        """Whether staff confirm that it took place."""


def has_begun(event: Meeting, on: date) -> bool:
    """Whether an event had begun on a day.

    One whose day is not known only when its span is over, or when staff confirm that it took place.
    """
    if event.status is EventStatus.CANCELLED:
        return False
    first, last = event.starts_on, event.ends_on
    if event.date_precision is DatePrecision.DAY or event.held:
        return event.held if first is None else first <= on
    return last is not None and last < on


def dates(event: Meeting) -> str:
    """Its dates in the words of the announcement; without such words the days that are known."""
    if event.announced or event.starts_on is None:
        return event.announced or "no date yet"
    if event.ends_on in (None, event.starts_on):
        return f"{event.starts_on}"
    return f"{event.starts_on} to {event.ends_on}"


def is_over(event: Meeting, on: date) -> bool:
    """Whether the last day of an event was past on a day, or it is cancelled."""
    last = event.ends_on or event.starts_on
    return event.status is EventStatus.CANCELLED or (last is not None and last < on)


TOOK_PART = DELEGATES | ONCE_EVENT_BEGAN
"""Steps of somebody who was at the event, or was awaited there."""
STILL_TO_GO = frozenset(
    {
        TripStatus.NOMINATED,
        TripStatus.UNDER_REVIEW,
        TripStatus.APPROVED,
        TripStatus.WAITLISTED,
        TripStatus.AUTHORISED,
        TripStatus.TICKETED,
    }
)
"""Trips that have not begun, and have not ended."""


def contradiction(
    event: Meeting, status: TripStatus, on: date, judged_on: date | None, today: date
) -> str:
    """Why a step that stands does not go with its event as it is now; "" where it does.

    ``judged_on`` is the first day of the event as it was known when the trip was authorised.
    """
    taken, first = f"{label(status).lower()} on {on}", event.starts_on
    if status in TOOK_PART and event.status is EventStatus.CANCELLED:
        return f"{taken}, and {event.code} is cancelled"
    has_no_day = event.date_precision is not DatePrecision.DAY and not has_begun(event, today)
    if status in TOOK_PART and has_no_day:
        return f"{taken}, and {event.code} has no day yet"
    if event.status is EventStatus.CANCELLED or first is None:
        return ""
    has_moved = judged_on is not None and judged_on < first
    is_early = on < first and (status in ONCE_EVENT_BEGAN or (status in DELEGATES and has_moved))
    is_late = status is TripStatus.AUTHORISED and on >= first
    return f"{taken}, and {event.code} begins on {first}" if is_early or is_late else ""
