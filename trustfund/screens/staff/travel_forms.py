"""The forms of a trip: nomination, the next step with what it does to money, corrections."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.classifications import is_ldc
from trustfund.domain.kinds import DelegateRole, label
from trustfund.domain.travel import (
    COST_POSSIBLE,
    NEXT_STEPS,
    REASON_NEEDED,
    TripStatus,
    with_indirect_cost,
)
from trustfund.figures.view import View
from trustfund.ledger import duties, travel, travel_money
from trustfund.ledger.balances import available, pool_name
from trustfund.ledger.books import read_books
from trustfund.screens import session
from trustfund.screens.staff import lists
from trustfund.screens.staff.forms import Form, latest, say_duties
from trustfund.screens.staff.options import said_event
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store


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
    day = view.first_day(event) if event else None
    eligible = view.eligible_on(day) if day else set()

    def said(code: str) -> str:
        facts = view.country(code)
        if day is None:
            return f"{facts.name} ({code})"
        marks = [] if code in eligible else ["not eligible"]
        marks += ["LDC"] if is_ldc(facts, day) else []
        return f"{facts.name} ({code})" + (f" · {', '.join(marks)}" if marks else "")

    with two:
        countries = sorted(
            view.frames.countries,
            key=lambda code: (code not in eligible, view.country(code).name),
        )
        country = form.choose(fields.COUNTRY, "", (countries, said))
    draft = travel.NominationDraft(event, country, view.today, DelegateRole.DELEGATE)
    draft = form.fill(draft, fields.ROLE, fields.GENDER, fields.NOMINATED_ON, fields.NOTE_VERBALE)
    draft = form.fill(draft, fields.NAME)
    draft = replace(draft, costs=_costs(form))
    draft = form.fill(draft, fields.NOTE)
    form.book("Record the nomination", lambda books: travel.nominate(books, draft), remember="trip")


Standing = tuple[dict[str, Any], TripStatus, str]
"""A trip, its status, and since when."""


def trips(view: View, *, ended: bool) -> dict[str, Standing]:
    """Trips by reference; those that have ended only when asked for."""
    last = view.statuses.drop_duplicates("trip", keep="last")
    found = {}
    for key, code, day in last[["trip", "status", "on_date"]].itertuples(index=False, name=None):
        status = TripStatus(code)
        if ended or status in NEXT_STEPS:
            trip = view.frames.trips[key]
            found[trip["reference"]] = (trip, status, day)
    return dict(sorted(found.items(), reverse=True))


def pick(form: Form, view: View, found: dict[str, Standing]) -> Standing | None:
    """Choose one of some trips."""

    def said(reference: str) -> str:
        trip, status, day = found[reference]
        country = view.country(trip["country"]).name
        return f"{reference} · {country} · {trip['event']} · {label(status).lower()} {day}"

    nothing = "There is no such trip. Nominate a delegate first."
    return found.get(lists.pick(form, "Trip", found, said, nothing))


def _about(view: View, trip: dict[str, Any]) -> None:
    """What is known of a trip: its steps, its estimate, and for staff who travels."""
    with st.container(border=True):
        st.markdown(f"**{plain(trip['reference'])}** · {plain(said_event(view, trip['event']))}")
        estimate = sum(trip[part] for part in fields.COSTS)
        st.markdown(f"Estimate {money.text(estimate, 'USD')}")
        with read_books(open_store()) as books:
            own = travel.required(books, trip["reference"])
            steps = travel.live_steps(books, own)
        if own.name:
            st.markdown(f"Delegate: {plain(own.name)}")
        for step in steps:
            reason = f": {plain(step.reason)}" if step.reason else ""
            st.markdown(f"{step.on_date} {label(step.status).lower()}{reason}")


def _available(day: date) -> None:
    """What travel can draw on, before an authorisation is saved."""
    with read_books(open_store()) as books:
        free = {pool: available(books.session, pool, day) for pool in travel_money.PAYS_FOR_TRAVEL}
    said = ", ".join(f"{pool_name(pool)} {money.text(c, 'USD')}" for pool, c in free.items())
    st.caption(f"Available for travel from {day} on: {said}. Objective 1 is drawn on first.")


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
) -> travel.StepDraft:
    """The fields of a step, by what the step needs; ``booked`` is a cost that stands already."""
    of = f"-{status}"
    day = form.day(fields.STATUS_ON, on, f"{label(status)} on", of)
    costs = None
    actual = ""
    if status is TripStatus.AUTHORISED:
        costs = _costs(form, _estimate(trip), of)
        if day:
            _available(day)
        _indirect()
    if status in COST_POSSIBLE:
        held = travel.CostsDraft() if status is TripStatus.SETTLED else _estimate(trip)
        usual = "the estimate" if status is TripStatus.SETTLED else "the ticket"
        usual = "nothing" if status is TripStatus.REPLACED else usual
        actual = form.text(
            fields.ACTUAL_USD,
            booked,
            "" if status is TripStatus.SETTLED else "Sunk cost (USD)",
            of,
            placeholder=f"Blank: {usual}" + (f", {held.ticket}" if held.ticket else ""),
        )
        _indirect()
    needed = reason_for or ("Reason" if status in REASON_NEEDED else "")
    reason = form.reason(needed, of=of) if needed else ""
    return travel.StepDraft(trip["reference"], status, day, actual, reason, costs)


def _indirect() -> None:
    with read_books(open_store()) as books:
        points = books.fund.indirect_cost_basis_points
    if points:
        example = money.text(with_indirect_cost(100_00, points), "USD")
        st.caption(f"Indirect support cost is added: USD 100.00 becomes {example}.")


def next_step() -> None:
    """Take a trip to its next step."""
    form = Form("step")
    view = session.view()
    picked = pick(form, view, trips(view, ended=False))
    if picked is None:
        return
    trip, status, day = picked
    part = Form(f"{form.name}-{trip['reference']}")
    seen = part.seen(trip["version"])
    left, right = st.columns([3, 2])
    with right:
        _about(view, trip)
    with left:
        following = NEXT_STEPS[status]
        chosen = st.pills(
            "Next step", following, format_func=label, key=part.key(f"status-{status}"), wrap=True
        )
        if not chosen:
            st.caption(f"This trip is {label(status).lower()} since {day}. Choose what comes next.")
            return
        if chosen in duties.APPROVALS:
            say_duties()
        draft = _step_fields(part, trip, chosen, view.today)
        part.book(
            f"Record: {label(chosen).lower()}",
            lambda books: travel.advance(books, draft, seen),
            remember="trip",
        )


def correct() -> None:
    """Correct who a trip is for, or its last step; or take that step back."""
    form = Form("correct-trip")
    view = session.view()
    picked = pick(form, view, trips(view, ended=True))
    if picked is None:
        return
    trip, status, day = picked
    part = Form(f"{form.name}-{trip['reference']}")
    seen = part.seen(trip["version"])
    left, right = st.columns([3, 2])
    with right:
        _about(view, trip)
    with left:
        what = st.radio(
            "What do you want to correct?",
            ["Who it is for", f"Its last step: {label(status).lower()} on {day}"],
            key=part.key("what"),
        )
        if what == "Who it is for":
            _correct_nomination(part, trip, status, seen)
        else:
            _correct_step(part, trip, status, day, seen)


def _correct_nomination(part: Form, trip: dict[str, Any], status: TripStatus, seen: int) -> None:
    with read_books(open_store()) as books:
        name = travel.required(books, trip["reference"]).name
    draft = travel.NominationDraft(
        event=trip["event"],
        country=trip["country"],
        nominated_on=None,
        role=trip["role"] or "",
        gender=trip["gender"] or "",
        name=name,
        note_verbale=trip["note_verbale"],
        note=trip["note"],
        reference=trip["reference"],
    )
    fixed = () if status is TripStatus.NOMINATED else (fields.EVENT, fields.COUNTRY)
    draft = part.fill(draft, fields.EVENT, fields.COUNTRY, fixed=fixed)
    draft = part.fill(draft, fields.ROLE, fields.GENDER, fields.NOTE_VERBALE)
    draft = part.fill(draft, fields.NAME)
    draft = part.fill(draft, fields.NOTE)
    reason = part.reason()
    part.book(
        "Correct the trip", lambda books: travel.correct_nomination(books, draft, reason, seen)
    )


def _correct_step(
    part: Form, trip: dict[str, Any], status: TripStatus, day: str, seen: int
) -> None:
    if status is TripStatus.NOMINATED:
        st.info(
            "This trip is only nominated: decline or withdraw it under Next step.",
            icon=":material/info:",
        )
        return
    with read_books(open_store()) as books:
        own = travel.required(books, trip["reference"])
        booked = travel_money.booked_cost(books, own, status)
    draft = _step_fields(
        part, trip, status, date.fromisoformat(day), "Reason for the correction", booked
    )
    with st.container(horizontal=True):
        part.book("Book this step again", lambda books: travel.correct_step(books, draft, seen))
        part.book(
            "Take the step back",
            lambda books: travel.take_back(books, trip["reference"], draft.reason, seen),
            kind="secondary",
        )
