"""Funded trips: nominated, approved, authorised against the money there is, settled or ended."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Field
from trustfund.domain.kinds import DelegateRole, EntryKind, Gender, label, parse_code
from trustfund.domain.names import holds_name, keep_out
from trustfund.domain.permissions import taking_back
from trustfund.domain.problems import Code, Problems
from trustfund.domain.travel import REASON_NEEDED, Costs, TripStatus
from trustfund.ledger import (
    duties,
    eligibility,
    entries,
    events,
    missions,
    travel_money,
    travel_rules,
)
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.store.tables import AuthorisedClass, Country, Event, Trip, TripStep


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


@dataclass(frozen=True)
class StepDraft:
    """The next step of a trip as typed; ``actual`` is the cost of a step that has one."""

    trip: str
    status: str
    on: date | None
    actual: str = ""
    reason: str = ""
    costs: CostsDraft | None = None  # None keeps the estimate
    kept: int | None = None  # US dollar cents that are booked, indirect cost in them, and stay


def required(books: Books, reference: str) -> Trip:
    """The trip of that reference, or a sentence."""
    return books.required(Trip, fields.DOCUMENT.itself, reference, "a trip")


def live_steps(books: Books, trip: Trip) -> list[TripStep]:
    """The steps of a trip that stand, in order."""
    return entries.live_steps(books.session, trip.id)


def _costs(problems: Problems, draft: CostsDraft) -> Costs:
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
    values |= asdict(_costs(act.problems, draft.costs))
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


@act(ActCode.TRIP_STEP_TAKEN)
def advance(act: Act, draft: StepDraft, seen: int | None = None) -> Done:
    """Take a trip to its next step; authorising obligates money, settling spends it."""
    trip = act.attempt(missions.required, draft.trip)
    status = act.problems.attempt(parse_code, fields.STATUS, draft.status, TripStatus)
    day = act.books.check_day(act.problems, fields.step_day(status), draft.on)
    if trip is None or status is None:
        trip, status = act.sound(trip), act.sound(status)
    event = act.session.get_one(Event, trip.event)
    steps = live_steps(act.books, trip)
    place = fields.step_day(status)
    missions.check_time(act.problems, act.books, missions.STEP, event, place, draft.on)
    travel_rules.require_office(act.books, status, steps)
    travel_rules.check_order(act.problems, steps[-1], status, draft.on, event)
    duties.check_approval(act.problems, act.books, trip, status, steps)
    act.require_reason(draft.reason, when=status in REASON_NEEDED)
    keep_out(act.problems, trip.name, {REASON: draft.reason})
    costs = Costs(trip.ticket, trip.dsa, trip.terminal, trip.other)
    if draft.costs:
        costs = _costs(act.problems, draft.costs)
        if status is not TripStatus.AUTHORISED:
            why = "belongs to the authorisation, which reserves the money"
            remedy = "Correct the authorisation, or give the actual cost when the trip is settled"
            act.problems.add(fields.ESTIMATE, Code.OUT_OF_PLACE, "", why, remedy)
    actual = travel_rules.parse_actual(act.problems, status, draft.actual, costs)
    if status is TripStatus.AUTHORISED:
        travel_rules.check_authorisation(act.problems, act.books, trip, event, draft.on, costs)
        travel_rules.check_first_seats(act.problems, act.books, trip, event, draft.reason)
    act.problems.refuse_if_any()
    act.change(trip, seen, **asdict(costs))
    outcome = take_step(act, trip, status, day, costs.total, actual, draft.kept)
    return Done(
        trip.reference,
        f"Trip {trip.reference} ({trip.country}, {trip.event}): {label(status.value).lower()} on "
        f"{day}.{outcome}",
        act.books.cautions(day),
    )


def take_step(
    act: Act,
    trip: Trip,
    status: TripStatus,
    day: date,
    estimate: int,
    actual: int,
    kept: int | None = None,
) -> str:
    """Write a step and what it does to money, in US dollar cents; how to say that."""
    add_step(act, trip, status, day)
    postings, outcome = travel_money.of_step(
        act.books, act.balances.available, trip, status, day, estimate, actual, kept
    )
    for kind, pool, cents in postings:
        act.post(kind, day, pool, cents, trip_id=trip.id)
    return outcome


@act(ActCode.TRIP_STEP_TAKEN_BACK)
def take_back(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Reverse the last step of a trip and the money it moved."""
    act.require_reason(reason)
    trip = act.need(required, reference)
    keep_out(act.problems, trip.name, {REASON: reason})
    *earlier, last = live_steps(act.books, trip)
    travel_rules.require_office(act.books, last.status, earlier)
    if not earlier:
        why, remedy = "is only nominated", "Withdraw or decline the nomination instead"
        act.problems.add(fields.DOCUMENT.itself, Code.WRONG_STEP, reference, why, remedy)
    act.problems.refuse_if_any()
    again = earlier[-1].status
    allowed = taking_back(last.status, again)
    act.books.actor.require(allowed, f"Making a trip {label(again.value).lower()} again")
    act.change(trip, seen)
    _reverse_step(act, trip, last)
    return Done(
        trip.reference,
        f"Trip {trip.reference} is {label(again.value).lower()} again: the step "
        f"{label(last.status.value).lower()} of {last.on_date} is taken back.",
    )


def _reverse_step(act: Act, trip: Trip, step: TripStep) -> None:
    booked = act.books.live_entries("trip_id", trip.id)
    add_step(act, trip, step.status, step.on_date, reverses=step)
    reserves = step.status is TripStatus.AUTHORISED
    act.reverse(  # an act that authorises anew takes the steps after it, too
        entry
        for entry in booked
        if entry.act_id == step.act_id and (entry.kind is EntryKind.OBLIGATION) is reserves
    )


@act(ActCode.TRIP_STEP_CORRECTED)
def correct_step(act: Act, draft: StepDraft, seen: int | None = None) -> Done:
    """Book the last step of a trip again with another day, estimate or cost, with a reason."""
    act.require_reason(draft.reason)
    trip = act.need(required, draft.trip)
    *earlier, last = live_steps(act.books, trip)
    if not earlier or last.status != draft.status:
        why = f"is not the last step, which is {label(last.status.value).lower()}"
        remedy = "Take later steps back first"
        act.problems.add(fields.STATUS, Code.WRONG_STEP, label(draft.status), why, remedy)
    keep_out(act.problems, trip.name, {REASON: draft.reason})
    act.problems.refuse_if_any()
    if travel_money.says_booked_cost(act.books, trip, last.status, draft.actual):
        kept = travel_money.spent(act.books, trip)  # whatever terms it was booked under
        draft = replace(draft, actual="", kept=kept)
    _reverse_step(act, trip, last)
    rebooked: Done = advance.__wrapped__(act, draft, seen)  # type: ignore[attr-defined]
    return replace(rebooked, sentence=f"Corrected. {rebooked.sentence}")
