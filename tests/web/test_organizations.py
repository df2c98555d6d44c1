"""What an organization's word is worth, and how its provider is configured."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.people import PASSWORD, a_session, an_account
from tests.web.conftest import browser
from trustfund.accounts import log, organizations, people, sessions
from trustfund.accounts.organizations import vouch
from trustfund.accounts.sessions import use_proof
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, VISITOR
from trustfund.store.access_tables import SignInLink
from trustfund.store.engine import Store, utc_now
from trustfund.web.organizations import Organization, configured, identity
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
ISSUER = "https://id.example.org"
BROWSER = "_streamlit_user=what the browser keeps"


@pytest.fixture(autouse=True)
def secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL has no file beside it to keep a key in."""
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "only for tests")


def claims(minutes_ago: float = 0, **other: object) -> dict[str, object]:
    """What a provider says of the officer just now."""
    said = {"iss": ISSUER, "sub": "1", "email": EMAIL, "email_verified": True, "nonce": "n"}
    issued = utc_now() - timedelta(minutes=minutes_ago)
    return said | {"iat": issued.timestamp()} | other


def why_failed(store: Store) -> str:
    line = log.newest(store, 1)[0]
    assert line.action == log.Action.FAILED
    return line.detail.removeprefix("by organization: ")


def test_a_word_becomes_one_session(store: Store) -> None:
    who = an_account(store, EMAIL)
    said = claims(email="Officer@Example.org")
    assert use_proof(store, BROWSER) is None
    vouch(store, BROWSER, said)
    vouch(store, BROWSER, said)  # Streamlit runs a page as often as it likes
    assert use_proof(store, "another browser") is None
    cookie = use_proof(store, BROWSER, "203.0.113.7")
    assert sessions.actor_of(store, cookie) == who
    line = log.newest(store, 1)[0]
    assert (line.actor, line.action, line.detail, line.address) == (
        *(EMAIL, "signed in", "by organization"),
        "203.0.113.7",
    )
    assert use_proof(store, BROWSER) is None
    vouch(store, BROWSER, said)
    vouch(store, f"{BROWSER} and more", said)
    assert use_proof(store, BROWSER) is use_proof(store, f"{BROWSER} and more") is None


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"email": "nobody@example.org"}, "the e-mail has no account"),
        ({"email": None}, "the e-mail has no account"),
        ({"email": ["officer@example.org"]}, "the e-mail has no account"),
        ({"email": "officer@example.org\u0000"}, "the e-mail has no account"),
        ({"email": "o\ufb03cer@example.org"}, "the e-mail has no account"),
        ({"email": "officer@example.org", "email_verified": False}, "the e-mail is not verified"),
        ({"email_verified": "false"}, "the e-mail is not verified"),
        ({"email_verified": None}, "the e-mail is not verified"),
        ({"email_verified": [True]}, "the e-mail is not verified"),
        ({"sub": ""}, "the provider names no subject"),
        ({"iss": None}, "the provider names no subject"),
        ({"iat": None}, "the provider's word is too old"),
        ({"iat": "now"}, "the provider's word is too old"),
        ({"iat": float("nan")}, "the provider's word is too old"),
        ({"minutes_ago": 5.5}, "the provider's word is too old"),
        ({"minutes_ago": -5.5}, "the provider's word is too old"),
    ],
)
def test_other_words_are_worth_nothing(
    sqlite_store: Store, other: dict[str, Any], why: str
) -> None:
    an_account(sqlite_store, EMAIL)
    vouch(sqlite_store, BROWSER, claims(**other))
    assert use_proof(sqlite_store, BROWSER) is None
    assert why_failed(sqlite_store) == why


@pytest.mark.parametrize("other", [{"minutes_ago": 4}, {"email_verified": "true"}])
def test_a_provider_may_be_slow_or_say_less(sqlite_store: Store, other: dict[str, Any]) -> None:
    an_account(sqlite_store, EMAIL)
    vouch(sqlite_store, BROWSER, claims(**other))
    assert use_proof(sqlite_store, BROWSER) is not None


def test_a_provider_that_does_not_speak_of_verification_is_believed(sqlite_store: Store) -> None:
    an_account(sqlite_store, EMAIL)
    said = claims()
    del said["email_verified"]
    vouch(sqlite_store, BROWSER, said)
    assert use_proof(sqlite_store, BROWSER) is not None


def test_an_account_belongs_to_the_first_subject_that_signs_in(store: Store) -> None:
    an_account(store, EMAIL)
    an_account(store, "second@example.org")
    vouch(store, "first", claims())
    assert use_proof(store, "first") is not None
    for number, other in enumerate(({"sub": "2"}, {"iss": "https://other.example.org"})):
        vouch(store, f"other {number}", claims(0, **other))
        assert use_proof(store, f"other {number}") is None
        assert why_failed(store) == "the account belongs to another subject"
    vouch(store, "renamed", claims(email="second@example.org", nonce="2"))
    assert use_proof(store, "renamed") is None
    assert why_failed(store) == "the subject belongs to another account"
    vouch(store, "again", claims(nonce="3"))
    assert use_proof(store, "again") is not None


def test_disabling_an_account_ends_the_proof_and_forgets_the_subject(store: Store) -> None:
    an_account(store, EMAIL)
    vouch(store, BROWSER, claims())
    people.disable(store, COMMAND_LINE, EMAIL)
    assert use_proof(store, BROWSER) is None
    vouch(store, "while disabled", claims(nonce="2"))
    assert use_proof(store, "while disabled") is None
    assert why_failed(store) == "the account is disabled"
    people.enable(store, COMMAND_LINE, EMAIL)
    assert use_proof(store, BROWSER) is use_proof(store, "while disabled") is None
    vouch(store, "a successor", claims(sub="2"))
    assert use_proof(store, "a successor") is not None


def test_a_proof_lasts_two_minutes_and_is_thrown_away_when_its_word_is_long_old(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sqlite_store
    an_account(store, EMAIL)
    vouch(store, "left lying", claims())
    monkeypatch.setattr(sessions, "utc_now", lambda: utc_now() + timedelta(minutes=2, seconds=5))
    assert use_proof(store, "left lying") is None
    later = utc_now() + timedelta(days=31)
    monkeypatch.setattr(organizations, "utc_now", lambda: later)
    vouch(store, BROWSER, claims(iat=later.timestamp()))
    with store.reading() as session:
        assert len(session.exec(select(SignInLink)).all()) == 2


def test_a_word_is_not_fresh_again_when_the_clock_is_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(store, EMAIL)
    said = claims()
    vouch(store, BROWSER, said)
    assert use_proof(store, BROWSER)
    later = utc_now() + timedelta(hours=2)
    with monkeypatch.context() as clock:
        clock.setattr(organizations, "utc_now", lambda: later)
        vouch(store, "another browser", claims(nonce="2", iat=later.timestamp()))
    vouch(store, "somebody with a copy", said)
    assert use_proof(store, "somebody with a copy") is None


def test_another_kind_of_link_is_no_proof_and_a_proof_is_no_link(store: Store) -> None:
    local = sessions.make_local_link(store)
    assert local
    assert use_proof(store, local) is None
    an_account(store, EMAIL)
    password = sessions.make_link(store, COMMAND_LINE, EMAIL)
    assert use_proof(store, password) is None
    vouch(store, BROWSER, claims())
    assert sessions.use_local_link(store, BROWSER) is None
    with pytest.raises(Refused, match="no longer works"):
        sessions.use_link(store, BROWSER, PASSWORD, PASSWORD)
    assert sessions.link_of(store, password)  # neither was used up
    assert use_proof(store, BROWSER) is not None


# The way through the addresses

KEPT = {"_streamlit_user": "said", "_streamlit_user_1": "a piece", "_streamlit_user_tokens": "t"}


def deleted(answer: object) -> set[str]:
    lines = answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]
    return {line.split("=")[0] for line in lines if "Max-Age=0" in line}


def test_a_proof_is_exchanged_for_a_cookie_and_nothing_of_streamlit_stays(real_site: Store) -> None:
    who = an_account(real_site, EMAIL)
    visitor = browser()
    before = a_session(real_site, who)
    for name, value in {**KEPT, COOKIE: before, "trustfund_next": "history?from=2018"}.items():
        visitor.cookies.set(name, value, domain="testserver.local")
    vouch(real_site, identity(KEPT), claims())
    answer = visitor.get("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?organization=1")
    assert visitor.head("/sign-in?organization=1").status_code == 200  # a preview changes nothing
    answer = visitor.get("/sign-in?organization=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "./history?from=2018")
    assert deleted(answer) == {*KEPT, "trustfund_next"}
    cookie = visitor.cookies[COOKIE]
    assert sessions.actor_of(real_site, cookie) == who
    assert sessions.actor_of(real_site, before) == VISITOR
    visitor.cookies.update(KEPT)
    answer = visitor.get("/sign-in?organization=1")
    assert answer.status_code == 403
    assert "does not lead to an account that may sign in here" in answer.text
    assert deleted(answer) == set(KEPT)
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_without_a_word_nobody_signs_in(visitor, real_site):
    answer = visitor.get("/sign-in?organization=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    assert not visitor.cookies


def test_signing_out_deletes_what_streamlit_keeps(visitor, real_site):
    visitor.cookies.update({**KEPT, "somebody_else_s": "1"})
    assert deleted(visitor.post("/sign-out")) == {*KEPT, COOKIE}


def test_what_streamlit_keeps_is_deleted_below_a_path_too(real_site):
    visitor = browser(base="/fund")
    visitor.cookies.update(KEPT)
    assert visitor.get("/fund/auth/logout").headers["location"] == "/fund/sign-in?organization=1"
    answer = visitor.post("/fund/sign-out")
    assert all("Path=/fund;" in line for line in answer.headers.get_list("set-cookie")[1:])


def test_the_pieces_of_a_long_identity_count():
    alike = {"_streamlit_user": "chunks-2", "_streamlit_user_2": "same", "other": "x"}
    one, two = (alike | {"_streamlit_user_1": piece} for piece in "ab")
    assert identity(one) != identity(two)
    assert identity(one | {"_streamlit_user_tokens": "t", "other": "y"}) == identity(one)
    assert identity({"other": "x"}) == ""


@pytest.mark.parametrize(
    ("asked_for", "kept"),
    [
        ("history?from=2018-01-01", "history?from=2018-01-01"),
        ("//elsewhere.example.org", ""),
        ("history?from=" + "x" * 5000, ""),
        ("history?to=\u00e9; a=b", "history?to=%C3%A9%3B+a%3Db"),
        ("history?to=\r\nset-cookie: a=b", ""),
        ("", ""),
    ],
)
def test_the_page_asked_for_is_kept_if_it_is_one_of_ours(real_site, asked_for, kept):
    visitor = browser(offered=(Organization("", ""), Organization("two", "Two & Sons")))
    visitor.cookies.set("trustfund_next", "left-over", domain="testserver.local")
    answer = visitor.get("/sign-in", params={"next": asked_for})
    (line,) = answer.headers.get_list("set-cookie")
    assert "HttpOnly" in line
    named, _, value = line.split("; ")[0].partition("=")
    assert (named, value.strip('"')) == ("trustfund_next", kept)
    assert '<a href="./organization">Sign in with your organization</a>' in answer.text
    assert '"./organization?provider=two">Sign in with Two &amp; Sons</a>' in answer.text


def test_without_a_provider_the_page_offers_none(visitor, real_site):
    answer = visitor.get("/sign-in", params={"next": "history"})
    assert "organization" not in answer.text
    assert "set-cookie" not in answer.headers


def test_in_a_closed_fund_only_the_way_to_the_provider_is_open(
    visitor, real_site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    assert visitor.get("/").status_code == 303
    assert visitor.get("/organization").status_code == 404  # passed on; here is no Streamlit
    visitor.cookies.update(KEPT)
    assert visitor.get("/").status_code == 404
    for closed in ("/history", "/contributions", "/media/x.csv", "/exports/events.csv"):
        assert visitor.get(closed).status_code in {303, 401}


# The section [auth]

AUTH = {"redirect_uri": "https://fund.example.org/oauth2callback", "cookie_secret": "s" * 32}
CLIENT = {"client_id": "c", "client_secret": "s", "server_metadata_url": f"{ISSUER}/x"}


def test_providers_are_those_of_the_section():
    assert configured({}) == ()
    assert configured(AUTH | CLIENT) == (Organization("", ""),)
    assert configured(AUTH | CLIENT | {"name": "UN"}) == (Organization("", "UN"),)
    assert configured(AUTH | {"a": CLIENT, "b": CLIENT | {"name": "B"}}) == (
        Organization("a", "a"),
        Organization("b", "B"),
    )
    assert configured(AUTH | CLIENT | {"client_kwargs": {"prompt": "login"}, "a": CLIENT}) == (
        Organization("", ""),
        Organization("a", "a"),
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda auth: auth.pop("redirect_uri"), "[auth] redirect_uri"),
        (lambda auth: auth.update(redirect_uri="/oauth2callback"), "[auth] redirect_uri"),
        (lambda auth: auth.update(redirect_uri="https://fund.example.org/"), "[auth] redirect_uri"),
        (lambda auth: auth.pop("cookie_secret"), "[auth] cookie_secret"),
        (lambda auth: auth.update(cookie_secret="short"), "[auth] cookie_secret"),
        (lambda auth: auth.pop("client_id"), "[auth] client_id"),
        (lambda auth: auth.pop("client_secret"), "[auth] client_secret"),
        (lambda auth: auth.update(server_metadata_url=""), "[auth] server_metadata_url"),
        (lambda auth: auth.update(un_desa=CLIENT), "[auth.un_desa]"),
        (lambda auth: auth.update(un={"client_id": "c", "client_secret": "s"}), "[auth.un] server"),
    ],
)
def test_a_section_that_is_wrong_keeps_the_program_from_starting(
    change: Callable[[dict[str, Any]], object], place: str
):
    auth: dict[str, Any] = AUTH | CLIENT
    change(auth)
    with pytest.raises(Refused) as refused:
        configured(auth)
    (problem,) = refused.value.problems
    assert problem.place.startswith(place)
    assert "short" not in str(problem)
