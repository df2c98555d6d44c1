"""Earmarking: what was given un-earmarked, and what for an objective."""

import streamlit as st

from trustfund.charts import money as money_charts
from trustfund.domain.catalogue.earmarking import OBJECTIVE
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Cell
from trustfund.figures import contributions as figures
from trustfund.figures import overview
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import share
from trustfund.figures.wording import percent
from trustfund.screens import passports, session
from trustfund.screens.charts import chart_card
from trustfund.screens.filter_bar import choose
from trustfund.screens.public import cards
from trustfund.screens.widgets import card, columns_of, download, heading, rows_table

EMPTY = "No earmarking choice matches. Clear the filters, or record a contribution."


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(BY_NAME["earmarking"].filters))
    rows = figures.earmarking_rows(view)
    pools = overview.pool_rows(view)
    names = {UNEARMARKED: "Un-earmarked"} | {
        code: f"Objective {code}: {title}" for code, title in view.frames.objectives.items()
    }
    with top:
        heading("Earmarking", view, "US dollars")
        st.markdown(
            "The fund asks for **un-earmarked** contributions, which go where they are needed "
            "most. Where that is not feasible, a contributor may earmark to an objective."
        )
    metrics = []
    for basis, column in (("deposits", "deposited_usd"), ("commitments", "usd_amount")):
        whole = figures.sum_of(rows, column)
        part = figures.sum_of((r for r in rows if r["objective"] == UNEARMARKED), column)
        name, found = f"Un-earmarked share of {basis}", percent(share(part, whole))
        metrics.append((name, found, "unearmarked_share", f"Of {basis}"))
    passports.figures(metrics, view, columns=2)
    with st.grid(2, min_column_width=420):
        chart_card(
            money_charts.by_objective(pools, names) if rows else None,
            (
                OBJECTIVE,
                *columns_of(
                    committed_usd=Cell.USD,
                    deposited_usd=Cell.USD,
                    share_of_deposits=Cell.SHARE,
                    available_usd=Cell.USD,
                ),
            ),
            pools,
            key="by_objective",
            dataset="earmarking",
            view=view,
            empty=EMPTY,
        )
        cards.unearmarked_over_time(view, EMPTY, "Of all deposits of the fund up to each month")
    with card("Earmarking choices"):
        if rows:
            rows_table(BY_NAME["earmarking"].columns, rows, "Earmarking choices by contribution")
        else:
            st.info(EMPTY, icon=":material/info:")
        with st.container(horizontal=True, vertical_alignment="center"):
            download("earmarking", view.filters)
            passports.passport("Earmarking choices", "earmarking_listed", view)
