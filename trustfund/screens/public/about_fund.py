"""What the fund is, by its own terms, for everybody to read."""

import streamlit as st

from trustfund.figures.view import View
from trustfund.figures.wording import in_a_sentence
from trustfund.screens.widgets import plain


def about_fund(view: View) -> None:
    """What the terms of the day say of the fund; what they leave blank is left out."""
    rules = view.rules
    paid = [in_a_sentence(pool) for pool in rules.pools]
    said = {
        "What it is for": rules.purpose,
        "Set up by": rules.legal_basis,
        "Who may contribute": f"{rules.who_may_contribute}.",
        "How to contribute": rules.giving,
        "Whose delegates it funds": f"Representatives of {rules.who_is_eligible}.",
        "How a delegation is funded": rules.attending,
        "What pays for travel": f"{', then '.join(paid)}.",
        "Phases": rules.phases,
        "Contact": rules.contact,
    }
    with st.expander("About the fund"):
        for what, text in said.items():
            if text:
                lines = "  \n".join(map(plain, text.splitlines()))
                st.markdown(f"**{what}**  \n{lines[:1].upper()}{lines[1:]}")
