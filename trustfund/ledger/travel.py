"""Funded trips: who is nominated, and what a trip is estimated to cost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Field
from trustfund.domain.kinds import DelegateRole, Gender, parse_code
from trustfund.domain.names import holds_name, keep_out
from trustfund.domain.problems import Code, Problems
from trustfund.domain.travel import Costs, TripStatus
from trustfund.ledger import (
    eligibility,
    entries,
    events,
    missions,
)
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.store.tables import AuthorisedClass, Country, Trip, TripStep


@dataclass(frozen=True)
class CostsDraft:
    """The estimate of a trip as typed, in US dollars; blank is nothing."""

    ticket: str = ""
    dsa: str = ""
    terminal: str = ""
    other: str = ""


@dataclass(frozen=True)
class NominationDraft:
    """A nomination as typed; ``country`` is an ISO 3166 alpha-3 code, ``event`` a code."""

    event: str
    country: str
    nominated_on: date | None
    role: str = ""
    gender: str = ""
    name: str = ""
    note_verbale: str = ""
    costs: CostsDraft = CostsDraft()
    note: str = ""
    reference: str = ""


def required(books: Books, reference: str) -> Trip:
    """The trip of that reference, or a sentence."""
    return books.required(Trip, fields.DOCUMENT.itself, reference, "a trip")


def live_steps(books: Books, trip: Trip) -> list[TripStep]:
    """The steps of a trip that stand, in order."""
    return entries.live_steps(books.session, trip.id)


def parse_costs(problems: Problems, draft: CostsDraft) -> Costs:
    """The estimate in US dollar cents; what cannot be read is noted, and counts as nothing."""
    typed = (
        (fields.TICKET_USD, draft.ticket),
        (fields.DSA_USD, draft.dsa),
        (fields.TERMINAL_USD, draft.terminal),
        (fields.OTHER_USD, draft.other),
    )
    return Costs(*(problems.attempt(money.parse_cost, field, text) or 0 for field, text in typed))


def add_step(
    act: Act,
    trip: Trip,
    status: TripStatus,
    day: date,
    reverses: TripStep | None = None,
    reason: str | None = None,
) -> None:
    """Write a step; an authorisation keeps what the country is at the event. The act gives reasons.

    No rule is looked at: that is for the acts.
    """
    assert trip.id is not None
    step = act.append(
        TripStep,
        recorded_at=act.recorded_at,
        trip_id=trip.id,
        status=status,
        on_date=day,
        reason=act.reason if reason is None else reason,
        reverses=reverses.id if reverses else None,
    )
    if status is TripStatus.AUTHORISED and reverses is None:
        found = eligibility.class_of(act.books, trip, day)
        act.append(AuthorisedClass, step_id=step, **found)


def _nomination(
    act: Act, draft: NominationDraft, own: Trip | None, texts: Mapping[Field, str]
) -> dict[str, Any]:
    """The values of a nomination, checked; ``own`` is the trip whose nomination is corrected.

    ``texts``, notes and notes verbales are never removed, and exported: no name belongs there.
    """
    event = act.attempt(events.required, draft.event, fields.EVENT)
    code, country = event.code if event else "", draft.country.strip().upper()
    if event and (own is None or (own.event, own.country) != (code, country)):
        eligibility.check(act.problems, act.books, country, event)
        if own is not None and len(live_steps(act.books, own)) > 1:
            where = f"{own.event}, {own.country}"
            why = "can change only while nomination is the last step"
            remedy = "Take its steps back first, or end it and nominate again"
            act.problems.add(fields.EVENT_AND_COUNTRY, Code.WRONG_STEP, where, why, remedy)
    role = gender = None  # both may be left blank
    if draft.role:
        role = act.problems.attempt(parse_code, fields.ROLE, draft.role, DelegateRole)
    if draft.gender:
        gender = act.problems.attempt(parse_code, fields.GENDER, draft.gender, Gender)
    notes = {fields.NOTE_VERBALE: draft.note_verbale, fields.NOTE: draft.note}
    for name in {draft.name.strip(), own.name if own else ""}:
        keep_out(act.problems, name, {**notes, **texts})
    return {
        "event": code,
        "country": country,
        "role": role,
        "gender": gender,
        "note_verbale": draft.note_verbale.strip(),
        "note": draft.note.strip(),
    }


@act(ActCode.DELEGATE_NOMINATED)
def nominate(act: Act, draft: NominationDraft) -> Done:
    """Record a nomination. Who travels is the country's and the secretariat's choice alone."""
    reference = draft.reference.strip() or act.books.next_reference(Trip, "T")
    missions.check_nomination(
        act.problems, act.books, draft.reference, tuple(asdict(draft.costs).values())
    )
    # A mission would learn of the trips of others.
    if not missions.is_bound(act.books.actor, missions.ASKS):
        act.books.check_reference(act.problems, Trip, fields.REFERENCE, reference)
    day = act.books.check_day(act.problems, fields.NOMINATED_ON, draft.nominated_on)
    missions.check_country(act.problems, act.books, draft.country.strip().upper())
    missions.check_time(
        act.problems,
        act.books,
        missions.ASKS,
        events.find(act.books, draft.event),
        fields.NOMINATED_ON,
        draft.nominated_on,
    )
    values = _nomination(act, draft, None, {fields.REFERENCE: reference})
    values |= asdict(parse_costs(act.problems, draft.costs))
    act.problems.refuse_if_any()
    trip = act.put(Trip, {"reference": reference}, draft.name, **values)
    trip.name = draft.name.strip()  # not by the act, which would keep it in history
    add_step(act, trip, TripStatus.NOMINATED, day)
    country = act.session.get_one(Country, trip.country).name
    return Done(
        reference,
        f"Trip {reference}: a delegate of {country} is nominated for {trip.event}.",
        act.books.outside_term(day),
    )


@act(ActCode.NOMINATION_CORRECTED)
def correct_nomination(
    act: Act, draft: NominationDraft, reason: str, seen: int | None = None
) -> Done:
    """Correct who a trip is for. Event and country can change only while it is nominated.

    The estimate is corrected with the step that books it. History keeps no names.
    """
    act.require_reason(reason)
    trip = act.need(required, draft.reference)
    values = _nomination(act, draft, trip, {REASON: reason})
    act.problems.refuse_if_any()
    names = {draft.name.strip(), trip.name}
    private = {
        field
        for field in ("note", "note_verbale")
        if any(holds_name(getattr(trip, field), name) for name in names)
    }
    act.change(trip, seen, private, **values)
    trip.name = draft.name.strip()
    return Done(trip.reference, f"Trip {trip.reference} is corrected.")
