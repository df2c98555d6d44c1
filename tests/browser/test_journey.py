"""The tour of the README, word for word in the browser, while a donor watches in another."""

from decimal import Decimal

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import downloaded, settled
from tests.browser.tour import Tourist, steps


def test_the_tour_of_the_readme_is_true_word_for_word_and_seen_by_a_donor_at_once(
    fund, open_page, tmp_path
):
    """From the first look, over a pledge, to a delegate at the table."""
    donor = open_page(fund.url)
    expect(donor.get_by_text("USD 1,588,486 came in")).to_be_visible()
    expect(donor.get_by_text("Record a contribution")).to_have_count(0)

    tour, officer = list(steps()), Tourist(open_page(fund.url), fund, tmp_path)
    assert len(tour) == 11
    for step in tour[:2]:
        officer.take(step)
    link = {"link": fund.sign_in_link()}
    again = donor.request.post(f"{fund.url}/sign-in", form=link)  # the link works once
    assert again.status == 403
    assert "no longer works" in again.text()
    for step in tour[2:]:
        officer.take(step)

    # The donor's open page followed by itself.
    row = downloaded(donor, fund, "deposits")[-1]
    usd = Decimal(row["usd_amount"])
    expect(donor.get_by_text(f"USD {Decimal('1588486.24') + usd:,.0f} came in")).to_be_visible()
    expect(donor.get_by_text("239 delegates")).to_be_visible()
    expect(donor.get_by_text("44 of 48")).to_be_visible()
    assert (row["reference"], row["amount"]) == ("MCS00-D-0079", "50000.00")
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
    for reader, money in ((donor, ("", "")), (officer.page, ("3512.34", "0.00"))):
        trip = next(
            row
            for row in downloaded(reader, fund, "participation")
            if (row["event"], row["country"]) == ("IN-6", "TUV")
        )
        assert trip["delegates"] == "1"
        assert (trip["spent_usd"], trip["obligated_usd"]) == money

    taken = officer.found["MCS00-deposits-2018-07-16-illustrative.xlsx"]
    *_, last = openpyxl.load_workbook(taken).worksheets[0].iter_rows(values_only=True)
    assert last[0] == "MCS00-D-0079"  # it is the last row of the file
    officer.page.reload()  # still signed in
    settled(officer.page)
    expect(officer.page.get_by_role("link", name="Record travel")).to_be_visible()
