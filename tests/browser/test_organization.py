"""Signing in through an organization, against a real provider on this machine."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import Response as PlaywrightResponse

from tests.browser.conftest import PATIENCE, booked, fill, fill_day, press
from tests.browser.provider import Provider, providing
from tests.browser.server import Server, running
from tests.people import an_account
from trustfund.accounts import log, people
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.engine import Store

NOT_KNOWN = "does not lead to an account that may sign in here"


def signed_in(name: str) -> re.Pattern[str]:
    """What the page says of somebody, whose e-mail is broken so that it becomes no link."""
    return re.compile(f"Signed in: {name}\\W+example.org")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with providing(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture(scope="module")
def store(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The illustrative sample, which the product serves and the tests add accounts to."""
    path = shutil.copy(sample_file, tmp_path_factory.mktemp("fund") / "trustfund.db")
    store = Store(f"sqlite:///{path}")
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def fund(
    store: Store, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running(str(store.url), provider.settings(tmp_path_factory.mktemp("open"))) as server:
        yield server


def go_through(page: Page, fund: Server, subject: str, asked_for: str = "") -> None:
    """The whole way from the page to sign in to whatever comes of it."""
    page.goto(f"{fund.url}/sign-in?next={asked_for}")
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"{fund.url}/**", timeout=PATIENCE)


def kept(page: Page) -> list[str]:
    """The names of what is kept in this browser of an identity or of a page asked for."""
    names = [cookie["name"] for cookie in page.context.cookies()]
    return [name for name in names if name.startswith(("_streamlit_user", "trustfund_"))]


def status(page: Page, fund: Server, dataset: str = "history") -> int:
    return page.request.get(f"{fund.url}/exports/{dataset}.csv").status


def newest(store: Store) -> tuple[str, str, str]:
    """The newest line of the access log that is about signing in."""
    line = next(line for line in log.newest(store, 9) if line.action != log.Action.EXPORTED)
    return line.actor, line.action, line.detail


def test_staff_sign_in_record_and_export_and_sign_out(fund, store, provider, open_page):
    an_account(store, "officer@example.org", "staff", password="")
    provider.says("id-1", email="Officer@Example.org", email_verified=True)
    page = open_page(fund.url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda answer: said.extend(set_by(answer)))
    go_through(page, fund, "id-1", "record-movement?from=2018-01-01")
    expect(page.get_by_text(signed_in("officer"))).to_be_visible()
    assert page.url == f"{fund.url}/record-movement?from=2018-01-01"
    assert newest(store) == ("officer@example.org", "signed in", "by organization")
    assert kept(page) == ["trustfund_session"]
    assert not [line for line in said if "Content Security Policy" in line]

    fill(page, "Amount (USD)", "12.34")
    fill_day(page, "Value date", "2018-07-16")
    press(page, "Record the movement")
    booked(page, "interest of USD 12.34")
    rows = page.request.get(f"{fund.url}/exports/history.csv").text().splitlines()
    assert "officer@example.org" in rows[-1]

    page.goto(f"{fund.url}/sign-out")
    press(page, "Sign out")
    expect(page.get_by_text("Staff sign-in")).to_be_visible()
    assert (kept(page), status(page, fund)) == ([], 401)
    page.reload()
    expect(page.get_by_text("Staff sign-in")).to_be_visible()

    # What Streamlit kept of the identity for thirty days, had somebody copied it on its way.
    copied = dict(line.split(";")[0].split("=", 1) for line in said if "_streamlit_user" in line)
    assert "_streamlit_user" in copied
    for more in ({}, {"_streamlit_user_7": "so that it looks like another"}):
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": fund.url}
                for name, value in (copied | more).items()
            ]
        )
        page.goto(fund.url)
        expect(page.get_by_text(NOT_KNOWN)).to_be_visible()
        assert (kept(page), status(page, fund)) == ([], 401)


def set_by(answer: PlaywrightResponse) -> list[str]:
    """The cookies of an identity that an answer sets, as it writes them."""
    if "/oauth2callback" not in answer.url:
        return []
    return [header["value"] for header in answer.headers_array() if header["name"] == "set-cookie"]


@pytest.mark.deep
def test_another_identity_can_be_tried_and_a_disabled_account_is_out_at_once(
    fund, store, provider, open_page
):
    an_account(store, "second@example.org", "staff", password="")
    many = [f"group {number} of many that a provider lists" for number in range(300)]
    provider.says("id-7", email="second@example.org", groups=many)  # more than one cookie holds
    page = open_page(fund.url)
    go_through(page, fund, "id-nobody", "history")
    expect(page.get_by_role("alert")).to_contain_text(NOT_KNOWN)
    assert kept(page) == ["trustfund_next"]
    assert newest(store)[1:] == (
        "failed to sign in",
        "by organization: the e-mail has no account",
    )
    assert status(page, fund) == 401
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_role("button", name="Deny", exact=True).click()
    expect(page.get_by_text("Staff sign-in")).to_be_visible()
    go_through(page, fund, "id-7", "history")
    expect(page.get_by_text(signed_in("second"))).to_be_visible()
    assert kept(page) == ["trustfund_session"]
    assert status(page, fund) == 200
    people.disable(store, COMMAND_LINE, "second@example.org")
    assert status(page, fund) == 401
    expect(page.get_by_text("Staff sign-in")).to_be_visible()  # nobody touched the open page
    go_through(page, fund, "id-7")
    expect(page.get_by_text(NOT_KNOWN)).to_be_visible()


@pytest.mark.deep
def test_in_a_closed_fund_nothing_is_seen_on_the_way(store, provider, open_page, tmp_path):
    an_account(store, "reader@example.org", "viewer", password="")
    provider.says("id-8", email="reader@example.org")
    named = '[auth.secretariat]\nname = "the Secretariat"'
    closed = provider.settings(tmp_path, named) | {"TRUSTFUND_PUBLIC": "false"}
    with running(str(store.url), closed) as fund:
        page = open_page(f"{fund.url}/organization?provider=another")
        expect(page.get_by_text("There is no such organization here.")).to_be_visible()
        expect(page.get_by_text("Illustrative")).to_have_count(0)
        page.context.add_cookies([{"name": "_streamlit_user", "value": "x", "url": fund.url}])
        page.goto(fund.url)
        expect(page.get_by_text("to see this page")).to_be_visible()
        page.context.clear_cookies()
        page.goto(f"{fund.url}/contributions?objective=1")
        assert page.url == f"{fund.url}/sign-in?next=contributions%3Fobjective%3D1"
        page.get_by_role("link", name="Sign in with the Secretariat").click()
        page.get_by_placeholder("sub").fill("id-nobody")
        page.get_by_role("button", name="Authorize", exact=True).click()
        expect(page.get_by_text(NOT_KNOWN)).to_be_visible()
        assert status(page, fund, "contributions") == 401
        page.get_by_role("link", name="Sign in with the Secretariat").click()
        page.get_by_placeholder("sub").fill("id-8")
        page.get_by_role("button", name="Authorize", exact=True).click()
        expect(page.get_by_text(signed_in("reader"))).to_be_visible()
        assert page.url == f"{fund.url}/contributions?objective=1"
        assert status(page, fund, "contributions") == 200
