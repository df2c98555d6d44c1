"""Events: the meetings of the process, and who could take part in each."""

import streamlit as st

from trustfund.domain.kinds import label
from trustfund.figures import participation as figures
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.figures.wording import counted, usd
from trustfund.screens import session
from trustfund.screens.filter_bar import choose
from trustfund.screens.passports import figures as figures_shown
from trustfund.screens.passports import passport
from trustfund.screens.widgets import card, download, heading, plain, rows_table


def _one(view: View, code: str) -> None:
    event = view.frames.events[code]
    only = session.view(
        Filters(event=(code,), as_of=view.filters.as_of, known_at=view.filters.known_at)
    )
    counts = figures.count(figures.seats(only))
    ldc, everybody = figures.coverage(only, ldcs_only=True), figures.coverage(only)
    st.markdown(f"**{plain(event.title)}**")
    country = view.country(event.country).name if event.country else ""
    where = ", ".join(filter(None, (event.city, country))) or "place not stated"
    st.caption(
        f"{plain(where)} · announced: {plain(event.announced or 'not stated')} · "
        f"{label(event.status)}"
    )
    metrics = (
        ("Delegates", f"{counts.delegates}", "delegates", "Delegates"),
        ("Expected", f"{counts.expected}", "delegates", "Expected"),
        ("Countries", f"{counts.countries}", "countries", ""),
        ("LDC coverage", f"{ldc.reached} of {ldc.eligible} LDCs", "coverage", "LDC coverage"),
        (
            "Country coverage",
            f"{everybody.reached} of {everybody.eligible}",
            "coverage",
            "Country coverage",
        ),
        ("Spent on travel", usd(counts.spent), "travel_cost", "Spent"),
    )
    figures_shown(metrics, only, columns=6)
    rows = figures.participation_rows(only)
    if rows:
        rows_table(
            BY_NAME["participation"].columns[2:], rows, f"Participation in {code} by country"
        )
    else:
        st.info("No trip to this event is authorised yet.", icon=":material/info:")
    with st.container(horizontal=True, vertical_alignment="center"):
        download("participation", only.filters)
        passport("Participation by country", "participation_listed", only)


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(BY_NAME["events"].filters))
    rows = figures.event_rows(view)
    with top:
        heading("Events", view)
    with card(counted(len(rows), "event")):
        if rows:
            rows_table(BY_NAME["events"].columns, rows, "Events of the process")
        else:
            st.info("No event matches. Clear the filters.", icon=":material/info:")
        with st.container(horizontal=True, vertical_alignment="center"):
            download("events", view.filters)
            passport("Events", "events", view)
    if rows:
        with card("One event"):
            code = st.selectbox(
                "Event",
                [row["code"] for row in rows],
                format_func=lambda code: f"{code}: {view.frames.events[code].announced}",
                key="event-shown",
            )
            _one(view, code)
