from datetime import date

import pytest
from sqlmodel import col, select

from tests.books import a_commitment, a_deposit, a_pledge, day, history, perform, refusal
from trustfund.ledger.giving_up import write_off
from trustfund.ledger.instalments import schedule_instalments
from trustfund.store.tables import Instalment

FIRST, SECOND = day("2017-06-30"), day("2019-06-30")


def schedule(store, current: bool = True) -> list[tuple[date, int]]:
    with store.reading() as session:
        found = session.exec(select(Instalment).order_by(col(Instalment.id))).all()
    return [
        (line.due_on, line.amount) for line in found if not current or line.ended_by_act_id is None
    ]


def test_instalments_add_up_to_the_commitment_and_may_lie_ahead(store):
    commitment = a_commitment(store, "100000")
    terms = [(SECOND, "40,000"), (FIRST, "60,000")]
    receipt = perform(store, schedule_instalments, commitment, terms)
    assert "2 instalments" in receipt.sentence
    assert schedule(store) == [(FIRST, 6_000_000), (SECOND, 4_000_000)]


@pytest.mark.parametrize("second", ["39,999.99", "40,000.01"])
def test_instalments_that_do_not_add_up_are_refused(sqlite_store, second):
    commitment = a_commitment(sqlite_store, "100000")
    said = refusal(
        sqlite_store, schedule_instalments, commitment, [(FIRST, "60000"), (SECOND, second)]
    )
    assert "do not add up to the commitment of USD 100,000.00" in said


def test_a_pledge_has_no_instalments(sqlite_store):
    pledge = a_pledge(sqlite_store, "100000")
    said = refusal(sqlite_store, schedule_instalments, pledge, [(FIRST, "100000")])
    assert "has no signed arrangement" in said


def test_a_new_schedule_takes_the_place_of_the_old_one_for_a_reason(store):
    commitment = a_commitment(store, "100000")
    perform(store, schedule_instalments, commitment, [(FIRST, "100000")])
    terms = [(FIRST, "50000"), (SECOND, "50000")]
    assert "Reason: is missing" in refusal(store, schedule_instalments, commitment, terms)
    perform(store, schedule_instalments, commitment, terms, "Agreed by letter")
    assert schedule(store) == [(FIRST, 5_000_000), (SECOND, 5_000_000)]
    assert schedule(store, current=False)[0] == (FIRST, 10_000_000)
    assert history(store)[-1].reason == "Agreed by letter"


def test_what_was_written_off_is_no_longer_due(store):
    commitment = a_commitment(store, "100000")
    a_deposit(store, commitment, "30000")
    perform(store, write_off, commitment, day("2018-05-14"), "Budget line closed")
    said = refusal(store, schedule_instalments, commitment, [(FIRST, "100000")])
    assert "do not add up to the commitment of USD 30,000.00" in said
    perform(store, schedule_instalments, commitment, [(FIRST, "30000")])
