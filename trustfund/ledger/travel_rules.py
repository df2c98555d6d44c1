"""What a step of a trip must meet: its order, its day, its cost, who may approve and travel."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import col, select

from trustfund.domain import money
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.kinds import EventStatus, label
from trustfund.domain.permissions import STEPS
from trustfund.domain.problems import Code, Problems
from trustfund.domain.texts import alphabetical
from trustfund.domain.travel import (
    COST_POSSIBLE,
    NEXT_STEPS,
    ONCE_EVENT_BEGAN,
    SEATED,
    WAITING,
    Costs,
    TripStatus,
)
from trustfund.ledger import eligibility
from trustfund.ledger.books import Books
from trustfund.ledger.entries import stands
from trustfund.store.tables import Country, Event, Trip, TripStep


def check_order(
    problems: Problems, last: TripStep, status: TripStatus, day: date | None, event: Event
) -> None:
    """Note a step that cannot follow the last one, or is dated before what it follows."""
    following = NEXT_STEPS.get(last.status, ())
    place = fields.step_day(status)
    if status not in following:
        can = ", ".join(label(step.value).lower() for step in following)
        problems.add(
            fields.STATUS,
            Code.WRONG_STEP,
            label(status.value),
            f"cannot follow {label(last.status.value).lower()}",
            f"What can follow is {can}" if can else "This trip has ended; take its last step back",
        )
    if day and day < last.on_date:
        why = f"is before the step it follows, {label(last.status.value).lower()} on {last.on_date}"
        problems.add(place, Code.OUT_OF_ORDER, day, why, "Give a day on or after it")
    if status in ONCE_EVENT_BEGAN and event.starts_on and day and day < event.starts_on:
        why = f"is before {event.code} begins, {event.starts_on}"
        problems.add(place, Code.BEFORE_EVENT, day, why, "Give a day on or after it")


def require_office(books: Books, status: TripStatus, before: Sequence[TripStep]) -> None:
    """Refuse a step to those who may not take it; ``before`` are the steps that stand before it.

    Authorising what nobody approved is the approval, too.
    """
    books.actor.require(STEPS[status], f"The step {label(status.value).lower()}")
    if status is TripStatus.AUTHORISED and not any(
        step.status is TripStatus.APPROVED for step in before
    ):
        books.actor.require(STEPS[TripStatus.APPROVED], "Authorising what nobody approved")


def check_authorisation(
    problems: Problems, books: Books, trip: Trip, event: Event, day: date | None, costs: Costs
) -> None:
    """Note what keeps a trip from being authorised on a day at an estimate."""
    eligibility.check(problems, books, trip.country, event)
    if event.status is EventStatus.CANCELLED:
        why, remedy = "is cancelled", "Nobody travels to it"
        problems.add(fields.EVENT, Code.CANCELLED, event.code, why, remedy)
    if event.starts_on and day and day >= event.starts_on:
        why = f"is not before {event.code} begins, {event.starts_on}"
        remedy = "Travel is authorised before the first day of the event"
        problems.add(fields.AUTHORISED_ON, Code.TOO_LATE, day, why, remedy)
    if costs.total == 0:
        problems.missing(fields.ESTIMATE, "Give the ticket, the allowance and other costs")


def passed_over(
    books: Books, country: str, event: Event, beside: Collection[str] = ()
) -> list[str]:
    """The least developed countries that wait for a first seat at an event, by name.

    None where the seat is one of theirs: of a least developed country that is not the host.
    Whose trip is one of those ``beside`` gets its seat at the same time, and does not wait.
    """
    day = event.starts_on
    if day is None or not country:
        return []
    own = books.session.get_one(Country, country)
    if eligibility.judged(books, own, day).ldc and country != event.country:
        return []
    taken = (
        select(Trip.reference, Country, TripStep.status)
        .join(Trip, col(Trip.id) == TripStep.trip_id)
        .join(Country, col(Country.iso3) == Trip.country)
        .where(Trip.event == event.code, stands(TripStep))
        .order_by(col(TripStep.on_date), col(TripStep.id))
    )
    last = {trip: (asks, status) for trip, asks, status in books.session.exec(taken)}
    seated = {
        asks.iso3 for trip, (asks, status) in last.items() if status in SEATED or trip in beside
    }
    found = {
        asks.name
        for asks, status in last.values()
        if status in WAITING
        and asks.iso3 not in {*seated, country, event.country}
        and (there := eligibility.judged(books, asks, day)).ldc
        and there.eligible
    }
    return sorted(found, key=alphabetical)


def check_first_seats(
    problems: Problems,
    books: Books,
    trip: Trip,
    event: Event,
    reason: str,
    beside: Collection[str] = (),
) -> None:
    """Ask why a seat comes before the first one of a least developed country that waits for it."""
    waiting = [] if reason.strip() else passed_over(books, trip.country, event, beside)
    if waiting:
        verb = "wait" if waiting[1:] else "waits"
        why = f"is missing: {', '.join(waiting)} {verb} for a first seat at {event.code}"
        remedy = "Least developed countries come first: give the reason why this seat does"
        problems.add(REASON, Code.MISSING, "", why, remedy)


def parse_actual(problems: Problems, status: TripStatus, typed: str, costs: Costs) -> int:
    """US dollar cents that a step costs; blank takes the estimate, or the ticket where sunk."""
    if status not in COST_POSSIBLE:
        if typed.strip():
            why = f"does not belong to the step {label(status.value).lower()}"
            remedy = "Leave it blank until the trip is settled"
            problems.add(fields.ACTUAL_USD, Code.OUT_OF_PLACE, typed, why, remedy)
        return 0
    if typed.strip():
        return problems.attempt(money.parse_cost, fields.ACTUAL_USD, typed) or 0
    if status is TripStatus.SETTLED:
        return costs.total
    return 0 if status is TripStatus.REPLACED else costs.ticket
