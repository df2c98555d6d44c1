"""The forms that staff fill in: what they show before saving, refuse, and say afterwards."""

from datetime import date

from sqlmodel import col, func, select
from streamlit.testing.v1 import AppTest

from tests import books
from tests.screens.conftest import Open, field, said
from trustfund.ledger import events
from trustfund.ledger.contributors import WHO_MAY_CONTRIBUTE
from trustfund.store.engine import Store
from trustfund.store.tables import Contributor, Deposit, Entry, History

CONTRIBUTION = "staff.record_contribution"
TRAVEL = "staff.record_travel"


def turn_to(page: AppTest, act: str) -> AppTest:
    """Choose what to record."""
    return page.button_group[0].select(act).run()


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_another_kind_of_donor_is_refused_with_the_rule_of_the_fund(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Contributor")
    field(app, "text_input", "Name").set_value("Example Trading Company")
    field(app, "selectbox", "Kind of contributor").select("Another kind of donor")
    field(app, "button", "Record the contributor").click().run()
    assert WHO_MAY_CONTRIBUTE.split(",")[0] in app.error[0].value.replace("\\", "")
    assert count(sqlite_store, Contributor) == 0
    # What was typed is still there, to be mended.
    assert field(app, "text_input", "Name").value == "Example Trading Company"


def test_a_contributor_is_recorded_and_the_form_is_empty_again(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Contributor")
    field(app, "text_input", "Name").set_value("European Parliament")
    field(app, "selectbox", "Kind of contributor").select("regional_legislative_body")
    field(app, "button", "Record the contributor").click().run()
    assert "European Parliament is recorded" in app.success[0].value
    assert field(app, "text_input", "Name").value == ""
    assert count(sqlite_store, Contributor) == 1


def test_the_deposit_form_shows_dollars_rate_fee_and_parts_before_saving(
    sqlite_store: Store, open_desk: Open
) -> None:
    books.a_rate(sqlite_store, "EUR", "0.8", "2018-07-01")
    reference = books.a_commitment(
        sqlite_store, "100000", "EUR", "1:60000;unearmarked:40000", signed_on="2018-07-02"
    )
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    field(app, "selectbox", "Contribution").select(reference).run()
    field(app, "text_input", "Amount (EUR)").set_value("50,000.00").run()
    before = said(app)
    for shown in (
        "USD 62,500.00",
        "0.8 of 2018-07-01",
        "Fee USD 625.00",
        "Objective 1: EUR 30,000.00, USD 37,500.00, fee USD 375.00",
        "Un-earmarked money: EUR 20,000.00, USD 25,000.00, fee USD 250.00",
    ):
        assert shown in before
    assert count(sqlite_store, Deposit) == 0
    field(app, "button", "Record the deposit").click().run()
    assert "MCS00\\-D\\-0001" in app.success[0].value
    assert count(sqlite_store, Deposit) == 1


def test_a_day_without_a_rate_is_said_while_typing(sqlite_store: Store, open_desk: Open) -> None:
    books.a_rate(sqlite_store, "EUR", "0.8", "2018-07-01")
    reference = books.a_commitment(sqlite_store, "100000", "EUR", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    field(app, "selectbox", "Contribution").select(reference).run()
    field(app, "text_input", "Amount (EUR)").set_value("50,000.00")
    field(app, "date_input", "Value date").set_value(date(2018, 7, 20)).run()
    assert "is in the future" in said(app).replace("\\", "")


def test_a_second_press_of_the_same_form_books_once(sqlite_store: Store, open_desk: Open) -> None:
    """The first press may still be running when the second one starts the page again."""
    reference = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    field(app, "selectbox", "Contribution").select(reference).run()
    field(app, "text_input", "Amount (USD)").set_value("500").run()
    token = app.session_state["token-deposit"]
    field(app, "button", "Record the deposit").click().run()
    app.session_state["token-deposit"] = token  # what an interrupted first run leaves behind
    app.run()
    field(app, "selectbox", "Contribution").select(reference).run()
    field(app, "text_input", "Amount (USD)").set_value("500").run()
    field(app, "button", "Record the deposit").click().run()
    assert count(sqlite_store, Deposit) == 1
    assert "MCS00\\-D\\-0001" in app.success[0].value


def test_the_earmarking_form_says_that_unearmarked_is_what_the_fund_asks_for(
    sqlite_store: Store, open_desk: Open
) -> None:
    books.a_contributor(sqlite_store)
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Pledge")
    assert "asks for **un-earmarked**" in said(app)
    assert field(app, "radio", "Earmarking choice").value == "Un-earmarked"


def test_an_ineligible_country_is_refused_and_marked_in_the_list(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Nominate")
    field(app, "selectbox", "Event").select("CONF").run()
    country = field(app, "selectbox", "Country")
    assert "France (FRA) · not eligible" in country.options
    assert "Nepal (NPL) · LDC" in country.options
    country.select("FRA").run()
    field(app, "button", "Record the nomination").click().run()
    assert "is not eligible on 2018-12-10" in app.error[0].value.replace("\\", "")


def test_a_trip_from_nomination_to_settlement_at_the_desk(
    sqlite_store: Store, open_desk: Open
) -> None:
    reference = books.a_commitment(sqlite_store, "10000", signed_on="2018-05-02")
    books.a_deposit(sqlite_store, reference, "10000", value_date="2018-05-03")
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Nominate")
    field(app, "selectbox", "Event").select("IN-6").run()
    field(app, "selectbox", "Country").select("NPL")
    field(app, "date_input", "Nominated on").set_value(date(2018, 6, 1))
    field(app, "text_input", "Ticket (USD)").set_value("20,000")
    field(app, "button", "Record the nomination").click().run()
    assert "a delegate of Nepal is nominated" in app.success[0].value

    app = turn_to(open_desk(sqlite_store, TRAVEL), "Next step")
    field(app, "selectbox", "Trip").select("MCS00-T-0001").run()
    app.button_group[1].select("authorised").run()
    field(app, "date_input", "Authorised on").set_value(date(2018, 6, 4)).run()
    assert "Un-earmarked money USD 9,900.00" in said(app)
    field(app, "button", "Record: authorised").click().run()
    refusal = app.error[0].value.replace("\\", "")
    assert "USD 10,100.00 more than is available" in refusal
    field(app, "text_input", "Ticket (USD)").set_value("2,000")
    field(app, "button", "Record: authorised").click().run()
    assert "USD 2,000\\.00 is obligated" in app.success[0].value


def test_the_name_of_a_delegate_is_shown_to_staff_and_kept_out_of_history(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Nominate")
    field(app, "selectbox", "Event").select("CONF").run()
    field(app, "selectbox", "Country").select("NPL")
    field(app, "text_input", "Name of the delegate").set_value("Planted Name")
    field(app, "button", "Record the nomination").click().run()
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Next step")
    field(app, "selectbox", "Trip").select("MCS00-T-0001").run()
    assert "Planted Name" in said(app)
    with sqlite_store.reading() as session:
        lines = session.exec(select(History)).all()
    assert not any("Planted" in str(line) for line in lines)


def test_history_lists_who_did_what_and_finds_it(sqlite_store: Store, open_desk: Open) -> None:
    books.a_contributor(sqlite_store)
    reference = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = open_desk(sqlite_store, "staff.history")
    shown = app.dataframe[0].value
    assert reference in set(shown["On"])
    field(app, "text_input", "Find").set_value("Norway").run()
    assert "Norway" in set(app.dataframe[0].value["On"])
    with sqlite_store.reading() as session:
        newest = session.exec(select(History).order_by(col(History.id).desc())).first()
        entries = session.exec(select(func.count()).select_from(Entry)).one()
    assert newest is not None
    assert shown["Act"].iloc[0] == newest.id
    assert entries > 0


def test_of_two_people_who_change_one_event_the_second_is_told_who_was_first(
    sqlite_store: Store, open_desk: Open
) -> None:
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Event")
    field(app, "selectbox", "Event").select("RCP").run()
    field(app, "text_input", "City").set_value("Vienna").run()
    first = events.EventDraft(
        "RCP", "regional_process", "Another title", starts_on=date(2017, 10, 2)
    )
    books.perform(sqlite_store, events.change_event, first, "Announced")
    field(app, "text_input", "Reason for the change").set_value("Moved").run()
    field(app, "button", "Change the event").click().run()
    refusal = app.error[0].value.replace("\\", "")
    assert "was changed meanwhile by local administrator (command line)" in refusal
    field(app, "button", "Show the current version").click().run()
    assert field(app, "text_input", "Title").value == "Another title"


def test_the_earmark_form_starts_with_the_choice_of_the_contribution_it_is_about(
    sqlite_store: Store, open_desk: Open
) -> None:
    plain = books.a_commitment(sqlite_store, "10000")
    split = books.a_commitment(sqlite_store, "10000", earmark="1:6000;unearmarked:4000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Earmark")
    for reference, choice in ((plain, "Un-earmarked"), (split, "A split"), (plain, "Un-earmarked")):
        field(app, "selectbox", "Contribution").select(reference).run()
        assert field(app, "radio", "Earmarking choice").value == choice


def test_the_correction_of_a_settled_trip_starts_with_its_cost(
    sqlite_store: Store, open_desk: Open
) -> None:
    books.money_available(sqlite_store, {"1": "5000"})
    trip = books.an_authorised_trip(sqlite_store, "1500")
    books.a_step(sqlite_store, trip, "settled", "2017-07-01", actual="800")
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Correct")
    field(app, "selectbox", "Trip").select(trip).run()
    what = field(app, "radio", "What do you want to correct?")
    what.set_value(what.options[1]).run()
    assert field(app, "text_input", "Actual cost (USD)").value == "800.00"
    field(app, "text_input", "Reason for the correction").set_value("Checked").run()
    field(app, "button", "Book this step again").click().run()
    assert "USD 800\\.00 is spent" in app.success[0].value
