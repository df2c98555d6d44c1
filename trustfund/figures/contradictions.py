"""Events that do not go with the trips to them as they stand: each asks for a decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from trustfund.domain import money
from trustfund.domain.classifications import class_on, difference
from trustfund.domain.kinds import EventStatus
from trustfund.domain.meetings import STILL_TO_GO, contradiction
from trustfund.domain.travel import TripStatus
from trustfund.figures.checks import Books
from trustfund.figures.columns import totals
from trustfund.figures.rows import EventRow
from trustfund.figures.wording import counted

NAMED = 12
"""So many trips or countries are named in one sentence."""
CHANGE = "Change the event (page Record travel, Event)"
Taken = dict[int, list[tuple[TripStatus, str, str]]]
"""The steps of trips that stand: status, day, and the day by which an authorisation was judged."""


def contradictions(books: Books) -> Iterator[str]:
    """Every event goes with the trips to it, and with what countries are frozen as there."""
    taken, reserved = _taken(books), _reserved(books)
    for code, event in books.frames.events.items():
        trips = taken.get(code, {})
        if event.status is EventStatus.CANCELLED:
            yield from _still_stand(books, event, trips, reserved)
        yield from _wrong_steps(books, event, trips)
        if event.class_kept_on is None or event.class_kept_on != event.starts_on:
            yield from _classes(books, event)


def _taken(books: Books) -> dict[str, Taken]:
    """The steps that stand, by event and trip."""
    classes = books.frames.classes
    judged = dict(zip(classes["step"], classes["judged_on"], strict=True))
    steps = books.view.statuses
    events = books.frames.trips.at(steps["trip"], "event").to_pylist()
    found: dict[str, Taken] = defaultdict(lambda: defaultdict(list))
    rows = steps[["id", "trip", "status", "on_date"]].itertuples(index=False, name=None)
    for event, (key, trip, status, day) in zip(events, rows, strict=True):
        found[event][trip].append((TripStatus(status), day, judged.get(key, "")))
    return found


def _reserved(books: Books) -> dict[int, int]:
    """US dollar cents reserved by trip."""
    entries = books.frames.entries
    kinds = entries["kind"].isin(["obligation", "obligation_release"])
    return dict(totals(entries[kinds & (entries["trip"] > 0)], ("trip",), "usd"))


def _still_stand(
    books: Books, event: EventRow, trips: Taken, reserved: dict[int, int]
) -> Iterator[str]:
    waiting = [trip for trip, steps in trips.items() if steps[-1][0] in STILL_TO_GO]
    if waiting:
        usd = money.text(sum(reserved.get(trip, 0) for trip in waiting), "USD")
        yield (
            f"event {event.code} is cancelled, and travel to it is not: "
            f"{counted(len(waiting), 'trip')} with {usd} reserved, {_references(books, waiting)}. "
            f"{CHANGE} and release them, or mend its status"
        )


def _wrong_steps(books: Books, event: EventRow, trips: Taken) -> Iterator[str]:
    """The first step of each trip that does not go with the event; trips alike are together."""
    alike: dict[str, list[int]] = defaultdict(list)
    for trip, steps in trips.items():
        judged_on = next((day for _, _, day in steps if day), "")
        known = date.fromisoformat(judged_on) if judged_on else None
        for status, day, _ in steps:
            on = date.fromisoformat(day)
            if why := contradiction(event, status, on, known, books.view.today):
                alike[why].append(trip)
                break
    for why, found in alike.items():
        yield (
            f"{counted(len(found), 'trip')} {why}: {_references(books, found)}. {CHANGE} if its "
            "days are wrong, or say there that it took place; else take the step back under Correct"
        )


def _classes(books: Books, event: EventRow) -> Iterator[str]:
    """Countries that would count otherwise at an event by its first day as it is known now."""
    day = event.starts_on
    if day is None or event.status is EventStatus.CANCELLED:
        return
    view = books.view
    frozen = {country: own for (country, of), own in view.frozen.items() if of == event.code}
    decided, classes = view.decided_on(day) if frozen else {}, view.rules_on(day).classes
    found = []
    for code, own in sorted(frozen.items()):
        facts = view.country(code, day)
        now = class_on(facts, day, decided.get(code), classes)
        if words := difference(own, now):
            found.append(f"{facts.name} ({words})")
    if found:
        yield (
            f"{counted(len(found), 'country', 'countries')} would count otherwise at event "
            f"{event.code} by its first day as known now, {day}: {_some(found)}. {CHANGE} and "
            "choose whether classes are corrected, or kept as they were when travel was authorised"
        )


def _references(books: Books, trips: Iterable[int]) -> str:
    return _some(sorted(books.frames.trips[trip]["reference"] for trip in trips))


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
