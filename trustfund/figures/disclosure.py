"""Which rows of tables may be shown beside their total: of delegates by gender, and of money.

Whoever reads them knows who travelled where (participation is public), and subtracts.

**Gender**, by event and by region. A row is withheld where a number of it is small; then more rows
are, the smallest first, until

1. whatever part of the delegates can be had by adding and subtracting rows may be published too;
2. for each delegate there is another world with the same rows in which the gender is another one.

**Money of trips**, by event, by region and by LDC or not. A row is withheld where it has trips of
fewer than three countries; then more are, the smallest first, until whatever is had by adding and
subtracting rows, with whatever weights, has money of three countries or more in it, or none.

Not judged is what can be guessed from the fact that a row is withheld at all, by somebody who works
through these rules for every world there could be, nor what is known of a delegate from elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

SMALL = 3
OTHER = ""
"""Rows that are withheld, which are known by their sum; no row is called so."""

Row = tuple[str, str]
"""``("event", code)``, ``("region", name)`` or ``("ldc", "ldc" or "other")``."""


# Gender


@dataclass(frozen=True, slots=True)
class Person:
    """A delegate as far as the tables go."""

    event: str
    region: str
    country: str
    gender: str

    def of(self, by: str) -> str:
        """The event or the region."""
        return self.event if by == "event" else self.region


def may_be_published(people: Collection[Person]) -> bool:
    """Whether numbers by gender of these people say nothing about one of them."""
    numbers = Counter(person.gender for person in people).values()
    countries = {person.country for person in people}
    return len(countries) > 1 and len(numbers) > 1 and min(numbers) >= SMALL


def rows_to_show(people: Sequence[Person]) -> set[Row]:
    """The rows that may be shown of people who may be published together."""
    members: dict[Row, list[Person]] = defaultdict(list)
    for person in people:
        for by in ("event", "region"):
            members[by, person.of(by)].append(person)
    shown = {row for row, found in members.items() if may_be_published(found)}
    while shown and not (_parts_are_sound(people, shown) and _all_are_uncertain(people, shown)):
        shown.remove(min(shown, key=lambda row: (len(members[row]), row)))
    return shown


def _ends(person: Person, shown: set[Row]) -> tuple[Row, Row]:
    """The two rows that count a person."""
    event, region = ("event", person.event), ("region", person.region)
    return (
        event if event in shown else ("event", OTHER),
        region if region in shown else ("region", OTHER),
    )


def _parts_are_sound(people: Sequence[Person], shown: set[Row]) -> bool:
    """Whether all parts that subtraction of rows gives are empty, or may be published.

    Of each table: the total less the rows shown. For some regions together: their people less the
    events that lie wholly inside; the events that touch them less their people are such a part of
    the other regions. All other parts are these and whole rows.
    """
    placed = [(person, *_ends(person, shown)) for person in people]
    parts = [
        [who for who, event, _ in placed if event[1] == OTHER],
        [who for who, _, region in placed if region[1] == OTHER],
    ]
    found = sorted({region for _, _, region in placed})
    for some in chain.from_iterable(combinations(found, n) for n in range(1, len(found) + 1)):
        outside = {event for _, event, region in placed if region not in some}
        parts.append([who for who, event, region in placed if region in some and event in outside])
    return all(may_be_published(part) for part in parts if part)


def _all_are_uncertain(people: Sequence[Person], shown: set[Row]) -> bool:
    """Whether each person could be of another gender and every row stay as it is.

    Of two genders, draw people of one as arrows from event to region, those of the other back.
    Whoever lies on a round trip can be exchanged along it: each row loses and wins the same.
    """
    drawn = {(*_ends(person, shown), person.gender) for person in people}
    uncertain = set()
    for one, other in combinations(sorted({gender for _, _, gender in drawn}), 2):
        arrows = defaultdict(set)
        for event, region, gender in drawn:
            if gender == one:
                arrows[event].add(region)
            elif gender == other:
                arrows[region].add(event)
        for event, region, gender in drawn:
            start, end = (event, region) if gender == one else (region, event)
            if gender in {one, other} and start in _reached(arrows, end):
                uncertain.add((event, region, gender))
    return uncertain == drawn


def _reached(arrows: dict[Row, set[Row]], start: Row) -> set[Row]:
    found: set[Row] = set()
    ahead = {start}
    while ahead:
        ahead = {there for here in ahead for there in arrows.get(here, ())} - found
        found |= ahead
    return found


# Money of trips

TABLES = ("event", "region", "ldc")


@dataclass(frozen=True, slots=True)
class SettledTrip:
    """A settled trip as far as the tables go, with its cost in US dollar cents."""

    event: str
    region: str
    ldc: str
    country: str
    usd: int
    entries: frozenset[int] = frozenset()
    """The ids of the entries that the cost is the sum of."""

    def of(self, by: str) -> str:
        """The event, the region, or "ldc" or "other"."""
        return str(getattr(self, by))


def are_enough(trips: Iterable[SettledTrip]) -> bool:
    """Whether the sum of these costs may be published: of three countries, hence three trips.

    A trip that cost nothing hides no other.
    """
    return len({trip.country for trip in trips if trip.usd}) >= SMALL


def costs_to_show(trips: Sequence[SettledTrip]) -> frozenset[Row]:
    """The rows that may be shown of trips whose sum may be published."""
    members: dict[Row, list[SettledTrip]] = defaultdict(list)
    for trip in trips:
        for by in TABLES:
            members[by, trip.of(by)].append(trip)

    def size(row: Row) -> tuple[int, int, Row]:
        return len({trip.country for trip in members[row] if trip.usd}), len(members[row]), row

    shown = {row for row, found in members.items() if are_enough(found)}
    for by in TABLES:
        while not _is_sound([trip for trip in trips if (by, trip.of(by)) not in shown]):
            shown.remove(min((row for row in shown if row[0] == by), key=size))
    while told := _told(trips, shown):
        helpful = {row for row in shown if not _tells(_kinds(trips, shown - {row}), told)}
        shown.remove(min(helpful or shown, key=size))
    return frozenset(shown)


def _is_sound(hidden: Collection[SettledTrip]) -> bool:
    return not any(trip.usd for trip in hidden) or are_enough(hidden)


Kind = tuple[Row, ...]
"""Trips that stand in the same row of each table are of one kind."""


def _kinds(trips: Sequence[SettledTrip], shown: set[Row]) -> dict[Kind, set[str]]:
    """The countries of each kind that cost something, where withheld rows of a table are one."""
    found: dict[Kind, set[str]] = defaultdict(set)
    for trip in trips:
        rows = ((by, trip.of(by)) for by in TABLES)
        countries = found[tuple(row if row in shown else (row[0], OTHER) for row in rows)]
        if trip.usd:
            countries.add(trip.country)
    return found


def _told(trips: Sequence[SettledTrip], shown: set[Row]) -> set[str]:
    """One or two countries about whose trips the rows shown tell something; else none."""
    kinds = _kinds(trips, shown)
    moves = _moves(list(kinds))
    few = [kind for kind, countries in kinds.items() if len(countries) < SMALL]
    if _are_independent(moves[kind] for kind in few):
        return set()
    known = sorted({country for kind in few for country in kinds[kind]})
    for some in map(set, combinations(known, min(len(known), SMALL - 1))):
        if _tells(kinds, some, moves):
            return some
    return set()


def _tells(
    kinds: Mapping[Kind, set[str]], some: set[str], moves: "Mapping[Kind, Vector] | None" = None
) -> bool:
    """Whether sums of rows, with weights, can be had that have trips of some countries alone.

    Sums of rows give weights to kinds. The weights that can be had are those orthogonal to the
    *moves*: the changes of costs that leave every row as it is. Such weights on the kinds of these
    countries alone, zero on all others, are there exactly where the moves, seen on these kinds
    alone, are not independent of each other.
    """
    moves = moves or _moves(list(kinds))
    return not _are_independent(moves[kind] for kind, named in kinds.items() if named <= some)


Vector = dict[int, Fraction]
"""Numbers by their place, without the zeros."""


def _moves(kinds: Sequence[Kind]) -> Mapping[Kind, Vector]:
    """How much each kind changes with each of the changes that leave every row as it is."""
    rows: dict[Row, Vector] = defaultdict(dict)
    for place, kind in enumerate(kinds):
        for row in kind:
            rows[row][place] = Fraction(1)
    fixed = _reduced(rows.values())
    free = [place for place in range(len(kinds)) if place not in fixed]
    return {
        kind: {other: -fixed[place][other] for other in free if other in fixed[place]}
        if place in fixed
        else {place: Fraction(1)}
        for place, kind in enumerate(kinds)
    }


def _are_independent(vectors: Iterable[Vector]) -> bool:
    listed = list(vectors)
    return len(_reduced(listed)) == len(listed)


def _reduced(vectors: Iterable[Vector]) -> dict[int, Vector]:
    """A basis of what the vectors span, each by a place at which it is 1 and all others are 0."""
    basis: dict[int, Vector] = {}
    for vector in vectors:
        rest = vector
        for place in set(vector) & set(basis):
            rest = _less(rest, vector[place], basis[place])
        if not rest:
            continue
        first = min(rest)
        lead = {place: Fraction(value, rest[first]) for place, value in rest.items()}
        basis = {
            place: _less(other, other[first], lead) if first in other else other
            for place, other in basis.items()
        }
        basis[first] = lead
    return basis


def _less(vector: Vector, times: Fraction, other: Vector) -> Vector:
    """A vector less some times another."""
    found = dict(vector)
    for place, value in other.items():
        left = found.pop(place, Fraction(0)) - times * value
        if left:
            found[place] = left
    return found
