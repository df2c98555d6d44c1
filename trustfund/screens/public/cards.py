"""Chart cards that more than one page shows."""

from dataclasses import replace

from trustfund.charts import money as money_charts
from trustfund.domain.fields import Cell
from trustfund.figures import overview
from trustfund.figures.view import View
from trustfund.screens.charts import chart_card
from trustfund.screens.widgets import columns_of


def deposits_by_contributor(view: View, empty: str) -> None:
    """Deposits by contributor, un-earmarked and earmarked."""
    rows = overview.contributor_bars(view)
    chart_card(
        money_charts.by_contributor(rows) if rows else None,
        columns_of(
            contributor=Cell.TEXT,
            unearmarked_usd=Cell.USD,
            earmarked_usd=Cell.USD,
            deposited_usd=Cell.USD,
        ),
        rows,
        key="by_contributor",
        dataset="deposits",
        view=view,
        empty=empty,
    )


def unearmarked_over_time(view: View, empty: str, note: str) -> None:
    """The un-earmarked share of all deposits so far, by month, whatever the other filters."""
    view = replace(view, filters=view.filters.only(("as_of", "known_at")))
    rows = overview.monthly_rows(view)
    received = any(row["unearmarked_share"] is not None for row in rows)
    chart_card(
        money_charts.unearmarked_over_time(rows) if received else None,
        columns_of(month=Cell.TEXT, unearmarked_share=Cell.SHARE),
        rows,
        key="unearmarked_over_time",
        dataset="deposits",
        view=view,
        empty=empty,
        note=note,
    )
