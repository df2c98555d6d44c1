"""A real browser on books in which every text is hostile: nothing of it comes alive."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hostile
from tests.browser.conftest import settled
from tests.browser.server import Server, running
from tests.screens.test_pages import CHARTS
from trustfund.screens import pages

ALIVE = """
() => {
  const here = node => node.href.startsWith(location.origin + "/");
  const main = '[data-testid="stMain"]';
  return [
    ...document.querySelectorAll('img, iframe, [onerror], [href^="javascript" i]'),
    ...[...document.querySelectorAll("a[href]")].filter(node => !here(node)),
    ...document.querySelectorAll(`${main} :is(del, hr, blockquote, .katex, ol)`),
    ...document.querySelectorAll(`${main} [data-testid="stIconMaterial"][title*="home"]`),
    ...document.querySelectorAll('.js-plotly-plot svg :is(a, [dy*="0.3em"])'),
    ...document.querySelectorAll('.js-plotly-plot svg [style*="bold"]:not(.gtitle *)'),
  ].map(node => node.outerHTML.slice(0, 200));
}
"""
"""What a page would have if a text were more than text; the product itself has none of it.

Streamlit makes the title of a chart bold: words of ours, with nothing in them that people type.
"""
JOINER = "\N{WORD JOINER}"


@pytest.fixture(scope="module")
def fund(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = hostile.books(ready_file, tmp_path_factory.mktemp("attacked"))
    store.engine.dispose()
    with running(str(store.url), {"TRUSTFUND_TODAY": hostile.TODAY}) as server:
        yield server


@pytest.fixture(scope="module")
def kept(fund: Server, browser: Browser) -> Any:
    """What the link, which works once, left in the browser."""
    context = browser.new_context()
    context.request.post(f"{fund.url}/sign-in", form={"link": fund.sign_in_link()})
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def officer(fund: Server, kept: Any, open_page: Callable[..., Page]) -> Iterator[Page]:
    """Somebody signed in, who watches what the pages do."""
    done: list[str] = []
    screen = {"width": 1400, "height": 1000}
    page = open_page(f"{fund.url}/definitions", storage_state=kept, viewport=screen)
    page.on("dialog", lambda dialog: done.append(f"dialog {dialog.message}"))
    page.on("console", lambda line: done.append(line.text))
    page.on("request", lambda request: done.append(request.url))
    yield page
    own = (fund.url, "data:", "blob:")
    asked = [each for each in done if each.startswith(("http", "ws", "//"))]
    assert not [each for each in asked if not each.startswith(own)]
    assert not [each for each in done if each.startswith("dialog") or "Security Policy" in each]


def go(page: Page, fund: Server, address: str) -> None:
    page.goto(f"{fund.url}/{address}")
    settled(page)


def said(page: Page, selector: str) -> str:
    """The words of what is found, letter by letter."""
    return " ".join(page.locator(selector).all_inner_texts()).replace(JOINER, "")


def pick(page: Page, label: str, part: str) -> None:
    """Choose from a list what has a text in it."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=re.compile(f"^{label}"))
    box.locator("input").click()
    box.locator("input").fill(part)  # opens the list again where a chart that arrives closed it
    option = page.get_by_role("option").filter(has_text=part).first
    assert hostile.MARKUP in " ".join(option.inner_text().split())
    assert page.evaluate(ALIVE) == []
    option.click()
    settled(page)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((*pages.PUBLIC[:2], *pages.STAFF[-1:]), id="some"),
        pytest.param(pages.PAGES, id="all", marks=pytest.mark.deep),
    ],
)
def test_nothing_that_people_type_comes_alive_on_any_page(fund, officer, pages):
    """Nor does any page ask for what the content security policy forbids."""
    for each in pages:
        go(officer, fund, each.address)
        if each.show.__module__.removeprefix("trustfund.screens.") in CHARTS:
            expect(officer.locator(".js-plotly-plot").first).to_be_visible()
        assert officer.evaluate(ALIVE) == [], each.address


@pytest.mark.deep
def test_a_text_is_shown_letter_by_letter(fund, officer):
    go(officer, fund, f"?as_of={'https://evil.example :smile: **b** -> $x$'}")
    assert hostile.MARKUP in said(officer, "h1")  # the fund's name
    assert 'Filter as_of "https://evil.example :smile: **b** -> $x$"' in said(
        officer, '[data-testid="stAlert"]'
    )
    assert officer.evaluate(ALIVE) == []

    go(officer, fund, "events")
    pick(officer, "Event", "announced")
    titles = officer.locator('[data-testid="stMain"] strong')
    expect(titles.filter(has_text="onerror").first).to_be_visible()  # the event that was picked
    assert hostile.MARKUP in said(officer, '[data-testid="stMain"] strong')
    assert officer.evaluate(ALIVE) == []

    go(officer, fund, "reports?as_of=2017-12-31")
    assert hostile.hostile("organization") in said(officer, "td")
    assert officer.evaluate(ALIVE) == []


@pytest.mark.parametrize(
    ("address", "bar"),
    [("contributions", 0), pytest.param("earmarking", 1, marks=pytest.mark.deep)],
)
def test_a_name_in_a_chart_is_text_in_its_label_and_where_the_pointer_is(
    fund, officer, address, bar
):
    go(officer, fund, address)
    label = officer.locator(".yaxislayer-above text, .xaxislayer-above text")
    assert "=1+1<img" in (label.filter(has_text="=1+1").first.text_content() or "")
    bars = officer.locator(".js-plotly-plot").filter(has_text="=1+1").locator(".bars .point path")
    bars.nth(bar).scroll_into_view_if_needed()
    bars.nth(bar).hover(force=True)
    shown = officer.locator(".hoverlayer text").filter(has_text="=1+1").first
    expect(shown).to_be_visible()
    assert "onerror=alert(1)>" in (shown.text_content() or "")
    assert officer.evaluate(ALIVE) == []
