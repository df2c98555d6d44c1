"""Files of UN operational rates of exchange as the UN Treasury gives them out.

Lines of preamble, a header with country, name and code of the currency, effective date and units
for 1 US dollar, then a line for each country, then footnotes: as text between tabs under the name
of a workbook, as CSV, or as a workbook that somebody saved. Such a file needs no column mapper.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from trustfund.domain import money
from trustfund.exchange.imports.cells import number
from trustfund.exchange.imports.reading.texts import few
from trustfund.exchange.imports.rows import Row, Table

SOURCE = "UN Treasury"
LOOKED_AT = 40
"""The header is among so many first lines."""
CODES = frozenset(
    {"code", "currency code", "iso code", "iso", "abbreviation", "symbol", "currency"}
    | {"abbrev", "currency abbreviation", "currency symbol", "f curr code", "curr code"}
)
DAYS = frozenset(
    {"effective date", "effective on", "effective from", "date effective", "effective", "eff date"}
)
RATES = re.compile(
    r".*\b(operational rates?|rates? of exchange|exchange rates?|un rates?)\b.*"
    r"|rates?|(local currency )?(units )?(per|for|to)( one)? (usd|us ?\$|us dollar).*"
)
OWN_HEADER = frozenset({"effective_on", "units_per_usd"})
"""What a file of this product's own columns has."""
_CODE = re.compile(r"[A-Z]{3}")
_NO_LETTERS = re.compile(r"[^a-z$]+")
Keyed = Mapping[str, Sequence[Row]]


def recognise(records: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """What each header of a Treasury file stands for, "" where it is not needed.

    Nothing where this is no such file.
    """
    for at, cells in enumerate(records[:LOOKED_AT]):
        titles = [_NO_LETTERS.sub(" ", cell.casefold()).strip() for cell in cells]
        days = [place for place, title in enumerate(titles) if title in DAYS]
        rates = [place for place, title in enumerate(titles) if RATES.fullmatch(title)]
        codes = [place for place, title in enumerate(titles) if title in CODES]
        if len(days) != 1 or len(rates) != 1 or OWN_HEADER & set(cells):
            continue
        code = _holds_codes(codes, records[at + 1 :])
        if code is not None:
            stands_for = {code: "currency", days[0]: "effective_on", rates[0]: "units_per_usd"}
            return {
                cell.strip(): stands_for.get(place, "")
                for place, cell in enumerate(cells)
                if cell.strip()
            }
    return {}


def _holds_codes(candidates: Sequence[int], below: Sequence[Sequence[str]]) -> int | None:
    """Which of several columns holds codes, and not names such as "Euro"."""
    for place in candidates:
        cells = (cells[place].strip() for cells in below if len(cells) > place)
        filled = [cell for cell in cells if cell]
        if sum(map(bool, map(_CODE.fullmatch, filled))) * 2 > len(filled):
            return place
    return None


def tidy(table: Table, file: str) -> Table:
    """Rates of a list by country once, and without the US dollar's own line.

    A file of this product's own columns is left as it is. The Treasury's own file names no source:
    it is the source of what is new.
    """
    names = [header.text for header in table.headers]
    if not names or OWN_HEADER & set(names):
        return table
    examples = zip_longest(*(header.examples for header in table.headers), fillvalue="")
    is_theirs = bool(recognise([names, *examples]))
    kept: list[Row] = []
    repeated, dollars, unknown = defaultdict(list), defaultdict(list), defaultdict(list)
    first: dict[tuple[str, str], Row] = {}
    for row in table.rows:
        currency = row.cells.get("currency", "").upper()
        units = number(row.cells.get("units_per_usd", ""))
        twin = first.setdefault((currency, row.cells.get("effective_on", "")), row)
        if units and twin is not row and number(twin.cells["units_per_usd"]) == units:
            repeated[currency].append(row)
        elif currency == "USD" and units == 1:
            dollars[currency].append(row)
        elif is_theirs and _CODE.fullmatch(currency) and money.decimals(currency) is None:
            unknown[currency].append(row)
        else:
            kept.append(row)
    return replace(
        table,
        rows=tuple(kept),
        remarks=(*table.remarks, *_left_out(repeated, dollars, unknown)),
        filled={"source": f"{SOURCE}, {file}"} if is_theirs else {},
    )


def _left_out(repeated: Keyed, dollars: Keyed, unknown: Keyed) -> Iterator[str]:
    if repeated:
        counts = ", ".join(f"{code} {len(rows)}" for code, rows in repeated.items())
        yield f"Left out, because another row gives the same rate for another country: {counts}."
    if dollars:
        yield f"Left out, as the US dollar needs no rate: {_places(dollars['USD'])}."
    if unknown:
        codes = ", ".join(f"{code} ({_places(rows)})" for code, rows in unknown.items())
        yield f"Left out, as no money can be booked in them: {codes}."


def _places(rows: Sequence[Row]) -> str:
    return few([row.place for row in rows])
