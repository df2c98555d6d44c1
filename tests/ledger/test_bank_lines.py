"""Lines of bank statements are settled once, with what is booked; the books stay as they are."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import books
from tests.books import day, perform, refusal
from tests.people import acting
from trustfund.domain import bank
from trustfund.domain.bank import Part
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.figures import bank_reconciliation, bank_statements, frames
from trustfund.figures.view import View
from trustfund.ledger import bank_lines, deposits, movements, receipts
from trustfund.ledger.acts import Done
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.movements import MovementDraft
from trustfund.store.access_tables import AccessEvent
from trustfund.store.bank_tables import BankLine
from trustfund.store.engine import StoreError
from trustfund.store.setup import is_untouched

GIFT = bank.Line(day("2017-06-30"), day("2017-06-30"), 60_000_00, "Norway", "ILL-1", "gift")
CHARGE = bank.Line(day("2017-07-01"), day("2017-07-01"), -12_50, "", "CHG-1", "charges")


def a_statement(*lines: bank.Line, opening: int = 0, since: str = "2017-06-29") -> bank.Statement:
    begin = bank.Balance(day(since), opening)
    end = bank.Balance(lines[-1].booked_on, opening + sum(line.amount for line in lines))
    return bank.Statement("ILL42", "USD", lines, "1", begin, end)


def taken_in(store, *statements: bank.Statement, sha: str = "x") -> bank_lines.TakenIn:
    return bank_lines.take_in(store, COMMAND_LINE, "june.sta", sha, statements)


def lines(store) -> list[BankLine]:
    with store.reading() as session:
        return list(session.scalars(sa.select(BankLine).order_by(col(BankLine.id))))


def seen(store) -> bank_statements.Desk:
    view = View(*frames.load(store))
    newest = bank_statements.summaries(store)[0].statement
    return bank_statements.desk(view, store, newest)


def reconciled(store) -> bank_reconciliation.Reconciliation:
    view = View(*frames.load(store))
    newest = bank_statements.summaries(store)[0].statement
    return bank_reconciliation.reconcile(view, store, newest)


def a_gift(store) -> str:
    return books.a_commitment(store, "60000")


def arrived(store, on: str) -> str:
    """A deposit of 60,000 dollars, of which the agent keeps 600."""
    return books.a_deposit(store, a_gift(store), "60000", value_date=on)


def test_a_file_is_taken_in_once(store):
    assert taken_in(store, a_statement(GIFT, CHARGE)) == bank_lines.TakenIn(1, 2, 0)
    with pytest.raises(Refused, match="was taken in already"):
        taken_in(store, a_statement(GIFT, CHARGE))


def test_a_line_that_a_later_file_repeats_is_here_already(store):
    taken_in(store, a_statement(GIFT, CHARGE))
    later = replace(CHARGE, booked_on=day("2017-07-03"), reference="CHG-2")
    again = a_statement(CHARGE, later, opening=60_000_00, since="2017-06-30")
    assert taken_in(store, again, sha="y") == bank_lines.TakenIn(1, 1, 1)
    assert len(lines(store)) == 3


FEE = replace(CHARGE, amount=-5_00, reference="")
MORNING = a_statement(FEE, since="2017-07-01")
AFTERNOON = a_statement(FEE, opening=-5_00, since="2017-07-01")


def test_equal_charges_in_two_statements_of_a_day_are_both_taken_in(store):
    assert taken_in(store, MORNING, AFTERNOON) == bank_lines.TakenIn(2, 2, 0)
    assert taken_in(store, MORNING, AFTERNOON, sha="y") == bank_lines.TakenIn(0, 0, 2)


def test_equal_charges_in_two_files_of_a_day_are_both_taken_in(store):
    taken_in(store, MORNING)
    assert taken_in(store, AFTERNOON, sha="y") == bank_lines.TakenIn(1, 1, 0)


def a_table(*lines: bank.Line) -> bank.Statement:
    return bank.Statement("ILL42", "USD", lines)


def test_without_balances_a_line_is_here_already_by_its_reference_alone(store):
    taken_in(store, a_statement(GIFT, FEE))
    assert taken_in(store, a_table(GIFT, FEE), sha="y") == bank_lines.TakenIn(1, 1, 1)
    worded = replace(FEE, reference="CHARGES")
    assert taken_in(store, a_table(worded), sha="z").lines == 1
    assert taken_in(store, a_table(worded, worded), sha="0").lines == 2


def test_a_charge_that_came_in_two_forms_is_no_sure_booking_in_either(store):
    taken_in(store, a_statement(CHARGE))
    assert seen(store).lines[0].proposal.is_sure
    taken_in(store, a_table(replace(CHARGE, reference="")), sha="y")
    view = View(*frames.load(store))
    for each in bank_statements.summaries(store):
        [row] = bank_statements.desk(view, store, each.statement).lines
        assert not row.proposal.is_sure
        assert "another statement has a line of this day" in row.proposal.why


def test_only_the_agents_office_takes_statements_in_and_settles_lines(store):
    with pytest.raises(Refused, match="is not open to the role auditor"):
        bank_lines.take_in(store, acting(Role.AUDITOR), "f", "x", [a_statement(GIFT)])
    taken_in(store, a_statement(GIFT))
    for do in (
        lambda books: bank_lines.leave_out(books, 1, 1, "why"),
        lambda books: bank_lines.tick_off(books, 1, 1, Part.DEPOSIT, "x"),
    ):
        [found] = bank_lines.each(store, acting(Role.SECRETARIAT), [do])
        assert isinstance(found, Refused)


def test_a_line_is_booked_and_marked_in_one_transaction(store):
    taken_in(store, a_statement(GIFT))
    draft = DepositDraft(a_gift(store), GIFT.value_on, "USD", "60000", bank_reference="ILL-1")
    done = perform(store, bank_lines.book, 1, 1, Part.DEPOSIT, deposits.record_deposit, draft)
    [row] = seen(store).lines
    assert (row.part, row.reference) == (Part.DEPOSIT, done.reference)
    assert (row.line.settled_by, row.line.version) == (COMMAND_LINE.name, 2)


def test_a_second_click_books_a_line_once(store):
    taken_in(store, a_statement(GIFT))
    draft = DepositDraft(a_gift(store), GIFT.value_on, "USD", "60000")
    given = (bank_lines.book, 1, 1, Part.DEPOSIT, deposits.record_deposit, draft)
    first = perform(store, *given, token="one")
    assert perform(store, *given, token="one").sentence == first.sentence
    assert len(seen(store).expected.booked) == 0


def test_what_an_act_refuses_leaves_the_line_open(store):
    taken_in(store, a_statement(GIFT))
    draft = DepositDraft(a_gift(store), GIFT.value_on, "EUR", "60000")
    given = (bank_lines.book, 1, 1, Part.DEPOSIT, deposits.record_deposit, draft)
    assert "is not the currency of the arrangement" in refusal(store, *given)


def test_a_document_settles_one_line_only(store):
    taken_in(store, a_statement(GIFT, replace(GIFT, reference="ILL-2")))
    reference = arrived(store, "2017-06-30")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    given = (bank_lines.tick_off, 2, 1, Part.DEPOSIT, reference)
    assert "is settled by the line of 2017-06-30 already" in refusal(store, *given)


def test_a_receipt_and_the_deposit_that_it_became_are_the_same_cash(store):
    taken_in(store, a_statement(GIFT, replace(GIFT, reference="ILL-2")))
    cash = receipts.ReceiptDraft(GIFT.value_on, "USD", "60000", reference="U-1")
    perform(store, bank_lines.book, 1, 1, Part.RECEIPT, receipts.record_receipt, cash)
    draft = DepositDraft(a_gift(store), None, "USD", "", reference="D-1")
    perform(store, receipts.book_receipt, "U-1", draft)
    refused = refusal(store, bank_lines.tick_off, 2, 1, Part.DEPOSIT, "D-1")
    assert "is settled by the line of 2017-06-30 already" in refused
    assert not seen(store).expected.booked[1:]  # the fee alone is without a line


def test_money_that_went_the_other_way_is_refused(store):
    taken_in(store, a_statement(CHARGE))
    reference = arrived(store, "2017-06-30")
    given = (bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    assert "is money that came in, and the line is money that went out" in refusal(store, *given)


def test_a_line_whose_deposit_is_reversed_is_open_again(store):
    taken_in(store, a_statement(GIFT))
    reference = arrived(store, "2017-06-30")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    perform(store, deposits.reverse_deposit, reference, "booked in error")
    [row] = seen(store).lines
    assert (row.is_open, row.undone) == (True, f"deposit {reference}")
    perform(store, bank_lines.leave_out, 1, 2, "of another fund")
    assert not seen(store).lines[0].is_open


def test_leaving_out_needs_a_reason_and_opening_again_takes_it_back(store):
    taken_in(store, a_statement(CHARGE))
    assert "Say in a few words why" in refusal(store, bank_lines.leave_out, 1, 1, " ")
    perform(store, bank_lines.leave_out, 1, 1, "of another fund")
    assert "Open it again first" in refusal(store, bank_lines.leave_out, 1, 2, "twice")
    perform(store, bank_lines.open_again, 1, 2)
    assert seen(store).lines[0].is_open


def test_two_people_who_settle_the_same_line_learn_of_each_other(store):
    taken_in(store, a_statement(CHARGE))
    perform(store, bank_lines.leave_out, 1, 1, "of another fund")
    given = (bank_lines.leave_out, 1, 1, "of another fund")
    assert f"was settled meanwhile by {COMMAND_LINE.name}" in refusal(store, *given)


def test_who_books_a_line_that_somebody_settled_meanwhile_books_nothing(store):
    taken_in(store, a_statement(GIFT))
    draft = DepositDraft(a_gift(store), GIFT.value_on, "USD", "60000")
    perform(store, bank_lines.leave_out, 1, 1, "of another fund")
    given = (bank_lines.book, 1, 1, Part.DEPOSIT, deposits.record_deposit, draft)
    assert "was settled meanwhile by" in refusal(store, *given, token="mine")


def test_where_the_store_takes_no_more_it_is_told_what_is_settled(store):
    taken_in(store, a_statement(GIFT, CHARGE, FEE))

    def full(_books) -> Done:
        raise StoreError

    why = "of another fund"
    work = [
        lambda books: bank_lines.leave_out(books, 1, 1, why),
        full,
        lambda books: bank_lines.leave_out(books, 3, 1, why),
    ]
    found = bank_lines.each(store, COMMAND_LINE, work)
    assert len(found) == 1
    assert [row.is_open for row in seen(store).lines] == [False, True, True]


def test_a_file_is_taken_back_while_none_of_its_lines_is_matched(store):
    reference = arrived(store, "2017-06-30")
    taken_in(store, a_statement(GIFT, CHARGE))
    assert "why the file is taken back" in refusal(store, bank_lines.take_back, 1, " ")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    refused = refusal(store, bank_lines.take_back, 1, "wrong account")
    assert "has a matched line. Open what is matched again first" in refused
    perform(store, bank_lines.open_again, 1, 2)
    perform(store, bank_lines.leave_out, 2, 1, "of another fund")
    perform(store, bank_lines.take_back, 1, "wrong account")
    assert lines(store) == []
    with store.reading() as session:
        assert "wrong account" in session.scalars(sa.select(col(AccessEvent.detail))).all()[-1]
    assert taken_in(store, a_statement(GIFT, CHARGE)).lines == 2


def test_only_the_agents_office_takes_a_file_back(store):
    taken_in(store, a_statement(GIFT))
    with pytest.raises(Refused, match="is not open to the role auditor"):
        perform(store, bank_lines.take_back, 1, "why", actor=acting(Role.AUDITOR))


def test_a_line_that_a_colleague_matched_with_a_newer_document_stops_nothing(store):
    taken_in(store, a_statement(GIFT))
    before = View(*frames.load(store))
    draft = DepositDraft(a_gift(store), GIFT.value_on, "USD", "60000")
    perform(store, bank_lines.book, 1, 1, Part.DEPOSIT, deposits.record_deposit, draft)
    newest = bank_statements.summaries(store)[0].statement
    [row] = bank_statements.desk(before, store, newest).lines
    assert row.is_open
    found = bank_reconciliation.reconcile(before, store, newest)
    assert found.unexplained == 0
    again = (bank_lines.tick_off, 1, row.line.version, Part.DEPOSIT, "x")
    assert "is settled already" in refusal(store, *again)


def test_settling_moves_neither_the_books_nor_their_revision(store):
    taken_in(store, a_statement(GIFT))
    reference = arrived(store, "2017-06-30")
    before = frames.load(store)[0].stamp
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    assert frames.load(store)[0].stamp == before


def test_a_store_with_a_statement_is_not_untouched(store):
    taken_in(store, a_statement(CHARGE))
    with store.reading() as session:
        assert not is_untouched(session)


def why(store) -> list[tuple[str, int]]:
    found = reconciled(store)
    assert found.unexplained == 0
    return [(item.why.name, item.cents) for item in found.items]


def test_the_difference_to_the_books_is_explained_to_the_cent(store):
    taken_in(store, a_statement(GIFT, CHARGE))
    assert why(store) == [("BANK", 60_000_00), ("BANK", -12_50)]
    reference = arrived(store, "2017-06-30")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    assert why(store) == [("BANK", -12_50), ("BOOKS", 600_00)]  # the fee of one per cent
    charge = MovementDraft("bank_charge", CHARGE.value_on, "12.50")
    given = (Part.MOVEMENT, movements.record_movement, charge)
    perform(store, bank_lines.book, 2, 1, *given)
    assert why(store) == [("BOOKS", 600_00)]


def test_money_on_another_side_of_the_closing_day_is_named(store):
    taken_in(store, a_statement(GIFT))
    reference = arrived(store, "2017-07-01")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    assert why(store) == [("LATER", 60_000_00)]


def test_a_match_with_another_amount_is_shown_with_what_is_between(store):
    taken_in(store, a_statement(replace(GIFT, amount=59_990_00)))
    reference = arrived(store, "2017-06-30")
    perform(store, bank_lines.tick_off, 1, 1, Part.DEPOSIT, reference)
    assert why(store) == [("BOOKS", 600_00), ("AMOUNT", -10_00)]


def test_what_was_different_before_the_first_statement_and_a_gap_are_named(store):
    taken_in(store, a_statement(GIFT, opening=5_00))
    later = replace(CHARGE, booked_on=date(2017, 8, 1))
    taken_in(store, a_statement(later, opening=60_100_00, since="2017-07-31"), sha="y")
    assert why(store)[:2] == [("OPENING", 5_00), ("GAP", 95_00)]
