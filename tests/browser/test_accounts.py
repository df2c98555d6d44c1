"""From the first start to two people who check each other, in the browser."""

import re

from playwright.sync_api import Page, expect

from tests.books import day, perform
from tests.browser.conftest import booked, choose, fill, fill_day, press, settled
from tests.people import PASSWORD, actor
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate


def invited(administrator: Page, email: str, role: str) -> str:
    """The link that an administrator makes for somebody."""
    fill(administrator, "E-mail", email)
    chosen = administrator.get_by_test_id("stMultiSelect").first  # the usual role is there
    expect(chosen).to_contain_text(role)
    press(administrator, "Add and make a link")
    booked(administrator, f"may sign in as {role}")
    return administrator.get_by_test_id("stCode").locator("code").inner_text()


def arrived(page: Page) -> None:
    """Choose a password over a link."""
    page.get_by_label("New password", exact=False).first.fill(PASSWORD)
    page.get_by_label("New password, again").fill(PASSWORD)
    press(page, "Choose and sign in")
    settled(page)


def test_two_people_get_in_check_each_other_and_one_is_shown_out(fund, sample_copy, open_page):
    first = open_page(fund.sign_in_link())
    first.goto(f"{fund.url}/accounts")
    settled(first)
    link = invited(first, "chief@example.org", "admin")
    assert link.startswith(f"{fund.url}/sign-in#token=")

    chief = open_page(fund.url)
    chief.goto(link)
    arrived(chief)
    expect(chief.get_by_text(re.compile(r"chief\W+example.org, admin"))).to_be_visible()
    chief.goto(f"{fund.url}/accounts")
    settled(chief)
    officer = open_page(fund.url)
    officer.goto(invited(chief, "officer@example.org", "staff"))
    arrived(officer)

    nomination = NominationDraft("IN-6", "TUV", day("2018-06-20"), costs=CostsDraft("2400"))
    herself = actor(sample_copy, "officer@example.org")
    trip = perform(sample_copy, nominate, nomination, actor=herself).reference
    for person, refused in ((officer, True), (chief, False)):
        person.goto(f"{fund.url}/record-travel?do=Next+step")
        settled(person)
        choose(person, "Trip", trip)
        person.get_by_role("radio", name="Approved", exact=True).click()
        settled(person)
        fill_day(person, "Approved on", "2018-06-22")
        press(person, "Record: approved")
        booked(person, "nobody approves their own" if refused else f"Trip {trip}")

    chief.goto(f"{fund.url}/accounts")
    settled(chief)
    choose(chief, "Account", "officer@example.org")
    press(chief, "Disable, and sign out everywhere")
    booked(chief, "is disabled, and signed out everywhere")
    expect(officer.get_by_role("heading", name="Sign in")).to_be_visible()  # nobody touched it
    assert officer.request.get(f"{fund.url}/exports/travel.csv").status == 401

    chief.goto(f"{fund.url}/sign-out")
    press(chief, "Sign out")
    settled(chief)
    chief.goto(f"{fund.url}/history")
    settled(chief)
    chief.get_by_test_id("stMain").get_by_role("link", name="Sign in").click()
    chief.get_by_label("E-mail").fill("CHIEF@example.org")
    chief.get_by_label("Password").fill(PASSWORD)
    press(chief, "Sign in")
    settled(chief)
    expect(chief.get_by_role("heading", name="History")).to_be_visible()  # what was asked for
