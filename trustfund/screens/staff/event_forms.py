"""The forms for events, and for the administrator's decisions on eligibility."""

import streamlit as st

from trustfund.domain.kinds import DatePrecision, EventKind, EventStatus, label
from trustfund.figures.filters import event_order
from trustfund.ledger import events
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.screens import session
from trustfund.screens.staff.forms import Form, index_of
from trustfund.screens.staff.travel_forms import said_event

NEW = "A new event"


def event() -> None:
    """Add an event, or change one when its announcement changes."""
    view = session.view()
    codes = sorted(view.frames.events, key=lambda code: event_order(view.frames, code))
    which = st.selectbox(
        "Event",
        [NEW, *codes],
        format_func=lambda code: code if code == NEW else said_event(view, code),
        key=Form("event-which").key("event"),
    )
    own = view.frames.events.get(which or NEW)
    form = Form(f"event-{which}")
    seen = form.seen(own["version"]) if own else None
    countries = sorted(view.frames.countries, key=lambda code: view.country(code).name)
    one, two, three, four = st.columns(4)
    with one:
        code = form.text("code", "Code", own["code"] if own else "", disabled=own is not None)
    with two:
        kinds = list(EventKind)
        kind = st.selectbox(
            "Kind",
            kinds,
            kinds.index(own["kind"]) if own else None,
            format_func=label,
            key=form.key("kind"),
        )
    with three:
        statuses = list(EventStatus)
        status = st.selectbox(
            "Status",
            statuses,
            statuses.index(own["status"]) if own else 0,
            format_func=label,
            key=form.key("status"),
        )
    with four:
        phase = form.text("phase", "Phase", own["phase"] if own else "", placeholder="I, II or III")
    title = form.text("title", "Title", own["title"] if own else "")
    one, two, three = st.columns(3)
    with one:
        city = form.text("city", "City", own["city"] if own else "")
    with two:
        country = st.selectbox(
            "Country",
            countries,
            index_of(countries, (own["country"] or "") if own else ""),
            format_func=lambda code: f"{view.country(code).name} ({code})",
            key=form.key("country"),
        )
    with three:
        announced = form.text(
            "announced", "Dates as announced", own["announced"] if own else "", help="Always shown."
        )
    one, two, three = st.columns(3)
    with one:
        precisions = list(DatePrecision)
        precision = st.selectbox(
            "How exactly the dates are known",
            precisions,
            precisions.index(own["date_precision"]) if own else 0,
            format_func=label,
            key=form.key("precision"),
            help="Month: any day of it stands for the whole month.",
        )
    with two:
        starts_on = form.day("starts", "First day", own["starts_on"] if own else None)
    with three:
        ends_on = form.day("ends", "Last day", own["ends_on"] if own else None)
    draft = events.EventDraft(
        code=code,
        kind=kind or "",
        title=title,
        city=city,
        country=country or "",
        announced=announced,
        starts_on=starts_on,
        ends_on=ends_on,
        date_precision=precision or "",
        phase=phase,
        status=status or "",
    )
    if own is None:
        form.book("Add the event", lambda books: events.add_event(books, draft), remember="event")
        return
    reason = form.text("reason", "Reason for the change")
    form.book("Change the event", lambda books: events.change_event(books, draft, reason, seen))


def eligibility() -> None:
    """The administrator's dated decision that a country is, or is not, eligible."""
    form = Form("eligibility")
    view = session.view()
    st.markdown(
        "Developing Member States, the State of Palestine, Cook Islands and Niue are eligible by "
        "the fund's terms. A decision here comes before that rule, from a day on."
    )
    codes = sorted(view.frames.countries, key=lambda code: view.country(code).name)
    one, two, three = st.columns(3)
    with one:
        country = st.selectbox(
            "Country",
            codes,
            None,
            format_func=lambda code: f"{view.country(code).name} ({code})",
            key=form.key("country"),
        )
    with two:
        decision = st.selectbox("Decision", ["Eligible", "Not eligible"], key=form.key("decision"))
    with three:
        effective_on = form.day("from", "From", view.today)
    reason = form.text("reason", "Reason")
    form.book(
        "Record the decision",
        lambda books: decide_eligibility(
            books, country or "", effective_on, decision == "Eligible", reason
        ),
    )
