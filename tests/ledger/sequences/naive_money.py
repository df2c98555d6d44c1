"""The arithmetic of the rules, done naively and apart from the program: exact, and in the open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "XOF": 0, "TND": 3, "KWD": 3}
POOLS = ("unearmarked", "1", "2", "3")

Parts = dict[str, int]


class Illegal(Exception):
    """The rules forbid it; the message says which."""


def forbid(condition: object, why: str) -> None:
    if condition:
        raise Illegal(why)


def typed(minor: int, currency: str = "USD") -> str:
    """An amount as somebody types it."""
    return f"{Decimal(minor).scaleb(-DECIMALS[currency]):f}"


def nearest(value: Fraction) -> int:
    """The nearest whole number, a half away from zero."""
    below = value.numerator // value.denominator
    rest = value - below
    if rest == Fraction(1, 2):
        return below + 1 if value > 0 else below
    return below if rest < Fraction(1, 2) else below + 1


def dollars(minor: int, currency: str, rate: Fraction) -> int:
    """US dollar cents of an amount at a rate in units for 1 USD."""
    return nearest(Fraction(minor, 10 ** DECIMALS[currency]) / rate * 100)


def usual_fee(cents: int) -> int:
    """The agent takes 1 %, rounded half up."""
    return (cents + 50) // 100


def shared(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Whole units by weight: the rest goes, one each, to who lacks most of its exact share."""
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    given = [int(share) for share in exact]  # shares are not negative
    lacking = [share - units for share, units in zip(exact, given, strict=True)]
    for _ in range(total - sum(given)):
        first = lacking.index(max(lacking))
        given[first] += 1
        lacking[first] -= 1
    return given


def shared_like(total: int, parts: Mapping[str, int]) -> Parts:
    """A sum divided as ``parts`` are; the sign of the sum is kept."""
    if not any(parts.values()):
        return dict.fromkeys(parts, 0)
    units = shared(abs(total), [abs(part) for part in parts.values()])
    sign = -1 if total < 0 else 1
    return {pool: sign * part for pool, part in zip(parts, units, strict=True)}


def following(choice: Parts, given: Parts, amount: int) -> Parts:
    """What brings all that was given, with ``amount`` more, closest to the choice."""
    in_all = sum(given.values()) + amount
    lacks = {
        pool: Fraction(in_all * part, sum(choice.values())) - given.get(pool, 0)
        for pool, part in choice.items()
    }
    units = shared(amount, [max(lack, Fraction(0)) for lack in lacks.values()])
    return {pool: part for pool, part in zip(lacks, units, strict=True) if part}


def reducing(choice: Parts, given: Parts, less: int) -> Parts:
    """What must go, as negative parts, so that the rest is closest to the choice."""
    rest = sum(given.values()) - less
    above = [
        max(given[pool] - Fraction(rest * choice[pool], sum(choice.values())), Fraction(0))
        for pool in given
    ]
    units = shared(less, above)
    return {pool: -part for pool, part in zip(given, units, strict=True) if part}


def added(*several: Mapping[str, int]) -> Parts:
    """Parts summed pool by pool, without those that are nothing."""
    sums = {pool: sum(parts.get(pool, 0) for parts in several) for pool in POOLS}
    return {pool: part for pool, part in sums.items() if part}
