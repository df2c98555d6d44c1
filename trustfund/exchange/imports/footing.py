"""Whether the rows of a file add up to its own total lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trustfund.domain.fields import Cell
from trustfund.exchange.imports.cells import number
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading.texts import capital
from trustfund.exchange.imports.rows import Row, Table

_TOTAL = re.compile(r"total|sum|summe|somme|suma", re.IGNORECASE)
_SUB_TOTAL = re.compile(r"\b(sub|sous|zwischen|parci)[ -]?(total|summe|al)", re.IGNORECASE)
_GRAND_TOTAL = re.compile(r"\b(grand|overall|general|g[ée]n[ée]ral|gesamt)", re.IGNORECASE)


@dataclass(frozen=True)
class Footing:
    """An amount of a total line beside what the rows above it come to."""

    place: str
    label: str
    column: str
    printed: Decimal
    found: Decimal | None
    """None where the rows cannot be added up."""
    rows: str
    """Which rows were added up: "rows 2 to 14"; or why they were not."""

    @property
    def foots(self) -> bool:
        """Whether the rows add up to the total line."""
        return self.found == self.printed

    def __str__(self) -> str:
        printed = f'{capital(self.place)} "{self.label}": {self.column} says {self.printed:,f}'
        if self.found is None:
            return f"{printed}; it was not compared, for {self.rows}."
        if self.foots:
            return f"{printed}, and {self.rows} add up to it."
        gap = self.found - self.printed
        less = f"{abs(gap):,f} {'less' if gap < 0 else 'more'}"
        return f"{printed}; {self.rows} add up to {self.found:,f}, which is {less}."


def compared(kind: Kind, table: Table) -> Iterator[Footing]:
    """Every amount of every total line, compared with the rows above it.

    A total line that names a currency is of the rows in that currency.
    """
    since = 0
    for total in table.totals:
        for column in table.columns:
            printed = _number(total.cells.get(column, "")) if kind.is_money(column) else None
            if printed is not None:
                yield _compare(kind, table, total, column, printed, since)
        since = total.number


def _compare(
    kind: Kind, table: Table, total: Row, column: str, printed: Decimal, since: int
) -> Footing:
    """A sub-total counts from the total line before it, a grand total from the first row.

    Most lines say "total" and no more: those are whichever of the two adds up.
    """
    label, in_dollars = _label(kind, total), kind.cell(column) is Cell.USD
    above = [row for row in table.rows if row.number < total.number]
    part = [row for row in above if row.number > since]
    readings = [above] if not since or not part or _GRAND_TOTAL.search(label) else [part, above]
    if _SUB_TOTAL.search(label):
        readings = [part]
    elif len(readings) > 1 and total is table.totals[-1]:
        readings.reverse()

    def footing(rows: Sequence[Row]) -> Footing:
        only = total.cells.get("currency", "").upper()
        which = "the rows above" if rows == above else _numbers(rows)
        if only and not in_dollars:
            rows = [row for row in rows if _currency(row) == only]
            which = f"{which} in {only}"
        found, why_not = _added_up(rows, column, in_dollars)
        return Footing(total.place, label, column, printed, found, why_not or which)

    tried = [footing(rows) for rows in readings]
    return next((each for each in tried if each.foots), tried[0])


def _added_up(rows: Sequence[Row], column: str, in_dollars: bool) -> tuple[Decimal | None, str]:
    """What rows come to in a column; or None, and why they cannot be added up."""
    currencies = {_currency(row) for row in rows if row.cells.get(column)}
    if len(currencies) > 1 and not in_dollars:
        return None, f"the rows above are in {', '.join(sorted(currencies))}"
    if not rows:
        return None, "there are no rows above it"
    sum_ = Decimal(0)
    for row in rows:
        amount = _number(row.cells.get(column, "") or "0")
        if amount is None:
            return None, f"{row.place} has no amount that can be read"
        sum_ += amount
    return sum_, ""


def _numbers(rows: Sequence[Row]) -> str:
    return f"rows {rows[0].number} to {rows[-1].number}" if rows else "no rows"


def _currency(row: Row) -> str:
    return row.cells.get("currency", "").upper()


def _label(kind: Kind, total: Row) -> str:
    """What a total line is called."""
    cells = (cell for column, cell in total.cells.items() if not kind.is_money(column))
    texts = [cell for cell in cells if cell and _number(cell) is None]
    return next(filter(_TOTAL.search, texts), texts[0] if texts else "")


def _number(text: str) -> Decimal | None:
    return number(text.replace(",", "").replace(" ", ""))
