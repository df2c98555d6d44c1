"""Which column a header in other words stands for: by its words, and by what stands below it."""

import difflib
import re
from functools import cache, lru_cache

from trustfund.domain import money
from trustfund.domain.fields import NUMBERS, Cell, Document, Field, Kept
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import amounts, days
from trustfund.exchange.imports.reading.grid import Record
from trustfund.exchange.imports.reading.texts import Broken, tidy
from trustfund.exchange.imports.reading.words import NEVER_AMOUNTS, NO_FIGURES, SCALE, SIGNS

LOOKED_AT = 50
CLOSE = 84
"""Per cent of a spelling that two close ones have in common."""
LONGEST = 300
"""What is longer is no header, and would be compared for minutes."""
_UNIT = re.compile(
    r"[(\[]([^()\[\]]*)[)\]]|\b(?:in|en) ([a-z$€£]{2,3}\$?)$|[ ,_-]([A-Z]{3}|usd|eur|gbp|chf)$"
)


def spelled(text: str) -> str:
    """A header without capitals, signs and units, to compare it by."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = _UNIT.sub(" ", text) if unit_of(text) or "(" in text or "[" in text else text
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def unit_of(header: str) -> str:
    """The currency that a header names, as in "Amount (USD)"."""
    for match in _UNIT.finditer(re.sub(r"(?<=[a-z])(?=[A-Z]{3}$)", " ", header.strip())):
        text = (match[1] or match[2] or match[3] or "").strip()
        if len(meant := SIGNS.get(text.casefold(), ())) == 1:
            return meant[0]
        code = text.upper() if match[3] else text
        if re.fullmatch("[A-Z]{3}", code) and money.decimals(code) is not None:
            return code
    return ""


@cache
def _names(document: Document) -> dict[str, dict[str, int]]:
    """The spellings of each column, and how sure one is of them."""
    found = {}
    for field in document.input_fields:
        names = (spelled(name) for name in (field.label, *field.synonyms.split(",")))
        found[field.key] = dict.fromkeys(filter(None, names), 90) | {
            field.key.replace("_", " "): 100,
            field.key: 100,
        }
    return found


@lru_cache(maxsize=2_000)
def rated(document: Document, text: str) -> dict[str, int]:
    """The columns that a header may stand for, each with how sure one is."""
    if len(text) > LONGEST:
        return {}
    names, typed = _names(document), spelled(text)
    unit = unit_of(text)
    rates: dict[str, int] = {}
    if not typed:
        typed = "amount" if unit else ""
    for column, spellings in names.items():
        rate = spellings.get(typed, 0)
        if not rate and len(typed) > 3:
            close = any(_is_close(typed, spelling) for spelling in spellings)
            words = set(typed.split())
            holds = any(words > set(name.split()) and len(name) > 3 for name in spellings)
            rate = 60 if close else 35 if holds else 0
        if rate:
            rates[column] = rate
    if unit and "amount" in rates:
        rates["amount"] -= 20  # where another one names no currency, that is the original amount
    if NO_FIGURES.search(text) or SCALE.search(text):
        rates = {c: rate for c, rate in rates.items() if not _is_reference(document.by_key[c])}
        rates = {c: rate for c, rate in rates.items() if document.by_key[c].cell not in NUMBERS}
    elif typed.rpartition(" ")[2] in NEVER_AMOUNTS:
        rates = {c: rate for c, rate in rates.items() if document.by_key[c].cell not in NUMBERS}
    elif unit == "USD" and "usd_amount" in names and {"amount", "usd_amount"} & set(rates):
        rates["usd_amount"] = 95
    return rates


def _is_reference(field: Field) -> bool:
    return field.key.endswith("reference")


def has_word(document: Document, text: str) -> bool:
    """Whether a header has all words of a spelling of some column: it is no name of a person."""
    words = set(spelled(text).split())
    return any(words >= set(name.split()) for each in _names(document).values() for name in each)


def _is_close(typed: str, spelling: str) -> bool:
    matcher = difflib.SequenceMatcher(None, spelling, typed)
    return matcher.quick_ratio() * 100 >= CLOSE and matcher.ratio() * 100 >= CLOSE


def guesses(
    kind: Kind, texts: list[str], fixed: list[str | None], body: list[Record]
) -> dict[int, str]:
    """For headers that are not known, the columns they are likely to stand for."""
    taken = {column for column in fixed if column}
    likely = []
    for index, (text, settled) in enumerate(zip(texts, fixed, strict=True)):
        if settled is None:
            samples = _samples(body, index)
            for column, rate in rated(kind.document, text).items():
                if column not in taken:
                    looks = _looks_like(kind, column, samples)
                    likely.append((rate + looks + 10 * (column in kind.required), -index, column))
            looks = _looks_like(kind, "currency", samples)
            if "currency" in kind.columns and "currency" not in taken and looks > 0:
                likely.append((30, -index, "currency"))
    found: dict[int, str] = {}
    for rate, index, column in sorted(likely, reverse=True):
        if rate > 20 and -index not in found and column not in found.values():
            found[-index] = column
    return found


def looks_otherwise(kind: Kind, column: str, body: list[Record], index: int) -> bool:
    """Whether the cells at a place do not look like those of a column."""
    return _looks_like(kind, column, _samples(body, index)) < 0


def _samples(body: list[Record], index: int) -> list[str]:
    cells = (tidy(cells[index]) for _, cells in body[:LOOKED_AT] if index < len(cells))
    return [cell for cell in cells if cell and type(cell) is not Broken]


def _looks_like(kind: Kind, column: str, samples: list[str]) -> int:
    """Whether cells look like those of a column: from -70, not at all, to 40."""
    if not samples:
        return 0
    field = kind.document.by_key.get(column)
    if field is None:
        return 0
    if field.codes is Kept.CURRENCY:
        fits = sum(money.decimals(text.upper()) is not None for text in samples)
    elif field.cell is Cell.DAY:
        fits = sum(days.looks_like(text) for text in samples)
    elif field.cell in (Cell.MONEY, Cell.USD, Cell.RATE):
        fits = sum(amounts.looks_like(text) for text in samples)
    elif field.is_name:
        fits = sum(not amounts.looks_like(text) for text in samples)
    else:
        return 0
    return 40 if fits * 3 >= len(samples) * 2 else -70
