"""One country: at which events its delegates took part, of those that it was eligible for."""

import streamlit as st

from trustfund.domain.classifications import is_ldc
from trustfund.domain.kinds import ContributorType
from trustfund.domain.roles import TRAVEL_READERS
from trustfund.figures import participation as figures
from trustfund.figures.filters import REGION_NAMES
from trustfund.figures.view import View
from trustfund.figures.wording import counted
from trustfund.screens import records, session
from trustfund.screens.public.cards import participation_columns
from trustfund.screens.widgets import card, heading, plain, rows_table

LEFT_OUT = {"country", "country_name"}


def page() -> None:
    """Draw the page."""
    code = records.asked("country", "Country", "Name or code")
    if not code:
        return
    view = session.view()
    heading(view.country(code).name, view, _marks(view, code))
    rows = [row for row in figures.participation_rows(view) if row["country"] == code]
    st.markdown(_took_part(view, code))
    if rows:
        columns = [each for each in participation_columns(view) if each.key not in LEFT_OUT]
        with card("Participation"):
            rows_table(columns, rows, "Events at which delegates took part or are expected")
            records.to_records("event", [row["event"] for row in rows][::-1])
    givers = [
        row.name
        for row in view.frames.contributors.values()
        if row.country == code and row.contributor_type is ContributorType.MEMBER_STATE
    ]
    if givers:
        with card("Contributor"):
            records.to_records("contributor", givers)
    if session.actor().may(TRAVEL_READERS):
        records.trips_of(view, "country", code)


def _marks(view: View, code: str) -> str:
    """The classes of a country today, in a line."""
    facts, day = view.country(code, view.today), view.today
    marks = [(REGION_NAMES.get(facts.un_group, facts.un_group), bool(facts.un_group))]
    marks += [("LDC", is_ldc(facts, day)), ("LLDC", facts.lldc), ("SIDS", facts.sids)]
    return " · ".join(name for name, is_so in marks if is_so)


def _took_part(view: View, code: str) -> str:
    """One sentence: how many delegates, at how many of the events it was eligible for."""
    could, name = figures.eligible_events(view, code), plain(view.country(code).name)
    seats = [seat for seat in figures.seats(view) if seat.country == code and seat.is_delegate]
    if not seats:
        if not could:
            return f"{name} was eligible for none of the events that have begun."
        of = counted(could, "event")
        return (
            f"{name} is not yet represented through this fund; it may have attended by other "
            f"means. It was eligible for {of} that have begun."
        )
    delegates = counted(sum(seat.number for seat in seats), "delegate")
    at = len({seat.event for seat in seats})
    of = counted(could, "event")
    return f"**{delegates}** at **{at}** of the {of} that it was eligible for."
