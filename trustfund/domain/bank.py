"""What a bank statement says, whatever form it came in."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


def account_of(text: str) -> str:
    """An account's number as all forms have it: capitals, no blanks."""
    return "".join(text.split()).upper()


def marks(statement: Statement) -> Iterator[str]:
    """What tells each line from all others of the account, also where a later file repeats it.

    Lines with the same days, amount and reference of the bank are told apart by their order.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for line in statement.lines:
        facts = (line.booked_on.isoformat(), line.amount, skeleton(line.reference))
        seen[facts] += 1
        whole = (statement.account, statement.currency, *facts, seen[facts])
        yield hashlib.sha256(repr(whole).encode()).hexdigest()
