"""What one contributor, with its agencies, gave and promised: the figures of its statement.

Every amount is a sum over entries. Each currency is summed apart, US dollars together. A visitor is
shown nothing here that the public datasets do not have; ``instalments`` are for people who are
signed in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trustfund.domain import aid
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, Stage
from trustfund.domain.texts import alphabetical
from trustfund.figures import contributions, staff_datasets
from trustfund.figures.contributions import sum_of
from trustfund.figures.exchange_differences import difference
from trustfund.figures.rows import ContributorRow
from trustfund.figures.view import View, share

K = EntryKind
Row = dict[str, Any]
AMOUNTS = (
    "signed_amount",
    "written_off_amount",
    "amount",
    "deposited_amount",
    "refunded_amount",
    "outstanding_amount",
    "above_amount",
)
"""Amounts of arrangements in their own currency."""
VALUES = (
    "signed_usd",
    "written_off_usd",
    "usd_amount",
    "deposited_usd",
    "refunded_usd",
    "deposited_less_refunds_usd",
    "outstanding_usd",
    "realised_usd",
    "unrealised_usd",
    "above_usd",
    "exchange_difference_usd",
)
"""The same and their exchange differences in US dollar cents."""


@dataclass(frozen=True)
class Statement:
    """One contributor as a view sees it; the view's filters name it and nothing but a day."""

    view: View

    @property
    def contributor(self) -> str:
        """The contributor's name."""
        (name,) = self.view.filters.contributor
        return name

    @property
    def document(self) -> ContributorRow:
        """What is recorded of the contributor itself."""
        rows = self.view.frames.contributors.values()
        return next(row for row in rows if row.name == self.contributor)

    @property
    def is_payer(self) -> bool:
        """Whether what it is still to pay may be seen."""
        return self.view.is_payer(self.document.id)

    @property
    def agencies(self) -> list[str]:
        """The names of its agencies, whose money is in every figure."""
        known = self.view.frames.contributors
        names = {str(known[key].name) for key in self.view.contributor_ids}
        return sorted(names - {self.contributor}, key=alphabetical)

    @cached_property
    def positions(self) -> list[contributions.Position]:
        """Its contributions, by reference."""
        return contributions.positions(self.view)

    @cached_property
    def _references(self) -> dict[int, str]:
        return {position.document.id: position.document.reference for position in self.positions}

    @cached_property
    def _rows(self) -> list[Row]:
        return contributions.contribution_rows(self.view)

    @cached_property
    def arrangements(self) -> list[Row]:
        """Signed arrangements: rows of the dataset ``contributions`` with more columns.

        What was signed for has the amendments in it, and nothing written off is taken from it.
        """
        rows = []
        for row, position in zip(self._rows, self.positions, strict=True):
            if not position.is_commitment:
                continue
            found = difference(self.view, position)
            signed = position.total(K.COMMITMENT)
            above = position.total(K.DEPOSIT) - row["amount"]
            rows.append(
                row
                | {
                    "signed_amount": signed,
                    "signed_usd": position.total_usd(K.COMMITMENT),
                    "written_off_usd": -position.total_usd(K.WRITE_OFF),
                    "above_amount": max(above, 0),
                    "realised_usd": found.realised,
                    "unrealised_usd": found.unrealised,
                    "above_usd": found.above,
                }
            )
        return rows

    @cached_property
    def pledges(self) -> list[Row]:
        """What is announced and not signed, or was withdrawn: in no total."""
        unsigned = {Stage.PLEDGED.value, Stage.WITHDRAWN.value}
        return [row for row in self._rows if row["stage"] in unsigned]

    @property
    def by_currency(self) -> list[Row]:
        """The sums of the arrangements in each currency, in minor units."""
        return _by_currency(self.arrangements, AMOUNTS)

    @property
    def in_usd(self) -> dict[str, int | None]:
        """The sums of the arrangements in US dollar cents; None where a part has no rate yet."""
        return {
            name: None
            if any(row[name] is None for row in self.arrangements)
            else sum_of(self.arrangements, name)
            for name in VALUES
        }

    @property
    def changes(self) -> list[Row]:
        """Amendments and write-offs of the arrangements, with their sign, by day."""
        entries = self.view.entries
        kinds = [K.AMENDMENT, K.WRITE_OFF]
        standing = entries[entries["live"] & entries["kind"].isin(kinds)]
        sums = standing.groupby(
            ["value_date", "contribution", "act", "kind", "currency"], observed=True
        )[["amount", "usd"]].sum()
        return [
            {
                "value_date": day,
                "contribution_reference": self._references[key],
                "change": kind,
                "currency": currency,
                "amount": int(amount),
                "usd_amount": int(usd),
            }
            for (day, key, _, kind, currency), amount, usd in sums.itertuples(name=None)
            if key in self._references
        ]

    @cached_property
    def deposits(self) -> Sequence[Row]:
        """Its rows of the dataset ``deposits``."""
        return contributions.deposit_rows(self.view)

    @property
    def deposits_by_currency(self) -> list[Row]:
        """What was deposited in each currency, and in US dollars with fee and net."""
        return _by_currency(self.deposits, ("amount", "usd_amount", "fee_usd", "net_usd"))

    def _order(self, pool: str) -> int:
        return (UNEARMARKED, *self.view.frames.objectives).index(pool)

    @property
    def by_pool(self) -> list[Row]:
        """Commitments and deposits by pool, un-earmarked first; US dollar cents."""
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for position in self.positions:
            for pool in position.pools():
                sums[pool]["committed_usd"] += position.net_usd(pool)
                sums[pool]["deposited_usd"] += position.usd[K.DEPOSIT][pool]
        whole = sum(found["deposited_usd"] for found in sums.values())
        return [
            {
                "objective": pool,
                "committed_usd": sums[pool]["committed_usd"],
                "deposited_usd": sums[pool]["deposited_usd"],
                "share_of_deposits": share(sums[pool]["deposited_usd"], whole),
            }
            for pool in sorted(sums, key=self._order)
            if any(sums[pool].values())
        ]

    @property
    def aid(self) -> list[Row]:
        """Deposits by calendar year, pool and currency, with the type of aid each counts as."""
        entries = self.view.entries
        is_own = entries["contribution"].isin(self._references)
        given = entries[(entries["kind"] == K.DEPOSIT) & is_own]
        sums = (
            given.assign(year=given["value_date"].str[:4])
            .groupby(["year", "pool", "currency"], observed=True)[["amount", "usd"]]
            .sum()
        )
        rows = [
            {
                "year": year,
                "objective": pool,
                "currency": currency,
                "amount": int(amount),
                "usd_amount": int(usd),
                "aid_type": aid.aid_type(pool).code,
                "channel": aid.CHANNEL,
            }
            for (year, pool, currency), amount, usd in sums.itertuples(name=None)
            if amount or usd  # what is reversed is nothing
        ]
        return sorted(
            rows, key=lambda row: (row["year"], self._order(row["objective"]), row["currency"])
        )

    @cached_property
    def instalments(self) -> list[Row]:
        """Its rows of the dataset ``instalments``: for those who may read it."""
        return staff_datasets.instalment_rows(self.view)

    @property
    def instalments_due(self) -> list[Row]:
        """Instalments due by the day and what of them is late, in each currency."""
        deposited = {row["reference"]: row["deposited_amount"] for row in self._rows}
        due: dict[tuple[str, str], int] = defaultdict(int)
        for row in self.instalments:
            is_due = row["due_on"] <= self.view.as_of
            due[row["currency"], row["contribution_reference"]] += row["amount"] * is_due
        found: dict[str, Row] = defaultdict(lambda: {"due_amount": 0, "late_amount": 0})
        for (currency, reference), amount in sorted(due.items()):
            found[currency]["due_amount"] += amount
            found[currency]["late_amount"] += max(amount - deposited[reference], 0)
        return [{"currency": currency, **sums} for currency, sums in found.items()]

    @property
    def refunds(self) -> list[Row]:
        """What was given back to it, by day: in US dollar cents, and as it was paid."""
        entries = self.view.entries
        given = entries[entries["live"] & (entries["kind"] == K.REFUND_TO_CONTRIBUTOR)]
        return [
            {
                "value_date": day,
                "contribution_reference": self._references[key],
                "objective": pool,
                "currency": currency,
                "amount": int(amount),
                "usd_amount": int(usd),
            }
            for day, key, pool, currency, amount, usd in given[
                ["value_date", "contribution", "pool", "currency", "amount", "usd"]
            ]
            .sort_values("value_date", kind="stable")
            .itertuples(index=False, name=None)
            if key in self._references
        ]


def _by_currency(rows: Iterable[Row], names: Sequence[str]) -> list[Row]:
    """The sums of some columns in each currency; None where a part is not stated."""
    found: dict[str, Row] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        sums = found[row["currency"]]
        for name in names:
            known = sums[name] is not None and row[name] is not None
            sums[name] = sums[name] + row[name] if known else None
    return [{"currency": currency, **found[currency]} for currency in sorted(found)]
