"""Trips, delegates, expected and countries: what each step of a trip counts as."""

import pytest

from tests.books import a_nomination, a_step, money_available, perform
from tests.reading import Loaded, only_row, rows, total, view
from trustfund.domain.travel import TripStatus
from trustfund.figures.participation import count, seats
from trustfund.ledger.events import EventDraft, add_event

S = TripStatus
AUTHORISED = ("authorised", "2017-06-01")
TICKETED = ("ticketed", "2017-06-05")
TRAVELLED = ("travelled", "2017-06-18")

# The steps after the nomination, and (trips, delegates, expected, countries).
STEPS = {
    S.NOMINATED: ([], (0, 0, 0, 0)),
    S.UNDER_REVIEW: ([("under_review", "2017-05-22")], (0, 0, 0, 0)),
    S.APPROVED: ([("approved", "2017-05-22")], (0, 0, 0, 0)),
    S.WAITLISTED: ([("waitlisted", "2017-05-22")], (0, 0, 0, 0)),
    S.DECLINED: ([("declined", "2017-05-22")], (0, 0, 0, 0)),
    S.OFFER_DECLINED: ([("offer_declined", "2017-05-22")], (0, 0, 0, 0)),
    S.WITHDRAWN: ([AUTHORISED, ("withdrawn", "2017-06-03")], (0, 0, 0, 0)),
    S.AUTHORISED: ([AUTHORISED], (1, 0, 1, 0)),
    S.TICKETED: ([AUTHORISED, TICKETED], (1, 0, 1, 0)),
    S.TRAVELLED: ([AUTHORISED, TICKETED, TRAVELLED], (1, 1, 0, 1)),
    S.CLAIMED: ([AUTHORISED, TRAVELLED, ("claimed", "2017-07-03")], (1, 1, 0, 1)),
    S.SETTLED: ([AUTHORISED, ("settled", "2017-07-10")], (1, 1, 0, 1)),
    S.CANCELLED_AFTER_TICKET: (
        [AUTHORISED, TICKETED, ("cancelled_after_ticket", "2017-06-10")],
        (1, 0, 0, 0),
    ),
    S.NO_SHOW: ([AUTHORISED, TICKETED, ("no_show", "2017-06-20")], (1, 0, 0, 0)),
    S.REPLACED: ([AUTHORISED, TICKETED, ("replaced", "2017-06-10")], (0, 0, 0, 0)),
}


def a_trip_at(store, steps, country: str = "NPL", **nomination: str) -> str:
    trip = a_nomination(store, "1000", country=country, **nomination)
    for status, on in steps:
        a_step(store, trip, status, on, reason="For the test")
    return trip


def counted(store, query: str = "") -> tuple[int, int, int, int]:
    found = count(seats(view(store, query)))
    return found.trips, found.delegates, found.expected, found.countries


@pytest.mark.parametrize("status", list(TripStatus))
def test_what_a_trip_counts_as_at_each_step(sqlite_store, status):
    steps, expected = STEPS[status]
    money_available(sqlite_store, {"1": "5000"})
    a_trip_at(sqlite_store, steps)
    assert counted(sqlite_store) == expected
    assert total(rows(sqlite_store, "participation"), "trips") == expected[0]


def test_a_seat_given_up_counts_once_money_was_sunk_in_it_and_a_replaced_one_counts_anew(store):
    money_available(store, {"1": "5000"})
    for status, actual in (
        ("cancelled_after_ticket", "0"),
        ("replaced", "0"),
        ("cancelled_after_ticket", "300"),
        ("replaced", "75"),
    ):
        trip = a_trip_at(store, [AUTHORISED, TICKETED])
        a_step(store, trip, status, "2017-06-10", actual=actual, reason="Ill")
    row = only_row(store, "participation")
    assert (row["trips"], row["delegates"], row["expected"]) == (1, 0, 0)
    assert (row["spent_usd"], row["obligated_usd"]) == (37_500, 0)


def test_a_person_at_two_events_is_two_delegates_of_one_country(store):
    money_available(store, {"1": "5000"}, since="2017-05-01")
    a_trip_at(store, [AUTHORISED, TRAVELLED])
    a_trip_at(
        store,
        [("authorised", "2017-05-10"), ("travelled", "2017-05-21")],
        event="TS-2",
        nominated_on="2017-05-05",
    )
    assert counted(store) == (2, 2, 0, 1)
    assert [row["event"] for row in rows(store, "participation")] == ["TS-2", "TS-3"]


def test_a_row_says_who_is_expected_and_what_is_still_reserved(store):
    money_available(store, {"1": "9000"})
    a_trip_at(store, [AUTHORISED, ("settled", "2017-07-10")])
    a_trip_at(store, [AUTHORISED])
    a_trip_at(store, [])  # a nomination is nobody's business yet
    assert only_row(store, "participation") == {
        "event": "TS-3",
        "event_date": "2017-06-19",
        "country": "NPL",
        "country_name": "Nepal",
        "un_group": "Asia-Pacific",
        "m49_region": "Asia",
        "m49_subregion": "Southern Asia",
        "ldc": True,
        "lldc": True,
        "sids": False,
        "delegates": 1,
        "expected": 1,
        "trips": 2,
        "obligated_usd": 100_000,
        "spent_usd": 100_000,
    }


def test_somebody_travelled_from_the_day_of_the_journey_on(store):
    money_available(store, {"1": "5000"})
    a_trip_at(store, [AUTHORISED, TRAVELLED, ("settled", "2017-07-10")])
    seen = {
        on: counted(store, f"as_of={on}")
        for on in ("2017-05-31", "2017-06-01", "2017-06-17", "2017-06-18", "2018-07-16")
    }
    assert seen == {
        "2017-05-31": (0, 0, 0, 0),
        "2017-06-01": (1, 0, 1, 0),
        "2017-06-17": (1, 0, 1, 0),
        "2017-06-18": (1, 1, 0, 1),
        "2018-07-16": (1, 1, 0, 1),
    }


def test_nominated_waitlisted_and_declined_people_never_show(sample: Loaded):
    shown = {seat.status for seat in seats(view(sample))}
    never = {S.NOMINATED, S.UNDER_REVIEW, S.APPROVED, S.WAITLISTED, S.DECLINED, S.OFFER_DECLINED}
    assert not shown & never
    assert not any(row["trips"] == 0 for row in rows(sample, "participation"))


def test_events_come_by_their_first_day_and_can_be_narrowed(sample: Loaded):
    codes = [row["code"] for row in rows(sample, "events")]
    assert (codes[0], codes[-1]) == ("IDM-1", "CONF")
    june = rows(sample, "events", "from=2017-05-22&to=2017-06-19")
    assert [row["code"] for row in june] == ["TS-2", "TS-3"]  # both ends count
    assert only_row(sample, "events", "event=HR-4")["announced"] == "Mid-February 2018 TBA"
    at_two = rows(sample, "participation", "event=TS-2&event=TS-3")
    assert {row["event"] for row in at_two} == {"TS-2", "TS-3"}


def test_an_event_without_a_date_is_listed_unless_a_period_is_asked_for(store):
    later = EventDraft("X-1", "other", "A later meeting", date_precision="none", status="tba")
    perform(store, add_event, later)
    assert rows(store, "events")[-1]["code"] == "X-1"
    assert (rows(store, "events")[-1]["starts_on"], len(rows(store, "events"))) == ("", 28)
    assert len(rows(store, "events", "from=2000-01-01")) == 27
