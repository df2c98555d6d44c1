"""What came in, what did it do, what is left: the headline figures and how they foot."""

from fractions import Fraction

from tests.books import (
    a_commitment,
    a_deposit,
    a_pledge,
    a_step,
    an_authorised_trip,
    day,
    money_available,
    perform,
)
from tests.reading import Loaded, rows, view
from trustfund.figures.overview import monthly_rows, overview
from trustfund.ledger.giving_up import write_off


def test_what_came_in_is_fee_spent_obligated_and_available(store):
    a_deposit(store, a_commitment(store, "10000", earmark="1"), "10000")
    a_deposit(store, a_commitment(store, "5000"), "5000")
    trip = an_authorised_trip(store, "3000")
    a_step(store, trip, "settled", "2017-07-01", actual="2750.40")
    an_authorised_trip(store, "1200.50", country="BTN")
    found = overview(view(store))
    assert found.deposited == 1_500_000
    assert found.fee == 15_000
    assert found.spent == 275_040
    assert found.obligated == 120_050
    assert found.available == 1_089_910
    assert found.available_by_pool == {"unearmarked": 495_000, "1": 594_910, "2": 0, "3": 0}


def test_money_for_other_objectives_is_not_left_for_travel(store):
    money_available(store, {"unearmarked": "100", "1": "20", "2": "3", "3": "4"})
    found = overview(view(store))
    assert (found.left_for_travel, found.left_for_others) == (12_000, 700)
    assert found.uses()[-2:] == [("Left for travel", 12_000), ("Left for other objectives", 700)]


def test_nothing_received_has_no_unearmarked_share_and_not_zero_per_cent(store):
    nothing = overview(view(store))
    assert nothing.unearmarked_of_deposits is None
    assert nothing.unearmarked_of_commitments is None
    assert nothing.outstanding == 0
    a_commitment(store, "1000", earmark="1")
    committed = overview(view(store))
    assert committed.unearmarked_of_deposits is None
    assert committed.unearmarked_of_commitments == 0
    assert [row["unearmarked_share"] for row in rows(store, "contributors")] == [None]
    assert [row["unearmarked_share"] for row in monthly_rows(view(store))] == [None]


def test_unearmarked_share_ignores_written_off_contributions(store):
    a_deposit(store, a_commitment(store, "1000"), "1000")
    a_deposit(store, a_commitment(store, "3000", earmark="1"), "3000")
    gone = a_commitment(store, "6000")
    before = overview(view(store))
    assert before.unearmarked_of_commitments == Fraction(7, 10)
    assert before.unearmarked_of_deposits == Fraction(1, 4)
    perform(store, write_off, gone, day("2018-05-14"), "Ended by agreement")
    after = overview(view(store))
    assert after.unearmarked_of_commitments == Fraction(1, 4)
    assert after.unearmarked_of_deposits == Fraction(1, 4)
    assert after.committed == 400_000
    assert overview(view(store, "as_of=2018-05-13")).unearmarked_of_commitments == Fraction(7, 10)


def test_pledges_are_never_in_a_total_of_money(store):
    a_deposit(store, a_commitment(store, "1000"), "600")
    before = overview(view(store))
    a_pledge(store, "999000", "USD", pledged_on="2017-06-20")
    a_pledge(store, "999000", "CHF", earmark="1", pledged_on="2017-06-20")
    after = overview(view(store))
    assert (before.pledges, after.pledges) == (0, 2)
    for figure in ("committed", "deposited", "outstanding", "available", "available_by_pool"):
        assert getattr(after, figure) == getattr(before, figure)
    assert after.unearmarked_of_commitments == before.unearmarked_of_commitments
    (norway,) = rows(store, "contributors")
    assert (norway["committed_usd"], norway["deposited_usd"]) == (100_000, 60_000)
    assert {row["committed_usd"] for row in monthly_rows(view(store))} == {100_000}


def test_the_months_run_from_the_first_entry_to_today_and_deposits_never_fall(sample: Loaded):
    found = monthly_rows(view(sample))
    assert [found[0]["month"], found[-1]["month"]] == ["2017-04", "2018-07"]
    assert len(found) == 16
    assert [row["deposited_usd"] for row in found] == sorted(row["deposited_usd"] for row in found)


def test_a_month_without_money_repeats_the_one_before(store):
    gift = a_commitment(store, "1000")
    a_deposit(store, gift, "100", value_date="2017-05-15")
    a_deposit(store, gift, "200", value_date="2017-08-01")
    seen = [(row["month"], row["deposited_usd"]) for row in monthly_rows(view(store))]
    assert seen == [
        ("2017-05", 10_000),
        ("2017-06", 10_000),
        ("2017-07", 10_000),
        ("2017-08", 30_000),
    ]
