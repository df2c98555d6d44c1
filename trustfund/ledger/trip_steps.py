"""The steps of a trip: what each would do, taken for one trip or several, taken back, corrected."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, label, parse_code
from trustfund.domain.names import keep_out
from trustfund.domain.permissions import taking_back
from trustfund.domain.problems import Code, Place, Problems, Refused
from trustfund.domain.travel import REASON_NEEDED, Costs, TripStatus
from trustfund.ledger import duties, missions, travel_money, travel_rules
from trustfund.ledger.acts import Act, Done, act, check_reason
from trustfund.ledger.balances import BalanceChanges
from trustfund.ledger.books import Books
from trustfund.ledger.travel import CostsDraft, add_step, live_steps, parse_costs, required
from trustfund.store.tables import Event, Trip, TripStep


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


@dataclass(frozen=True)
class SeveralDraft:
    """One step for several trips as typed, each at its own estimate.

    ``seen`` are the versions that the person looked at, in the order of the trips.
    """

    trips: tuple[str, ...]
    status: str
    on: date | None
    reason: str = ""
    seen: tuple[int, ...] = ()


@dataclass(frozen=True)
class StepPlan:
    """A step that breaks no rule, and what it moves."""

    trip: Trip
    status: TripStatus
    day: date
    costs: Costs
    postings: Sequence[travel_money.Posting]
    outcome: str
    warnings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the step does."""
        trip = self.trip
        return (
            f"Trip {trip.reference} ({trip.country}, {trip.event}): "
            f"{label(self.status.value).lower()} on {self.day}.{self.outcome}"
        )


@dataclass(frozen=True)
class SeveralPlan:
    """Steps that break no rule, taken together."""

    steps: tuple[StepPlan, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual in them, each once."""
        return tuple(dict.fromkeys(text for step in self.steps for text in step.warnings))

    @property
    def cents(self) -> dict[EntryKind, int]:
        """US dollar cents that are moved, by kind."""
        moved: dict[EntryKind, int] = {}
        for step in self.steps:
            for kind, _, cents in step.postings:
                moved[kind] = moved.get(kind, 0) + cents
        return moved


def plan(
    books: Books,
    draft: StepDraft,
    balances: BalanceChanges | None = None,
    beside: Collection[str] = (),
) -> StepPlan:
    """What the next step of a trip would do; authorising obligates money, settling spends it.

    ``balances`` has what the act changed so far, ``beside`` the trips that take the step with it.
    Refuses with every reason at once.
    """
    problems = Problems()
    trip = problems.attempt(missions.required, books, draft.trip)
    status = problems.attempt(parse_code, fields.STATUS, draft.status, TripStatus)
    place = fields.step_day(status)
    day = books.check_day(problems, place, draft.on)
    if trip is None or status is None:
        trip, status = problems.sound(trip), problems.sound(status)
    event = books.session.get_one(Event, trip.event)
    steps = live_steps(books, trip)
    missions.check_time(problems, books, missions.STEP, event, place, draft.on)
    travel_rules.require_office(books, status, steps)
    travel_rules.check_order(problems, steps[-1], status, draft.on, event)
    duties.check_approval(problems, books, trip, status, steps)
    check_reason(problems, draft.reason, when=status in REASON_NEEDED)
    keep_out(problems, trip.name, {REASON: draft.reason})
    costs = Costs(trip.ticket, trip.dsa, trip.terminal, trip.other)
    if draft.costs:
        costs = parse_costs(problems, draft.costs)
        if status is not TripStatus.AUTHORISED:
            why = "belongs to the authorisation, which reserves the money"
            remedy = "Correct the authorisation, or give the actual cost when the trip is settled"
            problems.add(fields.ESTIMATE, Code.OUT_OF_PLACE, "", why, remedy)
    actual = travel_rules.parse_actual(problems, status, draft.actual, costs)
    if status is TripStatus.AUTHORISED:
        travel_rules.check_authorisation(problems, books, trip, event, draft.on, costs)
        travel_rules.check_first_seats(problems, books, trip, event, draft.reason, beside)
    problems.refuse_if_any()
    so_far = balances or BalanceChanges(books.session, 0)
    postings, outcome = travel_money.of_step(
        books, so_far.available, trip, status, day, costs.total, actual, draft.kept
    )
    return StepPlan(trip, status, day, costs, postings, outcome, books.cautions(day))


def plan_several(books: Books, draft: SeveralDraft) -> SeveralPlan:
    """What one step would do to several trips; what refuses any of them refuses all, by trip."""
    problems, so_far = Problems(), BalanceChanges(books.session, 0)
    if not draft.trips:
        problems.missing(fields.DOCUMENT.itself, "Choose at least one trip")
    steps = []
    for reference in dict.fromkeys(draft.trips):
        one = StepDraft(reference, draft.status, draft.on, reason=draft.reason)
        try:
            step = plan(books, one, so_far, draft.trips)
        except Refused as refused:
            for found in refused.problems:
                problems.note(replace(found, at=Place(column=f"trip {reference}")))
            continue
        for kind, pool, cents in step.postings:
            so_far.track(kind, None if pool == UNEARMARKED else pool, cents, step.day)
        steps.append(step)
    problems.refuse_if_any()
    return SeveralPlan(tuple(steps))


@act(ActCode.TRIP_STEP_TAKEN)
def advance(act: Act, draft: StepDraft, seen: int | None = None) -> Done:
    """Take a trip to its next step."""
    return _advance(act, draft, seen)


def _advance(act: Act, draft: StepDraft, seen: int | None) -> Done:
    act.require_reason(draft.reason, when=False)  # the plan knows when one is needed
    found = act.sound(act.attempt(plan, draft, act.balances))
    _write(act, found, seen)
    return Done(found.trip.reference, found.sentence, found.warnings)


@act(ActCode.TRIP_STEPS_TAKEN)
def advance_several(act: Act, draft: SeveralDraft) -> Done:
    """Take several trips to the same step, all of them or none."""
    act.require_reason(draft.reason, when=False)
    found = act.need(plan_several, draft)
    seen = dict(zip(draft.trips, draft.seen, strict=False))
    for step in found.steps:
        _write(act, step, seen.get(step.trip.reference))
    done = label(TripStatus(draft.status).value).lower()
    count = f"{len(found.steps)} trips are" if found.steps[1:] else "1 trip is"
    references = ", ".join(step.trip.reference for step in found.steps)
    return Done(references, f"{count} {done} on {draft.on}: {references}.", found.warnings)


def _write(act: Act, step: StepPlan, seen: int | None) -> None:
    act.change(step.trip, seen, **asdict(step.costs))
    add_step(act, step.trip, step.status, step.day)
    _post(act, step.trip, step.day, step.postings)


def _post(act: Act, trip: Trip, day: date, postings: Sequence[travel_money.Posting]) -> None:
    for kind, pool, cents in postings:
        act.post(kind, day, pool, cents, trip_id=trip.id)


def end(act: Act, trip: Trip, status: TripStatus, day: date, estimate: int, sunk: int) -> str:
    """Write the last step of a trip that is not made, in US dollar cents; how to say what it did.

    No rule is looked at: that is for the act.
    """
    add_step(act, trip, status, day)
    postings, outcome = travel_money.of_step(
        act.books, act.balances.available, trip, status, day, estimate, sunk
    )
    _post(act, trip, day, postings)
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
    rebooked = _advance(act, draft, seen)
    return replace(rebooked, sentence=f"Corrected. {rebooked.sentence}")
