"""What letters state: an instalment to be paid, a seat that is funded, trips without a ticket.

Nobody is named in them: figures have no delegate's name.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow.compute as pc

from trustfund.domain.catalogue.file import filter_field
from trustfund.domain.kinds import EventStatus, label
from trustfund.domain.problems import Code, Refused, refusal
from trustfund.domain.texts import alphabetical
from trustfund.domain.travel import DELEGATES, EXPECTED, TripStatus
from trustfund.figures.contributions import Position, positions
from trustfund.figures.kept import kept
from trustfund.figures.rows import EventRow
from trustfund.figures.staff_datasets import instalment_rows
from trustfund.figures.view import View

Row = dict[str, Any]
CONFIRMED = EXPECTED | DELEGATES
"""Steps of a seat that the fund pays for, while nothing went wrong."""


@dataclass(frozen=True)
class Instalment:
    """A line of a payment schedule that the deposits do not cover yet."""

    position: Position
    due_on: str
    amount: int
    unpaid: int
    """What of it is still to come, in the contribution's currency."""
    days_late: int
    """0 until the day after it was due."""


def instalments(view: View, contribution: str) -> list[Instalment]:
    """What is still to be paid of a contribution's schedule, by day."""
    days = view.filters.only(("as_of", "known_at"))
    return _unpaid(replace(view, filters=days)).get(contribution, [])


@kept
def _unpaid(view: View) -> dict[str, list[Instalment]]:
    """The same of every contribution."""
    of = {position.document.reference: position for position in positions(view)}
    today = date.fromisoformat(view.as_of)
    found: dict[str, list[Instalment]] = defaultdict(list)
    for row in instalment_rows(view):
        if row["unpaid"]:
            reference, due_on = row["contribution_reference"], row["due_on"]
            days_late = max((today - date.fromisoformat(due_on)).days, 0)
            line = Instalment(of[reference], due_on, row["amount"], row["unpaid"], days_late)
            found[reference].append(line)
    return dict(found)


def instalment(view: View) -> Instalment:
    """The one that the filters name. Raises Refused where none is to be paid on that day."""
    contribution, due_on = view.filters.contribution, view.filters.due_on
    found = instalments(view, contribution)
    for each in found:
        if each.due_on == due_on:
            return each
    days = ", ".join(each.due_on for each in found)
    why = f"is no day on which {contribution} still has an instalment to pay"
    remedy = f"Use one of {days}" if days else "Look at its payment schedule"
    raise refusal(filter_field("due_on"), Code.UNKNOWN, due_on, why, remedy)


@dataclass(frozen=True)
class Seat:
    """A trip, where it stands, and the event it goes to."""

    trip: Row
    status: TripStatus
    since: str
    event: EventRow


def seat(view: View, reference: str) -> Seat:
    """The trip of a reference. Raises Refused where nobody had asked for it by the day."""
    trips = view.frames.trips
    place = pc.index(trips.columns["reference"], reference).as_py()
    last = view.last_steps
    found = last[last["trip"] == trips.ids[place]] if place >= 0 else last[:0]
    for each in _seats(view, found[["trip", "status", "on_date"]].itertuples(index=False)):
        return each
    raise no_trip(reference)


def no_trip(reference: str) -> Refused:
    """That there is no such trip, for whoever asks."""
    remedy = "Check the reference"
    return refusal(filter_field("trip"), Code.UNKNOWN, reference, "is not known", remedy)


def confirmed(found: Seat) -> Seat:
    """The seat, where the fund pays for it. Raises Refused where it does not, or not yet."""
    field, reference = filter_field("trip"), found.trip["reference"]
    if found.status not in CONFIRMED:
        why = f"is {label(found.status).lower()} since {found.since}: no seat is confirmed"
        remedy = "Authorise it first"
        raise refusal(field, Code.WRONG_STEP, reference, why, remedy)
    if found.event.status is EventStatus.CANCELLED:
        why = f"goes to {found.event.code}, which is cancelled"
        remedy = "Look at the event first"
        raise refusal(field, Code.CANCELLED, reference, why, remedy)
    return found


def without_ticket(view: View, event: str) -> list[Seat]:
    """The seats at an event that are authorised and have no ticket, by country."""
    last = view.last_steps
    found = last[last["status"] == TripStatus.AUTHORISED]
    here = pc.equal(view.frames.trips.at(found["trip"], "event"), event).to_numpy()
    rows = found[here][["trip", "status", "on_date"]].itertuples(index=False)
    seats = _seats(view, rows)
    return sorted(seats, key=lambda each: alphabetical(view.country(each.trip["country"]).name))


def _seats(view: View, rows: Iterable[Any]) -> list[Seat]:
    trips, events = view.frames.trips, view.frames.events
    return [
        Seat(trip, TripStatus(status), day, events[trip["event"]])
        for key, status, day in rows
        if (trip := trips[key])
    ]
