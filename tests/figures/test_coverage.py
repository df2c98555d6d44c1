"""Which eligible countries were reached, and the status of a country on the day of the event."""

from fractions import Fraction

import pytest

from tests.books import a_delegate, an_authorised_trip, day, money_available, perform, refusal
from tests.reading import Loaded, rows, view
from trustfund.figures.participation import coverage, status_rows
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.travel import NominationDraft, nominate


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


SEVERAL = "NPL BTN EGY FJI:TS-2"


@pytest.mark.parametrize(
    ("delegates", "query", "of_all", "of_ldcs"),
    [
        # An event: of the countries eligible on its first day
        (SEVERAL, "event=TS-3", (3, 146), (2, 47)),
        (SEVERAL, "event=TS-2", (1, 146), (0, 48)),
        # A region: of its own countries
        (SEVERAL, "region=African", (1, 54), (0, 34)),
        (SEVERAL, "region=No group", (0, 3), (0, 0)),
        (SEVERAL, "grouping=m49&region=Americas", (0, 33), (0, 1)),
        # A country is reached once, however many came, and as an LDC only before it graduated
        ("NPL NPL NPL:TS-2", "", (1, 146), (1, 48)),
        ("GNQ", "", (1, 146), (0, 48)),
    ],
)
def test_coverage_is_of_countries_with_a_delegate(funded, delegates, query, of_all, of_ldcs):
    for delegate in delegates.split():
        country, _, event = delegate.partition(":")
        a_delegate(funded, country, event or "TS-3")
    assert (reached(funded, query), reached(funded, query, ldcs_only=True)) == (of_all, of_ldcs)
    assert coverage(view(funded, query)).share == Fraction(*of_all)


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


def test_who_was_eligible_when_travel_was_authorised_is_reached_whatever_is_decided_later(funded):
    """Before: reached 0 of 145. Decisions change what is to come, not who was there."""
    a_delegate(funded, "NPL", "TS-3")
    perform(funded, decide_eligibility, "NPL", day("2017-04-01"), False, "Found out afterwards")
    assert reached(funded) == (1, 146)
    assert reached(funded, "event=TS-2") == (0, 145)


def test_a_cancelled_event_reaches_and_excludes_nobody(funded):
    perform(funded, decide_eligibility, "CYP", day("2017-06-01"), True, "For one meeting")
    perform(funded, decide_eligibility, "CYP", day("2017-06-03"), False, "It did not take place")
    meeting = EventDraft("X-1", "other", "Meeting", starts_on=day("2017-06-02"), status="cancelled")
    perform(funded, add_event, meeting)
    assert reached(funded) == (0, 146)


def test_a_meeting_before_the_fund_is_context_and_covers_nobody(funded):
    """The coordination meeting of February 2017: no request, no eligible country."""
    day_before = EventDraft("COORD", "other", "Coordination", starts_on=day("2017-02-16"))
    perform(funded, add_event, day_before)
    assert reached(funded, "event=COORD") == (0, 0)
    said = refusal(funded, nominate, NominationDraft("COORD", "NPL", day("2017-05-20")))
    assert "begins on 2017-02-16, before the fund does on 2017-04-03" in said
