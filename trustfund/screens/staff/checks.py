"""Checks: every invariant of the books, tested again for the administrator."""

import streamlit as st

from trustfund.figures import checking, checks
from trustfund.screens import session
from trustfund.screens.widgets import heading, plain
from trustfund.store.engine import open_store


def page() -> None:
    """Draw the page."""
    heading("Checks", session.view())
    st.subheader("Faults", anchor=False)
    st.markdown(
        "Rules that the books must always keep, checked again from the entries alone. "
        "The command `python -m trustfund check` runs the same checks."
    )
    made = checking.check(open_store(), session.actor())
    found = made.results
    broken = [promise for promise, wrong in found if wrong]
    if broken:
        st.error(
            f"{len(broken)} of {len(checks.PROMISES)} do not hold. Change nothing, and compare "
            "with the last backup.",
            icon=":material/error:",
        )
    else:
        st.success(f"All {len(found)} hold.", icon=":material/check_circle:")
    for promise, wrong in sorted(found, key=lambda result: not result[1]):
        sign = ":red[:material/error:]" if wrong else ":green[:material/check:]"
        st.markdown(f"{sign} {plain(promise)}")
        for line in wrong:
            st.markdown(f"- {plain(line)}")
    st.subheader("To settle", anchor=False)
    st.markdown(
        "These are no faults, and nothing stops for them: somebody has to decide. Each line says "
        "what settles or accepts it."
    )
    for line in made.unsettled:
        st.markdown(f"- {plain(line)}")
    if not made.unsettled:
        st.success("Nothing is to be settled.", icon=":material/check_circle:")
