"""Letters about seats: to a State, that one is funded; to the travel office, who needs a ticket."""

from typing import Any

from trustfund.domain.catalogue.trip import COSTS
from trustfund.domain.kinds import label
from trustfund.domain.meetings import has_begun
from trustfund.domain.requests import before
from trustfund.domain.roles import TRAVEL_READERS, Actor
from trustfund.domain.texts import listed
from trustfund.domain.travel import EXPECTED
from trustfund.exchange.letters.payments import contact
from trustfund.figures import letters
from trustfund.figures.letters import Row, Seat
from trustfund.figures.rows import EventRow
from trustfund.figures.view import View
from trustfund.figures.wording import counted, grouped

SECRETARIAT = "Secretariat of the fund"
COVERED = {
    "ticket": "the most economical air fare",
    "dsa": "the daily subsistence allowance",
    "terminal": "terminal expenses",
    "other": "other costs of the trip, such as a visa",
}
"""What the parts of an estimate pay for."""


def confirmation(view: View, who: Actor) -> dict[str, Any]:
    """Confirms one funded seat to a State, which its mission may take for itself."""
    reference = view.filters.trip
    found = letters.seat(view, reference)
    if not who.may(TRAVEL_READERS) and found.trip["country"] != who.country:
        raise letters.no_trip(reference)
    found = letters.confirmed(found)
    country = view.country(found.trip["country"]).name
    return {
        "about": found.trip["reference"],
        "sender": SECRETARIAT,
        "addressee": ["Permanent Mission to the United Nations", country],
        "day": view.as_of,
        "not_real": "no such seat is funded.",
        "before": [
            f"The {view.frames.fund_name} confirms one funded seat for {country}.",
            "It is for one delegate, whom the State chooses. This letter names nobody.",
        ],
        "lines": [
            ["Seat", found.trip["reference"]],
            *_meeting(view, found.event),
            ["Role", _role(found.trip)],
            ["The fund pays", listed(_covered(found.trip)) or "as the travel office will say"],
            ["Where it stands", f"{label(found.status)} on {found.since}"],
        ],
        "after": _what_to_send(view, found),
        "listing": None,
    }


def _role(trip: Row) -> str:
    return label(trip["role"]) if trip["role"] else "not stated"


def _covered(trip: Row) -> list[str]:
    return [words for part, words in COVERED.items() if trip[part]]


def _meeting(view: View, event: EventRow) -> list[list[str]]:
    country = view.country(event.country).name if event.country else ""
    return [
        ["Event", f"{event.code} · {event.title}"],
        ["Dates", event.announced or "to be announced"],
        ["Place", ", ".join(filter(None, (event.city, country))) or "to be announced"],
    ]


def _what_to_send(view: View, found: Seat) -> list[str]:
    """What is asked of the State until the event begins; then nothing."""
    if found.status not in EXPECTED or has_begun(found.event, view.today):
        return []
    until, rules = before(found.event), view.rules
    please = (
        f"Please send the secretariat as soon as you can, and {until} at the latest, what it needs "
        "of the delegate to book the travel. "
        "Tell it at once if the delegate cannot go, or another one goes: a seat can be used again."
    )
    return [*filter(None, [rules.attending]), please, *contact(view)]


def travel_list(view: View, _who: Actor) -> dict[str, Any]:
    """Lists for the travel office the seats at an event that have no ticket yet."""
    (code,) = view.filters.event
    event, found = view.frames.events[code], letters.without_ticket(view, code)
    waiting = f"{counted(len(found), 'trip')} to {event.title}"
    columns = [["Trip", False], ["Country", False], ["Role", False], ["Authorised", False]]
    return {
        "about": code,
        "sender": SECRETARIAT,
        "addressee": ["Travel office", view.frames.fund.managing_organization],
        "day": view.as_of,
        "not_real": "nobody makes such trips.",
        "before": [
            f"{waiting} {'is' if len(found) == 1 else 'are'} authorised and without a ticket."
            if found
            else f"No trip to {event.title} is authorised and without a ticket.",
            "Nobody is named here. The page Record travel has the names, for who may see them.",
        ],
        "lines": _meeting(view, event),
        "after": [],
        "listing": {
            "columns": [*columns, ["Estimate, USD", True]],
            "rows": [*(_line(view, each) for each in found), _sum(found)],
            "bold": [len(found)],
        }
        if found
        else None,
    }


def _line(view: View, found: Seat) -> list[str]:
    trip = found.trip
    country = view.country(trip["country"]).name
    return [trip["reference"], country, _role(trip), found.since, grouped(_estimate(found))]


def _estimate(found: Seat) -> int:
    return sum(int(found.trip[part]) for part in COSTS)


def _sum(found: list[Seat]) -> list[str]:
    return ["All trips", "", "", "", grouped(sum(map(_estimate, found)))]
