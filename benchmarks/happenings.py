"""What happens in the books that ``benchmarks.books`` makes: gifts, deposits, trips, other money.

Each happening is the day on which it is recorded, its rank among those of a day, and a function
that writes its act at a moment. Contributors and what they gave are made up.
"""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.journeys import journeys
from benchmarks.writer import Document, Posting, Writer
from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import AGENT, ContributorType, EntryKind, MovementKind

FIRST_DAY, BOOKS_DATE = date(2017, 4, 3), date(2018, 7, 16)
UNITS_PER_USD = {
    "EUR": "0.918",
    "NOK": "8.597",
    "SEK": "8.934",
    "CHF": "0.998",
    "GBP": "0.803",
    "JPY": "111.3",
}
CURRENCIES = ("USD", *UNITS_PER_USD)
EARMARKS: tuple[dict[str, int], ...] = (
    *({UNEARMARKED: 1},) * 10,
    *({"1": 1},) * 5,
    *({UNEARMARKED: 2, "1": 1}, {"2": 1}, {"3": 1}, {"1": 1, "2": 1}),
)
"""The shares of the pools, each choice as often as it stands there."""
ENTRIES_OF_A_DEPOSIT = 2.21
COST = 2_900_00
"""About what a trip costs, in US dollar cents; twice as much is given."""
T = ContributorType
ORGANIZATION = "International Organization for Migration"
Happening = tuple[str, int, Callable[[str], object]]


@dataclass
class Gift:
    """A contribution: its deposits to come, and what is deposited of it by pool."""

    number: int
    currency: str
    earmark: dict[str, int]
    signed_on: date
    contributor: int
    deposits: list[tuple[date, int]] = field(default_factory=list)
    promised: dict[str, int] = field(default_factory=dict)
    deposited: dict[str, int] = field(default_factory=dict)


def happenings(
    writer: Writer, numbers: random.Random, entries: int, trips: int
) -> Iterator[Happening]:
    """All that happens; the numbers that are drawn decide what."""
    many = 60 if entries < 10_000 else round(entries**0.45)
    yield from _contributors(writer, many)
    yield from _rates(writer)
    gifts = [_gift(number, many, numbers) for number in range(round(1.9 * entries**0.5))]
    of_gifts = 2.6 * len(gifts)
    of_trips = 2.19 * trips
    deposits = max(round((entries - of_trips - of_gifts) / ENTRIES_OF_A_DEPOSIT), len(gifts))
    usual = 2 * COST * trips // deposits
    for number in range(deposits):
        _give(gifts[number % len(gifts)], usual, numbers)
    for gift in gifts:
        yield from _of_gift(writer, gift, numbers)
    yield from journeys(writer, numbers, trips, BOOKS_DATE)
    yield from _other_money(writer)


def _contributors(writer: Writer, many: int) -> Iterator[Happening]:
    """Member States first, and organizations after them."""
    with Path("data/countries.csv").open(encoding="utf-8-sig", newline="") as file:
        states = [row for row in csv.DictReader(file) if row["un_member"] == "true"]
    for number in range(many):
        if number < min(len(states), round(many * 0.8)):
            state = states[number * 7 % len(states)]
            name, kind, country = state["name"], T.MEMBER_STATE, state["iso3"]
        else:
            kinds = (T.PHILANTHROPIC_ORGANIZATION, T.INTERGOVERNMENTAL_ORGANIZATION)
            kind, country = kinds[number % 2], None
            name = f"Illustrative {('foundation', 'organization')[number % 2]} {number:03d}"

        def record(
            at: str, name: str = name, kind: T = kind, country: str | None = country
        ) -> None:
            own = writer.document(
                "contributor",
                name=name,
                contributor_type=kind.value,
                country=country,
                parent_id=None,
                apart="",
                void=0,
            )
            outcome = f"{name} is recorded."
            writer.act(ActCode.CONTRIBUTOR_RECORDED, at, name, outcome, [own])

        yield str(FIRST_DAY), 0, record


def _rates(writer: Writer) -> Iterator[Happening]:
    """A rate of each currency on the first of each month, a little other than the one before."""
    for currency in UNITS_PER_USD:
        for month in _months(date(2017, 4, 1)):

            def record(at: str, currency: str = currency, month: date = month) -> None:
                units, day = _rate(currency, month), str(month)
                own = writer.document(
                    "rate",
                    currency=currency,
                    effective_on=day,
                    units_per_usd=units,
                    source="Illustrative",
                    void=0,
                )
                outcome = f"From {day} on 1 USD is {units} {currency}."
                writer.act(ActCode.RATE_RECORDED, at, f"{currency} {day}", outcome, [own])

            yield str(max(month, FIRST_DAY)), 1, record


def _months(since: date) -> Iterator[date]:
    while since <= BOOKS_DATE:
        yield since
        since = (since.replace(day=1) + timedelta(days=31)).replace(day=1)


def _rate(currency: str, month: date) -> str:
    moved = Decimal(UNITS_PER_USD[currency]) * (100 + (month.year * 12 + month.month) % 7) / 100
    return f"{moved:.4g}"


def _gift(number: int, contributors: int, numbers: random.Random) -> Gift:
    signed_on = FIRST_DAY + timedelta(days=2 + int(250 * numbers.random() ** 2))
    currency = CURRENCIES[number % len(CURRENCIES)]
    earmark = EARMARKS[numbers.randrange(len(EARMARKS))]
    return Gift(number + 1, currency, earmark, signed_on, number % contributors + 1)


def _give(gift: Gift, usual: int, numbers: random.Random) -> None:
    """Plan a deposit of a gift, of about ``usual`` US dollar cents."""
    left = (BOOKS_DATE - gift.signed_on).days - 5
    on = gift.signed_on + timedelta(days=1 + int(left * numbers.random() ** 1.6))
    cents = int(usual * numbers.lognormvariate(-0.18, 0.6)) + 1_00
    units = Decimal(UNITS_PER_USD.get(gift.currency, "1"))
    minor = int(cents * units) if money.decimals(gift.currency) else int(cents * units / 100)
    gift.deposits.append((on, minor))


def _of_gift(writer: Writer, gift: Gift, numbers: random.Random) -> Iterator[Happening]:
    """The arrangement, its payment schedule, its deposits, and those that were booked in error."""
    gift.deposits.sort()
    total = sum(amount for _, amount in gift.deposits)
    total += total // 5 if gift.number % 3 == 0 else 0  # a part is outstanding
    parts = money.split(total, list(gift.earmark.values()))
    gift.promised = dict(zip(gift.earmark, parts, strict=True))
    yield str(gift.signed_on), 2, partial(_sign, writer, gift)
    if gift.number % 4 == 0:
        yield str(gift.signed_on), 3, partial(_schedule, writer, gift)
    for on, amount in gift.deposits:
        booked = min(on + timedelta(days=numbers.randrange(4)), BOOKS_DATE)
        in_error = numbers.random() < 0.01 and (on - FIRST_DAY).days > 90
        deposit = Arrival(gift, on, amount)
        yield str(booked), 5, partial(_arrive, writer, deposit)
        if in_error and booked + timedelta(days=9) <= BOOKS_DATE:
            yield str(booked + timedelta(days=9)), 6, partial(_reverse, writer, deposit)


def _worth(gift: Gift, on: date, minor: int) -> tuple[str, str | None, int]:
    """The rate, the day it is of, and the US dollar cents."""
    if gift.currency == "USD":
        return "1", None, minor
    rate = _rate(gift.currency, on.replace(day=1))
    return rate, str(on.replace(day=1)), money.usd_cents(minor, gift.currency, Decimal(rate))


def _sign(writer: Writer, gift: Gift, at: str) -> None:
    own = writer.document(
        "contribution",
        reference=f"MCS00-C-{gift.number:05d}",
        contributor_id=gift.contributor,
        currency=gift.currency,
        agreement_reference=f"SAA-{gift.number:05d}",
        agreement_link="",
        note="",
    )
    gift.number = writer.numbered["contribution"]
    day, postings = str(gift.signed_on), []
    total = sum(gift.promised.values())
    if gift.number % 2:
        postings = [
            Posting(EntryKind.PLEDGE, day, pool, amount, None, gift.currency, None)
            for pool, amount in gift.promised.items()
        ]
    rate, since, worth = _worth(gift, gift.signed_on, total)
    usd = money.split(worth, list(gift.promised.values()))
    for (pool, amount), cents in zip(gift.promised.items(), usd, strict=True):
        facts = (gift.currency, rate, since)
        postings.append(Posting(EntryKind.COMMITMENT, day, pool, amount, cents, *facts))
    postings = [p._replace(contribution=gift.number) for p in postings]
    outcome = f"Contribution {own.row[-1]}: {money.text(total, gift.currency)}, signed on {day}."
    writer.act(ActCode.CONTRIBUTION_RECORDED, at, str(own.row[-1]), outcome, [own], postings)


def _schedule(writer: Writer, gift: Gift, at: str) -> None:
    half = sum(gift.promised.values()) // 2
    lines = [
        writer.document(
            "instalment",
            contribution_id=gift.number,
            amount=amount,
            ended_by_act_id=None,
            due_on=str(gift.signed_on + timedelta(days=days)),
        )
        for days, amount in ((60, half), (400, sum(gift.promised.values()) - half))
    ]
    outcome = "The payment schedule has 2 instalments."
    subject = f"MCS00-C-{gift.number:05d}"
    writer.act(ActCode.PAYMENT_SCHEDULE_SET, at, subject, outcome, lines)


@dataclass
class Arrival:
    """A deposit; its document and entries when it is booked."""

    gift: Gift
    on: date
    amount: int
    own: Document | None = None
    number: int = 0
    first: int = 0
    postings: list[Posting] = field(default_factory=list)


def _arrive(writer: Writer, deposit: Arrival, at: str) -> None:
    gift, day = deposit.gift, str(deposit.on)
    reference = f"MCS00-D-{writer.numbered['deposit'] + 1:06d}"
    own = writer.document(
        "deposit",
        reference=reference,
        contribution_id=gift.number,
        bank_reference="",
        note="",
        apart="",
    )
    parts = earmarking.follow_choice(gift.promised, gift.deposited, deposit.amount)
    rate, since, worth = _worth(gift, deposit.on, deposit.amount)
    usd = money.split(worth, list(parts.values()))
    fees = money.split(money.percentage(worth, 100), usd)
    ids: dict[str, Any] = {"contribution": gift.number, "deposit": writer.numbered["deposit"]}
    for (pool, amount), cents, fee in zip(parts.items(), usd, fees, strict=True):
        gift.deposited[pool] = gift.deposited.get(pool, 0) + amount
        facts = (gift.currency, rate, since)
        deposit.postings.append(Posting(EntryKind.DEPOSIT, day, pool, amount, cents, *facts, **ids))
        if fee:
            deposit.postings.append(Posting(EntryKind.AGENT_FEE, day, pool, fee, fee, **ids))
    outcome = f"Deposit {reference}: {money.text(deposit.amount, gift.currency)}, value date {day}."
    code = ActCode.DEPOSIT_RECORDED
    deposit.own = own
    deposit.first = writer.act(code, at, reference, outcome, [own], deposit.postings)


def _reverse(writer: Writer, deposit: Arrival, at: str) -> None:
    """Take a deposit back whole, as one that was booked in error, if nothing of it is spent."""
    assert deposit.own is not None
    back = [
        p._replace(amount=-p.amount, usd_cents=-(p.usd_cents or 0), reverses=deposit.first + place)
        for place, p in enumerate(deposit.postings)
    ]
    if any(p.usd_cents + writer.lowest(p.pool, p.day) < 0 for p in back if p.usd_cents):
        return  # it is spent already
    for posting in back:
        if posting.kind is EntryKind.DEPOSIT:
            deposit.gift.deposited[posting.pool] += posting.amount
    reference, reason = str(deposit.own.row[-1]), "Booked twice"
    outcome, code = f"Deposit {reference} is reversed.", ActCode.DEPOSIT_REVERSED
    writer.act(code, at, reference, outcome, [deposit.own], back, reason=reason)


def _other_money(writer: Writer) -> Iterator[Happening]:
    """Each month interest, a bank charge, and most of the cash to the organization."""
    kinds = (MovementKind.INTEREST, MovementKind.BANK_CHARGE, MovementKind.TRANSFER_TO_ORGANIZATION)
    for month in _months(date(2017, 7, 1)):
        for rank, kind in enumerate(kinds):
            yield str(month), 9 + rank, partial(_move, writer, kind, str(month))


def _move(writer: Writer, kind: MovementKind, day: str, at: str) -> None:
    shares = {MovementKind.INTEREST: 500, MovementKind.BANK_CHARGE: 5000}
    cents = writer.balances[AGENT] // shares[kind] if kind in shares else 0
    organization = ""
    if kind is MovementKind.TRANSFER_TO_ORGANIZATION:
        cents, organization = writer.balances[AGENT] * 6 // 10, ORGANIZATION
    reference = f"MCS00-M-{writer.numbered['movement'] + 1:04d}"
    own = writer.document(
        "movement",
        reference=reference,
        kind=kind.value,
        organization=organization,
        contribution_id=None,
        note="",
    )
    number = writer.numbered["movement"]
    posting = Posting(EntryKind(kind.value), day, UNEARMARKED, cents, cents, movement=number)
    outcome = f"Movement {reference}: {money.text(cents, 'USD')}."
    writer.act(ActCode.MOVEMENT_RECORDED, at, reference, outcome, [own], [posting])
