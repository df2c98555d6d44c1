"""The card of what everybody may see of the cost of trips."""

import streamlit as st

from trustfund.figures import travel_money as figures
from trustfund.figures.definitions import FIGURES
from trustfund.figures.view import View
from trustfund.figures.wording import usd
from trustfund.screens.passports import passport
from trustfund.screens.widgets import card, columns_of, download_numbers, rows_table, side_by_side

KEY = "travel_published"
NAMES = {"region": "UN regional group", "event": "Event", "ldc": "LDC or not"}
SAID = (
    "Settled trips of half-years that are over. What would show the cost of fewer than three "
    "countries is not shown."
)
NO_ROUND = (
    "Published when a half-year is over in which trips of three countries or more were settled."
)


def show(view: View) -> None:
    """Draw the card."""
    title = FIGURES[KEY].title
    with card(title):
        if not figures.published(view):
            st.info(f"{NO_ROUND} In all: {usd(figures.spent(view))}.", icon=":material/info:")
            return
        st.caption(SAID)
        by = st.segmented_control(
            "By",
            list(NAMES),
            default="region",
            format_func=NAMES.__getitem__,
            key="travel-money-by",
            required=True,
        )
        by = by or "region"
        rows, columns = figures.rows(view, by), columns_of(by, "spent_usd")
        rows_table(columns, rows, title)
        with side_by_side():
            download_numbers(columns, rows, "travel-money", view)
            passport(title, KEY, view)
