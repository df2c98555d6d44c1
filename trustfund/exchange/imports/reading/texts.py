"""Cells as text: what they were before a spreadsheet got hold of them."""

import re

from trustfund.exchange.tables import is_formula

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")


class Number(str):
    """What a workbook holds as a number: there are no separators to guess about."""

    __slots__ = ()


class Broken(str):
    """A cell of a workbook that holds no value: ``#REF!``, or a formula that was never computed."""

    __slots__ = ()


class Meant(str):
    """What a person said a cell means: it is taken as it is, whatever else was said."""

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


def listed(rows: list[int]) -> str:
    """The numbers of rows for people: up to five, and how many more."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) <= 5:
        return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"rows {', '.join(map(str, rows[:5]))} and {len(rows) - 5} more"
