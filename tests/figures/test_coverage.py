"""Which eligible countries were reached, and the status of a country on the day of the event."""

from fractions import Fraction

import pytest

from tests.books import a_delegate, an_authorised_trip, day, money_available, perform
from tests.reading import Loaded, rows, view
from trustfund.figures.participation import coverage, status_rows
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.ledger.events import EventDraft, add_event


def reached(store, query: str = "", ldcs_only: bool = False) -> tuple[int, int]:
    found = coverage(view(store, query), ldcs_only)
    return found.reached, found.eligible


@pytest.fixture
def funded(sqlite_store):
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    return sqlite_store


def test_equatorial_guinea_counts_as_ldc_at_the_second_session_and_not_at_the_third(funded):
    a_delegate(funded, "GNQ", "TS-2")
    a_delegate(funded, "GNQ", "TS-3")
    assert [(row["event"], row["ldc"]) for row in rows(funded, "participation")] == [
        ("TS-2", True),
        ("TS-3", False),
    ]
    ldcs = status_rows(view(funded))[0]
    assert (ldcs["group"], ldcs["delegates"]) == ("Least developed countries", 1)
    assert status_rows(view(funded, "event=TS-3"))[0]["delegates"] == 0


def test_coverage_of_an_event_is_of_the_countries_eligible_on_its_first_day(funded):
    for country in ("NPL", "BTN", "EGY"):
        a_delegate(funded, country, "TS-3")
    a_delegate(funded, "FJI", "TS-2")
    assert reached(funded, "event=TS-3") == (3, 146)
    assert reached(funded, "event=TS-3", ldcs_only=True) == (2, 47)
    assert reached(funded, "event=TS-2", ldcs_only=True) == (0, 48)
    assert coverage(view(funded, "event=TS-3")).share == Fraction(3, 146)


def test_two_delegates_of_a_country_reach_it_once(funded):
    a_delegate(funded, "NPL", "TS-3")
    a_delegate(funded, "NPL", "TS-3")
    a_delegate(funded, "NPL", "TS-2")
    assert reached(funded) == (1, 146)


def test_who_is_expected_has_not_been_reached(funded):
    an_authorised_trip(funded, "100", country="NPL")
    assert reached(funded) == (0, 146)


def test_over_the_life_of_the_fund_48_ldcs_could_be_reached(sample: Loaded):
    found = coverage(view(sample), ldcs_only=True)
    assert found.eligible == 48  # Equatorial Guinea was one of them until 4 June 2017
    went = {row["country"] for row in rows(sample, "participation") if row["delegates"]}
    as_ldc = {
        row["country"] for row in rows(sample, "participation") if row["delegates"] and row["ldc"]
    }
    assert "GNQ" in as_ldc
    assert found.reached == len(as_ldc)
    assert reached(sample) == (len(went), 146)
    assert reached(sample, "from=2017-06-04", ldcs_only=True)[1] == 47


def test_an_ldc_that_came_only_after_its_graduation_was_not_reached_as_one(funded):
    a_delegate(funded, "GNQ", "TS-3")
    assert reached(funded) == (1, 146)
    assert reached(funded, ldcs_only=True) == (0, 48)


def test_before_the_first_event_coverage_is_not_available(sample: Loaded):
    found = coverage(view(sample, "as_of=2017-04-17"))
    assert (found.reached, found.eligible, found.share) == (0, 0, None)
    assert reached(sample, "as_of=2017-04-18", ldcs_only=True)[1] == 48


def test_an_event_to_come_makes_nobody_eligible_yet(funded):
    perform(funded, decide_eligibility, "CYP", day("2018-12-10"), True, "Host of a later round")
    assert reached(funded) == (0, 146)
    assert reached(funded, "as_of=2018-12-10") == (0, 147)


def test_a_decision_counts_from_its_day_on_and_does_not_rewrite_what_was(funded):
    a_delegate(funded, "NPL", "TS-3")
    perform(funded, decide_eligibility, "NPL", day("2017-07-01"), False, "Its own request")
    perform(funded, decide_eligibility, "CYP", day("2017-07-01"), True, "Transit country")
    assert reached(funded, "event=TS-3") == (1, 146)
    a_delegate(funded, "CYP", "TS-4")
    assert reached(funded, "event=TS-4") == (1, 146)  # one country less, one more
    assert reached(funded) == (2, 147)


def test_who_came_while_not_eligible_was_not_reached(funded):
    a_delegate(funded, "NPL", "TS-3")
    perform(funded, decide_eligibility, "NPL", day("2017-04-01"), False, "Found out afterwards")
    assert reached(funded) == (0, 145)


def test_a_cancelled_event_reaches_and_excludes_nobody(funded):
    perform(funded, decide_eligibility, "CYP", day("2017-06-01"), True, "For one meeting")
    perform(funded, decide_eligibility, "CYP", day("2017-06-03"), False, "It did not take place")
    meeting = EventDraft("X-1", "other", "Meeting", starts_on=day("2017-06-02"), status="cancelled")
    perform(funded, add_event, meeting)
    assert reached(funded) == (0, 146)


def test_coverage_of_a_region_is_of_its_own_countries(funded):
    for country in ("NPL", "BTN", "EGY"):
        a_delegate(funded, country, "TS-3")
    assert reached(funded, "region=African") == (1, 54)
    assert reached(funded, "region=No group") == (0, 3)
    assert reached(funded, "grouping=m49&region=Americas") == (0, 33)
    assert reached(funded, "region=African", ldcs_only=True) == (0, 34)
