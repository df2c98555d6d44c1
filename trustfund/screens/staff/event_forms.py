"""The forms for events, and for the administrator's decisions on eligibility."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from trustfund.domain.catalogue import event as fields
from trustfund.domain.catalogue import trip
from trustfund.domain.catalogue.country import LDC_SCHEDULED_UNTIL, LDC_UNTIL
from trustfund.domain.catalogue.fund import ELIGIBLE_FROM
from trustfund.domain.classifications import is_ldc
from trustfund.domain.fields import Field
from trustfund.domain.problems import Refused
from trustfund.figures.view import View
from trustfund.ledger import event_changes, events
from trustfund.ledger.country_lists import decide_graduation
from trustfund.ledger.eligibility import decide_eligibility
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.options import options
from trustfund.screens.widgets import plain

NEW = "A new event"
GRADUATION = (
    "It stopped being a least developed country",
    "The graduation is moved to a later day",
    "The graduation is given up, or has no day",
)
ROWS = (
    (fields.CODE, fields.KIND, fields.STATUS, fields.PHASE),
    fields.TITLE,
    (fields.CITY, fields.COUNTRY, fields.ANNOUNCED),
    (fields.DATE_PRECISION, fields.STARTS_ON, fields.ENDS_ON),
    fields.HELD,
)


def event() -> None:
    """Add an event, or change one when its announcement changes."""
    codes, line = options(trip.EVENT)
    code = st.selectbox(
        "Event",
        [NEW, *codes],
        format_func=lambda code: code if code == NEW else line(code),
        **Form("event").kept("event", [NEW, *codes], "event"),
    )
    own = session.read(events.find, code)
    form = Form("event", code)
    if own is None:
        draft = form.fill(events.EventDraft("", "", ""), *ROWS)
        form.book("Add the event", events.add_event, draft, remember="event")
        return
    seen = form.seen(own.version)
    draft = form.fill(events.as_draft(own), *ROWS, fixed=(fields.CODE,))
    decided = _decisions(form, draft)
    form.show_changes()
    reason = form.reason("Reason for the change")
    form.book("Change the event", event_changes.change_event, draft, reason, seen, decided)


WORDS = {
    fields.SEATS: {
        "release": "Release them: authorised trips are withdrawn, of ticketed ones the ticket is "
        "sunk, all else is available again",
        "keep": "Keep them, with their money",
    },
    fields.STEPS: {
        "keep": "Keep them. Checks lists them until they are taken back under Correct, or the "
        "event is mended"
    },
    fields.CLASSES: {
        "correct": "Correct: record the authorisations anew, with the same days and money, and "
        "judge by the first day as it is now",
        "keep": "Keep what they counted as when travel was authorised",
    },
}


def decision(
    kind: Field, touched: Sequence[event_changes.Touched], event: str = "", **kept: Any
) -> str:
    """What hangs on an event, of one kind, and what becomes of it; "" until somebody chooses."""
    with st.container(border=True):
        title = f"{plain(event)}: {kind.label[:1].lower()}{kind.label[1:]}" if event else kind.label
        st.markdown(f"**{title}** ({len(touched):,})")
        columns = {"Which": [each.what for each in touched], "Now": [each.now for each in touched]}
        if kind is fields.SEATS:
            columns["If released"] = [each.released for each in touched]
        st.dataframe(columns, hide_index=True, alt=f"{title}, one a row")
        words = WORDS[kind]
        found = st.radio(
            kind.label,
            list(words),
            None,
            format_func=words.__getitem__,
            label_visibility="collapsed",
            **kept,
        )
    return found or ""


def _decisions(form: Form, draft: events.EventDraft) -> event_changes.Decisions:
    """The trips that a change touches, and what becomes of them: before it is saved."""
    try:
        found = session.read(event_changes.touched, draft)
    except Refused:  # the button says what is wrong with the fields
        found = []
    chosen = {}
    for kind in event_changes.KINDS:
        if own := [each for each in found if each.kind is kind]:
            kept = form.kept(kind.key, WORDS[kind])
            chosen[kind.key] = decision(kind, own, **kept)
    return event_changes.Decisions(**chosen)


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
    choices = ["Eligible", "Not eligible"]
    with two:
        decision = st.selectbox("Decision", choices, **form.kept("decision", choices))
    with three:
        since = form.day(ELIGIBLE_FROM, session.view().today)
    is_eligible, reason = decision == "Eligible", form.reason("Reason")
    form.book("Record the decision", decide_eligibility, country, since, is_eligible, reason)


def graduation() -> None:
    """The administrator's confirmation that a country is no least developed country any more."""
    form = Form("graduation")
    view = session.view()
    st.markdown(
        "A scheduled graduation changes nothing until it is confirmed here. Once it is, the "
        "country is no least developed country at events that begin on that day or later. What "
        "countries counted as when travel was authorised stays."
    )
    found = [code for code in view.frames.countries if is_ldc(view.country(code), view.today)]
    found.sort(key=lambda code: str(view.country(code).ldc_scheduled_until or "9999"))
    code = st.selectbox(
        "Country",
        found,
        format_func=lambda code: _scheduled(view, code),
        **form.kept("country", found, "country"),
    )
    if not code:
        return
    scheduled = view.country(code).ldc_scheduled_until
    decision = st.radio("Decision", GRADUATION, **form.kept(f"decision-{code}", GRADUATION))
    field = LDC_UNTIL if decision == GRADUATION[0] else LDC_SCHEDULED_UNTIL
    day = None
    if decision != GRADUATION[2]:
        day = form.day(field, scheduled if decision == GRADUATION[0] else None)
    has_graduated, reason = decision == GRADUATION[0], form.reason("Reason")
    form.book("Record the decision", decide_graduation, code, day, has_graduated, reason)


def _scheduled(view: View, code: str) -> str:
    facts = view.country(code)
    when = facts.ldc_scheduled_until
    return f"{facts.name}, scheduled for {when}" if when else facts.name
