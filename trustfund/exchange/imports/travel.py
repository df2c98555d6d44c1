"""Import files of travel: the status of a row books every step up to it, on the given days."""

from dataclasses import replace
from datetime import date

from trustfund.domain import catalogue, money
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.kinds import label
from trustfund.domain.problems import Code
from trustfund.domain.travel import COST_POSSIBLE, REASON_NEEDED, TripStatus
from trustfund.exchange.imports import itinerary
from trustfund.exchange.imports.itinerary import DAY_COLUMN, Leg
from trustfund.exchange.imports.kind import (
    Change,
    Kind,
    Line,
    Planned,
    Step,
    amount_typed,
    minor_units,
    step,
    written,
)
from trustfund.ledger import travel, travel_money
from trustfund.ledger.books import Books
from trustfund.ledger.travel import CostsDraft, NominationDraft, StepDraft
from trustfund.store.tables import Trip, TripStep

S = TripStatus
COSTS = {part: field.key for part, field in catalogue.trip.COSTS.items()}
"""Parts of the estimate, and the columns that fill them."""
WORDS = ("event", "country", "role", "gender", "name", "note_verbale", "note")
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
    """What the row says, and where the file has no such column what the books say."""
    costs = {part: line.text(column, getattr(now.costs, part)) for part, column in COSTS.items()}
    return NominationDraft(
        event=line.text("event"),
        country=line.text("country").upper(),
        nominated_on=nominated_on,
        role=line.text("role", now.role),
        gender=line.text("gender", now.gender),
        name=line.text("name", now.name),
        note_verbale=line.text("note_verbale", now.note_verbale),
        costs=CostsDraft(**costs),
        note=line.text("note", now.note),
        reference=line.text("reference"),
    )


def _advance(line: Line, leg: Leg, last: Leg, costs: CostsDraft | None = None) -> Step:
    """Take the trip one leg further; history says that it was loaded, and from where."""
    reason = f"loaded {line.origin}"
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
    return replace(step(travel.advance, draft, on=leg.on), columns=_columns(leg.status))


def _check_actual(line: Line, status: TripStatus | None) -> None:
    typed = line.text("actual_usd")
    if minor_units(typed, "USD") != 0 and status is not None and status not in COST_POSSIBLE:
        why = f"does not belong to the status {label(status.value).lower()}"
        remedy = "Leave it empty until the trip is settled"
        line.note("actual_usd", Code.OUT_OF_PLACE, typed, why, remedy)


def _replan(
    books: Books, line: Line, trip: Trip, status: TripStatus | None, legs: list[Leg]
) -> Planned:
    """What takes a known trip to where the row says it is: corrections, then further steps."""
    taken = travel.live_steps(books, trip)
    last = taken[-1]
    now = _as_draft(trip, taken)
    draft = _draft(line, now, now.nominated_on)
    if draft.note == last.reason:  # the reason why the trip ended
        draft = replace(draft, note=now.note)
    changed = [
        Change(name, getattr(now, name), getattr(draft, name))
        for name in WORDS
        if getattr(draft, name) != getattr(now, name)
    ]
    steps: list[Step] = []
    if changed:
        correct = step(travel.correct_nomination, draft, line.reason, on=now.nominated_on)
        steps.append(replace(correct, columns=_columns(S.NOMINATED)))
    if status is None:
        return Planned(True, tuple(steps), tuple(changed))
    further = itinerary.further(line, legs, taken, status)
    costs = [
        Change(column, getattr(now.costs, part), amount_typed(getattr(draft.costs, part), "USD"))
        for part, column in COSTS.items()
        if minor_units(getattr(draft.costs, part), "USD") != getattr(trip, part)
    ]
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
        correct = step(travel.correct_step, replace(again, on=again_on), on=again_on)
        steps.append(replace(correct, columns=_columns(last.status)))
    steps += [_advance(line, leg, further[-1], estimate) for leg in further]
    changed += costs
    if moved:
        changed.append(Change(DAY_COLUMN[last.status], written(last.on_date), written(moved)))
    if actual:
        booked = travel_money.booked_cost(books, trip, last.status)
        changed.append(Change("actual_usd", booked, amount_typed(actual, "USD")))
    if further:
        changed.append(Change("status", last.status.value, status.value))
    return Planned(True, tuple(steps), tuple(changed))


def _as_draft(trip: Trip, taken: list[TripStep]) -> NominationDraft:
    return NominationDraft(
        event=trip.event,
        country=trip.country,
        nominated_on=taken[0].on_date,
        role=trip.role.value if trip.role else "",
        gender=trip.gender.value if trip.gender else "",
        name=trip.name,
        note_verbale=trip.note_verbale,
        costs=CostsDraft(*(f"{money.to_decimal(getattr(trip, part), 'USD'):f}" for part in COSTS)),
        note=trip.note,
        reference=trip.reference,
    )


def _new_actual(books: Books, line: Line, trip: Trip, last: TripStep) -> str:
    """What the trip cost, where the row says something else than the books; "" where not."""
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
        fields.STEP_DAY.identity: DAY_COLUMN.get(status, "status"),
        fields.EVENT_AND_COUNTRY.identity: "event and country",
        REASON.identity: "note",
    }


TRAVEL = Kind(
    name="travel",
    document=catalogue.trip.DOCUMENT,
    plan=plan,
    personal=True,
)
