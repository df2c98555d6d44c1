"""Money that is there already is asked about on the pages: in the form, and of a file."""

from datetime import date

import pytest

from tests import books
from tests.screens.conftest import count, field, fill, press, said, turn_to
from tests.screens.test_import_page import BOOK, HEADER, IMPORT, numbers, upload
from tests.screens.test_staff_forms import CONTRIBUTION
from trustfund.screens.staff.cash_forms import OTHER, SAME
from trustfund.store.tables import Deposit


@pytest.fixture
def fund(sqlite_store):
    """A deposit of 400 dollars under the bank reference 7001."""
    books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02", reference="GIFT")
    books.a_deposit(
        sqlite_store,
        "GIFT",
        "400",
        value_date="2018-07-10",
        reference="D-1",
        bank_reference="7001",
    )
    return sqlite_store


def test_the_form_names_the_deposit_that_is_there_and_books_other_money_with_a_reason(
    fund, open_desk
):
    app = turn_to(open_desk(fund, CONTRIBUTION), "Deposit")
    cash = {"Contribution": "GIFT", "Amount (USD)": "400", "Value date": date(2018, 7, 10)}
    fill(app, cash)
    there = "D-1 of 2018-07-10, USD 400.00, bank reference 7001, for GIFT"
    assert f"This looks like money that is there already:\n\n- {there}" in said(app)
    assert f'Amount "USD 400.00": looks like money that is there already: {there}' in said(app)
    press(fill(app, {"Is it the same money?": SAME}), "Record the deposit")
    assert "Then do not book it: nothing is saved here." in said(app)
    assert "Not booked" in said(app)
    assert count(fund, Deposit) == 1
    fill(app, {"Is it the same money?": OTHER})
    press(fill(app, {"Why it is other money": "A second transfer"}), "Record the deposit")
    assert count(fund, Deposit) == 2
    assert books.history(fund)[-1].reason == "A second transfer"


def test_a_deposit_of_older_books_is_told_apart_where_it_is_corrected(fund, open_desk):
    books.a_deposit(fund, "GIFT", "400", value_date="2018-07-10", reference="D-2")
    with books.an_earlier_program(fund, "deposit") as session:
        session.get_one(Deposit, 2).apart = ""
    app = turn_to(open_desk(fund, CONTRIBUTION), "Correct")
    fill(app, {"Deposit": "D-2"})
    assert "It may be the same money as a deposit that is there." in said(app)
    fill(app, {"Why it is other money": "A second transfer"})
    press(app, "Say that it is other money")
    assert "Deposit D-2 is other money than D-1." in said(app)
    fill(app, {"Deposit": "D-2"})
    assert "than the deposits that look like it: A second transfer" in said(app)
    assert not [each for each in app.button if each.label == "Say that it is other money"]


ROWS = f"{HEADER}\nD-2,GIFT,2018-07-10,USD,400.00\nD-3,GIFT,2018-07-11,USD,5\n"


@pytest.mark.parametrize(
    ("button", "plan", "done"),
    [
        ("It is the same money: leave them out", [1, 0, 1, 0], "1 deposit left out"),
        ("It is other money: book them", [2, 0, 0, 0], "2 deposits recorded"),
    ],
)
def test_a_file_asks_once_on_the_page(fund, open_desk, button, plan, done):
    app = upload(open_desk(fund, IMPORT, kind="Deposits"), ROWS)
    assert numbers(app) == [1, 0, 0, 1]
    assert field(app, "button", BOOK).disabled
    assert "1 row looks like it, by the bank reference or by giver, day and amount." in said(app)
    if plan[0] == 2:
        press(app, button)
        assert "Say in a few words why it is other money." in said(app)
        fill(app, {"Why it is other money": "A second transfer"})
    assert numbers(press(app, button)) == plan
    assert done in said(press(app, BOOK))
    app = upload(app, ROWS)
    assert numbers(app) == [0, 0, 2, 0]
