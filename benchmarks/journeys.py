"""The trips of the books that ``benchmarks.books`` makes, step by step, with their money."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.writer import Document, Posting, Writer
from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import DelegateRole, EntryKind
from trustfund.domain.travel import REASON_NEEDED, TripStatus
from trustfund.store.setup import DATA, DEFAULT_FUND, read_csv

S = TripStatus
ENDS = (S.SETTLED,) * 12 + (S.DECLINED,) * 2 + (S.NO_SHOW, S.WITHDRAWN, S.TRAVELLED, S.APPROVED)
"""How trips end, each as often as it stands there."""
FIRST_EVENT = "2017-05-20"
EARLIEST = date(2017, 4, 20)
PAYS = ("1", UNEARMARKED)
GENDERS = ("F", "M", "F", "M", "F", "M", None, "X")


@dataclass
class Trip:
    """A trip on its way: its document, its estimate in cents, and what is reserved by pool."""

    event: dict[str, str]
    country: dict[str, str]
    facts: dict[str, Any]
    document: Document | None = None
    number: int = 0
    held: dict[str, int] = field(default_factory=dict)
    is_over: bool = False

    @property
    def estimate(self) -> int:
        """What it is expected to cost, in US dollar cents."""
        return sum(self.facts[part] for part in ("ticket", "dsa", "terminal", "other"))


def journeys(
    writer: Writer, numbers: random.Random, trips: int, today: date
) -> Iterator[tuple[str, int, Callable[[str], object]]]:
    """The acts of all trips, each with its day; trips are spread over events and countries."""
    begun = str(today)  # nobody travels to a meeting that has no day and may still come
    events = [
        row
        for row in read_csv(DEFAULT_FUND / "events.csv")
        if row["starts_on"] >= FIRST_EVENT
        if row["date_precision"] == "day" or row["ends_on"] < begun
    ]
    able = [
        row
        for row in read_csv(DATA / "countries.csv")
        if row["developing"] == "true" and row["un_member"] == "true"
    ]
    for _ in range(trips):
        event, country = numbers.choice(events), numbers.choice(able)
        facts = {
            "role": numbers.choice(list(DelegateRole)).value,
            "gender": numbers.choice(GENDERS),
            "ticket": numbers.randrange(700_00, 2_400_00),
            "dsa": numbers.randrange(500_00, 1_600_00),
            "terminal": 152_00,
            "other": 0,
        }
        trip = Trip(event, country, facts)
        begins, ends = map(date.fromisoformat, (event["starts_on"], event["ends_on"]))
        last = numbers.choice(ENDS)
        newest = today - timedelta(days=numbers.randrange(40))
        path = {
            S.NOMINATED: min(
                max(begins - timedelta(days=numbers.randrange(28, 60)), EARLIEST), newest
            ),
            S.APPROVED: begins - timedelta(days=numbers.randrange(20, 28)),
            S.AUTHORISED: begins - timedelta(days=numbers.randrange(6, 20)),
            S.TRAVELLED: begins,
            S.SETTLED: ends + timedelta(days=numbers.randrange(10, 30)),
        }
        for status, day in _until(path, last).items():
            if day <= today:
                yield str(day), 7, partial(_step, writer, trip, status, str(day))


def _until(path: dict[TripStatus, date], last: TripStatus) -> dict[TripStatus, date]:
    """The steps of a trip that ends so; another end than the usual one takes the place of a step"""
    replaced = {S.DECLINED: S.APPROVED, S.WITHDRAWN: S.TRAVELLED, S.NO_SHOW: S.TRAVELLED}
    steps: dict[TripStatus, date] = {}
    for status, day in path.items():
        if status is S.APPROVED and last not in {S.APPROVED, S.DECLINED}:
            continue  # most are authorised at once
        steps[last if replaced.get(last) is status else status] = day
        if last in steps:
            return steps
    return steps


def _step(writer: Writer, trip: Trip, status: TripStatus, day: str, at: str) -> None:
    """Write a step; a trip for which there is no money waits, and takes no further one."""
    if trip.is_over:
        return
    code = ActCode.TRIP_STEP_TAKEN
    if status is S.NOMINATED:
        code = ActCode.DELEGATE_NOMINATED
        trip.document = writer.document(
            "trip",
            reference=f"MCS00-T-{writer.numbered['trip'] + 1:06d}",
            note="",
            event=trip.event["code"],
            country=trip.country["iso3"],
            note_verbale="",
            **trip.facts,
        )
        trip.number = writer.numbered["trip"]
    assert trip.document is not None
    postings = _money(writer, trip, status, day)
    if postings is None:
        trip.is_over = True
        return
    reference = f"MCS00-T-{trip.number:06d}"
    outcome = f"Trip {reference}: {status.value} on {day}."
    reason = "So the State says" if status in REASON_NEEDED else ""
    step = (trip.number, status.value, day)
    judged = _class(trip) if status is S.AUTHORISED else None
    writer.act(code, at, reference, outcome, [trip.document], postings, step, reason, judged)


def _class(trip: Trip) -> dict[str, Any]:
    """What the country of a trip was on the event's first day; flags are 0 and 1."""
    own, day = trip.country, trip.event["starts_on"]
    is_ldc = own["ldc"] == "true" and (not own["ldc_until"] or day < own["ldc_until"])
    regions = {name: own[name] for name in ("un_group", "m49_region", "m49_subregion")}
    groups = {name: int(own[name] == "true") for name in ("lldc", "sids")}
    return {"judged_on": day, **regions, **groups, "ldc": int(is_ldc), "eligible": 1}


def _money(writer: Writer, trip: Trip, status: TripStatus, day: str) -> list[Posting] | None:
    """What a step moves: the estimate is reserved, then all is released and the cost spent.

    None where there is not as much money.
    """
    if status is S.AUTHORISED:
        missing = trip.estimate
        for pool in PAYS:
            drawn = min(missing, writer.balances[pool])
            if drawn > 0:
                trip.held[pool], missing = drawn, missing - drawn
        if missing:
            return None
        moved = [(EntryKind.OBLIGATION, pool, cents) for pool, cents in trip.held.items()]
    elif status in {S.SETTLED, S.NO_SHOW, S.WITHDRAWN}:
        moved = [(EntryKind.RELEASE, pool, -cents) for pool, cents in trip.held.items()]
        percent = {S.SETTLED: 80 + trip.number % 21, S.NO_SHOW: 55}.get(status, 0)
        cost = money.percentage(trip.estimate, 100 * percent)
        for pool, held in trip.held.items():
            if paid := min(cost, held):
                moved.append((EntryKind.EXPENDITURE, pool, paid))
                cost -= paid
    else:
        return []
    return [Posting(kind, day, pool, cents, cents, trip=trip.number) for kind, pool, cents in moved]
