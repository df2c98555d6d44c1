"""Import files of travel: the status of a row books every step up to it, on the given days."""

from dataclasses import replace
from datetime import date

from trustfund.domain import catalogue, money
from trustfund.domain.act_codes import LOADED
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.kinds import label
from trustfund.domain.problems import Code
from trustfund.domain.travel import COST_POSSIBLE, REASON_NEEDED, TripStatus
from trustfund.exchange.imports import itinerary
from trustfund.exchange.imports.cells import amount_written, minor_units, written
from trustfund.exchange.imports.itinerary import DAY_COLUMN, MILESTONES, Leg
from trustfund.exchange.imports.kind import Kind, Planned, Step, step
from trustfund.exchange.imports.line import Change, Line
from trustfund.ledger import travel, travel_money, trip_steps
from trustfund.ledger.books import Books
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store.tables import Trip, TripStep

S = TripStatus
ESTIMATE = tuple(fields.COSTS.values())
OF_STEPS = {fields.STATUS.key, fields.ACTUAL_USD.key, *MILESTONES.values()}
NOMINATION = tuple(
    field
    for field in fields.DOCUMENT.input_fields
    if field not in ESTIMATE and field.key not in OF_STEPS
)
"""What a nomination has besides its day and the estimate."""
EMPTY = NominationDraft("", "", None)


def plan(books: Books, line: Line) -> Planned:
    """A trip is known by its reference."""
    status = itinerary.status(line)
    legs = itinerary.legs(line, status, books.today)
    _check_actual(line, status)
    trip = books.find(Trip, line.text("reference"))
    if trip is not None:
        return _replan(books, line, trip, status, legs)
    nomination = _draft(line, EMPTY, legs[0].on)
    nominate = step(travel.nominate, nomination, on=legs[0].on)
    return Planned(False, (nominate, *(_advance(line, leg, legs[-1]) for leg in legs[1:])))


def _draft(line: Line, now: NominationDraft, nominated_on: date | None) -> NominationDraft:
    """What the row has, and where the file has no such column what the books have."""
    draft = line.fill(now, NOMINATION)
    return replace(
        draft,
        country=draft.country.upper(),
        nominated_on=nominated_on,
        costs=line.fill(now.costs, ESTIMATE),
    )


def _advance(line: Line, leg: Leg, last: Leg, costs: CostsDraft | None = None) -> Step:
    """Take the trip one leg further; history has that it was loaded, and from where."""
    reason = f"{LOADED} {line.origin}"
    if leg.status in REASON_NEEDED and not line.text("note"):
        why = f"is missing: {label(leg.status.value).lower()} needs a reason"
        line.note("note", Code.MISSING, "", why, "Say why in a few words")
    elif leg.status in REASON_NEEDED:
        reason = f"{line.text('note')} ({reason})"
    draft = StepDraft(
        line.text("reference"),
        leg.status,
        leg.on,
        line.text("actual_usd") if leg is last else "",
        reason,
        costs if leg.status is S.AUTHORISED else None,
    )
    return replace(step(trip_steps.advance, draft, on=leg.on), columns=_columns(leg.status))


def _check_actual(line: Line, status: TripStatus | None) -> None:
    typed = line.text("actual_usd")
    if minor_units(typed, "USD") != 0 and status is not None and status not in COST_POSSIBLE:
        why = f"does not belong to the status {label(status.value).lower()}"
        remedy = "Leave it empty until the trip is settled"
        line.note("actual_usd", Code.OUT_OF_PLACE, typed, why, remedy)


def _replan(
    books: Books, line: Line, trip: Trip, status: TripStatus | None, legs: list[Leg]
) -> Planned:
    """What takes a known trip to the status of the row: corrections, then further steps."""
    taken = travel.live_steps(books, trip)
    last = taken[-1]
    now = _as_draft(trip, taken)
    draft = _draft(line, now, now.nominated_on)
    if draft.note in _notes(trip, last):
        draft = replace(draft, note=now.note)
    changed = list(line.changes(now, draft, NOMINATION))
    steps: list[Step] = []
    if changed:
        correct = step(travel.correct_nomination, draft, line.reason, on=now.nominated_on)
        steps.append(replace(correct, columns=_columns(S.NOMINATED)))
    if status is None:
        return Planned(True, tuple(steps), tuple(changed))
    further = itinerary.further(line, legs, taken, status)
    costs = list(line.changes(now.costs, draft.costs, ESTIMATE))
    estimate = draft.costs if costs else None
    authorised_anew = last.status is S.AUTHORISED
    if costs and not authorised_anew and not any(leg.status is S.AUTHORISED for leg in further):
        _refuse_estimate(line, [change.column for change in costs], last)
    moved = itinerary.moved(line, legs, taken)
    actual = "" if further else _new_actual(books, line, trip, last)
    again = StepDraft(
        trip.reference,
        last.status,
        moved,
        actual,
        f"{last.reason} ({line.reason})" if last.status in REASON_NEEDED else line.reason,
        estimate if authorised_anew else None,
    )
    if again.on or again.actual or again.costs:
        again_on = again.on or last.on_date
        correct = step(trip_steps.correct_step, replace(again, on=again_on), on=again_on)
        steps.append(replace(correct, columns=_columns(last.status)))
    steps += [_advance(line, leg, further[-1], estimate) for leg in further]
    changed += costs
    if moved:
        changed.append(Change(DAY_COLUMN[last.status], written(last.on_date), written(moved)))
    if actual:
        booked = travel_money.booked_cost(books, trip, last.status)
        changed.append(Change("actual_usd", booked, amount_written(actual, "USD")))
    if further:
        changed.append(Change("status", last.status.value, status.value))
    return Planned(True, tuple(steps), tuple(changed))


def _notes(trip: Trip, last: TripStep) -> set[str]:
    """What a file may have as the note: that of the trip, or why the trip ended."""
    return {trip.note, last.reason} if last.status in REASON_NEEDED else {trip.note}


def _as_draft(trip: Trip, taken: list[TripStep]) -> NominationDraft:
    return NominationDraft(
        event=trip.event,
        country=trip.country,
        nominated_on=taken[0].on_date,
        role=written(trip.role),
        gender=written(trip.gender),
        name=trip.name,
        note_verbale=trip.note_verbale,
        costs=CostsDraft(*(money.plain(getattr(trip, part), "USD") for part in fields.COSTS)),
        note=trip.note,
        reference=trip.reference,
    )


def _new_actual(books: Books, line: Line, trip: Trip, last: TripStep) -> str:
    """What the trip cost, where the row differs from the books; "" where not."""
    typed = line.text("actual_usd")
    if not typed or last.status not in COST_POSSIBLE:
        return ""
    booked = travel_money.booked_cost(books, trip, last.status)
    return typed if minor_units(typed, "USD") != minor_units(booked, "USD") else ""


def _refuse_estimate(line: Line, costs: list[str], last: TripStep) -> None:
    ahead = itinerary.may_follow(last.status, S.AUTHORISED)
    remedy = (
        "Give the new estimate in the row that authorises the trip"
        if ahead
        else "Take its later steps back under Record travel first, then import again"
    )
    for column in costs:
        typed = line.text(column)
        if minor_units(typed, "USD") is None:
            line.attempt(money.parse_cost, line.document.by_key[column], typed)
        else:
            stage = label(last.status.value).lower()
            why = f"is not the estimate of this trip, which is {stage}"
            line.note(column, Code.DIFFERS, typed, why, remedy)


def _columns(status: TripStatus) -> dict[str, str]:
    """Where a file has what a step is given besides the fields of the trip."""
    return {
        fields.STATUS_ON.identity: DAY_COLUMN.get(status, "status"),
        fields.EVENT_AND_COUNTRY.identity: "event and country",
        REASON.identity: "note",
    }


TRAVEL = Kind(
    name="travel",
    document=catalogue.trip.DOCUMENT,
    plan=plan,
    personal=True,
)
