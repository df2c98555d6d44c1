from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustfund.domain import money
from trustfund.domain.catalogue.contribution import EARMARK
from trustfund.domain.earmarking import Parts, choice_text, follow_choice, parse_choice
from trustfund.domain.problems import Refused

OBJECTIVES = ["1", "2", "3"]
POOLS = ["unearmarked", *OBJECTIVES]
CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])
CHOICES = st.dictionaries(st.sampled_from(POOLS), st.integers(1, 10**9), min_size=1).map(
    lambda parts: {pool: parts[pool] for pool in POOLS if pool in parts}
)
DEPOSITS = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


def parse(text: str, total: int = 100_000, currency: str = "USD") -> dict[str, int]:
    return parse_choice(EARMARK, text, total, currency, OBJECTIVES)


def refused(text: str) -> str:
    with pytest.raises(Refused) as caught:
        parse(text)
    return str(caught.value)


@given(CHOICES, CURRENCIES)
def test_a_choice_written_out_is_read_back_as_it_was(choice, currency):
    written = choice_text(choice, currency)
    assert parse(written, sum(choice.values()), currency) == choice


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("unearmarked", "unearmarked"),
        ("2", "2"),
        ("1:600;unearmarked:400", "unearmarked:400.00;1:600.00"),
        ("1:1000", "1"),
    ],
)
def test_a_choice_is_always_written_in_the_same_words(typed, written):
    assert choice_text(parse(typed), "USD") == written


def test_nothing_typed_is_unearmarked():
    assert parse("  ") == {"unearmarked": 100_000}


def test_a_split_may_be_typed_in_any_order_with_spaces():
    assert parse(" unearmarked : 400 ; 1 : 600 ; ") == {"unearmarked": 40_000, "1": 60_000}


@pytest.mark.parametrize("text", ["4", "NPL", "TS-3", "Fiji:1000", "1:600;NPL:400"])
def test_an_earmark_is_an_objective_and_never_a_country_or_an_event(text):
    assert "is not an objective of the fund" in refused(text)


def test_a_split_adds_up_to_the_amount():
    said = refused("1:600;unearmarked:300")
    assert "adds up to USD 900.00 and not to USD 1,000.00" in said


def test_a_split_names_each_part_once_with_an_amount():
    assert 'names "1" twice' in refused("1:600;1:400")
    assert 'Earmark, part 1 "six hundred": is not an amount' in refused(
        "1:six hundred;unearmarked:400"
    )
    assert "has more decimals" in refused("1:600.001;unearmarked:399.999")


def arriving(choice: Parts, given_so_far: dict[str, int], deposits: list[int]) -> Iterator[Parts]:
    """The parts of each deposit, once they are added to what was given."""
    for deposit in deposits:
        parts = follow_choice(choice, given_so_far, deposit)
        assert sum(parts.values()) == deposit
        assert min(parts.values()) > 0
        assert set(parts) <= set(choice)
        for pool, part in parts.items():
            given_so_far[pool] += part
        yield parts


@example(
    {"unearmarked": 3, "1": 3, "2": 3, "3": 836586916},
    [660906622, 891530839, 3, 30, 5, 540559105, 5326],
)
@given(CHOICES, DEPOSITS)
def test_deposits_follow_an_unchanged_choice_to_the_minor_unit(choice, deposits):
    total = sum(choice.values())
    given_so_far = dict.fromkeys(choice, 0)
    for _ in arriving(choice, given_so_far, deposits):
        received = sum(given_so_far.values())
        for pool, part in choice.items():
            assert abs(given_so_far[pool] - Fraction(received * part, total)) <= 1


@given(CHOICES, st.dictionaries(st.sampled_from(POOLS), st.integers(0, 10**9)), DEPOSITS)
def test_after_any_change_of_mind_deposits_still_add_up_and_take_nothing_back(
    choice, given_before, deposits
):
    given_so_far = dict.fromkeys(POOLS, 0) | given_before
    assert len(list(arriving(choice, given_so_far, deposits))) == len(deposits)


def test_a_pool_that_has_too_much_waits_until_the_others_have_caught_up():
    choice = {"unearmarked": 50, "1": 50}
    assert follow_choice(choice, {"unearmarked": 40}, 20) == {"1": 20}
    assert follow_choice(choice, {"unearmarked": 40, "1": 20}, 40) == {"unearmarked": 10, "1": 30}


def test_one_cent_too_many_goes_where_it_is_lacking_most():
    choice = parse("1:600;unearmarked:400")
    first = follow_choice(choice, {}, 33)
    assert first == {"unearmarked": 13, "1": 20}
    second = follow_choice(choice, first, 33)
    assert second == {"unearmarked": 13, "1": 20}
    assert {pool: first[pool] + second[pool] for pool in choice} == {"unearmarked": 26, "1": 40}


def test_the_last_deposit_completes_the_choice_exactly():
    choice = {"unearmarked": money.parse_amount(EARMARK, "33.33", "USD"), "1": 3333, "2": 3334}
    given_so_far = dict.fromkeys(choice, 0)
    list(arriving(choice, given_so_far, [1, 7, 4999, 4993]))
    assert given_so_far == choice
