"""Cells of a file beside what the books have: numbers, and texts as an export writes them."""

import re
from decimal import Decimal, InvalidOperation
from enum import Enum

from trustfund.domain import money
from trustfund.domain.catalogue.file import CELL
from trustfund.domain.problems import Problems

_NOTHING = re.compile(r"|0+(\.0*)?")


def number(text: str) -> Decimal | None:
    """The number that a cell holds; None where it holds none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def same(cell: str, other: str) -> bool:
    """Whether two cells hold the same text, or the same number."""
    return cell == other or (number(cell) is not None and number(cell) == number(other))


def minor_units(text: str, currency: str) -> int | None:
    """An amount to compare with the books: 0 for an empty cell, None where an act will object."""
    if _NOTHING.fullmatch(text):
        return 0
    return Problems().attempt(money.parse_amount, CELL, text, currency)


def written(value: object) -> str:
    """A field of a document as an export writes it; "" is not stated."""
    if value is None:
        return ""
    return str(value.value) if isinstance(value, Enum) else str(value)


def amount_written(text: str, currency: str) -> str:
    """An amount of a file as an export would write it; as it is where an act will object."""
    minor = minor_units(text, currency) if text else None
    return text if minor is None else money.plain(minor, currency)
