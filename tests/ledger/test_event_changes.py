"""An event that moves or is cancelled: what hangs on it is seen, and decided by a person."""

from dataclasses import replace
from typing import Any

import pytest

from tests.books import (
    a_delegate,
    a_step,
    an_authorised_trip,
    available,
    by_pool,
    day,
    money_available,
    perform,
    recorded_on,
    refusal,
)
from tests.invariants import assert_read_as_anew
from tests.reading import rows, view
from trustfund.domain.kinds import EntryKind
from trustfund.figures import frames, settling, travel_money
from trustfund.figures.announcements import rows as announced
from trustfund.figures.participation import coverage
from trustfund.ledger import events, travel, trip_steps
from trustfund.ledger.books import read_books
from trustfund.ledger.event_changes import Decisions, change_event, touched
from trustfund.ledger.events import EventDraft

THIRD = "TS-3"  # on 19 and 20 June 2017


@pytest.fixture
def funded(sqlite_store):
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    return sqlite_store


def changed(store, code: str = THIRD, **values: Any) -> EventDraft:
    with read_books(store) as books:
        return replace(events.as_draft(events.required(books, code)), **values)


def hangs(store, draft: EventDraft) -> list[str]:
    """What the form lists before the change is saved."""
    with read_books(store) as books:
        return [f"{each.kind.key}: {each}" for each in touched(books, draft)]


def change(store, draft: EventDraft, **decided: str):
    return perform(store, change_event, draft, "It moves", None, Decisions(**decided))


def to(first: str, last: str = "") -> dict[str, Any]:
    return {"starts_on": day(first), "ends_on": day(last or first)}


def trip_rows(store) -> dict[str, str]:
    return {row["reference"]: row["status"] for row in rows(store, "travel")}


def unsettled(store) -> list[str]:
    return list(settling.to_settle(store))


# Cancelled


@pytest.fixture
def two_to_come(funded):
    """Nepal authorised for USD 3,000; Bhutan with a ticket of USD 800 and USD 200 of allowance."""
    an_authorised_trip(funded, "3000")
    costs = travel.CostsDraft(ticket="800", dsa="200")
    draft = travel.NominationDraft(THIRD, "BTN", day("2017-05-20"), costs=costs)
    ticketed = perform(funded, travel.nominate, draft).reference
    a_step(funded, ticketed, "authorised", "2017-06-01")
    a_step(funded, ticketed, "ticketed", "2017-06-02")
    return funded


def test_cancelling_lists_who_still_goes_and_asks(two_to_come):
    draft = changed(two_to_come, status="cancelled")
    assert hangs(two_to_come, draft) == [
        "seats: MCS00-T-0001: Nepal, authorised, USD 3,000.00 reserved",
        "seats: MCS00-T-0002: Bhutan, ticketed, USD 1,000.00 reserved",
    ]
    said = refusal(two_to_come, change_event, draft, "Called off")
    assert 'Trips still to come "TS-3": has to be decided: MCS00-T-0001: Nepal' in said
    assert said.endswith("Choose release or keep.")


def test_releasing_them_gives_all_money_back_but_the_ticket(two_to_come):
    assert available(two_to_come) == {"1": 500_000}
    done = change(two_to_come, changed(two_to_come, status="cancelled"), seats="release")
    assert done.sentence == "Event TS-3 is changed. Released: 2."
    first, second = done.warnings
    assert first == (
        "MCS00-T-0001 (Nepal): withdrawn. USD 0.00 is spent, USD 3,000.00 is available again."
    )
    assert second == (
        "MCS00-T-0002 (Bhutan): cancelled after ticket. USD 800.00 is spent, USD 200.00 is "
        "available again."
    )
    assert available(two_to_come) == {"1": 820_000}
    assert trip_rows(two_to_come) == {
        "MCS00-T-0001": "withdrawn",
        "MCS00-T-0002": "cancelled_after_ticket",
    }
    assert unsettled(two_to_come) == []


def test_keeping_them_changes_nothing_and_check_lists_them(two_to_come):
    change(two_to_come, changed(two_to_come, status="cancelled"), seats="keep")
    assert set(trip_rows(two_to_come).values()) == {"authorised", "ticketed"}
    [said] = unsettled(two_to_come)
    assert said.startswith(
        "event TS-3 is cancelled, and travel to it is not: 2 trips with USD 4,000.00 reserved, "
        "MCS00-T-0001, MCS00-T-0002. Change the event"
    )
    change(two_to_come, changed(two_to_come), seats="release")  # later, with nothing else to change
    assert unsettled(two_to_come) == []


def test_another_title_asks_nothing(two_to_come):
    draft = changed(two_to_come, title="Third session", phase="II")
    assert hangs(two_to_come, draft) == []
    perform(two_to_come, change_event, draft, "Its right title")


def test_another_city_asks_what_becomes_of_who_still_goes(two_to_come):
    draft = changed(two_to_come, city="Vienna", country="AUT")
    assert len(hangs(two_to_come, draft)) == 2
    change(two_to_come, draft, seats="keep")
    assert unsettled(two_to_come) == []


def test_a_name_in_the_reason_is_refused_where_a_trip_would_keep_it(funded):
    draft = travel.NominationDraft(THIRD, "NPL", day("2017-05-20"), name="Maya Gurung")
    trip = perform(
        funded, travel.nominate, replace(draft, costs=travel.CostsDraft("100"))
    ).reference
    a_step(funded, trip, "authorised", "2017-06-01")
    off = changed(funded, status="cancelled")
    said = refusal(funded, change_event, off, "Gurung Maya is ill", None, Decisions("release"))
    assert "holds the delegate's name" in said


# Moved


def test_a_move_to_next_year_names_who_travelled_to_a_meeting_that_has_not_begun(funded):
    a_delegate(funded, "NPL")
    draft = changed(funded, **to("2018-09-19", "2018-09-20"))
    assert hangs(funded, draft) == [
        "steps: MCS00-T-0001: Nepal, travelled on 2017-06-19, and TS-3 begins on 2018-09-19"
    ]
    change(funded, draft, steps="keep")
    [said] = unsettled(funded)
    assert said.startswith("1 trip travelled on 2017-06-19, and TS-3 begins on 2018-09-19: MCS00-")
    assert coverage(view(funded, "event=TS-3")).eligible == 0  # it has not begun
    perform(funded, trip_steps.take_back, "MCS00-T-0001", "Booked for the wrong meeting")
    assert unsettled(funded) == []


def test_a_move_to_an_earlier_day_names_who_was_authorised_too_late(funded):
    an_authorised_trip(funded, "100", "2017-06-10")
    draft = changed(funded, **to("2017-06-05"))
    assert (
        "steps: MCS00-T-0001: Nepal, authorised on 2017-06-10, and TS-3 begins on 2017-06-05"
        in (hangs(funded, draft))
    )


def test_who_travels_to_a_meeting_without_a_day_waits_for_staff_to_say_that_it_took_place(funded):
    a_delegate(funded, "NPL")
    vague: dict[str, Any] = {
        "date_precision": "vague",
        "starts_on": day("2017-06-19"),
        "ends_on": day("2018-12-31"),
    }
    change(funded, changed(funded, **vague), steps="keep")
    [said] = unsettled(funded)
    assert said.startswith("1 trip travelled on 2017-06-19, and TS-3 has no day yet: MCS00-T-0001.")
    assert coverage(view(funded, "event=TS-3")).eligible == 0
    change(funded, changed(funded, held="true"))
    assert unsettled(funded) == []
    assert coverage(view(funded, "event=TS-3")).reached == 1


# The class of a country at an event


@pytest.fixture
def graduated(funded):
    """Equatorial Guinea, an LDC until 4 June 2017, at the second session, which moves to July."""
    a_delegate(funded, "GNQ", "TS-2")
    return funded


LATER = to("2017-07-22", "2017-07-23")


def ldcs(store, query: str = "event=TS-2") -> tuple[int, int]:
    found = coverage(view(store, query), ldcs_only=True)
    return found.reached, found.eligible


def test_a_move_across_a_graduation_asks_and_coverage_stays(graduated):
    assert ldcs(graduated) == (1, 48)
    draft = changed(graduated, "TS-2", **LATER)
    assert "classes: Equatorial Guinea: LDC: yes → no" in hangs(graduated, draft)
    change(graduated, draft, steps="keep", classes="keep")
    assert [row["ldc"] for row in rows(graduated, "participation")] == [True]
    assert ldcs(graduated) == (1, 48)  # before: 0 of 47
    assert not any("count otherwise" in each for each in unsettled(graduated))


def test_correct_records_the_authorisations_anew_with_the_same_days_and_money(store):
    money_available(store, {"1": "9000"}, since="2017-05-02")
    a_delegate(store, "GNQ", "TS-2")
    a_step(store, "MCS00-T-0001", "settled", "2017-05-30", actual="90")
    spent, before = by_pool(store, EntryKind.EXPENDITURE), rows(store, "travel")
    draft = changed(store, "TS-2", **LATER)
    done = change(store, draft, steps="keep", classes="correct")
    assert done.sentence == "Event TS-2 is changed. Its authorisations are recorded anew."
    assert rows(store, "travel") == before
    assert by_pool(store, EntryKind.EXPENDITURE) == spent
    assert [row["ldc"] for row in rows(store, "participation")] == [False]
    assert ldcs(store) == (0, 47)
    perform(store, trip_steps.take_back, "MCS00-T-0001", "Its steps are as they were")
    assert trip_rows(store) == {"MCS00-T-0001": "travelled"}
    assert by_pool(store, EntryKind.OBLIGATION, EntryKind.RELEASE) == {"1": 10_000}
    assert_read_as_anew(store)


def test_the_earliest_authorisation_that_stands_decides_for_all(funded):
    """GNQ: one seat authorised for 22 May, another after the session was announced for July."""
    first = an_authorised_trip(
        funded, "100", "2017-05-20", country="GNQ", event="TS-2", nominated_on="2017-05-10"
    )
    change(funded, changed(funded, "TS-2", **LATER), seats="keep", classes="keep")
    an_authorised_trip(funded, "100", "2017-06-20", country="GNQ", event="TS-2")
    assert [row["ldc"] for row in rows(funded, "participation")] == [True]
    perform(funded, trip_steps.take_back, first, "Not needed")
    assert [row["ldc"] for row in rows(funded, "participation")] == [False]


def test_a_report_of_an_earlier_day_has_the_class_that_was_known_then(funded):
    with recorded_on("2030-01-01"):
        a_delegate(funded, "GNQ", "TS-2")
    with recorded_on("2030-02-01"):
        draft = changed(funded, "TS-2", **LATER)
        change(funded, draft, steps="keep", classes="correct")
    assert [row["ldc"] for row in rows(funded, "participation", "known_at=2030-01-15")] == [True]
    assert [row["ldc"] for row in rows(funded, "participation")] == [False]


def test_a_round_of_travel_money_stays_as_it_was_published(sqlite_store):
    """GNQ, NPL and BTN cost USD 100 each in the round of June; the session moves to July."""
    funded = sqlite_store
    with recorded_on("2017-06-30"):
        money_available(funded, {"1": "9000"}, since="2017-05-02")
        for country in ("GNQ", "NPL", "BTN"):
            a_delegate(funded, country, "TS-2")
        for number in (1, 2, 3):
            a_step(funded, f"MCS00-T-{number:04}", "settled", "2017-06-01")
    frames.load(funded)  # somebody looks: the half-year is published
    published = travel_money.cells(view(funded), "ldc")
    assert published == {"ldc": 30_000}
    change(funded, changed(funded, "TS-2", **LATER), steps="keep", classes="correct")
    assert travel_money.cells(view(funded), "ldc") == published
    assert [row["ldc"] for row in rows(funded, "participation")] == [True, False, True]
    frames._cache.clear()  # and so another process has it, which reads all anew
    assert travel_money.cells(view(funded), "ldc") == published


# What was announced, and whether it took place


def test_what_was_announced_is_listed_newest_first(sqlite_store):
    with recorded_on("2030-01-01"):
        moved = changed(sqlite_store, announced="21-22 June 2017", **to("2017-06-21", "2017-06-22"))
        change(sqlite_store, moved)
    with recorded_on("2030-02-01"):
        change(sqlite_store, changed(sqlite_store, city="Vienna", country="AUT"))
    shown = announced(view(sqlite_store), THIRD)
    assert [(each["recorded_on"], each["announced"], each["place"]) for each in shown] == [
        ("2030-02-01", "21-22 June 2017", "Vienna, Austria"),
        ("2030-01-01", "21-22 June 2017", "Geneva, Switzerland"),
        ("", "19-20 June 2017", "Geneva, Switzerland"),
    ]
    assert len(announced(view(sqlite_store, "known_at=2030-01-15"), THIRD)) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "cancelled", "held": "true"}, "the event is cancelled"),
        ({"held": "true", **to("2018-12-10")}, "2018-12-10, is still to come"),
        ({"held": "perhaps"}, "is neither true nor false"),
    ],
)
def test_what_cannot_have_taken_place_is_refused(sqlite_store, values, said):
    assert said in refusal(sqlite_store, change_event, changed(sqlite_store, **values), "Why")
