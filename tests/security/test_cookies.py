"""Cookies that are made up, old, planted or stolen: none of them is a session."""

import hashlib

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tests.people import PASSWORD, a_session, actor, an_account
from tests.web.conftest import browser
from trustfund.accounts import people, secrets, sessions
from trustfund.domain.roles import COMMAND_LINE, VISITOR
from trustfund.figures import checks
from trustfund.store import backup, engine
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


def test_what_a_copy_of_the_store_holds_is_no_cookie(real_site, cookie):
    with real_site.reading() as session:
        kept = session.exec(select(WebSession)).one().token_hash
    for stolen in (kept, secrets.keyed_hash(real_site, kept)):
        assert asked_with(stolen) == 401
    assert asked_with(hashlib.sha256(cookie.encode()).hexdigest()) == 401


def test_a_session_of_another_key_is_none(real_site, cookie, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "another key")
    secrets._secret_key.cache_clear()
    assert asked_with(cookie) == 401
    secrets._secret_key.cache_clear()


@pytest.mark.parametrize("first", [True, False])
def test_two_cookies_of_the_name_are_worth_one_at_most(cookie, first):
    """Whichever counts, a planted one gains nobody a right."""
    pair = (cookie, "planted") if first else ("planted", cookie)
    assert asked_with(*pair) in {200, 401}
    assert asked_with("planted", "another") == 401


def test_a_cookie_of_another_name_is_none(cookie):
    for name in ("session", "trustfund_session2", "Trustfund_Session", "_streamlit_session"):
        answer = browser().get(STAFF_FILE, headers={"cookie": f"{name}={cookie}"})
        assert answer.status_code == 401


@pytest.mark.parametrize("name", [COOKIE, "token", "cookie", "session"])
def test_a_secret_in_the_address_is_no_session(cookie, name):
    assert browser().get(STAFF_FILE, params={name: cookie}).status_code == 401
    answer = browser().get("/sign-in", params={name: cookie})
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "Cookie"])
def test_a_secret_in_another_header_is_no_session(cookie, scheme):
    headers = {"authorization": f"{scheme} {cookie}"}
    assert browser().get(STAFF_FILE, headers=headers).status_code == 401


# Old


def signed_out(store: Store, cookie: str) -> None:
    kept = browser()
    kept.cookies.set(COOKIE, cookie)
    assert kept.post("/sign-out").status_code == 303


def idle(store: Store, cookie: str) -> None:
    move(store, last_seen_at=utc_now() - sessions.IDLE_LASTS)


def over(store: Store, cookie: str) -> None:
    move(store, started_at=utc_now() - sessions.SESSION_LASTS)


def move(store: Store, **moments: object) -> None:
    with store.writing() as session:
        found = session.exec(select(WebSession)).one()
        for name, moment in moments.items():
            setattr(found, name, moment)


def disabled(store: Store, cookie: str) -> None:
    people.disable(store, COMMAND_LINE, EMAIL)


def password_changed_elsewhere(store: Store, cookie: str) -> None:
    elsewhere = browser()
    sign_in(elsewhere)
    another = "pebble anchor violin sunset"
    answer = elsewhere.post(
        "/password", data={"old": PASSWORD, "password": another, "again": another}
    )
    assert answer.status_code == 303
    assert elsewhere.get(STAFF_FILE).status_code == 200


def come_in_over_a_link(store: Store, cookie: str) -> None:
    secret = sessions.make_link(store, COMMAND_LINE, EMAIL)
    data = {"token": secret, "password": PASSWORD, "again": PASSWORD}
    assert browser().post("/sign-in", data=data).status_code == 303


@pytest.mark.parametrize(
    "end",
    [signed_out, idle, over, disabled, password_changed_elsewhere, come_in_over_a_link],
    ids=lambda end: end.__name__,
)
def test_an_old_cookie_is_nobody_s(real_site, cookie, end):
    end(real_site, cookie)
    assert asked_with(cookie) == 401
    assert sessions.actor_of(real_site, cookie) == VISITOR


def test_a_lower_role_holds_at_the_next_request(real_site, cookie):
    people.change_role(real_site, COMMAND_LINE, EMAIL, "viewer")
    assert asked_with(cookie) == 403


def test_a_restored_backup_brings_no_session_back(real_site, cookie, tmp_path, monkeypatch):
    backup.back_up(real_site, tmp_path / "backup.db", checks.problems)
    restored = Store(f"sqlite:///{tmp_path / 'restored.db'}")
    backup.restore(restored, tmp_path / "backup.db", checks.problems)
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", secrets._secret_key(real_site).decode())
    monkeypatch.setattr(engine, "_opened", lambda _url: restored)  # even with the same key
    assert actor(restored, EMAIL).account
    assert asked_with(cookie) == 401
    restored.engine.dispose()


# Planted


def test_a_cookie_planted_before_signing_in_is_not_taken_up(visitor, real_site):
    an_account(real_site, EMAIL)
    visitor.cookies.set(COOKIE, "planted")
    kept = visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert "planted" not in kept.headers["set-cookie"]
    assert asked_with("planted") == 401


def test_an_attacker_s_own_session_is_not_taken_up_either(visitor, real_site):
    an_account(real_site, EMAIL)
    planted = a_session(real_site, an_account(real_site, "attacker@example.org", "viewer"))
    visitor.cookies.set(COOKIE, planted)
    answer = visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert planted not in answer.headers["set-cookie"]
    assert sessions.actor_of(real_site, planted) == VISITOR


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
