"""Money that is there already: a deposit that looks like another one asks, and remembers."""

from dataclasses import replace

from tests.books import a_commitment, a_contributor, day, history, lines, perform, refusal
from trustfund.ledger.books import read_books
from trustfund.ledger.deposits import (
    DepositDraft,
    correct_deposit,
    plan,
    record_deposit,
    required,
    reverse_deposit,
    tell_apart,
)
from trustfund.ledger.receipts import ReceiptDraft, book_receipt, record_receipt

ASKS = (
    " Is it the same money? Then do not book it again, and correct the deposit that is there if it "
    "is wrong; if it is other money, say why."
)
ON = day("2017-05-15")


def cash(gift: str, amount: str, reference: str, **other: str) -> DepositDraft:
    return DepositDraft(gift, ON, "USD", amount, reference=reference, **other)


def apart(store, reference: str) -> str:
    with read_books(store) as books:
        return required(books, reference).apart


def test_the_same_bank_reference_asks_however_it_is_spelt(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1", bank_reference="Bank 7-1"))
    again = replace(
        cash(gift, "20", "D-2", bank_reference="BANK 7–1"), value_date=day("2017-06-01")
    )
    assert refusal(store, record_deposit, again) == (
        'Bank reference "BANK 7–1": looks like money that is there already: D-1 of 2017-05-15, '
        "USD 300.00, bank reference Bank 7-1, for C-1." + ASKS
    )


def test_the_same_giver_day_and_amount_ask_under_another_arrangement_too(store):
    gift, other = (a_commitment(store, "1000", reference=each) for each in ("C-1", "C-2"))
    perform(store, record_deposit, cash(gift, "300", "D-1", bank_reference="7001"))
    assert refusal(store, record_deposit, cash(other, "300", "D-2", bank_reference="7002")) == (
        'Amount "USD 300.00": looks like money that is there already: D-1 of 2017-05-15, '
        "USD 300.00, bank reference 7001, for C-1." + ASKS
    )
    with read_books(store) as books:
        assert plan(books, cash(other, "300.01", "D-2")).apart == ""
        next_day = replace(cash(other, "300", "D-2"), value_date=day("2017-05-16"))
        assert plan(books, next_day).apart == ""


def test_a_parent_and_its_agency_are_two_givers(store):
    gift = a_commitment(store, "1000", reference="C-1")
    a_contributor(store, "Norwegian Agency", parent="Norway")
    agency = a_commitment(store, "1000", reference="C-2", contributor="Norwegian Agency")
    perform(store, record_deposit, cash(gift, "300", "D-1"))
    perform(store, record_deposit, cash(agency, "300", "D-2"))
    assert apart(store, "D-2") == ""


def test_the_answer_is_kept_with_the_deposit_and_in_history(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1", apart="Nobody asked"))
    perform(store, record_deposit, cash(gift, "300", "D-2", apart="A second part of that day"))
    assert (apart(store, "D-1"), apart(store, "D-2")) == ("", "A second part of that day")
    assert [line.reason for line in history(store)[-2:]] == ["", "A second part of that day"]
    assert [line.amount for line in lines(store) if line.kind == "deposit"] == [30_000, 30_000]


def test_a_reversed_deposit_is_no_longer_there(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1"))
    perform(store, reverse_deposit, "D-1", "Booked in error")
    perform(store, record_deposit, cash(gift, "300", "D-2"))
    again = refusal(store, correct_deposit, cash(gift, "300", "D-1"), "It came after all")
    assert "D-2 of 2017-05-15" in again


def test_a_correction_asks_only_about_money_that_it_did_not_look_like_before(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1"))
    perform(store, record_deposit, cash(gift, "300", "D-2", apart="A second part"))
    perform(store, record_deposit, cash(gift, "200", "D-3", bank_reference="7003"))
    perform(store, correct_deposit, cash(gift, "300", "D-2", note="As advised"), "A note")
    assert apart(store, "D-2") == "A second part"
    more = cash(gift, "200", "D-2")
    said = refusal(store, correct_deposit, more, "Less came")
    assert "D-3 of 2017-05-15, USD 200.00" in said
    assert "D-1" not in said
    perform(store, correct_deposit, replace(more, apart="Two of 200"), "Less came")
    assert apart(store, "D-2") == "Two of 200"


def test_an_unidentified_receipt_that_is_booked_asks_too(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1"))
    perform(store, record_receipt, ReceiptDraft(ON, "USD", "300", reference="U-1"))
    draft = DepositDraft(gift, None, "", "", reference="D-2")
    assert "looks like money that is there already: D-1" in refusal(
        store, book_receipt, "U-1", draft
    )
    perform(store, book_receipt, "U-1", replace(draft, apart="Two transfers"))
    assert apart(store, "D-2") == "Two transfers"


def test_a_booked_deposit_is_told_apart_with_a_reason(store):
    gift = a_commitment(store, "1000", reference="C-1")
    perform(store, record_deposit, cash(gift, "300", "D-1"))
    assert refusal(store, tell_apart, "D-1", "Other money") == (
        'Deposit "D-1": looks like no other deposit. Nothing is left to do.'
    )
    perform(store, record_deposit, cash(gift, "300", "D-2", apart="A second part"))
    assert "Reason: is missing" in refusal(store, tell_apart, "D-1", " ")
    done = perform(store, tell_apart, "D-1", "The first part")
    assert done.sentence == "Deposit D-1 is other money than D-2."
    assert apart(store, "D-1") == "The first part"
