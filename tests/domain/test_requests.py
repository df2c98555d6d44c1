"""What a mission reads of its request: where it stands, what comes next, and by when."""

from datetime import date

import pytest

from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.requests import in_words
from trustfund.domain.travel import TripStatus
from trustfund.store.tables import Event

S, P = TripStatus, DatePrecision
EVE, FIRST_DAY = date(2018, 9, 3), date(2018, 9, 4)
MONTH = {"starts_on": date(2018, 9, 1), "ends_on": date(2018, 9, 30), "announced": "September 2018"}


def event(precision: DatePrecision = P.DAY, **other) -> Event:
    usual = {"starts_on": FIRST_DAY, "ends_on": FIRST_DAY, "announced": "4 September 2018"}
    status = other.pop("status", EventStatus.CONFIRMED)
    known = {"status": status, "held": False, "date_precision": precision}
    return Event(code="E", **known, **{**usual, **other})


@pytest.mark.parametrize(
    ("status", "meeting", "says"),
    [
        (S.NOMINATED, event(), "asked for, the secretariat decides by 3 September 2018"),
        (S.APPROVED, event(), "approved, ticket by 3 September 2018"),
        (S.TICKETED, event(), "ticketed, the event begins on 4 September 2018"),
        (S.APPROVED, event(P.MONTH, **MONTH), "approved, ticket before September 2018"),
        (
            S.TICKETED,
            event(P.MONTH, **MONTH),
            "ticketed, the event begins as announced: September 2018",
        ),
        (
            S.WAITLISTED,
            event(P.NONE, starts_on=None, ends_on=None, announced="To be announced"),
            "on the waiting list, a seat may come free by a day to be announced",
        ),
    ],
)
def test_what_comes_next_and_by_when(status, meeting, says):
    assert in_words(status, meeting, EVE) == says


@pytest.mark.parametrize("status", [S.NOMINATED, S.APPROVED, S.AUTHORISED, S.TICKETED])
def test_nothing_is_promised_once_the_event_has_begun_or_is_cancelled(status):
    assert in_words(status, event(), FIRST_DAY).endswith(", the event has begun")
    month = event(P.MONTH, **MONTH)
    assert "has begun" not in in_words(status, month, date(2018, 9, 30))
    assert in_words(status, month, date(2018, 10, 1)).endswith(", the event has begun")
    cancelled = event(status=EventStatus.CANCELLED)
    assert in_words(status, cancelled, EVE).endswith(", the event is cancelled")
    assert in_words(status, cancelled, FIRST_DAY).endswith(", the event is cancelled")


def test_what_ended_stays_as_it_is_said():
    assert in_words(S.DECLINED, event(status=EventStatus.CANCELLED), FIRST_DAY) == "declined"
