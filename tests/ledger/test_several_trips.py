"""One step for several trips: all of them or none, each at its own estimate."""

import pytest

from tests.books import (
    a_nomination,
    a_step,
    day,
    history,
    lines,
    money_available,
    perform,
    refusal,
)
from tests.people import acting
from trustfund.domain.kinds import EntryKind
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger.books import read_books
from trustfund.ledger.trip_steps import SeveralDraft, advance_several, plan_several
from trustfund.store.engine import Store


def several(trips: list[str], status: str, on: str = "2017-06-01", **more) -> SeveralDraft:
    return SeveralDraft(tuple(trips), status, day(on), **more)


def test_a_selection_of_trips_is_authorised_in_one_act_each_at_its_own_estimate(store):
    money_available(store, {"1": "5000", "unearmarked": "5000"})
    nepal, mali = a_nomination(store, "3000"), a_nomination(store, "2500", country="MLI")
    before = len(history(store))
    done = perform(store, advance_several, several([nepal, mali], "authorised"))
    assert done.sentence == f"2 trips are authorised on 2017-06-01: {nepal}, {mali}."
    assert len(history(store)) == before + 1
    reserved = [(line.pool, line.usd) for line in lines(store) if line.kind == "obligation"]
    assert reserved == [("1", 3000_00), ("1", 2000_00), ("unearmarked", 500_00)]


def test_the_preview_shows_each_trip_and_what_they_cost_together(store):
    money_available(store, {"1": "9000"})
    trips = [a_nomination(store, "3000"), a_nomination(store, "2500", country="MLI")]
    with read_books(store, COMMAND_LINE) as books:
        found = plan_several(books, several(trips, "authorised"))
    assert [step.outcome for step in found.steps] == [
        " USD 3,000.00 is obligated.",
        " USD 2,500.00 is obligated.",
    ]
    assert found.cents == {EntryKind.OBLIGATION: 5500_00}


def test_money_for_one_of_two_authorises_none_and_names_the_trip_that_is_short(store):
    money_available(store, {"1": "4000"})
    trips = [a_nomination(store, "3000"), a_nomination(store, "2500", country="MLI")]
    said = refusal(store, advance_several, several(trips, "authorised"))
    assert said.startswith(f'Cost, trip {trips[1]} "USD 2,500.00": is USD 1,500.00 more than')
    assert trips[0] not in said


def test_each_trip_that_cannot_take_the_step_has_a_sentence_of_its_own(store):
    trips = [a_nomination(store), a_nomination(store, country="MLI")]
    a_step(store, trips[0], "declined", "2017-05-25", reason="No seat is left")
    said = refusal(store, advance_several, several([*trips, "T-99"], "settled", "2017-07-01"))
    assert f'Status, trip {trips[0]} "Settled": cannot follow declined' in said
    assert f'Status, trip {trips[1]} "Settled": cannot follow nominated' in said
    assert 'trip T-99 "T-99": is not a trip' in said


def test_a_least_developed_country_in_the_selection_does_not_wait_for_its_first_seat(store):
    money_available(store, {"1": "9000"})
    ghana, nepal = a_nomination(store, "3000", "GHA"), a_nomination(store, "3000", "NPL")
    alone = refusal(store, advance_several, several([ghana], "authorised"))
    assert "Nepal waits for a first seat at TS-3" in alone
    perform(store, advance_several, several([ghana, nepal], "authorised"))


def test_a_trip_that_changed_since_it_was_looked_at_refuses_all(store):
    trips = [a_nomination(store), a_nomination(store, country="MLI")]
    a_step(store, trips[1], "under_review", "2017-05-25")
    draft = several(trips, "approved", seen=(1, 1))
    assert "was changed meanwhile" in refusal(store, advance_several, draft)


def test_a_trip_named_twice_is_taken_once(store):
    money_available(store, {"1": "9000"})
    trip = a_nomination(store, "3000")
    perform(store, advance_several, several([trip, trip], "authorised"))
    assert [line.usd for line in lines(store) if line.kind == "obligation"] == [3000_00]


def test_no_trip_is_a_sentence(store):
    assert "Choose at least one trip" in refusal(store, advance_several, several([], "approved"))


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.TRAVEL, "approved"), (Role.SECRETARIAT, "settled"), (Role.MISSION, "withdrawn")],
)
def test_a_step_of_another_office_is_refused(sqlite_store: Store, role: Role, status: str):
    trip = a_nomination(sqlite_store)
    draft = several([trip], status)
    said = refusal(sqlite_store, advance_several, draft, actor=acting(role))
    assert "is not open to the role" in said
