"""What footing checks are made of: a figure beside sums that take another way to it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from trustfund.domain import money
from trustfund.domain.kinds import COMMITTED, EntryKind
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.view import View, share
from trustfund.figures.wording import NOT_AVAILABLE, exact_usd, percent

K = EntryKind
Value = int | Fraction | None
Row = dict[str, Any]
LEDGER = "Entries of the ledger that stand"


def count(number: int) -> str:
    """A whole number as it is read."""
    return f"{number:,}"


@dataclass(frozen=True)
class Sum:
    """What one way to a figure comes to, and which way it is."""

    where: str
    value: Value


@dataclass(frozen=True)
class Footing:
    """A figure as pages compute it, and what other ways to it come to."""

    measure: str
    figure: Value
    sums: tuple[Sum, ...]
    said: Callable[[Any], str] = exact_usd

    @property
    def holds(self) -> bool:
        """Whether every way comes to the figure."""
        return all(each.value == self.figure for each in self.sums)

    def claim(self) -> str:
        """The figure, and whether it foots."""
        verdict = "it foots" if self.holds else "IT DOES NOT FOOT, tell the fund's administrator"
        return f"{self.measure} {self._words(self.figure)}: {verdict}"

    def ways(self) -> list[str]:
        """What each other way comes to."""
        return [f"{each.where}: {self._words(each.value)}" for each in self.sums]

    def sentence(self) -> str:
        """The figure, whether it foots, and to what; what else other ways come to, if not."""
        ways = [each.where for each in self.sums] if self.holds else self.ways()
        return f"{self.claim()} ({'; '.join(ways)})."

    def _words(self, value: Value) -> str:
        return NOT_AVAILABLE if value is None else self.said(value)


@dataclass(frozen=True)
class Behind:
    """What stands behind figures of a view: rows of datasets, and entries of the ledger.

    Sums of entries are of those that stand, one by one. Figures add up all entries, with those
    that were taken back and their reversals, in groups: two ways to the same number.
    """

    view: View

    @cached_property
    def _found(self) -> dict[str, list[Row]]:
        return {}

    def rows(self, name: str) -> list[Row]:
        """The rows of a dataset, with the filters that it takes, as its file has them."""
        if name not in self._found:
            dataset = BY_NAME[name]
            kept = self.view.filters.only((*dataset.filters, "deposit"))
            self._found[name] = list(dataset.rows(replace(self.view, filters=kept)))
        return self._found[name]

    def column(
        self, name: str, column: str, kept: Callable[[Row], bool] = lambda _: True, of: str = ""
    ) -> Sum:
        """A column of a dataset added up; ``of`` says which rows ``kept`` keeps."""
        rows = [row for row in self.rows(name) if kept(row)]
        said = f"{BY_NAME[name].title}, {column}{of and f' of {of}'}, {said_rows(len(rows))}"
        return Sum(said, sum(row[column] or 0 for row in rows))

    def line(self, name: str, line: str) -> Sum:
        """One line of the funding status."""
        cents = {row["line"]: row["usd_amount"] for row in self.rows("funding_status")}
        return Sum(name, cents[line])

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The entries that stand, whatever the filters but the days."""
        entries = self.view.entries
        return entries[entries["live"]]

    def total(self, entries: pd.DataFrame) -> int:
        """US dollar cents of entries, one by one."""
        return sum(int(usd) for usd in entries["usd"])

    def amount(self, entries: pd.DataFrame) -> int:
        """Minor units of entries of one currency, one by one."""
        return sum(int(amount) for amount in entries["amount"])

    def by_reference(self, *kinds: EntryKind) -> dict[str, int]:
        """Minor units of standing entries by reference of their contribution; 0 without any."""
        entries = self.of_kinds(*kinds)
        return {
            document.reference: self.amount(entries[entries["contribution"] == key])
            for key, document in self.view.frames.contributions.items()
        }

    def of_kinds(self, *kinds: EntryKind) -> pd.DataFrame:
        """Standing entries of some kinds."""
        return self.standing[self.standing["kind"].isin(kinds)]

    def booked(self, *kinds: EntryKind) -> Sum:
        """Standing entries of some kinds, of the whole fund."""
        return Sum(LEDGER, self.total(self.of_kinds(*kinds)))

    def signed(self, effects: Mapping[EntryKind, int], pool: str = "") -> Sum:
        """Standing entries with the sign of what they do to a balance."""
        entries = self.of_kinds(*effects)
        if pool:
            entries = entries[entries["pool"] == pool]
        pairs = zip(entries["kind"], entries["usd"], strict=True)
        return Sum(LEDGER, sum(effects[EntryKind(kind)] * int(usd) for kind, usd in pairs))

    @cached_property
    def given(self) -> set[int]:
        """The contributions that the filters keep, by the day of signing, else of the pledge."""
        days: dict[int, str] = {}
        for kind in (K.PLEDGE, K.COMMITMENT):
            dated = self.of_kinds(kind)
            days |= zip(dated["contribution"], dated["value_date"], strict=True)
        return {key for key, day in days.items() if self._is_kept(key) and self.view.in_period(day)}

    def _is_kept(self, contribution: int) -> bool:
        document = self.view.frames.contributions[contribution]
        return document.contributor_id in self.view.contributor_ids

    def on_contributions(self, *kinds: EntryKind) -> pd.DataFrame:
        """Standing entries of the contributions and pools that the filters keep."""
        entries = self.view.pools(self.of_kinds(*kinds))
        return entries[entries["contribution"].isin(self.given)]

    def on_deposits(self, kind: EntryKind) -> pd.DataFrame:
        """Standing entries of deposits, of the givers, pools and value dates kept."""
        entries = self.view.of_deposits(self.view.pools(self.of_kinds(kind)))
        kept = [
            self._is_kept(contribution) and self.view.in_period(day)
            for contribution, day in zip(
                entries["contribution"], entries["value_date"], strict=True
            )
        ]
        return entries[pd.Series(kept, index=entries.index, dtype=bool)]


def in_currency(currency: str) -> Callable[[int], str]:
    """What writes amounts in minor units of a currency."""
    return lambda minor: money.text(minor, currency)


Check = Callable[[Behind], Iterator[Footing]]
CHOSEN = (*COMMITTED, K.WRITE_OFF)
"""The entries that a commitment is the sum of."""


def said_rows(number: int) -> str:
    """How many rows."""
    return "1 row" if number == 1 else f"{number:,} rows"


def is_whole(view: View) -> bool:
    """Whether no filter leaves a part of the fund out."""
    return view.filters.only(("as_of", "known_at", "grouping")) == view.filters


def whole(behind: Behind) -> Behind:
    """The same without the filters that leave a part of the fund out."""
    if is_whole(behind.view):
        return behind
    clocks: Filters = behind.view.filters.only(("as_of", "known_at", "grouping"))
    return Behind(replace(behind.view, filters=clocks))


def parts(where: str, part: int, all_: int) -> Sum:
    """A share with what it is a share of."""
    return Sum(f"{where} ({exact_usd(part)} of {exact_usd(all_)})", share(part, all_))


def shares(measure: str, figure: Fraction | None, sums: Collection[Sum]) -> Footing:
    """A footing of a share."""
    return Footing(measure, figure, tuple(sums), percent)


def counts(measure: str, figure: int, *sums: Sum) -> Footing:
    """A footing of a count."""
    return Footing(measure, figure, sums, count)
