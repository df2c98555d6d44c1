"""Parts of a report as people read them: the same words on its page and in its PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trustfund.figures.wording import NOT_AVAILABLE, exact_usd


@dataclass(frozen=True)
class Table:
    """Rows of text; ``amounts`` are the numbers of the columns that stand to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    amounts: frozenset[int] = frozenset()
    bold: tuple[int, ...] = ()
    """Numbers of the rows that are sums."""
    wide: tuple[int, ...] = (0,)
    """Numbers of the columns that share the room that is left."""


@dataclass(frozen=True)
class Section:
    """A part of a report; ``figures`` are the keys of the definitions of what it states."""

    title: str
    before: tuple[str, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    name: str = ""

    def data(self) -> dict[str, Any]:
        """The section as plain data for a template."""
        table = self.table
        return {
            "title": self.title,
            "before": list(self.before),
            "after": list(self.after),
            "table": table
            and {
                "columns": [
                    [title, number in table.amounts] for number, title in enumerate(table.columns)
                ],
                "rows": [list(row) for row in table.rows],
                "bold": list(table.bold),
                "wide": list(table.wide),
            },
        }


def usd_or_not(cents: int | None) -> str:
    """US dollars to the cent; "not available" where there is no rate yet."""
    return NOT_AVAILABLE if cents is None else exact_usd(cents)


def table_of(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    first: int,
    sums: int = 0,
    wide: tuple[int, ...] = (0,),
) -> Table:
    """A table with amounts from column ``first`` on, whose last ``sums`` rows are sums."""
    bold = tuple(range(len(rows) - sums, len(rows)))
    return Table(columns, rows, frozenset(range(first, len(columns))), bold, wide)
