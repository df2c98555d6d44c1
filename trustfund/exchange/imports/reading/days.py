"""Days in the spellings of the world: as ISO dates, or marked as unclear."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trustfund.exchange.imports.reading.words import MONTH, NO_DAY, NONE

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = (
    r"(?:[ T,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?Z| ?[+-][0-9]{2}:?[0-9]{2}| ?UTC)?)?"
)
ZONE = re.compile(r":[0-9]{2}(?:\.[0-9]+)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2}|UTC)$")
"""How a moment ends that says its time zone."""
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_FIGURES = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_TOGETHER = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? )?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)?[- /.]*(?:de )?"
    rf"([^\W\d_]+)\.?,?[- /]*(?:de )?([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([^\W\d_]+)\.?[- ]([0-9]{{1,2}})(?:st|nd|rd|th)?,?[- ]+([0-9]{{4}}){_TIME}"
)
NO_TIME = frozenset({"00:00:00", "0"})
"""Day 0 of a spreadsheet."""


@dataclass(frozen=True)
class Reading:
    """What a cell holds: a day, none, or two days that it may be."""

    text: str = ""
    is_none: bool = False
    """Whether it is one of the ways to write that there is no day."""
    day_first: str = ""
    month_first: str = ""
    """Both readings of figures such as 03/04/2017, "" where one is no day."""
    has_short_year: bool = False
    is_day: bool = True


def read(cell: str) -> Reading:
    """What a cell holds, by itself."""
    if _ISO.fullmatch(cell):
        return Reading("" if cell in NO_DAY else cell, is_none=cell in NO_DAY)
    if cell.casefold() in NONE or cell in NO_TIME:
        return Reading(is_none=True)
    if match := _FIGURES.fullmatch(cell):
        return _figures(cell, match)
    if match := _YEAR_FIRST.fullmatch(cell) or _TOGETHER.fullmatch(cell):
        year, month, day = match[1], match[match.re.groups - 1], match[match.re.groups]
        return _known(cell, year, month, day)
    if match := _DAY_FIRST.fullmatch(cell):
        return _known(cell, match[3], MONTH.get(match[2].casefold(), 0), match[1])
    if match := _MONTH_FIRST.fullmatch(cell):
        return _known(cell, match[3], MONTH.get(match[1].casefold(), 0), match[2])
    return Reading(cell, is_day=False)


def _figures(cell: str, match: re.Match[str]) -> Reading:
    first, sign, second, year = match.groups()
    if len(year) == 2:
        return Reading(cell, has_short_year=True)
    by_day, by_month = _iso(year, second, first), _iso(year, first, second)
    if by_day in NO_DAY or by_month in NO_DAY:
        return Reading(is_none=True)
    if sign == ".":  # nobody puts points behind a month that comes first
        return Reading(by_day or cell, is_day=bool(by_day))
    if by_day == by_month:
        return Reading(by_day or cell, is_day=bool(by_day))
    return Reading(cell, day_first=by_day, month_first=by_month)


def _known(cell: str, year: str, month: str | int, day: str) -> Reading:
    full = f"20{year}" if len(year) == 2 else year
    found = _iso(full, month, day)
    if found in NO_DAY or f"{full}-{int(month):02}-{int(day):02}" in NO_DAY:
        return Reading(is_none=True)
    return Reading(found or cell, is_day=bool(found))


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def looks_like(cell: str) -> bool:
    """Whether a cell is a day in any spelling."""
    return read(cell).is_day


def order(readings: Iterable[Reading]) -> str:
    """What comes first in a column: "day" or "month"; "" unknown, "?" both."""
    shown = {
        "day" if reading.day_first else "month"
        for reading in readings
        if bool(reading.day_first) != bool(reading.month_first)
    }
    return "?" if len(shown) > 1 else next(iter(shown), "")
