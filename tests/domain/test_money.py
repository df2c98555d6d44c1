from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustfund.domain import money
from trustfund.domain.catalogue.contribution import AMOUNT, CURRENCY
from trustfund.domain.catalogue.rate import UNITS_PER_USD
from trustfund.domain.catalogue.trip import OTHER_USD
from trustfund.domain.problems import Refused

CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])  # 0, 2 and 3 decimals
MINOR = st.integers(1, money.LARGEST_AMOUNT)
RATES = st.decimals("0.0001", "20000", places=6, allow_nan=False).filter(bool)


def refused(typed: str, currency: str = "USD") -> str:
    with pytest.raises(Refused) as caught:
        money.parse_amount(AMOUNT, typed, currency)
    return str(caught.value)


@given(CURRENCIES, MINOR)
def test_an_amount_written_out_is_read_back_to_the_minor_unit(currency, minor):
    written = money.text(minor, currency).removeprefix(f"{currency} ")
    plain = f"{money.to_decimal(minor, currency):f}"
    assert money.parse_amount(AMOUNT, written, currency) == minor
    assert money.parse_amount(AMOUNT, plain, currency) == minor


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [
        ("JPY", 1234567, "JPY 1,234,567"),
        ("USD", 1234567, "USD 12,345.67"),
        ("KWD", 1234567, "KWD 1,234.567"),
        ("USD", -5, "USD -0.05"),
    ],
)
def test_an_amount_shows_the_decimals_of_its_currency(currency, minor, written):
    assert money.text(minor, currency) == written


@pytest.mark.parametrize(
    "typed", ["60000", "60,000", "60 000.00", "60'000.0", " 60\u202f000 ", "60\u00a0000.00"]
)
def test_an_amount_may_be_typed_with_any_usual_separator(typed):
    assert money.parse_amount(AMOUNT, typed, "USD") == 6_000_000


@pytest.mark.parametrize(
    ("typed", "currency"), [("60.000", "EUR"), ("1.500", "JPY"), ("5.0", "JPY")]
)
def test_a_point_before_thousands_is_not_read_as_decimals(typed, currency):
    with pytest.raises(Refused, match=f"has more decimals than {currency}"):
        money.parse_amount(AMOUNT, typed, currency)


@given(CURRENCIES, st.integers(0, 10**6), st.integers(1, 9), st.integers(0, 40))
def test_more_decimals_than_the_currency_has_are_refused(currency, whole, last, zeros):
    places = money.decimals(currency)
    typed = f"{whole}." + "0" * (places + zeros) + str(last)
    with pytest.raises(Refused, match=f"has more decimals than {currency}"):
        money.parse_amount(AMOUNT, typed, currency)


def test_a_long_row_of_nines_is_not_rounded_up_to_a_dollar():
    assert "more decimals" in refused("0." + "9" * 40)


@pytest.mark.parametrize("typed", ["12,34", "1,000 000", "1e5", "-5", "+5", ".5", "5.", "1.2.3"])
def test_what_could_be_read_in_two_ways_is_refused(typed):
    assert "is not an amount" in refused(typed)


def test_a_missing_or_zero_amount_is_refused():
    assert "is missing" in refused("  ")
    assert "is zero" in refused("0.00")


def test_an_amount_needs_a_currency():
    assert "is in XXX, which is not a currency" in refused("5", "XXX")


def test_amounts_end_at_a_ceiling_that_keeps_sums_whole():
    assert money.parse_amount(AMOUNT, "10000000000000.00", "USD") == money.LARGEST_AMOUNT
    assert "larger than this fund can hold" in refused("10000000000000.01")
    assert "larger than this fund can hold" in refused("9" * 60)


def test_a_cost_may_be_nothing_but_not_nonsense():
    assert [money.parse_cost(OTHER_USD, typed) for typed in ("", " ", "0", "0.00", "1.5")] == [
        *[0] * 4,
        150,
    ]
    with pytest.raises(Refused):
        money.parse_cost(OTHER_USD, "free")


def test_only_currencies_are_currencies():
    assert money.parse_currency(CURRENCY, " eur ") == "EUR"
    assert money.decimals("HRK") == 2  # left the standard after the fund began
    for typed in ("", "EURO", "XXX", "XAU"):
        with pytest.raises(Refused, match="is not a currency code"):
            money.parse_currency(CURRENCY, typed)


@pytest.mark.parametrize("typed", ["", "NaN", "Infinity", "0", "-1", "0.0000001", "1000000001"])
def test_a_rate_is_a_positive_number_of_a_sensible_size(typed):
    with pytest.raises(Refused, match="is not a rate of exchange"):
        money.parse_rate(UNITS_PER_USD, typed)


@pytest.mark.parametrize("typed", ["0.000001", " 0.918 ", "1000000000"])
def test_a_rate_is_read_to_its_last_digit(typed):
    assert money.parse_rate(UNITS_PER_USD, typed) == Decimal(typed.strip())


@given(MINOR, CURRENCIES, RATES)
def test_conversion_is_the_exact_quotient_rounded_half_up(minor, currency, rate):
    exact = Fraction(minor, 10 ** money.decimals(currency)) / Fraction(rate) * 100
    cents = money.usd_cents(minor, currency, rate)
    assert cents - Fraction(1, 2) <= exact < cents + Fraction(1, 2)


def test_half_a_cent_is_rounded_away_from_zero():
    assert [money.half_up(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)] == [1, 2, 3, -1, -2]
    assert money.usd_cents(1, "EUR", Decimal(2)) == 1


@given(st.integers(100, 10**12), RATES)
def test_the_banks_rate_gives_the_banks_dollars_back(minor, rate):
    cents = money.usd_cents(minor, "EUR", rate)
    if 100 <= cents < 10**9:  # ten digits of a rate say nine digits of an amount
        implied = money.implied_rate(minor, "EUR", cents)
        assert money.usd_cents(minor, "EUR", implied) == cents


def test_one_per_cent_is_rounded_half_up():
    assert [money.percentage(cents, 100) for cents in (49, 50, 149, 150, 10_000)] == [
        *[0, 1, 1, 2],
        100,
    ]


WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any)


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_parts_of_a_split_add_up_and_are_within_one_unit_of_exact(total, weights):
    parts = money.split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_the_largest_remainder_gets_the_unit_left_over_and_ties_go_to_the_first():
    assert money.split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert money.split(100, [1, 1, 1]) == [34, 33, 33]
    assert money.split(200, [1, 1, 1]) == [67, 67, 66]
    assert money.split(10, [6, 27, 67]) == [0, 3, 7]
