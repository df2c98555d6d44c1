"""The page Import a file: the plan at once, nothing booked before it was seen, all or nothing."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from tests import books
from tests.papers import a_pdf
from tests.people import an_account, given
from tests.screens.conftest import Open, count, field, fill, press, said
from trustfund.accounts import people
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.ledger.imports import imported_files
from trustfund.ledger.papers import PaperDraft, attach
from trustfund.store.engine import Store
from trustfund.store.papers import folder_of
from trustfund.store.tables import Deposit, Entry, Trip

IMPORT = "staff.import_file"
HEADER = "reference,contribution_reference,value_date,currency,amount"
DEPOSIT = "D-1,GIFT,2018-07-10,USD,400.00\n"
BOOK = "Book this file"
Send = Callable[..., AppTest]


@pytest.fixture
def fund(sqlite_store: Store) -> Store:
    """A fund with one arrangement of 1,000 US dollars, GIFT."""
    books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02", reference="GIFT")
    return sqlite_store


def upload(app: AppTest, text: str | bytes, name: str = "list.csv") -> AppTest:
    """Choose a file on the page."""
    content = text.encode() if isinstance(text, str) else text
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


@pytest.fixture
def send(open_desk: Open) -> Send:
    """Opens the page and chooses a file of deposits, or of another kind."""

    def send(store: Store, text: str | bytes, kind: str = "Deposits", name: str = "list.csv"):
        return upload(open_desk(store, IMPORT, kind=kind), text, name)

    return send


def numbers(app: AppTest) -> list[int]:
    """New, changed, same, problems."""
    assert [metric.label for metric in app.metric] == ["New", "Changed", "Same", "Problems"]
    return [int(metric.value) for metric in app.metric]


def tables(app: AppTest) -> dict[tuple[str, ...], list[list[Any]]]:
    """The rows of the tables of a page, by their columns."""
    return {tuple(table.value.columns): table.value.values.tolist() for table in app.dataframe}


def test_the_page_asks_what_the_file_holds_in_the_order_of_an_empty_fund(sqlite_store, open_desk):
    app = open_desk(sqlite_store, IMPORT)
    assert app.button_group[0].options == [
        *("Contributors", "Rates", "Contributions", "Instalments", "Deposits"),
        *("Travel", "Movements", "Allocations", "Events", "Countries"),
    ]
    assert not app.metric


def test_the_plan_comes_by_itself_and_books_nothing(fund, send):
    app = send(fund, f"{HEADER}\n{DEPOSIT}D-2,GIFT,2018-07-11,USD,600.00\n")
    assert numbers(app) == [2, 0, 0, 0]
    assert "This file would record 2 deposits that are not in the books yet." in said(app)
    assert not field(app, "button", BOOK).disabled
    assert count(fund, Deposit) == 0


def test_a_file_is_booked_under_the_name_of_the_account_and_leaves_the_desk(fund, open_page):
    officer = an_account(fund, "officer@example.org")
    app = press(upload(open_page(fund, IMPORT, officer), f"{HEADER}\n{DEPOSIT}"), BOOK)
    assert "list.csv is booked: 1 deposit recorded." in said(app)
    assert not app.metric
    assert count(fund, Deposit) == 1
    assert books.history(fund)[-1].actor == "officer@example.org"


def test_a_file_with_one_problem_cannot_be_booked_and_says_where_it_is(fund, send):
    app = send(fund, f"{HEADER}\n{DEPOSIT}D-2,GIFT,2018-07-11,USD,12x\n")
    assert "Nothing of this file can be booked yet: it has 1 problem." in said(app)
    problems = app.dataframe[0].value
    assert problems[["Row", "Column", "Value"]].values.tolist() == [[3, "amount", "12x"]]
    assert "What follows is what its sound rows alone would do." in said(app)
    assert field(app, "button", BOOK).disabled
    assert "A file is booked whole or not at all" in said(app)
    assert count(fund, Deposit) == 0


def test_a_file_that_is_in_the_books_already_has_nothing_to_book(fund, send):
    app = upload(press(send(fund, f"{HEADER}\n{DEPOSIT}"), BOOK), f"{HEADER}\n{DEPOSIT}")
    assert numbers(app) == [0, 0, 1, 0]
    assert "The deposit in it is in the books already." in said(app)
    assert field(app, "button", BOOK).disabled
    app = upload(app, f"{HEADER}\n{DEPOSIT}D-2,GIFT,2018-07-11,USD,1.00\n")
    assert (
        "This file would record 1 deposit that is not in the books yet, and leave 1 deposit as it "
        "is." in said(app)
    )


def test_what_changed_in_the_books_since_the_plan_was_seen_stops_the_booking(fund, send):
    app = send(fund, f"{HEADER}\n{DEPOSIT}")
    books.a_deposit(fund, "GIFT", "400.00", value_date="2018-07-10", reference="D-1")
    press(app, BOOK)
    assert re.search(
        r"Nothing was booked: the books have changed since you looked \(\d\d:\d\d UTC, .*: "
        r"recorded a deposit D\\-1\), and the file would do something else now\. "
        r"Before: new 1, changed 0, same 0, problems 0\. "
        r"Now: new 0, changed 0, same 1, problems 0\.",
        app.warning[0].value,
    )
    assert numbers(app) == [0, 0, 1, 0]
    assert count(fund, Deposit) == 1


def test_another_look_does_not_plan_again(fund, send, monkeypatch):
    app = send(fund, f"{HEADER}\n{DEPOSIT}")
    monkeypatch.setattr("trustfund.exchange.imports.plan.run", None)
    assert numbers(app.run()) == [1, 0, 0, 0]
    assert not app.exception


def test_the_session_keeps_no_more_of_a_large_file_than_the_page_shows(fund, send):
    rows = "".join(f"D-{number},GIFT,2018-07-10,USD,1x\n" for number in range(700))
    app = send(fund, f"{HEADER}\n{rows}")
    seen = app.session_state["import-plan"]
    assert (seen.rows, seen.problems) == (700, 700)
    assert (len(seen.outcome.table.rows), len(seen.outcome.problems)) == (10, 500)
    assert "(the first 500 of 700)" in said(app)


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(fund, send):
    app = send(fund, b"%PDF-1.4\n")
    assert not app.exception
    (error,) = app.error
    assert "Save the table in it as CSV" in error.value
    assert not app.metric  # no plan of four noughts below it
    assert not app.button


def test_a_file_of_headers_alone_has_nothing_to_book(fund, send):
    app = send(fund, f"{HEADER}\n")
    assert "The file has no rows." in said(app)
    assert field(app, "button", BOOK).disabled


def test_a_file_without_a_required_column_says_which(fund, send):
    """Its headers are all clear, so there is nothing to say about them first."""
    app = send(fund, "reference,contribution_reference,value_date,amount\nD-1,GIFT,2018-07-10,4\n")
    problems = app.dataframe[0].value[["Value", "What is wrong"]].values.tolist()
    assert problems == [["currency", "is missing"]]
    assert field(app, "button", BOOK).disabled


def test_a_treasury_file_is_not_asked_about_columns_that_it_does_not_need(sqlite_store, send):
    text = (
        "UN Operational Rates of Exchange\n\nCountry\tCurrency\tCode\tEffective Date\tRate\n"
        "Sweden\tKrona\tSEK\t01 Jul 2018\t8.9\nEuro zone\tEuro\tEUR\t01 Jul 2018\t0.857\n"
    )
    app = send(sqlite_store, text, "Rates", "rates.xls")
    assert numbers(app) == [2, 0, 0, 0]
    assert [button.label for button in app.button] == [BOOK]


TRIP = "reference,event,country,status,nominated_on,authorised_on,ticket_usd\n"


def test_divided_duties_hold_for_a_file_on_the_web(sqlite_store, open_page):
    """The command line may load what was approved elsewhere; an account approves no own trip."""
    gift = books.a_commitment(sqlite_store, "10000", signed_on="2018-05-02")
    books.a_deposit(sqlite_store, gift, "10000", value_date="2018-05-03")
    officer = an_account(sqlite_store, "officer@example.org")
    an_account(sqlite_store, "other@example.org")
    app = open_page(sqlite_store, IMPORT, officer, kind="Travel")
    app = upload(app, f"{TRIP}T-1,IN-6,NPL,authorised,2018-06-01,2018-06-02,900\n")
    assert "nobody approves their own" in str(app.dataframe[0].value.values)
    assert field(app, "button", BOOK).disabled
    app = upload(app, f"{TRIP}T-1,IN-6,NPL,nominated,2018-06-01,,900\n")
    assert "1 trip recorded" in said(press(app, BOOK))
    assert count(sqlite_store, Trip) == 1


def test_a_viewer_books_nothing_even_where_the_page_was_open(fund, open_page):
    """A role is read again with the books held."""
    officer = an_account(fund, "officer@example.org")
    app = upload(open_page(fund, IMPORT, officer), f"{HEADER}\n{DEPOSIT}")
    people.change_roles(fund, COMMAND_LINE, officer.name, given("viewer"))
    press(app, BOOK)
    assert count(fund, Deposit) == 0
    assert not app.exception
    assert count(fund, Entry) == 1


def test_an_import_is_taken_back_on_the_page(fund, send):
    app = press(send(fund, f"{HEADER}\n{DEPOSIT}"), BOOK)
    assert app.dataframe[0].value["State"].tolist() == ["booked"]
    press(fill(app, {"Reason": "The wrong month"}), "Take it back")
    assert "The import of list.csv is taken back" in said(app)
    assert "is booked" not in said(app)
    assert app.dataframe[0].value["State"].tolist() == ["taken back"]


def test_a_paper_of_what_is_taken_back_is_gone_from_the_disk(fund, send):
    app = press(send(fund, f"{HEADER}\n{DEPOSIT}"), BOOK)
    books.perform(fund, attach, PaperDraft("deposit", "D-1", "Bank advice", a_pdf()))
    (file,) = folder_of(fund.path).iterdir()
    app = press(fill(app, {"Reason": "The wrong month"}), "Take it back")
    assert "1 paper of what is void now is removed" in said(app)
    assert not file.exists()


def test_headers_of_another_spelling_are_asked_about_once(fund, send):
    text = "Ref.,Contribution ref,Date received,Currency,Amount received,Seen by\n"
    app = send(fund, f"{text}D-1,GIFT,2018-07-10,USD,4x,AB\n")
    assert "Confirm its columns first" in said(app)
    assert [button.label for button in app.button] == ["Read the file so"]
    assert numbers(press(app, "Read the file so"))[-1] == 1
    app = upload(app, f"{text}D-1,GIFT,2018-07-10,USD,400.00,AB\n")  # mended: not asked again
    assert numbers(app) == [1, 0, 0, 0]
    assert "1 deposit recorded" in said(press(app, BOOK))


def test_answers_are_kept_offered_for_the_next_file_and_used_when_somebody_says_so(fund, send):
    header = "Ref.,Contribution ref,Date received,Currency,Amount received,Seen by\n"
    app = press(send(fund, f"{header}D-1,GIFT,2018-07-10,USD,400.00,AB\n"), "Read the file so")
    app = press(app, "Keep the answers")
    assert "Give a name under which to keep them" in said(app)
    keep = "Keep these answers for the next file of this form, under the name"
    press(fill(app, {keep: "Gateway export"}), "Keep the answers")
    assert 'The answers are kept as "Gateway export"' in said(app)

    app = send(fund, f"{header}D-2,GIFT,2018-07-11,USD,400.00,AB\n")
    assert 'Use the answers of "Gateway export" of ' in said(app)
    assert "Confirm its columns first" in said(app)
    assert numbers(press(app, "Use these answers")) == [1, 0, 0, 0]
    assert "What was decided of this file: 5 answers" in [each.label for each in app.expander]
    assert '"Seen by" is left out' in said(app)

    (amount,) = [each for each in field(app, "multiselect", "Take answers back").options
                 if "Amount received" in each]  # fmt: skip
    field(app, "multiselect", "Take answers back").select(amount).run()
    assert "Confirm its columns first" in said(press(app, "Take these back"))
    press(app, "Forget what was decided of this file")
    assert "Use these answers" in [button.label for button in app.button]


def test_a_text_that_means_another_is_used_when_somebody_says_so(sqlite_store, send):
    text = "name,contributor_type,country\nT,member_state,Turkey\n"
    app = send(sqlite_store, text, "Contributors")
    assert numbers(app)[-1] == 1
    assert numbers(press(app, "Use these")) == [1, 0, 0, 0]


def test_an_agency_is_another_name_of_its_state_from_then_on(fund, send):
    books.a_contributor(fund, "Sweden", country="SWE")
    text = "reference,contributor,currency,amount,pledged_on\nG-1,Sida,USD,100,2018-07-01\n"
    app = send(fund, text, "Contributions")
    assert numbers(app)[-1] == 1
    press(fill(app, {"Sida is another name of": "Sweden"}), "Remember this name")
    assert "Sida means Sweden from now on" in said(app)
    assert numbers(app) == [1, 0, 0, 0]


TWIN = "name,contributor_type,country\nKingdom of Sweden,member_state,SWE\n"


@pytest.mark.parametrize(
    ("button", "counted"),
    [("Use Sweden", [0, 0, 1, 0]), ("Record another all the same", [1, 0, 0, 0])],
)
def test_a_contributor_that_may_be_there_is_asked_about(fund, send, button, counted):
    books.a_contributor(fund, "Sweden", country="SWE")
    app = send(fund, TWIN, "Contributors")
    assert "There is already **Sweden**: is **Kingdom of Sweden** the same?" in said(app)
    assert numbers(app)[-1] == 1
    press(app, "Record another all the same")
    assert "Say in a few words why it is another one." in said(app)
    fill(app, {"Why it is another one": "The court signs itself"})
    assert numbers(press(app, button)) == counted


def test_an_event_that_is_cancelled_asks_what_becomes_of_its_trips(sqlite_store, send):
    books.money_available(sqlite_store, {"1": "9000"})
    books.an_authorised_trip(sqlite_store, "3000")
    off = "code,kind,title,status\nTS-3,thematic_session,Third,cancelled\n"
    app = send(sqlite_store, off, "Events")
    assert ["MCS00-T-0001", "Nepal, authorised, USD 3,000.00 reserved"] in [
        row[:2] for row in tables(app)["Which", "Now", "If released"]
    ]
    fill(app, {"Trips still to come": "release"})
    assert numbers(press(app, "Decide so")) == [0, 1, 0, 0]
    assert "withdrawn. USD 0.00 is spent, USD 3,000.00 is available again" in said(app)


def test_old_and_new_stand_side_by_side_with_totals(fund, send):
    gift = books.a_commitment(fund, "900000", signed_on="2018-07-02")
    books.a_deposit(fund, gift, "120000", value_date="2018-07-10", reference="D-1")
    found = tables(send(fund, f"{HEADER}\nD-1,{gift},2018-07-10,USD,12000\n"))
    changes = found["Where", "Which", "Column", "In the books", "After the import"]
    assert changes == [["row 2", "D-1", "amount", "120,000.00", "12,000.00"]]
    sums = found["What", "Currency", "Before", "Change", "After"]
    assert ["Deposited", "USD", "120,000.00", "-108,000.00", "12,000.00"] in sums


def test_forms_offer_nothing_of_imports_that_are_taken_back(sqlite_store, open_desk):
    files = {
        "contributors": "name,contributor_type,country\nNorway,member_state,NOR\n",
        "contributions": "reference,contributor,currency,amount,agreement_reference,"
        "agreement_signed_on\nC-1,Norway,USD,100,SAA-1,2017-05-01\n",
        "deposits": f"{HEADER}\nD-1,C-1,2017-05-15,USD,40\n",
    }
    imports = []
    for kind, text in files.items():
        source = Source(f"{kind}.csv", text.encode())
        booked = run(sqlite_store, COMMAND_LINE, BY_NAME[kind], source, dry_run=False)
        imports.append(booked.imported)
    app = open_desk(sqlite_store, "staff.record_contribution", do="Correct")
    assert app.selectbox[0].options == ["D-1 · Norway · 2017-05-15 · USD 40.00 · for C-1"]
    for number in reversed(imports):
        books.perform(sqlite_store, imported_files.take_back_import, number, "The wrong file")
    app = open_desk(sqlite_store, "staff.record_contribution", do="Correct")
    assert not app.exception
    assert "There is no deposit yet." in said(app)
    for page, named in (("deposit", "D-1"), ("contribution", "C-1")):
        app = open_desk(sqlite_store, f"staff.records.{page}", reference=named)
        assert not app.exception
        assert f"There is no {page} {named}." in said(app)


def test_hidden_rows_of_a_workbook_are_decided_on_the_page(fund, send):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as written:
        sheet = written.add_worksheet()
        for number, line in enumerate(
            (HEADER, DEPOSIT.strip(), "D-2,GIFT,2018-07-11,USD,6x"), start=0
        ):
            sheet.write_row(number, 0, line.split(","))
        sheet.set_row(2, options={"hidden": True})
    app = send(fund, content.getvalue(), name="list.xlsx")
    assert field(app, "button", BOOK).disabled
    assert app.dataframe[0].value["What is wrong"].tolist() == ["are in the sheet: row 3"]
    assert "1 more sentence depends on what is asked above." in said(app)
    field(app, "radio", "Rows of the sheet are hidden, by hand or by a filter.").set_value(
        "leave out"
    ).run()
    assert numbers(app) == [1, 0, 0, 0]
    assert "Hidden rows were left out: row 3." in said(app)
    assert not field(app, "button", BOOK).disabled


def test_a_currency_that_the_file_lacks_is_typed_once(fund, send):
    text = "reference,contribution_reference,value_date,amount\nD-1,GIFT,2018-07-10,400.00\n"
    app = send(fund, text)
    label = "Not there yet: currency, the same in every row"
    field(app, "text_input", label).set_value("USD")
    press(app, "Read the file so")
    assert numbers(app) == [1, 0, 0, 0]


def test_a_row_with_several_problems_counts_once(fund, send):
    rows = "".join(f"D-{number},NONE,2018-07-32,US,4x\n" for number in range(5))
    app = send(fund, f"{HEADER}\n{rows}")
    assert "Nothing of this file can be booked yet: it has 10 problems in 5 rows." in said(app)
    assert "- value_date, in 5 rows: is not a date" in said(app)
    assert "- contribution_reference, in 5 rows: is not a contribution" in said(app)
