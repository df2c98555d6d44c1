"""An administrator sets a new fund up on a page: what is left to do, and what it begins with."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_nomination,
    by_pool,
    day,
    everything,
    perform,
)
from tests.people import acting, an_account
from tests.reading import view
from tests.screens.conftest import field, fill, press, said
from trustfund.accounts import log
from trustfund.domain.fund_terms import as_draft
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Refused
from trustfund.domain.roles import ADMINISTRATORS, VISITOR, Actor, Role
from trustfund.exchange import fund_folder
from trustfund.figures import checks
from trustfund.ledger.books import open_books
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.publishing import PublisherDraft, set_publisher
from trustfund.ledger.terms import change_terms
from trustfund.ledger.trip_steps import StepDraft, advance
from trustfund.screens.staff import (
    record_contribution,
    record_travel,
    set_up,
    settings,
)
from trustfund.store.engine import Store
from trustfund.store.setup import FUNDS
from trustfund.store.tables import History

SET_UP = "staff.set_up"
STATES = ("Done", "To do", "Optional")
STARTING_POINTS = sorted(path.name for path in FUNDS.iterdir())
LATER = "2026-11-29"
"""When the programme of the default fund is over."""
FUND = """code = "OWN"
name = "A fund"
starts_on = 2026-01-01
managing_organization = "An agency"
travel_pools = ["1", "unearmarked"]
eligible = ["ldc"]
contact = "The office of the fund"
[contributors]
member_state = "States"
"""
PUBLISHER = {"Publisher's name": "A publisher", "Publisher's reference": "XM-TEST-1"}
OBJECTIVES = "code,title\n1,Travel\n"


def first_line(store: Store) -> str:
    """What history tells of the beginning."""
    with store.reading() as session:
        return str(session.get_one(History, 0).outcome)


def states(app: AppTest) -> dict[str, str]:
    """What the page says of each task."""
    badges = [each.value for each in app.markdown if "-badge[" in each.value]
    found = [next(s for s in STATES if s in badge) for badge in badges]
    return dict(zip([words.title for words in set_up.TASKS.values()], found, strict=True))


def of(app: AppTest, state: str) -> list[str]:
    """The tasks of which the page says this."""
    return [title for title, found in states(app).items() if found == state]


def begin_with(app: AppTest, name: str) -> AppTest:
    app.radio[0].set_value(name)
    return press(app.run(), "Begin with this")


def send(app: AppTest, **files: str) -> AppTest:
    """Begin with files: ``fund_toml="…"``."""
    app.button_group[0].select(set_up.FILES).run()
    sent = [(key.replace("_", "."), text.encode(), "text/plain") for key, text in files.items()]
    app.file_uploader[0].set_value(sent)
    return press(app.run(), "Begin with these files")


def change(store: Store, **terms: object) -> None:
    """Change some of the terms."""
    with open_books(store, acting(Role.ADMIN)) as books:
        now = as_draft(books.fund, books.terms[-1])
        change_terms(books, type(now)(**{**vars(now), **terms}), "Agreed by the board")


# What is left to do


def test_of_an_untouched_store_all_is_to_do_but_what_is_optional(
    sqlite_store, open_desk, set_today
):
    set_today(LATER)
    app = open_desk(sqlite_store, SET_UP)
    assert "0 of 6 done" in said(app)
    assert of(app, "Done") == []
    assert of(app, "Optional") == ["Publish in IATI"]


def a_change_of_the_terms(store: Store) -> None:
    change(store, agent_fee="2")


def a_contact(store: Store) -> None:
    change(store, contact="The office of the fund")


def an_event_to_come(store: Store) -> None:
    perform(store, add_event, EventDraft("X-1", "other", "A session", starts_on=day("2026-12-01")))


def an_event_that_is_over(store: Store) -> None:
    perform(store, add_event, EventDraft("X-1", "other", "A session", starts_on=day("2026-11-01")))


def an_event_without_a_day(store: Store) -> None:
    perform(store, add_event, EventDraft("X-1", "other", "A session", date_precision="none"))


def an_event_that_is_cancelled(store: Store) -> None:
    session = EventDraft("X-1", "other", "A session", starts_on=day("2026-12-01"))
    perform(store, add_event, EventDraft(**{**vars(session), "status": "cancelled"}))


def two_who_may_approve(store: Store) -> None:
    an_account(store, "boss@example.org", "admin")
    an_account(store, "officer@example.org", "secretariat")


def one_administrator(store: Store) -> None:
    an_account(store, "boss@example.org", "admin")


def two_who_may_approve_and_no_administrator(store: Store) -> None:
    an_account(store, "one@example.org", "secretariat")
    an_account(store, "officer@example.org", "staff")


def a_publisher(store: Store) -> None:
    draft = PublisherDraft("XM-TEST-1", "A publisher", "40")
    perform(store, set_publisher, draft, "The registry says so")


@pytest.mark.parametrize(
    ("happens", "done"),
    [
        (a_change_of_the_terms, ["Make the terms your own"]),
        (a_contact, ["Make the terms your own", "Say whom to write to"]),
        (an_event_to_come, ["Enter the programme"]),
        (an_event_that_is_over, []),
        (an_event_without_a_day, []),
        (an_event_that_is_cancelled, []),
        (a_contributor, ["Record the first contributor"]),
        (a_publisher, ["Publish in IATI"]),
    ],
)
def test_a_task_is_done_when_the_store_has_what_it_asks_for(
    sqlite_store, open_desk, set_today, happens, done
):
    set_today(LATER)
    happens(sqlite_store)
    app = open_desk(sqlite_store, SET_UP)
    assert of(app, "Done") == ["Begin", *done]  # whoever recorded something has begun
    needed = 1 + len(set(done) - {"Publish in IATI"})
    assert f"{needed} of 6 done" in said(app)


@pytest.mark.parametrize(
    ("happens", "done"),
    [
        (two_who_may_approve, ["Add the accounts"]),
        (one_administrator, []),
        (two_who_may_approve_and_no_administrator, []),
    ],
)
def test_accounts_are_done_with_an_administrator_and_two_who_may_approve(
    sqlite_store, open_desk, set_today, happens, done
):
    set_today(LATER)
    happens(sqlite_store)
    assert of(open_desk(sqlite_store, SET_UP), "Done") == done


def test_terms_are_not_ones_own_while_texts_of_the_starting_point_are_left(
    sqlite_store, open_desk, set_today
):
    set_today(LATER)
    app = begin_with(open_desk(sqlite_store, SET_UP), "ocean-treaty")
    assert of(app, "Done") == ["Begin"]
    change(sqlite_store, name="A fund for an ocean treaty")
    assert "Make the terms your own" in of(app.run(), "To do")
    change(sqlite_store, legal_basis="Resolution 1/1")
    assert "Make the terms your own" in of(app.run(), "Done")


@pytest.mark.parametrize("task", [task for task in set_up.TASKS if set_up.TASKS[task].form])
def test_a_task_leads_to_the_form_in_which_it_is_done(task):
    forms = {
        "settings": settings.PARTS,
        "record-travel": record_travel.ACTS,
        "record-contribution": record_contribution.ACTS,
    }
    words = set_up.TASKS[task]
    assert words.form in forms[words.page]


def test_settings_name_what_is_still_that_of_the_starting_point_or_blank(sqlite_store, open_desk):
    fund_folder.begin(sqlite_store, FUNDS / "ocean-treaty")
    app = open_desk(sqlite_store, "staff.settings")
    assert "Still as in the starting point: Name of the fund and Legal basis." in said(app)
    assert "Still blank: Contact." in said(app)
    change(sqlite_store, name="Our fund", legal_basis="Resolution 1/1", contact="The office of it")
    assert "Still" not in said(app.run())


# What it begins with


@pytest.mark.parametrize("name", STARTING_POINTS)
def test_from_a_starting_point_chosen_on_the_page_to_the_first_funded_trip(
    sqlite_store, open_page, set_today, name
):
    """The accounts are there before, as when somebody who has one signs in to set the fund up."""
    set_today("2026-05-02")
    boss = an_account(sqlite_store, "boss@example.org", "admin")
    officer = an_account(sqlite_store, "officer@example.org", "secretariat")
    app = begin_with(open_page(sqlite_store, SET_UP, boss), name)
    fund = view(sqlite_store).frames.fund
    assert f"The fund has begun: {fund.name}." in said(app)
    assert "begun by boss@example.org" in first_line(sqlite_store)
    change(sqlite_store, name="Our fund", legal_basis="Resolution 1/1", contact="The office of it")
    session = EventDraft("X-1", "other", "A session", starts_on=day("2026-06-15"))
    perform(sqlite_store, add_event, session)
    contribution = a_commitment(sqlite_store, "10000", signed_on="2026-02-01")
    app = open_page(sqlite_store, SET_UP, boss)
    assert "6 of 6 done" in said(app)
    assert not app.button  # nothing to begin with any more
    a_deposit(sqlite_store, contribution, "10000", value_date="2026-02-10")
    trip = a_nomination(sqlite_store, "3000", "TUV", "X-1", nominated_on="2026-04-01")
    for who, status, on in (
        (officer, "approved", "2026-04-20"),
        (boss, "authorised", "2026-05-01"),
    ):
        perform(sqlite_store, advance, StepDraft(trip, status, day(on)), actor=who)
    assert by_pool(sqlite_store, EntryKind.OBLIGATION) == {"unearmarked": 300_000}
    assert list(checks.problems(sqlite_store)) == []


def test_each_starting_point_is_shown_with_the_sentence_that_it_is_one(sqlite_store, open_desk):
    app = open_desk(sqlite_store, SET_UP)
    assert len(app.radio[0].options) == len(STARTING_POINTS)
    told = [caption.replace("\\", "") for caption in app.radio[0].proto.captions]
    assert ["A STARTING POINT, and not that" in each for each in told] == [False, *[True] * 4]


def test_another_starting_point_can_be_chosen_until_something_is_recorded(sqlite_store, open_desk):
    app = begin_with(open_desk(sqlite_store, SET_UP), "ocean-treaty")
    assert view(sqlite_store).frames.fund.code == "OCEAN"
    app = begin_with(app, "climate-meetings")
    assert view(sqlite_store).frames.fund.code == "CLIMATE"
    assert list(checks.problems(sqlite_store)) == []


def test_files_of_ones_own_begin_the_fund_that_init_from_begins(sqlite_store, open_desk, set_today):
    set_today(LATER)
    programme = (
        "code,kind,title,starts_on,ends_on,date_precision,status\n"
        "S-1,other,A session,2026-12-01,2026-12-02,day,confirmed\n"
    )
    app = open_desk(sqlite_store, SET_UP)
    app = send(app, fund_toml=FUND, objectives_csv=OBJECTIVES, events_csv=programme)
    assert not app.error
    assert "The fund has begun: A fund." in said(app)
    assert of(app, "Done") == [
        "Begin",
        "Make the terms your own",
        "Say whom to write to",
        "Enter the programme",
    ]
    assert list(view(sqlite_store).frames.events) == ["S-1"]


def test_all_that_is_wrong_in_the_files_is_said_at_once_and_nothing_is_done(
    sqlite_store, open_desk
):
    before = everything(sqlite_store)
    app = send(
        open_desk(sqlite_store, SET_UP),
        fund_toml=FUND.replace('"1", "unearmarked"', '"9"'),
        events_csv="code,kind,title,date_precision,status\nS-1,party,A session,none,tba\n",
        seats_txt="two",
    )
    for sentence in (
        'File "seats.txt": is none of a fund\'s files. Name it one of fund.toml, objectives.csv',
        'File "objectives.csv": is not there.',
        'Money that pays for travel, fund.toml "9": is not an objective in use.',
        'Kind of event, events.csv row 2 "party": is not one of the codes.',
    ):
        assert sentence in said(app).replace("\u2060", ""), said(app)
    assert everything(sqlite_store) == before


@pytest.mark.parametrize(
    "text",
    [
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 5_000,
        b"agent_fee = inf\n" + FUND.encode(),
        b"agent_fee = nan\n" + FUND.encode(),
        b"\xff\xfe\x00",
        b"\x00",
        b"",
        b"[contributors]\nmember_state = 1979-05-27T07:32:00Z",
    ],
)
def test_whatever_is_sent_as_terms_is_refused_in_sentences(text):
    with pytest.raises(Refused):
        fund_folder.received([("fund.toml", text), ("objectives.csv", OBJECTIVES.encode())])


def test_a_file_that_is_too_large_is_refused_by_its_name():
    with pytest.raises(Refused, match=r'File "fund.toml": is larger than 1,000,000 bytes'):
        fund_folder.received([("fund.toml", b"#" * 1_000_001)])


@pytest.mark.parametrize("name", ["../fund.toml", "/etc/fund.toml", "fund.toml/..", "FUND.TOML"])
def test_a_name_that_leads_elsewhere_is_no_name_of_a_file(name):
    with pytest.raises(Refused, match="is none of a fund's files"):
        fund_folder.received([(name, FUND.encode())])


@pytest.mark.parametrize(
    ("part", "button", "chosen"),
    [
        ("Terms", "Change the terms", {}),
        ("Objectives", "Change the objective", {"Objective": "1"}),
        ("Publication in IATI", "Set the publisher", PUBLISHER),
    ],
)
def test_settings_that_were_open_while_the_fund_began_anew_are_refused_as_outdated(
    sqlite_store, open_desk, part, button, chosen
):
    fund_folder.begin(sqlite_store, FUNDS / "ocean-treaty")
    app = fill(open_desk(sqlite_store, "staff.settings", do=part), chosen)
    fund_folder.begin(sqlite_store, FUNDS / "human-rights-council")
    before = everything(sqlite_store)
    field(app, "text_input", "Reason for the change").set_value("Agreed by the board")
    assert "was changed meanwhile" in said(press(app, button))
    assert everything(sqlite_store) == before


def test_who_began_a_fund_stands_in_the_access_log(sqlite_store, open_page):
    boss = an_account(sqlite_store, "boss@example.org", "admin")
    begin_with(open_page(sqlite_store, SET_UP, boss), "ocean-treaty")
    line, *_ = log.newest(sqlite_store, 10)
    assert (line.actor, line.action, line.detail) == (boss.name, "began a fund", "OCEAN")


# Who may, and where


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINISTRATORS])
def test_nobody_but_an_administrator_begins_a_fund(sqlite_store, role):
    before = everything(sqlite_store)
    with pytest.raises(Refused, match=f"Begin a fund: is not open to the role {role}"):
        fund_folder.begin(sqlite_store, FUNDS / "ocean-treaty", acting(role))
    assert everything(sqlite_store) == before


def test_an_administrator_who_was_disabled_meanwhile_begins_nothing(sqlite_store, open_page):
    boss = an_account(sqlite_store, "boss@example.org", "admin")
    app = open_page(sqlite_store, SET_UP, boss)
    app.radio[0].set_value("ocean-treaty").run()
    with sqlite_store.writing() as session:
        session.connection().exec_driver_sql("UPDATE account SET enabled = 0")
    before = everything(sqlite_store)
    assert "is not open to the role visitor" in said(press(app, "Begin with this"))
    assert everything(sqlite_store) == before


def test_what_was_recorded_since_the_page_was_drawn_is_not_begun_over(sqlite_store, open_desk):
    app = open_desk(sqlite_store, SET_UP)
    app.radio[0].set_value("ocean-treaty").run()
    a_contributor(sqlite_store)
    before = first_line(sqlite_store)
    app = press(app, "Begin with this")
    assert "Something is recorded, so the fund cannot begin anew" in said(app)
    assert not app.button
    assert first_line(sqlite_store) == before
    assert view(sqlite_store).frames.fund.code == "MCS00"


def test_the_sample_offers_nothing_to_begin_with_nor_any_task(sample_copy, open_desk, look):
    app = open_desk(sample_copy, SET_UP)
    assert "there is nothing to set up" in said(app)
    assert not app.button
    assert "done" not in said(app)
    before = everything(sample_copy)
    with pytest.raises(Refused, match="is in use already"):
        fund_folder.begin(sample_copy, FUNDS / "ocean-treaty")
    assert everything(sample_copy) == before
    assert LINE not in said(look(sample_copy, acting(Role.ADMIN), "desk"))


LINE = "This fund is not set up yet."


@pytest.mark.parametrize("who", [VISITOR, acting(Role.STAFF), acting(Role.AUDITOR)])
def test_only_an_administrator_reads_that_the_fund_is_not_set_up(sqlite_store, look, who: Actor):
    assert LINE not in said(look(sqlite_store, who, "" if who is VISITOR else "desk"))
    app = look(sqlite_store, acting(Role.ADMIN), "desk")
    assert LINE in said(app)
    assert 'href="/set-up"' in said(app)
    assert LINE not in said(look(sqlite_store, acting(Role.ADMIN), "contributions"))


def test_the_line_is_gone_when_all_is_done(sqlite_store, look):
    two_who_may_approve(sqlite_store)
    a_contributor(sqlite_store)
    a_contact(sqlite_store)
    app = look(sqlite_store, acting(Role.ADMIN), "desk")
    assert LINE not in said(app)  # events are to come in 2018


def test_the_menu_has_the_page_while_something_is_to_do(
    sqlite_store, sample_copy, look, monkeypatch
):
    menus: list[str] = []
    made = st.navigation

    def noted(pages, **options):
        listed = [page.url_path for part in pages.values() for page in part if is_listed(page)]
        menus.append("set-up" if "set-up" in listed else "")
        return made(pages, **options)

    monkeypatch.setattr(st, "navigation", noted)
    look(sqlite_store, acting(Role.ADMIN))
    look(sqlite_store, acting(Role.STAFF))
    look(sample_copy, acting(Role.ADMIN))
    two_who_may_approve(sqlite_store)
    a_contributor(sqlite_store)
    a_contact(sqlite_store)
    look(sqlite_store, acting(Role.ADMIN))
    assert menus == ["set-up", "", "", ""]


def is_listed(page) -> bool:
    return page.visibility == "visible"
