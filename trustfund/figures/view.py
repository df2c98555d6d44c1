"""The books as seen through filters: the entries, steps and countries that figures count."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from trustfund.domain import money
from trustfund.domain.classifications import (
    NO_GROUP,
    CountryClass,
    CountryFacts,
    class_on,
    facts_on,
    is_eligible,
    is_ldc,
)
from trustfund.domain.fund_rules import Rules, version_on
from trustfund.domain.kinds import EntryKind
from trustfund.domain.meetings import has_begun
from trustfund.domain.roles import INSTALMENT_READERS, TRAVEL_READERS, Actor, Role
from trustfund.figures import columns
from trustfund.figures.books import Frames
from trustfund.figures.filters import LAST_DAY, Filters

NOBODY = -1
"""No contributor's number."""


@dataclass(frozen=True)
class View:
    """The books through filters, on a day. ``as_of`` is the day figures are stated for.

    What trips cost is there for who ``reads_travel`` alone; everybody else sees of it what
    ``travel_money`` publishes. What is still to be paid is there of the contributor ``payer`` and
    its agencies alone, where one is named; 0 is all of them.
    """

    books: Frames
    today: date
    filters: Filters = field(default_factory=Filters)
    reads_travel: bool = False
    payer: int = 0

    @property
    def key(self) -> Hashable:
        """What an answer depends on besides the books."""
        return (self.today, self.filters, self.reads_travel, self.payer)

    def seen_by(self, who: Actor) -> "View":
        """The same as somebody may see it."""
        is_payer = Role.CONTRIBUTOR in who.roles and not who.may(INSTALMENT_READERS)
        payer = who.contributor or NOBODY if is_payer else 0
        return replace(self, reads_travel=who.may(TRAVEL_READERS), payer=payer)

    @cached_property
    def frames(self) -> Frames:
        """The books with the documents as they were known."""
        return self.books.as_known(self.filters.known_at)

    @property
    def as_of(self) -> str:
        """The last day that counts: the filter's, else today."""
        return self.filters.as_of or self.today.isoformat()

    def at(self, day: str) -> "View":
        """The same books through the same filters, stated for another day (ISO)."""
        return replace(self, filters=replace(self.filters, as_of=day))

    def _known(self, rows: pd.DataFrame, day_column: str) -> pd.DataFrame:
        """Rows dated and recorded by the days asked for, with those that stand marked live."""
        seen = columns.until(rows[day_column], self.as_of)
        if self.filters.known_at:
            seen &= self.books.recorded_by(rows["act"].to_numpy(), self.filters.known_at)
        known = rows if seen.all() else rows[seen]  # a reader of all shares them, and copies none
        return known.assign(live=columns.standing(known))

    @cached_property
    def entries(self) -> pd.DataFrame:
        """The entries that count, whatever the other filters; ``live`` marks what stands."""
        return self._known(self.frames.entries, "value_date")

    def entries_of(self, kind: EntryKind) -> pd.DataFrame:
        """Those of one kind, for which all others are not looked at."""
        entries = self.frames.entries
        return self._known(entries[entries["kind"] == kind], "value_date")

    @cached_property
    def statuses(self) -> pd.DataFrame:
        """Steps that stand, indexed by trip: all of them, the last one of a trip last."""
        known = self._known(self.frames.steps, "on_date")
        return known[known["live"]].sort_values(["on_date", "id"])

    @property
    def last_steps(self) -> pd.DataFrame:
        """The step that each trip stands at, in the order of the trips, whatever the filters."""
        days = (self.as_of, self.filters.known_at)
        return self.books.answers.once(("last steps", days), self._last_steps)

    def _last_steps(self) -> pd.DataFrame:
        known = self._known(self.frames.steps, "on_date")
        live = known[known["live"]]
        order = np.lexsort((live["id"], live["on_date"].cat.codes, live["trip"]))
        trips = live["trip"].to_numpy()[order]
        last = np.append(trips[1:] != trips[:-1], True)[: len(trips)]
        return live.take(order[last])

    @cached_property
    def contributor_ids(self) -> set[int]:
        """The contributors that the filters keep; a parent includes its agencies."""
        kept = set()
        for key, row in self.frames.contributors.items():
            parent = self.frames.contributors.get(row.parent_id or 0)
            names = {row.name, parent.name} if parent else {row.name}
            if self.filters.contributor and not names & set(self.filters.contributor):
                continue
            kind = row.contributor_type.value
            if self.filters.contributor_type and kind not in self.filters.contributor_type:
                continue
            kept.add(key)
        return kept

    def is_payer(self, contributor: int) -> bool:
        """Whether what a contributor is still to pay may be seen."""
        parent = self.frames.contributors[contributor].parent_id
        return self.payer in {0, contributor, parent}

    def in_period(self, day: str) -> bool:
        """Whether a day lies between ``from`` and ``to``, both inclusive."""
        after = not self.filters.date_from or day >= self.filters.date_from
        return after and (not self.filters.date_to or day <= self.filters.date_to)

    def dated_in_period(self, days: "pd.Series[Any]") -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which of these days lie in the period."""
        kept = columns.until(days, self.filters.date_to or LAST_DAY)
        return kept & ~columns.before(days, self.filters.date_from)

    def pools(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Only the part of the money that the objective filter keeps."""
        if not self.filters.objective:
            return rows
        return rows[rows["pool"].isin(self.filters.objective)]

    def of_deposits(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Only what deposits brought, and of one deposit where the filter names it."""
        if not self.filters.deposit:
            return rows[rows["deposit"] > 0]
        documents = self.frames.deposits.items()
        named = {key for key, row in documents if row["reference"] == self.filters.deposit}
        return rows[rows["deposit"].isin(named)]

    def country(self, code: str, day: date | None = None) -> CountryFacts:
        """What a country is by the list in effect on a day; without a day by the newest."""
        books = self.frames
        return facts_on(
            books.countries[code], books.newer.get(code, ()), books.graduated.get(code), day
        )

    @cached_property
    def frozen(self) -> dict[tuple[str, str], CountryClass]:
        """What countries count as at events, by country and event, since a trip was authorised.

        By the earliest authorisation that stands; who has none is judged by ``class_at``.
        """
        known_at = self.filters.known_at
        return self.books.answers.once(("frozen", known_at), self._frozen)

    def _frozen(self) -> dict[tuple[str, str], CountryClass]:
        steps, classes = self.books.steps, self.books.classes
        if self.filters.known_at:
            steps = steps[self.books.recorded_by(steps["act"].to_numpy(), self.filters.known_at)]
        stand = steps["id"].to_numpy()[columns.standing(steps)]
        classes = classes[classes["step"].isin(stand)].sort_values("step")
        trips = steps["trip"].to_numpy()[np.searchsorted(steps["id"].to_numpy(), classes["step"])]
        of = pd.DataFrame(
            {
                name: columns.texts(self.frames.trips.at(trips, name))
                for name in ("country", "event")
            }
        )
        first = ~of.duplicated().to_numpy()  # the first of each that was recorded
        names = CountryClass.__dataclass_fields__
        found = (classes[name].to_numpy()[first].tolist() for name in names)
        keys = of[first].itertuples(index=False, name=None)
        return dict(zip(keys, map(CountryClass, *found), strict=True))

    def class_at(self, country: str, event: str) -> CountryClass:
        """What a country counts as at an event: frozen, or else on its first day as now known."""
        if found := self.frozen.get((country, event)):
            return found
        day = self.first_day(event)
        decision = self.decided_on(day).get(country) if day else None
        return class_on(self.country(country, day), day, decision, self.rules_on(day).classes)

    def region_at(self, country: str, event: str) -> str:
        """The region of a country at an event, in the grouping asked for."""
        found = self.class_at(country, event)
        region = found.m49_region if self.filters.grouping == "m49" else found.un_group
        return region or NO_GROUP

    def rules_on(self, day: date | None) -> Rules:
        """What the terms allow on a day, as they were known."""
        return version_on(self.frames.terms, day)

    @property
    def rules(self) -> Rules:
        """What the terms allow on the day that the figures are stated for."""
        return self.rules_on(date.fromisoformat(self.as_of))

    def first_day(self, event: str) -> date | None:
        """The first day of an event, on which status and eligibility are judged."""
        return self.frames.events[event].starts_on

    def has_begun(self, event: str) -> bool:
        """Whether an event had begun by ``as_of``."""
        found = self.frames.events[event]
        if found.starts_on and found.starts_on < self.frames.fund.starts_on:
            return False  # it precedes the fund: context, and nothing to cover
        return has_begun(found, date.fromisoformat(self.as_of))

    def eligible_at(self, event: str, ldcs_only: bool = False) -> set[str]:
        """The countries eligible at an event, or the least developed countries among them.

        Eligible, or an LDC, is who was so on its first day as now known, and who is frozen as so.
        """
        day = self.first_day(event)
        frozen = {country: found for (country, of), found in self.frozen.items() if of == event}
        could = self.eligible_on(day) if day else set()
        could |= {country for country, found in frozen.items() if found.eligible}
        if not ldcs_only:
            return could
        return {
            country
            for country in could
            if (day and is_ldc(self.country(country, day), day))
            or (country in frozen and frozen[country].ldc)
        }

    def decided_on(self, day: date) -> dict[str, bool]:
        """The administrator's decisions in effect on a day, by country."""
        dated = sorted(self.frames.decisions, key=lambda row: (row["effective_on"], row["id"]))
        return {row["country"]: row["eligible"] for row in dated if row["effective_on"] <= day}

    def eligible_on(self, day: date) -> set[str]:
        """The countries whose delegates may be funded on a day."""
        decided, classes = self.decided_on(day), self.rules_on(day).classes
        return {
            code
            for code in self.frames.countries
            if is_eligible(self.country(code, day), decided.get(code), day, classes)
        }

    def events_kept(self) -> list[str]:
        """The events that the event and period filters keep, in order of their first day."""
        kept = []
        for code, row in self.frames.events.items():
            day = row.starts_on.isoformat() if row.starts_on else ""
            named = not self.filters.event or code in self.filters.event
            dated = bool(day) or not (self.filters.date_from or self.filters.date_to)
            if named and dated and self.in_period(day):
                kept.append((day or "9999", code))
        return [code for _, code in sorted(kept)]

    def usd_today(self, amount: int, currency: str) -> int | None:
        """US dollar cents of an amount at the rate in effect on ``as_of``, None without one."""
        if currency == "USD":
            return amount
        dated = [key for key in self.frames.rates if key[0] == currency and key[1] <= self.as_of]
        if not dated:
            return None
        units = Decimal(self.frames.rates[max(dated)]["units_per_usd"])
        return money.usd_cents(amount, currency, units)


def share(part: int, whole: int) -> Fraction | None:
    """An exact share; None (not available) when there is no whole, never 0 %."""
    return Fraction(part, whole) if whole else None


def table(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """Rows as a frame of untyped cells, so whole numbers stay whole beside what is not stated."""
    names = list(columns)
    return pd.DataFrame(
        [[row[name] for name in names] for row in rows], columns=names, dtype=object
    )
