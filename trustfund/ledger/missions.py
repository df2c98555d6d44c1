"""What a mission may do: ask for seats for its own country, and withdraw what it asked for."""

from datetime import date

from trustfund.domain.catalogue import trip as fields
from trustfund.domain.fields import Field
from trustfund.domain.permissions import TRIP_OFFICES
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.domain.roles import Actor, Role
from trustfund.ledger.books import Books
from trustfund.store.tables import Event, Trip


def is_bound(actor: Actor) -> bool:
    """Whether somebody acts for one country alone."""
    return Role.MISSION in actor.roles and not actor.may(TRIP_OFFICES)


def require_own(books: Books, trip: Trip) -> None:
    """Refuse a trip of another country, in the words for one that is not there."""
    actor = books.actor
    if is_bound(actor) and trip.country != actor.country:
        remedy = "Use a reference from the list"
        place = fields.DOCUMENT.itself
        raise refusal(place, Code.UNKNOWN, trip.reference, "is not a trip", remedy)


def check_country(problems: Problems, books: Books, country: str) -> None:
    """Note a request for another country than the mission's."""
    own = books.actor.country
    if is_bound(books.actor) and country != own:
        why, remedy = "is not the country of your mission", f"Ask for {own}"
        problems.add(fields.COUNTRY, Code.NOT_OPEN_TO_ROLE, country, why, remedy)


def check_time(
    problems: Problems, books: Books, event: Event | None, field: Field, day: date | None
) -> None:
    """Note what comes once the event has begun, or is dated another day than today."""
    today = books.today
    if not is_bound(books.actor):
        return
    if event and event.starts_on and event.starts_on <= today:
        why = f"begins on {event.starts_on}, and the day before it was the last for missions"
        problems.add(fields.EVENT, Code.TOO_LATE, event.code, why, "Write to the secretariat")
    if day != today:
        why, remedy = "is not today", f"Give {today}"
        problems.add(field, Code.OUT_OF_PLACE, day or "", why, remedy)


def check_nomination(
    problems: Problems, books: Books, reference: str, costs: tuple[str, ...]
) -> None:
    """Note what the offices decide: the reference of the trip and its estimate."""
    if not is_bound(books.actor):
        return
    for field, texts in ((fields.REFERENCE, (reference,)), (fields.ESTIMATE, costs)):
        if typed := next((text for text in texts if text.strip()), ""):
            why, remedy = "is for the secretariat to give", "Leave it blank"
            problems.add(field, Code.OUT_OF_PLACE, typed, why, remedy)
