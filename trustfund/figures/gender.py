"""Delegates by gender, published so that no combination of answers singles one person out.

Two answers that differ by one delegate reveal that delegate's gender. So there is one answer for
everybody: no filter applies, and it changes only when a half-year is over, by a whole **round** of
delegates whose own numbers may be published. Inside a round, ``disclosure`` withholds rows until
nothing small can be worked out. A published round never changes: it is what the books knew on its
last day, which they can say again for ever, because no act is recorded on or before that day once
the half-year is noted as published (``half_years``).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from trustfund.domain.travel import DELEGATES
from trustfund.figures.disclosure import Person, may_be_published, rows_to_show
from trustfund.figures.filters import REGION_NAMES, Filters, regions
from trustfund.figures.view import View

GENDERS = {"F": "Women", "M": "Men", "": "Another gender or not stated"}


def _half_years(first: str, today: date) -> Iterator[str]:
    """The last days of the half-years that are over."""
    for year in range(int(first[:4]), today.year + 1):
        for end in (f"{year}-06-30", f"{year}-12-31"):
            if first <= end < today.isoformat():
                yield end


def _travelled(view: View, day: str) -> dict[int, Person]:
    """Who had travelled by the end of a day, as it was known on that day; by trip."""
    then = View(view.books, view.today, Filters(as_of=day, known_at=day))
    last = then.statuses.drop_duplicates("trip", keep="last")
    people = {}
    for trip, status in last[["trip", "status"]].itertuples(index=False, name=None):
        if status in DELEGATES:
            seat = then.frames.trips[trip]
            gender = seat["gender"].value if seat["gender"] else ""
            people[trip] = Person(
                event=seat["event"],
                region=then.region(seat["country"]),
                country=seat["country"],
                gender=gender if gender in GENDERS else "",
            )
    return people


def rounds(view: View) -> dict[str, list[Person]]:
    """Delegates by the half-year with which their gender was published, each of them once.

    Those of a half-year that may not be published by itself wait for the next.
    """
    key = ("gender", view.today)
    if key not in view.books.answers:
        view.books.answers[key] = _rounds(view)
    found: dict[str, list[Person]] = view.books.answers[key]
    return found


def _rounds(view: View) -> dict[str, list[Person]]:
    counted: set[int] = set()
    made = {}
    steps = view.books.steps["recorded_on"]
    ends = _half_years(steps.min(), view.today) if len(steps) else ()
    for day in (end for end in ends if end <= view.books.published_until):
        new = {trip: who for trip, who in _travelled(view, day).items() if trip not in counted}
        if may_be_published(list(new.values())):
            counted |= set(new)
            made[day] = list(new.values())
    return made


def gender_rows(view: View, by: str) -> list[dict[str, Any]]:
    """Delegates by gender for each event or region (``by`` is "event" or "region").

    ``delegates`` are those counted here. A row that is None was withheld in each round.
    """
    counted: dict[str, int] = defaultdict(int)
    shown: dict[str, list[Person]] = defaultdict(list)
    for people in rounds(view).values():
        kept = rows_to_show(people)
        for person in people:
            name = person.of(by)
            counted[name] += 1
            if (by, name) in kept:
                shown[name].append(person)
    whole = View(view.books, view.today)
    order = whole.events_kept() if by == "event" else list(regions(whole.filters.grouping))
    rows = []
    for name in (name for name in order if name in counted):
        row: dict[str, Any] = {
            by: REGION_NAMES.get(name, name),
            "delegates": len(shown[name]) or counted[name],
        }
        numbers = _by_gender(shown[name])
        row |= {GENDERS[code]: numbers[code] if shown[name] else None for code in GENDERS}
        rows.append(row)
    return rows


def gender_total(view: View) -> dict[str, int] | None:
    """Delegates of the fund by gender, of all rounds; None where none is published yet."""
    everybody = [person for people in rounds(view).values() for person in people]
    return {GENDERS[code]: n for code, n in _by_gender(everybody).items()} if everybody else None


def published_until(view: View) -> str:
    """The last day of the newest round, "" where there is none."""
    return max(rounds(view), default="")


def _by_gender(people: list[Person]) -> dict[str, int]:
    numbers = dict.fromkeys(GENDERS, 0)
    for person in people:
        numbers[person.gender] += 1
    return numbers
