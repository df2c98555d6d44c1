"""The pages Accounts and Access log, and who is shown which page."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.people import acting, actor, an_account
from tests.screens.conftest import count, field, fill, press, said
from trustfund.accounts import log, sessions
from trustfund.domain.roles import VISITOR, Actor, Role
from trustfund.screens import pages, session
from trustfund.store.access_tables import Account, LinkKind
from trustfund.store.engine import Store

ADMIN = "boss@example.org"
ACCOUNTS = "staff.accounts"


@pytest.fixture
def boss(sqlite_store: Store) -> Actor:
    return an_account(sqlite_store, ADMIN, Role.ADMIN, "")


def test_an_administrator_adds_an_account_and_hands_over_its_link(sqlite_store, open_page, boss):
    app = fill(open_page(sqlite_store, ACCOUNTS, boss), {"E-mail": "Officer@Example.org"})
    press(app, "Add and make a link")
    assert "may sign in as staff" in said(app)
    (link,) = (code.value for code in app.code)
    (secret,) = parse_qs(urlsplit(link).fragment)["token"]
    assert sessions.link_of(sqlite_store, secret) == (LinkKind.PASSWORD, "officer@example.org")
    assert actor(sqlite_store, "officer@example.org").roles == {Role.STAFF}
    assert not app.run().code  # it is shown once


def test_what_is_wrong_with_a_new_account_is_said(sqlite_store, open_page, boss):
    app = fill(open_page(sqlite_store, ACCOUNTS, boss), {"E-mail": ADMIN})
    assert "has an account already" in said(press(app, "Add and make a link"))
    assert count(sqlite_store, Account) == 1


def test_an_account_gets_another_role_and_an_end(sqlite_store, open_page, boss):
    officer = {"Account": "officer@example.org"}
    an_account(sqlite_store, officer["Account"], Role.STAFF, "")
    app = fill(open_page(sqlite_store, ACCOUNTS, boss), officer)
    assert field(app, "button", "Change the roles").disabled
    app.multiselect[1].set_value(["viewer"]).run()
    press(app, "Change the roles")
    assert actor(sqlite_store, officer["Account"]).roles == {Role.VIEWER}
    press(fill(app, officer), "Disable, and sign out everywhere")
    assert actor(sqlite_store, officer["Account"]) == VISITOR
    press(fill(app, officer), "Enable")
    assert actor(sqlite_store, officer["Account"]).roles == {Role.VIEWER}


def test_nobody_changes_their_own_account(sqlite_store, open_page, boss):
    app = fill(open_page(sqlite_store, ACCOUNTS, boss), {"Account": ADMIN})
    assert [button.label for button in app.button] == ["Add and make a link"]
    assert "another administrator changes it" in said(app)


def test_the_page_says_when_duties_are_not_divided(sqlite_store, open_page, boss):
    app = open_page(sqlite_store, ACCOUNTS, boss)
    assert "Duties are not divided" in said(app)
    an_account(sqlite_store, "officer@example.org", Role.STAFF, "")
    assert "Duties are divided" in said(app.run())


def test_the_access_log_says_who_did_what_newest_first(sqlite_store, open_page, boss):
    log.exported(sqlite_store, boss, "travel.csv", "192.0.2.7")
    app = open_page(sqlite_store, "staff.access_log", boss)
    table = app.dataframe[0].value
    assert list(table["What"]) == ["exported staff data", "added an account"]
    assert list(table["Which"]) == ["travel.csv", "boss@example.org as admin"]
    assert list(table["From"]) == ["192.0.2.7", ""]
    app.multiselect[0].select(log.Action.FAILED).run()
    assert "There is no such line yet." in said(app)


STAFF = [page.address for page in pages.STAFF]
ADMINISTRATION = [page.address for page in pages.ADMINISTRATION]


@pytest.mark.parametrize("page", [*STAFF, *ADMINISTRATION])
def test_a_visitor_is_asked_to_sign_in_and_led_back(sqlite_store, look, page):
    app = look(sqlite_store, VISITOR, page)
    assert [title.value for title in app.title] == ["Sign in"]
    assert f'href="/sign-in?next={page}"' in said(app)
    assert not app.button


READ = {
    "bank-statements",
    "desk",
    "history",
    "import",
    *(page.address for page in pages.STAFF if not page.listed),
}
OPEN_TO = {page.address: page.open_to for page in (*pages.STAFF, *pages.ADMINISTRATION)}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.AGENT, Role.TRAVEL, Role.STAFF])
@pytest.mark.parametrize("page", [*STAFF, *ADMINISTRATION])
def test_a_page_is_not_open_to_a_role_that_may_not_use_it(sqlite_store, look, page, role):
    app = look(sqlite_store, acting(role, "officer@example.org"), page)
    closed = f"This page is not open to the role {role}. Ask an administrator if you need it."
    is_open = role in OPEN_TO[page]
    assert (closed in said(app)) is not is_open
    # Nothing is booked from History, before a file or a trip is chosen, or by who only reads.
    waits = page in READ or (page, role) == ("record-travel", Role.TRAVEL)
    to_press = is_open and not waits and role is not Role.AUDITOR
    assert bool(app.button) is to_press


def test_what_a_tab_remembers_of_somebody_is_forgotten_for_the_next(
    sqlite_store, look, monkeypatch
):
    app = look(sqlite_store, acting(Role.STAFF, "officer@example.org"), "record-contribution")
    app.session_state["latest-contribution"] = "C-1"
    app.run()
    assert app.session_state["latest-contribution"] == "C-1"
    monkeypatch.setattr(session, "actor", lambda **_: VISITOR)
    app.run()
    assert "latest-contribution" not in app.session_state
    assert [title.value for title in app.title] == ["Sign in"]


def test_drawing_a_page_anew_is_no_sign_of_life(sqlite_store, look, monkeypatch):
    taken: list[bool] = []

    def actor_of(**given: bool) -> Actor:
        taken.extend(given.values())
        return VISITOR

    app = look(sqlite_store, VISITOR)
    monkeypatch.setattr(session, "actor", actor_of)
    app.run()
    app.session_state[session._FOLLOWED] = True
    app.run()
    app.run()
    assert taken == [True, False, True]
