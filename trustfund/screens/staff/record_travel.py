"""Record travel: nominate, take the next step, correct; and the events people travel to."""

import streamlit as st

from trustfund.domain.roles import ADMINISTRATORS
from trustfund.screens import session
from trustfund.screens.staff import event_forms, name_forms, travel_forms
from trustfund.screens.staff.forms import show_receipt
from trustfund.screens.widgets import heading

ACTS = {
    "Nominate": travel_forms.nominate,
    "Next step": travel_forms.next_step,
    "Correct": travel_forms.correct,
    "Event": event_forms.event,
    "Remove a name": name_forms.remove,
}
FOR_ADMINISTRATORS = {"Eligibility": event_forms.eligibility}


def page() -> None:
    """Draw the page."""
    heading("Record travel", session.view())
    show_receipt()
    acts = ACTS | (FOR_ADMINISTRATORS if session.actor().role in ADMINISTRATORS else {})
    chosen = st.segmented_control(
        "What do you want to record?",
        list(acts),
        default="Nominate",
        key="do",
        bind="query-params",
        required=True,
    )
    acts[chosen or "Nominate"]()
