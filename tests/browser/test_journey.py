"""A whole working day of an officer, in the browser, while a donor watches in another."""

import re
from decimal import Decimal

from playwright.sync_api import expect

from tests.browser.conftest import (
    booked,
    choose,
    downloaded,
    fill,
    fill_day,
    press,
    record,
    settled,
)


def test_from_a_pledge_to_a_delegate_at_the_table_all_seen_by_a_donor_at_once(fund, open_page):
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

    expect(donor.get_by_text("239 delegates")).to_be_visible()
    expect(donor.get_by_text("44 of 48")).to_be_visible()
    for reader, money in ((donor, ("", "")), (officer, ("3512.34", "0.00"))):
        trip = next(
            row
            for row in downloaded(reader, fund, "participation")
            if (row["event"], row["country"]) == ("IN-6", "TUV")
        )
        assert trip["delegates"] == "1"
        assert (trip["spent_usd"], trip["obligated_usd"]) == money

    officer.reload()  # still signed in
    settled(officer)
    expect(officer.get_by_role("link", name="Record travel")).to_be_visible()
    link = {"link": fund.sign_in_link()}
    again = donor.request.post(f"{fund.url}/sign-in", form=link)  # the link works once
    assert again.status == 403
    assert "no longer works" in again.text()
