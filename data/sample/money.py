"""The money of the sample: exchange rates, contributions, deposits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from currency_converter import CurrencyConverter
from plan import PLAN, ZERO, cents


class Rates:
    """Units per USD on the first of each month, and mid-month where a currency moved by 2 %."""

    def __init__(self, currencies: Iterable[str]) -> None:
        self._ecb = CurrencyConverter(
            decimal=True,
            fallback_on_missing_rate=True,
            fallback_on_missing_rate_method="last_known",
        )
        self.table = {currency: dict(self._published(currency)) for currency in currencies}

    def _published(self, currency: str) -> Iterator[tuple[date, Decimal]]:
        for year, month in [(2017, m) for m in range(3, 13)] + [(2018, m) for m in range(1, 8)]:
            first, middle = date(year, month, 1), date(year, month, 15)
            rate, revised = self._on(currency, first), self._on(currency, middle)
            yield first, rate
            if abs(revised - rate) * 50 >= rate:
                yield middle, revised

    def _on(self, currency: str, day: date) -> Decimal:
        rate: Decimal = self._ecb.convert(1, "USD", currency, day)
        return rate.quantize(Decimal("0.000001"), ROUND_HALF_UP)

    def usd(self, amount: Decimal, currency: str, day: date) -> Decimal:
        """Value an amount at the newest rate on that day."""
        if currency == "USD":
            return amount
        newest = max(effective for effective in self.table[currency] if effective <= day)
        return cents(amount / self.table[currency][newest])


@dataclass(frozen=True)
class Payment:
    """One payment of a plan, received or still to come."""

    day: date
    amount: Decimal
    received: bool


@dataclass(frozen=True)
class Contribution:
    """A pledge with its arrangement, if signed, and its payments."""

    number: int
    contributor: str
    pledged: str
    signed: str
    currency: str
    amount: Decimal
    earmark: str
    scheduled: bool
    payments: list[Payment]

    @property
    def reference(self) -> str:
        """Return the reference used in every file."""
        return f"MCS00-C-{self.number:04d}"

    def text(self, amount: Decimal) -> str:
        """Write an amount in the decimals of the currency."""
        return f"{amount:.0f}" if self.currency == "JPY" else f"{amount:.2f}"

    def travel_share(self) -> Decimal:
        """Return the part that may pay for travel: objective 1 and un-earmarked money."""
        parts = [part.split(":") for part in self.earmark.split(";")]
        usable = [Decimal(p[1]) if p[1:] else self.amount for p in parts if p[0] not in ("2", "3")]
        return sum(usable, ZERO) / self.amount


def contributions() -> Iterator[Contribution]:
    """Read the contributions of the plan."""
    for number, row in enumerate(PLAN["contributions"], 1):
        contributor, pledged, signed, money, earmark, plan = row
        currency, amount = money.split()[0], Decimal(money.split()[1])
        payments = [
            Payment(
                date.fromisoformat(day),
                amount * Decimal(share.removeprefix("-")) / 100,
                received=not share.startswith("-"),
            )
            for share, day in (item.split("@") for item in plan.removeprefix("due ").split())
        ]
        scheduled = plan.startswith("due ")
        yield Contribution(
            number, contributor, pledged, signed, currency, amount, earmark, scheduled, payments
        )


@dataclass(frozen=True)
class Deposit:
    """Cash received, its USD and the fee taken from it."""

    contribution: Contribution
    day: date
    amount: Decimal
    usd: Decimal
    fee: Decimal
    given: str  # the column given by the bank rather than computed
    note: str


def deposits(gifts: list[Contribution], rates: Rates) -> list[Deposit]:
    """List what was received, by value date."""
    remarks = {(gift, part): rest for gift, part, *rest in PLAN["deposit_remarks"]}
    booked = []
    for gift in gifts:
        for part, payment in enumerate(gift.payments, 1):
            if not payment.received:
                continue
            usd = rates.usd(payment.amount, gift.currency, payment.day)
            column, per_mille, note = remarks.get((gift.number, part), ("", 0, ""))
            given = cents(usd * per_mille / 1000)
            usd = given if column == "usd_amount" else usd
            fee = given if column == "fee_usd" else cents(usd / 100)
            booked.append(Deposit(gift, payment.day, payment.amount, usd, fee, column, note))
    return sorted(booked, key=lambda deposit: (deposit.day, deposit.contribution.number))
