"""What footing checks are made of: a figure beside sums that take another way to it.

Sums of entries are of those that stand, one by one. Figures add up all entries, with those that
were taken back and their reversals, in groups: two ways to the same number.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from trustfund.domain import money
from trustfund.domain.kinds import COMMITTED, EntryKind
from trustfund.figures.contributions import sum_of
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import LAST_DAY
from trustfund.figures.view import View, share
from trustfund.figures.wording import NOT_AVAILABLE, counted, exact_usd

K = EntryKind
T = TypeVar("T")
Value = int | Fraction | None
Row = dict[str, Any]
Words = Callable[[Any], str]
LEDGER = "Entries of the ledger that stand"
CHOSEN = (*COMMITTED, K.WRITE_OFF)
COUNTED = [
    *("id", "contribution", "deposit", "trip", "value_date", "kind", "pool", "currency"),
    *("amount", "usd"),
]
"""The columns of entries that are looked at; of a million the others take as much memory again."""
"""The entries that a commitment is the sum of."""
FUND = ("as_of", "known_at", "grouping")
"""The filters that leave no part of the fund out."""


def at_hand(rows: Iterable[Row]) -> Sequence[Row]:
    """Rows that can be gone through again."""
    return rows if isinstance(rows, Sequence) else list(rows)


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
    words: Words = exact_usd

    @property
    def holds(self) -> bool:
        """Whether every way comes to the figure."""
        return all(each.value == self.figure for each in self.sums)

    def claim(self) -> str:
        """The figure, and whether it foots."""
        verdict = "it foots" if self.holds else "IT DOES NOT FOOT, tell the fund's administrator"
        return f"{self.measure} {self._in_words(self.figure)}: {verdict}"

    def ways(self) -> list[str]:
        """What each other way comes to."""
        return [f"{each.where}: {self._in_words(each.value)}" for each in self.sums]

    def sentence(self) -> str:
        """The figure, whether it foots, and to what; what else other ways come to, if not."""
        ways = [each.where for each in self.sums] if self.holds else self.ways()
        return f"{self.claim()} ({'; '.join(ways)})."

    def _in_words(self, value: Value) -> str:
        return NOT_AVAILABLE if value is None else self.words(value)


@dataclass(frozen=True)
class Behind:
    """What stands behind figures of a view: rows of datasets, and entries of the ledger."""

    view: View

    @cached_property
    def _found(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What is found by some work, which is done once for all checks."""
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key]
        return found

    def only(self, filters: tuple[str, ...]) -> "Behind":
        """The same with some of its filters alone."""
        kept = self.view.filters.only(filters)
        if kept == self.view.filters:
            return self
        return self.once(filters, lambda: Behind(replace(self.view, filters=kept)))

    @property
    def is_whole(self) -> bool:
        """Whether no filter leaves a part of the fund out."""
        return self.only(FUND) is self

    def rows(self, name: str) -> Sequence[Row]:
        """The rows of a dataset, with the filters that it takes, as its file has them."""
        dataset = BY_NAME[name]
        kept = self.view.filters.only((*dataset.filters, "deposit"))
        return self.once(name, lambda: at_hand(dataset.rows(replace(self.view, filters=kept))))

    def listed(self, rows: Callable[[View], Iterable[Row]]) -> Sequence[Row]:
        """The rows that a page shows."""
        return self.once(rows, lambda: at_hand(rows(self.view)))

    def total(self, entries: pd.DataFrame, signs: Mapping[EntryKind, int] | None = None) -> int:
        """US dollar cents of entries, one by one; with the sign of their kind where it is given."""
        if signs is None:
            return sum(entries["usd"].tolist())
        kinds = entries["kind"].cat
        known = {code: signs[k] for code, k in enumerate(kinds.categories) if k in signs}
        codes = kinds.codes.tolist()
        return sum(
            known[code] * usd for code, usd in zip(codes, entries["usd"].tolist(), strict=True)
        )

    def amount(self, entries: pd.DataFrame) -> int:
        """Minor units of entries of one currency, one by one."""
        return sum(entries["amount"].tolist())

    def by_reference(self, *kinds: EntryKind) -> dict[str, int]:
        """Minor units of standing entries by reference of their contribution; 0 without any."""
        entries = self.of_kinds(*kinds)
        return {
            document.reference: self.amount(entries[entries["contribution"] == key])
            for key, document in self.view.frames.contributions.items()
        }

    def scheduled(self, until: str = LAST_DAY) -> dict[str, dict[str, int]]:
        """Instalments up to a day, by currency and reference of their contribution."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.rows("instalments"):
            if row["due_on"] <= until:
                found[row["currency"]][row["contribution_reference"]] += row["amount"]
        return found

    def of_kinds(self, *kinds: EntryKind) -> pd.DataFrame:
        """Standing entries of some kinds, of the whole fund."""
        entries = self.view.entries
        return entries[COUNTED][entries["live"] & entries["kind"].isin(kinds)]

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

    def on_deposits(self, *kinds: EntryKind) -> pd.DataFrame:
        """Standing entries of deposits, of the contributors, pools and value dates kept."""
        entries = self.view.of_deposits(self.view.pools(self.of_kinds(*kinds)))
        days = [day for day in entries["value_date"].unique() if self.view.in_period(day)]
        contributions = filter(self._is_kept, self.view.frames.contributions)
        kept = entries["contribution"].isin(list(contributions)) & entries["value_date"].isin(days)
        return entries[kept]


Stated = Callable[[Behind], Value]
"""A figure as pages compute it."""
Way = Callable[[Behind], Sum]
"""Another way to a figure."""
Lines = Callable[[Behind], Iterable[Footing]]
"""Numbers of a figure, each beside other ways to it."""
Checks = Mapping[str, tuple[Lines, ...]]
"""By the key of the figure's definition."""


def added(rows: Callable[[View], Iterable[Row]], key: str) -> Stated:
    """A column of rows that a page shows, added up."""
    return lambda behind: sum_of(behind.listed(rows), key)


def way(where: str, value: Stated) -> Way:
    """A way of its own."""
    return lambda behind: Sum(where, value(behind))


def column(name: str, pools: Collection[str] = ()) -> Way:
    """A column of a dataset added up, of the rows of these pools where they are named."""
    dataset, _, key = name.partition(".")

    def found(behind: Behind) -> Sum:
        rows = behind.rows(dataset)
        if pools:
            rows = [row for row in rows if row["objective"] in pools]
        where = f"{BY_NAME[dataset].title}, {key}, {counted(len(rows), 'row')}"
        return Sum(where, sum_of(rows, key))

    return found


def booked(
    *kinds: EntryKind,
    on: Callable[..., pd.DataFrame] = Behind.of_kinds,
    pools: Collection[str] = (),
    signs: Mapping[EntryKind, int] | None = None,
) -> Way:
    """Standing entries of some kinds added up, of these pools where they are named."""

    def value(behind: Behind) -> int:
        entries = on(behind, *(signs or kinds))
        return behind.total(entries[entries["pool"].isin(pools)] if pools else entries, signs)

    return way(LEDGER, value)


def cents(of: Way, behind: Behind) -> int:
    """What a way to an amount comes to."""
    return int(of(behind).value or 0)


def less(where: str, whole: Way, part: Way) -> Way:
    """The difference of two ways."""
    return way(where, lambda behind: cents(whole, behind) - cents(part, behind))


def share_of(where: str, part: Way, whole: Way) -> Way:
    """One way as a share of another, with both."""

    def found(behind: Behind) -> Sum:
        some, all_ = cents(part, behind), cents(whole, behind)
        return Sum(f"{where} ({exact_usd(some)} of {exact_usd(all_)})", share(some, all_))

    return found


def count(number: int) -> str:
    """A whole number as it is read."""
    return f"{number:,}"


def in_currency(currency: str) -> Words:
    """What writes amounts in minor units of a currency."""
    return lambda minor: money.text(minor, currency)
