"""Rates pasted from a table: the currency and the number of each line."""

import re
from collections.abc import Iterator

from trustfund.domain.money import currencies

_CELL = re.compile(r"[^\s;|]+")
_NUMBER = re.compile(r"[\d.,']*\d")


def rates(text: str) -> Iterator[tuple[str, str]]:
    """Each line as a currency and units for 1 US dollar, as typed; headings have no number.

    The currency is the first code of one that stands in the line, the units are its last number.
    What is missing is "": the act says so.
    """
    known = set(currencies())
    for line in text.splitlines():
        cells = _CELL.findall(line)
        numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
        codes = [cell for cell in cells if cell in known]
        if numbers or codes:
            yield next(iter(codes), ""), next(reversed(numbers), "")
