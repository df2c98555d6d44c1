"""Our requests: the seats that a mission asked for, for its own country."""

import streamlit as st

from trustfund.domain.catalogue import trip as fields
from trustfund.domain.kinds import DelegateRole, EventStatus
from trustfund.domain.requests import before
from trustfund.domain.travel import TripStatus
from trustfund.figures.view import View
from trustfund.ledger import requests, travel, trip_steps
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.options import with_dates
from trustfund.screens.staff.outcomes import just_done
from trustfund.screens.widgets import plain


def page() -> None:
    """Draw the page."""
    view, country = session.view(), session.actor().country
    st.title("Our requests", anchor=False)
    st.caption(f"{plain(view.country(country).name)} · as of {view.today}")
    if outcome := just_done():
        done, _ = outcome
        st.success(f"Request {plain(done.reference)} is recorded.", icon=":material/check_circle:")
    found = session.read(requests.of_country, country)
    _listed(found)
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.subheader("Ask for a seat", anchor=False)
        _ask(view, country)
    with right, st.container(border=True):
        st.subheader("Withdraw a request", anchor=False)
        _withdraw(view, {each.reference: each for each in found if each.can_withdraw})


def _listed(found: list[requests.Request]) -> None:
    if not found:
        st.info("Your country has asked for no seat yet.", icon=":material/info:")
        return
    st.dataframe(
        {
            "Where it stands": [each.status for each in found],
            "Event": [each.event for each in found],
            "Since": [each.on for each in found],
            "Reason": [each.reason for each in found],
            "Asked on": [each.asked_on for each in found],
            "Role": [each.role or "not stated" for each in found],
            "Request": [each.reference for each in found],
        },
        hide_index=True,
        alt="The requests of your country, newest first",
    )


def _ask(view: View, country: str) -> None:
    coming = [
        code
        for code, event in view.frames.events.items()
        if event.starts_on and not view.has_begun(code)
        if event.status is not EventStatus.CANCELLED and country in view.eligible_at(code)
    ]
    if not coming:
        st.caption("There is no coming event at which your country may be funded.")
        return
    coming.sort(key=lambda code: (view.frames.events[code].starts_on, code))
    form = Form("request")
    event = form.choose(fields.EVENT, "", (coming, lambda code: with_dates(view, code)))
    if event:
        st.caption(f"Ask {plain(before(view.frames.events[event]))}.")
    draft = travel.NominationDraft(event, country, view.today, DelegateRole.DELEGATE)
    row = (fields.ROLE, fields.GENDER, fields.NOTE_VERBALE)
    draft = form.fill(draft, row, fields.NAME, fields.NOTE)
    form.book("Ask for the seat", travel.nominate, draft)


def _withdraw(view: View, found: dict[str, requests.Request]) -> None:
    if not found:
        st.caption("No request of yours can be withdrawn now.")
        return
    form = Form("withdraw")
    chosen = st.selectbox(
        "Request",
        list(found),
        None,
        format_func=lambda reference: f"{reference} · {found[reference].event}",
        placeholder="Choose one",
        **form.kept("which", found),
    )
    if chosen is None:
        return
    part, seen = form.part(chosen, found[chosen].version)
    reason = part.reason("Why it is withdrawn")
    draft = trip_steps.StepDraft(chosen, TripStatus.WITHDRAWN, view.today, reason=reason)
    part.book("Withdraw it", trip_steps.advance, draft, seen)
