"""Unidentified receipts: cash outside every total, until it is a deposit or sent back."""

from dataclasses import replace

import pytest

from tests.books import available, day, perform, refusal
from trustfund.ledger import receipts
from trustfund.ledger.receipts import ReceiptDraft

CASH = ReceiptDraft(day("2017-06-01"), "USD", "25", payer="A bank", reference="U-1")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"received_on": day("2030-01-01")}, 'Received on "2030-01-01": is in the future'),
        ({"received_on": None}, "Received on: is missing"),
        ({"currency": "ABC"}, 'Currency "ABC"'),
        ({"amount": "0"}, 'Amount "0"'),
    ],
)
def test_cash_is_not_recorded_without_a_past_day_a_currency_and_an_amount(
    sqlite_store, change, says
):
    assert says in refusal(sqlite_store, receipts.record_receipt, replace(CASH, **change))
    perform(sqlite_store, receipts.record_receipt, CASH)
    assert says in refusal(
        sqlite_store, receipts.correct_receipt, replace(CASH, **change), "A reason"
    )


def test_cash_of_nobody_known_is_in_no_pool(sqlite_store):
    perform(sqlite_store, receipts.record_receipt, CASH)
    assert available(sqlite_store) == {}
