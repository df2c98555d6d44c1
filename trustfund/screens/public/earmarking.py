"""Earmarking: what was given un-earmarked, and what for an objective."""

from functools import partial

import streamlit as st

from trustfund.charts import money as money_charts
from trustfund.domain.catalogue.earmarking import OBJECTIVE
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures import contributions as figures
from trustfund.figures import overview
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import share
from trustfund.figures.wording import percent
from trustfund.screens.charts import chart_card
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import number_cards
from trustfund.screens.public import cards
from trustfund.screens.widgets import card, columns_of

EMPTY = "No earmarking choice matches. Clear the filters, or record a contribution."


def page() -> None:
    """Draw the page."""
    view, top = filtered_page("Earmarking", BY_NAME["earmarking"].filters, "US dollars")
    rows = figures.earmarking_rows(view)
    pools = overview.pool_rows(view)
    names = {UNEARMARKED: "Un-earmarked"} | {
        code: f"Objective {code}: {title}" for code, title in view.frames.objectives.items()
    }
    with top:
        st.markdown(
            "The fund asks for **un-earmarked** contributions, which go where they are needed "
            "most. Where that is not feasible, a contributor may earmark to an objective."
        )
    numbers = []
    for basis, column in (("deposits", "deposited_usd"), ("commitments", "usd_amount")):
        whole = figures.sum_of(rows, column)
        part = figures.sum_of((r for r in rows if r["objective"] == UNEARMARKED), column)
        name, found = f"Un-earmarked share of {basis}", percent(share(part, whole))
        numbers.append((name, found, "unearmarked_share", f"Of {basis}"))
    number_cards(numbers, view, columns=2)
    with st.grid(2, min_column_width=420):
        money = columns_of("committed_usd", "deposited_usd", "share_of_deposits", "available_usd")
        chart = partial(money_charts.by_objective, pools, names) if rows else None
        chart_card("by_objective", chart, (OBJECTIVE, *money), pools, view, EMPTY)
        cards.unearmarked_over_time(view, EMPTY, "Of all deposits of the fund up to each month")
    with card("Earmarking choices"):
        cards.listing("earmarking_listed", BY_NAME["earmarking"].columns, rows, view, EMPTY)
