"""Money that is there already: when two deposits look like one. Nothing else decides it.

A contributor and its agencies are several givers.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from trustfund.domain import money
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.fields import Field
from trustfund.domain.texts import skeleton

NAMED = 3
"""So many of those that look alike are named."""
Mark = str | tuple[int, date | str, str, int]


class Cash(NamedTuple):
    """What a deposit brought: by its giver's number, in minor units of the currency."""

    reference: str
    giver: int
    value_date: date | str | None
    currency: str
    amount: int
    bank_reference: str
    contribution: str

    def marks(self) -> Iterator[Mark]:
        """What the same money has in common: the bank's reference, or giver, day and amount."""
        if bank := skeleton(self.bank_reference):
            yield bank
        if self.value_date and self.amount:
            yield self.giver, self.value_date, self.currency, self.amount

    def __str__(self) -> str:
        bank = f", bank reference {self.bank_reference}" if self.bank_reference else ""
        amount = money.text(self.amount, self.currency)
        return f"{self.reference} of {self.value_date}, {amount}{bank}, for {self.contribution}"


def asked(cash: Cash, like: Sequence[Cash]) -> tuple[Field, str, str]:
    """What is asked of a deposit that looks like others: the field, the value and the reason."""
    bank = skeleton(cash.bank_reference)
    more = " and others" if like[NAMED:] else ""
    names = " and ".join(map(str, like[:NAMED])) + more
    why = f"looks like money that is there already: {names}"
    if bank and any(skeleton(each.bank_reference) == bank for each in like):
        return fields.BANK_REFERENCE, cash.bank_reference, why
    return fields.AMOUNT, money.text(cash.amount, cash.currency), why


REMEDY = (
    "Is it the same money? Then do not book it again, and correct the deposit that is there if it "
    "is wrong; if it is other money, say why"
)
"""What is to be done about it."""
