"""The page of bank statements: a file is taken in, a line is booked, the rest is explained."""

from dataclasses import replace

import pytest
from sqlmodel import select

from tests import books
from tests.bank_files import mt940, of_books, with_unknown
from tests.ledger.test_bank_lines import CHARGE, GIFT, a_statement, arrived, seen, taken_in
from tests.people import acting
from tests.screens.conftest import count, field, press, said
from trustfund.domain.bank import Part
from trustfund.domain.roles import Role
from trustfund.exchange import bank as bank_files
from trustfund.figures import bank_reconciliation, bank_statements, frames
from trustfund.figures.view import View
from trustfund.ledger.books import Books
from trustfund.store import drafts
from trustfund.store.bank_tables import BankLine
from trustfund.store.drafts import DraftRow
from trustfund.store.tables import Deposit, Movement, UnidentifiedReceipt

PAGE = "staff.bank_statements"


def give(app, content: bytes, name: str = "july.sta"):
    app.file_uploader[0].set_value((name, content, "text/plain"))
    return app.run()


def whole_sample(store) -> bytes:
    return mt940(with_unknown(of_books(View(*frames.load(store)))))


def reconciled(store) -> bank_reconciliation.Reconciliation:
    view = View(*frames.load(store))
    own = bank_statements.summaries(store)[0].statement
    return bank_reconciliation.reconcile(view, store, own)


def test_a_statement_of_the_sample_is_reconciled_whole(sample_copy, open_desk):
    before = count(sample_copy, Deposit), count(sample_copy, Movement)
    app = give(open_desk(sample_copy, PAGE), whole_sample(sample_copy))
    app = press(app, "Take it in")
    assert not app.exception
    lines = count(sample_copy, BankLine)
    assert lines >= 200
    assert f"july.sta: {lines} lines taken in" in said(app)
    settle_certain(app)
    assert not app.error
    view = View(*frames.load(sample_copy))
    own = bank_statements.summaries(sample_copy)[0].statement
    left = [row for row in bank_statements.desk(view, sample_copy, own).lines if row.is_open]
    assert count(sample_copy, Deposit) == before[0]  # each deposit of the books had its line
    for row in left:
        field(app, "selectbox", "Line").select(_named(app, row.line.number)).run()
        way = field(app, "radio", "What is it?")
        if "transfer" in row.line.text:
            way.set_value("Leave it out").run()
            field(app, "text_input", "Reason").input("Between two accounts of the fund").run()
            press(app, "Leave it out")
        elif "Interest" in row.line.text:
            way.set_value("A new movement").run()
            press(app, "Record the movement")
        else:
            way.set_value("An unidentified receipt").run()
            press(app, "Record the receipt")
        assert not app.exception
        assert not app.error
    assert count(sample_copy, UnidentifiedReceipt) > 2
    found = reconciled(sample_copy)
    assert found.unexplained == 0
    kinds = {item.why.name for item in found.items}
    assert kinds == {"BANK"}
    assert sum(item.cents for item in found.items) == found.difference
    assert "Footing: the difference less all of these is USD 0.00" in said(app)


def _named(app, number: int) -> str:
    options = field(app, "selectbox", "Line").options
    return next(each for each in options if each.startswith(f"{number} ·"))


def test_a_file_that_is_no_statement_is_refused_with_its_reason(sqlite_store, open_desk):
    app = give(open_desk(sqlite_store, PAGE), b"%PDF-1.7 statement", "june.pdf")
    assert "is a PDF document" in said(app)
    assert count(sqlite_store, BankLine) == 0


def test_a_gift_that_the_bank_changed_is_booked_in_its_own_currency(sqlite_store, open_desk):
    books.a_rate(sqlite_store, "EUR", "0.9")
    gift = books.a_commitment(sqlite_store, "50000", "EUR", contributor="Norway")
    line = replace(GIFT, amount=59_800_00, paid_currency="EUR", paid_amount=50_000_00)
    taken_in(sqlite_store, a_statement(line))
    app = open_desk(sqlite_store, PAGE)
    assert f"New deposit for {gift}: same payer and this is what is outstanding" in said(app)
    press(app, "Record the deposit")
    assert not app.error
    assert "EUR 50,000.00 = USD 59,800.00 at the bank's rate" in said(app)
    [row] = seen(sqlite_store).lines
    assert row.part is Part.DEPOSIT


def test_the_account_of_a_table_is_asked_for(sqlite_store, open_desk):
    app = give(open_desk(sqlite_store, PAGE), b"Date,Amount\n2017-06-30,12.50\n", "june.csv")
    assert "Account: is not in the file" in said(app)
    field(app, "text_input", "Account, if the file does not name it").input("42").run()
    press(app, "Take it in")
    assert "june.csv: 1 line taken in" in said(app)
    assert "The file gave no balances, so there is nothing to compare" in said(app)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AGENT])
def test_an_auditor_reads_what_an_agent_settles(sample_copy, open_page, role):
    taken_in(sample_copy, a_statement(CHARGE))
    app = open_page(sample_copy, PAGE, acting(role))
    assert not app.exception
    assert "Reconciliation" in said(app)
    is_agent = role is Role.AGENT
    assert bool(app.file_uploader) is is_agent
    assert any(box.label == "Line" for box in app.selectbox) is is_agent


def test_the_text_of_the_bank_is_no_note_of_the_books(sqlite_store, open_desk):
    named = replace(CHARGE, text="charges for transfer DSA Jane Example", counterparty="J. Example")
    arrived(sqlite_store, "2017-06-30")
    taken_in(sqlite_store, a_statement(named))
    app = open_desk(sqlite_store, PAGE)
    settle_certain(app)
    with sqlite_store.reading() as session:
        [movement] = session.exec(select(Movement)).all()
    assert movement.note == "CHG-1"


def test_the_text_of_the_bank_is_no_note_of_a_receipt(sqlite_store, open_desk):
    taken_in(sqlite_store, a_statement(replace(GIFT, text="ticket of Jane Example")))
    press(open_desk(sqlite_store, PAGE), "Record the receipt")
    with sqlite_store.reading() as session:
        [receipt] = session.exec(select(UnidentifiedReceipt)).all()
    assert (receipt.payer, receipt.bank_reference, receipt.note) == ("Norway", "ILL-1", "")


def test_lines_of_an_account_in_euros_are_never_settled_unseen(sqlite_store, open_desk):
    euros = replace(a_statement(CHARGE), currency="EUR")
    taken_in(sqlite_store, euros)
    app = open_desk(sqlite_store, PAGE)
    assert not [button for button in app.button if button.label.startswith("Settle ")]
    assert "New movement, bank charge: the words say so" in said(app)


def test_what_is_settled_at_once_is_listed_before(sqlite_store, open_desk):
    arrived(sqlite_store, "2017-06-30")
    taken_in(sqlite_store, a_statement(GIFT, CHARGE))
    app = open_desk(sqlite_store, PAGE)
    assert "**1 certain match and 1 new booking** need no second look" in said(app)
    (listed,) = (each.value for each in app.dataframe if "What is booked" in each.value)
    assert list(listed["What is booked"]) == [
        "USD 12.50, value date 2017-07-01",
        "Nothing: it is booked already",
    ]
    app = settle_certain(app)
    assert "2 lines settled." in said(app)


def test_what_changed_since_it_was_listed_is_not_settled_unseen(sqlite_store, open_desk):
    arrived(sqlite_store, "2017-06-30")
    taken_in(sqlite_store, a_statement(CHARGE))
    app = open_desk(sqlite_store, PAGE)
    second = replace(a_statement(replace(CHARGE, reference="")), opening=None, closing=None)
    taken_in(sqlite_store, second, sha="y")  # the same charge may be there twice now
    app = settle_certain(app)
    assert "nothing was settled. Look at the list again" in said(app)
    assert count(sqlite_store, Movement) == 0


def test_what_is_unusual_in_a_line_that_is_settled_at_once_is_shown(
    sqlite_store, open_desk, monkeypatch
):
    arrived(sqlite_store, "2017-06-30")
    taken_in(sqlite_store, a_statement(CHARGE))
    app = open_desk(sqlite_store, PAGE)
    monkeypatch.setattr(Books, "cautions", lambda _books, _day: ("That day is unusual",))
    app = settle_certain(app)
    assert "1 line settled." in said(app)
    assert "Line 1: That day is unusual" in [each.value for each in app.warning]


def test_a_file_is_read_once_and_not_at_every_run_of_the_page(sqlite_store, open_desk, monkeypatch):
    app = give(open_desk(sqlite_store, PAGE), b"Date,Amount\n2017-06-30,12.50\n", "june.csv")
    monkeypatch.setattr(bank_files, "read", None)
    assert not app.run().exception
    assert "Account: is not in the file" in said(app)


def test_a_table_with_a_wrong_account_is_taken_back_and_in_again(sqlite_store, open_desk):
    table = b"Date,Amount\n2017-06-30,12.50\n"
    app = give(open_desk(sqlite_store, PAGE), table, "june.csv")
    field(app, "text_input", "Account, if the file does not name it").input("43").run()
    press(app, "Take it in")
    field(app, "text_input", "Reason to take it back").input("It is account 42").run()
    press(app, "Take it back")
    assert "june.csv is taken back" in said(app)
    assert count(sqlite_store, BankLine) == 0
    app = give(open_desk(sqlite_store, PAGE), table, "june.csv")
    field(app, "text_input", "Account, if the file does not name it").input("42").run()
    press(app, "Take it in")
    assert "june.csv: 1 line taken in" in said(app)


def test_the_drafts_of_a_line_go_when_it_is_settled(sqlite_store, open_desk):
    books.a_commitment(sqlite_store, "50000", contributor="Norway")
    taken_in(sqlite_store, a_statement(GIFT))
    app = open_desk(sqlite_store, PAGE)
    field(app, "radio", "What is it?").set_value("A new deposit").run()
    field(app, "text_input", "Bank reference").input("ILL-9").run()
    field(app, "radio", "What is it?").set_value("An unidentified receipt").run()
    with drafts.reading(sqlite_store) as session:
        assert len(session.exec(select(DraftRow)).all()) > 1
    press(app, "Record the receipt")
    with drafts.reading(sqlite_store) as session:
        assert session.exec(select(DraftRow)).all() == []


def settle_certain(app):
    (button,) = (button for button in app.button if button.label.startswith("Settle "))
    return button.click().run()
