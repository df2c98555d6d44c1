"""The forms of a trip: nomination, the next step with what it does to money, corrections."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.kinds import DelegateRole, label
from trustfund.domain.permissions import ACTS, STEPS, taking_back
from trustfund.domain.texts import listed
from trustfund.domain.travel import (
    COST_POSSIBLE,
    NEXT_STEPS,
    REASON_NEEDED,
    TripStatus,
    with_indirect_cost,
)
from trustfund.figures import lines
from trustfund.figures.view import View
from trustfund.ledger import duties, travel, travel_money, travel_rules, trip_steps
from trustfund.ledger.balances import available, pool_name
from trustfund.ledger.books import Books
from trustfund.screens import session
from trustfund.screens.staff import lists
from trustfund.screens.staff.forms import SIDES, Form, latest, row_of_buttons, say_duties
from trustfund.screens.staff.options import with_dates
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.widgets import plain
from trustfund.store.tables import Event, Trip, TripStep


def _costs(form: Form, current: travel.CostsDraft | None = None, of: str = "") -> travel.CostsDraft:
    given = current or travel.CostsDraft()
    typed = {}
    for column, (part, field) in zip(st.columns(4), fields.COSTS.items(), strict=True):
        with column:
            typed[part] = form.text(field, getattr(given, part), of=of)
    return travel.CostsDraft(**typed)


def nominate() -> None:
    """A delegate's nomination by a country."""
    form = Form("nomination")
    view = session.view()
    one, two = st.columns(2)
    with one:
        event = form.choose(fields.EVENT, latest("event"))
    eligible = view.eligible_at(event) if event else set()

    def line(code: str) -> str:
        facts = view.country(code)
        marks = [] if not eligible or code in eligible else ["not eligible"]
        marks += ["LDC"] if event and view.class_at(code, event).ldc else []
        return f"{facts.name} ({code})" + (f" · {', '.join(marks)}" if marks else "")

    with two:
        countries = sorted(
            view.frames.countries,
            key=lambda code: (code not in eligible, view.country(code).name),
        )
        country = form.choose(fields.COUNTRY, "", (countries, line))
    draft = travel.NominationDraft(event, country, view.today, DelegateRole.DELEGATE)
    row = (fields.ROLE, fields.GENDER, fields.NOMINATED_ON, fields.NOTE_VERBALE)
    draft = form.fill(draft, row, fields.NAME)
    draft = form.fill(replace(draft, costs=_costs(form)), fields.NOTE)
    form.book("Record the nomination", travel.nominate, draft, remember="trip")


Standing = tuple[dict[str, Any], TripStatus, str]
"""A trip, its status, and since when."""


def trips(view: View, *, ended: bool) -> dict[str, Standing]:
    """Trips by reference; those that have ended only when asked for."""
    last = view.last_steps
    found = {}
    for key, code, day in last[["trip", "status", "on_date"]].itertuples(index=False, name=None):
        status = TripStatus(code)
        if ended or status in NEXT_STEPS:
            trip = view.frames.trips[key]
            found[trip["reference"]] = (trip, status, day)
    return dict(sorted(found.items(), reverse=True))


def pick(form: Form, found: dict[str, Standing]) -> Standing | None:
    """Choose one of some trips."""
    nothing = "There is no such trip. Nominate a delegate first."
    line = lines.every_trip(session.view()).__getitem__
    return found.get(lists.pick(form, "Trip", found, line, nothing))


def name_of(trip: dict[str, Any]) -> str:
    """The name of the delegate, which only the books have; "" without one."""
    return session.read(travel.required, trip["reference"]).name


def _with_steps(books: Books, reference: str) -> tuple[Trip, list[TripStep]]:
    own = travel.required(books, reference)
    return own, travel.live_steps(books, own)


def _about(trip: dict[str, Any]) -> None:
    """What is known of a trip: its steps, its estimate, and for staff who travels."""
    reference = trip["reference"]
    with st.container(border=True):
        event = with_dates(session.view(), trip["event"])
        st.markdown(f"**{plain(reference)}** · {plain(event)}")
        estimate = sum(trip[part] for part in fields.COSTS)
        st.markdown(f"Estimate {money.text(estimate, 'USD')}")
        own, steps = session.read(_with_steps, reference)
        if own.name:
            st.markdown(f"Delegate: {plain(own.name)}")
        for step in steps:
            reason = f": {plain(step.reason)}" if step.reason else ""
            st.markdown(f"{step.on_date} {label(step.status).lower()}{reason}")


def show_available(day: date) -> None:
    """Say what travel can draw on, before an authorisation is saved."""

    def by_pool(books: Books) -> list[str]:
        return [
            f"{pool_name(pool)} {money.text(available(books.session, pool, day), 'USD')}"
            for pool in books.rules_on(day).pools
        ]

    pools = session.read(by_pool)
    first = f" {pool_name(session.view().rules_on(day).pools[0])} is drawn on first."
    more = first if pools[1:] else ""
    st.caption(f"Available for travel from {day} on: {', '.join(pools)}.{more}")


def _estimate(trip: dict[str, Any]) -> travel.CostsDraft:
    return travel.CostsDraft(
        *(f"{money.to_decimal(trip[part], 'USD'):f}" if trip[part] else "" for part in fields.COSTS)
    )


def _step_fields(
    form: Form,
    trip: dict[str, Any],
    status: TripStatus,
    on: date,
    reason_for: str = "",
    booked: str = "",
) -> trip_steps.StepDraft:
    """The fields of a step, by what the step needs; ``booked`` is a cost in the books already."""
    of = f"-{status}"
    day = form.day(fields.STATUS_ON, on, f"{label(status)} on", of)
    costs = None
    actual = ""
    if status is TripStatus.AUTHORISED:
        costs = _costs(form, _estimate(trip), of)
        if day:
            show_available(day)
        _indirect()
    if status in COST_POSSIBLE:
        settled = status is TripStatus.SETTLED
        held = "" if settled else _estimate(trip).ticket
        usual = "the estimate" if settled else "the ticket"
        usual = "nothing" if status is TripStatus.REPLACED else usual
        hint = ", ".join(filter(None, (f"Blank: {usual}", held)))
        name = "" if settled else "Sunk cost (USD)"
        actual = form.text(fields.ACTUAL_USD, booked, name, of, placeholder=hint)
        _indirect()
    needed = reason_for or ("Reason" if status in REASON_NEEDED else "")
    if status is TripStatus.AUTHORISED and (waiting := session.read(_passed_over, trip)):
        st.warning(
            f"{plain(listed(waiting))} asked for a first seat at {plain(trip['event'])} and "
            f"{'waits' if len(waiting) == 1 else 'wait'}. Least developed countries come first.",
            icon=":material/priority_high:",
        )
        needed = needed or "Why this seat comes first"
    reason = form.reason(needed, of=of) if needed else ""
    if status in REASON_NEEDED:
        st.caption("The mission of the country reads this reason.")
    return trip_steps.StepDraft(trip["reference"], status, day, actual, reason, costs)


def _passed_over(books: Books, trip: dict[str, Any]) -> list[str]:
    event = books.session.get_one(Event, trip["event"])
    return travel_rules.passed_over(books, trip["country"], event)


def _indirect() -> None:
    points = session.read(lambda books: books.rules_on(books.today).indirect_cost_basis_points)
    if points:
        example = money.text(with_indirect_cost(100_00, points), "USD")
        st.caption(f"Indirect support cost is added: USD 100.00 becomes {example}.")


def next_step() -> None:
    """Take a trip to its next step."""
    form = Form("step")
    view = session.view()
    picked = pick(form, trips(view, ended=False))
    if picked is None:
        return
    trip, status, day = picked
    part, seen = form.part(trip["reference"], trip["version"])
    left, right = st.columns(SIDES)
    with right:
        _about(trip)
    with left:
        who = session.actor()
        following = [step for step in NEXT_STEPS[status] if who.may(STEPS[step])]
        kept = part.kept(f"status-{status}", following, "step")
        chosen = st.pills("Next step", following, format_func=label, wrap=True, **kept)
        if not chosen:
            st.caption(f"This trip is {label(status).lower()} since {day}. Choose what comes next.")
            return
        if chosen in duties.APPROVALS:
            say_duties(duties.APPROVING)
        draft = _step_fields(part, trip, chosen, view.today)
        preview(right, trip_steps.plan, lambda plan: [plain(plan.sentence)], draft)
        button = f"Record: {label(chosen).lower()}"
        part.book(button, trip_steps.advance, draft, seen, remember="trip")


def correct() -> None:
    """Correct who a trip is for, or its last step; or take that step back."""
    form = Form("correct-trip")
    picked = pick(form, trips(session.view(), ended=True))
    if picked is None:
        return
    trip, status, day = picked
    part, seen = form.part(trip["reference"], trip["version"])
    left, right = st.columns(SIDES)
    with right:
        _about(trip)
    may = session.actor().may
    last = f"{label(status).lower()} on {day}"
    choices = ["Who it is for"] if may(ACTS[ActCode.NOMINATION_CORRECTED]) else []
    choices += [f"Its last step: {last}"] if may(STEPS[status]) else []
    with left:
        if not choices:
            st.caption(f"This trip is {last}: another office corrects it.")
            return
        what = st.radio("What do you want to correct?", choices, **part.kept("what", choices))
        if what == "Who it is for":
            _correct_nomination(part, trip, status, seen)
        else:
            _correct_step(part, trip, status, day, seen)


def _correct_nomination(part: Form, trip: dict[str, Any], status: TripStatus, seen: int) -> None:
    draft = travel.NominationDraft(
        trip["event"],
        trip["country"],
        nominated_on=None,
        role=trip["role"] or "",
        gender=trip["gender"] or "",
        name=name_of(trip),
        note_verbale=trip["note_verbale"],
        note=trip["note"],
        reference=trip["reference"],
    )
    place = (fields.EVENT, fields.COUNTRY)
    details = (fields.ROLE, fields.GENDER, fields.NOTE_VERBALE)
    fixed = () if status is TripStatus.NOMINATED else place
    draft = part.fill(draft, place, details, fields.NAME, fields.NOTE, fixed=fixed)
    part.show_changes()
    part.book("Correct the trip", travel.correct_nomination, draft, part.reason(), seen)


def _correct_step(
    part: Form, trip: dict[str, Any], status: TripStatus, day: str, seen: int
) -> None:
    if status is TripStatus.NOMINATED:
        st.info(
            "This trip is only nominated: decline or withdraw it under Next step.",
            icon=":material/info:",
        )
        return
    reference = trip["reference"]
    booked = session.read(
        lambda books: travel_money.booked_cost(books, travel.required(books, reference), status)
    )
    on = date.fromisoformat(day)
    draft = _step_fields(part, trip, status, on, "Reason for the correction", booked)
    before = session.read(_with_steps, reference)[1][-2:][0].status
    may_go_back = session.actor().may(taking_back(status, before))
    part.show_changes()
    row, button, again = row_of_buttons(), "Book this step again", trip_steps.correct_step
    part.book(button, again, draft, seen, row=row, is_last=not may_go_back)
    if may_go_back:
        button, back = "Take the step back", trip_steps.take_back
        part.book(button, back, reference, draft.reason, seen, kind="secondary", row=row)
