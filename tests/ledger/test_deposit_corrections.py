"""Deposits corrected and reversed: the old entries stay, the net effect is judged."""

from dataclasses import replace

from tests.books import (
    a_commitment,
    a_deposit,
    a_pledge,
    a_rate,
    a_step,
    an_authorised_trip,
    available,
    by_pool,
    day,
    entries,
    history,
    lines,
    money_available,
    perform,
    refusal,
    standing,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.domain.problems import Place
from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger import deposits
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.deposits import DepositDraft, correct_deposit, reverse_deposit
from trustfund.ledger.imports import deposit_lists, imported_files
from trustfund.ledger.receipts import ReceiptDraft, book_receipt, record_receipt
from trustfund.ledger.terms import TermsDraft, change_terms


def as_it_stands(store, deposit: str) -> DepositDraft:
    with read_books(store) as books:
        return deposits.as_draft(books, deposits.required(books, deposit))


def correct(store, deposit: str, reason: str = "Misread", seen: int | None = None, **values):
    draft = replace(as_it_stands(store, deposit), **values)
    return perform(store, correct_deposit, draft, reason, seen)


def refused(store, deposit: str, reason: str = "Misread", seen: int | None = None, **values) -> str:
    draft = replace(as_it_stands(store, deposit), **values)
    return refusal(store, correct_deposit, draft, reason, seen)


def test_a_correction_reverses_the_old_entries_and_books_new_ones(store):
    deposit = a_deposit(store, a_commitment(store, "10000", earmark="1"), "1000")
    before = entries(store)
    correct(store, deposit, amount="2,000", value_date=day("2017-05-20"))
    after = entries(store)
    assert [e.model_dump() for e in after[: len(before)]] == [e.model_dump() for e in before]
    booked = [(e.kind, e.amount, str(e.value_date), e.reverses) for e in after[len(before) :]]
    assert booked == [
        (K.DEPOSIT, -100_000, "2017-05-15", before[1].id),
        (K.AGENT_FEE, -1_000, "2017-05-15", before[2].id),
        (K.DEPOSIT, 200_000, "2017-05-20", None),
        (K.AGENT_FEE, 2_000, "2017-05-20", None),
    ]
    assert {e.reason for e in after[len(before) :]} == {"Misread"}
    assert available(store) == {"1": 198_000}


def test_a_deposit_corrected_twice_stands_once(store):
    deposit = a_deposit(store, a_commitment(store), "1000")
    for amount in ("2000", "3000"):
        correct(store, deposit, amount=amount)
    assert by_pool(store, K.DEPOSIT) == {"unearmarked": 300_000}
    assert by_pool(store, K.AGENT_FEE) == {"unearmarked": 3_000}


def test_a_deposit_as_it_stands_can_be_booked_again_unchanged(store):
    a_rate(store, "EUR", "0.9")
    commitment = a_commitment(store, "5000", "EUR", "1:3000;2:2000")
    usual = a_deposit(store, commitment, "1234.56", "EUR")
    other = a_deposit(
        store, commitment, "1000", "EUR", usd_amount="1100", fee_usd="0", note="Bank advice"
    )
    before = by_pool(store)
    for deposit in (usual, other):
        correct(store, deposit)
    assert by_pool(store) == before


def test_a_correction_splits_by_the_other_deposits(store):
    commitment = a_commitment(store, "100", earmark="1:60;unearmarked:40")
    first = a_deposit(store, commitment, "0.01")
    a_deposit(store, commitment, "0.01")
    assert standing(store, commitment).deposited == {"1": 1, "unearmarked": 1}
    correct(store, first, amount="99.99")
    assert standing(store, commitment).deposited == {"1": 6_000, "unearmarked": 4_000}


def test_a_deposit_can_be_moved_to_the_contribution_it_belongs_to(store):
    wrong, right = a_commitment(store, earmark="1"), a_commitment(store, earmark="2")
    deposit = a_deposit(store, wrong, "1000")
    correct(store, deposit, contribution=right)
    assert standing(store, wrong).deposited == {}
    assert standing(store, right).deposited == {"2": 100_000}
    assert available(store) == {"2": 99_000}


def test_a_correction_obeys_the_rules_of_a_deposit(sqlite_store):
    deposit = a_deposit(sqlite_store, a_commitment(sqlite_store, "1000"), "1000")
    assert "no signed Standard" in refused(
        sqlite_store, deposit, contribution=a_pledge(sqlite_store)
    )
    assert "is in the future" in refused(sqlite_store, deposit, value_date=day("2018-07-17"))
    assert "more than what is outstanding" in refused(sqlite_store, deposit, amount="1000.01")
    correct(sqlite_store, deposit, amount="1000.00")  # its own amount is not outstanding twice


def test_a_reversed_deposit_leaves_its_entries_and_no_money(store):
    deposit = a_deposit(store, a_commitment(store, earmark="1:60000;2:40000"), "1000")
    perform(store, reverse_deposit, deposit, "Booked twice")
    assert available(store) == {}
    assert by_pool(store, K.DEPOSIT, K.AGENT_FEE) == {}
    assert len(lines(store, K.DEPOSIT)) == 4
    assert history(store)[-1].reason == "Booked twice"
    said = refusal(store, reverse_deposit, deposit, "Booked twice")
    assert "is reversed already" in said


def test_a_reversed_deposit_stands_blank_and_can_be_booked_again(store):
    deposit = a_deposit(store, a_commitment(store), "1000")
    perform(store, reverse_deposit, deposit, "Booked twice")
    blank = as_it_stands(store, deposit)
    assert (blank.value_date, blank.amount, blank.fee_usd) == (None, "", "")
    correct(store, deposit, "It was not twice", amount="1000", value_date=day("2017-05-15"))
    assert available(store) == {"unearmarked": 99_000}


def test_cash_of_an_unidentified_receipt_is_not_counted_twice(store):
    gift = a_commitment(store)
    perform(store, record_receipt, ReceiptDraft(day("2017-05-15"), "USD", "1000", reference="U-1"))
    perform(store, book_receipt, "U-1", DepositDraft(gift, None, "", "", reference="D-1"))
    perform(store, reverse_deposit, "D-1", "Somebody else's")
    correct(store, "D-1", "It was theirs", amount="1000", value_date=day("2017-05-15"))
    again = DepositDraft(gift, None, "", "", reference="D-2")
    assert "is booked already" in refusal(store, book_receipt, "U-1", again)
    perform(store, reverse_deposit, "D-1", "Not theirs after all")
    perform(store, book_receipt, "U-1", again)
    said = refused(store, "D-1", amount="1000", value_date=day("2017-05-15"))
    assert "was the unidentified receipt U-1, which is booked since" in said
    assert available(store) == {"unearmarked": 99_000}


def test_a_correction_that_leaves_enough_for_the_trips_is_booked(store):
    (deposit,) = money_available(store, {"1": "5000"})
    an_authorised_trip(store, "3000")
    correct(store, deposit, amount="3000", fee_usd="0")
    assert available(store) == {}


def test_a_correction_that_would_overdraw_names_the_trips_to_release_first(store):
    (deposit,) = money_available(store, {"1": "5000"})
    an_authorised_trip(store, "1000")
    middle = an_authorised_trip(store, "1500", country="BTN")
    newest = an_authorised_trip(store, "2000", country="TUV")
    said = refused(store, deposit, amount="4000")
    assert said == (
        "Objective 1: would be overdrawn by USD 500.00 on 2017-06-01. "
        f"Take back the authorisation of these trips first: {newest} (USD 2,000.00)."
    )
    said = refused(store, deposit, amount="2500")
    assert said.endswith(f"these trips first: {newest} (USD 2,000.00).")
    said = refused(store, deposit, amount="2000")
    assert "overdrawn by USD 2,500.00" in said
    assert f"{newest} (USD 2,000.00), {middle} (USD 1,500.00)." in said
    a_step(store, newest, "withdrawn", "2017-06-02", reason="Ill")
    assert "would be overdrawn" in refused(store, deposit, value_date=day("2017-06-02"))


def test_money_that_is_spent_cannot_be_released(store):
    (deposit,) = money_available(store, {"unearmarked": "5000"})
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual="2500")
    said = refusal(store, reverse_deposit, deposit, "The cheque bounced")
    assert "Un-earmarked money: would be overdrawn by USD 3,000.00" in said
    assert "What is spent cannot be taken back" in said


def test_a_deposit_cannot_be_moved_behind_the_trips_it_pays(store):
    (deposit,) = money_available(store, {"1": "3000"}, since="2017-05-15")
    an_authorised_trip(store, "3000", authorised_on="2017-06-01")
    assert "would be overdrawn by USD 3,000.00" in refused(
        store, deposit, value_date=day("2017-06-02")
    )
    correct(store, deposit, value_date=day("2017-06-01"))


def test_a_correction_does_not_overwrite_somebody_elses(store):
    deposit = a_deposit(store, a_commitment(store), "1000")
    correct(store, deposit, amount="2000", seen=1)
    assert "was changed meanwhile by" in refused(store, deposit, seen=1, amount="3000")
    said = refusal(store, reverse_deposit, deposit, "Booked twice", 1)
    assert "was changed meanwhile by" in said
    perform(store, reverse_deposit, deposit, "Booked twice", 2)


def fee_becomes(store, percent: str) -> None:
    """The administrator changes the fee of the administrative agent in the terms of the fund."""
    first, last = day("2017-04-03"), day("2018-12-31")
    terms = TermsDraft("MCS00", "A fund", first, last, percent, "0", "IOM")
    perform(store, change_terms, terms, "Agreed with the agent")


def fee(store) -> int:
    return by_pool(store, K.AGENT_FEE).get("unearmarked", 0)


def test_the_bank_reference_of_a_deposit_is_corrected_after_the_fee_of_the_fund_changed(store):
    deposit = a_deposit(store, a_commitment(store), "1000")
    fee_becomes(store, "2")
    before = entries(store)
    assert as_it_stands(store, deposit).fee_usd == ""
    correct(store, deposit, bank_reference="B-17")
    assert entries(store) == before
    assert fee(store) == 1_000


def test_a_corrected_deposit_keeps_the_fee_rate_of_the_terms_it_was_first_booked_by(store):
    commitment = a_commitment(store, "10000")
    early = a_deposit(store, commitment, "1000")
    fee_becomes(store, "2")
    middle = a_deposit(store, commitment, "1000")
    fee_becomes(store, "3")
    a_deposit(store, commitment, "1000")
    assert fee(store) == 1_000 + 2_000 + 3_000
    correct(store, early, amount="2000")
    correct(store, early, amount="2500", value_date=day("2017-06-20"))
    correct(store, middle, amount="3000")
    assert fee(store) == 2_500 + 6_000 + 3_000


def test_a_fee_of_its_own_stays_one_whatever_the_terms_become(store):
    deposit = a_deposit(store, a_commitment(store), "1000", fee_usd="20", note="As agreed")
    fee_becomes(store, "2")
    assert as_it_stands(store, deposit).fee_usd == "20.00"
    assert "is needed because the fee is not the usual USD 10.00" in refused(
        store, deposit, note="", bank_reference="B-17"
    )


def test_a_deposit_that_was_reversed_is_booked_again_at_the_rate_it_had(store):
    deposit = a_deposit(store, a_commitment(store), "1000")
    perform(store, reverse_deposit, deposit, "Booked in error")
    fee_becomes(store, "2")
    correct(store, deposit, amount="1000", value_date=day("2017-05-15"))
    assert fee(store) == 1_000


def test_a_deposit_that_an_import_brought_again_has_the_rate_it_was_brought_back_at(store):
    draft = DepositDraft(a_commitment(store), day("2017-05-15"), "USD", "1000", reference="D-1")

    def bring() -> None:
        with open_books(store, COMMAND_LINE) as books:
            first = books.fund.revision + 1
            deposit_lists.record_deposits(books, [deposit_lists.Listed(draft, Place(row=2), "")])
            imported_files.record_import(books, "deposits", "list.csv", (1, 0, 0), first)

    bring()
    perform(store, imported_files.take_back_import, 1, "Another fund's file")
    fee_becomes(store, "2")
    bring()
    fee_becomes(store, "3")
    correct(store, "D-1", amount="1500")
    assert fee(store) == 3_000
