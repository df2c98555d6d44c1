"""The requests of one country for seats, as its mission sees them: without any money."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from trustfund.domain.kinds import DelegateRole, label
from trustfund.domain.meetings import has_begun
from trustfund.domain.requests import in_words
from trustfund.domain.travel import NEXT_STEPS, REASON_NEEDED, TripStatus
from trustfund.ledger.books import Books
from trustfund.ledger.entries import stands
from trustfund.store.tables import Event, Trip, TripStep


@dataclass(frozen=True)
class Request:
    """One request: where it stands since ``on``, and the reason that its mission is given."""

    reference: str
    event: str
    role: str
    asked_on: date
    status: str
    on: date
    reason: str
    version: int
    can_withdraw: bool


def of_country(books: Books, country: str) -> list[Request]:
    """The requests of a country (ISO 3166 alpha-3), the newest event first."""
    taken = (
        select(Trip, Event, TripStep)
        .join(Event, col(Event.code) == Trip.event)
        .join(TripStep, col(TripStep.trip_id) == Trip.id)
        .where(Trip.country == country, stands(TripStep))
        .order_by(col(TripStep.on_date), col(TripStep.id))
    )
    steps: dict[str, list[TripStep]] = {}
    of: dict[str, tuple[Trip, Event]] = {}
    for trip, event, step in books.session.exec(taken):
        steps.setdefault(trip.reference, []).append(step)
        of[trip.reference] = (trip, event)
    found = [_request(books, *of[reference], mine) for reference, mine in steps.items()]
    return sorted(found, key=lambda each: (each.asked_on, each.reference), reverse=True)


def _request(books: Books, trip: Trip, event: Event, steps: list[TripStep]) -> Request:
    last, status = steps[-1], TripStatus(steps[-1].status)
    return Request(
        trip.reference,
        event.code,
        label(DelegateRole(trip.role).value) if trip.role else "",
        steps[0].on_date,
        in_words(status, event, books.today),
        last.on_date,
        # Of other steps it may name countries that wait.
        last.reason if status in REASON_NEEDED else "",
        trip.version,
        not has_begun(event, books.today) and TripStatus.WITHDRAWN in NEXT_STEPS.get(status, ()),
    )
