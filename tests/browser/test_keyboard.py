"""An officer's day without a mouse: from the desk to what is booked, refused, mended and found."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import booked, settled

FOCUSED = """() => {
  const at = document.activeElement;
  return at.getAttribute("aria-label") || at.innerText || at.tagName;
}"""


def reach(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.search(rf"^{name}\Z", page.evaluate(FOCUSED).strip(), re.MULTILINE):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def go(page: Page, name: str) -> None:
    """Press Enter on a link or button of this name, found by keyboard."""
    reach(page, name)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    settled(page)


def test_a_working_day_by_keyboard(fund, open_page):
    page = open_page(fund.sign_in_link())
    page.keyboard.press("Enter")  # the one button of the page has the focus, or is reached
    if page.get_by_role("heading", name="Desk").count() == 0:
        go(page, "Sign in.*")
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()

    # The first late instalment: its form is one key away, with the arrangement chosen.
    go(page, "Record the deposit")
    expect(page.get_by_text("Outstanding")).to_be_visible()
    page.get_by_label("Value date").first.focus()  # where the form begins
    reach(page, r"Amount \(USD\)")
    page.keyboard.press("Control+Enter")  # nothing is typed yet
    expect(page.get_by_text("Not booked")).to_be_visible()
    expect(page.get_by_label("Amount (USD)")).to_be_focused()
    page.keyboard.type("5,000")
    page.keyboard.press("Control+Enter")  # with the field that is typed in
    done = booked(page, "USD 5,000.00")
    (deposit,) = re.findall(r"MCS00-(D-\d+)", done)
    expect(page.get_by_text("Not booked")).to_have_count(0)

    # What was booked is found again, and leads to what can follow.
    page.keyboard.press("Control+k")
    expect(page.get_by_placeholder("Find (Ctrl+K)")).to_be_focused()
    page.keyboard.type(deposit.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Deposit "))).to_be_visible()
    expect(page.get_by_text("Receipt letter (PDF)")).to_be_visible()

    # A correction shows old and new before it is booked.
    go(page, "Correct or reverse")
    expect(page.get_by_label("Note", exact=True)).to_be_visible()
    page.get_by_label("Amount (USD)").focus()
    reach(page, "Note")
    page.keyboard.type("Paid by the treasury")
    reach(page, "Reason")
    expect(page.get_by_text("What changes")).to_be_visible()
    page.keyboard.type("The note was missing")
    page.keyboard.press("Control+Enter")
    booked(page, "is corrected")
