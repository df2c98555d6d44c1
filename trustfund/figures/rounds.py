"""Rounds: numbers about people change only when a half-year is over, by enough people at once.

Two answers that differ by one person would show the number of that person. So no filter changes
an answer, and each person is counted in one round only, as the books knew it on the round's last
day. They can say that again for ever, because no act is recorded on or before that day once the
half-year is noted as published (``half_years``).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from trustfund.figures import half_years
from trustfund.figures.filters import Filters
from trustfund.figures.view import View

T = TypeVar("T")


def _half_years(first: str, today: date) -> Iterator[str]:
    """The last days of the half-years that are over."""
    for year in range(int(first[:4]), today.year + 1):
        for end in half_years.ends(year):
            if first <= end.isoformat() < today.isoformat():
                yield end.isoformat()


def in_rounds(
    view: View, of: Callable[[View], dict[int, T]], are_enough: Callable[[Sequence[T]], bool]
) -> dict[str, list[T]]:
    """The trips of each round, by its last day: ``of`` finds them in the books of a day.

    Those of a half-year that are not enough by themselves wait for the next. The view's filters
    and clocks change nothing.
    """
    ends = published(view)
    return view.books.lasting.once(
        ("rounds", of, ends), lambda: _rounds(view, ends, of, are_enough)
    )


def published(view: View) -> tuple[str, ...]:
    """The last days of the half-years of which numbers are published."""
    books = view.books
    if books.steps.empty:
        return ()
    first = books.recorded_on(int(books.steps["act"].min()))
    return tuple(end for end in _half_years(first, view.today) if end <= books.published_until)


def _rounds(
    view: View,
    ends: Sequence[str],
    of: Callable[[View], dict[int, T]],
    are_enough: Callable[[Sequence[T]], bool],
) -> dict[str, list[T]]:
    counted: set[int] = set()
    made = {}
    for day in ends:
        then = View(view.books, view.today, Filters(as_of=day, known_at=day))
        new = {trip: found for trip, found in of(then).items() if trip not in counted}
        if are_enough(list(new.values())):
            counted |= set(new)
            made[day] = list(new.values())
    return made
