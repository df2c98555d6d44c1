"""Removing names of delegates when their trips are over: one by one, or all old ones."""

from collections.abc import Callable

import streamlit as st

from trustfund.accounts import drafts
from trustfund.ledger import names
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.travel_forms import name_of, pick, trips
from trustfund.screens.widgets import plain
from trustfund.store import erasing
from trustfund.store.engine import Store


def remove() -> None:
    """Remove the name of one trip that is over."""
    form = Form("remove-name")
    kept = session.read(names.kept)
    if not kept:
        st.info("No trip that is over keeps a name or a paper.", icon=":material/info:")
        return
    all_trips = trips(session.view(), ended=True)
    picked = pick(form, {name: each for name, each in all_trips.items() if each[0]["id"] in kept})
    if picked is None:
        return
    trip = picked[0]
    part, seen = form.part(trip["reference"], trip["version"])
    st.markdown(f"Delegate: {plain(name_of(trip)) or 'no name'}")
    st.caption(
        "No figure changes. The name and the papers of the trip cannot be brought back, and "
        "history keeps no copy."
    )
    reference = trip["reference"]
    part.book("Remove the name", names.forget, reference, seen, after=_erase(reference))


def remove_old() -> None:
    """Remove the names of all trips that ended long ago."""
    form = Form("remove-names")
    ended = session.read(names.kept)
    if not ended:
        st.markdown("No trip that is over keeps a name or a paper.")
        return
    st.markdown(
        f"Trips that are over and keep a name or papers: **{len(ended)}**. The first ended on "
        f"{min(ended.values())}."
    )
    days = st.number_input(
        "Older than (days)",
        0,
        names.LONGEST,
        names.USUAL_DAYS,
        **form.kept("days", range(names.LONGEST + 1)),
    )
    found, last = session.read(names.old, days), session.read(names.ended_by, days)
    st.caption(
        f"Trips of these that ended by {last}: {len(found)}. No figure changes. Names and papers "
        "cannot be brought back, and history keeps no copy; older backups do, until they are "
        "thrown away."
    )
    form.book("Remove the names", names.forget_old, days, after=_erase())


def _erase(trip: str = "") -> Callable[[Store], object]:
    """What removes names from drafts too, those of a trip or all, and from the store's files."""

    def erase(store: Store) -> None:
        try:
            drafts.forget_names(store, trip)
        finally:
            erasing.erase(store)

    return erase
