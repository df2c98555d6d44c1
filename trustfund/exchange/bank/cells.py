"""What the texts of a statement mean: amounts as whole minor units, and texts that can be shown."""

import re
from datetime import date
from decimal import Decimal

from trustfund.domain import money
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problems, refusal
from trustfund.domain.texts import normalised, visible
from trustfund.exchange.imports.reading.grid import refuse
from trustfund.exchange.imports.rows import Source

_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4})")
LONGEST = 500
"""Letters of a text that are kept: no bank sends more that a person reads."""
MOST_LINES = 20_000


def refuse_many(source: Source, lines: int) -> None:
    """Refuse a file with too many lines: they are counted before they are read."""
    if lines > MOST_LINES:
        why = f"has more than {MOST_LINES:,} lines"
        raise refuse(source, why, "Take a statement of fewer days from the bank")


def day_before(day: date) -> date:
    """The day before, where there is one."""
    return date.fromordinal(max(day.toordinal() - 1, 1))


def shown(text: str | None) -> str:
    """A text of the bank in one line, without what nobody sees: nobody can mend it there."""
    seen = _ESCAPE.sub("", visible(normalised((text or "").replace("\\", "/")), lines=False))
    return " ".join(seen.split())[:LONGEST]


def minor(amount: Decimal, currency: str, at: Place) -> int:
    """An amount in minor units of a currency, zero and below zero too."""
    places = money.decimals(currency)
    if places is None:
        why, remedy = "is not a currency code", "The statement must name its currency"
        raise refusal(fields.CURRENCY, Code.NOT_A_CURRENCY, currency, why, remedy, at)
    exact = amount.scaleb(places)
    if abs(exact) > money.LARGEST_AMOUNT:
        why, remedy = "is larger than this fund can hold", "Check the number of digits"
        raise refusal(fields.AMOUNT, Code.TOO_LARGE, amount, why, remedy, at)
    if exact != int(exact):
        why, remedy = f"has more decimals than {currency}", "Take the file from the bank again"
        raise refusal(fields.AMOUNT, Code.TOO_MANY_DECIMALS, amount, why, remedy, at)
    return int(exact)


_NUMBER = re.compile(r"[0-9]{1,18}(?:[.,][0-9]{0,8})?")


def decimal(text: str | None, at: Place) -> Decimal:
    """An amount of a bank's file: digits, and a point or a comma before decimals."""
    if text is None or not _NUMBER.fullmatch(text.strip()):
        why, remedy = "is not an amount", "Take the file from the bank again"
        raise refusal(fields.AMOUNT, Code.NOT_AN_AMOUNT, shown(text), why, remedy, at)
    return Decimal(text.strip().replace(",", "."))


def unread(problems: Problems, what: str, value: str, at: Place) -> None:
    """Note a part of a statement that cannot be read."""
    remedy = "The file may be damaged: take it from the bank again"
    why = f"cannot be read as {what}"
    problems.add(fields.LINE, Code.UNREADABLE, shown(value)[:60], why, remedy, at)
