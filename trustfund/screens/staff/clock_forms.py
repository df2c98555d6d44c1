"""Settling what a wrong clock left in the books."""

import streamlit as st

from trustfund.figures import checks, settling
from trustfund.ledger.clock import settle_clock
from trustfund.screens.staff.forms import Form
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store


def settle() -> None:
    """What is to be settled of the clock, and the form that does it."""
    unsettled = list(settling.clock(checks.look(open_store())))
    if not unsettled:
        st.markdown("Every act was recorded after the one before it, and none in the future.")
        return
    for line in unsettled:
        st.markdown(f"- {plain(line)}")
    form = Form("clock")
    reason = form.reason("What was wrong with the clock")
    form.book("Settle the clock", settle_clock, reason)
