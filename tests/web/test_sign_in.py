"""Signing in with the one-time link, and signing out."""

import base64
import hashlib
import re
import stat
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.people import PASSWORD, a_session, an_account
from tests.web.conftest import browser
from trustfund.accounts import secrets, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, VISITOR
from trustfund.store.access_tables import SignInLink, WebSession
from trustfund.store.engine import utc_now
from trustfund.web import app as program
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"


def sign_in(visitor, secret: str) -> int:
    return visitor.get("/sign-in", params={"token": secret}).status_code


def later(monkeypatch, **time: float) -> None:
    monkeypatch.setattr(sessions, "utc_now", lambda: utc_now() + timedelta(**time))


def test_a_link_signs_in_once(visitor, real_site):
    secret = sessions.make_local_link(real_site)
    answer = visitor.get("/sign-in", params={"token": secret})
    assert (answer.status_code, answer.headers["location"]) == (303, "./desk")
    assert answer.headers["cache-control"] == "no-store"
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == LOCAL_ADMINISTRATOR
    another = browser()
    assert sign_in(another, secret) == 403
    assert not another.cookies
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == LOCAL_ADMINISTRATOR


@pytest.mark.parametrize("paste", ["{}", " http://fund.example.org/sign-in#token={} ", "token={}"])
def test_a_link_pasted_into_its_field_signs_in(visitor, real_site, paste):
    """For browsers without scripts, and for what a script sends."""
    pasted = {"link": paste.format(sessions.make_local_link(real_site))}
    assert visitor.post("/sign-in", data=pasted).status_code == 303
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == LOCAL_ADMINISTRATOR
    assert browser().post("/sign-in", data=pasted).status_code == 403


@pytest.mark.parametrize(
    ("role", "of", "page"),
    [
        ("mission", {"country": "KEN"}, "requests"),
        ("agent", {}, "desk"),
        ("auditor", {}, "desk"),
        ("staff", {}, "desk"),
        ("viewer", {}, ""),
    ],
)
def test_signing_in_leads_each_role_to_its_work(visitor, real_site, role, of, page):
    an_account(real_site, EMAIL, role, **of)
    answer = visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, f"./{page}")
    again = {"email": EMAIL, "password": PASSWORD, "next": "events"}
    assert browser().post("/sign-in", data=again).headers["location"] == "./events"


def test_an_invitation_pasted_into_its_field_asks_for_a_password(visitor, real_site):
    an_account(real_site, EMAIL, password="")
    secret = sessions.make_link(real_site, COMMAND_LINE, EMAIL)
    answer = visitor.post("/sign-in", data={"link": secret})
    assert (answer.status_code, "Choose a password" in answer.text) == (200, True)
    assert COOKIE not in visitor.cookies


def test_only_the_script_that_uses_a_link_may_run(visitor, real_site):
    answer = visitor.get("/sign-in")
    (script,) = re.findall("<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_a_preview_of_the_link_does_not_use_it_up(visitor, real_site):
    secret = sessions.make_local_link(real_site)
    assert browser().head("/sign-in", params={"token": secret}).status_code == 200
    assert sign_in(visitor, secret) == 303


@pytest.mark.parametrize(("scheme", "secure"), [("http", set()), ("https", {"secure"})])
def test_scripts_and_other_sites_cannot_use_the_cookie(real_site, scheme, secure):
    """Over https it never travels in clear."""
    secret = sessions.make_local_link(real_site)
    answer = browser(f"{scheme}://testserver").get("/sign-in", params={"token": secret})
    named, *flags = answer.headers["set-cookie"].lower().split("; ")
    assert named.startswith(f"{COOKIE}=")
    assert set(flags) == {"httponly", "samesite=lax", "path=/", "max-age=43200", *secure}


def test_a_link_works_for_fifteen_minutes(visitor, real_site, monkeypatch):
    early, late = sessions.make_local_link(real_site), ""
    later(monkeypatch, minutes=14, seconds=50)
    assert sign_in(visitor, early) == 303
    monkeypatch.undo()
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", str(real_site.url))
    late = sessions.make_local_link(real_site)
    later(monkeypatch, minutes=15, seconds=10)
    answer = browser().get("/sign-in", params={"token": late})
    assert answer.status_code == 403
    assert "no longer works" in answer.text


def test_without_a_link_the_page_says_where_it_is_found(visitor, real_site):
    answer = visitor.get("/sign-in")
    assert answer.status_code == 200
    assert "one-time link" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_each_start_prints_a_link_and_ends_the_one_before(visitor, real_site, capsys):
    def start() -> str:
        program.start(lambda: "http://127.0.0.1:8501")
        printed = capsys.readouterr().out
        (line,) = (line for line in printed.splitlines() if "/sign-in#token=" in line)
        assert line.strip().startswith("http://127.0.0.1:8501/sign-in#token=")
        return line.partition("token=")[2]

    first, second = start(), start()
    assert sign_in(visitor, first) == 403
    assert sign_in(visitor, second) == 303


def test_signing_out_needs_a_button_because_a_link_could_be_anybodys(visitor, real_site):
    sign_in(visitor, sessions.make_local_link(real_site))
    asked = visitor.get("/sign-out")
    assert (asked.status_code, 'method="post"' in asked.text) == (200, True)
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == LOCAL_ADMINISTRATOR


def test_signing_out_ends_the_session_in_every_tab(visitor, real_site, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    sign_in(visitor, sessions.make_local_link(real_site))
    kept = visitor.cookies[COOKIE]
    answer = visitor.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    assert COOKIE not in visitor.cookies
    other_tab = browser()
    other_tab.cookies.set(COOKIE, kept)
    assert other_tab.get("/exports/deposits.csv").status_code == 401
    assert sessions.actor_of(real_site, kept) == VISITOR
    with real_site.reading() as session:
        assert session.exec(select(WebSession)).one().ended_at is not None


def test_somebody_who_was_not_signed_in_can_sign_out(visitor, real_site):
    assert visitor.post("/sign-out").status_code == 303
    visitor.cookies.set(COOKIE, "a guess")
    assert visitor.post("/sign-out").status_code == 303


def test_a_stolen_copy_of_the_store_signs_nobody_in(visitor, real_site):
    unused = sessions.make_local_link(real_site)
    sign_in(visitor, unused)
    waiting = sessions.make_local_link(real_site)
    cookie = visitor.cookies[COOKIE]
    with real_site.reading() as session:
        hashes = [link.token_hash for link in session.exec(select(SignInLink))]
        hashes += [found.token_hash for found in session.exec(select(WebSession))]
    assert len(hashes) == 3
    real_site.engine.dispose()
    assert real_site.path
    files = [file.read_bytes() for file in real_site.path.parent.glob("trustfund.db*")]
    for secret in (unused, waiting, cookie):
        assert not any(secret.encode() in content for content in files)
    for stolen in (*hashes, secrets.keyed_hash(real_site, hashes[0])):
        assert sign_in(browser(), stolen) == 403
        assert sessions.actor_of(real_site, stolen) == VISITOR


def test_the_key_is_kept_beside_the_store_for_its_owner_alone(visitor, real_site):
    assert real_site.path
    key = real_site.path.with_suffix(".key")
    assert not key.exists()
    secret = sessions.make_local_link(real_site)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = key.read_bytes()
    assert len(made) == 64
    assert sign_in(visitor, secret) == 303
    secrets._secret_key.cache_clear()  # as after a restart
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == LOCAL_ADMINISTRATOR
    assert key.read_bytes() == made
    key.write_text("another key")
    secrets._secret_key.cache_clear()
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]) == VISITOR


def test_a_key_from_the_environment_is_not_written_down(visitor, real_site, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "a long random text")
    assert sign_in(visitor, sessions.make_local_link(real_site)) == 303
    assert real_site.path
    assert not real_site.path.with_suffix(".key").exists()


def test_a_store_without_a_folder_of_its_own_needs_a_key(postgres_store, monkeypatch):
    monkeypatch.delenv("TRUSTFUND_SECRET_KEY", raising=False)
    secrets._secret_key.cache_clear()
    with pytest.raises(Refused, match="TRUSTFUND_SECRET_KEY: is not set"):
        sessions.make_local_link(postgres_store)


def test_a_person_changes_their_own_password_and_signs_in_with_the_new_one(visitor, real_site):
    who = an_account(real_site)
    visitor.cookies.set(COOKIE, a_session(real_site, who))
    assert "Present password" in visitor.get("/password").text
    new = "river candle walnut harbour"
    changed = visitor.post("/password", data={"old": PASSWORD, "password": new, "again": new})
    assert changed.status_code == 303
    for password, status in ((PASSWORD, 403), (new, 303)):
        sent = {"email": "staff@example.org", "password": password}
        assert browser().post("/sign-in", data=sent).status_code == status
