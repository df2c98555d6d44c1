"""What everybody may see of the money of trips: three tables in half-yearly rounds.

Lists of delegations are often public, so money by country and event would be one known person's
cost. A round holds the trips that were settled by its last day, at what they had cost by then;
``disclosure`` says which rows of its tables are shown: by event, by UN regional group, or by LDC or
not, never two of these at once. Filters choose rows and the two clocks choose rounds, and neither
changes a number. What is spent in all is no secret on any day; what is not shown is one line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from trustfund.domain.classifications import NO_GROUP
from trustfund.domain.kinds import EntryKind
from trustfund.domain.travel import TripStatus
from trustfund.figures.disclosure import Row, SettledTrip, are_enough, costs_to_show
from trustfund.figures.filters import REGION_NAMES, UN_GROUPS
from trustfund.figures.kept import kept
from trustfund.figures.rounds import in_rounds
from trustfund.figures.rounds import published as ends
from trustfund.figures.view import View

LDC_NAMES = {"ldc": "Least developed countries", "other": "Other countries"}
NOT_SHOWN = "Not shown"


@dataclass(frozen=True)
class Round:
    """The trips of a half-year, and which rows of its tables are shown."""

    trips: tuple[SettledTrip, ...]
    shown: frozenset[Row]

    def of(self, by: str) -> Iterator[tuple[str, SettledTrip]]:
        """The trips that rows of a table show, each with the name of its row."""
        named = ((trip.of(by), trip) for trip in self.trips)
        return ((name, trip) for name, trip in named if (by, name) in self.shown)

    def cells(self, by: str) -> dict[str, int]:
        """US dollar cents by the name of the row, of the rows shown."""
        found: dict[str, int] = defaultdict(int)
        for name, trip in self.of(by):
            found[name] += trip.usd
        return dict(found)


def _settled(then: View) -> dict[int, SettledTrip]:
    """What had been settled, by trip, at the cost that stood."""
    last = then.last_steps
    settled = last[last["status"] == TripStatus.SETTLED]["trip"]
    costs = then.entries_of(EntryKind.EXPENDITURE)
    booked: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for trip, key, usd in costs[costs["live"]][["trip", "id", "usd"]].itertuples(
        index=False, name=None
    ):
        booked[trip].append((key, usd))
    class_at = cache(then.class_at)
    return {
        trip: SettledTrip(
            event=event,
            region=class_at(country, event).un_group or NO_GROUP,
            ldc="ldc" if class_at(country, event).ldc else "other",
            country=country,
            usd=sum(usd for _, usd in booked[trip]),
            entries=frozenset(key for key, _ in booked[trip]),
        )
        for trip, event, country in then.frames.trips.some(settled, "event", "country")
    }


def published(view: View) -> dict[str, Round]:
    """The rounds whose last day is within both days that a view asks for, by that day."""
    made = view.books.lasting.once(("travel money", ends(view)), lambda: _rounds(view))
    until = min(view.as_of, view.filters.known_at or view.as_of)
    return {day: found for day, found in made.items() if day <= until}


def _rounds(view: View) -> dict[str, Round]:
    return {
        day: Round(tuple(trips), costs_to_show(tuple(trips)))
        for day, trips in in_rounds(view, _settled, are_enough).items()
    }


def cells(view: View, by: str) -> dict[str, int]:
    """US dollar cents by event, by region, or by "ldc" and "other": what rounds show of each."""
    found: Counter[str] = Counter()
    for each in published(view).values():
        found.update(each.cells(by))
    return dict(found)


def spent(view: View) -> int:
    """US dollar cents spent on all trips of the fund, whatever the filters but the days."""
    return int(view.entries_of(EntryKind.EXPENDITURE)["usd"].sum())


class Rest(NamedTuple):
    """What is spent in all, less what a table shows: US dollar cents, and its newest day."""

    usd: int
    day: str
    """ISO text, "" where nothing is in it."""


def rest(view: View, by: str) -> Rest:
    """What a table does not show."""
    shown: set[int] = set()
    for each in published(view).values():
        shown.update(*(trip.entries for _, trip in each.of(by)))
    spent = view.entries_of(EntryKind.EXPENDITURE)
    left = spent[~spent["id"].isin(shown) & (spent["live"] | spent["reverses"].isin(shown))]
    return Rest(int(left["usd"].sum()), max(left["value_date"], default=""))


@kept
def rows(view: View, by: str) -> list[dict[str, Any]]:
    """A table: the rows that are shown and that the filters keep, in their usual order.

    Beneath them are what is not shown, and what the fund spent on travel in all.
    """
    found, filters = cells(view, by), view.filters
    if by == "event":
        order = {code: code for code in view.events_kept()}
    elif by == "region":
        kept = filters.region if filters.grouping == "un_group" else ()
        order = {code: REGION_NAMES.get(code, code) for code in kept or UN_GROUPS}
    else:
        order = LDC_NAMES
    shown = [(name, found[code]) for code, name in order.items() if code in found]
    below = [(NOT_SHOWN, rest(view, by).usd), ("Whole fund", spent(view))]
    return [{by: name, "spent_usd": usd} for name, usd in [*shown, *below]]
