from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.books import day, history, perform, refusal
from trustfund.exchange import fund_folder
from trustfund.ledger.event_changes import change_event
from trustfund.ledger.events import EventDraft, add_event
from trustfund.store.setup import FUNDS
from trustfund.store.tables import Event

SESSION = EventDraft(
    "TS-7",
    "thematic_session",
    "An extraordinary session",
    "Geneva",
    "che",
    "5-6 February 2018",
    day("2018-02-05"),
    day("2018-02-06"),
)


def event(store, code: str = "TS-7") -> Event:
    with store.reading() as session:
        return session.get_one(Event, code)


def changed(**values: Any) -> EventDraft:
    return replace(SESSION, **values)


def test_staff_add_a_meeting_of_any_kind(store):
    perform(store, add_event, SESSION)
    added = event(store)
    assert (added.kind, added.city, added.country) == ("thematic_session", "Geneva", "CHE")
    assert (added.starts_on, added.ends_on) == (date(2018, 2, 5), date(2018, 2, 6))
    assert (added.date_precision, added.status) == ("day", "confirmed")


@pytest.mark.parametrize(
    ("announced", "first", "last"),
    [
        ({"ends_on": None}, date(2018, 2, 5), date(2018, 2, 5)),
        ({"date_precision": "month"}, date(2018, 2, 1), date(2018, 2, 28)),  # no day is invented
        ({"date_precision": "none", "status": "tba"}, None, None),
    ],
)
def test_a_meeting_has_the_days_that_were_announced(sqlite_store, announced, first, last):
    perform(sqlite_store, add_event, changed(**announced))
    assert (event(sqlite_store).starts_on, event(sqlite_store).ends_on) == (first, last)


def test_a_code_is_used_once(sqlite_store):
    said = refusal(sqlite_store, add_event, changed(code=" TS-1 "))
    assert 'Code "TS-1": is used already' in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"starts_on": None, "ends_on": None}, "First day: is missing"),
        ({"ends_on": date(2018, 2, 4)}, "is before the first day"),
    ],
)
def test_the_days_of_a_meeting_make_sense(sqlite_store, wrong, said):
    assert said in refusal(sqlite_store, add_event, changed(**wrong))


def test_a_meeting_that_moves_keeps_its_history(store):
    perform(store, add_event, SESSION)
    moved = changed(city="New York", country="USA", starts_on=day("2018-02-06"))
    perform(store, change_event, moved, "The building is closed")
    assert (event(store).city, event(store).country) == ("New York", "USA")
    line = history(store)[-1]
    assert (line.subject, line.reason) == ("TS-7", "The building is closed")
    assert '"city": ["Geneva", "New York"]' in line.changes
    assert '"starts_on": ["2018-02-05", "2018-02-06"]' in line.changes


def test_a_phase_that_the_terms_do_not_name_is_warned_of_with_those_that_they_name(sqlite_store):
    draft = EventDraft("X-1", "other", "A session", date_precision="none", phase="IV")
    (said,) = perform(sqlite_store, add_event, draft).warnings
    assert said.startswith('The phase "IV" is not one of the fund\'s phases: I, II and III. ')
    moved = replace(draft, phase="Later")
    assert '"Later" is not one' in perform(sqlite_store, change_event, moved, "Moved").warnings[0]
    known = replace(draft, phase="II")
    assert perform(sqlite_store, change_event, known, "Moved").warnings == ()


def test_where_the_terms_name_no_phase_any_is_taken(sqlite_store):
    fund_folder.begin(sqlite_store, FUNDS / "ocean-treaty")
    draft = EventDraft("X-1", "other", "A session", date_precision="none", phase="IV")
    assert perform(sqlite_store, add_event, draft).warnings == ()
