"""Cells as text: what they were before a spreadsheet got hold of them."""

import re
from collections.abc import Iterable, Sequence

from trustfund.exchange.formulas import is_formula

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
"""What nobody sees; joiners are not among it, which some scripts cannot do without."""
_SPACES = re.compile(r"\s+")
FEW = 5
"""So many of a long list are named."""


class Number(str):
    """What a workbook holds as a number: there are no separators to guess about."""

    unit = ""
    """The currency, or %, that its format shows."""


class Broken(str):
    """A cell of a workbook that holds no value: ``#REF!``, or a formula that was never computed."""

    __slots__ = ()


class Meant(str):
    """What a person chose as the meaning of a cell: it is taken as it is."""

    __slots__ = ()


def plain(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def tidy(cell: str) -> str:
    """A code, a name, a number: without what nobody sees, and with one plain space for several."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip() if cell[:1] == " " or cell[-1:] == " " else cell
    return _SPACES.sub(" ", _INVISIBLE.sub("", cell)).strip()


def capital(text: str) -> str:
    """A text as a sentence begins: "row 2" is "Row 2"."""
    return f"{text[:1].upper()}{text[1:]}"


def few(texts: Sequence[str]) -> str:
    """The first five of several, and how many more: "a, b, c, d, e and 7 more"."""
    more = len(texts) - FEW
    return ", ".join(texts[:FEW]) + (f" and {more} more" if more > 0 else "")


def listed(rows: Sequence[int]) -> str:
    """The numbers of rows for people: "row 2", "rows 2, 3 and 7"."""
    texts = [str(row) for row in rows]
    if 1 < len(texts) <= FEW:
        texts = [", ".join(texts[:-1]) + f" and {texts[-1]}"]
    return f"row{'s' * (len(rows) > 1)} {few(texts)}"


_PLACED = re.compile(r"((?:sheet .*?, )?row )([0-9,]+)(?:: |, )(.*)", re.DOTALL)
_DIFFERS = re.compile(r'"[^"]*"|[0-9][0-9.,-]*')
"""What differs between sentences of one kind: amounts, days, quoted texts."""


def gathered(sentences: Iterable[str]) -> list[str]:
    """Sentences about rows, those of one kind as one: the first, and in how many more rows."""
    kinds: dict[str, list[tuple[str, int]]] = {}
    for sentence in sentences:
        match = _PLACED.fullmatch(sentence)
        kind = _DIFFERS.sub("", match[3]) if match else sentence
        row = int(match[2].replace(",", "")) if match else 0
        kinds.setdefault(kind, []).append((sentence, row))
    found = []
    for same in kinds.values():
        rows = sorted({row for _, row in same})
        if len(rows) <= FEW:
            found += [sentence for sentence, _ in same]
            continue
        more = f"The same in {len(rows) - 1:,} more rows, {few([str(row) for row in rows[1:]])}."
        found.append(f"{same[0][0]} {more}")
    return found
