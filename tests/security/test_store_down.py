"""The store goes down under the running program, and comes back."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.browser.server import running
from tests.people import a_session, an_account
from tests.security.conftest import Site
from tests.security.pages import Line, ask, elements, everything, filled, line
from trustfund.screens.down import SAYS
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.web.errors import DOWN
from trustfund.web.settings import COOKIE

FORM = {"content-type": "application/x-www-form-urlencoded"}
FIELDS = {"Name": "A planted contributor", "Kind of contributor": "Philanthropic organization"}
BUTTON = "Record the contributor"


@pytest.fixture
def site(
    postgres_admin: sa.Connection,
    postgres_url: Callable[[str], sa.URL],
    worker: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    """The program on a database of its own, which a test may take away."""
    name = f"down_{worker}"
    postgres_admin.exec_driver_sql(f"CREATE DATABASE {name}")
    store = Store(postgres_url(name))
    make_ready(store)
    key = secrets.token_hex(32)
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", key)
    url = store.url.render_as_string(hide_password=False)
    with running(url, {"TRUSTFUND_SECRET_KEY": key}) as server:
        yield Site(server, store)
    store.engine.dispose()
    postgres_admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def down(site: Site, admin: sa.Connection) -> Iterator[None]:
    """PostgreSQL lets nobody in, and whoever is there is thrown out."""
    name = site.store.url.database
    site.store.engine.dispose()
    admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    admin.exec_driver_sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    yield
    admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_every_address_says_so_and_works_again(site: Site, postgres_admin: sa.Connection):
    secret = a_session(site.store, an_account(site.store, "a@b.org"))
    cookie = {"cookie": f"{COOKIE}={secret}"}
    sent = cookie | FORM
    asked = [
        ("GET", "/health", {}, None),
        ("GET", "/exports/events.csv", {}, None),
        ("GET", "/exports/travel.xlsx", cookie, None),
        ("GET", "/exports/fund_statements.pdf?to=2017-12-31", {}, None),
        ("GET", "/sign-in?next=history", cookie, None),
        ("GET", "/sign-in?token=made-up", {}, None),
        ("POST", "/sign-in", sent, b"email=a%40b.org&password=guess"),
        ("POST", "/sign-in", sent, b"token=made-up&password=a&again=a"),
        ("GET", "/password", cookie, None),
        ("POST", "/password", sent, b"old=a&password=b&again=b"),
        ("POST", "/sign-out", sent, b""),
        ("PUT", "/_stcore/upload_file/a/b", cookie, b"x"),
    ]
    with down(site, postgres_admin):
        for method, address, headers, body in asked:
            status, _, said = ask(site.server, address, method, headers, body)
            words = b"the store does not answer" if address == "/health" else DOWN.encode()
            assert (address, status, said) == (address, 503, words)
    assert "Traceback" not in site.server.output()
    assert site.server.output().count("The store does not answer: ") == 1  # a minute
    for method, address, headers, body in asked:
        assert ask(site.server, address, method, headers, body)[0] not in {500, 503}


def shows(page: list) -> bool:
    sent = everything(page)
    assert b"encountered an error" not in sent
    return SAYS.encode() in sent


def followed(asked: Line) -> str:
    """The part of a page that looks again by itself."""
    (part,) = {m.auto_rerun.fragment_id for m in asked.received if m.auto_rerun.fragment_id}
    return part


def test_an_open_page_says_so_and_comes_back_by_itself(site: Site, postgres_admin: sa.Connection):
    with line(site.server) as asked:
        assert not shows(asked.ask())
        part = followed(asked)
        with down(site, postgres_admin):
            assert shows(asked.ask(fragment=part))
        assert not shows(asked.ask(fragment=part))


def test_a_page_opened_meanwhile_says_so_and_draws_itself_later(
    site: Site, postgres_admin: sa.Connection
):
    with line(site.server) as asked:
        with down(site, postgres_admin):
            assert shows(asked.ask("events"))
            part = followed(asked)
            assert not everything(asked.ask("events", fragment=part)).count(b"alert")
        asked.ask("events", fragment=part)
        assert "heading" in {kind for kind, _ in elements(asked.wait())}


def test_a_button_pressed_meanwhile_says_so(site: Site, postgres_admin: sa.Connection):
    cookie = site.cookie("works@example.org", "staff")
    with line(site.server, cookie) as asked:
        pressed = filled(asked.ask("record-contribution"), FIELDS, BUTTON)
        with down(site, postgres_admin):
            assert shows(asked.ask("record-contribution", widgets=pressed))
