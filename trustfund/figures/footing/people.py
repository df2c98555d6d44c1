"""How counts of delegates, trips, countries and events foot."""

from collections.abc import Callable, Iterator

from trustfund.domain.kinds import EventStatus
from trustfund.figures import gender, participation
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.footing import recounts
from trustfund.figures.footing.recounts import STEPS, Trip, line, number
from trustfund.figures.footing.sums import (
    Behind,
    Checks,
    Footing,
    Lines,
    Row,
    Stated,
    Sum,
    added,
    count,
    way,
)
from trustfund.figures.participation import event_rows
from trustfund.figures.view import View

FILTERS = BY_NAME["participation"].filters
"""Those that people have, whoever paid for them."""


def _counts(behind: Behind) -> participation.Counts:
    return participation.count(participation.seats(behind.view))


def _counted(name: str) -> Stated:
    """A count of all seats that the filters keep."""
    return lambda behind: getattr(behind.once(_counts, lambda: _counts(behind)), name)


def _in_rows(rows: Callable[[View], list[Row]]) -> tuple[Lines, ...]:
    """The columns of a chart."""
    return tuple(
        number(each.capitalize(), added(rows, each), f"participation.{each}")
        for each in ("delegates", "expected", "trips")
    )


def _countries_listed(behind: Behind) -> int:
    return len({row["country"] for row in behind.rows("participation") if row["delegates"]})


def _countries_of_trips(behind: Behind) -> int:
    return len({trip.country for trip in recounts.trips(behind) if trip.is_delegate})


def _coverage(behind: Behind) -> Iterator[Footing]:
    view = behind.view
    regions = view.filters.region
    could = {
        (country, code)
        for code in view.events_kept()
        if (day := view.first_day(code)) and day.isoformat() <= view.as_of
        if view.frames.events[code].status is not EventStatus.CANCELLED
        for country in view.eligible_on(day)
        if not regions or view.region(country) in regions
    }
    came = {
        (row["country"], row["event"]) for row in behind.rows("participation") if row["delegates"]
    }
    for measure, ldcs_only in (("LDC coverage", True), ("Country coverage", False)):
        kept = {each for each in could if not ldcs_only or view.ldc_at(*each)}
        found = participation.coverage(view, ldcs_only)
        for part, figure, where, pairs in (
            ("reached", found.reached, "Participation, countries with a delegate", kept & came),
            ("eligible", found.eligible, "Countries that are eligible, one by one", kept),
        ):
            countries = len({country for country, _ in pairs})
            yield Footing(f"{measure}, {part}", figure, (Sum(where, countries),), count)


def _by_status(behind: Behind) -> Iterator[Footing]:
    view = behind.view
    marks: dict[str, Callable[[Trip], bool]] = {
        "ldc": lambda trip: view.ldc_at(trip.country, trip.event),
        "lldc": lambda trip: view.country(trip.country).lldc,
        "sids": lambda trip: view.country(trip.country).sids,
    }
    for row, (mark, belongs) in zip(participation.status_rows(view), marks.items(), strict=True):
        marked = sum(each["delegates"] for each in behind.rows("participation") if each[mark])
        anew = sum(trip.is_delegate and belongs(trip) for trip in recounts.trips(behind))
        ways = (Sum(f"Participation, rows marked {mark}", marked), Sum(STEPS, anew))
        yield Footing(f"{row['group']}, delegates", row["delegates"], ways, count)


def _by_gender(behind: Behind) -> int:
    return sum((gender.gender_total(behind.view) or {}).values())


def _by_half_year(behind: Behind) -> int:
    return sum(map(len, gender.rounds(behind.view).values()))


_DELEGATES = number("Delegates", _counted("delegates"), "participation.delegates")
_EXPECTED = number("Expected", _counted("expected"), "participation.expected")
_TRIPS = number("Trips", _counted("trips"), "participation.trips")
_SPENT = line("Spent", _counted("spent"), "participation.spent_usd")
_OBLIGATED = line("Obligated", _counted("obligated"), "participation.obligated_usd")
CHECKS: Checks = {
    "delegates": (_DELEGATES, _EXPECTED),
    "trips": (_TRIPS,),
    "countries": (
        number(
            "Countries",
            _counted("countries"),
            way("Participation, countries with a delegate", _countries_listed),
            way(STEPS, _countries_of_trips),
        ),
    ),
    "coverage": (_coverage,),
    "by_region": _in_rows(participation.region_rows),
    "by_event": _in_rows(participation.by_event_rows),
    "by_status": (_by_status,),
    "travel_cost": (_SPENT, _OBLIGATED),
    "participation_listed": (_DELEGATES, _EXPECTED, _TRIPS, _SPENT, _OBLIGATED),
    "events": (
        number(
            "Events",
            lambda behind: len(behind.listed(event_rows)),
            way("Events, rows", lambda behind: len(behind.rows("events"))),
        ),
        number("Delegates", added(event_rows, "delegates"), "participation.delegates"),
        line("Spent", added(event_rows, "spent_usd"), "participation.spent_usd"),
    ),
    "gender": (number("Delegates", _by_gender, way("People by half-year", _by_half_year)),),
}
