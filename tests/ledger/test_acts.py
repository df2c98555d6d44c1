"""One act: all of it or nothing, once, and never two people on the same dollar."""

from datetime import UTC, datetime

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_nomination,
    a_pledge,
    a_step,
    available,
    day,
    entries,
    everything,
    history,
    money_available,
    perform,
    refusal,
)
from tests.people import acting
from tests.together import at_once
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger import travel
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.contributions import (
    ContributionDraft,
    correct_contribution,
    record_contribution,
)
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.ledger.trip_steps import StepDraft, advance

PLEDGE = ContributionDraft("Norway", "USD", "5", day("2017-05-01"))


def test_a_refused_act_leaves_nothing_behind_when_it_is_refused_late(store):
    trip = a_nomination(store, "3000")  # the step is written before the money is drawn
    said = refusal(store, advance, StepDraft(trip, "authorised", day("2017-06-01")))
    assert "more than is available" in said


def test_a_refused_act_leaves_nothing_behind_when_its_refusal_is_caught_and_others_follow(store):
    trip = a_nomination(store, "3000")
    with open_books(store, COMMAND_LINE) as books:
        with pytest.raises(Refused, match="more than is available"):
            advance(books, StepDraft(trip, "authorised", day("2017-06-01")))
        record_contributor(books, ContributorDraft("Norway", "member_state", "NOR"))
    assert [line.act for line in history(store)] == [
        "delegate_nominated",
        "contributor_recorded",
    ]
    with read_books(store) as books:
        (only,) = travel.live_steps(books, travel.required(books, trip))
    assert only.status == "nominated"


def test_acts_in_one_opening_of_the_books_are_booked_together_or_not_at_all(store):
    before = everything(store)

    def record_both(parent: str) -> None:
        with open_books(store, COMMAND_LINE) as books:
            record_contributor(books, ContributorDraft("Norway", "member_state", "NOR"))
            record_contributor(books, ContributorDraft("Norad", "member_state", "NOR", parent))

    with pytest.raises(Refused, match="is not a contributor yet"):
        record_both(parent="Sweden")
    assert everything(store) == before
    record_both(parent="Norway")
    assert [line.id for line in history(store)] == [1, 2]


def test_every_line_and_entry_carries_the_real_clock(store):
    started = datetime.now(UTC)
    a_commitment(store, earmark="1:60000;2:40000")
    ended = datetime.now(UTC)
    stamps = {entry.recorded_at for entry in entries(store)}
    assert stamps == {history(store)[-1].at}
    assert all(started <= stamp <= ended for stamp in stamps)


def test_a_second_click_books_once_and_says_the_same(store):
    a_contributor(store)
    receipts = {
        perform(store, record_contribution, PLEDGE, token="form-1").sentence for _ in range(3)
    }
    assert len(receipts) == len(entries(store)) == 1
    perform(store, record_contribution, PLEDGE, token="form-2")
    perform(store, record_contribution, PLEDGE)
    perform(store, record_contribution, PLEDGE)
    assert len(entries(store)) == 4


def test_two_clicks_at_the_same_moment_book_once(store):
    a_contributor(store)

    def click() -> str:
        return perform(store, record_contribution, PLEDGE, token="form-1").sentence

    first, second = at_once(click, click)
    assert first == second
    assert len(entries(store)) == 1


def test_a_form_that_was_refused_may_be_sent_again(store):
    said = refusal(store, record_contribution, PLEDGE, token="form-1")
    assert "is not a contributor yet" in said
    a_contributor(store)
    perform(store, record_contribution, PLEDGE, token="form-1")
    assert len(entries(store)) == 1


def test_a_second_click_of_somebody_without_the_right_is_refused_all_the_same(sqlite_store):
    a_contributor(sqlite_store)
    perform(sqlite_store, record_contribution, PLEDGE, token="form-1")
    viewer = acting(Role.VIEWER, "Somebody")
    said = refusal(sqlite_store, record_contribution, PLEDGE, token="form-1", actor=viewer)
    assert "is not open to the role viewer" in said


def test_two_people_never_spend_the_same_dollar(store):
    money_available(store, {"1": "3000"})
    trips = [a_nomination(store, "3000", country=code) for code in ("NPL", "BTN", "TUV")]
    results = at_once(
        *(lambda trip=trip: a_step(store, trip, "authorised", "2017-06-01") for trip in trips)
    )
    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(refusals) == 2
    assert all("USD 0.00 in objective 1" in str(refused) for refused in refusals)
    assert available(store) == {}


def test_acts_of_many_people_are_numbered_without_a_gap(store):
    a_contributor(store)
    results = at_once(*[lambda: perform(store, record_contribution, PLEDGE)] * 4)
    assert len({receipt.reference for receipt in results}) == 4
    assert [line.id for line in history(store)] == [1, 2, 3, 4, 5]
    stamps = [line.at for line in history(store)]
    assert stamps == sorted(stamps)


def test_two_people_who_correct_the_same_record_do_not_overwrite_each_other(store):
    reference = a_pledge(store)

    def correct(amount: str) -> str:
        draft = ContributionDraft("Norway", "USD", amount, day("2017-05-01"), reference=reference)
        return perform(store, correct_contribution, draft, "A reason", seen=1).sentence

    results = at_once(lambda: correct("200"), lambda: correct("300"))
    (refused,) = (result for result in results if isinstance(result, Refused))
    line = history(store)[-1]
    assert str(refused) == (
        f'This record "{reference}": was changed meanwhile by local administrator (command line) '
        f"at {line.at:%Y-%m-%d %H:%M} UTC (corrected a contribution). Look at the new values, "
        "then make your change again."
    )
    assert len(history(store)) == 3


def test_looking_at_the_books_is_nobodys_act(sqlite_store):
    refused = pytest.raises(Refused, match="not open to the role visitor")
    with read_books(sqlite_store) as books, refused:
        record_contribution(books, PLEDGE)
