"""A fund's way from an empty store to the authorised trip of its first delegate, in a browser.

Each thing that a person does counts as a step: a click, a text, a day or a choice. The people and
the money are made up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import booked, choose, fill, fill_day, settled
from tests.browser.server import Server
from tests.people import PASSWORD


@dataclass(frozen=True)
class Fund:
    """A starting point and what its first officer makes of it."""

    point: str
    named: str
    """The starting point, as the page names it."""
    today: str
    event: str
    begins: str
    """The first day of that event; "" where the starting point has one that is to come."""
    city: str = ""


FUNDS = {
    fund.point: fund
    for fund in (
        Fund(
            "migration-compact",
            "Voluntary trust fund for the global compact for migration",
            "2017-05-02",
            "TS-1",
            "",
        ),
        Fund(
            "climate-meetings",
            "Participation in climate meetings",
            "2026-05-04",
            "SB",
            "2026-06-08",
        ),
        Fund(
            "human-rights-council",
            "Participation of LDCs and SIDS at a human-rights council",
            "2026-05-04",
            "S-2",
            "2026-06-15",
        ),
        Fund(
            "ocean-treaty",
            "Participation in the sessions of an ocean treaty",
            "2026-05-04",
            "S-1",
            "2026-08-03",
        ),
        Fund(
            "sponsored-delegates",
            "Sponsored delegates of a conference of the parties",
            "2026-05-04",
            "COP",
            "2026-11-23",
            "Nairobi",
        ),
    )
}


class Person:
    """Somebody with a browser, who counts what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def did(self) -> None:
        """Count a step, once the page is drawn."""
        settled(self.page)
        self.steps += 1

    def press(self, button: str, then: str) -> None:
        """Press a button, and find what the page says then."""
        self.page.get_by_role("button", name=button, exact=True).click()
        booked(self.page, then)
        self.did()

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        fill(self.page, label, text)
        self.did()

    def day(self, label: str, day: str) -> None:
        """Give a day."""
        fill_day(self.page, label, day)
        self.did()

    def choose(self, label: str, text: str) -> None:
        """Choose from a list."""
        choose(self.page, label, text)
        self.did()

    def pick(self, name: str) -> None:
        """Choose one of what stands side by side."""
        page = self.page
        found = page.get_by_test_id("stButtonGroup").get_by_role("radio", name=name, exact=True)
        found = found.or_(page.get_by_test_id("stRadio").get_by_text(name, exact=True))
        found.filter(visible=True).first.click()
        self.did()

    def follow(self, link: str, then: str) -> None:
        """Follow a link of the page, or of the menu, and find what stands there."""
        links: Locator = self.page.get_by_role("link", name=link, exact=True)
        links.filter(visible=True).last.click()
        there = self.page.get_by_test_id("stMain").get_by_text(then, exact=True).first
        expect(there).to_be_visible()
        self.did()

    def accept(self, link: str) -> None:
        """Open an invitation, and choose a password."""
        self.page.goto(link)
        self.page.get_by_label("New password", exact=False).first.fill(PASSWORD)
        self.page.get_by_label("New password, again").fill(PASSWORD)
        self.page.get_by_role("button", name="Choose and sign in", exact=True).click()
        expect(self.page.get_by_text("Signed in:")).to_be_visible()
        self.steps += 3
        self.did()


def to_the_first_trip(fund: Fund, server: Server, opened: Callable[[str], Page]) -> int:
    """Set the fund up and fund a delegate; how many steps two people took is returned.

    ``opened`` opens an address as somebody new.
    """
    first = Person(opened(server.sign_in_link()))
    _begin(first, fund)
    link = _accounts(first, "first@example.org", "admin")
    first.accept(link)
    second = Person(opened(server.url))
    second.accept(_accounts(first, "second@example.org", "staff"))
    _money(first)
    _trip(first, second, fund)
    return first.steps + second.steps


def _to_do(person: Person, task: str, then: str) -> None:
    """From anywhere to a line of the list of what is left to do."""
    person.follow("Set up the fund", "Begin")
    person.follow(task, then)


def _begin(person: Person, fund: Fund) -> None:
    person.follow("Set up the fund", "Begin")
    person.pick(fund.named)
    person.press("Begin with this", "The fund has begun")
    person.follow("Make the terms your own", "What do you want to change?")
    if fund.begins:
        person.fill("Name of the fund", f"Example: {fund.named[:1].lower()}{fund.named[1:]}")
        person.fill("Legal basis", "Decision 1 of the example")
    person.fill("Contact", "The office of the fund, office@example.org")
    person.fill("Reason for the change", "Our terms of reference")
    person.press("Change the terms", "The terms of the fund are changed")
    if fund.begins:
        _to_do(person, "Enter the programme", "Event")
        person.choose("Event", fund.event)
        if fund.city:
            person.fill("City", fund.city)
        person.choose("How exact the dates are", "Day")
        person.day("First day", fund.begins)
        person.choose("Status", "Confirmed")
        person.fill("Reason for the change", "The bureau announced it")
        person.press("Change the event", f"Event {fund.event} is changed")


def _accounts(person: Person, email: str, role: str) -> str:
    """Add an account; the link of its invitation is returned."""
    _to_do(person, "Add the accounts", "Add an account")
    person.fill("E-mail", email)
    person.press("Add and make a link", f"may sign in as {role}")
    return person.page.get_by_test_id("stCode").locator("code").inner_text()


def _money(person: Person) -> None:
    _to_do(person, "Record the first contributor", "What do you want to record?")
    person.fill("Name", "Norway")
    person.choose("Country", "Norway")
    person.press("Record the contributor", "Norway is recorded")
    person.pick("Pledge")
    person.fill("Amount", "100000")
    person.press("Record the pledge", "It counts as money once")
    person.pick("Arrangement")
    person.fill("Arrangement reference", "EX-1")
    person.press("Record the arrangement", "committed USD")
    person.pick("Deposit")
    person.fill("Amount (USD)", "100000")
    person.press("Record the deposit", "Deposit")


def _trip(first: Person, second: Person, fund: Fund) -> None:
    first.follow("Record travel", "What do you want to record?")
    first.choose("Event", fund.event)
    first.choose("Country", "Tuvalu")
    first.fill("Ticket (USD)", "2400")
    first.fill("Daily subsistence allowance (USD)", "900")
    first.press("Record the nomination", "is nominated")
    second.follow("Record travel", "What do you want to record?")
    second.pick("Next step")
    second.choose("Trip", "TUV")
    second.pick("Approved")
    second.press("Record: approved", "approved")
    second.pick("Authorised")
    second.press("Record: authorised", "authorised")
    chosen = second.page.get_by_test_id("stSelectbox").filter(has_text="Trip")
    expect(chosen.locator("input")).to_have_value(re.compile("authorised"))
