"""Which row is the header, and which column each of its cells stands for."""

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from trustfund.domain import money
from trustfund.domain.problems import Problem, Problems
from trustfund.exchange.imports import columns as known_columns
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import amounts, days
from trustfund.exchange.imports.reading.grid import Grid, Record, refuse
from trustfund.exchange.imports.reading.texts import Broken, plain, tidy
from trustfund.exchange.imports.reading.words import NOTE, OTHER_NAMES, TOTAL, UNITS
from trustfund.exchange.imports.rows import Choices, Header, Source
from trustfund.figures.datasets import Cell

FIRST_ROWS = 30
LOOKED_AT = 50
EXAMPLES = 3
CLOSE = 0.84
PROBLEM = "problem"
"""The column in which rejected rows say why; it is left out without a word."""
_UNIT = re.compile(r"[(\[]([^()\[\]]*)[)\]]|\b(?:in|en) ([a-z$€£]{2,3}\$?)$|[ ,-]([A-Z]{3})$")


@dataclass(frozen=True)
class Heading:
    """The header of a sheet: where it stands, and what each of its cells is taken for."""

    number: int
    headers: tuple[Header, ...]
    fields: tuple[str, ...]
    """The name under which each place of a row is kept; "" leaves it out."""
    currencies: dict[str, str] = field(default_factory=dict)
    """Columns whose header names a currency: "Amount (EUR)"."""
    problems: tuple[Problem, ...] = ()


def fit(kind: Kind, choices: Choices, cells: Sequence[str]) -> int:
    """How much a row looks like the header of this kind."""
    names = set(known_columns.known(kind)) | set(choices.columns)
    known = best = 0
    for cell in cells:
        text = plain(cell)
        if not text or len(text) > 80:
            continue
        known += text in names
        best += text in names or bool(_rated(kind, text))
    return 3 * known + best


def find(grid: Grid, kind: Kind, choices: Choices) -> int:
    """The place of the header among the records: the first, unless one below is clearly it."""
    fits = [fit(kind, choices, cells) for _, cells in grid.records[:FIRST_ROWS]]
    best = max(range(len(fits)), key=lambda place: (fits[place], -place))
    return best if fits[best] >= 2 else 0


def understand(source: Source, grid: Grid, at: int, kind: Kind, choices: Choices) -> Heading:
    """What each cell of the header stands for, and what a person should look at."""
    number, cells = grid.records[at]
    body = grid.records[at + 1 :]
    texts = [plain(cell) for cell in cells]
    place = _place(grid, number)
    texts = _named(texts, body, place)
    given = [choices.columns.get(text) if text else "" for text in texts]
    fixed = [
        chosen if chosen is not None else text if text in known_columns.known(kind) else None
        for text, chosen in zip(texts, given, strict=True)
    ]
    for column in filter(None, given):
        if column not in known_columns.known(kind):
            raise refuse(source, f'has no column "{column}" to choose', "Choose another column")
    guesses = _guesses(kind, texts, fixed, body)
    headers, fields, problems = [], [], Problems()
    currencies: dict[str, str] = {}
    taken = Counter(filter(None, fixed))
    for index, (text, settled) in enumerate(zip(texts, fixed, strict=True)):
        guess = guesses.get(index, "")
        column = settled if settled is not None else guess
        is_guess = settled is None and text != PROBLEM
        unknown = is_guess and not column
        if text:
            headers.append(Header(text, column, is_guess, _examples(body, index)))
        if settled and taken[settled] > 1 and settled in fixed[:index]:
            other = texts[fixed.index(settled)]
            problems.add(
                f"{place}, column",
                kind.shown(text),
                f'stands for {settled}, as "{kind.shown(other)}" does',
                "Choose which of the two it is",
            )
            column = ""
        keeps = text not in known_columns.known(kind) and text not in guesses.values()
        left_out = settled == "" or unknown
        fields.append(column or (text if left_out and keeps and text != PROBLEM else ""))
        if column and (unit := _unit(text)) and text != column:
            currencies[column] = unit
        if is_guess:
            problems.add(f"{place}, column", kind.shown(text), *_doubt(kind, column))
    return Heading(number, tuple(headers), tuple(fields), currencies, problems.found)


def _place(grid: Grid, number: int) -> str:
    return f'sheet "{grid.sheet}", row {number}' if grid.sheet else f"row {number}"


def _doubt(kind: Kind, column: str) -> tuple[str, str]:
    why = f"is not a column of {kind.name}"
    if column:
        return why, f"Did you mean {column}? Say so, rename the column to it, or leave it out"
    return why, f"Take it out, or use one of {', '.join(kind.columns)}"


def _named(texts: list[str], body: list[Record], place: str) -> list[str]:
    """The header as far as it goes; refused where a column has no name, or another one's."""
    under = [_holds(body, index) for index in range(len(texts))]
    width = max((n for n, text in enumerate(texts, start=1) if text or under[n - 1]), default=0)
    problems = Problems()
    for index, name in enumerate(texts[:width]):
        if not name and under[index]:
            problems.add(
                f"{place}, column {index + 1}", "", "has no name", "Name it or take it out"
            )
        elif name and name in texts[:index]:
            problems.add(f"{place}, column", name, "is there twice", "Keep one of the two")
    problems.refuse_if_any()
    return texts[:width]


def _holds(body: list[Record], index: int) -> bool:
    """Whether anything stands under a place of the header but the words for a total."""
    cells = (plain(cells[index]) for _, cells in body if index < len(cells))
    return any(cell and not TOTAL.match(cell) and not NOTE.match(cell) for cell in cells)


def _examples(body: list[Record], index: int) -> tuple[str, ...]:
    cells = (tidy(cells[index]) for _, cells in body[:LOOKED_AT] if index < len(cells))
    told = (cell for cell in cells if cell and not TOTAL.match(cell))
    return tuple(islice(dict.fromkeys(told), EXAMPLES))


def spelled(text: str) -> str:
    """A header without capitals, signs and units, to compare it by."""
    text = _UNIT.sub(" ", text) if _unit(text) or "(" in text or "[" in text else text
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _unit(header: str) -> str:
    """The currency that a header names, as in "Amount (USD)"."""
    for match in _UNIT.finditer(header.strip()):
        said = (match[1] or match[2] or match[3] or "").strip()
        if said.casefold() in UNITS:
            return UNITS[said.casefold()]
        if re.fullmatch("[A-Z]{3}", said) and money.decimals(said) is not None:
            return said
    return ""


@cache
def _names(columns: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """The spellings of each column, and how sure one is of them."""
    found = {}
    for column in columns:
        names = dict.fromkeys(
            (spelled(name) for name in OTHER_NAMES.get(column, "").split(",")), 0.9
        )
        found[column] = {name: rate for name, rate in names.items() if name} | {
            column.replace("_", " "): 1.0,
            column: 1.0,
        }
    return found


@cache
def _rated_text(columns: tuple[str, ...], text: str) -> dict[str, float]:
    names, typed = _names(columns), spelled(text)
    unit = _unit(text)
    rates: dict[str, float] = {}
    if not typed:
        typed = "amount" if unit else ""
    for column, spellings in names.items():
        rate = spellings.get(typed, 0.0)
        if not rate and len(typed) > 3:
            close = difflib.get_close_matches(typed, spellings, n=1, cutoff=CLOSE)
            said = set(typed.split())
            holds = any(said > set(name.split()) and len(name) > 3 for name in spellings)
            rate = 0.6 if close else 0.35 if holds else 0.0
        if rate:
            rates[column] = rate
    if unit == "USD" and "usd_amount" in names and {"amount", "usd_amount"} & set(rates):
        rates["usd_amount"] = 0.95
    return rates


def _rated(kind: Kind, text: str) -> dict[str, float]:
    """The columns that a header may stand for, each with how sure one is."""
    return _rated_text(kind.columns, text)


def _guesses(
    kind: Kind, texts: list[str], fixed: list[str | None], body: list[Record]
) -> dict[int, str]:
    """For headers that are not known, the columns they are likely to stand for."""
    taken = {column for column in fixed if column}
    rated = []
    for index, (text, settled) in enumerate(zip(texts, fixed, strict=True)):
        if settled is None and text != PROBLEM:
            samples = _samples(body, index)
            for column, rate in _rated(kind, text).items():
                if column not in taken:
                    looks = _looks_like(kind, column, samples)
                    rated.append((rate + looks + (column in kind.required) / 10, -index, column))
            looks = _looks_like(kind, "currency", samples)
            if "currency" in kind.columns and "currency" not in taken and looks > 0:
                rated.append((0.3, -index, "currency"))
    found: dict[int, str] = {}
    for rate, index, column in sorted(rated, reverse=True):
        if rate > 0.2 and -index not in found and column not in found.values():
            found[-index] = column
    return found


def _samples(body: list[Record], index: int) -> list[str]:
    cells = (tidy(cells[index]) for _, cells in body[:LOOKED_AT] if index < len(cells))
    return [cell for cell in cells if cell and type(cell) is not Broken]


def _looks_like(kind: Kind, column: str, samples: list[str]) -> float:
    """Whether cells look like those of a column: from -0.7, not at all, to 0.4."""
    if not samples:
        return 0.0
    cell = known_columns.cells(kind.name).get(column, Cell.TEXT)
    if column == "currency":
        fits = sum(money.decimals(text.upper()) is not None for text in samples)
    elif cell is Cell.DAY:
        fits = sum(days.looks_like(text) for text in samples)
    elif cell in (Cell.MONEY, Cell.USD, Cell.RATE):
        fits = sum(amounts.looks_like(text) for text in samples)
    elif column in ("contributor", "name", "organization", "title", "parent"):
        fits = sum(not amounts.looks_like(text) for text in samples)
    else:
        return 0.0
    return 0.4 if fits * 3 >= len(samples) * 2 else -0.7
