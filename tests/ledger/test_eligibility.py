"""Whose delegates may be funded: judged on the first day of the event."""

import pytest

from tests.books import a_nomination, day, money_available, perform, refusal
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger.books import open_books
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.travel import NominationDraft, nominate
from trustfund.ledger.trip_steps import StepDraft, advance


def nomination_refused(store, country: str = "NPL", event: str = "TS-3") -> str:
    return refusal(store, nominate, NominationDraft(event, country, day("2017-05-20")))


@pytest.mark.parametrize(
    ("country", "name"), [("NOR", "Norway"), ("HKG", "Hong Kong"), ("ABW", "Aruba")]
)
def test_a_country_that_is_not_eligible_is_refused(sqlite_store, country, name):
    said = nomination_refused(sqlite_store, country)
    assert name in said
    assert "is not eligible on 2017-06-19, the first day of TS-3" in said


@pytest.mark.parametrize("country", ["NPL", "CHN", "PSE", "COK", "NIU"])
def test_a_developing_member_and_the_three_other_states_are_eligible(sqlite_store, country):
    a_nomination(sqlite_store, country=country)


def decide(store, country: str, since: str, eligible: bool) -> str:
    act = decide_eligibility
    return perform(store, act, country, day(since), eligible, "Decided").sentence


def test_a_decision_is_said_in_words(sqlite_store):
    said = decide(sqlite_store, "nor", "2017-06-01", eligible=True)
    assert said == "Norway is eligible from 2017-06-01 on."
    said = decide(sqlite_store, "NOR", "2017-07-01", eligible=False)
    assert said == "Norway is not eligible from 2017-07-01 on."


def test_an_administrators_decision_admits_a_country_from_its_day_on(store):
    decide(store, "NOR", "2017-06-20", eligible=True)
    assert "is not eligible on 2017-06-19" in nomination_refused(store, "NOR")
    decide(store, "NOR", "2017-06-19", eligible=True)
    a_nomination(store, country="NOR", event="TS-3")


def test_an_administrators_decision_excludes_a_country_until_the_next_one(store):
    decide(store, "NPL", "2017-06-01", eligible=False)
    assert "is not eligible" in nomination_refused(store, "NPL")
    a_nomination(store, country="NPL", event="TS-2")  # 22 May
    decide(store, "NPL", "2017-07-01", eligible=True)
    assert "is not eligible" in nomination_refused(store, "NPL")
    decide(store, "NPL", "2017-06-01", eligible=True)  # the same day, decided again
    a_nomination(store, country="NPL", event="TS-3")


def test_a_decision_holds_for_what_follows_it_in_the_same_opening_of_the_books(sqlite_store):
    from_norway = NominationDraft("TS-3", "NOR", day("2017-05-20"))
    with open_books(sqlite_store, COMMAND_LINE) as books:
        with pytest.raises(Refused, match="is not eligible on 2017-06-19"):
            nominate(books, from_norway)
        decide_eligibility(books, "NOR", day("2017-06-19"), eligible=True, reason="Decided")
        assert "a delegate of Norway is nominated" in nominate(books, from_norway).sentence
        decide_eligibility(books, "NOR", day("2017-06-19"), eligible=False, reason="Again")
        with pytest.raises(Refused, match="is not eligible on 2017-06-19"):
            nominate(books, from_norway)


def test_eligibility_is_judged_again_when_the_trip_is_authorised(store):
    money_available(store, {"1": "5000"})
    trip = a_nomination(store)
    decide(store, "NPL", "2017-06-01", eligible=False)
    step = StepDraft(trip, "authorised", day("2017-06-01"))
    assert "is not eligible on 2017-06-19" in refusal(store, advance, step)


def test_nobody_is_nominated_for_an_event_without_a_date(sqlite_store):
    draft = EventDraft("TS-7", "other", "A meeting to come", date_precision="none")
    perform(sqlite_store, add_event, draft)
    assert "has no date yet" in nomination_refused(sqlite_store, event="TS-7")
