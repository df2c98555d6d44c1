"""Record a contribution: from the contributor and the pledge to the deposit, and corrections."""

import streamlit as st

from trustfund.screens import session
from trustfund.screens.staff import (
    amendment_forms,
    cash_forms,
    contribution_corrections,
    contribution_forms,
)
from trustfund.screens.staff.forms import show_receipt
from trustfund.screens.widgets import heading

ACTS = {
    "Contributor": contribution_forms.contributor,
    "Pledge": contribution_forms.pledge,
    "Arrangement": contribution_forms.arrangement,
    "Amendment": amendment_forms.amendment,
    "Deposit": cash_forms.deposit,
    "Instalments": cash_forms.instalments,
    "Rate": cash_forms.rate,
    "Earmark": contribution_corrections.earmark,
    "Correct": contribution_corrections.correct,
    "Write off": contribution_corrections.give_up,
}


def page() -> None:
    """Draw the page."""
    heading("Record a contribution", session.view())
    show_receipt()
    chosen = st.segmented_control(
        "What do you want to record?",
        list(ACTS),
        default="Contributor",
        key="do",
        bind="query-params",
        required=True,
    )
    ACTS[chosen or "Contributor"]()
