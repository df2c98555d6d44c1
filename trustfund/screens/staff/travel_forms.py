"""The forms of a trip: nomination, the next step with what it does to money, corrections."""

from datetime import date
from typing import Any

import streamlit as st
from sqlmodel import col, select

from trustfund.domain import money
from trustfund.domain.classifications import is_ldc
from trustfund.domain.kinds import DelegateRole, Gender, label
from trustfund.domain.travel import (
    COST_POSSIBLE,
    NEXT_STEPS,
    REASON_NEEDED,
    TripStatus,
    with_indirect_cost,
)
from trustfund.figures.filters import event_order
from trustfund.figures.view import View
from trustfund.ledger import duties, travel, travel_money
from trustfund.ledger.acts import read_books
from trustfund.ledger.balances import available, said_pool
from trustfund.screens import session
from trustfund.screens.staff.forms import Form, index_of, latest, say_duties
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store
from trustfund.store.tables import Trip, TripStep

COST_FIELDS = (
    ("ticket", "Ticket (USD)", "The most economical air fare."),
    ("dsa", "Daily subsistence (USD)", "The daily rate times the nights."),
    ("terminal", "Terminal expenses (USD)", ""),
    ("other", "Other, such as visa (USD)", ""),
)


def said_event(view: View, code: str) -> str:
    """An event with its dates as announced."""
    event = view.frames.events[code]
    return f"{code} · {event['announced'] or 'no date yet'} · {event['title']}"


def _costs(form: Form, current: travel.CostsDraft | None = None) -> travel.CostsDraft:
    given = current or travel.CostsDraft()
    typed = {}
    for column, (name, said, help_) in zip(st.columns(4), COST_FIELDS, strict=True):
        with column:
            typed[name] = form.text(name, said, getattr(given, name), help=help_ or None)
    return travel.CostsDraft(**typed)


def nominate() -> None:
    """A delegate's nomination by a country."""
    form = Form("nomination")
    view = session.view()
    upcoming = sorted(view.frames.events, key=lambda code: event_order(view.frames, code))
    one, two = st.columns(2)
    with one:
        event = st.selectbox(
            "Event",
            upcoming,
            index=index_of(upcoming, latest("event")),
            format_func=lambda code: said_event(view, code),
            key=form.key("event"),
            placeholder="Type a code or a word",
        )
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
        country = st.selectbox(
            "Country",
            countries,
            index=None,
            format_func=said,
            key=form.key("country"),
            placeholder="Type a name",
        )
    one, two, three, four = st.columns(4)
    with one:
        role = st.selectbox("Role", list(DelegateRole), 1, format_func=label, key=form.key("role"))
    with two:
        gender = st.selectbox(
            "Gender, as stated",
            list(Gender),
            None,
            key=form.key("gender"),
            placeholder="Not stated",
        )
    with three:
        nominated_on = form.day("nominated", "Nominated on", view.today)
    with four:
        note_verbale = form.text("nv", "Note verbale")
    name = form.text(
        "name", "Name of the delegate", help="Seen by staff only; never on a public page or export."
    )
    costs = _costs(form)
    note = form.text("note", "Note")
    draft = travel.NominationDraft(
        event=event or "",
        country=country or "",
        nominated_on=nominated_on,
        role=role or "",
        gender=gender or "",
        name=name,
        note_verbale=note_verbale,
        costs=costs,
        note=note,
    )
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
    if not found:
        st.info("There is no such trip. Nominate a delegate first.", icon=":material/info:")
        return None

    def said(reference: str) -> str:
        trip, status, day = found[reference]
        country = view.country(trip["country"]).name
        return f"{reference} · {country} · {trip['event']} · {label(status).lower()} {day}"

    options = list(found)
    chosen = st.selectbox(
        "Trip",
        options,
        index=index_of(options, latest("trip")),
        format_func=said,
        key=form.key("trip"),
        placeholder="Type a reference, a country or an event",
    )
    return found[chosen] if chosen else None


def _about(view: View, trip: dict[str, Any]) -> None:
    """What is known of a trip: its steps, its estimate, and for staff who travels."""
    with st.container(border=True):
        st.markdown(f"**{plain(trip['reference'])}** · {plain(said_event(view, trip['event']))}")
        estimate = trip["ticket"] + trip["dsa"] + trip["terminal"] + trip["other"]
        st.markdown(f"Estimate {money.text(estimate, 'USD')}")
        with open_store().reading() as books:
            name = books.exec(select(Trip.name).where(Trip.id == trip["id"])).one()
            steps = books.exec(
                select(TripStep).where(TripStep.trip_id == trip["id"]).order_by(col(TripStep.id))
            ).all()
        if name:
            st.markdown(f"Delegate: {plain(name)}")
        back = {step.reverses for step in steps}
        for step in steps:
            if step.reverses is None and step.id not in back:
                reason = f": {plain(step.reason)}" if step.reason else ""
                st.markdown(f"{step.on_date} {label(step.status).lower()}{reason}")


def _available(day: date) -> None:
    """What travel can draw on, before an authorisation is saved."""
    with read_books(open_store()) as books:
        free = {pool: available(books.session, pool, day) for pool in travel_money.PAYS_FOR_TRAVEL}
    said = ", ".join(f"{said_pool(pool)} {money.text(c, 'USD')}" for pool, c in free.items())
    st.caption(f"Available for travel from {day} on: {said}. Objective 1 is drawn on first.")


def _estimate(trip: dict[str, Any]) -> travel.CostsDraft:
    return travel.CostsDraft(
        *(
            f"{money.to_decimal(trip[name], 'USD'):f}" if trip[name] else ""
            for name, _, _ in COST_FIELDS
        )
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
    prefix = f"{status}"
    day = form.day(f"{prefix}-on", f"{label(status)} on", on)
    costs = None
    actual = ""
    if status is TripStatus.AUTHORISED:
        costs = _costs(Form(f"{form.name}-{prefix}"), _estimate(trip))
        if day:
            _available(day)
        _indirect()
    if status in COST_POSSIBLE:
        held = travel.CostsDraft() if status is TripStatus.SETTLED else _estimate(trip)
        usual = "the estimate" if status is TripStatus.SETTLED else "the ticket"
        usual = "nothing" if status is TripStatus.REPLACED else usual
        actual = form.text(
            f"{prefix}-actual",
            "Actual cost (USD)" if status is TripStatus.SETTLED else "Sunk cost (USD)",
            booked,
            placeholder=f"Blank: {usual}" + (f", {held.ticket}" if held.ticket else ""),
        )
        _indirect()
    needed = reason_for or ("Reason" if status in REASON_NEEDED else "")
    reason = form.text(f"{prefix}-reason", needed) if needed else ""
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
            _correct_nomination(part, view, trip, status, seen)
        else:
            _correct_step(part, trip, status, day, seen)


def _correct_nomination(
    part: Form, view: View, trip: dict[str, Any], status: TripStatus, seen: int
) -> None:
    with read_books(open_store()) as books:
        name = travel.required(books, trip["reference"]).name
    is_open = status is TripStatus.NOMINATED
    codes = sorted(view.frames.events, key=lambda code: event_order(view.frames, code))
    countries = sorted(view.frames.countries, key=lambda code: view.country(code).name)
    event = st.selectbox(
        "Event",
        codes,
        codes.index(trip["event"]),
        format_func=lambda code: said_event(view, code),
        key=part.key("event"),
        disabled=not is_open,
    )
    country = st.selectbox(
        "Country",
        countries,
        countries.index(trip["country"]),
        format_func=lambda code: view.country(code).name,
        key=part.key("country"),
        disabled=not is_open,
    )
    one, two, three = st.columns(3)
    roles, genders = list(DelegateRole), list(Gender)
    with one:
        role = st.selectbox(
            "Role",
            roles,
            index_of([*roles], trip["role"] or ""),
            format_func=label,
            key=part.key("role"),
        )
    with two:
        gender = st.selectbox(
            "Gender, as stated",
            genders,
            index_of([*genders], trip["gender"] or ""),
            key=part.key("gender"),
            placeholder="Not stated",
        )
    with three:
        note_verbale = part.text("nv", "Note verbale", trip["note_verbale"])
    person = part.text("name", "Name of the delegate", name)
    note = part.text("note", "Note", trip["note"])
    reason = part.text("reason", "Reason for the correction")
    draft = travel.NominationDraft(
        event=event,
        country=country,
        nominated_on=None,
        role=role or "",
        gender=gender or "",
        name=person,
        note_verbale=note_verbale,
        note=note,
        reference=trip["reference"],
    )
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
