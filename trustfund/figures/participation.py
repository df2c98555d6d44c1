"""Who took part: trips, delegates and countries, never confused with one another.

A *trip* is a seat authorised or later, including one cancelled with sunk cost. A *delegate* is one
person at one event who travelled; authorised and ticketed people are *expected*. *Countries* are
distinct countries with at least one delegate.

Who may not read travel sees delegates and expected people, and no trips: that a seat was paid for
and not used is somebody's absence. Of money such a reader sees what ``travel_money`` publishes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from trustfund.domain.classifications import CountryClass
from trustfund.domain.kinds import EntryKind
from trustfund.domain.texts import alphabetical
from trustfund.domain.travel import DELEGATES, EXPECTED, SUNK, TripStatus
from trustfund.figures import columns, travel_money
from trustfund.figures.filters import REGION_NAMES, regions
from trustfund.figures.kept import kept
from trustfund.figures.view import View, share

K = TypeVar("K", bound=Hashable)
OF_TRIPS = ("trips", "obligated_usd", "spent_usd")
"""Counts that are for those who may read travel."""


@dataclass(frozen=True)
class Seats:
    """Trips of one country to one event that stand alike; money in US dollar cents."""

    event: str
    country: str
    status: TripStatus
    number: int
    obligated: int
    spent: int

    @property
    def is_trip(self) -> bool:
        """Whether these seats count; one passed on to somebody else counts there."""
        return self.status is not TripStatus.REPLACED

    @property
    def is_delegate(self) -> bool:
        """Whether these people travelled."""
        return self.status in DELEGATES

    @property
    def is_expected(self) -> bool:
        """Whether these people are authorised to travel and have not yet."""
        return self.status in EXPECTED


@kept
def seats(view: View) -> list[Seats]:
    """The trips that count, of the events and regions that the view's filters keep.

    For who may not read travel, those of people who travelled or are expected, without money.
    """
    last, trips = view.last_steps, view.frames.trips
    keys = last["trip"].to_numpy()
    money = _money(view, keys) if view.reads_travel else dict.fromkeys(MONEY, np.zeros_like(keys))
    rows = pd.DataFrame(
        {
            "event": columns.texts(trips.at(keys, "event")),
            "country": columns.texts(trips.at(keys, "country")),
            "status": last["status"].array,
            "number": np.ones_like(keys),
            **money,
        },
        copy=False,
    )
    counts = rows["status"].isin([*EXPECTED, *DELEGATES])
    counts |= rows["status"].isin(list(SUNK)) & (rows["spent"] != 0)
    rows = rows[counts & rows["event"].isin(view.events_kept())]
    found = columns.totals(rows, ("event", "country", "status"), "number", *MONEY)
    regions = view.filters.region
    return [
        Seats(event, country, TripStatus(status), *sums)
        for event, country, status, *sums in found
        if not regions or view.region_at(country, event) in regions
    ]


MONEY = ("obligated", "spent")


def _money(view: View, trips: columns.Numbers) -> dict[str, columns.Numbers]:
    """US dollar cents reserved and spent on each of these trips, which are in order."""
    entries = view.pools(view.entries)
    entries = entries[np.isin(entries["trip"], trips)]
    places = np.searchsorted(trips, entries["trip"])
    spent = (entries["kind"] == EntryKind.EXPENDITURE).to_numpy()
    found = {}
    for name, counts in zip(MONEY, (~spent, spent), strict=True):
        found[name] = np.zeros_like(trips)
        np.add.at(found[name], places[counts], entries["usd"].to_numpy()[counts])
    return found


@dataclass(frozen=True)
class Counts:
    """The counts of a set of seats; trips and money are for those who may read travel."""

    trips: int
    delegates: int
    expected: int
    countries: int
    obligated: int
    spent: int

    def row(self, view: View) -> dict[str, Any]:
        """The counts as cells of a table; None for what the reader may not see."""
        of_trips = (self.trips, self.obligated, self.spent)
        return {
            "delegates": self.delegates,
            "expected": self.expected,
            "countries": self.countries,
            **dict.fromkeys(OF_TRIPS),
            **(dict(zip(OF_TRIPS, of_trips, strict=True)) if view.reads_travel else {}),
        }


def count(found: Iterable[Seats]) -> Counts:
    """Count trips, delegates and countries."""
    listed = list(found)
    return Counts(
        trips=sum(seat.number for seat in listed if seat.is_trip),
        delegates=sum(seat.number for seat in listed if seat.is_delegate),
        expected=sum(seat.number for seat in listed if seat.is_expected),
        countries=len({seat.country for seat in listed if seat.is_delegate}),
        obligated=sum(seat.obligated for seat in listed),
        spent=sum(seat.spent for seat in listed),
    )


def grouped(found: Iterable[Seats], key: Callable[[Seats], K]) -> dict[K, Counts]:
    """Counts by whatever ``key`` makes of a seat."""
    groups: dict[K, list[Seats]] = defaultdict(list)
    for seat in found:
        groups[key(seat)].append(seat)
    return {name: count(members) for name, members in groups.items()}


@kept
def participation_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``participation``: a row for each event and country that has a trip.

    For who may not read travel: that has somebody who travelled or is expected.
    """
    order = {event: number for number, event in enumerate(view.events_kept())}
    rows = []
    by_place = grouped(seats(view), lambda seat: (seat.event, seat.country))
    for (event, country), counts in sorted(
        by_place.items(), key=lambda item: (order[item[0][0]], item[0][1])
    ):
        found = view.class_at(country, event)
        day = view.first_day(event)
        rows.append(
            {
                "event": event,
                "event_date": day.isoformat() if day else "",
                "country": country,
                "country_name": view.country(country).name,
                "un_group": found.un_group,
                "m49_region": found.m49_region,
                "m49_subregion": found.m49_subregion,
                "ldc": found.ldc,
                "lldc": found.lldc,
                "sids": found.sids,
                **counts.row(view),
            }
        )
    return rows


@kept
def event_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``events``: every event kept, with its delegates and what they cost.

    For who may not read travel: what the published rounds show of it, None where they do not.
    """
    by_event = grouped(seats(view), lambda seat: seat.event)
    spent: Mapping[str, int | None] = (
        {code: counts.spent for code, counts in by_event.items()}
        if view.reads_travel
        else travel_money.cells(view, "event")
    )
    nothing = 0 if view.reads_travel else None
    rows = []
    for code in view.events_kept():
        event, counts = view.frames.events[code], by_event.get(code)
        rows.append(
            {
                "code": code,
                "kind": event.kind.value,
                "title": event.title,
                "city": event.city,
                "country": event.country or "",
                "announced": event.announced,
                "starts_on": event.starts_on.isoformat() if event.starts_on else "",
                "ends_on": event.ends_on.isoformat() if event.ends_on else "",
                "date_precision": event.date_precision.value,
                "phase": event.phase,
                "status": event.status.value,
                "delegates": counts.delegates if counts else 0,
                "spent_usd": spent.get(code, nothing),
                "held": event.held,
            }
        )
    return rows


@kept
def region_rows(view: View) -> list[dict[str, Any]]:
    """Counts by region in the view's grouping: every region, in its usual order."""
    by_region = grouped(seats(view), lambda seat: view.region_at(seat.country, seat.event))
    nothing = count([])
    rows = []
    for region in regions(view.filters.grouping):
        counts = by_region.get(region, nothing)
        if region == regions(view.filters.grouping)[-1] and not counts.trips:
            continue  # "No group" shows only where somebody is in it
        if view.filters.region and region not in view.filters.region:
            continue
        rows.append({"region": REGION_NAMES.get(region, region), **counts.row(view)})
    return rows


@kept
def by_event_rows(view: View) -> list[dict[str, Any]]:
    """Counts by event that has a trip, in order of first days."""
    by_event = grouped(seats(view), lambda seat: seat.event)
    return [
        {"event": code, **by_event[code].row(view)}
        for code in view.events_kept()
        if code in by_event
    ]


@kept
def status_rows(view: View) -> list[dict[str, Any]]:
    """LDCs, landlocked developing countries and small island States side by side: they overlap."""
    found = seats(view)
    tests: dict[str, Callable[[CountryClass], bool]] = {
        "Least developed countries": lambda own: own.ldc,
        "Landlocked developing countries": lambda own: own.lldc,
        "Small island developing States": lambda own: own.sids,
    }
    classes = [(seat, view.class_at(seat.country, seat.event)) for seat in found]
    return [
        {"group": name, **count(seat for seat, own in classes if belongs(own)).row(view)}
        for name, belongs in tests.items()
    ]


@dataclass(frozen=True)
class Coverage:
    """Countries reached of those that could be."""

    reached: int
    eligible: int
    missing: tuple[str, ...]
    """Names of the eligible countries that had no delegate yet."""

    @property
    def share(self) -> Fraction | None:
        """Reached of eligible; None (not available) where nobody was eligible yet."""
        return share(self.reached, self.eligible)


@kept
def coverage(view: View, ldcs_only: bool = False) -> Coverage:
    """Countries with a delegate at an event where they were eligible, of all eligible ones.

    Counts the events that the filters keep and that had begun by ``as_of``. With ``ldcs_only``,
    the least developed countries among those eligible at each event.
    """
    eligible: set[str] = set()
    reached: set[str] = set()
    present = defaultdict(set)
    for seat in seats(view):
        if seat.is_delegate:
            present[seat.event].add(seat.country)
    for event in view.events_kept():
        if not view.has_begun(event):
            continue
        could = {
            code
            for code in view.eligible_at(event, ldcs_only)
            if not view.filters.region or view.region_at(code, event) in view.filters.region
        }
        eligible |= could
        reached |= could & present[event]
    missing = sorted((view.country(code).name for code in eligible - reached), key=alphabetical)
    return Coverage(len(reached), len(eligible), tuple(missing))


@kept
def eligible_events(view: View, country: str) -> int:
    """How many events that have begun a country was eligible for."""
    begun = (event for event in view.events_kept() if view.has_begun(event))
    return sum(country in view.eligible_at(event) for event in begun)
