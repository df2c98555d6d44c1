"""Cash that arrives: under an arrangement, valued, charged, and split as the contributor chose."""

from datetime import date
from decimal import Decimal

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_pledge,
    a_rate,
    available,
    by_pool,
    day,
    entries,
    lines,
    perform,
    refusal,
    standing,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger.deposits import DepositDraft, record_deposit
from trustfund.ledger.giving_up import write_off

ON, LATE = day("2017-05-15"), day("2018-05-15")


def refused(store, contribution: str, amount: str = "1000", currency: str = "USD", **other) -> str:
    draft = DepositDraft(contribution, other.pop("value_date", ON), currency, amount, **other)
    return refusal(store, record_deposit, draft)


def test_a_deposit_without_a_signed_arrangement_is_refused(store):
    said = refused(store, a_pledge(store))
    assert "has no signed Standard Administrative Arrangement" in said
    assert "without it there is only a pledge" in said


@pytest.mark.parametrize(
    ("currency", "typed", "said"),
    [
        ("USD", {"value_date": day("2017-04-30")}, "before the arrangement was signed, 2017-05-01"),
        ("USD", {"value_date": day("2018-07-17")}, "is in the future: today is 2018-07-16"),
        ("EUR", {"currency": "USD"}, "is not the currency of the arrangement, which is EUR"),
        ("EUR", {"value_date": day("2017-04-30")}, "no UN operational rate of exchange for EUR"),
        ("JPY", {"amount": "1000.5"}, "has more decimals than JPY"),
        ("USD", {"amount": "10.001"}, "has more decimals than USD"),
        ("USD", {"fee_usd": "1000.01", "note": "A note"}, '"1000.01": is more than the deposit'),
        ("USD", {"usd_amount": "999", "note": "A note"}, "differs from the amount"),
    ],
)
def test_a_deposit_that_is_not_right_is_refused(sqlite_store, currency, typed, said):
    for known in ("EUR", "JPY"):
        a_rate(sqlite_store, known, "0.9", "2017-05-01")
    a_rate(sqlite_store, "SEK", "9", "2017-01-01")
    commitment = a_commitment(sqlite_store, "1000", currency)
    assert said in refused(sqlite_store, commitment, **{"currency": currency, **typed})


def test_a_deposit_may_arrive_on_the_day_of_signing_and_today(sqlite_store):
    commitment = a_commitment(sqlite_store, signed_on="2017-05-16")
    for on in ("2017-05-16", "2018-07-16"):
        a_deposit(sqlite_store, commitment, "1000", value_date=on)


def test_a_deposit_is_valued_at_the_rate_of_its_value_date(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    a_rate(store, "EUR", "0.8", "2017-05-15")
    a_rate(store, "EUR", "0.5", "2017-05-16")
    a_deposit(store, a_commitment(store, "1000", "EUR"), "1000", "EUR", "2017-05-15")
    (deposit,) = (entry for entry in entries(store) if entry.kind is K.DEPOSIT)
    assert (deposit.amount, deposit.usd_cents) == (100_000, 125_000)
    assert (deposit.rate, deposit.rate_effective_on) == ("0.8", date(2017, 5, 15))


@pytest.mark.parametrize(
    ("amount", "fee"), [("100000", 100_000), ("100.50", 101), ("100.49", 100), ("0.49", 0)]
)
def test_the_agent_takes_one_per_cent_of_each_deposit_rounded_half_up(store, amount, fee):
    a_deposit(store, a_commitment(store, "100000"), amount)
    assert sum(line.amount for line in lines(store, K.AGENT_FEE)) == fee
    gift = int(Decimal(amount) * 100)
    assert available(store) == {"unearmarked": gift - fee}


def test_the_fee_is_split_like_its_deposit(store):
    commitment = a_commitment(store, "100000", earmark="1:60000;2:30000;unearmarked:10000")
    a_deposit(store, commitment, "1000")
    assert by_pool(store, K.DEPOSIT) == {"1": 60_000, "2": 30_000, "unearmarked": 10_000}
    assert by_pool(store, K.AGENT_FEE) == {"1": 600, "2": 300, "unearmarked": 100}
    assert available(store) == {"1": 59_400, "2": 29_700, "unearmarked": 9_900}


def test_a_fee_that_does_not_divide_is_split_to_the_cent(store):
    a_deposit(store, a_commitment(store, "1.50", earmark="1:0.50;2:0.50;3:0.50"), "1.50")
    assert by_pool(store, K.AGENT_FEE) == {"1": 1, "2": 1}  # 1.50 cents are 2


def test_another_fee_is_booked_with_a_note_only(store):
    commitment = a_commitment(store)
    said = refused(store, commitment, fee_usd="5")
    assert "Note: is needed because the fee is not the usual USD 10.00" in said
    a_deposit(store, commitment, "1000", fee_usd="10.00")
    a_deposit(store, commitment, "1000", fee_usd="0", note="Waived by the agent")
    assert [line.amount for line in lines(store, K.AGENT_FEE)] == [1000]


def test_the_banks_amount_is_booked_with_a_note_only_and_its_rate_marked(store):
    a_rate(store, "EUR", "0.9")
    commitment = a_commitment(store, "1000", "EUR")
    said = refused(store, commitment, currency="EUR", usd_amount="1100")
    assert "Note: is needed because the US dollar amount is the bank's" in said
    a_deposit(store, commitment, "1000", "EUR", usd_amount="1100", note="Bank advice")
    (deposit,) = (entry for entry in entries(store) if entry.kind is K.DEPOSIT)
    assert (deposit.usd_cents, deposit.rate_effective_on) == (110_000, None)
    assert Decimal(deposit.rate) == Decimal("0.9090909091")
    assert by_pool(store, K.AGENT_FEE) == {"unearmarked": 1_100}


def test_a_rate_older_than_45_days_needs_a_note(store):
    a_rate(store, "EUR", "0.9", "2017-05-01")
    commitment = a_commitment(store, "1000", "EUR", signed_on="2017-05-01")
    a_deposit(store, commitment, "100", "EUR", "2017-06-15")
    said = refused(store, commitment, "100", "EUR", value_date=day("2017-06-16"))
    assert "Note: is needed because the rate of exchange is older than 45 days" in said
    a_deposit(store, commitment, "100", "EUR", "2017-06-16", note="No newer rate published")


def test_more_than_was_committed_is_booked_with_a_note_only(store):
    commitment = a_commitment(store, "1000")
    a_deposit(store, commitment, "600")
    said = refused(store, commitment, "400.01")
    assert "USD 0.01 is more than what is outstanding" in said
    a_deposit(store, commitment, "400.01", note="Rounded up by the donor")
    found = standing(store, commitment)
    assert (found.outstanding, sum(found.deposited.values())) == (0, 100_001)


def test_what_was_written_off_and_comes_all_the_same_needs_a_note(store):
    commitment = a_commitment(store, "1000")
    perform(store, write_off, commitment, day("2017-05-10"), "Budget line closed")
    assert "USD 1,000.00 is more than what is outstanding" in refused(store, commitment)


@pytest.mark.parametrize(
    ("currency", "amount", "earmark", "deposits"),
    [
        ("EUR", "100000", "1:60000;unearmarked:40000", ["33333.33", "0.01", "0.01", "66666.65"]),
        ("JPY", "99999", "1:60000;unearmarked:39999", ["7", "11111", "1", "88880"]),
    ],
)
def test_an_earmark_of_60_to_40_is_followed_to_the_cent(store, currency, amount, earmark, deposits):
    a_rate(store, currency, "113.7" if currency == "JPY" else "0.917")
    commitment = a_commitment(store, amount, currency, earmark)
    target = standing(store, commitment).committed
    for deposit in deposits:
        a_deposit(store, commitment, deposit, currency)
        given = standing(store, commitment).deposited
        for pool, part in target.items():
            exact = sum(given.values()) * part / Decimal(sum(target.values()))
            assert abs(given.get(pool, 0) - exact) < 1
    assert given == target
    for arrived in {entry.deposit_id for entry in entries(store) if entry.deposit_id}:
        parts = [e for e in entries(store) if e.deposit_id == arrived and e.kind is K.DEPOSIT]
        whole = Decimal(sum(e.amount for e in parts)) * (100 if currency == "JPY" else 1)
        usd = (whole / Decimal(parts[0].rate)).quantize(Decimal(1), "ROUND_HALF_UP")
        assert sum(e.usd_cents for e in parts) == usd


def test_a_deposit_too_small_for_a_cent_is_still_booked(store):
    a_rate(store, "IDR", "13300")
    a_deposit(store, a_commitment(store, "1000", "IDR", earmark="1"), "1", "IDR")
    assert lines(store, K.DEPOSIT, K.AGENT_FEE) == [("deposit", ON, "1", 100, 0)]


@pytest.mark.parametrize("field", ["fee_usd", "usd_amount"])
def test_us_dollars_that_cannot_be_read_are_refused_for_that_alone(sqlite_store, field):
    a_rate(sqlite_store, "EUR", "0.8")
    commitment = a_commitment(sqlite_store, "1000", "EUR")
    said = refused(sqlite_store, commitment, currency="EUR", **{field: "lots"})
    assert '"lots": is not an amount' in said
    assert len(said.splitlines()) == 1


def test_one_note_is_asked_for_once_whatever_it_is_needed_for(sqlite_store):
    a_rate(sqlite_store, "EUR", "0.8")
    commitment = a_commitment(sqlite_store, "1000", "EUR")
    said = refused(
        sqlite_store, commitment, "1001", "EUR", fee_usd="0", usd_amount="1", value_date=LATE
    )
    assert [line.split(":")[0] for line in said.splitlines()] == ["Note"]


def test_a_deposit_says_what_was_booked(sqlite_store):
    a_rate(sqlite_store, "EUR", "0.8")
    commitment = a_commitment(sqlite_store, "1000", "EUR")
    draft = DepositDraft(commitment, ON, " eur ", "1,000")
    receipt = perform(sqlite_store, record_deposit, draft)
    assert receipt.sentence == (
        "Deposit MCS00-D-0001 for MCS00-C-0001: EUR 1,000.00 = USD 1,250.00 at the rate 0.8 of "
        "2017-05-01, fee USD 12.50, value date 2017-05-15."
    )
    draft = DepositDraft(commitment, ON, "EUR", "100", "125", note="Bank advice")
    assert "EUR 100.00 = USD 125.00 at the bank's rate 0.8, fee USD 1.25" in (
        perform(sqlite_store, record_deposit, draft).sentence
    )
    draft = DepositDraft(a_commitment(sqlite_store), ON, "USD", "100")
    assert ": USD 100.00, fee USD 1.00, value" in (
        perform(sqlite_store, record_deposit, draft).sentence
    )
