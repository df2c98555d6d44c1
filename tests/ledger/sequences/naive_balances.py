"""The naive bookkeeper's balances: added up from scratch whenever somebody asks.

It imports nothing of the program.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.ledger.sequences.naive_documents import Cash, Fact, Gift, Journey, Moved, Promise
from tests.ledger.sequences.naive_money import POOLS, Parts, added, dollars, forbid, shared_like

IN_POOL = {
    **dict.fromkeys(["deposit", "interest", "other_income", "organization_interest", "freed"], 1),
    **dict.fromkeys(["fee", "bank_charge", "direct_cost", "refund_to_contributor"], -1),
    **dict.fromkeys(["organization_expenditure", "transfer_to_fund", "reserved", "spent"], -1),
    "surplus_release": 1,
}
WITH_AGENT = {
    **dict.fromkeys(["deposit", "interest", "other_income", "organization_interest"], 1),
    **dict.fromkeys(["fee", "bank_charge", "direct_cost", "refund_to_contributor"], -1),
    **dict.fromkeys(["transfer_to_organization", "transfer_to_fund"], -1),
    "refund_from_organization": 1,
}


@dataclass
class Cabinet:
    """The documents, by reference, and what follows from them."""

    rates: dict[tuple[str, date], Fraction] = field(default_factory=dict)
    gifts: dict[str, Gift] = field(default_factory=dict)
    cash: dict[str, Cash] = field(default_factory=dict)
    moved: dict[str, Moved] = field(default_factory=dict)
    trips: dict[str, Journey] = field(default_factory=dict)
    unidentified: dict[str, tuple[str, int, date, str]] = field(default_factory=dict)
    """Currency, amount, day, and the deposit it was booked as."""

    def facts(self) -> list[Fact]:
        documents: list[Cash | Moved | Journey] = [
            *self.cash.values(),
            *self.moved.values(),
            *self.trips.values(),
        ]
        return [fact for document in documents for fact in document.facts()]

    def running(self, balance: str) -> dict[date, int]:
        """A pool, or the balance with the agent, at the end of each day on which it changed."""
        signs = WITH_AGENT if balance == "agent" else IN_POOL
        change: dict[date, int] = defaultdict(int)
        for kind, day, pool, cents in self.facts():
            if balance in ("agent", pool):
                change[day] += signs.get(kind, 0) * cents
        days = sorted(change)
        return {day: sum(change[d] for d in days[: n + 1]) for n, day in enumerate(days)}

    def balance(self, name: str) -> int:
        return next(reversed(self.running(name).values()), 0)

    def free(self, pool: str, day: date) -> int:
        """What can be taken from a pool on a day and is not missed on a later one."""
        running = self.running(pool)
        before = [cents for on, cents in running.items() if on <= day]
        return min([cents for on, cents in running.items() if on > day] + (before[-1:] or [0]))

    def received(self, gift: str, besides: str = "") -> Parts:
        return added(*(c.parts for k, c in self.cash.items() if c.gift == gift and k != besides))

    def received_usd(self, gift: str, on: date = date.max) -> Parts:
        came = (cash for cash in self.cash.values() if cash.gift == gift and cash.day <= on)
        return added(*(cash.usd for cash in came))

    def refunded(self, gift: str, on: date = date.max) -> Parts:
        gone = (moved for moved in self.moved.values() if moved.gift == gift and moved.day <= on)
        return added(*(moved.parts for moved in gone))

    def paid_back(self, gift: str, pool: str, besides: str = "") -> int:
        """What was refunded in the currency of a gift, of what it gave to a pool."""
        return sum(
            moved.paid or 0
            for key, moved in self.moved.items()
            if moved.gift == gift and pool in moved.parts and key != besides
        )

    def judge(self) -> None:
        """What no act may leave behind."""
        for name in (*POOLS, "agent"):
            forbid(min(self.running(name).values(), default=0) < 0, f"{name} is overdrawn")
        for gift, own in self.gifts.items():
            own.judge()
            for on in {moved.day for moved in self.moved.values() if moved.gift == gift}:
                given = self.received_usd(gift, on)
                for pool, cents in self.refunded(gift, on).items():
                    forbid(cents > given.get(pool, 0), "more is refunded than was given by then")

    def rate(self, currency: str, day: date) -> Fraction:
        if currency == "USD":
            return Fraction(1)
        known = [since for code, since in self.rates if code == currency and since <= day]
        forbid(not known, "no rate")
        return self.rates[currency, max(known)]

    def promise(self, currency: str, day: date, parts: Parts) -> Promise:
        """Parts signed for on a day, and what they are worth then; negative ones for less."""
        rate = self.rate(currency, day)
        worth = dollars(abs(sum(parts.values())), currency, rate)
        sign = -1 if sum(parts.values()) < 0 else 1
        return Promise(day, parts, shared_like(sign * worth, parts), rate)
