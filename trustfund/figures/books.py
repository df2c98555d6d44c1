"""The books as columns: what figures are worked out from, at one revision.

Days are ISO text (they sort and compare as days do; "" is not stated), money is int64 in minor
units, and ids are int64 with 0 for none, so nothing ever becomes a float.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from trustfund.domain.classifications import CountryFacts, Graduated
from trustfund.domain.fund_rules import Rules, version_on
from trustfund.figures.columns import Numbers, texts
from trustfund.figures.documents import Documents, Row
from trustfund.figures.kept import Answers
from trustfund.figures.rows import (
    ContributionRow,
    ContributorRow,
    EventRow,
    Terms,
    put_back,
    value_of,
)
from trustfund.store.tables import (
    Allocation,
    Contribution,
    Contributor,
    ContributorName,
    CountryListing,
    Deposit,
    Event,
    Fund,
    ImportedFile,
    Movement,
    Objective,
    OrganizationReference,
    Paper,
    Rate,
    SameMoney,
    Trip,
    UnidentifiedReceipt,
)

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
DOCUMENTS: dict[str, tuple[type[Any], str, type[Any] | None]] = {
    "contributions": (Contribution, "id", ContributionRow),
    "contributors": (Contributor, "id", ContributorRow),
    "organization_references": (OrganizationReference, "id", None),
    "deposits": (Deposit, "id", None),
    "movements": (Movement, "id", None),
    "allocations": (Allocation, "id", None),
    "receipts": (UnidentifiedReceipt, "id", None),
    "trips": (Trip, "id", None),
    "events": (Event, "code", EventRow),
    "rates": (Rate, "effective_on", None),
    "listings": (CountryListing, "listed_on", None),
    "objective_rows": (Objective, "code", None),
}
"""The documents of ``Frames``: their table, the column of their order, and typed rows."""
BYTES_A_ROW = 100
"""About what a dictionary has of a document that it shares with another."""
CHANGING: tuple[type[Any], ...] = (
    *(Fund, Objective, ContributorName, ImportedFile, SameMoney, Paper),
    *(table for table, _, _ in DOCUMENTS.values()),
)
"""The tables whose rows acts change."""


@dataclass(frozen=True)
class Change:
    """What fields of one document were before an act changed them."""

    act: int
    recorded_on: str
    table: type[Any]
    key: Any
    before: dict[str, Any]


@dataclass(frozen=True)
class Frames:
    """Everything figures are computed from, at one revision. Never changed after loading."""

    revision: int
    stamp: str
    fund: Terms
    """The fund's own terms."""
    terms: tuple[Rules, ...]
    """The versions of the terms that have days, the newest last."""
    entries: pd.DataFrame
    steps: pd.DataFrame
    classes: pd.DataFrame
    """What the country of a trip was when an authorisation was recorded, by step."""
    instalments: pd.DataFrame
    contributions: dict[int, ContributionRow]
    contributors: dict[int, ContributorRow]
    organization_references: dict[int, dict[str, Any]]
    """How IATI calls contributors and organizations."""
    deposits: Documents
    movements: dict[int, dict[str, Any]]
    allocations: dict[int, dict[str, Any]]
    receipts: dict[int, dict[str, Any]]
    """Unidentified receipts."""
    certified: list[dict[str, Any]]
    """Certified years, the newest certification last."""
    trips: Documents
    """Without the names of delegates."""
    events: dict[str, EventRow]
    countries: dict[str, CountryFacts]
    """As the first list has them."""
    listings: dict[tuple[str, str], dict[str, Any]]
    """What newer lists say, by country and day."""
    graduations: list[dict[str, Any]]
    """The administrator's decisions on graduations, the newest last."""
    decisions: list[dict[str, Any]]
    rates: dict[tuple[str, str], dict[str, Any]]
    """By currency and effective day."""
    objective_rows: dict[str, dict[str, Any]]
    history: Documents
    """When each act was recorded: ``at``, and on which UTC day: ``recorded_on``."""
    lines: Callable[..., Iterator[Row]] = field(compare=False)
    """What acts did, or some of them, in their order: read from the store when asked for."""
    hash: str
    """Of the newest act."""
    settled: list[int]
    """The acts that settled a clock."""
    changes: list[Change]
    """Newest first."""
    last_digest: int
    """Of the newest document that an act touched."""
    published_until: str
    """Last day of the newest half-year of which numbers about few people are published, or ""."""
    lasting: Answers = field(default_factory=Answers, compare=False)
    """What later acts leave as it is: the rounds of half-years that are over."""
    void: dict[type[Any], dict[Any, Any]] = field(default_factory=dict)
    """Documents of imports that were taken back, by table: nowhere shown but as known before."""

    @cached_property
    def answers(self) -> Answers:
        """What was worked out from these books, kept as long as they are."""
        return Answers()

    @cached_property
    def graduated(self) -> dict[str, Graduated]:
        """The newest decision on the graduation of each country."""
        return {row["country"]: Graduated(row["day"], row["confirmed"]) for row in self.graduations}

    @cached_property
    def newer(self) -> dict[str, list[tuple[date, CountryFacts]]]:
        """What newer lists say of countries, the oldest first."""
        found: dict[str, list[tuple[date, CountryFacts]]] = defaultdict(list)
        for (code, _), row in sorted(self.listings.items(), key=lambda item: item[0][1]):
            first = self.countries[code]
            own = {name: row[name] for name in vars(first) if name in row}
            found[code].append((row["listed_on"], replace(first, **own)))
        return dict(found)

    @property
    def nbytes(self) -> int:
        """What these documents take in memory; entries and steps are shared with other days."""
        small = (getattr(self, name) for name in DOCUMENTS if name not in {"deposits", "trips"})
        return self.deposits.nbytes + self.trips.nbytes + BYTES_A_ROW * sum(map(len, small))

    @cached_property
    def objectives(self) -> dict[str, str]:
        """The titles of the fund's objectives, those retired too, by code."""
        return {code: row["title"] for code, row in self.objective_rows.items()}

    @property
    def in_use(self) -> dict[str, str]:
        """The same without those that are retired."""
        rows = self.objective_rows
        return {code: title for code, title in self.objectives.items() if not rows[code]["retired"]}

    @property
    def fund_code(self) -> str:
        """The fund's code."""
        return self.fund.code

    @property
    def fund_name(self) -> str:
        """The fund's name."""
        return self.fund.name

    @property
    def last_recorded(self) -> str:
        """The moment of the newest act, as ISO text in UTC; "" before the first."""
        return str(self.history.value(self.revision, "at")) if self.revision else ""

    def newest_moment(self, day: str = "") -> str:
        """The latest moment at which an act was recorded by the end of a UTC day, or at all."""
        known = self.history.columns["at"]
        if day:
            known = known.filter(pa.array(self.recorded_by(self.history.ids, day)))
        return str(pc.max(known).as_py() or "")

    @property
    def illustrative(self) -> bool:
        """Whether the books are the sample's."""
        return self.fund.illustrative

    def as_known(self, day: str) -> "Frames":
        """The documents, and the revision, as known at the end of a UTC day, "" for now."""
        if not day:
            return self
        return self.answers.once(("as known", day), lambda: self._as_known(day))

    def _as_known(self, day: str) -> "Frames":
        later = [change for change in self.changes if change.recorded_on > day]

        def known(table: type[Any], rows: dict[K, R]) -> dict[K, R]:
            rows = rows | self.void.get(table, {})
            kept = {key: row for key, row in rows.items() if self.was_recorded(row, day)}
            for change in later:  # newest first, so the oldest value is put back last
                if change.table is table and change.key in kept:
                    kept[change.key] = put_back(kept[change.key], change.before)
            return in_force(kept)

        def many_known(table: type[Any], rows: Documents) -> Documents:
            kept = rows.only(self.recorded_by(rows.columns["act_id"].to_numpy(), day))
            for change in later:
                if change.table is table and change.key in kept:
                    kept = kept.with_values(change.key, change.before)
            return kept

        documents: dict[str, Any] = {}
        for name, (table, _, _) in DOCUMENTS.items():
            rows = getattr(self, name)
            is_many = isinstance(rows, Documents)
            documents[name] = many_known(table, rows) if is_many else known(table, rows)
        acts = self.history.ids[self.recorded_by(self.history.ids, day)]
        return replace(
            self,
            revision=int(acts.max(initial=0)),
            fund=known(Fund, {1: self.fund})[1],
            terms=tuple(row for row in self.terms if self.was_recorded(row, day)) or self.terms[:1],
            certified=[row for row in self.certified if self.was_recorded(row, day)],
            graduations=[row for row in self.graduations if self.was_recorded(row, day)],
            decisions=[row for row in self.decisions if self.was_recorded(row, day)],
            **documents,
        )

    def terms_at(self, act: int) -> Terms:
        """The fund's terms as they stood when an act was booked."""
        terms = self.fund
        for change in self.changes:  # newest first
            if change.table is Fund and change.act > act:
                terms = put_back(terms, change.before)
        return terms

    def indirect_cost_at(self, act: int, day: str) -> int:
        """The indirect support cost by which an act booked on a value date, in basis points."""
        known = [row for row in self.terms if row.act_id <= act]
        if not known:  # of earlier books, in which terms had no versions
            return self.terms_at(act).indirect_cost_basis_points
        return version_on(known, date.fromisoformat(day)).indirect_cost_basis_points

    def recorded_on(self, act: int | None) -> str:
        """The UTC day of an act; "" for what was there before all acts."""
        return str(self.history.value(act, "recorded_on")) if act else ""

    def recorded_by(self, acts: Numbers, day: str) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which of these acts were recorded by the end of a UTC day.

        An act without a line of history was; ``check`` says that the line is lost.
        """
        codes, days = self._days_of_acts
        last = len(codes) - 1
        places = np.minimum(np.searchsorted(self.history.ids, acts), last)
        is_lost = self.history.ids[places] != acts
        return np.asarray(is_lost | (codes[places] < days.searchsorted(day, side="right")))

    @cached_property
    def _days_of_acts(self) -> tuple[Numbers, "pd.Index[str]"]:
        days = texts(self.history.columns["recorded_on"])
        return np.asarray(days.codes), days.categories

    def was_recorded(self, row: object, day: str) -> bool:
        """Whether a document was recorded by the end of a UTC day."""
        return self.recorded_on(value_of(row, "act_id")) <= day


def iso(value: date | None) -> str:
    """A day as ISO text, "" when there is none."""
    return value.isoformat() if value else ""


def utc(moment: datetime) -> str:
    """A moment as ISO text to the second, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def in_force(rows: dict[K, R]) -> dict[K, R]:
    """Documents but those that are void."""
    return {key: row for key, row in rows.items() if not value_of(row, "void")}
