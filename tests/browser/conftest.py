"""A real browser for the tests in this folder."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ensure_programs import CHROMIUM

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
