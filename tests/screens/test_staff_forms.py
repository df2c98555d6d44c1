"""The forms that staff fill in: what they show before saving, refuse, and say afterwards."""

from datetime import date, timedelta
from functools import partialmethod

from tests import books
from tests.people import acting
from tests.screens.conftest import count, field, fill, press, said, turn_to
from trustfund.domain.roles import Role
from trustfund.ledger import event_changes, events
from trustfund.store.engine import Store
from trustfund.store.tables import Contributor, Deposit

CONTRIBUTION = "staff.record_contribution"
TRAVEL = "staff.record_travel"


def test_another_kind_of_donor_is_refused_with_the_rule_of_the_fund(sqlite_store, open_desk):
    donor = {"Name": "Example Trading Company", "Kind of contributor": "Another kind of donor"}
    app = press(fill(open_desk(sqlite_store, CONTRIBUTION), donor), "Record the contributor")
    assert "The fund receives contributions from Member States" in said(app)
    assert count(sqlite_store, Contributor) == 0
    # What was typed is still there, to be mended.
    assert field(app, "text_input", "Name").value == "Example Trading Company"


def test_a_contributor_is_recorded_and_the_form_is_empty_again(sqlite_store, open_desk):
    donor = {"Name": "European Parliament", "Kind of contributor": "regional_legislative_body"}
    app = press(fill(open_desk(sqlite_store, CONTRIBUTION), donor), "Record the contributor")
    assert "European Parliament is recorded" in app.success[0].value
    assert field(app, "text_input", "Name").value == ""
    assert count(sqlite_store, Contributor) == 1


def test_who_waits_too_long_to_book_reads_what_is_booked_and_keeps_what_was_typed(
    sqlite_store, open_desk, monkeypatch
):
    donor = {"Name": "European Parliament", "Kind of contributor": "regional_legislative_body"}
    app = fill(open_desk(sqlite_store, CONTRIBUTION), donor)
    with sqlite_store.writing("an import of 20,000 rows"):
        soon = partialmethod(Store.writing, patience=timedelta(milliseconds=200))
        monkeypatch.setattr(Store, "writing", soon)
        press(app, "Record the contributor")
    assert "is in use: an import of 20,000 rows since " in said(app)
    assert field(app, "text_input", "Name").value == "European Parliament"
    press(app, "Record the contributor")
    assert "European Parliament is recorded" in app.success[0].value


def test_a_contributor_that_may_be_there_is_asked_about_before_it_is_recorded(
    sqlite_store, open_desk
):
    books.a_contributor(sqlite_store, "Sweden", country="SWE")
    app = fill(open_desk(sqlite_store, CONTRIBUTION), {"Name": "ＳＷＥＤＥＮ"})
    fill(app, {"Kind of contributor": "philanthropic_organization"})
    assert "There is already **Sweden**: is it the same?" in said(app)
    press(app, "Record the contributor")
    assert "Is it the same? Then use that one" in said(app)
    assert count(sqlite_store, Contributor) == 1
    field(app, "checkbox", "It is another: record it all the same").check().run()
    press(fill(app, {"Why it is another one": "A foundation"}), "Record the contributor")
    assert "is recorded as a philanthropic organization" in said(app)
    assert books.history(sqlite_store)[-1].reason == "A foundation"


def test_a_letter_that_deceives_is_told_before_anything_is_saved(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    cash = {"Contribution": gift, "Amount (USD)": "500", "Note": "Bank\u202e"}
    assert 'Note "Bank\\u202e": contains U+202E RIGHT-TO-LEFT OVERRIDE'.replace("\\", "") in said(
        fill(app, cash)
    )


def test_the_deposit_form_shows_dollars_rate_fee_and_parts_before_saving(sqlite_store, open_desk):
    books.a_rate(sqlite_store, "EUR", "0.8", "2018-07-01")
    reference = books.a_commitment(
        sqlite_store, "100000", "EUR", "1:60000;unearmarked:40000", signed_on="2018-07-02"
    )
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    before = said(fill(app, {"Contribution": reference, "Amount (EUR)": "50,000.00"}))
    for shown in (
        "USD 62,500.00",
        "0.8 of 2018-07-01",
        "Fee USD 625.00",
        "Objective 1: EUR 30,000.00, USD 37,500.00, fee USD 375.00",
        "Un-earmarked money: EUR 20,000.00, USD 25,000.00, fee USD 250.00",
    ):
        assert shown in before
    assert count(sqlite_store, Deposit) == 0
    fill(app, {"Value date": date(2018, 7, 20)})
    assert "is in the future" in said(app)
    press(fill(app, {"Value date": date(2018, 7, 16)}), "Record the deposit")
    assert "MCS00\\-D\\-0001" in app.success[0].value
    assert count(sqlite_store, Deposit) == 1


def test_a_second_press_of_the_same_form_books_once(sqlite_store, open_desk):
    """The first press may still be running when the second one starts the page again."""
    gift = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    cash = {"Contribution": gift, "Amount (USD)": "500"}
    fill(app, cash)
    place = f"token-deposit-{gift}"
    token = app.session_state[place]
    press(app, "Record the deposit")
    app.session_state[f"token-deposit-{gift}"] = (
        token  # what an interrupted first run leaves behind
    )
    press(fill(app.run(), cash), "Record the deposit")
    assert count(sqlite_store, Deposit) == 1
    assert "MCS00\\-D\\-0001" in app.success[0].value


def test_the_earmarking_form_says_that_unearmarked_is_what_the_fund_asks_for(
    sqlite_store, open_desk
):
    books.a_contributor(sqlite_store)
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Pledge")
    assert "asks for **un-earmarked**" in said(app)
    assert field(app, "radio", "Earmarking choice").value == "Un-earmarked"


def test_an_ineligible_country_is_refused_and_marked_in_the_list(sqlite_store, open_desk):
    app = fill(open_desk(sqlite_store, TRAVEL), {"Event": "CONF"})
    country = field(app, "selectbox", "Country")
    assert "France (FRA) · not eligible" in country.options
    assert "Nepal (NPL) · LDC" in country.options
    press(fill(app, {"Country": "FRA"}), "Record the nomination")
    assert "is not eligible on 2018-12-10" in said(app)


def test_a_trip_from_nomination_to_settlement_at_the_desk(sqlite_store, open_desk):
    reference = books.a_commitment(sqlite_store, "10000", signed_on="2018-05-02")
    books.a_deposit(sqlite_store, reference, "10000", value_date="2018-05-03")
    app = fill(open_desk(sqlite_store, TRAVEL), {"Event": "IN-6", "Country": "NPL"})
    fill(app, {"Nominated on": date(2018, 6, 1), "Ticket (USD)": "20,000"})
    press(app, "Record the nomination")
    assert "a delegate of Nepal is nominated" in said(app)

    fill(turn_to(app, "Next step"), {"Trip": "MCS00-T-0001"})
    app.button_group[1].select("authorised").run()
    fill(app, {"Authorised on": date(2018, 6, 4)})
    assert "Un-earmarked money USD 9,900.00" in said(app)
    press(app, "Record: authorised")
    assert "USD 10,100.00 more than is available" in said(app)
    press(fill(app, {"Ticket (USD)": "2,000"}), "Record: authorised")
    assert "USD 2,000.00 is obligated" in said(app)


def test_history_lists_who_did_what_and_finds_it(sqlite_store, open_desk):
    reference = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = open_desk(sqlite_store, "staff.history")
    shown = app.dataframe[0].value
    assert reference in set(shown["On"])
    assert shown["Act"].iloc[0] == books.history(sqlite_store)[-1].id
    fill(app, {"Find": "Norway"})
    assert "Norway" in set(app.dataframe[0].value["On"])


def test_of_two_people_who_change_one_event_the_second_is_told_who_was_first(
    sqlite_store, open_desk
):
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Event")
    fill(app, {"Event": "RCP", "City": "Vienna"})
    first = events.EventDraft(
        "RCP", "regional_process", "Another title", starts_on=date(2017, 10, 2)
    )
    books.perform(sqlite_store, event_changes.change_event, first, "Announced")
    press(fill(app, {"Reason for the change": "Moved"}), "Change the event")
    assert "was changed meanwhile by local administrator (command line)" in said(app)
    press(app, "Show the current version")
    assert field(app, "text_input", "Title").value == "Another title"


def test_an_event_that_is_cancelled_lists_its_trips_before_it_is_saved(sqlite_store, open_desk):
    books.money_available(sqlite_store, {"1": "9000"})
    trip = books.an_authorised_trip(sqlite_store, "3000")
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Event")
    fill(app, {"Event": "TS-3", "Status": "cancelled", "Reason for the change": "Called off"})
    assert app.dataframe[0].value.values.tolist() == [
        [
            trip,
            "Nepal, authorised, USD 3,000.00 reserved",
            "withdrawn, USD 3,000.00 available again",
        ]
    ]
    press(app, "Change the event")
    assert 'Trips still to come "TS-3": has to be decided' in said(app)
    press(fill(app, {"Trips still to come": "release"}), "Change the event")
    assert "Event TS-3 is changed. Released: 1." in said(app)
    assert "USD 3,000.00 is available again" in said(app)


def test_an_event_whose_day_nobody_knew_took_place(sqlite_store, open_desk):
    app = turn_to(open_desk(sqlite_store, TRAVEL), "Event")
    fill(app, {"Event": "HR-6", "It took place": True, "Reason for the change": "Its minutes"})
    press(app, "Change the event")
    assert "Event HR-6 is changed." in said(app)


def test_the_earmark_form_starts_with_the_choice_of_the_contribution_it_is_about(
    sqlite_store, open_desk
):
    plain = books.a_commitment(sqlite_store, "10000")
    split = books.a_commitment(sqlite_store, "10000", earmark="1:6000;unearmarked:4000")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Earmark")
    for reference, choice in ((plain, "Un-earmarked"), (split, "A split"), (plain, "Un-earmarked")):
        fill(app, {"Contribution": reference})
        assert field(app, "radio", "Earmarking choice").value == choice


def test_each_office_is_offered_the_corrections_that_it_may_make(sqlite_store, open_page):
    def offered(role: Role) -> tuple[list[str], set[str]]:
        app = turn_to(open_page(sqlite_store, TRAVEL, acting(role)), "Correct")
        app = fill(app, {"Trip": trip})
        found = [box for box in app.radio if box.label == "What do you want to correct?"]
        choices = list(found[0].options) if found else []
        if len(choices) == 2:
            fill(app, {"What do you want to correct?": choices[1]})
        buttons = {"Correct the trip", "Book this step again", "Take the step back"}
        return choices, buttons & {button.label for button in app.button}

    books.money_available(sqlite_store, {"1": "5000"})
    trip = books.a_nomination(sqlite_store, "1000")
    books.a_step(sqlite_store, trip, "approved", "2017-05-25")
    assert offered(Role.TRAVEL) == ([], set())
    books.a_step(sqlite_store, trip, "authorised", "2017-06-01")
    last = "Its last step: authorised on 2017-06-01"
    assert offered(Role.TRAVEL) == ([last], {"Book this step again", "Take the step back"})
    assert offered(Role.SECRETARIAT) == (["Who it is for"], {"Correct the trip"})
    books.a_step(sqlite_store, trip, "withdrawn", "2017-06-02", reason="Ill")
    both = ["Who it is for", "Its last step: withdrawn on 2017-06-02"]
    assert offered(Role.SECRETARIAT) == (both, {"Book this step again"})


def test_the_correction_of_a_settled_trip_starts_with_its_cost(sqlite_store, open_desk):
    books.money_available(sqlite_store, {"1": "5000"})
    trip = books.an_authorised_trip(sqlite_store, "1500")
    books.a_step(sqlite_store, trip, "settled", "2017-07-01", actual="800")
    app = fill(turn_to(open_desk(sqlite_store, TRAVEL), "Correct"), {"Trip": trip})
    what = "What do you want to correct?"
    fill(app, {what: "Its last step: settled on 2017-07-01"})
    assert field(app, "text_input", "Actual cost (USD)").value == "800.00"
    press(fill(app, {"Reason for the correction": "Checked"}), "Book this step again")
    assert "USD 800.00 is spent" in said(app)


def test_a_schedule_by_a_rule_fills_the_lines_and_adds_up(sqlite_store, open_desk):
    reference = books.a_commitment(sqlite_store, "100000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Instalments")
    fill(app, {"Contribution": reference, "Number of instalments": 3})
    fill(app, {"Equal instalments from": date(2018, 8, 31), "Every": "Quarter"})
    assert [box.value for box in app.text_input][:3] == ["33,333.34", "33,333.33", "33,333.33"]
    press(app, "Save the schedule")
    assert "3 instalments of" in said(app)
    assert "USD 100,000.00 in all" in said(app)


def test_the_rates_of_a_month_are_pasted_and_shown_before_saving(sqlite_store, open_desk):
    books.a_rate(sqlite_store, "EUR", "0.861", "2018-06-01")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Rate")
    pasted = "Country\tCode\tRate\nNorway\tNOK\t8.12\nEuro area\tEUR\t0.853"
    days = [box for box in app.date_input if box.label.startswith("Effective date")]
    days[-1].set_value(date(2018, 7, 1)).run()
    app.text_area[0].set_value(pasted).run()
    assert "EUR 0.853, until now 0.861" in said(app).replace("\\", "")
    press(app, "Record the rates")
    assert "2 rates for 1 USD are recorded from 2018-07-01 on" in said(app)


def test_a_refused_field_says_why_until_it_is_changed(sqlite_store, open_desk):
    gift = books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Deposit")
    fill(app, {"Contribution": gift, "Amount (USD)": "a lot"})
    press(app, "Record the deposit")
    why = 'Amount "a lot"'
    assert said(app).count(why) >= 2  # at the field, and with all reasons under the button
    assert "Not booked" in said(app)
    fill(app, {"Note": "A note"})
    assert "Not booked" not in said(app)
    assert why in " ".join(each.value for each in app.markdown if ":red[" in each.value)
    fill(app, {"Amount (USD)": "500"})
    assert ":red[" not in said(app)
    press(app, "Record the deposit")
    assert "USD 500.00, fee USD 5.00" in said(app)


def test_a_correction_shows_old_and_new_before_it_is_booked(sqlite_store, open_desk):
    (deposit,) = books.money_available(sqlite_store, {"1": "5000"}, "2018-06-01")
    app = open_desk(sqlite_store, CONTRIBUTION, do="Correct", deposit=deposit)
    assert "What changes" not in said(app)
    fill(app, {"Bank reference": "BANK 7-1"})
    assert "Bank reference: not stated \u2192 **BANK 7-1**" in said(app)


def test_what_was_booked_leads_to_what_usually_follows(sqlite_store, open_desk):
    books.a_contributor(sqlite_store, "Norway", country="NOR")
    app = turn_to(open_desk(sqlite_store, CONTRIBUTION), "Pledge")
    fill(app, {"Contributor": "Norway", "Amount": "1000"})
    press(app, "Record the pledge")
    offered = [link.proto.label for link in app.get("page_link")]
    assert "Sign the arrangement" in offered


def test_the_document_that_the_address_names_comes_before_what_was_booked_last(
    sqlite_store, open_desk
):
    first, second = (books.a_commitment(sqlite_store, "1000", signed_on="2018-07-02") for _ in "ab")
    app = open_desk(sqlite_store, CONTRIBUTION, do="Deposit", contribution=second)
    app.session_state["latest-contribution"] = first
    app.run()
    assert field(app, "selectbox", "Contribution").value == second


def test_the_event_that_the_address_names_comes_before_a_draft(sqlite_store, open_desk):
    fill(turn_to(open_desk(sqlite_store, TRAVEL), "Event"), {"Event": "TS-3"})
    app = open_desk(sqlite_store, TRAVEL, do="Event", event="HR-6")
    assert field(app, "selectbox", "Event").value == "HR-6"
    again = open_desk(sqlite_store, TRAVEL, do="Event")
    assert field(again, "selectbox", "Event").value == "TS-3"
