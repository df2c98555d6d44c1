"""Names of delegates: removed when the trip is over, and never let into a note or a reason."""

from dataclasses import replace
from typing import Any

import pytest

from tests.books import a_step, day, history, money_available, perform, refusal
from tests.reading import csv_text
from trustfund.domain.travel import ENDS, TripStatus
from trustfund.figures.datasets import DATASETS
from trustfund.ledger import names, travel, trip_steps
from trustfund.ledger.books import read_books
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft

NAME = "Planted Name-One"
NEEDS_MONEY = {"settled", "cancelled_after_ticket", "no_show", "replaced"}


def a_named_trip(store, reference: str = "T-1", name: str = NAME) -> str:
    draft = NominationDraft(
        "TS-3", "NPL", day("2017-05-20"), name=name, costs=CostsDraft("50"), reference=reference
    )
    return perform(store, travel.nominate, draft).reference


def an_ended_trip(store, status: str = "declined", on: str = "2017-07-01", **named: str) -> str:
    trip = a_named_trip(store, **named)
    if status in NEEDS_MONEY:
        a_step(store, trip, "authorised", "2017-06-01")
    a_step(store, trip, status, on, reason="A reason")
    return trip


def name_of(store, reference: str = "T-1") -> str:
    with read_books(store) as books:
        return travel.required(books, reference).name


def test_a_delegate_is_found_by_the_beginnings_of_a_name_newest_first(store):
    a_named_trip(store, "T-1", "José María Ñáñez")
    a_named_trip(store, "T-2", "Maria Josefa")
    a_named_trip(store, "T-3", "Somebody Else")
    with read_books(store) as books:
        found = names.called(books, "jose MAR", 20)
        assert found == [("T-2", "Maria Josefa"), ("T-1", "José María Ñáñez")]
        assert names.called(books, "maria", 1) == [("T-2", "Maria Josefa")]
        assert names.called(books, "nanez", 20) == [("T-1", "José María Ñáñez")]
        assert names.called(books, "nobody", 20) == names.called(books, "-", 20) == []


@pytest.fixture
def funded(sqlite_store):
    money_available(sqlite_store, {"1": "9000"})
    return sqlite_store


@pytest.mark.parametrize("status", sorted(ENDS))
def test_a_name_is_removed_whatever_way_the_trip_ended(funded, status):
    trip = an_ended_trip(funded, status)
    said = perform(funded, names.forget, trip).sentence
    assert said == "The delegate's name is removed from trip T-1."
    assert name_of(funded) == ""


@pytest.mark.parametrize("status", ["", "authorised", "ticketed", "travelled", "claimed"])
def test_a_trip_that_is_not_over_keeps_its_name(funded, status):
    trip = a_named_trip(funded)
    if status:
        a_step(funded, trip, "authorised", "2017-06-01")
    if status not in {"", "authorised"}:
        a_step(funded, trip, status, "2017-06-20")
    said = refusal(funded, names.forget, trip)
    assert said.startswith('Trip "T-1": is not over: it is ')
    assert said.endswith("Settle or end it first; until then its delegate's name is needed.")
    assert "Planted" not in said
    assert "no trip that ended by" in refusal(funded, names.forget_old, 0)


def test_a_trip_whose_end_was_taken_back_is_not_over(funded):
    trip = an_ended_trip(funded)
    perform(funded, trip_steps.take_back, trip, "A reason")
    assert "it is nominated since 2017-05-20" in refusal(funded, names.forget, trip)
    assert "no trip that ended by" in refusal(funded, names.forget_old, 0)


def test_a_name_is_removed_once(funded):
    trip = an_ended_trip(funded)
    perform(funded, names.forget, trip)
    assert refusal(funded, names.forget, trip) == (
        'Trip "T-1": has no name and no papers. There is nothing to remove.'
    )


def test_names_of_trips_that_ended_long_ago_are_removed_and_newer_ones_stay(store):
    an_ended_trip(store, on="2018-01-16", reference="T-1")
    an_ended_trip(store, on="2018-01-17", reference="T-2")
    an_ended_trip(store, on="2018-01-18", reference="T-3")
    said = perform(store, names.forget_old, 180).sentence
    assert said == "The names of 2 trips that ended by 2018-01-17 are removed."
    assert [name_of(store, trip) for trip in ("T-1", "T-2", "T-3")] == ["", "", NAME]
    line = history(store)[-1]
    assert (line.act, line.outcome) == ("delegate_names_removed", said)
    assert (line.subject, line.changes) == ("MCS00", "")
    said = perform(store, names.forget_old, 179).sentence
    assert said == "The name of 1 trip that ended by 2018-01-18 is removed."


@pytest.mark.parametrize("days", [-1, 36_501, 10**30])
def test_a_number_of_days_that_cannot_be_is_refused(funded, days):
    assert "Give a number from 0 to 36500." in refusal(funded, names.forget_old, days)


def test_to_remove_names_changes_no_figure_and_no_file_but_history(funded):
    an_ended_trip(funded, "settled", reference="T-1")
    an_ended_trip(funded, "no_show", reference="T-2")
    files = [dataset.name for dataset in DATASETS if dataset.name != "history"]
    before = {name: csv_text(funded, name) for name in files}
    at = len(history(funded))
    perform(funded, names.forget, "T-1")
    perform(funded, names.forget_old, 0)
    head, figures = before["headlines"].splitlines()
    assert head.split(",")[3] == "revision"  # the number of lines of history
    before["headlines"] = f"{head}\r\n{figures.replace(f',{at},', f',{at + 2},', 1)}\r\n"
    assert {name: csv_text(funded, name) for name in files} == before
    assert not any("Planted" in str(line) for line in history(funded))


def test_a_form_that_still_shows_a_removed_name_cannot_bring_it_back(funded):
    trip = an_ended_trip(funded)
    with read_books(funded) as books:
        seen = travel.required(books, trip).version
    perform(funded, names.forget_old, 0)
    again = NominationDraft("TS-3", "NPL", None, name=NAME, reference=trip)
    said = refusal(funded, travel.correct_nomination, again, "A reason", seen)
    assert "was changed meanwhile" in said


# Notes and reasons are kept for ever, and exported

TELLING = "Asked for by NAME-ONE, Planted"
LEAVE_OUT = (
    "holds the delegate's name. "
    "Leave the name out: notes, references and reasons are never removed, and exported."
)
NOMINATION = NominationDraft("TS-3", "NPL", day("2017-05-20"), name=NAME, reference="T-2")


@pytest.mark.parametrize(
    ("field", "place"),
    [("note", "Note"), ("note_verbale", "Note verbale"), ("reference", "Reference")],
)
def test_a_nomination_keeps_the_name_out_of_what_is_exported(funded, field, place):
    telling: dict[str, Any] = {field: TELLING}
    draft = replace(NOMINATION, **telling)
    assert refusal(funded, travel.nominate, draft) == f"{place}: {LEAVE_OUT}"


@pytest.mark.parametrize("field", ["note", "note_verbale"])
@pytest.mark.parametrize("name", [NAME, "Another Planted", ""])
def test_a_correction_keeps_the_old_and_the_new_name_out(funded, field, name):
    a_named_trip(funded, "T-2")
    for known in filter(None, {NAME, name}):
        telling: dict[str, Any] = {field: f"Asked for by {known}"}
        draft = replace(NOMINATION, name=name, **telling)
        said = refusal(funded, travel.correct_nomination, draft, "A reason")
        assert said.endswith(LEAVE_OUT)
        draft = replace(NOMINATION, name=name)
        said = refusal(funded, travel.correct_nomination, draft, f"Not {known}")
        assert said == f"Reason: {LEAVE_OUT}"


def test_the_reason_of_a_step_or_of_taking_one_back_holds_no_name(funded):
    trip = a_named_trip(funded)
    step = StepDraft(trip, TripStatus.DECLINED, day("2017-06-01"), reason=TELLING)
    assert refusal(funded, trip_steps.advance, step) == f"Reason: {LEAVE_OUT}"
    perform(funded, trip_steps.advance, replace(step, reason="No seat"))
    assert refusal(funded, trip_steps.correct_step, step) == f"Reason: {LEAVE_OUT}"
    assert refusal(funded, trip_steps.take_back, trip, TELLING) == f"Reason: {LEAVE_OUT}"


def test_history_keeps_no_note_that_told_the_name_before_it_was_known(sqlite_store):
    draft = NominationDraft(
        "TS-3", "NPL", day("2017-05-20"), note="For Planted Name-One", reference="T-77"
    )
    perform(sqlite_store, travel.nominate, draft)
    named = replace(draft, name="Planted Name-One", note="")
    perform(sqlite_store, travel.correct_nomination, named, "The name is known now")
    (line,) = (line for line in history(sqlite_store) if "The name is known" in line.reason)
    assert "Planted" not in line.changes
    assert '"note": ["(removed)", ""]' in line.changes
