"""The forms for events, and for the administrator's decisions on eligibility."""

import streamlit as st

from trustfund.domain.catalogue import event as fields
from trustfund.domain.catalogue import trip
from trustfund.domain.catalogue.fund import ELIGIBLE_FROM
from trustfund.ledger import events
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.options import options

NEW = "A new event"
ROWS = (
    (fields.CODE, fields.KIND, fields.STATUS, fields.PHASE),
    fields.TITLE,
    (fields.CITY, fields.COUNTRY, fields.ANNOUNCED),
    (fields.DATE_PRECISION, fields.STARTS_ON, fields.ENDS_ON),
)


def event() -> None:
    """Add an event, or change one when its announcement changes."""
    codes, line = options(trip.EVENT)
    code = st.selectbox(
        "Event",
        [NEW, *codes],
        format_func=lambda code: code if code == NEW else line(code),
        key=Form("event-which").key("event"),
    )
    own = session.read(events.find, code)
    form = Form(f"event-{code}")
    if own is None:
        draft = form.fill(events.EventDraft("", "", ""), *ROWS)
        form.book("Add the event", events.add_event, draft, remember="event")
        return
    seen = form.seen(own.version)
    draft = form.fill(events.as_draft(own), *ROWS, fixed=(fields.CODE,))
    reason = form.reason("Reason for the change")
    form.book("Change the event", events.change_event, draft, reason, seen)


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
        since = form.day(ELIGIBLE_FROM, session.view().today)
    is_eligible, reason = decision == "Eligible", form.reason("Reason")
    form.book("Record the decision", decide_eligibility, country, since, is_eligible, reason)
