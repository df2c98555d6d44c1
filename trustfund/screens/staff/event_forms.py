"""The forms for events, and for the administrator's decisions on eligibility."""

import streamlit as st

from trustfund.domain.catalogue import event as fields
from trustfund.domain.catalogue import trip
from trustfund.domain.catalogue.fund import ELIGIBLE_FROM
from trustfund.ledger import events
from trustfund.ledger.books import read_books
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.options import options
from trustfund.store.engine import open_store

NEW = "A new event"


def event() -> None:
    """Add an event, or change one when its announcement changes."""
    codes, said = options(trip.EVENT)
    which = st.selectbox(
        "Event",
        [NEW, *codes],
        format_func=lambda code: code if code == NEW else said(code),
        key=Form("event-which").key("event"),
    )
    with read_books(open_store()) as books:
        own = events.find(books, which or NEW)
        draft = events.as_draft(own) if own else events.EventDraft("", "", "")
    form = Form(f"event-{which}")
    seen = form.seen(own.version) if own else None
    fixed = (fields.CODE,) if own else ()
    draft = form.fill(draft, fields.CODE, fields.KIND, fields.STATUS, fields.PHASE, fixed=fixed)
    draft = form.fill(draft, fields.TITLE)
    draft = form.fill(draft, fields.CITY, fields.COUNTRY, fields.ANNOUNCED)
    draft = form.fill(draft, fields.DATE_PRECISION, fields.STARTS_ON, fields.ENDS_ON)
    if own is None:
        form.book("Add the event", lambda books: events.add_event(books, draft), remember="event")
        return
    reason = form.reason("Reason for the change")
    form.book("Change the event", lambda books: events.change_event(books, draft, reason, seen))


def eligibility() -> None:
    """The administrator's dated decision that a country is, or is not, eligible."""
    form = Form("eligibility")
    st.markdown(
        "Developing Member States, the State of Palestine, Cook Islands and Niue are eligible by "
        "the fund's terms. A decision here comes before that rule, from a day on."
    )
    one, two, three = st.columns(3)
    with one:
        country = form.choose(trip.COUNTRY)
    with two:
        decision = st.selectbox("Decision", ["Eligible", "Not eligible"], key=form.key("decision"))
    with three:
        effective_on = form.day(ELIGIBLE_FROM, session.view().today)
    reason = form.reason("Reason")
    form.book(
        "Record the decision",
        lambda books: decide_eligibility(
            books, country, effective_on, decision == "Eligible", reason
        ),
    )
