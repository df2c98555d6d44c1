"""A year that a sister fund published comes out right from its trips, booked one by one."""

import pytest

from tests.books import a_commitment, a_deposit, day, perform, recorded_on
from tests.reading import rows, total, view
from trustfund.figures.gender import gender_rows, gender_total
from trustfund.figures.overview import overview
from trustfund.figures.participation import count, coverage, region_rows, seats, status_rows
from trustfund.ledger import travel, trip_steps
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.terms import TermsDraft, change_terms
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft

# Which States went to which session was not published: these fit what was.
SESSIONS = (
    ("HRC-31", "2016-02-29", "2016-03-24", "CPV:F MUS:F BTN:F FJI:M MDV:F MHL:F BRB:F JAM:M"),
    ("HRC-32", "2016-06-13", "2016-07-01", "SYC:F FSM:F NRU:M PLW:F PNG:F FJI:F TTO:F GRD:M"),
    ("HRC-33", "2016-09-13", "2016-09-30", "SYC:F WSM:M TON:F PNG:F GUY:F SUR:F JAM:F GRD:M"),
)
YEAR = "from=2016-01-01&to=2016-12-31"


@pytest.fixture
def year_2016(sqlite_store):
    with recorded_on("2016-12-30"):
        starts, ends = day("2016-01-01"), day("2016-12-31")
        terms = TermsDraft("HRC", "Fund for LDCs and SIDS", starts, ends, "1", "0", "OHCHR")
        perform(sqlite_store, change_terms, terms, "The fund that published this")
        gift = a_commitment(sqlite_store, "120000", earmark="1", signed_on="2016-01-11")
        a_deposit(sqlite_store, gift, "120000", value_date="2016-01-18")
        for code, first, last, delegates in SESSIONS:
            session = EventDraft(
                code, "other", f"Session {code}", "Geneva", "CHE", "", day(first), day(last)
            )
            perform(sqlite_store, add_event, session)
            for country, gender in (place.split(":") for place in delegates.split()):
                seat = NominationDraft(
                    code,
                    country,
                    day("2016-01-20"),
                    gender=gender,
                    costs=CostsDraft(ticket="1900", dsa="2400", terminal="152"),
                )
                trip = perform(sqlite_store, travel.nominate, seat).reference
                for step in (
                    StepDraft(trip, "authorised", day("2016-02-01")),
                    StepDraft(trip, "settled", day(last), actual="4250.75"),
                ):
                    perform(sqlite_store, trip_steps.advance, step)
    return sqlite_store


def test_the_human_rights_councils_fund_for_ldcs_and_sids_in_2016(year_2016):
    """24 delegates, 18 women and 6 men, of 19 States: 1 LDC and 18 SIDS.

    African States 3, Asia and the Pacific 10, Latin America and the Caribbean 6. Source: report of
    2016 of the Voluntary Technical Assistance Trust Fund to Support the Participation of Least
    Developed Countries and Small Island Developing States in the Work of the Human Rights Council.
    """
    seen = view(year_2016, YEAR)
    counts = count(seats(seen))
    assert (counts.delegates, counts.expected, counts.trips) == (24, 0, 24)
    assert counts.countries == 19
    countries = {row["group"]: row["countries"] for row in status_rows(seen)}
    assert countries["Least developed countries"] == 1
    assert countries["Small island developing States"] == 18
    by_group = {row["region"]: row["countries"] for row in region_rows(seen) if row["trips"]}
    assert by_group == {"African": 3, "Asia-Pacific": 10, "Latin American and Caribbean": 6}
    assert gender_total(seen) == {"Women": 18, "Men": 6, "Another gender or not stated": 0}


def test_its_table_by_region_cannot_be_published_whole(year_2016):
    """Six men in three groups: the four women of African States must not be told apart."""
    shown = {
        row["region"]: (row["Women"], row["Men"]) for row in gender_rows(view(year_2016), "region")
    }
    assert shown == {
        "African": (None, None),
        "Asia-Pacific": (9, 3),
        "Latin American and Caribbean": (None, None),
    }
    by_session = gender_rows(view(year_2016), "event")
    assert [row["delegates"] for row in by_session] == [8, 8, 8]
    assert {row["Men"] for row in by_session} == {None}  # two men at each


def test_its_rows_carry_the_status_of_2016_and_its_money_adds_up(year_2016):
    places = rows(year_2016, "participation", YEAR)
    assert len(places) == 24
    assert {row["country"] for row in places if row["ldc"]} == {"BTN"}
    # Cabo Verde, Maldives and Samoa had graduated by then.
    assert {"CPV", "MDV", "WSM"} <= {row["country"] for row in places if not row["ldc"]}
    assert total(places, "delegates") == 24
    reached = coverage(view(year_2016, YEAR), ldcs_only=True)
    assert (reached.reached, reached.eligible) == (1, 48)
    found = overview(view(year_2016))
    assert found.deposited == 12_000_000
    assert (found.fee, found.spent, found.obligated) == (120_000, 24 * 425_075, 0)
    assert found.available == 12_000_000 - 120_000 - 24 * 425_075
