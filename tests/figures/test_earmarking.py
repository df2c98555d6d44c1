"""Earmarking choices: every part is there, and the parts add up to the cent."""

from collections import defaultdict
from fractions import Fraction

import pytest

from tests.books import a_commitment, a_deposit, a_pledge, a_rate, day, perform
from tests.reading import POOLS, Loaded, rows, total, view
from trustfund.figures.overview import pool_rows
from trustfund.ledger.contributions import (
    AgreementDraft,
    ContributionDraft,
    correct_contribution,
    sign_agreement,
)
from trustfund.ledger.giving_up import write_off

MONEY = {
    "contributions": (
        "amount",
        "usd_amount",
        "deposited_amount",
        "deposited_usd",
        "outstanding_amount",
        "outstanding_usd",
        "written_off_amount",
        "unearmarked_amount",
        "earmarked_amount",
    ),
    "earmarking": ("amount", "usd_amount", "deposited_usd"),
    "deposits": ("amount", "usd_amount", "fee_usd", "net_usd", "unearmarked_usd", "earmarked_usd"),
}
KEY = {
    "contributions": "reference",
    "earmarking": "contribution_reference",
    "deposits": "reference",
}


def by(listed, key: str, columns) -> dict[str, dict[str, int]]:
    sums: dict = defaultdict(lambda: dict.fromkeys(columns, 0))
    for row in listed:
        for column in columns:
            sums[row[key]][column] += row[column] or 0
    return dict(sums)


def test_a_split_gift_shows_a_row_for_each_part(store):
    a_rate(store, "EUR", "0.90")
    split = a_commitment(store, "900", "EUR", "1:600;unearmarked:300", "2017-05-01")
    a_deposit(store, split, "90", "EUR")
    unearmarked, travel = rows(store, "earmarking")
    assert (unearmarked["objective"], unearmarked["amount"]) == ("unearmarked", 30_000)
    assert (unearmarked["usd_amount"], unearmarked["deposited_usd"]) == (33_333, 3_333)
    assert unearmarked["share"] == Fraction(1, 3)
    assert (travel["objective"], travel["amount"]) == ("1", 60_000)
    assert (travel["usd_amount"], travel["deposited_usd"]) == (66_667, 6_667)
    assert travel["share"] == Fraction(2, 3)
    assert {row["contributor"] for row in (unearmarked, travel)} == {"Norway"}


def test_a_new_choice_shows_where_the_money_already_received_went(store):
    reference = a_commitment(store, "1000", earmark="2")
    a_deposit(store, reference, "250")
    draft = ContributionDraft(
        "Norway",
        "USD",
        "1000",
        agreement_reference="SAA-1",
        agreement_signed_on=day("2017-05-01"),
        earmark="unearmarked",
        reference=reference,
    )
    perform(store, correct_contribution, draft, "Norway lifted its earmark")
    found = {row["objective"]: row for row in rows(store, "earmarking")}
    assert found["unearmarked"]["amount"] == 100_000
    assert found["unearmarked"]["deposited_usd"] == 0
    assert (found["2"]["amount"], found["2"]["deposited_usd"]) == (0, 25_000)
    assert found["2"]["share"] == 0


def test_a_gift_that_is_gone_has_no_shares_rather_than_zero_per_cent(sqlite_store):
    reference = a_commitment(sqlite_store, "1000", earmark="1:600;2:400")
    perform(sqlite_store, write_off, reference, day("2018-05-14"), "Ended by agreement")
    assert [row["share"] for row in rows(sqlite_store, "earmarking")] == [None, None]


@pytest.mark.parametrize("on", ["2017-05-31", "2017-12-31", "2018-03-14", "2018-07-16"])
def test_the_choices_foot_to_every_contribution_and_every_deposit_to_the_cent(
    sample: Loaded, on: str
):
    choices = by(
        rows(sample, "earmarking", f"as_of={on}"), "contribution_reference", MONEY["earmarking"]
    )
    gifts = by(rows(sample, "contributions", f"as_of={on}"), "reference", MONEY["earmarking"])
    received = by(rows(sample, "deposits", f"as_of={on}"), "contribution_reference", ["usd_amount"])
    assert choices == gifts
    assert len(gifts) > 8
    for reference, sums in choices.items():
        cash = received.get(reference, {"usd_amount": 0})
        assert sums["deposited_usd"] == cash["usd_amount"], reference


def test_the_shares_of_every_gift_add_up_to_the_whole(sample: Loaded):
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows(sample, "earmarking"):
        if row["share"] is not None:
            shares[row["contribution_reference"]] += row["share"]
    assert set(shares.values()) == {1}
    assert len(shares) == 43  # all but a withdrawn pledge and a commitment never paid


@pytest.mark.parametrize("dataset", ["contributions", "earmarking", "deposits"])
def test_an_objective_counts_only_its_part_and_the_parts_add_up_to_the_whole(
    sample: Loaded, dataset: str
):
    key, columns = KEY[dataset], MONEY[dataset]
    parts = [row for pool in POOLS for row in rows(sample, dataset, f"objective={pool}")]
    assert by(parts, key, columns) == by(rows(sample, dataset), key, columns)


def test_an_exchange_difference_is_of_a_whole_contribution(sample: Loaded):
    parts = rows(sample, "contributions", "objective=1")
    assert parts
    assert {row["exchange_difference_usd"] for row in parts} == {None}


def test_thirds_of_what_is_outstanding_add_up_to_the_cent(store):
    a_rate(store, "EUR", "0.90")
    gift = a_commitment(store, "900", "EUR", "1:300;2:300;unearmarked:300")  # USD 1,000.00
    assert [
        total(rows(store, "contributions", f"objective={pool}"), "outstanding_usd")
        for pool in POOLS
    ] == [33_334, 33_333, 33_333, 0]
    a_deposit(store, gift, "100.01", "EUR")
    whole = rows(store, "contributions")
    parts = [row for pool in POOLS for row in rows(store, "contributions", f"objective={pool}")]
    for column in MONEY["contributions"]:
        assert total(parts, column) == total(whole, column)


def test_two_objectives_count_both_parts(sample: Loaded):
    one, two = (rows(sample, "contributions", f"objective={pool}") for pool in "12")
    both = rows(sample, "contributions", "objective=1&objective=2")
    assert by(both, "reference", ["amount"]) == by(one + two, "reference", ["amount"])


def test_a_gift_with_nothing_for_an_objective_is_not_listed_under_it(store):
    a_deposit(store, a_commitment(store, "1000", earmark="1"), "1000")
    for dataset in ("contributions", "earmarking", "deposits"):
        assert rows(store, dataset, "objective=2") == []
        assert len(rows(store, dataset, "objective=1")) == 1


def test_what_was_pledged_for_an_objective_and_signed_without_it_is_not_listed_under_it(store):
    reference = a_pledge(store, "1000", earmark="2")
    agreement = AgreementDraft(reference, "SAA-7", day("2017-05-10"), earmark="unearmarked")
    perform(store, sign_agreement, agreement)
    assert [row["objective"] for row in rows(store, "earmarking")] == ["unearmarked"]
    for dataset in ("contributions", "earmarking"):
        assert rows(store, dataset, "objective=2") == []
        (then,) = rows(store, dataset, "objective=2&as_of=2017-05-09")
        assert then["amount"] == 100_000


def test_the_pools_stand_in_their_order_and_their_shares_add_up(sample: Loaded):
    pools = pool_rows(view(sample))
    assert [row["objective"] for row in pools] == list(POOLS)
    assert sum(row["share_of_deposits"] for row in pools) == 1
