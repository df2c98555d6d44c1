"""The statement of a contributor: what it gave and promised, and how it foots to the fund."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import a_commitment, a_contributor, a_deposit, a_pledge, a_rate, day, perform
from tests.reading import Loaded, rows, total, view
from trustfund.domain.kinds import ContributorType, EntryKind
from trustfund.figures.contributions import Position, Sums, Zeros
from trustfund.figures.exchange_differences import Difference, difference
from trustfund.figures.giving import Statement
from trustfund.figures.rows import ContributionRow, ContributorRow
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.deposits import reverse_deposit
from trustfund.ledger.giving_up import withdraw_pledge, write_off
from trustfund.ledger.instalments import schedule_instalments
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.store.engine import Store

K = EntryKind
IN_DOLLARS = ContributionRow(1, "C-1", 1, "USD", "", "", "", 1, 1)
SOMEBODY = ContributorRow(1, "Norway", ContributorType.MEMBER_STATE, "NOR", None, "", 1, False, 1)


def of(source: Store | Loaded, contributor: str = "Norway", query: str = "") -> Statement:
    return Statement(view(source, f"contributor={contributor}&{query}".strip("&")))


# All statements add up to the fund


@pytest.fixture(params=["", "as_of=2017-12-31", "as_of=2018-06-30&known_at=2018-01-31"])
def query(request) -> str:
    return request.param


@pytest.fixture
def everyone(sample, query) -> list[Statement]:
    """The statements of all who are nobody's agency: each agency is in its parent's."""
    names = [
        row["name"] for row in rows(sample, "contributors", query.strip("&")) if not row["parent"]
    ]
    return [of(sample, name, query) for name in names]


def test_arrangements_of_all_statements_are_those_of_the_fund(everyone, sample, query):
    signed = [row for row in rows(sample, "contributions", query) if row["usd_amount"] is not None]
    listed = [row for each in everyone for row in each.arrangements]
    assert Counter(row["reference"] for row in listed) == Counter(r["reference"] for r in signed)
    for column in ("usd_amount", "deposited_usd", "outstanding_usd", "exchange_difference_usd"):
        assert sum(each.in_usd[column] for each in everyone) == total(signed, column) != 0
    for row in listed:
        assert row["signed_amount"] - row["written_off_amount"] == row["amount"]
        assert row["signed_usd"] - row["written_off_usd"] == row["usd_amount"]
        parts = ("realised_usd", "unrealised_usd", "above_usd")
        assert sum(row[part] for part in parts) == row["exchange_difference_usd"]
        left = row["amount"] - row["deposited_amount"] + row["above_amount"]
        assert left == row["outstanding_amount"]


def test_what_was_given_for_each_pool_adds_up_to_the_fund(everyone, sample, query):
    earmarked = rows(sample, "earmarking", query)
    for pool in ("unearmarked", "1", "2", "3"):
        own = [r for each in everyone for r in each.by_pool if r["objective"] == pool]
        aid = [r for each in everyone for r in each.aid if r["objective"] == pool]
        fund = [row for row in earmarked if row["objective"] == pool]
        assert total(own, "committed_usd") == total(fund, "usd_amount")
        assert total(own, "deposited_usd") == total(fund, "deposited_usd")
        assert total(aid, "usd_amount") == total(fund, "deposited_usd")


def test_instalments_of_all_statements_are_those_of_the_fund(everyone, sample, query):
    listed = [row for each in everyone for row in each.instalments]
    fund = rows(sample, "instalments", query)
    assert total(listed, "amount") == total(fund, "amount") != 0
    late = sum(row["late_amount"] for each in everyone for row in each.instalments_due)
    assert (late > 0) is any(row["status"] == "late" for row in fund)


# The exchange difference


def test_a_difference_is_realised_by_deposits_and_the_rest_is_not(store):
    a_rate(store, "EUR", "0.90", "2017-05-01")
    a_rate(store, "EUR", "0.80", "2017-06-01")
    reference = a_commitment(store, "900", "EUR", signed_on="2017-05-01")  # USD 1,000.00
    a_deposit(store, reference, "450", "EUR", "2017-05-15")  # USD 500.00, as promised
    a_deposit(store, reference, "90", "EUR", "2017-06-15")  # USD 112.50, promised as 100.00
    sums = of(store).in_usd  # EUR 360 are outstanding: USD 450.00, promised as 400.00
    assert (sums["realised_usd"], sums["unrealised_usd"], sums["above_usd"]) == (1_250, 5_000, 0)
    assert sums["exchange_difference_usd"] == 6_250


def test_nothing_is_said_of_what_is_outstanding_in_a_currency_without_a_rate(store):
    a_rate(store, "EUR", "0.90", "2017-05-01")
    a_commitment(store, "900", "EUR", signed_on="2017-05-01")
    found = of(store, query="as_of=2017-05-01")
    (position,) = found.positions
    known = view(store, "contributor=Norway")
    bare = replace(known, books=replace(known.books, rates={}))
    assert difference(bare, position) == Difference(0, None, 0)
    assert difference(bare, position).total is None


CENTS = st.integers(1, 10**12)


def given_in_dollars(sums: dict[K, tuple[int, int]]) -> Position:
    """A contribution with amounts, and what they are worth, for objective 1."""
    amounts = Sums({kind: Zeros({"1": amount}) for kind, (amount, _) in sums.items()})
    usd = Sums({kind: Zeros({"1": worth}) for kind, (_, worth) in sums.items()})
    return Position(IN_DOLLARS, SOMEBODY, amounts, usd)


@given(CENTS, CENTS, CENTS, st.integers(0, 10**12), st.integers(0, 99))
def test_the_parts_of_a_difference_always_add_up(small_books, amount, worth, paid, got, gone):
    """A commitment in dollars, so that what is outstanding is worth itself, partly written off."""
    position = given_in_dollars(
        {
            K.COMMITMENT: (amount, worth),
            K.WRITE_OFF: (-(amount * gone // 100), -(worth * gone // 100)),
            K.DEPOSIT: (paid, got),
        }
    )
    net = amount - amount * gone // 100
    found = difference(view(small_books), position)
    assert found.total == got + max(net - paid, 0) - (worth - worth * gone // 100)
    if paid >= net:
        assert found.unrealised == 0
    if paid <= net:
        assert found.above == 0


@given(CENTS, CENTS)
def test_nothing_is_realised_before_anything_is_deposited(small_books, amount, worth):
    position = given_in_dollars({K.COMMITMENT: (amount, worth)})
    assert difference(view(small_books), position) == Difference(0, amount - worth, 0)


# What stands in a statement


def test_an_agency_is_named_and_its_money_is_in_the_statement_of_its_state(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "Sida", country="SWE", parent="Sweden")
    for name in ("Sweden", "Sida"):
        a_deposit(store, a_commitment(store, "500", contributor=name), "500")
    assert of(store, "Sweden").agencies == ["Sida"]
    assert of(store, "Sweden").in_usd["deposited_usd"] == 100_000
    assert of(store, "Sida").agencies == []
    assert of(store, "Sida").in_usd["deposited_usd"] == 50_000


def test_amendments_and_parts_written_off_stand_with_their_day_and_sign(store):
    reference = a_commitment(store, "1000")
    perform(store, amend, AmendmentDraft(reference, "A-1", day("2017-06-01"), "200"))
    a_deposit(store, reference, "700")
    perform(store, write_off, reference, day("2018-01-15"), "Budget cut")
    found = of(store)
    assert [(row["value_date"], row["change"], row["amount"]) for row in found.changes] == [
        ("2017-06-01", "amendment", 20_000),
        ("2018-01-15", "write_off", -50_000),
    ]
    (sums,) = found.by_currency
    assert (sums["signed_amount"], sums["written_off_amount"]) == (120_000, 50_000)
    assert (sums["amount"], sums["outstanding_amount"]) == (70_000, 0)
    assert of(store, query="as_of=2017-05-31").changes == []


def test_a_pledge_is_listed_and_is_in_no_total(store):
    a_pledge(store, "5000", pledged_on="2017-05-20")
    gone = a_pledge(store, "300", pledged_on="2017-05-21")
    perform(store, withdraw_pledge, gone, day("2017-06-01"), "Budget cut")
    found = of(store)
    assert [row["stage"] for row in found.pledges] == ["pledged", "withdrawn"]
    assert found.arrangements == found.by_currency == found.by_pool == []
    assert not any(found.in_usd.values())


def test_each_currency_is_summed_apart(store):
    a_rate(store, "JPY", "100")
    for currency, amount in (("USD", "10"), ("JPY", "500"), ("USD", "5")):
        a_commitment(store, amount, currency)
    sums = [(row["currency"], row["amount"]) for row in of(store).by_currency]
    assert sums == [("JPY", 500), ("USD", 1_500)]
    assert of(store).in_usd["usd_amount"] == 2_000


def test_money_of_a_year_is_reported_by_the_type_of_aid_of_its_pool(store):
    reference = a_commitment(store, "1000", earmark="1:400;unearmarked:600")
    a_deposit(store, reference, "500", value_date="2017-12-31")
    a_deposit(store, reference, "500", value_date="2018-01-01")
    wrong = a_deposit(store, a_commitment(store, "9", earmark="3"), "9")
    perform(store, reverse_deposit, wrong, "Not ours")
    found = [(r["year"], r["objective"], r["amount"], r["aid_type"]) for r in of(store).aid]
    assert found == [
        ("2017", "unearmarked", 30_000, "B031"),
        ("2017", "1", 20_000, "B033"),
        ("2018", "unearmarked", 30_000, "B031"),
        ("2018", "1", 20_000, "B033"),
    ]


def test_late_is_what_is_due_and_not_covered_arrangement_by_arrangement(store):
    first, second = a_commitment(store, "1000"), a_commitment(store, "1000")
    plan = [(day("2017-06-30"), "600"), (day("2018-12-31"), "400")]
    for reference in (first, second):
        perform(store, schedule_instalments, reference, plan)
    a_deposit(store, first, "1000")  # more than is due does not help the other one
    a_deposit(store, second, "250")
    assert of(store).instalments_due == [
        {"currency": "USD", "due_amount": 120_000, "late_amount": 35_000}
    ]


def test_what_was_given_back_is_stated_to_whom_it_was(store):
    reference = a_commitment(store, "1000")
    a_deposit(store, reference, "1000")
    refund = MovementDraft(
        "refund_to_contributor", day("2017-06-01"), "80", contribution=reference, note="Twice"
    )
    perform(store, record_movement, refund)
    (row,) = of(store).refunds
    assert (row["value_date"], row["usd_amount"]) == ("2017-06-01", 8_000)
    assert of(store).in_usd["deposited_usd"] == 100_000  # stated before refunds
