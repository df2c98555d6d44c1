"""Events: the meetings of the process, and who could take part in each."""

import streamlit as st

from trustfund.domain.fields import Field
from trustfund.domain.kinds import label
from trustfund.domain.meetings import dates
from trustfund.figures import announcements, travel_money
from trustfund.figures import participation as figures
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.figures.wording import counted, usd
from trustfund.screens import links, session
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import number_cards
from trustfund.screens.public.cards import coverage_numbers, listing, participation_columns
from trustfund.screens.widgets import card, plain, rows_table

ANNOUNCED = tuple(
    Field(f"announcement.{key}", label=label_)
    for key, label_ in (
        ("recorded_on", "Recorded on"),
        ("announced", "Dates as announced"),
        ("starts_on", "First day"),
        ("ends_on", "Last day"),
        ("place", "Place"),
        ("status", "Status"),
    )
)
NOT_SHOWN = "not shown"
WHEN_SHOWN = (
    "What was spent is stated for half-years that are over, and only where it does not show the "
    "cost of fewer than three countries."
)


def one_event(view: View, code: str) -> None:
    """What is known of one event."""
    event = view.frames.events[code]
    only = session.view(
        Filters(event=(code,), as_of=view.filters.as_of, known_at=view.filters.known_at)
    )
    st.markdown(f"**{plain(event.title)}**")
    country = view.country(event.country).name if event.country else ""
    where = ", ".join(filter(None, (event.city, country))) or "place not stated"
    held = " · it took place" if event.held else ""
    st.caption(
        f"{plain(where)} · announced: {plain(event.announced or 'not stated')} · "
        f"{label(event.status)}{held}"
    )
    counts = figures.count(figures.seats(only))
    spent = counts.spent if only.reads_travel else travel_money.cells(only, "event").get(code)
    numbers = (
        ("Delegates", f"{counts.delegates}", "delegates", "Delegates"),
        ("Expected", f"{counts.expected}", "delegates", "Expected"),
        ("Countries", f"{counts.countries}", "countries", ""),
        *coverage_numbers(figures.coverage(only, ldcs_only=True), figures.coverage(only)),
        ("Spent on travel", NOT_SHOWN if spent is None else usd(spent), "events", "Spent"),
    )
    number_cards(numbers, only, columns=6)
    if not only.reads_travel:
        st.caption(WHEN_SHOWN)
    columns = participation_columns(only)[2:]
    rows = figures.participation_rows(only)
    none, name = "No trip to this event is authorised yet.", "Participation by country"
    listing("participation_listed", columns, rows, only, none, name)
    st.markdown("**What was announced, and when**")
    found = announcements.rows(only, code)
    told = [row | {"recorded_on": row["recorded_on"] or "at the start"} for row in found]
    rows_table(ANNOUNCED, told, "What was announced of it, newest first")


def page() -> None:
    """Draw the page."""
    view, _ = filtered_page("Events", BY_NAME["events"].filters)
    rows = figures.event_rows(view)
    with card(counted(len(rows), "event")):
        columns = BY_NAME["events"].columns
        listing("events", columns, rows, view, "No event matches. Clear the filters.")
        if not view.reads_travel:
            st.caption(WHEN_SHOWN)
    if rows:
        with card("One event"):
            code = st.selectbox(
                "Event",
                [row["code"] for row in rows],
                format_func=lambda code: f"{code}: {dates(view.frames.events[code])}",
                key="event-shown",
            )
            one_event(view, code)
            links.to_record("event", code, f"Page of {code}")
