from datetime import date
from decimal import Decimal

import pytest

from tests.books import a_commitment, a_deposit, a_rate, day, entries, history, perform, refusal
from trustfund.domain import money
from trustfund.domain.catalogue.deposit import AMOUNT, VALUE_DATE
from trustfund.domain.problems import Refused
from trustfund.ledger import deposits, rates
from trustfund.ledger.books import read_books
from trustfund.ledger.entries import Valuation
from trustfund.ledger.rates import RateDraft, RatesDraft, record_rate, record_rates


def valued(store, on: str, amount: int = 100_00, currency: str = "EUR") -> Valuation:
    with read_books(store) as books:
        return rates.value(books, VALUE_DATE, AMOUNT, amount, currency, day(on))


def test_the_newest_rate_on_or_before_the_day_values_an_amount(store):
    for since, units in (("2017-05-01", "0.9"), ("2017-05-19", "0.8"), ("2017-07-01", "0.5")):
        a_rate(store, "EUR", units, since)
    a_rate(store, "SEK", "9", "2017-05-10")
    assert valued(store, "2017-05-18") == Valuation(Decimal("0.9"), date(2017, 5, 1), 111_11)
    assert valued(store, "2017-05-19") == Valuation(Decimal("0.8"), date(2017, 5, 19), 125_00)
    assert valued(store, "2017-06-30").usd_cents == 125_00


def test_before_the_first_rate_there_is_none_and_that_is_an_error(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    a_rate(store, "SEK", "9", "2017-01-01")
    with pytest.raises(Refused, match="has no UN operational rate of exchange for EUR"):
        valued(store, "2017-04-30")


def test_us_dollars_need_no_rate(sqlite_store):
    assert valued(sqlite_store, "2017-05-01", 5, "USD") == Valuation(Decimal(1), None, 5)
    said = refusal(sqlite_store, record_rate, RateDraft("usd", day("2017-05-01"), "1.1"))
    assert "needs no rate" in said


def test_a_rate_is_kept_to_its_last_digit(store):
    a_rate(store, "EUR", "0.12345678901234567890")
    assert valued(store, "2017-05-01").rate == Decimal("0.12345678901234567890")


def test_a_yen_has_no_cents(store):
    a_rate(store, "JPY", "110.5")
    assert valued(store, "2017-05-01", 1_000_000, "JPY").usd_cents == 904_977  # 9,049.77


def test_a_rate_is_stale_after_45_days():
    valuation = Valuation(Decimal("0.9"), date(2017, 5, 1), 100)
    assert not rates.is_stale(valuation, date(2017, 6, 15))
    assert rates.is_stale(valuation, date(2017, 6, 16))
    assert not rates.is_stale(Valuation(Decimal(1), None, 100), date(2018, 1, 1))


def test_a_later_rate_changes_nothing_that_is_booked(store):
    a_rate(store, "EUR", "0.9")
    contribution = a_commitment(store, "1000", "EUR")
    a_deposit(store, contribution, "500", "EUR")
    booked = [entry.model_dump() for entry in entries(store)]
    draft = RateDraft("EUR", day("2017-05-01"), "0.8", reason="Misread")
    perform(store, record_rate, draft)
    assert [entry.model_dump() for entry in entries(store)] == booked
    assert valued(store, "2017-05-15").rate == Decimal("0.8")


def test_another_rate_for_the_same_day_says_why_and_is_remembered(store):
    a_rate(store, "EUR", "0.9")
    other = RateDraft("EUR", day("2017-05-01"), "0.8")
    assert "Reason: is missing" in refusal(store, record_rate, other)
    perform(store, record_rate, RateDraft("EUR", day("2017-05-01"), "0.8", reason="Misread"))
    changed = '[{"table": "rate", "key": ["EUR", "2017-05-01"], "fields": {"units_per_usd": '
    assert history(store)[-1].changes == changed + '["0.9", "0.8"]}}]'
    assert history(store)[-1].reason == "Misread"


def test_the_same_rate_once_more_needs_no_reason(store):
    a_rate(store, "EUR", "0.9")
    a_rate(store, "EUR", "0.90")
    assert valued(store, "2017-05-01").rate == Decimal("0.9")


def test_more_us_dollars_than_the_books_can_hold_are_refused_with_a_sentence(store):
    a_rate(store, "JPY", "0.000001")
    with pytest.raises(Refused, match="is more US dollars than this fund can hold"):
        valued(store, "2017-05-01", money.LARGEST_AMOUNT, "JPY")


# What keeps the rate it was valued at


def warnings(store, currency: str, units: str, since: str, reason: str = "") -> tuple[str, ...]:
    draft = RateDraft(currency, day(since), units, reason=reason)
    return perform(store, record_rate, draft).warnings


def booked(store) -> list[tuple[object, ...]]:
    return [(e.kind, e.amount, e.rate, e.rate_effective_on, e.usd_cents) for e in entries(store)]


def test_a_rate_between_two_others_says_which_bookings_keep_theirs(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    contribution = a_commitment(store, "1000", "EUR", signed_on="2017-05-14", reference="C-1")
    a_commitment(store, "1000", "EUR", signed_on="2017-05-20", reference="C-2")
    for on in ("2017-05-14", "2017-05-15", "2017-06-30", "2017-07-01"):
        a_deposit(store, contribution, "100", "EUR", on, reference=f"D-{on}", note="Late rate")
    before = booked(store)
    a_rate(store, "EUR", "0.8", "2017-07-01")
    said = warnings(store, "EUR", "0.85", "2017-05-15")
    assert said == (
        (
            "EUR from 2017-05-15: 2 deposits (D-2017-05-15, D-2017-06-30) and 1 arrangement (C-2), "
            "booked already, keep the rate they were valued at."
        ),
    )
    assert booked(store) == before


def test_a_changed_rate_says_who_keeps_it_and_an_unchanged_one_nothing(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    a_commitment(store, "1000", "EUR", signed_on="2017-05-20", reference="C-1")
    assert warnings(store, "EUR", "0.900", "2017-05-01") == ()
    assert warnings(store, "EUR", "0.91", "2017-05-01", reason="Misread") == (
        (
            "EUR from 2017-05-01: 1 arrangement (C-1), booked already, "
            "keeps the rate it was valued at."
        ),
    )


def test_many_bookings_that_keep_a_rate_are_counted_and_five_of_them_named(sqlite_store):
    a_rate(sqlite_store, "EUR", "0.9", "2017-05-01")
    contribution = a_commitment(sqlite_store, "1000", "EUR", signed_on="2017-05-10")
    for number in range(7):
        a_deposit(sqlite_store, contribution, "10", "EUR", "2017-05-20", reference=f"D-{number}")
    (said,) = warnings(sqlite_store, "EUR", "0.8", "2017-05-15")
    assert "7 deposits (D-0, D-1, D-2, D-3, D-4 and 2 more), booked already" in said


def test_what_no_rate_touches_is_not_named(store):
    """Another currency, another day, a reversed deposit, and one at the bank's own amount."""
    for currency in ("EUR", "SEK"):
        a_rate(store, currency, "0.9", "2017-05-01")
    contribution = a_commitment(store, "1000", "EUR", signed_on="2017-05-10")
    a_commitment(store, "1000", "SEK", signed_on="2017-05-20")
    a_deposit(store, contribution, "10", "EUR", "2017-05-14")
    a_deposit(store, contribution, "10", "EUR", "2017-05-20", usd_amount="12", note="The bank's")
    reversed_one = a_deposit(store, contribution, "10", "EUR", "2017-05-20")
    perform(store, deposits.reverse_deposit, reversed_one, "Twice")
    assert warnings(store, "EUR", "0.8", "2017-05-15") == ()


MONTH = (("EUR", "0.853"), ("NOK", "8.12"))


def test_the_rates_of_a_month_are_recorded_in_one_act(store):
    a_rate(store, "EUR", "0.861", "2017-05-01")
    with read_books(store) as books:
        plan = rates.plan_rates(books, RatesDraft(day("2017-06-01"), MONTH))
    assert [(each.currency, each.until_now) for each in plan.rates] == [
        ("EUR", "0.861"),
        ("NOK", ""),
    ]
    before = len(history(store))
    done = perform(store, record_rates, RatesDraft(day("2017-06-01"), MONTH))
    assert done.sentence.startswith("2 rates for 1 USD are recorded from 2017-06-01 on: 0.853 EUR")
    assert len(history(store)) == before + 1
    assert valued(store, "2017-06-01").rate == Decimal("0.853")


def test_each_line_that_is_no_rate_has_a_sentence_and_no_rate_is_recorded(store):
    lines = (("EUR", "0.853"), ("XXQ", "5"), ("NOK", "1,234.5"), ("EUR", "0.9"))
    said = refusal(store, record_rates, RatesDraft(day("2017-06-01"), lines))
    assert "Line 2, Currency" in said
    assert 'Line 3, Units for 1 USD "1,234.5": is not a rate of exchange' in said
    assert 'Line 4, Currency "EUR": is there twice' in said
    assert "Paste lines" in refusal(store, record_rates, RatesDraft(day("2017-06-01"), ()))


def test_a_day_that_has_another_rate_asks_why_it_changes(store):
    a_rate(store, "EUR", "0.861", "2017-06-01")
    said = refusal(store, record_rates, RatesDraft(day("2017-06-01"), MONTH))
    assert "that day has the rate 0.861 already" in said
    perform(store, record_rates, RatesDraft(day("2017-06-01"), MONTH, reason="The list was mended"))
    assert valued(store, "2017-06-01").rate == Decimal("0.853")


def test_a_rate_far_from_the_one_until_now_is_a_warning(store):
    a_rate(store, "EUR", "0.861", "2017-05-01")
    done = perform(store, record_rates, RatesDraft(day("2017-06-01"), (("EUR", "8.61"),)))
    assert "EUR 8.61: more than a fifth away from 0.861" in done.warnings[0]
