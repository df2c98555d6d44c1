"""Cards that more than one page shows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from trustfund.charts import money as money_charts
from trustfund.domain.fields import Field
from trustfund.figures import overview
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import FIGURES
from trustfund.figures.participation import OF_TRIPS, Coverage
from trustfund.figures.view import View
from trustfund.screens.charts import chart_card
from trustfund.screens.paged import paged_table
from trustfund.screens.passports import Number, passport
from trustfund.screens.widgets import columns_of, download, side_by_side


def deposits_by_contributor(view: View, empty: str) -> None:
    """Deposits by contributor, un-earmarked and earmarked."""
    rows = overview.contributor_bars(view)
    columns = columns_of("contributor", "unearmarked_usd", "earmarked_usd", "deposited_usd")
    chart = partial(money_charts.by_contributor, rows) if rows else None
    chart_card("by_contributor", chart, columns, rows, view, empty)


def unearmarked_over_time(view: View, empty: str, note: str) -> None:
    """The un-earmarked share of all deposits so far, by month, whatever the other filters."""
    view = replace(view, filters=view.filters.only(("as_of", "known_at")))
    rows = overview.monthly_rows(view)
    received = any(row["unearmarked_share"] is not None for row in rows)
    chart = partial(money_charts.unearmarked_over_time, rows) if received else None
    columns = columns_of("month", "unearmarked_share")
    chart_card("unearmarked_over_time", chart, columns, rows, view, empty, note)


def ldc_coverage(found: Coverage) -> Number:
    """How many of the least developed countries took part."""
    value = f"{found.reached} of {found.eligible}"
    return "LDCs that took part", value, "coverage", "LDC coverage"


def coverage_numbers(ldc: Coverage, everybody: Coverage) -> tuple[Number, Number]:
    """How many of the eligible countries took part: of the least developed, and of all."""
    value = f"{everybody.reached} of {everybody.eligible}"
    others = "Of eligible countries", value, "coverage", "Country coverage"
    return ldc_coverage(ldc), others


def participation_columns(view: View) -> tuple[Field, ...]:
    """Those of the dataset, as far as the reader may see what is in them."""
    columns = BY_NAME["participation"].columns
    return tuple(each for each in columns if view.reads_travel or each.key not in OF_TRIPS)


def listing(
    key: str,
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]],
    view: View,
    empty: str,
    name: str = "",
    more: Callable[[], None] | None = None,
) -> None:
    """Rows as a table with their file and their passport; ``more`` draws other ways on.

    ``key`` is the definition's, ``name`` its title unless given.
    """
    definition = FIGURES[key]
    name = name or definition.title
    if rows:
        paged_table(columns, rows, name, key, view)
    else:
        st.info(empty, icon=":material/info:")
    with side_by_side():
        download(definition.rows[0], view.filters)
        if more:
            more()
        passport(name, key, view)
