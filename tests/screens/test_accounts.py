"""The pages Accounts and Access log, and who is shown which page."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.people import actor, an_account
from tests.screens.conftest import MAIN, PATIENCE, field, said
from trustfund.accounts import log, people, sessions
from trustfund.domain.roles import VISITOR, Actor, Role
from trustfund.screens import navigation, session
from trustfund.store.access_tables import LinkKind
from trustfund.store.engine import Store

ADMIN = "boss@example.org"


@pytest.fixture
def boss(sqlite_store: Store) -> Actor:
    return an_account(sqlite_store, ADMIN, Role.ADMIN, "")


def press(app: AppTest, label: str) -> AppTest:
    return field(app, "button", label).click().run()


def test_an_administrator_adds_an_account_and_hands_over_its_link(sqlite_store, open_page, boss):
    app = open_page(sqlite_store, "staff.accounts", boss)
    field(app, "text_input", "E-mail").input("Officer@Example.org")
    app = press(app, "Add and make a link")
    assert "may sign in as staff" in said(app)
    (link,) = (code.value for code in app.code)
    (secret,) = parse_qs(urlsplit(link).query)["token"]
    assert sessions.link_of(sqlite_store, secret) == (LinkKind.PASSWORD, "officer@example.org")
    assert actor(sqlite_store, "officer@example.org").role is Role.STAFF
    assert not app.run().code  # it is shown once


def test_what_is_wrong_with_a_new_account_is_said(sqlite_store, open_page, boss):
    app = open_page(sqlite_store, "staff.accounts", boss)
    field(app, "text_input", "E-mail").input(ADMIN)
    app = press(app, "Add and make a link")
    assert "has an account already" in said(app)
    assert len(people.everybody(sqlite_store)) == 1


def chosen(app: AppTest, email: str) -> AppTest:
    return field(app, "selectbox", "Account").select(email).run()


def test_an_account_gets_another_role_and_an_end(sqlite_store, open_page, boss):
    an_account(sqlite_store, "officer@example.org", Role.STAFF, "")
    app = chosen(open_page(sqlite_store, "staff.accounts", boss), "officer@example.org")
    assert field(app, "button", "Change the role").disabled
    app.radio[1].set_value("viewer").run()
    app = press(app, "Change the role")
    assert actor(sqlite_store, "officer@example.org").role is Role.VIEWER
    app = press(chosen(app, "officer@example.org"), "Disable, and sign out everywhere")
    assert actor(sqlite_store, "officer@example.org") == VISITOR
    app = press(chosen(app, "officer@example.org"), "Enable")
    assert actor(sqlite_store, "officer@example.org").role is Role.VIEWER


def test_nobody_changes_their_own_account(sqlite_store, open_page, boss):
    app = chosen(open_page(sqlite_store, "staff.accounts", boss), ADMIN)
    assert [button.label for button in app.button] == ["Add and make a link"]
    assert "another administrator changes it" in said(app)


def test_the_page_says_when_duties_are_not_divided(sqlite_store, open_page, boss):
    app = open_page(sqlite_store, "staff.accounts", boss)
    assert "Duties are not divided" in said(app)
    an_account(sqlite_store, "officer@example.org", Role.STAFF, "")
    assert "Duties are divided" in said(app.run())


def test_a_role_that_was_taken_away_meanwhile_changes_nothing_more(sqlite_store, open_page, boss):
    app = open_page(sqlite_store, "staff.accounts", boss)
    another = an_account(sqlite_store, "chief@example.org", Role.ADMIN, "")
    field(app, "text_input", "E-mail").input("friend@example.org")
    people.change_role(sqlite_store, another, ADMIN, "viewer")
    app = press(app, "Add and make a link")
    assert "is not open to the role viewer" in said(app)
    assert len(people.everybody(sqlite_store)) == 2


def test_the_access_log_says_who_did_what_newest_first(sqlite_store, open_page, boss):
    log.exported(sqlite_store, boss, "travel.csv", "192.0.2.7")
    app = open_page(sqlite_store, "staff.access_log", boss)
    table = app.dataframe[0].value
    assert list(table["What"]) == ["exported staff data", "added an account"]
    assert list(table["Which"]) == ["travel.csv", "boss@example.org as admin"]
    assert list(table["From"]) == ["192.0.2.7", ""]
    app.multiselect[0].select(log.Action.FAILED).run()
    assert "There is no such line yet." in said(app)


@pytest.fixture
def look(
    sqlite_store: Store, use_store: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Actor, str], AppTest]:
    """The whole program as somebody sees it at an address."""

    def looked(who: Actor, page: str) -> AppTest:
        use_store(sqlite_store)
        monkeypatch.setattr(session, "actor", lambda **_: who)
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        app.run()
        app._page_hash = calc_hash(page) if page else app._page_hash
        return app.run()

    return looked


STAFF = [page.address for page in navigation.STAFF]
ADMINISTRATION = [page.address for page in navigation.ADMINISTRATION]


@pytest.mark.parametrize("page", [*STAFF, *ADMINISTRATION])
def test_a_visitor_is_asked_to_sign_in_and_led_back(look, page):
    app = look(VISITOR, page)
    assert [title.value for title in app.title] == ["Sign in"]
    assert f'href="/sign-in?next={page}"' in said(app)
    assert not app.button


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF])
@pytest.mark.parametrize("page", [*STAFF, *ADMINISTRATION])
def test_a_page_is_not_open_to_a_role_that_may_not_use_it(look, page, role):
    app = look(Actor("officer@example.org", role), page)
    closed = f"This page is not open to the role {role}. Ask an administrator if you need it."
    is_open = role is Role.STAFF and page in STAFF
    assert (closed in said(app)) is not is_open
    to_press = is_open and page not in {"history", "import"}  # there, not before a file is chosen
    assert bool(app.button) is to_press


def test_what_a_tab_remembers_of_somebody_is_forgotten_for_the_next(look, monkeypatch):
    app = look(Actor("officer@example.org", Role.STAFF), "record-contribution")
    app.session_state["latest-contribution"] = "C-1"
    app.run()
    assert app.session_state["latest-contribution"] == "C-1"
    monkeypatch.setattr(session, "actor", lambda **_: VISITOR)
    app.run()
    assert "latest-contribution" not in app.session_state
    assert [title.value for title in app.title] == ["Sign in"]


def test_drawing_a_page_anew_is_no_sign_of_life(look, monkeypatch):
    taken: list[bool] = []

    def actor_of(**given: bool) -> Actor:
        taken.extend(given.values())
        return VISITOR

    app = look(VISITOR, "")
    monkeypatch.setattr(session, "actor", actor_of)
    app.run()
    app.session_state[session._FOLLOWED] = True
    app.run()
    app.run()
    assert taken == [True, False, True]
