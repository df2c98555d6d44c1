"""Amounts in the spellings of the world: read exactly, or marked as unclear. Never a wrong one.

What separates thousands and what begins the decimals is seen from the amount itself where it can be
("1.234,50", "1,234,567"), and else by what the rest of its column settles.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trustfund.domain import money
from trustfund.exchange.imports.reading.texts import Number
from trustfund.exchange.imports.reading.words import NONE, SIGNS

_CANONICAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_UNCLEAR = re.compile(r"(?!0+[.,])[0-9]{1,3}([.,])[0-9]{3}")
_WHOLE = re.compile(r"[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*")
_POINT = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([,' ])[0-9]{3})(?:\1[0-9]{3})*)\.[0-9]+")
_COMMA = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([.' ])[0-9]{3})(?:\1[0-9]{3})*),[0-9]+")
_SIGNED = re.compile(r"\((.*)\)|[-\u2212\u2013](.*)|(.*)[-\u2212\u2013]")
_MONEY = re.compile(
    r"([A-Za-z]{0,3}[$€£¥₩₹₺]|[A-Za-z]{2,3}\.?)?\s*([-0-9.,' ()\u2212]*[0-9][-0-9.,' ()\u2212]*?)"
    r"\s*([A-Za-z]{0,3}[$€£¥₩₹₺]|[A-Za-z]{2,3}\.?)?"
)
THREE_DECIMALS = 3
LONGEST = 60
"""No amount takes more letters; patterns would look at longer texts for minutes."""


@dataclass(frozen=True)
class Reading:
    """What a cell holds."""

    text: str = ""
    """The amount, with a point before the decimals; or the cell, where it is no amount."""
    unit: str = ""
    """The code or sign beside it."""
    unclear: str = ""
    """What separates three last figures, where that may be thousands or decimals."""
    is_negative: bool = False
    is_none: bool = False
    is_amount: bool = True
    decimal: str = ""
    """What this amount shows to stand before decimals."""


def read(cell: str) -> Reading:
    """What a cell holds, by itself."""
    if len(cell) > LONGEST:
        return Reading(cell, is_amount=False)
    if type(cell) is Number and cell.startswith("-"):
        return Reading(cell[1:], cell.unit, is_negative=True)
    if type(cell) is Number and cell.unit and _CANONICAL.fullmatch(cell):
        return Reading(cell, cell.unit)
    if _CANONICAL.fullmatch(cell) and (type(cell) is Number or not _UNCLEAR.fullmatch(cell)):
        shows = "." if "." in cell and type(cell) is not Number else ""
        return Reading(cell, decimal=shows)
    if cell.casefold() in NONE:
        return Reading(cell, is_none=True)
    typed = (
        re.sub(r"[\s\u00a0\u202f\u2009]+", " ", cell).replace("’", "'").replace("٬", ",").strip()
    )
    match = _MONEY.fullmatch(typed)
    if not match or (match[1] and match[3]):
        return _signed(typed, "") if not match else Reading(cell, is_amount=False)
    return _signed(match[2].strip(), (match[1] or match[3] or "").strip("."), cell)


def _signed(typed: str, unit: str, cell: str = "") -> Reading:
    sign = _SIGNED.fullmatch(typed)
    if sign:
        inner = read((sign[1] or sign[2] or sign[3] or "").strip())
        is_amount = inner.is_amount and not inner.is_negative and not inner.is_none
        if not is_amount or (unit and inner.unit):
            return Reading(cell or typed, is_amount=False)
        return Reading(
            inner.text, unit or inner.unit, inner.unclear, is_negative=True, decimal=inner.decimal
        )
    if not re.fullmatch(r"[0-9][0-9.,' ]*", typed):
        return Reading(cell or typed, is_amount=False)
    if unclear := _UNCLEAR.fullmatch(typed):
        return Reading(typed, unit, unclear=unclear[1])
    if whole := _WHOLE.fullmatch(typed):
        digits = re.sub(r"[^0-9]", "", typed)
        return Reading(digits, unit, decimal={".": ",", ",": "."}.get(whole[1], ""))
    if _POINT.fullmatch(typed):
        return Reading(re.sub(r"[^0-9.]", "", typed), unit, decimal=".")
    if _COMMA.fullmatch(typed):
        return Reading(re.sub(r"[^0-9,]", "", typed).replace(",", "."), unit, decimal=",")
    return Reading(typed, unit) if typed.isdecimal() else Reading(cell or typed, is_amount=False)


def looks_like(cell: str) -> bool:
    """Whether a cell is an amount in any spelling."""
    reading = read(cell)
    return reading.is_amount and not reading.is_none


def settled(readings: Iterable[Reading]) -> str:
    """What stands before decimals in a column: "." or ","; "" unknown, "?" both."""
    shown = {reading.decimal for reading in readings} - {""}
    return "?" if len(shown) > 1 else next(iter(shown), "")


def clear(reading: Reading, style: str, decimals: int, *, is_rate: bool = False) -> str | None:
    """The amount where its column makes it clear; None where it may be two amounts."""
    mark = reading.unclear
    whole, point = reading.text.replace(mark, ""), reading.text.replace(mark, ".")
    if style in (".", ","):
        return point if mark == style else whole
    if style == "?":
        return None
    if is_rate:
        return point if mark == "." else None
    if decimals >= THREE_DECIMALS:
        return None
    if mark == ".":
        return point  # nobody gives cents three figures: it is refused as "more decimals"
    return None if whole.startswith("0") else whole


def currencies(unit: str) -> tuple[str, ...]:
    """The currencies that a code or a sign may mean; empty where it is none."""
    code = unit.upper()
    named = (code,) if len(code) == 3 and money.decimals(code) is not None else ()
    return SIGNS.get(unit.casefold(), named)
