"""The pages asked straight through their socket, with messages that no browser would send."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.books import a_contributor, history
from tests.security.conftest import Site
from tests.security.ends import ENDS, lower_the_role, sign_out
from tests.security.pages import Line, elements, everything, filled, line
from trustfund.screens import pages, watch
from trustfund.store.access_tables import WebSession
from trustfund.store.engine import Store, utc_now

PAGES = [page.address for page in (*pages.OWN, *pages.STAFF, *pages.ADMINISTRATION)]
AROUND = ("html", "alert", "html", "text_input", "markdown")
"""How the sample prints, its banner, the field that finds, the way in or out."""
REFUSED = (
    ([*AROUND, "heading", "markdown"], "to see this page"),
    ([*AROUND, "heading", "alert"], "This page is not open to the role"),
)
"""And a title, and why this is all."""
FIELDS = {"Name": "A planted contributor", "Kind of contributor": "Philanthropic organization"}
BUTTON = "Record the contributor"
FORM = "record-contribution"
LABELS = ("Record the pledge", BUTTON, "Kind of contributor", "name of who acted", "acts shown")


def hashes(asked: Line) -> dict[str, str]:
    """How Streamlit calls each page, by its address."""
    (found,) = (
        message.navigation for message in asked.ask() if message.WhichOneof("type") == "navigation"
    )
    return {page.url_pathname: page.page_script_hash for page in found.app_pages}


def assert_refused(asked: Line, page: str = "", **how: Any) -> None:
    """The page says to sign in, or for whom it is, and sends nothing else."""
    answer = asked.ask(page, **how)
    shown = elements(answer)
    kinds = [kind for kind, _ in shown]
    assert any(kinds == those and sentence in shown[-1][1] for those, sentence in REFUSED)
    sent = everything(answer)
    assert not [label for label in LABELS if label.encode() in sent]


def drawn(asked: Line) -> list:
    """The form to record a contributor, filled in and its button pressed: not yet sent."""
    return filled(asked.ask(FORM), FIELDS, BUTTON)


# What works, so that the attacks below would


def test_staff_book_through_the_socket(open_site: Site):
    before = len(history(open_site.store))
    with line(open_site.server, open_site.cookie("works@example.org", "staff")) as asked:
        asked.ask(FORM, widgets=drawn(asked))
    newest = history(open_site.store)[before:]
    assert [(act.actor, act.subject) for act in newest] == [
        ("works@example.org", "A planted contributor")
    ]


def test_a_visitor_sees_the_public_pages(open_site: Site):
    with line(open_site.server) as asked:
        assert b"USD" in everything(asked.ask("contributions"))


# Staff pages


@pytest.mark.parametrize("role", ["visitor", "viewer"])
@pytest.mark.parametrize("page", PAGES)
def test_a_staff_page_is_not_sent_to_others(open_site: Site, page, role):
    cookie = "" if role == "visitor" else open_site.cookie("viewer@example.org", role)
    with line(open_site.server, cookie) as asked:
        assert_refused(asked, page)


@pytest.mark.parametrize("page", PAGES)
def test_nor_by_the_name_that_streamlit_gives_it(open_site: Site, page):
    with line(open_site.server) as asked:
        assert_refused(asked, hashed=hashes(asked)[page])


@pytest.mark.parametrize("page", ["checks", "settings"])
def test_an_administrator_s_page_is_not_sent_to_staff(open_site: Site, page):
    with line(open_site.server, open_site.cookie("works@example.org", "staff")) as asked:
        assert_refused(asked, page)


@pytest.mark.parametrize(
    ("query", "header"),
    [
        ("do=Correct", ""),
        ("token=x&role=admin&user=admin", ""),
        ("embed=true&embed_options=show_toolbar", ""),
        ("trustfund_session={secret}&session={secret}", ""),
        ("", "X-Trustfund-Session"),
        ("", "Authorization"),
        ("", "X-Forwarded-User"),
    ],
)
def test_nor_with_parameters_or_a_secret_that_is_no_cookie(open_site: Site, query, header):
    secret = open_site.cookie("works@example.org", "staff")
    with line(open_site.server, **({header: secret} if header else {})) as asked:
        asked.ask("contributions")
        assert_refused(asked, FORM, query=query.format(secret=secret))


# Pressing buttons


@pytest.mark.parametrize("by", ["name", "hash", "public page"])
@pytest.mark.parametrize("role", ["visitor", "viewer"])
def test_others_press_a_staff_button_in_vain(open_site: Site, role, by):
    with line(open_site.server, open_site.cookie("works@example.org", "staff")) as staff:
        pressed, hashed = drawn(staff), hashes(staff)[FORM]
    before = len(history(open_site.store))
    cookie = "" if role == "visitor" else open_site.cookie("viewer@example.org", role)
    with line(open_site.server, cookie) as asked:
        if by == "public page":
            asked.ask("contributions", widgets=pressed)
        else:
            where = {"page": FORM} if by == "name" else {"hashed": hashed}
            assert_refused(asked, **where, widgets=pressed)
    assert len(history(open_site.store)) == before


@pytest.mark.parametrize(
    ("role", "page"), [("auditor", FORM), ("mission", "requests"), ("travel", "record-travel")]
)
def test_nor_on_a_page_of_their_own(open_site: Site, role, page):
    """Each is shown its page, which has no such form; the message books nothing."""
    with line(open_site.server, open_site.cookie("works@example.org", "staff")) as staff:
        pressed = drawn(staff)
    before = len(history(open_site.store))
    of = {"country": "KEN"} if role == "mission" else {}
    with line(open_site.server, open_site.cookie(f"{role}@example.org", role, **of)) as asked:
        assert b"not open to the role" not in everything(asked.ask(page, widgets=pressed))
        if page != FORM:
            assert_refused(asked, FORM, widgets=pressed)
    assert len(history(open_site.store)) == before


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_an_open_socket_is_worth_nothing_once_the_right_is_gone(
    open_site: Site, end: Callable[[Store, str, str], None]
):
    email = f"{end.__name__.replace('_', '-')}@example.org"
    cookie = open_site.cookie(email, "staff")
    with line(open_site.server, cookie) as asked:
        pressed = drawn(asked)
        before = len(history(open_site.store))
        end(open_site.store, cookie, email)
        assert_refused(asked, FORM, widgets=pressed)
        for page in PAGES:
            assert_refused(asked, page)
    assert len(history(open_site.store)) == before


@pytest.mark.parametrize("end", [sign_out, lower_the_role], ids=lambda end: end.__name__)
def test_what_was_drawn_is_not_drawn_again_for_who_comes_back(open_site: Site, end):
    email = f"back-{end.__name__.replace('_', '-')}@example.org"
    cookie = open_site.cookie(email, "staff")
    with line(open_site.server, cookie) as asked:
        pressed, session = drawn(asked), asked.session
    end(open_site.store, cookie, email)
    before = len(history(open_site.store))
    with line(open_site.server, cookie, session=session) as asked:
        assert_refused(asked, FORM, widgets=pressed)
    assert len(history(open_site.store)) == before


@pytest.mark.parametrize("still_open", [True, False])
def test_nobody_takes_over_the_session_of_another(open_site: Site, still_open):
    """Streamlit lets a socket go on with a session whose name it knows; ours go by the cookie."""
    before = len(history(open_site.store))
    with line(open_site.server, open_site.cookie("works@example.org", "staff")) as staff:
        pressed = drawn(staff)
        if still_open:
            with line(open_site.server, session=staff.session) as asked:
                assert_refused(asked, FORM, widgets=pressed)
    with line(open_site.server, session=staff.session) as asked:
        assert_refused(asked, FORM, widgets=pressed)
    assert len(history(open_site.store)) == before


def last_seen(site: Site) -> datetime:
    with site.store.reading() as session:
        newest = select(WebSession).order_by(col(WebSession.started_at).desc())
        return session.exec(newest).first().last_seen_at


def test_what_others_book_does_not_keep_a_page_signed_in_that_somebody_left(open_site: Site):
    cookie = open_site.cookie("away@example.org", "viewer")
    with line(open_site.server, cookie) as asked:
        shown = asked.ask("contributions")
        (part,) = {m.auto_rerun.fragment_id for m in shown if m.auto_rerun.fragment_id}
        left = utc_now() - timedelta(minutes=50)
        with open_site.store.writing() as session:
            session.exec(update(WebSession).values(last_seen_at=left))
        a_contributor(open_site.store, "Booked meanwhile", "philanthropic_organization", "")
        time.sleep(watch.LASTS)
        assert b"Signed in: away" in everything(asked.follow("contributions", part))
        assert last_seen(open_site) == left
        asked.ask("earmarking")
        assert last_seen(open_site) > left


# Rubbish


@pytest.mark.parametrize("rubbish", ["text", b"\xff\xff\xff\xff", b"\x00" * 1_000_000])
def test_rubbish_ends_its_own_socket_and_nothing_else(open_site: Site, rubbish):
    where = f"{open_site.server.url.replace('http', 'ws')}/_stcore/stream"
    with connect(where, subprotocols=[Subprotocol("streamlit")], proxy=None) as socket:
        socket.send(rubbish)
        with pytest.raises(ConnectionClosed):
            [socket.recv(60) for _ in range(9)]
    with line(open_site.server) as asked:
        assert_refused(asked, FORM)
