"""What somebody booked today, and files that were imported of late: what can be done about each."""

from datetime import timedelta

import streamlit as st

from trustfund.domain.permissions import FILES
from trustfund.figures.changes import booked_by
from trustfund.figures.wording import day
from trustfund.ledger.imports import imported_files
from trustfund.screens import links, session
from trustfund.screens.staff import onward
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store, utc_now
from trustfund.store.tables import History

MOST = 12
"""So many acts of today are shown."""
FILES_SHOWN, FILES_SINCE = 3, 30
"""So many imported files, of so many days."""


def booked() -> None:
    """The acts of whoever looks today, the newest first."""
    acts = booked_by(open_store(), session.view(), session.actor().name, utc_now().date(), MOST)
    if not acts:
        return
    st.header("What you booked today", anchor=False)
    seen: set[str] = set()
    for act in acts:
        _line(act, is_newest=act.subject not in seen)
        seen.add(act.subject)
    if len(acts) == MOST:
        links.to("All acts", "history", "history")


def _line(act: History, *, is_newest: bool) -> None:
    """An act; what can be done about a document stands with the newest act about it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{act.at:%H:%M} UTC · {plain(act.outcome)}", width="stretch")
        if is_newest:
            onward.offer(act.act, act.subject)


def files() -> None:
    """The newest files that whoever looks may import, and that nobody took back."""
    books = session.view().books
    first = (utc_now().date() - timedelta(days=FILES_SINCE)).isoformat()
    found = [
        file
        for file in session.read(imported_files.recent)
        if not file.taken_back and session.actor().may(FILES[file.kind])
        if books.recorded_on(file.act_id) >= first
    ]
    if not found:
        return
    st.header("Imports that are not taken back", anchor=False)
    for file in found[:FILES_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            rows = f"{file.new:,} new, {file.changed:,} changed"
            on = day(books.recorded_on(file.act_id))
            st.markdown(f"{plain(file.file)} · {file.kind} · {rows} · {on}", width="stretch")
            links.to("Take it back", "import", take_back=str(file.id))
