"""How counts of delegates, trips, countries and events foot."""

from collections.abc import Callable, Collection, Iterator

from trustfund.figures import gender, participation, travel_money
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.footing import recounts
from trustfund.figures.footing.recounts import STEPS, line, number
from trustfund.figures.footing.sums import (
    Behind,
    Checks,
    Footing,
    K,
    Lines,
    Row,
    Stated,
    Sum,
    added,
    booked,
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


def _for_travel_readers(*lines: Lines) -> Lines:
    """Lines of trips and their money; nothing for who may not read travel."""

    def found(behind: Behind) -> Iterator[Footing]:
        for each in lines if behind.view.reads_travel else ():
            yield from each(behind)

    return found


def _in_rows(rows: Callable[[View], list[Row]]) -> tuple[Lines, ...]:
    """The columns of a chart."""
    delegates, expected, trips = (
        number(each.capitalize(), added(rows, each), f"participation.{each}")
        for each in ("delegates", "expected", "trips")
    )
    return delegates, expected, _for_travel_readers(trips)


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
        if view.has_begun(code)
        for country in view.eligible_at(code)
        if not regions or view.region_at(country, code) in regions
    }
    came = {
        (row["country"], row["event"]) for row in behind.rows("participation") if row["delegates"]
    }
    for measure, ldcs_only in (("LDC coverage", True), ("Country coverage", False)):
        events = {code for _, code in could}
        ldcs = {(who, code) for code in events for who in view.eligible_at(code, ldcs_only=True)}
        kept = could & ldcs if ldcs_only else could
        found = participation.coverage(view, ldcs_only)
        for part, figure, where, pairs in (
            ("reached", found.reached, "Participation, countries with a delegate", kept & came),
            ("eligible", found.eligible, "Countries that are eligible, one by one", kept),
        ):
            countries = len({country for country, _ in pairs})
            yield Footing(f"{measure}, {part}", figure, (Sum(where, countries),), count)


def _by_status(behind: Behind) -> Iterator[Footing]:
    view = behind.view
    went = [trip for trip in recounts.trips(behind) if trip.is_delegate]
    for row, mark in zip(participation.status_rows(view), ("ldc", "lldc", "sids"), strict=True):
        marked = sum(each["delegates"] for each in behind.rows("participation") if each[mark])
        anew = sum(getattr(view.class_at(trip.country, trip.event), mark) for trip in went)
        ways = (Sum(f"Participation, rows marked {mark}", marked), Sum(STEPS, anew))
        yield Footing(f"{row['group']}, delegates", row["delegates"], ways, count)


def _spent_at_events(behind: Behind) -> Iterator[Footing]:
    """The cost of the events that the filters keep, as far as the reader sees it."""
    spent = added(event_rows, "spent_usd")(behind)
    if behind.view.reads_travel:
        yield from line("Spent", lambda _: spent, "participation.spent_usd")(behind)
    else:
        kept = set(behind.view.events_kept())
        yield Footing("Spent, as far as shown", spent, (_one_by_one(behind.view, "event", kept),))


def _as_published(behind: Behind) -> Iterator[Footing]:
    """The tables that everybody sees, each with what it does not show."""
    view = behind.view
    yield from line("Spent, whole fund", lambda _: travel_money.spent(view), booked(K.EXPENDITURE))(
        behind
    )
    for by, name in (("event", "By event"), ("region", "By region"), ("ldc", "By LDC or not")):
        shown = sum(travel_money.cells(view, by).values())
        yield Footing(f"{name}, shown", shown, (_one_by_one(view, by),))
        all_ = Sum(f"{name}, shown and not shown", shown + travel_money.rest(view, by).usd)
        yield Footing(f"{name}, in all", travel_money.spent(view), (all_,))


def _one_by_one(view: View, by: str, kept: Collection[str] | None = None) -> Sum:
    """The entries of the trips in rows that are shown, as the books of each round had them."""
    found = 0
    for day, each in travel_money.published(view).items():
        then = Behind(View(view.books, view.today, Filters(as_of=day, known_at=day)))
        costs = then.of_kinds(K.EXPENDITURE).set_index("id")["usd"]
        ids = [
            entry
            for name, trip in each.of(by)
            if kept is None or name in kept
            for entry in trip.entries
        ]
        found += int(costs.loc[ids].sum())
    return Sum("Entries of these trips, as known on the last day of their half-year", found)


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
    "trips": (_for_travel_readers(_TRIPS),),
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
    "travel_cost": (_for_travel_readers(_SPENT, _OBLIGATED),),
    "travel_published": (_as_published,),
    "participation_listed": (
        _DELEGATES,
        _EXPECTED,
        _for_travel_readers(_TRIPS, _SPENT, _OBLIGATED),
    ),
    "events": (
        number(
            "Events",
            lambda behind: len(behind.listed(event_rows)),
            way("Events, rows", lambda behind: len(behind.rows("events"))),
        ),
        number("Delegates", added(event_rows, "delegates"), "participation.delegates"),
        _spent_at_events,
    ),
    "gender": (number("Delegates", _by_gender, way("People by half-year", _by_half_year)),),
}
