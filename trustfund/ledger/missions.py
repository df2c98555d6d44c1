"""What a mission may do: ask for seats for its own country, and withdraw what it asked for."""

from datetime import date

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.fields import Field
from trustfund.domain.kinds import DatePrecision, EventStatus
from trustfund.domain.meetings import has_begun
from trustfund.domain.permissions import ACTS
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.domain.roles import Actor, Role
from trustfund.ledger.books import Books
from trustfund.store.tables import Event, Trip

ASKS, STEP = ActCode.DELEGATE_NOMINATED, ActCode.TRIP_STEP_TAKEN


def is_bound(actor: Actor, code: ActCode) -> bool:
    """Whether somebody does an act for one country alone: by no other role than mission."""
    return Role.MISSION in actor.roles and (actor.roles - {Role.MISSION}).isdisjoint(ACTS[code])


def required(books: Books, reference: str) -> Trip:
    """The trip whose next step is taken; one of another country is refused as if it were none."""
    place, named = fields.DOCUMENT.itself, "a trip"
    if not is_bound(books.actor, STEP):
        return books.required(Trip, place, reference, named)
    own = [trip for trip in books.spelt(Trip, reference) if trip.country == books.actor.country]
    if len(own) != 1:
        remedy = "Use a reference from the list"
        raise refusal(place, Code.UNKNOWN, reference, f"is not {named}", remedy)
    return own[0]


def check_country(problems: Problems, books: Books, country: str) -> None:
    """Note a request for another country than the mission's."""
    own = books.actor.country
    if is_bound(books.actor, ASKS) and country != own:
        why, remedy = "is not the country of your mission", f"Ask for {own}"
        problems.add(fields.COUNTRY, Code.NOT_OPEN_TO_ROLE, country, why, remedy)


def check_time(
    problems: Problems,
    books: Books,
    code: ActCode,
    event: Event | None,
    field: Field,
    day: date | None,
) -> None:
    """Note what comes once the event has begun, or is dated another day than today.

    A request for a cancelled event can be withdrawn, and not made.
    """
    today = books.today
    if not is_bound(books.actor, code):
        return
    if event and has_begun(event, today):
        why = "has begun, and missions ask and withdraw before"
        if event.date_precision is DatePrecision.DAY and event.starts_on:
            why = f"begins on {event.starts_on}, and the day before it was the last for missions"
        problems.add(fields.EVENT, Code.TOO_LATE, event.code, why, "Write to the secretariat")
    if event and code is ASKS and event.status is EventStatus.CANCELLED:
        why, remedy = "is cancelled", "Nobody travels to it"
        problems.add(fields.EVENT, Code.CANCELLED, event.code, why, remedy)
    if day != today:
        why, remedy = "is not today", f"Give {today}"
        problems.add(field, Code.OUT_OF_PLACE, day or "", why, remedy)


def check_nomination(
    problems: Problems, books: Books, reference: str, costs: tuple[str, ...]
) -> None:
    """Note what the offices decide: the reference of the trip and its estimate."""
    if not is_bound(books.actor, ASKS):
        return
    for field, texts in ((fields.REFERENCE, (reference,)), (fields.ESTIMATE, costs)):
        if typed := next((text for text in texts if text.strip()), ""):
            why, remedy = "is for the secretariat to give", "Leave it blank"
            problems.add(field, Code.OUT_OF_PLACE, typed, why, remedy)
