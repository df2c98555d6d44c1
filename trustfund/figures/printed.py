"""The statements as they are printed, beside the previous year.

The page, the workbook and the document show the same tables; amounts stay US dollar cents.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.fields import Cell, Field
from trustfund.figures import statements
from trustfund.figures.definitions import BY_KEY
from trustfund.figures.kept import kept
from trustfund.figures.statements import TABLES, AnnualReport
from trustfund.figures.view import View

Row = dict[str, Any]

TOTALS = [
    number for number, line in enumerate(LINES) if line.startswith(("total_", "balance_with_"))
]
"""The lines of a funding status that are sums of others."""
FOOTED = {
    "contributors": "All contributors",
    "interest": "All interest",
    "transfers": "All organizations",
    "expenditure": "All organizations",
}
"""The tables that end with what they add up to, and how that is called. Table 1 foots by itself."""
NAMES = {
    "line": "US dollars",
    "contributor": "Contributor",
    "earned_by": "Earned by",
    "organization": "Organization",
    "period": "Period",
    "commitments_usd": "Commitments",
    "transfers_usd": "Transferred",
    "refunds_usd": "Refunded",
    "less_refunds_usd": "Deposited less refunds",
    "net_funded_usd": "Net funded",
    "delivery_rate": "Delivery rate",
    "balance_usd": "Balance",
    "table": "Table",
    "row": "Row",
    "column": "Column",
    "certified_usd": "Certified",
    "now_usd": "Now",
}


@dataclass(frozen=True)
class Printed:
    """One table: its columns with their headings, rows, and the places of those in bold.

    ``key`` is that of its definition. ``footing`` is what the rows add up to.
    """

    key: str
    titles: dict[str, str]
    rows: Sequence[Row]
    bold: Collection[int] = ()
    footing: Sequence[Row] = ()

    @property
    def title(self) -> str:
        """What the table is called."""
        return BY_KEY[self.key].title

    @property
    def columns(self) -> tuple[Field, ...]:
        """Names, amounts, and a rate."""
        return tuple(Field(name, _cell(name)) for name in self.titles)


def _cell(name: str) -> Cell:
    if name == "delivery_rate":
        return Cell.SHARE
    return Cell.USD if name.endswith("_usd") else Cell.TEXT


def periods(report: AnnualReport) -> dict[str, str]:
    """The periods of an annual report, in words: the second is a part of the first."""
    year = report.year
    return {
        "prior": f"Up to {year - 1}",
        statements.PREVIOUS: f"of which {year - 1}",
        "current": str(year) if report.is_whole else f"{year} so far",
        "total": "Total",
    }


def headings(report: AnnualReport) -> dict[str, str]:
    """The headings of the tables' columns; the years are named."""
    found = NAMES | {f"{period}_usd": title for period, title in periods(report).items()}
    for part, verb in (("deposits", "Deposited"), ("expenditure", "Spent")):
        for period, title in periods(report).items():
            words = f"{verb} {title.lower()}" if period in ("prior", "current") else title
            found[f"{period}_{part}_usd"] = words
        found[f"total_{part}_usd"] = f"Total {verb.lower()}"
    return found


@kept
def funding_status(view: View) -> Printed:
    """The funding status up to the as-of date, and up to the end of the previous year."""
    before = AnnualReport(view).previous.view
    now, then = (statements.funding_status(each) for each in (view, before))
    return Printed(
        "funding_status",
        {
            "line": NAMES["line"],
            "now_usd": f"Up to {view.as_of}",
            "previous_usd": f"Up to {before.as_of}",
        },
        [{"line": LINES[line], "now_usd": now[line], "previous_usd": then[line]} for line in LINES],
        TOTALS,
    )


def table(report: AnnualReport, name: str) -> Printed:
    """One of the five tables of an annual report."""
    return _table(report.view, name)


@kept
def _table(view: View, name: str) -> Printed:
    report = AnnualReport(view)
    named = periods(report)

    def in_words(row: Row) -> Row:
        words = {"line": LINES, "period": named}
        return row | {key: words[key][row[key]] for key in words if key in row}

    found = TABLES[name](report)
    return Printed(
        name,
        {column: headings(report)[column] for column in (found[0] if found else {})},
        [in_words(row) for row in found],
        TOTALS if name == "sources_and_uses" else (),
        [in_words(row) for row in statements.footing(found, FOOTED[name])]
        if name in FOOTED
        else (),
    )


def standing(report: AnnualReport) -> str:
    """Whether the year is certified: when, by whom, by which act."""
    certified = statements.certification(report)
    if certified is None:
        return "not final: the year is not certified"
    return f"certified on {certified.on} by {certified.by}, act {certified.act}"


def hash_of(report: AnnualReport) -> list[tuple[str, str]]:
    """The hash that the books had when the year was certified; nothing where it is not."""
    certified = statements.certification(report)
    return [(f"Hash {report.year}", certified.hash)] if certified else []


def changed(report: AnnualReport) -> Printed | None:
    """What the tables say otherwise than the year's certificate; None where there is none."""
    certified = statements.certification(report)
    if certified is None:
        return None
    titles = headings(report)
    rows = [
        row
        | {"table": BY_KEY[row["table"]].title, "column": titles.get(row["column"], row["column"])}
        for row in statements.differences(report, certified)
    ]
    shown = ("table", "row", "column", "certified_usd", "now_usd")
    return Printed("certified", {name: NAMES[name] for name in shown}, rows)


def below_zero(report: AnnualReport) -> list[str]:
    """A sentence for each organization that spent more than it was given: flagged, not refused."""
    flagged = statements.overspent(report.expenditure())
    return [f"{organization} spent more than it was given." for organization in flagged]
