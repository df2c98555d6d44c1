"""A closed fund shows a stranger the way in, and nothing else: by page, file, socket or trick."""

from email.message import Message
from urllib.parse import quote

import pytest

from tests.security import pages
from tests.security.conftest import Site
from tests.security.pages import Line, elements, everything, line
from trustfund.accounts import sessions
from trustfund.figures.datasets import BY_NAME
from trustfund.screens.pages import PAGES as ALL_PAGES

PAGES = [page.address for page in ALL_PAGES]
FIGURES = ("MCS00", "USD", "Sweden", "Illustrative", "objective")
CONTENT = (*FIGURES, "Contributions", "Overview")
WAY_IN = "to see this page"


Answer = tuple[int, Message, str]


def ask(site: Site, target: str, method: str = "GET", **headers: str) -> Answer:
    """What a target is answered, in words."""
    status, named, body = pages.ask(site.server, target, method, headers)
    return status, named, body.decode("utf-8", "replace")


def assert_tells_nothing(answer: Answer) -> None:
    """To sign in, to come by another way, or the bare program, in which nothing is of the fund."""
    status, headers, text = answer
    assert status in {200, 301, 303, 307, 308, 400, 401, 403, 404, 405, 421}, text
    assert not [word for word in CONTENT if word in text]
    if status == 200:
        assert "<title>Sign in</title>" in text or "<title>Streamlit</title>" in text
    assert "disposition" not in str(headers).lower()
    assert not headers.get("location", "").startswith(("//", "http", "\\", "/\\"))


# Addresses


@pytest.mark.parametrize("page", [*PAGES, "healthx", "sign-inx", "exportsx"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_page_leads_to_the_way_in(closed_site: Site, page, method):
    status, headers, text = ask(closed_site, f"/{page}?event=TS-1", method)
    assert (status, text) == (303, "")
    assert headers["location"] == f"/sign-in?next={quote(f'{page}?event=TS-1')}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_an_odd_method_is_refused(closed_site: Site, page, method):
    answer = ask(closed_site, f"/{page}", method)
    assert (answer[0], answer[2]) == (401, "Sign in to see this fund.")


@pytest.mark.parametrize("name", [*BY_NAME, "nothing", "", "../contributions", "Contributions"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_file_is_refused_known_or_not(closed_site: Site, name, method):
    status, _, text = ask(closed_site, f"/exports/{name}.csv", method)
    assert status in {400, 401}
    assert_tells_nothing((status, Message(), text))


@pytest.mark.parametrize(
    "path",
    [
        "//contributions",
        "///contributions",
        "/./contributions",
        "/%2e/contributions",
        "/%2e%2e/contributions",
        "/static/../contributions",
        "/static/%2e%2e/contributions",
        "/static/..%2fcontributions",
        "/static/../exports/contributions.csv",
        "/static/../media/0.csv",
        "/_stcore/../media/0.csv",
        "/_stcore/..%2fmedia/0.csv",
        "/_stcore/health/../../contributions",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/upload_file/x/y",
        "/_stcore/host-config",
        "/health/",
        "/health/../contributions",
        "/healthx",
        "/health%2f..%2fcontributions",
        "/exportsx",
        "/exportscontributions.csv",
        "/exports%2fcontributions.csv",
        "//exports/contributions.csv",
        "/exports//contributions.csv",
        "/EXPORTS/contributions.csv",
        "/exports/contributions.csv/",
        "/exports/contributions.csv%00",
        "/exports/contributions.csv;x",
        "/exports/letter.pdf?kind=travel_list&event=HR-6",
        "/exports/paper?id=1",
        "/exports/paper/",
        "/sign-inx",
        "/sign-in/../contributions",
        "/password/contributions",
        "/passwordcontributions",
        "/auth/../contributions",
        "/oauth2callbackx",
        "/favicon/../contributions",
        "/CONTRIBUTIONS",
        "/contributions/",
        "/contributions//",
        "/contributions%00",
        "/contributions%23",
        "/contributions?next=//evil.example",
        "/\\evil.example/",
        "/%5cevil.example/",
        "/%09/evil.example/",
        "//evil.example/",
        "/component/x/y",
        "/app/static/x",
        "/media/0.csv",
        "/media/../media/0.csv",
        "/MEDIA/0.csv",
        "//media/0.csv",
        "http://127.0.0.1/contributions",
        "http://evil.example/contributions",
        "*",
        "/?\xff=%ff",
        "/exports/contributions.csv?\xff",
        "/%ff",
        "/" + "a" * 20_000,
    ],
)
def test_no_way_of_writing_an_address_gets_further(closed_site: Site, path):
    status, headers, text = ask(closed_site, path)
    if "/_stcore/" in path and status == 200:  # the program itself
        assert not [word for word in CONTENT if word in text]
    else:
        assert_tells_nothing((status, headers, text))


@pytest.mark.parametrize(
    "host", ["x/health#", "x/health?", "x/_stcore/", "evil.example@x/static/", "", "x:99999"]
)
def test_no_name_of_a_host_opens_a_page_or_a_file(closed_site: Site, host):
    for path in ("/contributions", "/media/0.csv", "/exports/contributions.csv"):
        status, headers, text = ask(closed_site, path, Host=host)
        assert status in {400, 421}
        assert_tells_nothing((status, headers, text))


@pytest.mark.parametrize(
    "header", ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-HTTP-Method-Override"]
)
def test_no_header_stands_for_another_address(closed_site: Site, header):
    status, _, text = ask(closed_site, "/media/0.csv", **{header: "/health"})
    assert (status, text) == (401, "Sign in to see this fund.")


def test_what_pages_made_is_for_people_who_are_signed_in(closed_site: Site):
    cookie = closed_site.cookie("viewer@example.org", "viewer")
    signed_in = {"Cookie": f"trustfund_session={cookie}"}
    assert ask(closed_site, "/media/0.csv")[0] == 401
    assert ask(closed_site, "/media/0.csv", **signed_in)[0] == 404
    assert ask(closed_site, "/contributions", **signed_in)[0] == 200


@pytest.mark.parametrize("path", ["/health", "/sign-in", "/sign-out"])
def test_what_is_open_says_nothing_of_the_fund(closed_site: Site, path):
    status, _, text = ask(closed_site, path)
    assert status == 200
    assert not [word for word in CONTENT if word in text]


# Sockets


@pytest.mark.parametrize("page", PAGES)
def test_no_page_sends_anything_to_a_stranger(closed_site: Site, page):
    with line(closed_site.server) as asked:
        answer = asked.ask(page, query="event=TS-1")
    assert [kind for kind, _ in elements(answer)] == ["heading", "markdown"]
    assert WAY_IN.encode() in everything(answer)
    assert not [word for word in CONTENT if word.encode() in everything(answer)]


@pytest.mark.parametrize("cookie", ["x", "0" * 64, "' OR 1=1 --", "x" * 4000])
def test_no_made_up_cookie_opens_it(closed_site: Site, cookie):
    with line(closed_site.server, cookie) as asked:
        assert [kind for kind, _ in elements(asked.ask())] == ["heading", "markdown"]


def drawn(asked: Line) -> set[str]:
    """The parts of the page that is open, which a browser may ask for by themselves."""
    shown = asked.ask("contributions")
    assert b"USD" in everything(shown)
    parts = {m.delta.fragment_id for m in shown if m.delta.fragment_id}
    return parts | {m.auto_rerun.fragment_id for m in shown if m.auto_rerun.fragment_id}


def test_a_session_that_ended_gets_nothing_more_by_page_or_part_of_one(closed_site: Site):
    cookie = closed_site.cookie("reader@example.org", "viewer")
    with line(closed_site.server, cookie) as asked:
        parts = drawn(asked)
        assert parts
        sessions.sign_out(closed_site.store, cookie)
        answer = asked.ask("contributions")
    assert [kind for kind, _ in elements(answer)] == ["heading", "markdown"]
    with line(closed_site.server, session=asked.session) as again:
        assert not [w for w in CONTENT if w.encode() in everything(again.ask("contributions"))]
    for part in parts:  # each in a session of its own: the first that is asked for draws it anew
        cookie = closed_site.cookie("reader@example.org", "viewer")
        with line(closed_site.server, cookie) as asked:
            assert part in drawn(asked)
            sessions.sign_out(closed_site.store, cookie)
            answer = asked.ask("contributions", fragment=part)
        assert not [word for word in FIGURES if word.encode() in everything(answer)]
