"""Cookies that are made up, old, planted or stolen: none of them is a session."""

import pytest
from sqlmodel import update
from starlette.testclient import TestClient

from tests.people import PASSWORD, a_session, an_account
from tests.security.ends import ENDS, lower_the_role
from tests.web.conftest import browser
from trustfund.accounts import sessions
from trustfund.store.access_tables import WebSession
from trustfund.store.engine import Store, utc_now
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
STAFF_FILE = "/exports/travel.csv"


@pytest.fixture
def cookie(real_site: Store) -> str:
    """A session of a member of staff."""
    return a_session(real_site, an_account(real_site, EMAIL))


def asked_with(*cookies: str) -> int:
    """The status of a file for staff, asked for with cookies as they stand."""
    header = "; ".join(f"{COOKIE}={cookie}" for cookie in cookies).encode("latin-1", "replace")
    return browser().get(STAFF_FILE, headers={b"cookie": header}).status_code


def sign_in(visitor: TestClient, password: str = PASSWORD, **more: str) -> str:
    answer = visitor.post("/sign-in", data={"email": EMAIL, "password": password, **more})
    assert answer.status_code == 303
    return str(visitor.cookies[COOKIE])


def test_a_session_opens_what_the_attacks_below_are_after(cookie):
    assert asked_with(cookie) == 200


# Made up


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "x",
        "admin",
        "local administrator",
        EMAIL,
        "None",
        "0",
        "1",
        "' OR '1'='1",
        "'; DROP TABLE web_session; --",
        '" OR ""="',
        "%",
        "*",
        "\\",
        "\u00e9\u00ff",
        "..%2f..%2f",
        "{}",
        "a" * 60_000,
        "0" * 64,
        "\t",
        '"unclosed',
    ],
)
def test_a_made_up_cookie_is_nobody_s(cookie, made_up):
    assert asked_with(made_up) == 401


@pytest.mark.parametrize(
    "change",
    [str.upper, str.lower, lambda c: c[:-1], lambda c: c + "x", lambda c: c[::-1]],
    ids=["upper", "lower", "shorter", "longer", "backwards"],
)
def test_a_cookie_is_exact(cookie, change):
    assert asked_with(change(cookie)) == 401


@pytest.mark.parametrize("first", [True, False])
def test_two_cookies_of_the_name_are_worth_one_at_most(cookie, first):
    """Whichever counts, a planted one gains nobody a right."""
    pair = (cookie, "planted") if first else ("planted", cookie)
    assert asked_with(*pair) in {200, 401}
    assert asked_with("planted", "another") == 401


@pytest.mark.parametrize("name", ["session", "trustfund_session2", "Trustfund_Session", "token"])
def test_a_secret_of_another_name_or_in_the_address_is_no_session(cookie, name):
    assert browser().get(STAFF_FILE, headers={"cookie": f"{name}={cookie}"}).status_code == 401
    for asked in ({name: cookie}, {COOKIE: cookie}):
        assert browser().get(STAFF_FILE, params=asked).status_code == 401
        assert COOKIE not in browser().get("/sign-in", params=asked).cookies


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "Cookie"])
def test_a_secret_in_another_header_is_no_session(cookie, scheme):
    headers = {"authorization": f"{scheme} {cookie}"}
    assert browser().get(STAFF_FILE, headers=headers).status_code == 401


# Old


def idle(store: Store, cookie: str, email: str) -> None:
    move(store, last_seen_at=utc_now() - sessions.IDLE_LASTS)


def over(store: Store, cookie: str, email: str) -> None:
    move(store, started_at=utc_now() - sessions.SESSION_LASTS)


def move(store: Store, **moments: object) -> None:
    with store.writing() as session:
        session.exec(update(WebSession).values(**moments))


@pytest.mark.parametrize("end", [*ENDS, idle, over], ids=lambda end: end.__name__)
def test_an_old_cookie_is_nobody_s(real_site, cookie, end):
    end(real_site, cookie, EMAIL)
    assert asked_with(cookie) == (403 if end is lower_the_role else 401)


# Planted


def test_a_cookie_planted_before_signing_in_is_not_taken_up(visitor, real_site):
    an_account(real_site, EMAIL)
    attackers = a_session(real_site, an_account(real_site, "attacker@example.org", "viewer"))
    for planted in ("planted", attackers):
        visitor.cookies.set(COOKIE, planted, domain="testserver.local")
        assert sign_in(visitor) != planted
        assert asked_with(planted) == 401


def test_each_sign_in_ends_the_session_that_this_browser_had(visitor, real_site):
    an_account(real_site, EMAIL)
    first = sign_in(visitor)
    second = sign_in(visitor)
    assert first != second
    assert [asked_with(first), asked_with(second)] == [401, 200]


def test_a_failed_sign_in_ends_nobody_s_session(visitor, real_site):
    an_account(real_site, EMAIL)
    cookie = sign_in(visitor)
    assert visitor.post("/sign-in", data={"email": EMAIL, "password": "x"}).status_code == 403
    assert asked_with(cookie) == 200
