"""How counts of delegates, trips, countries and events foot."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from trustfund.domain.kinds import EventStatus
from trustfund.domain.travel import DELEGATES, EXPECTED, SUNK, TripStatus
from trustfund.figures import gender, participation
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.footing.sums import LEDGER, Behind, Check, Footing, K, Sum, counts

STEPS = "Last steps of the trips"


def kept(behind: Behind) -> Behind:
    """The same with the filters alone that people have, whoever paid for them."""
    filters = behind.view.filters.only(BY_NAME["participation"].filters)
    return Behind(replace(behind.view, filters=filters))


@dataclass(frozen=True)
class Trip:
    """A trip as its last step and its entries say."""

    event: str
    country: str
    status: TripStatus
    spent: int

    @property
    def is_delegate(self) -> bool:
        """Whether somebody travelled."""
        return self.status in DELEGATES

    @property
    def is_expected(self) -> bool:
        """Whether somebody is to travel."""
        return self.status in EXPECTED

    @property
    def counts(self) -> bool:
        """Whether it is a trip: a seat that is used, expected, or paid for."""
        if self.status is TripStatus.REPLACED:
            return False
        return self.is_delegate or self.is_expected or (self.status in SUNK and self.spent != 0)


def last_steps(behind: Behind) -> list[Trip]:
    """The trips that the filters keep, from their steps one by one."""
    view = behind.view
    spent: dict[int, int] = defaultdict(int)
    costs = behind.of_kinds(K.EXPENDITURE)
    for trip, usd in zip(costs["trip"], costs["usd"], strict=True):
        spent[trip] += int(usd)
    steps = view.statuses  # in the order of their days
    last: dict[int, str] = dict(zip(steps["trip"], steps["status"], strict=True))
    kept = set(view.events_kept())
    found = []
    for trip, status in last.items():
        document = view.frames.trips[trip]
        region = view.region(document["country"])
        if document["event"] in kept and (not view.filters.region or region in view.filters.region):
            found.append(
                Trip(document["event"], document["country"], TripStatus(status), spent[trip])
            )
    return found


def _delegates(behind: Behind) -> Iterator[Footing]:
    """The rows of participation, and the trips' last steps counted anew, come to it."""
    found, trips = participation.count(participation.seats(behind.view)), last_steps(behind)
    yield counts(
        "Delegates",
        found.delegates,
        behind.column("participation", "delegates"),
        Sum(STEPS, sum(trip.is_delegate for trip in trips)),
    )
    yield counts(
        "Expected",
        found.expected,
        behind.column("participation", "expected"),
        Sum(STEPS, sum(trip.is_expected for trip in trips)),
    )


def _seats(behind: Behind) -> Iterator[Footing]:
    """The rows of participation, and the trips' last steps counted anew, come to it."""
    yield counts(
        "Trips",
        participation.count(participation.seats(behind.view)).trips,
        behind.column("participation", "trips"),
        Sum(STEPS, sum(trip.counts for trip in last_steps(behind))),
    )


def _countries(behind: Behind) -> Iterator[Footing]:
    """The countries of rows with a delegate, and those of trips, each counted once."""
    listed = {row["country"] for row in behind.rows("participation") if row["delegates"]}
    travelled = {trip.country for trip in last_steps(behind) if trip.is_delegate}
    yield counts(
        "Countries",
        participation.count(participation.seats(behind.view)).countries,
        Sum("Participation, countries with a delegate", len(listed)),
        Sum(STEPS, len(travelled)),
    )


def _coverage(behind: Behind) -> Iterator[Footing]:
    """Reached are countries of the rows of participation; eligible are counted one by one."""
    view = behind.view
    begun = {
        code: day
        for code in view.events_kept()
        if (day := view.first_day(code)) and day.isoformat() <= view.as_of
        if view.frames.events[code].status is not EventStatus.CANCELLED
    }
    eligible = {code: view.eligible_on(day) for code, day in begun.items()}
    for measure, ldcs_only in (("LDC coverage", True), ("Country coverage", False)):
        could = {
            country
            for country in view.frames.countries
            if (not view.filters.region or view.region(country) in view.filters.region)
            and any(
                country in eligible[code] and (not ldcs_only or view.ldc_at(country, code))
                for code in begun
            )
        }
        reached = {
            row["country"]
            for row in behind.rows("participation")
            if row["delegates"] and row["country"] in eligible.get(row["event"], ())
            if row["ldc"] or not ldcs_only
        }
        found = participation.coverage(view, ldcs_only)
        listed = Sum("Participation, countries with a delegate", len(reached))
        yield counts(f"{measure}, reached", found.reached, listed)
        countries = Sum("Countries that are eligible, one by one", len(could))
        yield counts(f"{measure}, eligible", found.eligible, countries)


def _across(behind: Behind, rows: list[dict[str, int]]) -> Iterator[Footing]:
    trips = last_steps(behind)
    for measure, column, number in (
        ("Delegates", "delegates", sum(trip.is_delegate for trip in trips)),
        ("Expected", "expected", sum(trip.is_expected for trip in trips)),
        ("Trips", "trips", sum(trip.counts for trip in trips)),
    ):
        yield counts(
            measure,
            sum(row[column] for row in rows),
            behind.column("participation", column),
            Sum(STEPS, number),
        )


def _by_region(behind: Behind) -> Iterator[Footing]:
    """The regions add up to the rows of participation, and to the trips' last steps."""
    yield from _across(behind, participation.region_rows(behind.view))


def _by_event(behind: Behind) -> Iterator[Footing]:
    """The events add up to the rows of participation, and to the trips' last steps."""
    yield from _across(behind, participation.by_event_rows(behind.view))


def _by_status(behind: Behind) -> Iterator[Footing]:
    """Each group by itself is the rows of participation marked so, and its trips counted anew."""
    view, trips = behind.view, last_steps(behind)
    marks: dict[str, Callable[[Trip], bool]] = {
        "ldc": lambda trip: view.ldc_at(trip.country, trip.event),
        "lldc": lambda trip: view.country(trip.country).lldc,
        "sids": lambda trip: view.country(trip.country).sids,
    }
    rows = participation.status_rows(view)
    for row, (mark, belongs) in zip(rows, marks.items(), strict=True):
        yield counts(
            f"{row['group']}, delegates",
            row["delegates"],
            Sum(
                f"Participation, rows marked {mark}",
                sum(each["delegates"] for each in behind.rows("participation") if each[mark]),
            ),
            Sum(STEPS, sum(trip.is_delegate and belongs(trip) for trip in trips)),
        )


def _travel_cost(behind: Behind) -> Iterator[Footing]:
    """The rows of participation, and the ledger's entries of these trips, add up to it."""
    view = behind.view
    found = participation.count(participation.seats(view))
    kept = set(view.events_kept())
    trips = {
        key
        for key, document in view.frames.trips.items()
        if document["event"] in kept
        and (not view.filters.region or view.region(document["country"]) in view.filters.region)
    }
    for measure, cents, column, kinds in (
        ("Spent", found.spent, "spent_usd", (K.EXPENDITURE,)),
        ("Obligated", found.obligated, "obligated_usd", (K.OBLIGATION, K.RELEASE)),
    ):
        entries = view.pools(behind.of_kinds(*kinds))
        booked = Sum(LEDGER, behind.total(entries[entries["trip"].isin(trips)]))
        yield Footing(measure, cents, (behind.column("participation", column), booked))


def _participation_listed(behind: Behind) -> Iterator[Footing]:
    """Each column adds up to the trips' last steps, and to the ledger's entries of these trips."""
    yield from _delegates(behind)
    yield from _seats(behind)
    yield from _travel_cost(behind)


def _events(behind: Behind) -> Iterator[Footing]:
    """The rows are the events kept; their delegates and cost are those of participation."""
    rows = participation.event_rows(behind.view)
    yield counts("Events", len(rows), Sum("Events, rows", len(behind.rows("events"))))
    delegates = sum(row["delegates"] for row in rows)
    steps = Sum(STEPS, sum(trip.is_delegate for trip in last_steps(behind)))
    yield counts("Delegates", delegates, behind.column("participation", "delegates"), steps)
    spent = sum(row["spent_usd"] for row in rows)
    yield Footing("Spent", spent, (behind.column("participation", "spent_usd"),))


def _gender(behind: Behind) -> Iterator[Footing]:
    """Everybody is counted in one half-year: by gender, and person by person."""
    rounds = gender.rounds(behind.view)
    numbers = gender.gender_total(behind.view) or {}
    found = Counter(day for day, people in rounds.items() for _ in people)
    yield counts("Delegates", sum(numbers.values()), Sum("People by half-year", found.total()))


CHECKS: dict[str, Check] = {
    "delegates": _delegates,
    "trips": _seats,
    "countries": _countries,
    "coverage": _coverage,
    "by_region": _by_region,
    "by_event": _by_event,
    "by_status": _by_status,
    "travel_cost": _travel_cost,
    "participation_listed": _participation_listed,
    "events": _events,
    "gender": _gender,
}
