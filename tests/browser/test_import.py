"""An officer with a spreadsheet of deposits in a real browser: from its headers to the books."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import booked, downloaded, fill, press, settled

MESSY = """Deposits of July 2018;;;;;

Ref.;Contribution ref;Date received;Currency;Amount received;Seen by
LIST-1;MCS00-C-0031;13.07.2018;EUR ;1.200,00;AB
LIST-2;MCS00-C-0031;14.07.2018;EUR;{amount};AB
;;;;;
Total;;;;{total};
"""


def send(page: Page, path: Path, text: str) -> None:
    """Choose a file in place of the one that is chosen."""
    path.write_bytes(text.encode("cp1252"))
    page.locator('input[type="file"]').set_input_files(path)


def numbers(page: Page, **told: str) -> None:
    """Wait for the four numbers of a plan."""
    for name, count in told.items():
        metric = page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{name}"))
        expect(metric.get_by_test_id("stMetricValue")).to_have_text(count)


def test_a_messy_file_is_mapped_mended_booked_and_taken_back(fund, tmp_path, open_page):
    page = open_page(fund.sign_in_link())
    page.get_by_role("link", name="Import a file").click()
    settled(page)
    before = downloaded(page, fund, "deposits")

    send(page, tmp_path / "July.csv", MESSY.format(amount="12x", total="1.250,50"))
    expect(page.get_by_text("to confirm")).to_be_visible()
    expect(page.get_by_text("13.07.2018")).to_be_visible()  # an example
    press(page, "Read the file so")
    numbers(page, Problems="1")
    expect(page.get_by_role("button", name="Book this file")).to_be_disabled()
    with page.expect_download() as mending:
        press(page, "Rows to mend (CSV)")
    assert "12x" in mending.value.path().read_text("utf-8")

    send(page, tmp_path / "Mended.csv", MESSY.format(amount="50,50", total="1.250,50"))
    numbers(page, New="2", Problems="0")  # the columns are not asked about again
    expect(page.get_by_text("add up to it")).to_be_visible()
    expect(page.get_by_text("Totals before and after")).to_be_visible()
    page.get_by_role("button", name="Book this file").dblclick()
    booked(page, "Mended.csv is booked: 2 deposits recorded")
    rows = downloaded(page, fund, "deposits")
    assert [(row["reference"], row["amount"]) for row in rows[len(before) :]] == [
        ("LIST-1", "1200.00"),
        ("LIST-2", "50.50"),
    ]
    page.get_by_role("link", name="Contributions").first.click()
    settled(page)
    expect(page.get_by_role("heading", name="Contributions", exact=True)).to_be_visible()

    page.get_by_role("link", name="Import a file").click()
    settled(page)
    page.get_by_text("Take an import back").click()
    fill(page, "Reason", "It was the list of June")
    press(page, "Take it back")
    booked(page, "The import of Mended.csv is taken back")
    assert downloaded(page, fund, "deposits") == before
