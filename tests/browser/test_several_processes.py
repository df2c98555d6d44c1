"""An officer and a donor in two browsers, each served by another process."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import booked, press, settled
from tests.browser.server import running
from tests.browser.test_import import MESSY, numbers, send
from trustfund.store.engine import Store


def process_of(page: Page) -> str:
    (kept,) = (each for each in page.context.cookies() if each["name"] == "trustfund_process")
    return str(kept["value"])


@pytest.mark.deep  # without a browser: security/test_several_processes.py
def test_what_is_booked_from_a_file_at_one_is_seen_at_the_other(
    sample_copy: Store, tmp_path: Path, open_page
):
    with running(str(sample_copy.url), processes=2) as fund:
        donor = open_page(fund.url)
        expect(donor.get_by_text("USD 1,588,486 came in")).to_be_visible()
        officer = open_page(fund.sign_in_link())
        while process_of(officer) == process_of(donor):  # the second one was not there yet
            officer.context.clear_cookies(name="trustfund_process")
            officer.goto(fund.url)
            settled(officer)

        officer.get_by_role("link", name="Import a file").click()
        settled(officer)
        send(officer, tmp_path / "July.csv", MESSY.format(amount="12x", total="1.250,50"))
        press(officer, "Read the file so")
        numbers(officer, Problems="1")
        with officer.expect_download() as mending:  # it is in the memory of one process
            press(officer, "Rows to mend (CSV)")
        assert "12x" in mending.value.path().read_text("utf-8")
        send(officer, tmp_path / "Mended.csv", MESSY.format(amount="50,50", total="1.250,50"))
        numbers(officer, New="2", Problems="0")
        press(officer, "Book this file")
        booked(officer, "Mended.csv is booked: 2 deposits recorded")

        expect(donor.get_by_text("USD 1,588,486 came in")).to_have_count(0)  # nobody touched it
        expect(donor.get_by_text("USD 1,589,944 came in")).to_be_visible()
