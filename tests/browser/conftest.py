"""A real browser for the tests in this folder."""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import Server, running
from tests.ensure_programs import CHROMIUM
from trustfund.store.engine import Store

ARGUMENTS = [
    # No calls home and no graphics card: the same picture on every machine, offline too.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
]

PATIENCE = 60_000  # milliseconds, for a machine that runs other tests at the same time
expect.set_options(timeout=PATIENCE)


# While Playwright runs, asyncio.run() fails in its thread: it ends with this folder's tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests of this folder; contexts keep them apart."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Chromium refuses to run its sandbox as root, which is who tests are in a container.
    arguments = [*ARGUMENTS, "--no-sandbox"] if is_root else ARGUMENTS
    path = CHROMIUM.path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address as a new visitor: own cookies, own options (viewport, color_scheme ...)."""
    contexts = []

    def open_page(url: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def fund(sample_copy: Store) -> Iterator[Server]:
    """The product on the illustrative sample."""
    with running(str(sample_copy.url)) as server:
        yield server


def settled(page: Page) -> None:
    """Wait until the script has run and nothing on the page is still a placeholder.

    A run starts a moment after a click. So after an action first `expect` what it brings;
    this alone may still see the page as it was.
    """
    # Before the first run there is nothing yet, and nothing runs either.
    page.wait_for_selector('[data-testid="stElementContainer"]', state="attached", timeout=PATIENCE)
    page.wait_for_selector(
        '[data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]',
        timeout=PATIENCE,
    )
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it, as a person does."""
    field = page.get_by_label(label, exact=True)
    field.click()
    field.fill(text)
    field.press("Tab")
    settled(page)


def fill_day(page: Page, label: str, day: str) -> None:
    field = page.get_by_test_id("stDateInput").filter(has_text=label).locator("input")
    field.fill(day)
    field.press("Enter")
    page.keyboard.press("Escape")
    settled(page)


def choose(page: Page, label: str, text: str) -> None:
    """Pick from a list by typing, as a person does."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=re.compile(f"^{label}"))
    box.locator("input").click()
    box.locator("input").fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()
    settled(page)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def booked(page: Page, words: str) -> str:
    """What the page says happened."""
    receipt = page.get_by_test_id("stAlert").filter(has_text=words)
    expect(receipt).to_be_visible()
    return receipt.inner_text()


def downloaded(page: Page, server: Server, dataset: str) -> list[dict[str, str]]:
    response = page.request.get(f"{server.url}/exports/{dataset}.csv")
    assert response.status == 200
    assert response.headers["x-trustfund-note"].startswith("Illustrative")
    return list(csv.DictReader(io.StringIO(response.text())))
