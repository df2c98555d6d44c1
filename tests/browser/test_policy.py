"""Everything on the pages still works under the content security policy."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.server import Server, running
from tests.screens.test_pages import CHARTS
from trustfund.screens import navigation


@pytest.fixture(scope="module")
def fund(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    copy = shutil.copy(sample_file, tmp_path_factory.mktemp("fund") / "fund.db")
    with running(f"sqlite:///{copy}") as server:
        yield server


def test_no_page_asks_for_anything_that_the_policy_forbids(
    fund: Server, open_page: Callable[..., Page]
) -> None:
    said: list[str] = []
    page = open_page(fund.sign_in_link())
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(f"asked {request.url}"))
    for each in (*navigation.PUBLIC, *navigation.STAFF, *navigation.ADMINISTRATION):
        page.goto(f"{fund.url}/{each.address}")
        settled(page)
        name = each.show.__module__.removeprefix("trustfund.screens.")
        expect(page.locator(".js-plotly-plot")).to_have_count(CHARTS.get(name, 0))
    assert not [line for line in said if "Content Security Policy" in line]
    abroad = [
        line
        for line in said
        if line.startswith("asked ") and not line.startswith((f"asked {fund.url}", "asked data:"))
    ]
    assert not [line for line in abroad if not line.startswith("asked blob:")]


def test_the_program_s_own_pages_bear_the_headers(fund: Server) -> None:
    with urlopen(fund.url, timeout=30) as answer:
        assert answer.headers["x-frame-options"] == "DENY"
        assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]


@pytest.mark.deep
def test_signing_out_works_from_the_product_s_own_page(
    fund: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fund.sign_in_link())
    expect(page.get_by_text("Signed in: local administrator")).to_be_visible()
    page.goto(f"{fund.url}/sign-out")
    page.get_by_role("button", name="Sign out").click()
    settled(page)
    expect(page.get_by_text("Staff sign-in")).to_be_visible()
    assert page.request.get(f"{fund.url}/exports/ledger.csv").status == 401
