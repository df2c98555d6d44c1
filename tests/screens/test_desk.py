"""The desk shows each role its work, and leads to the form with the document chosen."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from tests.books import a_commitment, day, perform
from tests.people import acting, an_account
from tests.privacy.conftest import sent
from tests.screens.conftest import field, said
from trustfund.domain.desk import QUEUES, Queue
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, Role
from trustfund.figures import checking
from trustfund.ledger.deposits import DepositDraft, record_deposit, reverse_deposit
from trustfund.ledger.travel import NominationDraft, nominate
from trustfund.screens.staff import record_contribution, record_movement, record_travel

DESK = "staff.desk"
PAGES = {
    "record-contribution": record_contribution,
    "record-movement": record_movement,
    "record-travel": record_travel,
}
FORMS = {(work.page, work.form): work for work in QUEUES.values() if work.form}


def heads(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.header, *app.subheader))


def links(app: AppTest) -> list[tuple[str, str, dict[str, list[str]]]]:
    """The links of a page: label, page and what its address asks for."""
    protos = [each.proto for each in app.get("page_link")]
    return [
        (each.label.replace("\\", ""), each.page, parse_qs(each.query_string)) for each in protos
    ]


# Each queue leads to its form


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda work: work.form)
def test_the_form_of_a_queue_opens_with_the_document_chosen(sample_copy, open_page, form):
    chosen = {
        "Deposit": ("Contribution", "MCS00-C-0041"),
        "Arrangement": ("Contribution", "MCS00-C-0043"),
        "Book a receipt": ("Unidentified receipt", "MCS00-U-0002"),
        "Rate": ("Currency", "SEK"),
        "Next step": ("Trip", "MCS00-T-0276"),
        "Correct": ("Trip", "MCS00-T-0060"),
        "Event": ("Event", "HR-6"),
        "Graduation": ("Country", "TUV"),
    }
    label, key = chosen[form.form]
    module = f"staff.{form.page.replace('-', '_')}"
    app = open_page(sample_copy, module, LOCAL_ADMINISTRATOR, **form.asked(key))
    assert not app.exception
    assert field(app, "selectbox", label).value == key


def test_the_year_to_certify_opens_the_report_of_that_year(sample_copy, open_page):
    asked = QUEUES[Queue.YEARS].asked("2017")
    app = open_page(sample_copy, "public.reports", LOCAL_ADMINISTRATOR, **asked)
    assert "Certify 2017" in [each.label for each in app.expander]


def test_the_form_of_a_queue_is_open_to_the_offices_whose_work_it_is():
    for work in QUEUES.values():
        if work.form:
            assert work.offices <= PAGES[work.page].__dict__.get("OPEN_TO", {}).get(
                work.form, work.offices
            )
            assert work.form in PAGES[work.page].ACTS


# Whose desk


def test_an_administrator_sees_all_and_each_line_leads_on(sample_copy, open_desk):
    app = open_desk(sample_copy, DESK)
    assert app.header[0].value == "79 things need you."
    assert "2 late instalments" in heads(app)
    words = said(app)
    assert "Example Regional Assembly · USD 5,000.00 · due 2 July 2018, 14 days late" in words
    assert "Tuvalu · CONF · USD 3,586.23 · approved 13 June 2018, 33 days ago" in words
    assert "Nothing to do: rates of exchange missing or old, requests to close" in words
    assert ("MCS00-C-0038", "contribution", {"reference": ["MCS00-C-0038"]}) in links(app)
    asked = {"do": ["Deposit"], "contribution": ["MCS00-C-0038"]}
    assert ("Record the deposit", "record-contribution", asked) in links(app)


@pytest.mark.parametrize(
    ("role", "sees", "not_theirs"),
    [
        (Role.AGENT, b"MCS00-C-0038", b"MCS00-T-"),
        (Role.TRAVEL, b"MCS00-T-0176", b"Example Regional Assembly"),
        (Role.SECRETARIAT, b"MCS00-T-0276", b"never"),
    ],
)
def test_an_office_sees_its_own_first_and_never_what_it_may_not_read(
    sample_copy, open_page, role, sees, not_theirs
):
    page = open_page(sample_copy, DESK, acting(role))
    assert not page.exception
    assert sees in sent(page).replace(b"\\", b"")
    assert not_theirs not in sent(page).replace(b"\\", b"")
    buttons = {label for label, _, _ in links(page)}
    for work in QUEUES.values():
        shared = {each.button for each in QUEUES.values() if role in each.offices}
        assert work.button in shared or work.button not in buttons


def test_an_auditor_reads_the_desk_and_finds_no_form(sample_copy, open_page):
    app = open_page(sample_copy, DESK, acting(Role.AUDITOR))
    assert app.header[0].value == "79 things to do"
    assert not [page for _, page, _ in links(app) if page.startswith(("record", "import"))]


def test_a_queue_is_shown_whole_where_the_address_asks_for_it(sample_copy, open_desk):
    app = open_desk(sample_copy, DESK)
    assert ("and 11 more", "desk", {"show": ["trips_to_settle"]}) in links(app)
    app = open_desk(sample_copy, DESK, show="trips_to_settle")
    assert [each.value for each in app.subheader] == ["14 claims to settle"]
    assert len([page for _, page, _ in links(app) if page == "trip"]) == 14


def test_nobody_is_shown_a_queue_that_is_not_for_them_by_its_address(sample_copy, open_page):
    app = open_page(sample_copy, DESK, acting(Role.AGENT), show="trips_to_settle")
    assert b"MCS00-T-" not in sent(app).replace(b"\\", b"")
    assert "2 late instalments" in heads(app)


def test_a_quiet_fund_says_that_nothing_needs_anybody(sqlite_store, open_page, set_today):
    set_today("2017-04-10")
    app = open_page(sqlite_store, DESK, LOCAL_ADMINISTRATOR)
    assert app.header[0].value == "1 thing needs you."
    assert [each.value for each in app.subheader] == ["1 check of the books"]
    assert ("Check", "checks", {}) in links(app)
    checking.check(sqlite_store, LOCAL_ADMINISTRATOR)
    app.run()
    assert app.header[0].value == "Nothing needs you now."
    assert not app.subheader


def test_who_nominated_a_trip_does_not_have_it_to_approve(sqlite_store, open_page, set_today):
    set_today("2017-05-25")
    ada = an_account(sqlite_store, "ada@example.org", Role.SECRETARIAT, "")
    ben = an_account(sqlite_store, "ben@example.org", Role.SECRETARIAT, "")
    draft = NominationDraft("TS-3", "NPL", day("2017-05-20"), name="Planted Name")
    trip = perform(sqlite_store, nominate, draft, actor=ada).reference
    app = open_page(sqlite_store, DESK, ben)
    assert "1 trip to approve" in heads(app)
    assert ("Review", "record-travel", {"do": ["Next step"], "trip": [trip]}) in links(app)
    assert b"Planted" not in sent(app)
    app = open_page(sqlite_store, DESK, ada)
    assert "trip to approve" not in heads(app)
    assert "Nothing to do" in said(app)
    assert "1 trip more waits for somebody else" in said(app)
    assert f"Trip {trip}: a delegate of Nepal is nominated" in said(app)  # what she booked today
    assert b"Planted" not in sent(app)


# What was booked today


def test_what_somebody_booked_today_stands_there_with_what_can_be_done(sqlite_store, open_page):
    ada = an_account(sqlite_store, "ada@example.org", Role.AGENT, "")
    gift = a_commitment(sqlite_store, "1000")
    draft = DepositDraft(gift, day("2018-07-01"), "USD", "100")
    first, second = (
        perform(sqlite_store, record_deposit, draft, actor=ada).reference,
        perform(
            sqlite_store,
            record_deposit,
            DepositDraft(gift, day("2018-07-02"), "USD", "50"),
            actor=ada,
        ).reference,
    )
    perform(sqlite_store, reverse_deposit, second, "Booked twice", actor=ada)
    app = open_page(sqlite_store, DESK, ada)
    words = said(app)
    assert "What you booked today" in heads(app)
    assert words.index(f"{second} is reversed") < words.index(f"Deposit {first}")
    asked = {"do": ["Correct"], "deposit": [first]}
    assert ("Correct", "record-contribution", asked) in links(app)
    assert f"exports/receipt.pdf?deposit={first}" in words
    assert f"exports/receipt.pdf?deposit={second}" not in words  # it is reversed
    assert "What you booked today" not in heads(open_page(sqlite_store, DESK, LOCAL_ADMINISTRATOR))


def test_the_form_that_corrects_a_deposit_opens_with_it_chosen(sample_copy, open_page):
    asked = {"do": "Correct", "contribution": "MCS00-C-0003"}
    app = open_page(sample_copy, "staff.record_contribution", LOCAL_ADMINISTRATOR, **asked)
    assert field(app, "selectbox", "Contribution").value == "MCS00-C-0003"
