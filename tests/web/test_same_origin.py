"""What another site's page may not do here in the name of somebody who is signed in."""

import asyncio

import pytest

from tests.people import PASSWORD, a_session, an_account
from tests.web.conftest import browser
from trustfund.accounts import sessions
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR
from trustfund.web.same_origin import SameOrigin
from trustfund.web.settings import COOKIE

HERE = {"origin": "http://testserver"}
OTHER_ORIGINS = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},  # a sandboxed frame, or a file
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:9999"},  # another program on this host
    {"origin": "http://"},
    {"origin": "http://testserver@evil.example"},
    {"origin": "http://["},
    {"origin": "testserver"},
    {"origin": ""},
]
OTHER_SITES = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    HERE | {"sec-fetch-site": "cross-site"},
]
FROM_ELSEWHERE = OTHER_ORIGINS + OTHER_SITES
FROM_HERE = [{}, HERE, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]


@pytest.fixture
def officer(real_site):
    signed_in = browser()
    signed_in.get("/sign-in", params={"token": sessions.make_local_link(real_site)})
    return signed_in


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_a_form_on_another_site_signs_nobody_out(officer, real_site, headers):
    answer = officer.post("/sign-out", headers=headers)
    assert (answer.status_code, answer.text[:30]) == (403, "This was sent from another sit")
    assert sessions.actor_of(real_site, officer.cookies[COOKIE]) == LOCAL_ADMINISTRATOR


@pytest.mark.parametrize("path", ["/sign-in", "/password", "/exports/events.csv", "/health", "/"])
def test_no_form_on_another_site_is_taken(real_site, path):
    """Neither a new password, nor an attacker's own account, so that the victim works under it."""
    an_account(real_site, "attacker@example.org", "viewer")
    cookie = a_session(real_site, an_account(real_site, "officer@example.org"))
    victim = browser()
    victim.cookies.set(COOKIE, cookie)
    another = "pebble anchor violin sunset"
    data = {"old": PASSWORD, "password": another, "again": another}
    if path == "/sign-in":
        data = {"email": "attacker@example.org", "password": PASSWORD}
    answer = victim.post(path, data=data, headers=FROM_ELSEWHERE[0])
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert sessions.actor_of(real_site, cookie).name == "officer@example.org"
    sessions.sign_in(real_site, "officer@example.org", PASSWORD, "192.0.2.1")


@pytest.mark.parametrize("headers", FROM_HERE)
def test_the_product_s_own_form_signs_out(officer, real_site, headers):
    cookie = officer.cookies[COOKIE]
    assert officer.post("/sign-out", headers=headers).status_code == 303
    assert sessions.actor_of(real_site, cookie) == VISITOR


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "MADE-UP"]
)
def test_whatever_is_no_read_is_refused_from_elsewhere(visitor, real_site, method):
    assert visitor.request(method, "/health", headers=FROM_ELSEWHERE[0]).status_code == 403


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_a_link_on_another_site_may_lead_here(visitor, sample_site, headers):
    assert visitor.get("/exports/events.csv", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "admitted"),
    [*((each, False) for each in OTHER_ORIGINS), *((each, True) for each in FROM_HERE)],
)
def test_a_page_of_another_site_opens_no_websocket(headers, admitted):
    reached, sent = [], []

    async def pages(scope, receive, send):
        reached.append(scope["path"])

    async def send(message):
        sent.append(message)

    named = {"host": "testserver"} | headers
    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    asyncio.run(SameOrigin(pages)(scope, None, send))
    assert bool(reached) is admitted
    assert sent == ([] if admitted else [{"type": "websocket.close", "code": 1008}])
