"""Participation: trips, delegates and countries, by region, event and status."""

from functools import partial
from typing import Any

import streamlit as st

from trustfund.charts import participation as charts
from trustfund.figures import gender
from trustfund.figures import participation as figures
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import FIGURES
from trustfund.figures.filters import GROUPING_NAMES, Filters
from trustfund.figures.view import View
from trustfund.figures.wording import percent, usd
from trustfund.screens.charts import chart_card, chart_frame, draw, share
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import number_cards, passport
from trustfund.screens.public import travel_money
from trustfund.screens.public.cards import coverage_numbers, listing, participation_columns
from trustfund.screens.widgets import (
    card,
    columns_of,
    download_numbers,
    plain,
    side_by_side,
)

EMPTY = "No trip matches. Clear the filters, or authorise a trip under Record travel."
NO_ROUND = "Published when the half-year is over and enough delegates have travelled."
OTHER_MEANS = "Not yet represented through this fund; they may have attended by other means."
COUNTS = ("delegates", "expected", "countries")
OF_TRIPS = ("trips", "spent_usd")
"""Columns for those who may read travel."""


def _numbers(view: View) -> figures.Counts:
    counts = figures.count(figures.seats(view))
    of_trips = (
        ("Trips", f"{counts.trips:,}", "trips", ""),
        ("Spent on travel", usd(counts.spent), "travel_cost", "Spent"),
        ("Obligated for travel", usd(counts.obligated), "travel_cost", "Obligated"),
    )
    numbers = (
        ("Delegates", f"{counts.delegates:,}", "delegates", "Delegates"),
        ("Expected", f"{counts.expected:,}", "delegates", "Expected"),
        ("Countries", f"{counts.countries:,}", "countries", ""),
        *coverage_numbers(figures.coverage(view, ldcs_only=True), figures.coverage(view)),
        *(of_trips if view.reads_travel else ()),
    )
    number_cards(numbers, view, columns=4 if view.reads_travel else 3)
    return counts


def _coverage(view: View) -> None:
    with card(FIGURES["coverage"].title):
        st.caption("Of the events begun by the as-of date")
        for ldcs_only, who in ((True, "least developed countries"), (False, "eligible")):
            found = figures.coverage(view, ldcs_only)
            if not found.eligible:
                st.info(f"No country was {who} at an event yet.", icon=":material/info:")
                continue
            line = f"{found.reached} of the {found.eligible} countries that were {who} at an event"
            st.progress(float(found.share or 0), f"{line}: {percent(found.share)}")
            with st.popover(f"{len(found.missing)} not yet represented", type="tertiary"):
                st.caption(OTHER_MEANS)
                st.markdown("\n".join(f"- {plain(name)}" for name in found.missing) or "None")
        passport("Coverage", "coverage", view)


def _gender(view: View) -> None:
    title, until = FIGURES["gender"].title, gender.published_until(view)
    # What is published obeys no filter, and is as the books knew it on that day.
    published = View(view.books, view.today, Filters(as_of=until, known_at=until))
    by = st.session_state.get("gender-by") or "region"
    rows = gender.gender_rows(view, by)
    genders = list(gender.GENDERS.values())
    shown = any(row[genders[0]] is not None for row in rows)
    with chart_frame(title, drawn=shown):
        st.segmented_control(
            "By",
            ["region", "event"],
            default="region",
            format_func=str.capitalize,
            key="gender-by",
            required=True,
        )
        if shown:
            note = "UN regional groups" if by == "region" else "By event"
            note += ". Small numbers are withheld"
            draw(partial(charts.by_gender, rows, by, genders), title, "gender", published, note)
        elif rows:
            st.info("Every row is withheld: the numbers are too small.", icon=":material/lock:")
        else:
            st.info(NO_ROUND, icon=":material/info:")
        total = gender.gender_total(view)
        if total:
            counts = ", ".join(f"{name.lower()} {number}" for name, number in total.items())
            st.markdown(f"In all, as recorded by {until}: {counts}")
        if rows:
            _gender_controls(title, rows, view, published)


def _gender_controls(title: str, rows: list[dict[str, Any]], view: View, published: View) -> None:
    with side_by_side():
        with st.popover("Numbers", icon=":material/table_rows:", type="tertiary"):
            cells = [
                {name: "withheld" if value is None else str(value) for name, value in row.items()}
                for row in rows
            ]
            st.dataframe(cells, hide_index=True, alt=title)
            download_numbers(columns_of(*cells[0]), cells, "gender", view)
        share(title, view)
        passport(title, "gender", published)


def page() -> None:
    """Draw the page."""
    view, _ = filtered_page("Participation", BY_NAME["participation"].filters)
    grouping = GROUPING_NAMES[view.filters.grouping]
    counts = _numbers(view)
    regions = figures.region_rows(view)
    statuses = figures.status_rows(view)
    events = figures.by_event_rows(view)
    shown = (*COUNTS, *(OF_TRIPS if view.reads_travel else ()))
    with st.grid(2, min_column_width=420):
        chart = partial(charts.by_region, regions, grouping) if counts.trips else None
        columns = columns_of("region", *shown)
        chart_card("by_region", chart, columns, regions, view, EMPTY, grouping)
        chart = partial(charts.by_status, statuses) if counts.trips else None
        chart_card("by_status", chart, columns_of("group", *shown), statuses, view, EMPTY)
        _coverage(view)
    chart = partial(charts.by_event, events) if events else None
    chart_card("by_event", chart, columns_of("event", *shown), events, view, EMPTY)
    travel_money.show(view)
    with card("Participation by event and country"):
        rows = figures.participation_rows(view)
        listing("participation_listed", participation_columns(view), rows, view, EMPTY)
    st.subheader("The whole fund, whatever the filters")
    _gender(view)
