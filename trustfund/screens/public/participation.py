"""Participation: trips, delegates and countries, by region, event and status."""

import streamlit as st

from trustfund.charts import participation as charts
from trustfund.figures import gender
from trustfund.figures import participation as figures
from trustfund.figures.datasets import BY_NAME, Cell
from trustfund.figures.definitions import BY_KEY
from trustfund.figures.filters import GROUPING_NAMES
from trustfund.figures.view import View
from trustfund.figures.wording import percent, usd
from trustfund.screens import session
from trustfund.screens.filter_bar import choose
from trustfund.screens.widgets import (
    card,
    chart_card,
    columns_of,
    download,
    download_numbers,
    heading,
    plain,
    rows_table,
)

EMPTY = "No trip matches. Clear the filters, or authorise a trip under Record travel."
NO_ROUND = "Published when the half-year is over and enough delegates have travelled."
COUNTS = {
    "delegates": Cell.COUNT,
    "expected": Cell.COUNT,
    "countries": Cell.COUNT,
    "trips": Cell.COUNT,
    "spent_usd": Cell.USD,
}


def _numbers(view: View) -> figures.Counts:
    counts = figures.count(figures.seats(view))
    ldc = figures.coverage(view, ldcs_only=True)
    everybody = figures.coverage(view)
    metrics = (
        ("Delegates", f"{counts.delegates:,}", "delegates"),
        ("Expected", f"{counts.expected:,}", "delegates"),
        ("Countries", f"{counts.countries:,}", "countries"),
        ("Trips", f"{counts.trips:,}", "trips"),
        ("LDC coverage", f"{ldc.reached} of {ldc.eligible} LDCs", "coverage"),
        (
            "Country coverage",
            f"{everybody.reached} of {everybody.eligible}",
            "coverage",
        ),
        ("Spent on travel", usd(counts.spent), "use"),
        ("Obligated for travel", usd(counts.obligated), "use"),
    )
    with st.grid(4, min_column_width=200):
        for name, value, key in metrics:
            st.metric(name, value, border=True, help=BY_KEY[key].text, height="stretch")
    return counts


def _coverage(view: View) -> None:
    definition = BY_KEY["coverage"]
    with card(definition.title):
        st.caption("Of the events begun by the as-of date")
        for ldcs_only, who in ((True, "least developed countries"), (False, "eligible countries")):
            found = figures.coverage(view, ldcs_only)
            said = f"{found.reached} of {found.eligible} {who}, {percent(found.share)}"
            if not found.eligible:
                st.info(f"No {who} could take part yet.", icon=":material/info:")
                continue
            st.progress(float(found.share or 0), said)
            with st.popover(f"{len(found.missing)} not reached yet", type="tertiary"):
                st.markdown("\n".join(f"- {plain(name)}" for name in found.missing) or "None")
        with st.popover("What this means", icon=":material/help:", type="tertiary"):
            st.markdown(definition.text)


def _gender(view: View) -> None:
    definition = BY_KEY["gender"]
    with card(definition.title):
        st.caption(
            "The whole fund, whatever the filters, by half-years; UN regional groups. Small "
            "numbers are withheld."
        )
        by = st.segmented_control(
            "By", ["region", "event"], default="region", format_func=str.capitalize, required=True
        )
        rows = gender.gender_rows(view, by or "region")
        genders = list(gender.GENDERS.values())
        total = gender.gender_total(view)
        if total:
            said = ", ".join(f"{name.lower()} {number}" for name, number in total.items())
            st.markdown(f"In all, as recorded by {gender.published_until(view)}: {said}")
        if any(row[genders[0]] is not None for row in rows):
            made = charts.by_gender(rows, by or "region", genders)
            st.plotly_chart(
                made.figure,
                key=f"chart-gender-{by}",
                alt=made.alt,
                config={"displayModeBar": False},
            )
        elif rows:
            st.info("Every row is withheld: the numbers are too small.", icon=":material/lock:")
        else:
            st.info(NO_ROUND, icon=":material/info:")
        with st.container(horizontal=True, gap="small"):
            with st.popover("Numbers", icon=":material/table_rows:", type="tertiary"):
                cells = [
                    {name: "withheld" if value is None else str(value) for name, value in r.items()}
                    for r in rows
                ]
                st.dataframe(cells, hide_index=True, alt="Delegates by gender")
                columns = columns_of(**dict.fromkeys(cells[0], Cell.TEXT)) if cells else ()
                download_numbers(columns, cells, "gender", view)
            with st.popover("What this means", icon=":material/help:", type="tertiary"):
                st.markdown(definition.text)


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(BY_NAME["participation"].filters))
    grouping = GROUPING_NAMES[view.filters.grouping]
    with top:
        heading("Participation", view)
    counts = _numbers(view)
    regions = figures.region_rows(view)
    statuses = figures.status_rows(view)
    events = figures.by_event_rows(view)
    with st.grid(2, min_column_width=420):
        chart_card(
            charts.by_region(regions, grouping) if counts.trips else None,
            columns_of(region=Cell.TEXT, **COUNTS),
            regions,
            key="by_region",
            dataset="participation",
            view=view,
            empty=EMPTY,
            note=grouping,
        )
        chart_card(
            charts.by_status(statuses) if counts.trips else None,
            columns_of(group=Cell.TEXT, **COUNTS),
            statuses,
            key="by_status",
            dataset="participation",
            view=view,
            empty=EMPTY,
        )
        _coverage(view)
        _gender(view)
    chart_card(
        charts.by_event(events) if events else None,
        columns_of(event=Cell.TEXT, **COUNTS),
        events,
        key="by_event",
        dataset="events",
        view=view,
        empty=EMPTY,
    )
    with card("Participation by event and country"):
        rows = figures.participation_rows(view)
        if rows:
            rows_table(BY_NAME["participation"].columns, rows, "Participation by event and country")
        else:
            st.info(EMPTY, icon=":material/info:")
        download("participation", view.filters)
