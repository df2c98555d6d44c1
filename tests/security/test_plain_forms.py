"""What can be sent to the plain forms: everything is answered with a sentence, nothing breaks."""

from html import escape

import pytest
from sqlmodel import delete

from tests.people import PASSWORD, a_session, actor, an_account
from tests.web.conftest import browser
from trustfund.accounts import people, sessions
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.store.access_tables import SignInFailure
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
FORMS = ["/sign-in", "/password", "/sign-out"]
FIELDS = {
    "/sign-in": ("email", "password", "next", "token", "again", "link"),
    "/password": ("old", "password", "again"),
    "/sign-out": ("anything",),
}
NASTY = [
    "' OR '1'='1' --",
    "'; DROP TABLE account; --",
    f"{EMAIL}' --",
    '" UNION SELECT password_hash FROM account --',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</form><form action=https://evil.example>",
    "{{7*7}}${7*7}{title}%s%n",
    "\0",
    f"{EMAIL}\0",
    f"{EMAIL}\r\nX-Planted: 1",
    "\u202e\u200b\ufeff",
    "a" * 100_000,
    "\u0301" * 20_000,
    "../../etc/passwd",
    "$argon2id$v=19$m=8,t=1,p=1$",
]


def assert_answered(answer, *, echoes: str = "") -> None:
    """A sentence or a redirect of ours; nothing of what was sent stands in it as markup."""
    assert answer.status_code in {200, 303, 400, 403, 413, 429}
    assert "x-planted" not in answer.headers
    assert "Traceback" not in answer.text
    if "<" in echoes:
        assert echoes not in answer.text
    assert answer.text.count("<form") <= 2  # to sign in, and to use a link
    assert "alert(1)>" not in answer.text


@pytest.fixture
def officer(real_site: Store) -> str:
    """The cookie of a member of staff."""
    return a_session(real_site, an_account(real_site, EMAIL))


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize(
    ("form", "field"), [(form, field) for form, fields in FIELDS.items() for field in fields]
)
def test_no_value_of_any_field_breaks_out(real_site, officer, form, field, nasty):
    sender = browser()
    if form == "/password":
        sender.cookies.set(COOKIE, officer)
    usual = {"/sign-in": {"email": EMAIL, "password": "a guess"}}.get(form, {})
    assert_answered(sender.post(form, data={**usual, field: nasty}), echoes=nasty)
    if form == "/sign-in":
        assert COOKIE not in sender.cookies
    assert actor(real_site, EMAIL).roles == {Role.STAFF}
    sessions.sign_in(real_site, EMAIL, PASSWORD, "192.0.2.1")  # the password is as it was


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("name", ["next", "token"])
def test_no_value_in_an_address_breaks_out(visitor, real_site, name, nasty):
    assert_answered(visitor.get("/sign-in", params={name: nasty[:10_000]}), echoes=nasty)


@pytest.mark.parametrize("markup", ["<b>x</b>@example.org", '"><script>alert(1)</script>'])
def test_an_e_mail_comes_back_as_text(visitor, real_site, markup):
    answer = visitor.post("/sign-in", data={"email": markup, "password": "x", "next": markup})
    assert answer.status_code == 403
    assert answer.text.count(f'value="{escape(markup)}"') == 2
    assert markup not in answer.text


def test_a_password_never_comes_back(visitor, real_site):
    an_account(real_site, EMAIL)
    secret = sessions.make_link(real_site, COMMAND_LINE, EMAIL)
    for data in (
        {"email": EMAIL, "password": "typed in vain"},
        {"token": secret, "password": "typed in vain", "again": "typed otherwise"},
        {"email": "typed@example.org", "password": "typed in vain", "again": "typed in vain"},
    ):
        answer = visitor.post("/sign-in", data=data)
        assert answer.status_code == 403
        assert "typed in vain" not in answer.text
        assert "typed otherwise" not in answer.text


def multipart(field: str, value: str, charset: str) -> dict:
    body = f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n--b--\r\n'
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    return {"content": body.encode("latin-1", "replace"), "headers": {"content-type": kind}}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"content": b"\xff\xfe\x00"},
        {"content": b"=&=&&;=%%%=%ff=%u1234"},
        {"content": b"email=a&email=b&password=c&password=d"},
        {"json": {"email": EMAIL, "password": {"$ne": ""}}},
        {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=b"}},
        {"content": b"--b", "headers": {"content-type": "multipart/form-data; boundary="}},
        {"content": b"x", "headers": {"content-type": "text/plain"}},
        {"content": b"<x/>", "headers": {"content-type": "application/xml"}},
        {"content": b"x", "headers": {"content-type": "\xff;;=".encode("latin-1")}},
        {"data": {f"field{number}": "x" for number in range(1000)}},
        {"files": {"email": ("x.txt", b"x")}},
        {"files": {"password": ("../../x", b"x" * 100_000)}},
        multipart("email", "x", "no-such"),
        multipart("email", "\\ud800", "unicode_escape"),
        multipart("password", "\\udfff", "unicode_escape"),
        multipart("token", "\\ud800", "unicode_escape"),
        multipart("next", "\\ud800", "unicode_escape"),
        multipart("old", "\\ud800", "unicode_escape"),
        multipart("email", "+2AA-", "utf-7"),
    ],
    ids=range(21),
)
def test_no_body_breaks_a_form(real_site, officer, form, sent):
    sender = browser()
    if form == "/password":
        sender.cookies.set(COOKIE, officer)
    assert_answered(sender.post(form, **sent))


@pytest.mark.parametrize("form", [*FORMS, "/health", "/exports/contributions.csv"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_no_other_method_does_anything(visitor, real_site, form, method):
    assert visitor.request(method, form).status_code == 405


# Links


def test_a_scanner_of_mail_does_not_use_an_account_s_link_up(real_site):
    an_account(real_site, EMAIL, password="")
    secret = sessions.make_link(real_site, COMMAND_LINE, EMAIL)
    for _ in range(3):
        assert browser().get("/sign-in", params={"token": secret}).status_code == 200
        assert browser().head("/sign-in", params={"token": secret}).status_code == 200
    data = {"token": secret, "password": PASSWORD, "again": PASSWORD}
    assert browser().post("/sign-in", data=data).status_code == 303
    again = browser()
    assert again.post("/sign-in", data=data).status_code == 403
    assert COOKIE not in again.cookies


def test_a_link_and_a_password_together_are_the_link(visitor, real_site):
    """Another's e-mail beside one's own link changes one's own password."""
    an_account(real_site, EMAIL)
    an_account(real_site, "attacker@example.org", "viewer")
    secret = sessions.make_link(real_site, COMMAND_LINE, "attacker@example.org")
    another = "pebble anchor violin sunset"
    data = {"token": secret, "email": EMAIL, "password": another, "again": another}
    assert visitor.post("/sign-in", data=data).status_code == 303
    assert sessions.actor_of(real_site, visitor.cookies[COOKIE]).roles == {Role.VIEWER}
    sessions.sign_in(real_site, EMAIL, PASSWORD, "192.0.2.1")


# Who has an account


def test_nobody_learns_from_a_refusal_who_has_an_account(real_site):
    an_account(real_site, EMAIL)
    an_account(real_site, "gone@example.org")
    an_account(real_site, "new@example.org", password="")
    people.disable(real_site, COMMAND_LINE, "gone@example.org")
    tries = [(EMAIL, "a guess"), ("nobody@example.org", "a guess"), ("gone@example.org", PASSWORD)]
    answers = set()
    for email, password in [*tries, ("new@example.org", "")]:
        for attempt in range(7):  # the last two have to wait
            answer = browser().post("/sign-in", data={"email": email, "password": password})
            answers.add((attempt >= 5, answer.status_code, *without(email, answer)))
        forget_failures(real_site)
    assert [(late, status) for late, status, *_ in sorted(answers)] == [(False, 403), (True, 429)]


def without(email: str, answer) -> tuple[str, str]:
    """An answer's headers and body, without what somebody typed and the seconds that passed."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    if "retry-after" in headers:
        assert headers["retry-after"] in {"14", "15"}  # never less than what is left to wait
        headers["retry-after"] = "15"
    return str(sorted(headers.items())), answer.text.replace(email, "").replace("14 s", "15 s")


def forget_failures(store: Store) -> None:
    """The crowd of this test comes from one address, which would have to wait as well."""
    with store.writing() as session:
        session.exec(delete(SignInFailure))
