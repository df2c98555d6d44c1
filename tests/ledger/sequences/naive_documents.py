"""What a naive bookkeeper files: documents that stand, each with the parts that it moves."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.ledger.sequences.naive_money import (
    Illegal,
    Parts,
    added,
    following,
    forbid,
    nearest,
    reducing,
    shared_like,
)

Fact = tuple[str, date, str, int]
"""A kind, a value date, a pool, and US dollar cents."""

TODAY = date(2018, 7, 16)
EVENT, EVENT_BEGINS = "TS-6", date(2017, 10, 2)
ENDS_WITH_COST = {"settled", "cancelled_after_ticket", "no_show", "replaced"}
FOLLOWS = {
    "nominated": {"authorised", "withdrawn"},
    "authorised": {"ticketed", "travelled", "withdrawn", *ENDS_WITH_COST},
    "ticketed": {"travelled", *ENDS_WITH_COST},
    "travelled": {"settled"},
}


@dataclass
class Promise:
    """An arrangement, an amendment or what is written off: parts in two currencies."""

    day: date
    parts: Parts
    usd: Parts
    rate: Fraction = Fraction(1)

    @property
    def amount(self) -> int:
        return sum(self.parts.values())

    @property
    def cents(self) -> int:
        return sum(self.usd.values())


@dataclass
class Gift:
    """A pledge, and what became of it."""

    currency: str
    pledged: Promise | None = None
    withdrawn: bool = False
    signed: Promise | None = None
    amendments: list[Promise] = field(default_factory=list)
    written_off: list[Promise] = field(default_factory=list)

    def arrangement(self) -> Promise:
        forbid(self.signed is None, "nothing is signed")
        assert self.signed
        return self.signed

    @property
    def promised(self) -> Parts:
        """By pool, those of the arrangement that amendments left nothing of included."""
        sums = added(*(amendment.parts for amendment in self.amendments))
        return {pool: part + sums.get(pool, 0) for pool, part in self.arrangement().parts.items()}

    @property
    def promised_cents(self) -> int:
        return self.arrangement().cents + sum(change.cents for change in self.amendments)

    @property
    def given_up(self) -> int:
        return sum(gone.amount for gone in self.written_off)

    @property
    def committed(self) -> int:
        """What stands of the promise."""
        return sum(self.promised.values()) - self.given_up

    def outstanding(self, received: Parts) -> int:
        return max(self.committed - sum(received.values()), 0) if self.signed else 0

    def reduced(self, day: date, parts: Parts, cents: int, promised: Parts) -> Promise:
        """Less of a promise: its US dollars shrink as its amount does."""
        gone = nearest(Fraction(cents * -sum(parts.values()), sum(promised.values())))
        return Promise(day, parts, shared_like(-gone, parts))

    def follow_anew(self, choice: Parts) -> None:
        """Divide and value the amendments again, in their order, by another arrangement."""
        promised, cents, anew = dict(choice), self.arrangement().cents, []
        for amendment in self.amendments:
            parts = divided(choice, promised, amendment.amount)
            if amendment.amount < 0:
                anew.append(self.reduced(amendment.day, parts, cents, promised))
            else:
                usd = shared_like(amendment.cents, parts)
                anew.append(Promise(amendment.day, parts, usd, amendment.rate))
            promised = {p: part + parts.get(p, 0) for p, part in promised.items()}
            cents += anew[-1].cents
        self.amendments = anew

    def judge(self) -> None:
        """On no day is nothing promised, or more written off than was promised by then."""
        if self.signed is None:
            return
        promised, gone = [self.signed, *self.amendments], self.written_off
        for on in {promise.day for promise in (*promised, *gone)}:
            by_then = sum(promise.amount for promise in promised if promise.day <= on)
            given_up = sum(promise.amount for promise in gone if promise.day <= on)
            begun = any(promise.day <= on for promise in promised)
            forbid(begun and by_then <= 0, "nothing is promised on a day")
            forbid(by_then < given_up, "more is written off than is promised on a day")


def divided(choice: Parts, promised: Parts, change: int) -> Parts:
    """A change of the promise, more or less, by pool."""
    if change > 0:
        return following(choice, promised, change)
    return reducing(choice, promised, -change)


@dataclass
class Cash:
    """A deposit; without parts it is reversed."""

    gift: str
    day: date
    parts: Parts
    usd: Parts
    fee: Parts
    by_bank: bool
    receipt: str = ""
    """The unidentified receipt it was booked from."""

    @property
    def said(self) -> tuple[str, date, int, int, int]:
        """What a correction must change for money to be booked anew."""
        sums = (sum(parts.values()) for parts in (self.parts, self.usd, self.fee))
        return (self.gift, self.day, *sums)  # type: ignore[return-value]

    def facts(self) -> list[Fact]:
        came = [("deposit", self.day, pool, cents) for pool, cents in self.usd.items()]
        fees = [("fee", self.day, pool, cents) for pool, cents in self.fee.items()]
        return came + fees


@dataclass
class Moved:
    """A movement; without parts it is reversed."""

    kind: str
    day: date
    parts: Parts
    gift: str = ""
    paid: int | None = None
    """What a refund was in the currency of the gift, where it was paid in that."""

    def facts(self) -> list[Fact]:
        return [(self.kind, self.day, pool, cents) for pool, cents in self.parts.items()]


@dataclass
class Step:
    """A step of a trip: the pools it reserves, frees and spends from."""

    status: str
    on: date
    reserves: Parts = field(default_factory=dict)
    frees: Parts = field(default_factory=dict)
    spends: Parts = field(default_factory=dict)


@dataclass
class Journey:
    """A trip."""

    ticket: int
    other: int
    steps: list[Step]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def held(self) -> Parts:
        """Still reserved."""
        freed = [{pool: -cents for pool, cents in step.frees.items()} for step in self.steps]
        return added(*(step.reserves for step in self.steps), *freed)

    def facts(self) -> list[Fact]:
        return [
            (kind, step.on, pool, cents)
            for step in self.steps
            for kind, parts in (
                ("reserved", step.reserves),
                ("freed", step.frees),
                ("spent", step.spends),
            )
            for pool, cents in parts.items()
        ]

    def check_next(self, status: str, on: date) -> None:
        forbid(status not in FOLLOWS.get(self.last.status, ()), "not what can follow")
        forbid(on < self.last.on, "before the step it follows")
        forbid(on > TODAY, "in the future")
        if status == "authorised":
            forbid(on >= EVENT_BEGINS, "the event has begun")
            forbid(self.ticket + self.other == 0, "nothing is estimated")
        if status in {"settled", "no_show"}:
            forbid(on < EVENT_BEGINS, "the event has not begun")

    def usual_cost(self, status: str) -> int:
        """What a step costs when nobody says."""
        return {"settled": self.ticket + self.other, "replaced": 0}.get(status, self.ticket)


def drawn(cost: int, *purses: Parts) -> Parts:
    """A cost taken from one purse after the other, objective 1 of each first."""
    taken: list[Parts] = []
    for purse in purses:
        for pool in ("1", "unearmarked"):
            part = min(cost, max(purse.get(pool, 0), 0))
            taken.append({pool: part})
            cost -= part
    if cost:
        raise Illegal("more than there is for travel")
    return added(*taken)
