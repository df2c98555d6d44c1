"""The statements of a trust fund: its funding status, and the five tables of the annual report.

Every amount is a sum of US dollar cents over entries; the identities hold to the cent. Settled
trips are expenditure of the managing organization, beside its other expenditure. Open obligations
are a memo, never a use.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import COMMITTED, EntryKind
from trustfund.domain.texts import alphabetical
from trustfund.figures.columns import before, totals
from trustfund.figures.kept import kept
from trustfund.figures.view import View, share

K = EntryKind
Row = dict[str, Any]

PERIODS = {"prior": "Prior years", "current": "Current year", "total": "Total"}
"""What a certificate holds. ``previous``, the last of the prior years, has one of its own."""
PREVIOUS = "previous"
COLUMNS = ("prior", PREVIOUS, "current", "total")
"""The columns of a report's tables."""
Periods = tuple[str, ...]
PERIODS_OF: tuple[Periods, ...] = (
    ("current", "total"),
    ("prior", PREVIOUS, "total"),
    ("prior", "total"),
)
"""The periods that a year belongs to: the year reported on, the one before, an earlier one."""


SOURCES = ("contributions", "interest_fund", "interest_organizations", "other_income")
USES = (
    *("transfers_to_funds", "refunds_to_contributors", "administrative_agent_fee"),
    *("direct_cost", "bank_charges"),
)
"""The lines of the uses beside net transfers to organizations."""


def lines(sums: Mapping[str, int]) -> dict[str, int]:
    """The lines of a funding status from sums of US dollar cents by kind of entry."""
    found = dict.fromkeys(LINES, 0)
    for kind, facts in FACTS.items():
        if facts.line:
            found[facts.line] += sums[kind]
    found["total_sources"] = sum(found[line] for line in SOURCES)
    net_transfers = found["transfers_to_organizations"] - found["refunds_from_organizations"]
    found["total_uses"] = net_transfers + sum(found[line] for line in USES)
    found["balance_with_agent"] = found["total_sources"] - found["total_uses"]
    found["balance_with_organizations"] = net_transfers - found["organization_expenditure"]
    found["total_balance"] = found["balance_with_agent"] + found["balance_with_organizations"]
    return found


def funding_status(view: View) -> dict[str, int]:
    """The lines of the funding status, in US dollar cents."""
    return lines(defaultdict(int, totals(view.entries, ("kind",), "usd")))


def funding_status_rows(view: View) -> list[Row]:
    """The dataset ``funding_status``."""
    return [{"line": line, "usd_amount": cents} for line, cents in funding_status(view).items()]


@kept
def _sums(view: View) -> list[tuple[Periods, EntryKind, int, int, int]]:
    """US dollar cents by period, kind of entry, contribution and movement, 0 for none.

    The year reported on is that of the last day that counts.
    """
    entries = view.entries[["kind", "contribution", "movement", "usd", "value_date"]]
    year = int(view.as_of[:4])
    prior = before(entries["value_date"], f"{year}-01-01")
    earlier = before(entries["value_date"], f"{year - 1}-01-01")
    by = ("period", "kind", "contribution", "movement")
    sums = totals(entries.assign(period=np.add(prior, earlier, dtype=np.int64)), by, "usd")
    return [(PERIODS_OF[period], K(kind), *others) for period, kind, *others in sums]


@dataclass(frozen=True)
class AnnualReport:
    """The five tables of a year as a view sees them: prior years, that year, and the total.

    Beside it stands the previous year, which is a part of the prior years.
    The view's ``as_of`` is the last day that counts; it lies in the year.
    """

    view: View

    @property
    def year(self) -> int:
        """The year reported on."""
        return int(self.view.as_of[:4])

    @property
    def is_whole(self) -> bool:
        """Whether it reports on the year to its last day."""
        return self.view.as_of == f"{self.year}-12-31"

    @property
    def previous(self) -> "AnnualReport":
        """The report of the year before, to its last day."""
        return AnnualReport(self.view.at(f"{self.year - 1}-12-31"))

    def _by_kind(self) -> dict[str, dict[str, int]]:
        """US dollar cents by period and kind of entry."""
        found: dict[str, dict[str, int]] = {period: defaultdict(int) for period in COLUMNS}
        for periods, kind, _, _, usd in _sums(self.view):
            for period in periods:
                found[period][kind] += usd
        return found

    def sources_and_uses(self) -> list[Row]:
        """Table 1: sources, uses and balance of the fund."""
        by_period = {name: lines(sums) for name, sums in self._by_kind().items()}
        return [
            {"line": line, **{f"{name}_usd": by_period[name][line] for name in by_period}}
            for line in LINES
        ]

    def contributors(self) -> list[Row]:
        """Table 2: commitments, deposits and refunds by contributor, agencies on their own."""
        frames = self.view.frames
        sums: dict[int, Row] = defaultdict(lambda: dict.fromkeys(CONTRIBUTORS, 0))
        for periods, kind, contribution, _, usd in _sums(self.view):
            if not contribution:
                continue
            row = sums[frames.contributions[contribution].contributor_id]
            if kind == K.DEPOSIT:
                for period in periods:
                    row[f"{period}_deposits_usd"] += usd
            elif kind in (*COMMITTED, K.WRITE_OFF):
                row["commitments_usd"] += usd
            elif kind == K.REFUND_TO_CONTRIBUTOR:
                row["refunds_usd"] += usd
        found = [
            {"contributor": frames.contributors[key].name, **row}
            | {"less_refunds_usd": row["total_deposits_usd"] - row["refunds_usd"]}
            for key, row in sums.items()
            if any(row.values())
        ]
        return sorted(found, key=lambda row: alphabetical(row["contributor"]))

    def _by_organization(self, *kinds: EntryKind) -> dict[str, dict[str, int]]:
        """US dollar cents by organization and period; trips are the managing organization's."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
        for periods, kind, _, movement, usd in _sums(self.view):
            if kind in kinds:
                for period in periods:
                    found[self._organization(movement)][period] += usd
        return found

    def _organization(self, movement: int) -> str:
        frames = self.view.frames
        if movement:
            return str(frames.movements[movement]["organization"])
        return str(frames.fund.managing_organization)

    def interest(self) -> list[Row]:
        """Table 3: interest of the fund, and of each organization."""
        by_period = {name: sums[K.INTEREST] for name, sums in self._by_kind().items()}
        organizations = self._by_organization(K.ORGANIZATION_INTEREST)
        earned = {
            "Fund": by_period,
            **{name: organizations[name] for name in sorted(organizations)},
        }
        return [
            {"earned_by": name, **{f"{period}_usd": cents for period, cents in sums.items()}}
            for name, sums in earned.items()
        ]

    def transfers(self) -> list[Row]:
        """Table 4: transfers, refunds and net funded amount by organization."""
        given = self._by_organization(K.TRANSFER_TO_ORGANIZATION)
        back = self._by_organization(K.REFUND_FROM_ORGANIZATION)
        return [
            {
                "organization": name,
                "period": period,
                "transfers_usd": given[name][period],
                "refunds_usd": back[name][period],
                "net_funded_usd": given[name][period] - back[name][period],
            }
            for name in sorted({*given, *back})
            for period in COLUMNS
        ]

    def expenditure(self) -> list[Row]:
        """Table 5: net funded, expenditure and delivery rate by organization.

        The rate is expenditure over net funded: None where nothing is funded, and never clipped.
        """
        spent = self._by_organization(
            *(kind for kind, facts in FACTS.items() if facts.line == "organization_expenditure")
        )
        funded = dict.fromkeys(spent, 0) | {
            row["organization"]: row["net_funded_usd"]
            for row in self.transfers()
            if row["period"] == "total"
        }
        return [
            {
                "organization": name,
                "net_funded_usd": net,
                **{f"{period}_expenditure_usd": cents for period, cents in spent[name].items()},
                "delivery_rate": share(spent[name]["total"], net),
                "balance_usd": net - spent[name]["total"],
            }
            for name, net in sorted(funded.items())
        ]


CONTRIBUTORS = (
    "commitments_usd",
    "prior_deposits_usd",
    "previous_deposits_usd",
    "current_deposits_usd",
    "total_deposits_usd",
    "refunds_usd",
    "less_refunds_usd",
)
TABLES: dict[str, Callable[[AnnualReport], list[Row]]] = {
    "sources_and_uses": AnnualReport.sources_and_uses,
    "contributors": AnnualReport.contributors,
    "interest": AnnualReport.interest,
    "transfers": AnnualReport.transfers,
    "expenditure": AnnualReport.expenditure,
}
"""The tables of the annual report, in their order."""


def to_certify(report: AnnualReport) -> dict[str, list[Row]]:
    """Every table as plain values, as a certification stores it.

    Rates follow from amounts, and the previous year is in its own certificate.
    """
    return {
        name: [
            {
                column: value
                for column, value in row.items()
                if column != "delivery_rate" and not column.startswith(PREVIOUS)
            }
            for row in table(report)
            if row.get("period") != PREVIOUS
        ]
        for name, table in TABLES.items()
    }


@dataclass(frozen=True)
class Certification:
    """A certified year: when, by whom, at which act with which hash, and its tables as they were.

    The hash covers the certificate and all acts before it.
    """

    on: str
    by: str
    act: int
    hash: str
    tables: dict[str, list[Row]]


def certification(report: AnnualReport) -> Certification | None:
    """The newest certification of the year that the view knows of, None before there is one.

    A part of a year is never certified.
    """
    frames = report.view.frames
    found = [row for row in frames.certified if row["year"] == report.year]
    if not found or not report.is_whole:
        return None
    newest = found[-1]
    return Certification(
        newest["recorded_on"],
        newest["actor"],
        newest["act_id"],
        newest["hash"],
        json.loads(newest["statements"]),
    )


def _named(row: Row) -> str:
    """What a row of a table is of, in words."""
    names = [str(value) for column, value in row.items() if not column.endswith("_usd")]
    return ", ".join(LINES.get(name, PERIODS.get(name, name)) for name in names)


def differences(report: AnnualReport, certified: Certification) -> list[Row]:
    """Where the tables say something else now than when they were certified.

    A column that an earlier program did not certify yet is not compared.
    """
    rows = []
    for table, now in to_certify(report).items():
        then = certified.tables.get(table, [])
        by_name = [{_named(row): row for row in listed} for listed in (then, now)]
        for name in {**by_name[0], **by_name[1]}:
            before, after = (found.get(name, {}) for found in by_name)
            for column in before or after:
                amounts = [row.get(column, 0) for row in (before, after)]
                if column.endswith("_usd") and amounts[0] != amounts[1]:
                    changed = {"certified_usd": amounts[0], "now_usd": amounts[1]}
                    rows.append({"table": table, "row": name, "column": column, **changed})
    return rows


def footing(rows: Sequence[Row], label: str) -> list[Row]:
    """What the rows of a table add up to, called ``label``: one row, or one for each period."""
    if not rows:
        return []
    columns, named = rows[0], next(iter(rows[0]))
    found = []
    for period in dict.fromkeys(row.get("period") for row in rows):
        added = [row for row in rows if row.get("period") == period]
        total: Row = {
            column: sum(row[column] for row in added) if column.endswith("_usd") else period
            for column in columns
        } | {named: label}
        if "delivery_rate" in columns:
            spent, funded = total["total_expenditure_usd"], total["net_funded_usd"]
            total["delivery_rate"] = share(spent, funded)
        found.append(total)
    return found


def overspent(rows: list[Row]) -> list[str]:
    """The organizations of table 5 that spent more than they were given: flagged, not refused."""
    return [row["organization"] for row in rows if row["balance_usd"] < 0]
