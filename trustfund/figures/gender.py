"""Delegates by gender, published so that no combination of answers singles one person out.

There is one answer for everybody, whatever the filters and the days asked for. It grows by whole
**rounds** of delegates whose own numbers may be published; inside a round, ``disclosure`` withholds
rows until nothing small can be worked out.
"""

from collections import defaultdict
from typing import Any

from trustfund.domain.travel import DELEGATES
from trustfund.figures.disclosure import Person, Row, may_be_published, rows_to_show
from trustfund.figures.filters import REGION_NAMES, regions
from trustfund.figures.kept import kept
from trustfund.figures.rounds import in_rounds, published
from trustfund.figures.view import View

GENDERS = {"F": "Women", "M": "Men", "": "Another gender or not stated"}


def _travelled(then: View) -> dict[int, Person]:
    """Who had travelled, by trip."""
    last = then.last_steps
    travelled = last["trip"][last["status"].isin(list(DELEGATES))]
    asked = ("event", "country", "gender")
    return {
        trip: Person(
            event, then.region_at(country, event), country, gender if gender in GENDERS else ""
        )
        for trip, event, country, gender in then.frames.trips.some(travelled, *asked)
    }


@kept
def rounds(view: View) -> dict[str, list[Person]]:
    """Delegates by the half-year with which their gender was published, each of them once."""
    return in_rounds(view, _travelled, may_be_published)


@kept
def gender_rows(view: View, by: str) -> list[dict[str, Any]]:
    """Delegates by gender for each event or region (``by`` is "event" or "region").

    ``delegates`` are those counted here. A row that is None was withheld in each round.
    """
    counted: dict[str, int] = defaultdict(int)
    shown: dict[str, list[Person]] = defaultdict(list)
    shown_of = view.books.lasting.once(("gender", published(view)), lambda: _shown(view))
    for day, people in rounds(view).items():
        kept = shown_of[day]
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


def _shown(view: View) -> dict[str, set[Row]]:
    """The rows of each round that may be shown."""
    return {day: rows_to_show(people) for day, people in rounds(view).items()}


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
