"""The reports page, the checks page, and what changed between two days."""

from datetime import date
from decimal import Decimal

import pytest

from tests import books
from tests.books import day, history, perform
from tests.screens.conftest import Open, field, said
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, Actor, Role
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.screens.passports import BEHIND
from trustfund.store.engine import Store

REPORTS = "public.reports"


def interest(store: Store, usd: str, on: str = "2017-12-31") -> None:
    perform(store, record_movement, MovementDraft("interest", day(on), usd))


def button(app: object, label: str) -> list[object]:
    return [found for found in app.button if found.label == label]  # type: ignore[attr-defined]


def test_anybody_reads_the_statement_and_the_five_tables(
    sample_copy: Store, open_page: Open
) -> None:
    app = open_page(sample_copy, REPORTS)
    titles = [heading.value for heading in app.subheader]
    assert titles[0] == "Funding status"
    assert [title[:7] for title in titles[1:]] == [f"Table {number}" for number in range(1, 6)]
    status = app.table[0].value
    assert status["US dollars"].iloc[0] == "Contributions"
    assert status["US dollars"].iloc[-1] == "Memo: open obligations"
    assert len(app.table) == 6
    assert not button(app, "Certify the statements of 2018")


def test_a_statement_offers_the_passport_of_each_of_its_figures_once(
    sample_copy: Store, open_page: Open
) -> None:
    app = open_page(sample_copy, "public.statement", contributor="Germany")
    titles = [heading.value for heading in app.subheader]
    assert titles[-2:] == ["What the pool made possible", "The fund thanks its contributors"]
    named = [each.label for each in app.button if each.label.endswith(f": {BEHIND}")]
    assert {f"{figure}: {BEHIND}" for figure in ("Deposited", "Signed for")} <= set(named)
    assert len(named) == len(set(named))


def test_a_year_is_certified_by_the_administrator_once_it_is_over(
    sqlite_store: Store, open_desk: Open, open_page: Open
) -> None:
    books.money_available(sqlite_store, {"unearmarked": "1000"})
    app = open_desk(sqlite_store, REPORTS)
    assert ":orange-badge[:material/pending: 2018: not final]" in said(app)
    assert not button(app, "Certify the statements of 2018")
    app.button_group[0].select("2017").run()
    assert "2017: not final" in said(app)
    field(app, "button", "Certify the statements of 2017").click().run()
    assert "The statements of 2017 are certified" in app.success[0].value
    assert history(sqlite_store)[-1].act == "year_certified"

    interest(sqlite_store, "12.50")
    app = open_page(sqlite_store, REPORTS, as_of="2017-12-31")
    assert "2017: certified" in said(app)
    assert "What was booked since changes these figures" in said(app)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF])
def test_others_are_not_offered_to_certify(
    sqlite_store: Store, open_page: Open, role: Role
) -> None:
    app = open_page(sqlite_store, REPORTS, Actor("Somebody", role), as_of="2017-12-31")
    assert not button(app, "Certify the statements of 2017")


def test_the_checks_page_says_what_is_wrong(sqlite_store: Store, open_desk: Open) -> None:
    books.money_available(sqlite_store, {"1": "1000"})
    app = open_desk(sqlite_store, "staff.checks")
    assert "All 13 hold" in app.success[0].value
    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pool_balance SET usd_cents = 7 WHERE pool = '2'")
    app.run()
    assert "1 of 13 do not hold" in app.error[0].value
    assert "pool 2 is kept at USD 0\\.07" in said(app)
    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pool_balance SET usd_cents = 0 WHERE pool = '2'")


def test_what_changed_between_two_days_is_listed_with_its_entries(
    sample_copy: Store, open_page: Open
) -> None:
    app = open_page(sample_copy, "staff.history", LOCAL_ADMINISTRATOR)
    app.button_group[0].select("What changed between two days").run()
    field(app, "date_input", "Known at the end of").set_value(date(2018, 6, 29))
    field(app, "date_input", "Until the end of").set_value(date(2018, 7, 1)).run()
    lines, entries = app.table[0].value, app.dataframe[0].value
    assert dict(zip(lines["US dollars"], lines["Difference"], strict=True))[
        "Interest of the fund"
    ] == Decimal("5210.66")
    assert {str(moment)[:10] for moment in entries["Recorded at"]} <= {"2018-06-30", "2018-07-01"}
    assert f"with {len(entries)} entries were recorded in between" in said(app)
