"""A whole working day of an officer, in the browser, while a donor watches in another."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, settled
from tests.browser.server import Server, running
from trustfund.store.engine import Store

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def fund(sample_copy: Store) -> Iterator[Server]:
    """The product on the illustrative sample."""
    with running(str(sample_copy.url)) as server:
        yield server


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


def record(page: Page, what: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=what, exact=True).click()
    settled(page)


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


def test_from_a_pledge_to_a_delegate_at_the_table_all_seen_by_a_donor_at_once(
    fund: Server, open_page: Callable[..., Page]
) -> None:
    donor = open_page(fund.url)
    expect(donor.get_by_text("USD 1,588,486 came in")).to_be_visible()
    expect(donor.get_by_text("Record a contribution")).to_have_count(0)

    officer = open_page(fund.sign_in_link())
    officer.get_by_role("link", name="Record a contribution").click()
    settled(officer)

    record(officer, "Pledge")
    choose(officer, "Contributor", "Ireland")
    choose(officer, "Currency", "EUR")
    fill(officer, "Amount", "100,000.00")
    officer.get_by_text("A split", exact=True).click()
    fill(officer, "Objective 1", "60000")
    fill(officer, "Un-earmarked money", "40000")
    expect(officer.get_by_text("indicative: a pledge is in no total")).to_be_visible()
    press(officer, "Record the pledge")
    assert "Ireland pledged EUR 100,000.00" in booked(officer, "Pledge MCS00-C-0046")

    record(officer, "Arrangement")
    fill(officer, "Arrangement reference", "MCS00-SAA-2018-090")
    fill_day(officer, "Signed on", "2018-07-02")
    press(officer, "Record the arrangement")
    expect(officer.get_by_text("Not booked")).to_be_visible()  # signed before it was pledged
    fill_day(officer, "Signed on", "2018-07-16")
    press(officer, "Record the arrangement")
    booked(officer, "Ireland committed EUR 100,000.00")

    record(officer, "Deposit")
    fill(officer, "Amount (EUR)", "50,000.005")
    expect(officer.get_by_text("has more decimals than EUR")).to_be_visible()
    fill(officer, "Amount (EUR)", "50,000.00")
    expect(officer.get_by_text("at the rate")).to_be_visible()
    press(officer, "Record the deposit")
    receipt = booked(officer, "Deposit MCS00-D-0079")
    usd = Decimal(re.search(r"= USD ([\d,.]+\d)", receipt)[1].replace(",", ""))

    # The donor's open page follows by itself.
    came_in = Decimal("1588486.24") + usd
    expect(donor.get_by_text(f"USD {came_in:,.0f} came in")).to_be_visible()
    row = downloaded(donor, fund, "deposits")[-1]
    assert row["reference"] == "MCS00-D-0079"
    assert Decimal(row["usd_amount"]) == usd
    assert Decimal(row["earmarked_usd"]) == (usd * Decimal("0.6")).quantize(Decimal("0.01"))
    assert Decimal(row["unearmarked_usd"]) + Decimal(row["earmarked_usd"]) == usd
    assert Decimal(row["net_usd"]) + Decimal(row["fee_usd"]) == usd
    parts = [
        part
        for part in downloaded(donor, fund, "earmarking")
        if part["contribution_reference"] == "MCS00-C-0046"
    ]
    assert [(part["objective"], part["share"]) for part in parts] == [
        ("unearmarked", "0.4000"),
        ("1", "0.6000"),
    ]
    assert sum(Decimal(part["deposited_usd"]) for part in parts) == usd

    officer.get_by_role("link", name="Record travel").click()
    settled(officer)
    choose(officer, "Event", "IN-6")
    choose(officer, "Country", "Tuvalu")
    fill_day(officer, "Nominated on", "2018-06-20")
    fill(officer, "Ticket (USD)", "2,400.00")
    fill(officer, "Daily subsistence allowance (USD)", "1,500.00")
    press(officer, "Record the nomination")
    booked(officer, "a delegate of Tuvalu is nominated for IN-6")

    for step, day, said in (
        ("Approved", "2018-06-22", "approved on 2018-06-22"),
        ("Authorised", "2018-06-25", "USD 3,900.00 is obligated"),
    ):
        record(officer, "Next step")
        officer.get_by_role("radio", name=step, exact=True).click()
        settled(officer)
        fill_day(officer, f"{step} on", day)
        press(officer, f"Record: {step.lower()}")
        booked(officer, said)
    officer.get_by_role("radio", name="Settled", exact=True).click()
    settled(officer)
    fill(officer, "Actual cost (USD)", "3,512.34")
    press(officer, "Record: settled")
    booked(officer, "USD 3,512.34 is spent, USD 387.66 is available again")

    expect(donor.get_by_text("240 delegates")).to_be_visible()
    expect(donor.get_by_text("44 of 48 LDCs")).to_be_visible()
    trip = next(
        row
        for row in downloaded(donor, fund, "participation")
        if (row["event"], row["country"]) == ("IN-6", "TUV")
    )
    assert (trip["delegates"], trip["spent_usd"], trip["obligated_usd"]) == ("1", "3512.34", "0.00")

    officer.reload()  # still signed in
    settled(officer)
    expect(officer.get_by_role("link", name="Record travel")).to_be_visible()
    again = donor.request.get(fund.sign_in_link())  # the link works once
    assert again.status == 403
    assert "no longer works" in again.text()


@pytest.mark.deep
def test_a_movement_is_in_the_statement_that_a_donor_has_open_and_the_year_is_certified(
    sample_copy: Store, open_page: Callable[..., Page]
) -> None:
    with running(str(sample_copy.url)) as fund:
        donor = open_page(f"{fund.url}/reports")
        expect(donor.get_by_role("row", name="Interest of the fund 10,333.17")).to_be_visible()
        assert donor.request.get(f"{fund.url}/exports/movements.csv").status == 401

        officer = open_page(fund.sign_in_link())
        officer.get_by_role("link", name="Record a movement").click()
        settled(officer)
        fill(officer, "Amount (USD)", "1,000.83")
        fill_day(officer, "Value date", "2017-12-31")
        expect(officer.get_by_text("Un-earmarked money: USD 1,000.83")).to_be_visible()
        press(officer, "Record the movement")
        booked(officer, "Movement MCS00-M-0024: interest of USD 1,000.83")
        assert downloaded(officer, fund, "movements")[-1]["kind"] == "surplus_release"

        expect(donor.get_by_role("row", name="Interest of the fund 11,334.00")).to_be_visible()
        status = {
            row["line"]: Decimal(row["usd_amount"])
            for row in downloaded(donor, fund, "funding_status")
        }
        assert status["interest_fund"] == Decimal("11334.00")
        assert status["balance_with_agent"] == status["total_sources"] - status["total_uses"]

        officer.get_by_role("link", name="Reports").click()
        settled(officer)
        record(officer, "2017")
        expect(officer.get_by_text("2017: not final")).to_be_visible()
        officer.get_by_text("Certify 2017", exact=True).click()
        press(officer, "Certify the statements of 2017")
        booked(officer, "The statements of 2017 are certified")
        donor.goto(f"{fund.url}/reports?as_of=2017-12-31")
        expect(donor.get_by_text("2017: certified")).to_be_visible()
        expect(donor.get_by_text("Certify 2017", exact=True)).to_have_count(0)
