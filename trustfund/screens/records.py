"""What pages of one record have in common: which one, its life, what can be done, its history."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from trustfund.figures import lines
from trustfund.figures.records import Station
from trustfund.figures.view import View
from trustfund.figures.wording import day
from trustfund.screens import links, session
from trustfund.screens.finder import HEADINGS, index_for
from trustfund.screens.widgets import card, plain

MOST_LINKS = 12


def asked(kind: str, title: str, field: str) -> str:
    """The key of the record that the address names; "" says how to find one.

    ``field`` is what the record is found by, such as "Reference".
    """
    index = index_for(session.actor(), session.view())
    text = st.query_params.get(links.RECORDS[kind], "").strip()
    if key := index.exact(kind, text):
        return key
    st.title(title, anchor=False)
    if text:
        st.warning(f"There is no {title.lower()} {plain(text)}.", icon=":material/search_off:")
    else:
        st.info(f"Which {title.lower()}? Type its {field.lower()}.", icon=":material/info:")
        text = st.text_input(field, key=f"which-{kind}", type="search", placeholder=field).strip()
    near = index.near(kind, text) if text else []
    if near:
        st.caption("Is it one of these?")
        to_records(kind, near)
    elif text:
        st.caption("Nothing is like it. Look for it with the field Find, above the list of pages.")
    return ""


def to_records(kind: str, keys: Sequence[str], most: int = MOST_LINKS) -> None:
    """Links to some records, each in its line."""
    for key, line in lines.OF[kind](session.view(), keys[:most]).items():
        links.to_record(kind, key, line)
    if len(keys) > most:
        st.caption(f"The newest {most} of {len(keys):,} {HEADINGS[kind].lower()}.")


def trips_of(view: View, column: str, code: str) -> None:
    """Links to the trips of an event, or of a country, for who reads travel."""
    ids = view.last_steps["trip"].to_numpy()[::-1]
    trips = view.frames.trips
    own = ids[np.array([each == code for each in trips.at(ids, column).to_pylist()], dtype=bool)]
    if len(own):
        with card("Trips"):
            to_records("trip", trips.at(own, "reference").to_pylist())


def life(stations: Iterable[Station]) -> None:
    """The stations of a life in one line: those that are done, and those to come."""
    shown = []
    for each in stations:
        if each.is_done:
            on = f" {day(each.day)}" if each.day else ""
            shown.append(f":material/check_circle: **{plain(each.name)}**{on}")
        else:
            on = f" {day(each.day)}" if each.day else ""
            shown.append(f":gray[:material/circle: {plain(each.name)}{on or ', to come'}]")
    st.markdown(" ▸ ".join(shown))


def numbers(pairs: Iterable[tuple[str, str]]) -> None:
    """Amounts of one record, side by side; what is not stated is left out."""
    with st.container(horizontal=True, gap="medium"):
        for name, value in pairs:
            if value:
                with st.container(width="content", gap=None):
                    st.caption(name)
                    st.markdown(f"**{plain(value)}**")


Act = tuple[str, str, str, str, dict[str, str]]
"""What can be done: its name, the page and act of its form, an icon, the document to choose."""


def acts(offered: Sequence[Act]) -> None:
    """Links to the forms of what can be done now, with the record chosen."""
    with st.container(horizontal=True, gap="small"):
        for name, page, act, icon, chosen in offered:
            links.to_act(name, page, act, icon, **chosen)


def history(rows: Sequence[dict[str, Any]]) -> None:
    """The acts that touched a record."""
    st.subheader("History", anchor=False)
    st.dataframe(
        {
            "Recorded (UTC)": [row["at"][:16].replace("T", " ") for row in rows],
            "Who": [row["actor"] for row in rows],
            "What": [row["action"] for row in rows],
            "On": [row["subject"] for row in rows],
            "Reason": [row["reason"] for row in rows],
        },
        hide_index=True,
        alt="The acts that touched this record, newest first",
        height="content" if len(rows) <= 12 else 460,
    )
