"""The reports page, the checks page, and what changed between two days."""

from datetime import date

import pytest

from tests import books
from tests.books import day, history, perform
from tests.people import acting
from tests.screens.conftest import fill, press, said
from trustfund.domain.roles import Role
from trustfund.figures import settling
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.screens.widgets import plain

REPORTS = "public.reports"


def buttons(app) -> list[str]:
    return [button.label for button in app.button]


def test_anybody_reads_the_statement_and_the_five_tables(sample_copy, open_page):
    app = open_page(sample_copy, REPORTS)
    titles = [heading.value for heading in app.subheader]
    assert titles[0] == "Funding status"
    assert [title[:7] for title in titles[1:]] == [f"Table {number}" for number in range(1, 6)]
    status = app.table[0].value
    assert status["US dollars"].iloc[0] == "Contributions"
    assert status["US dollars"].iloc[-1] == plain("Memo: open obligations")
    assert len(app.table) == 6


def test_a_statement_ends_with_what_the_pool_made_possible(sample_copy, open_page):
    app = open_page(sample_copy, "public.statement", contributor="Germany")
    titles = [heading.value for heading in app.subheader]
    assert titles[-2:] == ["What the pool made possible", "The fund thanks its contributors"]


def test_a_year_is_certified_by_the_administrator_once_it_is_over(
    sqlite_store, open_desk, open_page
):
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    app = open_desk(sqlite_store, REPORTS)
    assert ":orange-badge[:material/pending: 2018: not final]" in said(app)
    assert "Certify the statements of 2018" not in buttons(app)
    app.button_group[0].select("2017").run()
    assert "2017: not final" in said(app)
    press(app, "Certify the statements of 2017")
    assert "The statements of 2017 are certified" in app.success[0].value
    assert history(sqlite_store)[-1].act == "year_certified"

    interest = MovementDraft("interest", day("2017-12-31"), "12.50")
    perform(sqlite_store, record_movement, interest)
    app = open_page(sqlite_store, REPORTS, as_of="2017-12-31")
    assert "2017: certified" in said(app)
    assert "What was booked since changes these figures" in said(app)


@pytest.mark.parametrize(
    ("role", "as_of", "is_offered"),
    [
        (Role.ADMIN, "2017-12-31", True),
        (Role.ADMIN, "2017-06-30", False),  # only a whole year can be certified
        (Role.STAFF, "2017-12-31", False),
        (Role.VIEWER, "2017-12-31", False),
    ],
)
def test_only_the_administrator_is_offered_to_certify_a_whole_year(
    sqlite_store, open_page, role, as_of, is_offered
):
    app = open_page(sqlite_store, REPORTS, acting(role, "Somebody"), as_of=as_of)
    assert ("Certify the statements of 2017" in buttons(app)) is is_offered


def test_the_checks_page_says_what_is_wrong(sqlite_store, open_desk):
    books.money_available(sqlite_store, {"1": "1000"})
    app = open_desk(sqlite_store, "staff.checks")
    assert "All 22 hold" in app.success[0].value
    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pool_balance SET usd_cents = 7 WHERE pool = '2'")
    app.run()
    assert "1 of 22 do not hold" in app.error[0].value
    assert "pool 2 is kept at USD 0.07" in said(app)
    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pool_balance SET usd_cents = 0 WHERE pool = '2'")


def test_the_checks_page_lists_apart_what_is_to_be_settled(sqlite_store, open_desk, monkeypatch):
    app = open_desk(sqlite_store, "staff.checks")
    assert [each.value for each in app.subheader] == ["Faults", "To settle"]
    assert [each.value for each in app.success] == ["All 22 hold.", "Nothing is to be settled."]
    twins = "Sweden and SWEDEN are one name. Give one of them another"
    monkeypatch.setattr(settling, "SETTLE", (lambda _books: [twins],))
    app.run()
    assert [each.value for each in app.success] == ["All 22 hold."]
    assert twins in said(app)


def test_what_changed_between_two_days_is_listed_with_its_entries(sample_copy, open_desk):
    app = open_desk(sample_copy, "staff.history", show="What changed between two days")
    days = {"Known at the end of": date(2018, 6, 29), "Until the end of": date(2018, 7, 1)}
    fill(app, days)
    lines, entries = app.table[0].value, app.dataframe[0].value
    assert dict(zip(lines["US dollars"], lines["Difference"], strict=True))[
        "Interest of the fund"
    ] == plain("5,210.66")
    assert {str(moment)[:10] for moment in entries["Recorded at"]} <= {"2018-06-30", "2018-07-01"}
    assert f"with {len(entries)} entries were recorded in between" in said(app)
