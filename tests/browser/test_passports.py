"""A passport by keyboard in a narrow window, a chart's own address, and its picture."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, settled
from tests.browser.server import Server, running
from trustfund.screens.charts import PICTURE_SCALE, PICTURE_WIDTH
from trustfund.screens.passports import BEHIND


@pytest.fixture(scope="module")
def fund(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    copy = shutil.copy(sample_file, tmp_path_factory.mktemp("fund") / "fund.db")
    with running(f"sqlite:///{copy}") as server:
        yield server


def test_a_passport_opens_and_closes_by_keyboard_in_a_narrow_window(fund, open_page):
    page = open_page(fund.url, viewport={"width": 390, "height": 844})
    control = page.get_by_role("button", name=f"Committed: {BEHIND}")
    control.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("it foots")).to_be_visible()
    expect(drawer.get_by_text("All definitions")).to_be_visible()
    # It slides in: where it comes to rest is meant.
    fits = "box => box.left >= 0 && box.right <= 390"
    place = "document.querySelector('[role=dialog]').getBoundingClientRect()"
    page.wait_for_function(f"() => ({fits})({place})", timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(control).to_be_focused()


@pytest.mark.deep
def test_the_title_of_a_chart_is_a_heading_and_its_address_leads_back_to_it(fund, open_page):
    page = open_page(f"{fund.url}/participation?region=African")
    heading = page.get_by_role("heading", name="Participation by event", exact=True)
    expect(heading).to_be_attached()
    card = page.locator(".st-key-drawn-participation-by-event")
    card.get_by_role("button", name="Link").click()
    address = page.get_by_test_id("stCode").inner_text().strip()
    assert address == f"{fund.url}/participation?region=African#participation-by-event"
    again = open_page(address, viewport={"width": 1200, "height": 600})
    expect(again.locator(".st-key-drawn-participation-by-event")).to_be_in_viewport(
        timeout=PATIENCE
    )


@pytest.mark.parametrize("mode", ["light", pytest.param("dark", marks=pytest.mark.deep)])
def test_the_picture_of_a_chart_is_a_png_with_its_title_and_its_source(
    fund, open_page, tmp_path, mode
):
    page = open_page(fund.url, color_scheme=mode, viewport={"width": 1200, "height": 900})
    settled(page)
    card = page.locator(".st-key-drawn-deposits-by-contributor")
    expect(card.locator(".gtitle")).to_have_text("Deposits by contributor")
    height = card.locator(".js-plotly-plot").evaluate("chart => chart.layout.height")
    with page.expect_download() as downloading:
        card.get_by_role("button", name="Download plot as a PNG").click()
    assert downloading.value.suggested_filename == (
        "MCS00-deposits-by-contributor-2018-07-16-illustrative.png"
    )
    file = tmp_path / "picture.png"
    downloading.value.save_as(file)
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert picture.size == (PICTURE_WIDTH * PICTURE_SCALE, height * PICTURE_SCALE)
        seen = picture.convert("L")
        wide, high = seen.size
        for name, strip in {
            "title": (0, 0, wide // 2, 60),
            "source": (wide // 2, high - 90, wide, high),
        }.items():
            levels = seen.crop(strip).tobytes()
            assert max(levels) - min(levels) > 100, name


def test_a_table_of_the_sample_is_taken_only_as_a_file_whose_name_says_what_it_is(fund, open_page):
    page = open_page(f"{fund.url}/contributions", viewport={"width": 1200, "height": 900})
    page.get_by_test_id("stDataFrame").first.hover()
    expect(page.get_by_role("button", name="Search: Deposits listed")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)  # only to be seen
    page.emulate_media(media="print")
    across = "getComputedStyle(document.body, '::after').content"
    assert page.evaluate(across) == '"Illustrative data: not figures of the fund"'
