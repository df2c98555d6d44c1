"""Funded trips: nominated, approved, authorised against the money there is, settled or ended."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, select

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Field
from trustfund.domain.kinds import (
    DelegateRole,
    EventStatus,
    Gender,
    label,
    parse_code,
)
from trustfund.domain.names import holds_name, keep_out
from trustfund.domain.problems import Code, Problems
from trustfund.domain.travel import (
    COST_POSSIBLE,
    NEXT_STEPS,
    ONCE_EVENT_BEGAN,
    REASON_NEEDED,
    Costs,
    TripStatus,
)
from trustfund.ledger import duties, eligibility, events, travel_money
from trustfund.ledger.acts import Act, Done, act, require_reason
from trustfund.ledger.books import Books
from trustfund.ledger.entries import live_entries
from trustfund.store.tables import Event, Trip, TripStep


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
    steps = books.session.exec(
        select(TripStep).where(TripStep.trip_id == trip.id).order_by(col(TripStep.id))
    ).all()
    taken_back = {step.reverses for step in steps}
    return [step for step in steps if step.reverses is None and step.id not in taken_back]


def _costs(problems: Problems, draft: CostsDraft) -> Costs:
    typed = (
        (fields.TICKET_USD, draft.ticket),
        (fields.DSA_USD, draft.dsa),
        (fields.TERMINAL_USD, draft.terminal),
        (fields.OTHER_USD, draft.other),
    )
    return Costs(*(problems.attempt(money.parse_cost, field, text) or 0 for field, text in typed))


def _texts(draft: NominationDraft) -> dict[Field, str]:
    """What is kept for ever and exported: no name belongs there."""
    return {fields.NOTE_VERBALE: draft.note_verbale, fields.NOTE: draft.note}


def _role_and_gender(
    problems: Problems, draft: NominationDraft
) -> tuple[DelegateRole | None, Gender | None]:
    """Both may be left blank."""
    role = gender = None
    if draft.role:
        role = problems.attempt(parse_code, fields.ROLE, draft.role, DelegateRole)
    if draft.gender:
        gender = problems.attempt(parse_code, fields.GENDER, draft.gender, Gender)
    return role, gender


def _estimate(trip: Trip) -> Costs:
    return Costs(trip.ticket, trip.dsa, trip.terminal, trip.other)


def _step(act: Act, trip: Trip, status: TripStatus, day: date, reason: str = "") -> None:
    assert trip.id is not None
    act.add(
        TripStep(
            recorded_at=act.recorded_at,
            trip_id=trip.id,
            status=status,
            on_date=day,
            reason=reason,
        )
    )


@act(ActCode.DELEGATE_NOMINATED)
def nominate(act: Act, draft: NominationDraft) -> Done:
    """Record a nomination. Who travels is the country's and the secretariat's choice alone."""
    problems = Problems()
    reference = draft.reference.strip() or act.books.next_reference(Trip, "T")
    act.books.check_reference(problems, Trip, fields.REFERENCE, reference)
    day = act.books.check_day(problems, fields.NOMINATED_ON, draft.nominated_on)
    event = problems.attempt(events.required, act.books, draft.event, fields.EVENT)
    country = eligibility.check(problems, act.books, draft.country, event) if event else None
    role, gender = _role_and_gender(problems, draft)
    costs = _costs(problems, draft.costs)
    keep_out(problems, draft.name, {fields.REFERENCE: reference, **_texts(draft)})
    problems.refuse_if_any()
    assert event is not None
    assert country is not None
    trip = act.put(
        Trip,
        {"reference": reference},
        draft.name,
        event=event.code,
        country=country.iso3,
        role=role,
        gender=gender,
        note_verbale=draft.note_verbale.strip(),
        note=draft.note.strip(),
        ticket=costs.ticket,
        dsa=costs.dsa,
        terminal=costs.terminal,
        other=costs.other,
    )
    trip.name = draft.name.strip()  # not by the act, which would tell history
    _step(act, trip, TripStatus.NOMINATED, day)
    return Done(
        reference,
        f"Trip {reference}: a delegate of {country.name} is nominated for {event.code}.",
        act.books.outside_term(day),
    )


@act(ActCode.TRIP_STEP_TAKEN)
def advance(act: Act, draft: StepDraft, seen: int | None = None) -> Done:
    """Take a trip to its next step; authorising obligates money, settling spends it."""
    problems = Problems()
    trip = problems.attempt(required, act.books, draft.trip)
    status = problems.attempt(parse_code, fields.STATUS, draft.status, TripStatus)
    day = act.books.check_day(problems, fields.STEP_DAY, draft.on)
    if trip is None or status is None:
        problems.refuse_if_any()
    assert trip is not None
    assert status is not None
    event = act.session.get_one(Event, trip.event)
    steps = live_steps(act.books, trip)
    _check_order(problems, steps[-1], status, day)
    duties.check_approval(problems, act.books, trip, status, steps)
    if status in REASON_NEEDED:
        require_reason(problems, draft.reason)
    keep_out(problems, trip.name, {REASON: draft.reason})
    if status in ONCE_EVENT_BEGAN and event.starts_on and draft.on and day < event.starts_on:
        why = f"is before {event.code} begins, {event.starts_on}"
        problems.add(fields.STEP_DAY, Code.BEFORE_EVENT, day, why, "Give a day on or after it")
    costs = _costs(problems, draft.costs) if draft.costs else _estimate(trip)
    if draft.costs and status is not TripStatus.AUTHORISED:
        why = "belongs to the authorisation, which reserves the money"
        remedy = "Correct the authorisation, or give the actual cost when the trip is settled"
        problems.add(fields.ESTIMATE, Code.OUT_OF_PLACE, "", why, remedy)
    actual = _actual(problems, status, draft.actual, costs)
    if status is TripStatus.AUTHORISED:
        _check_authorisation(problems, act.books, trip, event, draft.on, costs)
    problems.refuse_if_any()
    act.change(
        trip,
        seen,
        ticket=costs.ticket,
        dsa=costs.dsa,
        terminal=costs.terminal,
        other=costs.other,
    )
    _step(act, trip, status, day, draft.reason.strip())
    postings, told = travel_money.of_step(
        act.books, act.available, trip, status, day, costs.total, actual, draft.kept
    )
    for kind, pool, cents in postings:
        act.post(kind, day, pool, cents, trip_id=trip.id, reason=draft.reason.strip())
    return Done(
        trip.reference,
        f"Trip {trip.reference} ({trip.country}, {trip.event}): {label(status.value).lower()} on "
        f"{day}.{told}",
        act.books.cautions(day),
        draft.reason.strip(),
    )


def _check_order(problems: Problems, last: TripStep, status: TripStatus, day: date) -> None:
    following = NEXT_STEPS.get(last.status, ())
    if status not in following:
        can = ", ".join(label(step.value).lower() for step in following)
        problems.add(
            fields.STATUS,
            Code.WRONG_STEP,
            label(status.value),
            f"cannot follow {label(last.status.value).lower()}",
            f"What can follow is {can}" if can else "This trip has ended; take its last step back",
        )
    if day < last.on_date:
        why = f"is before the step it follows, {label(last.status.value).lower()} on {last.on_date}"
        problems.add(fields.STEP_DAY, Code.OUT_OF_ORDER, day, why, "Give a day on or after it")


def _check_authorisation(
    problems: Problems, books: Books, trip: Trip, event: Event, day: date | None, costs: Costs
) -> None:
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


def _actual(problems: Problems, status: TripStatus, typed: str, costs: Costs) -> int:
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


@act(ActCode.TRIP_STEP_TAKEN_BACK)
def take_back(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Reverse the last step of a trip and the money it moved."""
    problems = Problems()
    require_reason(problems, reason)
    trip = problems.attempt(required, act.books, reference)
    steps = live_steps(act.books, trip) if trip else []
    if trip is not None:
        keep_out(problems, trip.name, {REASON: reason})
    if len(steps) == 1:
        why, remedy = "is only nominated", "Withdraw or decline the nomination instead"
        problems.add(fields.DOCUMENT.itself, Code.WRONG_STEP, reference, why, remedy)
    problems.refuse_if_any()
    assert trip is not None
    last = steps[-1]
    act.change(trip, seen)
    _reverse_step(act, trip, last, reason.strip())
    return Done(
        reference,
        f"Trip {reference} is {label(steps[-2].status.value).lower()} again: the step "
        f"{label(last.status.value).lower()} of {last.on_date} is taken back.",
        reason=reason.strip(),
    )


def _reverse_step(act: Act, trip: Trip, step: TripStep, reason: str) -> None:
    standing = live_entries(act.session, "trip_id", trip.id)
    moved = [entry for entry in standing if entry.act_id == step.act_id]
    act.add(
        TripStep(
            recorded_at=act.recorded_at,
            trip_id=step.trip_id,
            status=step.status,
            on_date=step.on_date,
            reason=reason,
            reverses=step.id,
        )
    )
    act.reverse(moved, reason)


@act(ActCode.TRIP_STEP_CORRECTED)
def correct_step(act: Act, draft: StepDraft, seen: int | None = None) -> Done:
    """Book the last step of a trip again with another day, estimate or cost, with a reason."""
    problems = Problems()
    require_reason(problems, draft.reason)
    trip = problems.attempt(required, act.books, draft.trip)
    steps = live_steps(act.books, trip) if trip else []
    if trip is not None and (len(steps) == 1 or steps[-1].status != draft.status):
        why = f"is not the last step, which is {label(steps[-1].status.value).lower()}"
        remedy = "Take later steps back first"
        problems.add(fields.STATUS, Code.WRONG_STEP, label(draft.status), why, remedy)
    if trip is not None:
        keep_out(problems, trip.name, {REASON: draft.reason})
    problems.refuse_if_any()
    assert trip is not None
    if travel_money.says_booked_cost(act.books, trip, steps[-1].status, draft.actual):
        kept = travel_money.spent(act.books, trip)  # whatever terms it was booked under
        draft = replace(draft, actual="", kept=kept)
    _reverse_step(act, trip, steps[-1], draft.reason.strip())
    rebooked: Done = advance.__wrapped__(act, draft, seen)  # type: ignore[attr-defined]
    return Done(
        rebooked.reference,
        f"Corrected. {rebooked.sentence}",
        rebooked.warnings,
        draft.reason.strip(),
    )


@act(ActCode.NOMINATION_CORRECTED)
def correct_nomination(
    act: Act, draft: NominationDraft, reason: str, seen: int | None = None
) -> Done:
    """Correct who a trip is for. Event and country can change only while it is nominated.

    The estimate is corrected with the step that books it. History keeps no names.
    """
    problems = Problems()
    require_reason(problems, reason)
    trip = problems.attempt(required, act.books, draft.reference)
    event = problems.attempt(events.required, act.books, draft.event, fields.EVENT)
    role, gender = _role_and_gender(problems, draft)
    country = draft.country.strip().upper()
    for name in {draft.name.strip(), trip.name if trip else ""}:
        keep_out(problems, name, {**_texts(draft), REASON: reason})
    if (
        trip is not None
        and event is not None
        and (trip.event, trip.country)
        != (
            event.code,
            country,
        )
    ):
        eligibility.check(problems, act.books, country, event)
        if len(live_steps(act.books, trip)) > 1:
            problems.add(
                fields.EVENT_AND_COUNTRY,
                Code.WRONG_STEP,
                f"{trip.event}, {trip.country}",
                "can change only while the trip is nominated and no more",
                "Take its steps back first, or end it and nominate anew",
            )
    problems.refuse_if_any()
    assert trip is not None
    assert event is not None
    names = {draft.name.strip(), trip.name}
    private = {
        field
        for field in ("note", "note_verbale")
        if any(holds_name(getattr(trip, field), name) for name in names)
    }
    act.change(
        trip,
        seen,
        private,
        event=event.code,
        country=country,
        role=role,
        gender=gender,
        note_verbale=draft.note_verbale.strip(),
        note=draft.note.strip(),
    )
    trip.name = draft.name.strip()
    return Done(trip.reference, f"Trip {trip.reference} is corrected.", reason=reason.strip())
