"""What a bank statement says, whatever form it came in."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from trustfund.domain.texts import skeleton


class Part(StrEnum):
    """What of the books a line of a statement may be: a document, or the fee of a deposit."""

    DEPOSIT = "deposit"
    FEE = "fee"
    MOVEMENT = "movement"
    RECEIPT = "receipt"

    @property
    def column(self) -> str:
        """The column of a line that names it."""
        return f"{self.value}_id"

    @property
    def words(self) -> str:
        """What it is called."""
        named = {"fee": "fee of deposit", "receipt": "unidentified receipt"}
        return named.get(self.value, self.value)


@dataclass(frozen=True)
class Line:
    """One booking of the bank, in minor units of the account's currency; above zero came in."""

    booked_on: date
    value_on: date
    amount: int
    counterparty: str = ""
    reference: str = ""
    text: str = ""
    paid_currency: str = ""
    """What was paid before the bank changed it, where the statement says so."""
    paid_amount: int | None = None


@dataclass(frozen=True)
class Balance:
    """What was on an account at the end of a day, in minor units."""

    day: date
    amount: int


@dataclass(frozen=True)
class Statement:
    """One statement of one account."""

    account: str
    currency: str
    lines: tuple[Line, ...]
    number: str = ""
    opening: Balance | None = None
    closing: Balance | None = None

    @property
    def unexplained(self) -> int:
        """What the closing balance is more than the opening one and all lines."""
        if self.opening is None or self.closing is None:
            return 0
        lines = sum(line.amount for line in self.lines)
        return self.closing.amount - self.opening.amount - lines

    @property
    def balances(self) -> Sequence[int | None]:
        """What was on the account after each line; None where the statement does not say it."""
        if self.opening is None:
            return [None] * len(self.lines)
        amounts = [line.amount for line in self.lines]
        if self.lines and self.lines[0].booked_on > self.lines[-1].booked_on:  # the newest is first
            return [*accumulate(amounts[::-1], initial=self.opening.amount)][:0:-1]
        return [*accumulate(amounts, initial=self.opening.amount)][1:]


def account_of(text: str) -> str:
    """An account's number as all forms have it: capitals, no blanks."""
    return "".join(text.split()).upper()


def marks(statements: Sequence[Statement], file: str) -> list[list[str]]:
    """What tells each line of a file from all others; the same where a later file repeats it.

    That is the account's balance after it, beside day, amount and reference: a second charge of the
    same day leaves another balance. Of a statement without balances it is the ``file`` itself.
    Lines that are still the same are told apart by their order in the file.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    found: list[list[str]] = []
    for statement in statements:
        own: list[str] = []
        for line, after in zip(statement.lines, statement.balances, strict=True):
            place = file if after is None else after
            same = facts(line.booked_on, line.amount, line.reference)
            whole = (statement.account, statement.currency, *same, place)
            seen[whole] += 1
            own.append(hashlib.sha256(repr((*whole, seen[whole])).encode()).hexdigest())
        found.append(own)
    return found


def facts(booked_on: date, amount: int, reference: str) -> tuple[str, int, str]:
    """What is the same of a line in all forms of a statement."""
    return booked_on.isoformat(), amount, skeleton(reference)


def names_one(reference: str) -> bool:
    """Whether a reference is of one booking, and no word such as CHARGES that many have."""
    return any(letter.isdigit() for letter in reference)
