"""The donor's first question: what came in, what did it do, what is left?"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import FACTS, Group, of_group
from trustfund.domain.kinds import EntryKind, Stage
from trustfund.domain.texts import alphabetical, listed
from trustfund.figures import contributions, participation, wording
from trustfund.figures.columns import totals
from trustfund.figures.kept import kept
from trustfund.figures.participation import Coverage
from trustfund.figures.view import View, share

K = EntryKind


@dataclass(frozen=True)
class Overview:
    """The fund's headline figures; money in US dollar cents."""

    committed: int
    deposited: int
    outstanding: int | None
    """None where a currency has no rate of exchange yet."""
    unearmarked_of_deposits: Fraction | None
    unearmarked_of_commitments: Fraction | None
    pledges: int
    income: int
    """Interest and other income, beside deposits."""
    fee: int
    spent: int
    """Actual and sunk cost of trips."""
    other_uses: int
    """Charges, direct cost, refunds, transfers to other funds, organizations' other cost."""
    obligated: int
    available: int
    available_by_pool: dict[str, int]
    travel_pools: tuple[str, ...]
    """The pools that pay for travel, by the terms of the day."""
    delegates: int
    expected: int
    countries: int
    coverage: Coverage
    ldc_coverage: Coverage

    @property
    def left_for_travel(self) -> int:
        """What is available in the pools that pay for travel."""
        return sum(self.available_by_pool[pool] for pool in self.travel_pools)

    @property
    def left_for_others(self) -> int:
        """What is available in the other pools, which pay no travel."""
        return self.available - self.left_for_travel

    @property
    def received(self) -> int:
        """All that came in: deposits, interest and other income."""
        return self.deposited + self.income

    @property
    def received_name(self) -> str:
        """What all that came in is called."""
        return "Deposits and income" if self.income else "Deposits"

    def uses(self) -> list[tuple[str, int]]:
        """What the money became, which adds up to what was received."""
        parts = {
            "Fee": self.fee,
            "Spent": self.spent,
            "Other uses": self.other_uses,
            "Obligated": self.obligated,
            "Left for travel": self.left_for_travel,
            "Left for other objectives": self.left_for_others,
        }
        kept = set(parts) - {"Other uses", "Left for other objectives"}
        return [(name, cents) for name, cents in parts.items() if cents or name in kept]


@kept
def overview(view: View) -> Overview:
    """The headline figures, which foot to the cent.

    Deposited + income = fee + spent + other uses + obligated + available.
    """
    by_group: dict[Group | None, int] = defaultdict(int)
    by_pool: dict[str, int] = dict.fromkeys((UNEARMARKED, *view.frames.objectives), 0)
    for kind, pool, usd in totals(view.entries, ("kind", "pool"), "usd"):
        facts = FACTS[EntryKind(kind)]
        by_group[facts.group] += usd
        by_pool[pool] += facts.pool * usd
    found = contributions.positions(view)
    outstanding = [contributions.outstanding_usd(view, position) for position in found]
    counts = participation.count(participation.seats(view))
    unearmarked = sum(position.usd[K.DEPOSIT][UNEARMARKED] for position in found)
    committed, deposited = by_group[Group.COMMITTED], by_group[Group.DEPOSITED]
    return Overview(
        committed=committed,
        deposited=deposited,
        outstanding=None
        if None in outstanding
        else sum(sum(parts.values()) for parts in outstanding if parts),
        unearmarked_of_deposits=share(unearmarked, deposited),
        unearmarked_of_commitments=share(
            sum(position.net_usd(UNEARMARKED) for position in found), committed
        ),
        pledges=sum(position.stage is Stage.PLEDGED for position in found),
        income=by_group[Group.INCOME],
        fee=by_group[Group.FEE],
        spent=by_group[Group.SPENT],
        other_uses=by_group[Group.OTHER_USES],
        obligated=by_group[Group.OBLIGATED],
        available=sum(by_pool.values()),
        available_by_pool=by_pool,
        travel_pools=view.rules.pools,
        delegates=counts.delegates,
        expected=counts.expected,
        countries=counts.countries,
        coverage=participation.coverage(view),
        ldc_coverage=participation.coverage(view, ldcs_only=True),
    )


def months(first: str, last: str) -> list[str]:
    """The months from one day to another, as ``YYYY-MM``."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while f"{year:04d}-{month:02d}" <= last[:7]:
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


@kept
def monthly_rows(view: View) -> list[dict[str, Any]]:
    """Cumulative commitments and deposits, and the un-earmarked share of deposits, by month.

    From the first entry of money to ``as_of`` or the last entry's month, whichever is earlier.
    Commitments are net of what is written off, at the rate of the signing date.
    """
    kinds = [*of_group(Group.COMMITTED), K.DEPOSIT]
    entries = view.entries[view.entries["kind"].isin(kinds)]
    if entries.empty:
        return []
    monthly: dict[tuple[str, str], int] = defaultdict(int)
    for kind, pool, day, usd in totals(entries, ("kind", "pool", "value_date"), "usd"):
        if kind != K.DEPOSIT:
            monthly[day[:7], "committed"] += usd
            continue
        monthly[day[:7], "deposited"] += usd
        if pool == UNEARMARKED:
            monthly[day[:7], "unearmarked"] += usd
    running: dict[str, int] = defaultdict(int)
    rows = []
    for month in months(entries["value_date"].min(), entries["value_date"].max()):
        for name in ("committed", "deposited", "unearmarked"):
            running[name] += monthly[month, name]
        rows.append(
            {
                "month": month,
                "committed_usd": running["committed"],
                "deposited_usd": running["deposited"],
                "unearmarked_share": share(running["unearmarked"], running["deposited"]),
            }
        )
    return rows


@kept
def contributor_bars(view: View) -> list[dict[str, Any]]:
    """Deposits by contributor, largest first: un-earmarked and earmarked."""
    columns = {"unearmarked_usd": "unearmarked_usd", "earmarked_usd": "earmarked_usd"}
    columns["deposited_usd"] = "usd_amount"
    deposits = contributions.deposit_rows(view).columns
    sums = deposits.group_by("contributor").aggregate([(name, "sum") for name in columns.values()])
    rows = [
        {"contributor": row["contributor"]}
        | {name: row[f"{column}_sum"] for name, column in columns.items()}
        for row in sums.to_pylist()
    ]
    rows.sort(key=lambda row: alphabetical(row["contributor"]))
    return sorted(rows, key=lambda row: -int(row["deposited_usd"]))


@kept
def families(view: View) -> list[str]:
    """For each State that paid through agencies: what all of them paid, together and apart."""
    parents = {row.name: row.parent_id for row in view.frames.contributors.values()}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in contributor_bars(view):
        if parent := parents[row["contributor"]]:
            found[parent].append(row)
    sentences = []
    for parent, agencies in found.items():
        name = view.frames.contributors[parent].name
        own = [row for row in contributor_bars(view) if row["contributor"] == name]
        sums = [(row["contributor"], row["deposited_usd"]) for row in (*own, *agencies)]
        apart = listed([f"{giver} {wording.usd(cents)}" for giver, cents in sums])
        whole = wording.usd(sum(cents for _, cents in sums))
        sentences.append(f"{name} and its agencies together: {whole} ({apart}).")
    return sorted(sentences)


@kept
def pool_rows(view: View) -> list[dict[str, Any]]:
    """Committed, deposited and available by pool: un-earmarked money and each objective.

    What is available belongs to all contributors together: it is None where only some of the
    money is asked for.
    """
    asked = view.filters
    is_part = asked.contributor or asked.contributor_type or asked.date_from or asked.date_to
    available = overview(view).available_by_pool
    committed: dict[str, int] = defaultdict(int)
    deposited: dict[str, int] = defaultdict(int)
    for row in contributions.earmarking_rows(view):
        committed[row["objective"]] += row["usd_amount"] or 0
        deposited[row["objective"]] += row["deposited_usd"]
    return [
        {
            "objective": pool,
            "committed_usd": committed[pool],
            "deposited_usd": deposited[pool],
            "share_of_deposits": share(deposited[pool], sum(deposited.values())),
            "available_usd": None if is_part else available[pool],
        }
        for pool in available
        if not view.filters.objective or pool in view.filters.objective
    ]
