"""Pages of single records, and the field that finds them, as an officer uses them."""

from dataclasses import replace

import pytest

from tests.books import perform
from tests.people import acting
from tests.screens.conftest import field, press, said
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR, Role
from trustfund.ledger import events
from trustfund.ledger.books import read_books
from trustfund.ledger.event_changes import change_event

PAGES = "staff.records."


def links(app) -> dict[str, str]:
    """What leads on: the words of each link, and where it goes."""
    found = (element.proto for element in app.get("page_link"))
    return {
        each.label.replace("\\", ""): f"{each.page}?{each.query_string}".lstrip("?")
        for each in found
    }


def test_a_contribution_says_where_it_stands_and_what_comes_next(sample_copy, open_desk):
    app = open_desk(sample_copy, f"{PAGES}contribution", reference="MCS00-C-0026")
    words = said(app)
    assert "Switzerland paid CHF 30,000.00 of CHF 40,000.00" in words.replace("*", "")
    assert "Paid in full, to come" in words
    assert "**2 deposits** 16 April 2018" in words
    found = links(app)
    assert "do=Deposit&contribution=MCS00-C-0026" in found["Record a deposit"]
    assert "Sign the arrangement" not in found
    assert any(name.startswith("MCS00-D-0064 · Switzerland · 2018-04-16") for name in found)


def test_a_pledge_offers_to_sign_the_arrangement(sample_copy, open_desk):
    app = open_desk(sample_copy, f"{PAGES}contribution", reference="MCS00-C-0045")
    assert "No arrangement is signed yet" in said(app)
    found = links(app)
    assert "Sign the arrangement" in found
    assert "Record a deposit" not in found


def test_a_reference_is_found_however_it_is_spelt(sample_copy, open_desk):
    app = open_desk(sample_copy, f"{PAGES}deposit", reference=" mcs00 d 0031")
    assert app.title[0].value.replace("\\", "") == "Deposit MCS00-D-0031"
    receipt = next(link for link in app.link_button if "Receipt letter" in link.label)
    assert receipt.url == "/exports/receipt.pdf?deposit=MCS00-D-0031"


def test_a_trip_offers_the_steps_that_a_role_may_take(sample_copy, open_page):
    of = {"reference": "MCS00-T-0274"}  # approved
    travel = links(open_page(sample_copy, f"{PAGES}trip", acting(Role.TRAVEL), **of))
    assert "Next step: authorised, offer declined or withdrawn" in travel
    secretariat = links(open_page(sample_copy, f"{PAGES}trip", acting(Role.SECRETARIAT), **of))
    assert "Next step: offer declined or withdrawn" in secretariat
    auditor = links(open_page(sample_copy, f"{PAGES}trip", acting(Role.AUDITOR), **of))
    assert not [name for name in auditor if name.startswith(("Next step", "Correct"))]


def test_a_movement_shows_its_history(sample_copy, open_desk):
    app = open_desk(sample_copy, f"{PAGES}movement", reference="MCS00-M-0023")
    assert "Surplus release: USD 5,000.00" in said(app).replace("*", "")
    assert list(app.dataframe[0].value["What"]) == ["recorded a movement"]


def test_a_country_says_at_how_many_events_it_took_part(sample_copy, open_page):
    app = open_page(sample_copy, "public.country", iso="KEN")
    assert app.title[0].value == "Kenya"
    assert "events that it was eligible for" in said(app)
    app = open_page(sample_copy, "public.country", iso="TUV")
    assert "may have attended by other means" in said(app)


def test_a_contributor_is_shown_with_its_agencies(sample_copy, open_page):
    app = open_page(sample_copy, "public.contributor", name="sweden")
    assert "Sweden, with its agencies, committed USD 165,269" in said(app).replace("*", "")


@pytest.mark.parametrize(
    ("module", "key", "typed", "near"),
    [
        ("staff.records.deposit", "reference", "MCS00-D-00311", "MCS00-D-0031"),
        ("public.contributor", "name", "Swedn", "Sweden"),
        ("public.country", "iso", "Kenja", "Kenya"),
        ("public.event", "code", "TS-33", "TS-3"),
    ],
)
def test_an_unknown_record_offers_those_it_may_be(sample_copy, open_desk, module, key, typed, near):
    app = open_desk(sample_copy, module, **{key: typed})
    assert f"There is no {module.rpartition('.')[2]} {typed}" in said(app)
    assert any(name.startswith(near) for name in links(app))


def test_an_address_without_a_record_asks_which(sample_copy, open_desk):
    app = open_desk(sample_copy, f"{PAGES}trip")
    field(app, "text_input", "Reference").set_value("kenya ts-4").run()
    assert [name[:12] for name in links(app)] == ["MCS00-T-0051"]


def test_what_was_booked_leads_to_its_page(sample_copy, open_desk):
    app = open_desk(sample_copy, "staff.record_contribution", do="Pledge")
    field(app, "selectbox", "Contributor").set_value("Sweden").run()
    field(app, "text_input", "Amount").set_value("1000").run()
    press(app, "Record the pledge")
    (found,) = [there for name, there in links(app).items() if name.startswith("Open ")]
    assert found.startswith("contribution?reference=")


def test_deposits_of_one_donor_do_not_look_alike(sample_copy, open_desk):
    app = open_desk(sample_copy, "staff.record_contribution", do="Correct")
    options = field(app, "selectbox", "Deposit").options
    assert options[0] == "MCS00-D-0078 · Japan · 2018-07-11 · JPY 1,600,000 · for MCS00-C-0040"
    assert len(set(options)) == len(options)


def test_the_form_that_corrects_opens_at_the_document_of_the_address(sample_copy, open_desk):
    of = {"do": "Correct", "contribution": "MCS00-C-0026"}
    app = open_desk(sample_copy, "staff.record_contribution", **of)
    assert app.radio[0].value == "A contribution"
    assert field(app, "selectbox", "Contribution").value.startswith("MCS00-C-0026")


def test_the_field_beside_every_page_finds(sample_copy, look):
    app = look(sample_copy, LOCAL_ADMINISTRATOR)
    app.text_input(key="find").set_value("d-0031").run()
    assert links(app) == {
        "MCS00-D-0031 · Switzerland · 2017-11-17 · CHF 20,000.00 · for MCS00-C-0026": (
            "deposit?reference=MCS00-D-0031"
        )
    }
    app.text_input(key="find").set_value("zzzz").run()
    assert "Nothing is found." in said(app)


def test_a_visitor_finds_what_is_public(sample_copy, look):
    app = look(sample_copy, VISITOR)
    app.text_input(key="find").set_value("sweden").run()
    kinds = [there.partition("?")[0] for there in links(app).values()]
    assert kinds == ["contributor", "contributor", "country"]


def test_no_day_is_invented_for_an_event_and_one_that_is_cancelled_never_begins(
    sqlite_store, open_page
):
    def shown(code: str) -> str:
        return said(open_page(sqlite_store, "public.event", VISITOR, code=code))

    vague = shown("HR-6").replace("\\", "")
    assert "Announced: June/July 2018" in vague
    assert "Begins" not in vague
    assert "Begins" in shown("CONF")
    with read_books(sqlite_store) as books:
        draft = replace(events.as_draft(events.required(books, "CONF")), status="cancelled")
    perform(sqlite_store, change_event, draft, "A reason")
    assert "Cancelled" in shown("CONF")
    assert "Begins" not in shown("CONF")
