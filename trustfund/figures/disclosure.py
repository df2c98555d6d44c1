"""Which rows of two tables, by event and by region, may be shown beside their total.

Whoever reads them knows who travelled where (participation is public), and subtracts. A row is
withheld where a number of it is small; then more rows are, the smallest first, until

1. whatever part of the delegates can be had by adding and subtracting rows may be published too;
2. for each delegate there is another world with the same rows in which the gender is another one.

Not judged is what can be guessed from the fact that a row is withheld at all, by somebody who works
through these rules for every world there could be, nor what is known of a delegate from elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

SMALL = 3
OTHER = "other"
"""Rows that are withheld, which are known by their sum."""

Row = tuple[str, str]
"""``("event", code)`` or ``("region", name)``."""


@dataclass(frozen=True)
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
