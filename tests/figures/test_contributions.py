"""Where a contribution stands: its stage, its amounts, and what they are in US dollars."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    day,
    money_available,
    perform,
)
from tests.reading import only_row, rows
from trustfund.ledger.contributions import AgreementDraft, sign_agreement
from trustfund.ledger.giving_up import withdraw_pledge, write_off

USD_COLUMNS = ("usd_amount", "outstanding_amount", "outstanding_usd", "exchange_difference_usd")


def test_a_gift_can_be_followed_from_the_first_word_to_the_last_cent(store):
    reference = a_pledge(store, "1000", pledged_on="2017-04-20")
    agreement = AgreementDraft(reference, "SAA-7", day("2017-05-01"), "https://example.org/7")
    perform(store, sign_agreement, agreement)
    a_deposit(store, reference, "400", value_date="2017-05-15")
    a_deposit(store, reference, "600", value_date="2017-06-15")

    def seen(on: str, *columns: str) -> list:
        return [only_row(store, "contributions", f"as_of={on}")[name] for name in columns]

    money = ("stage", "amount", "usd_amount", "deposited_usd", "outstanding_amount")
    assert rows(store, "contributions", "as_of=2017-04-19") == []
    assert seen("2017-04-30", *money) == ["pledged", 100_000, None, 0, None]
    assert seen("2017-05-01", *money) == ["committed", 100_000, 100_000, 0, 100_000]
    assert seen("2017-05-15", *money) == ["partly_deposited", 100_000, 100_000, 40_000, 60_000]
    assert seen("2017-06-15", *money) == ["deposited", 100_000, 100_000, 100_000, 0]
    agreed = ("pledged_on", "agreement_reference", "agreement_link", "agreement_signed_on")
    assert seen("2017-04-30", *agreed) == ["2017-04-20", "", "", ""]
    assert seen("2017-05-01", *agreed) == [
        "2017-04-20",
        "SAA-7",
        "https://example.org/7",
        "2017-05-01",
    ]


def test_a_pledge_is_listed_in_its_own_currency_and_has_no_us_dollars(store):
    a_rate(store, "SEK", "8.50")
    a_pledge(store, "500000", "SEK", pledged_on="2017-05-20")
    row = only_row(store, "contributions")
    assert (row["currency"], row["amount"], row["stage"]) == ("SEK", 50_000_000, "pledged")
    assert [row[name] for name in USD_COLUMNS] == [None] * 4
    assert only_row(store, "earmarking")["usd_amount"] is None


def test_a_withdrawn_pledge_is_worth_nothing_and_says_what_was_withdrawn(store):
    reference = a_pledge(store, "40000", earmark="1", pledged_on="2017-07-18")
    perform(store, withdraw_pledge, reference, day("2018-02-19"), "Budget cut")
    assert only_row(store, "contributions", "as_of=2018-02-18")["stage"] == "pledged"
    row = only_row(store, "contributions")
    assert (row["stage"], row["amount"], row["written_off_amount"]) == ("withdrawn", 0, 4_000_000)
    assert row["earmark"] == "1"  # what the pledge was for stays known
    assert [row[name] for name in USD_COLUMNS] == [None] * 4


def test_a_commitment_that_never_came_is_written_off(store):
    reference = a_commitment(store, "30000")
    perform(store, write_off, reference, day("2018-05-14"), "Ended by agreement")
    row = only_row(store, "contributions")
    assert (row["stage"], row["amount"], row["usd_amount"]) == ("written_off", 0, 0)
    assert (row["written_off_amount"], row["outstanding_amount"]) == (3_000_000, 0)


def test_an_amount_is_net_of_what_was_written_off(store):
    reference = a_commitment(store, "45000", earmark="1:30000;unearmarked:15000")
    a_deposit(store, reference, "27000")
    perform(store, write_off, reference, day("2018-06-20"), "Budget line closed")
    row = only_row(store, "contributions")
    assert (row["stage"], row["amount"], row["usd_amount"]) == ("deposited", 2_700_000, 2_700_000)
    assert (row["written_off_amount"], row["outstanding_usd"]) == (1_800_000, 0)
    assert row["earmark"] == "unearmarked:9000.00;1:18000.00"
    assert (row["unearmarked_amount"], row["earmarked_amount"]) == (900_000, 1_800_000)


def test_outstanding_us_dollars_are_valued_at_the_rate_of_the_as_of_date(store):
    a_rate(store, "EUR", "0.90", "2017-05-01")
    a_rate(store, "EUR", "0.80", "2017-06-01")
    a_commitment(store, "900", "EUR", signed_on="2017-05-01")
    seen = {
        on: only_row(store, "contributions", f"as_of={on}")["outstanding_usd"]
        for on in ("2017-05-31", "2017-06-01", "2018-07-16")
    }
    assert seen == {"2017-05-31": 100_000, "2017-06-01": 112_500, "2018-07-16": 112_500}


def test_the_exchange_difference_is_deposited_plus_outstanding_less_committed(store):
    a_rate(store, "EUR", "0.90", "2017-05-01")
    a_rate(store, "EUR", "0.80", "2017-06-01")
    reference = a_commitment(store, "900", "EUR", signed_on="2017-05-01")  # USD 1,000.00
    a_deposit(store, reference, "450", "EUR", "2017-05-15")  # USD 500.00
    a_deposit(store, reference, "90", "EUR", "2017-06-15")  # USD 112.50
    row = only_row(store, "contributions")
    assert (row["usd_amount"], row["deposited_usd"]) == (100_000, 61_250)
    assert (row["outstanding_amount"], row["outstanding_usd"]) == (36_000, 45_000)
    assert row["exchange_difference_usd"] == 6_250
    assert only_row(store, "contributions", "as_of=2017-05-31")["exchange_difference_usd"] == 0


def test_more_than_was_committed_leaves_nothing_outstanding(store):
    reference = a_commitment(store, "1000")
    a_deposit(store, reference, "1040", note="EUR 40 more than agreed, kept by mutual consent")
    row = only_row(store, "contributions")
    assert (row["stage"], row["outstanding_amount"], row["outstanding_usd"]) == ("deposited", 0, 0)
    assert (row["amount"], row["deposited_amount"]) == (100_000, 104_000)
    assert row["exchange_difference_usd"] == 4_000


def test_choosing_a_state_includes_its_agencies(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "Sida", country="SWE", parent="Sweden")
    a_contributor(store, "Denmark", country="DNK")
    for name in ("Sweden", "Sida", "Denmark"):
        a_deposit(store, a_commitment(store, "1000", contributor=name), "1000")
    for dataset in ("contributions", "earmarking", "deposits"):
        found = [row["contributor"] for row in rows(store, dataset, "contributor=Sweden")]
        assert found == ["Sweden", "Sida"]
    (sida,) = rows(store, "contributions", "contributor=Sida")
    assert sida["contributor"] == "Sida"
    both = rows(store, "contributions", "contributor=Sida&contributor=Denmark")
    assert [row["contributor"] for row in both] == ["Sida", "Denmark"]


def test_an_agency_has_a_row_of_its_own_with_its_own_money(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "Sida", country="SWE", parent="Sweden")
    money_available(store, {"1": "500"})  # of Norway
    a_deposit(store, a_commitment(store, "3000", contributor="Sida"), "750")
    sida, sweden = rows(store, "contributors", "contributor=Sweden")
    assert (sida["name"], sida["parent"], sida["country"]) == ("Sida", "Sweden", "SWE")
    assert (sida["committed_usd"], sida["deposited_usd"]) == (300_000, 75_000)
    assert sida["unearmarked_share"] == 1
    assert (sweden["name"], sweden["parent"]) == ("Sweden", "")
    assert (sweden["committed_usd"], sweden["deposited_usd"]) == (0, 0)
    assert sweden["unearmarked_share"] is None


def test_contributions_can_be_narrowed_to_a_kind_of_contributor(store):
    a_contributor(store, "Norway")
    a_contributor(store, "European Parliament", "regional_legislative_body", "")
    for name in ("Norway", "European Parliament"):
        a_commitment(store, contributor=name)
    row = only_row(store, "contributions", "contributor_type=regional_legislative_body")
    assert (row["contributor"], row["country"]) == ("European Parliament", "")


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("from=2017-05-01&to=2017-05-31", ["signed on the 1st", "pledged on the 31st"]),
        ("from=2017-05-02&to=2017-05-31", ["pledged on the 31st"]),
        ("from=2017-05-01&to=2017-05-30", ["signed on the 1st"]),
        ("from=2017-06-01", []),
        ("to=2017-04-30", []),
    ],
)
def test_a_period_includes_its_first_and_its_last_day(sqlite_store, period, found):
    for name in ("signed on the 1st", "pledged on the 31st"):
        a_contributor(sqlite_store, name, "philanthropic_organization", "")
    a_commitment(sqlite_store, signed_on="2017-05-01", contributor="signed on the 1st")
    a_pledge(sqlite_store, pledged_on="2017-05-31", contributor="pledged on the 31st")
    listed = rows(sqlite_store, "contributions", period)
    assert [row["contributor"] for row in listed] == found


def test_a_commitment_belongs_to_the_day_of_its_signing_and_not_of_its_pledge(sqlite_store):
    reference = a_pledge(sqlite_store, "1000", pledged_on="2017-04-20")
    perform(sqlite_store, sign_agreement, AgreementDraft(reference, "SAA-7", day("2017-05-10")))
    assert rows(sqlite_store, "contributions", "to=2017-05-09") == []
    assert len(rows(sqlite_store, "contributions", "from=2017-05-10")) == 1


def test_a_contribution_without_a_rate_today_leaves_its_us_dollars_unstated(sqlite_store):
    a_pledge(sqlite_store, "1000", "CHF")
    row = only_row(sqlite_store, "contributions")
    assert (row["amount"], row["outstanding_usd"]) == (100_000, None)
