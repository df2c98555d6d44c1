"""An event that changes, and what hangs on it: trips still to come, steps taken, frozen classes.

Who changes when or where an event is, or whether it takes place, sees the trips that this touches
and decides, kind by kind. Nothing changes before all of it is decided.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import event as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.catalogue.trip import COSTS
from trustfund.domain.classifications import CountryClass, difference
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind, EventStatus, label
from trustfund.domain.meetings import STILL_TO_GO, contradiction
from trustfund.domain.names import keep_out
from trustfund.domain.problems import Code
from trustfund.domain.travel import EXPECTED, TripStatus, with_indirect_cost
from trustfund.ledger import eligibility, travel, travel_rules, trip_steps
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import stands
from trustfund.ledger.events import EventDraft, checked, no_such_phase, required
from trustfund.store.tables import AuthorisedClass, Country, Entry, Event, Trip, TripStep

S = TripStatus
RELEASE, KEEP, CORRECT = "release", "keep", "correct"
KINDS = (fields.SEATS, fields.STEPS, fields.CLASSES)
WHERE_AND_WHEN = ("starts_on", "ends_on", "date_precision", "city", "country")
JUDGED = (*WHERE_AND_WHEN, "status", "held")
"""What trips hang on; a change of anything else asks nothing."""
NAMED = 25
"""So many trips are named in a problem; the plan has them all."""


@dataclass(frozen=True)
class Decisions:
    """What becomes of what hangs on an event; "" is not decided."""

    seats: str = ""
    """Trips still to come: release or keep."""
    steps: str = ""
    """Steps that do not go with the event: keep, or they are taken back first."""
    classes: str = ""
    """Classes of countries, frozen by another first day: correct or keep."""


@dataclass(frozen=True)
class Touched:
    """One thing that hangs on an event."""

    kind: Field
    what: str
    """The reference of a trip, or the name of a country."""
    now: str
    released: str = ""
    """What becomes of a trip that is released."""

    def __str__(self) -> str:
        return f"{self.what}: {self.now}"


@dataclass(frozen=True)
class _Travel:
    """A trip to an event with its steps that stand, and what is reserved for it."""

    trip: Trip
    country: str
    """Its name."""
    steps: list[TripStep]
    usd: int
    """US dollar cents."""

    @property
    def last(self) -> TripStatus:
        return self.steps[-1].status

    @property
    def funded(self) -> list[TripStep]:
        """Its steps from the authorisation on; none before it."""
        places = (n for n, step in enumerate(self.steps) if step.status is S.AUTHORISED)
        return self.steps[next(places, len(self.steps)) :]

    @property
    def end(self) -> TripStatus:
        """How it ends where it is not made."""
        return S.CANCELLED_AFTER_TICKET if self.last is S.TICKETED else S.WITHDRAWN

    @property
    def sunk(self) -> int:
        """US dollar cents that it costs all the same: the ticket."""
        return int(self.trip.ticket) if self.end is S.CANCELLED_AFTER_TICKET else 0

    @property
    def estimate(self) -> int:
        """US dollar cents it was expected to cost, before indirect support cost."""
        return sum(getattr(self.trip, part) for part in COSTS)


def touched(books: Books, draft: EventDraft) -> list[Touched]:
    """What a change of an event touches, for the person who decides; nothing of it is booked."""
    own = required(books, draft.code)
    values = checked(books, draft)
    return _touched(books, own, values, _to(books, own.code))


def _to(books: Books, code: str) -> list[_Travel]:
    """The trips to an event of which a step stands, in the order of their references."""
    steps: dict[int, list[TripStep]] = defaultdict(list)
    found = select(TripStep).join(Trip, col(Trip.id) == TripStep.trip_id)
    standing = found.where(Trip.event == code, stands(TripStep)).order_by(col(TripStep.id))
    for step in books.session.exec(standing):
        steps[step.trip_id].append(step)
    entry = Entry.__table__.c  # type: ignore[attr-defined]
    kinds = entry.kind.in_([EntryKind.OBLIGATION, EntryKind.RELEASE])
    of_event = sa.select(Trip.id).where(col(Trip.event) == code)  # type: ignore[call-overload]
    sums = sa.select(entry.trip_id, sa.func.sum(entry.usd_cents)).where(kinds)
    reserved = dict(
        map(
            tuple,
            books.session.execute(sums.where(entry.trip_id.in_(of_event)).group_by(entry.trip_id)),
        )
    )
    named = select(Trip, Country.name).join(Country, col(Country.iso3) == Trip.country)
    trips = named.where(Trip.event == code).order_by(col(Trip.reference))
    return [
        _Travel(trip, name, steps[trip.id], int(reserved.get(trip.id, 0)))
        for trip, name in books.session.exec(trips)
        if trip.id in steps
    ]


def _touched(
    books: Books, own: Event, values: Mapping[str, Any], found: Sequence[_Travel]
) -> list[Touched]:
    changed = {name for name, value in values.items() if getattr(own, name) != value}
    if changed and not changed.intersection(JUDGED):
        return []
    would_be = Event(**{**own.model_dump(), **values})
    moved = bool(changed.intersection(WHERE_AND_WHEN))
    return [
        *_seats(books, would_be, moved, found),
        *_steps(books, would_be, found),
        *_classes(books, would_be),
    ]


def _seats(books: Books, event: Event, moved: bool, found: Sequence[_Travel]) -> Iterator[Touched]:
    """Trips still to come: all of them to a cancelled event, the funded ones where it moves."""
    asked = STILL_TO_GO if event.status is EventStatus.CANCELLED else EXPECTED if moved else ()
    indirect = books.rules_on(books.today).indirect_cost_basis_points
    for each in found:
        if each.last in asked:
            reserved = f", {money.text(each.usd, 'USD')} reserved" if each.usd else ""
            now = f"{each.country}, {label(each.last).lower()}{reserved}"
            sunk = with_indirect_cost(each.sunk, indirect)
            released = label(each.end).lower()
            if each.usd:
                released += f", {money.text(each.usd - sunk, 'USD')} available again"
            yield Touched(fields.SEATS, each.trip.reference, now, released)


def _steps(books: Books, event: Event, found: Sequence[_Travel]) -> Iterator[Touched]:
    """The first step of each trip that does not go with the event."""
    rows = (
        select(AuthorisedClass)
        .join(TripStep, col(TripStep.id) == AuthorisedClass.step_id)
        .join(Trip, col(Trip.id) == TripStep.trip_id)
        .where(Trip.event == event.code)
    )
    known = {row.step_id: row.judged_on for row in books.session.exec(rows)}
    for each in found:
        judged_on = next((known[step.id] for step in each.funded if step.id in known), None)
        reasons = (
            contradiction(event, step.status, step.on_date, judged_on, books.today)
            for step in each.steps
        )
        if why := next(filter(None, reasons), ""):
            yield Touched(fields.STEPS, each.trip.reference, f"{each.country}, {why}")


def _classes(books: Books, event: Event) -> Iterator[Touched]:
    """Countries that would count otherwise by the event's first day."""
    day = event.starts_on
    if day is None or event.status is EventStatus.CANCELLED or event.class_kept_on == day:
        return
    for code, row in sorted(eligibility.frozen(books, event.code).items()):
        country = books.session.get_one(Country, code)
        own = CountryClass(*(getattr(row, name) for name in CountryClass.__dataclass_fields__))
        if words := difference(own, eligibility.judged(books, country, day)):
            yield Touched(fields.CLASSES, country.name, words)


@act(ActCode.EVENT_CHANGED)
def change_event(
    act: Act,
    draft: EventDraft,
    reason: str,
    seen: int | None = None,
    decided: Decisions = Decisions(),
) -> Done:
    """Change a meeting, with a reason; its history keeps what was announced before.

    What hangs on it is decided by kind; what of it is not decided is a problem.
    """
    act.require_reason(reason)
    own = act.attempt(required, draft.code)
    values = act.attempt(checked, draft)
    own, values = act.sound(own), act.sound(values)
    found = _to(act.books, own.code)
    hanging = _touched(act.books, own, values, found)
    answers = {kind: _answer(act, own.code, kind, hanging, decided) for kind in KINDS}
    going = {each.what for each in hanging if each.kind is fields.SEATS}
    released = (
        [t for t in found if t.trip.reference in going] if RELEASE in answers.values() else []
    )
    for each in released:
        _check_release(act, own, each)
    act.problems.refuse_if_any()
    if answers[fields.CLASSES] == KEEP:
        values["class_kept_on"] = values["starts_on"]
    is_other_phase = values["phase"] != own.phase
    act.change(own, seen, **values)
    act.session.flush()
    if answers[fields.CLASSES] == CORRECT:
        funded = (each for each in found if each.funded)
        for each in sorted(funded, key=lambda each: each.funded[0].id or 0):
            _authorise_anew(act, each)
    outcomes = [_release(act, each) for each in released]
    sentence, warnings = _said(own.code, hanging, answers, outcomes)
    phase = no_such_phase(act.books, values["phase"]) if is_other_phase else ()
    return Done(own.code, sentence, (*warnings, *phase))


def _answer(
    act: Act, code: str, kind: Field, hanging: Sequence[Touched], decided: Decisions
) -> str:
    """What is decided of a kind; "" where nothing of it is touched. What is open is a problem."""
    own = [str(each) for each in hanging if each.kind is kind]
    answer = getattr(decided, kind.key)
    if not own:
        return ""
    if answer in kind.choices:
        return str(answer)
    more = f"; and {len(own) - NAMED:,} more" if len(own) > NAMED else ""
    why = f"has to be decided: {'; '.join(own[:NAMED])}{more}"
    remedy = f"Choose {' or '.join(kind.choices)}"
    act.problems.add(kind, Code.UNDECIDED, code, why, remedy)
    return ""


def _check_release(act: Act, event: Event, each: _Travel) -> None:
    travel_rules.check_order(act.problems, each.steps[-1], each.end, act.books.today, event)
    keep_out(act.problems, each.trip.name, {REASON: act.reason})


def _release(act: Act, each: _Travel) -> str:
    """End a trip that is not made; how to say what that did."""
    act.change(each.trip)
    today = act.books.today
    outcome = trip_steps.end(act, each.trip, each.end, today, each.estimate, each.sunk)
    return f"{each.trip.reference} ({each.country}): {label(each.end).lower()}.{outcome}"


def _authorise_anew(act: Act, each: _Travel) -> None:
    """Take the steps of a trip from its authorisation on back, and take them again.

    With the same days, money and reasons; only what its country counts as is judged anew.
    """
    act.change(each.trip)
    again = each.funded
    booked = act.books.live_entries("trip_id", each.trip.id)
    for step in reversed(again):
        travel.add_step(act, each.trip, step.status, step.on_date, reverses=step)
    act.reverse(booked)
    for step in again:
        travel.add_step(act, each.trip, step.status, step.on_date, reason=step.reason)
    for entry in booked:
        act.post(
            entry.kind,
            entry.value_date,
            entry.objective or UNEARMARKED,
            entry.amount,
            trip_id=each.trip.id,
            reason=entry.reason,
        )


def _said(
    code: str, hanging: Sequence[Touched], answers: Mapping[Field, str], outcomes: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The sentence of what was done, and what became of each thing that was touched."""
    sentence, told = f"Event {code} is changed.", [*outcomes]
    if outcomes:
        sentence += f" Released: {len(outcomes)}."
    for kind, answer in answers.items():
        own = [each for each in hanging if each.kind is kind]
        if answer == CORRECT:
            sentence += " Its authorisations are recorded anew."
            told.append(f"Judged anew: {'; '.join(map(str, own))}.")
        elif answer == KEEP:
            names = ", ".join(each.what for each in own)
            told.append(f"Kept ({kind.label.lower()}): {names}.")
    return sentence, tuple(told)
