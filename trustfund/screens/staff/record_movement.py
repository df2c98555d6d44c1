"""Record a movement: interest, charges, transfers, refunds; allocations; unidentified receipts."""

import streamlit as st

from trustfund.screens import session
from trustfund.screens.staff import movement_forms, receipt_forms
from trustfund.screens.staff.forms import show_receipt
from trustfund.screens.widgets import heading

ACTS = {
    "Movement": movement_forms.movement,
    "Allocation": movement_forms.allocation,
    "Unidentified receipt": receipt_forms.receipt,
    "Book a receipt": receipt_forms.book,
    "Correct": movement_forms.correct,
}


def page() -> None:
    """Draw the page."""
    heading("Record a movement", session.view(), "US dollars")
    show_receipt()
    chosen = st.segmented_control(
        "What do you want to record?",
        list(ACTS),
        default="Movement",
        key="do",
        bind="query-params",
        required=True,
    )
    ACTS[chosen or "Movement"]()
