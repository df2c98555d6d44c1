"""Removing names of delegates when their trips are over: one by one, or all old ones."""

import streamlit as st

from trustfund.ledger import names, travel
from trustfund.ledger.books import read_books
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.travel_forms import pick, trips
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store
from trustfund.store.erasing import write_through


def remove() -> None:
    """Remove the name of one trip that is over."""
    form = Form("remove-name")
    view = session.view()
    with read_books(open_store()) as books:
        kept = names.kept(books)
    if not kept:
        st.info("No trip that is over keeps a name.", icon=":material/info:")
        return
    over = {
        reference: standing
        for reference, standing in trips(view, ended=True).items()
        if standing[0]["id"] in kept
    }
    picked = pick(form, view, over)
    if picked is None:
        return
    chosen = picked[0]["reference"]
    part = Form(f"{form.name}-{chosen}")
    seen = part.seen(picked[0]["version"])
    with read_books(open_store()) as books:
        name = travel.required(books, chosen).name
    st.markdown(f"Delegate: {plain(name)}")
    st.caption("No figure changes. The name cannot be brought back, and history keeps no copy.")
    part.book(
        "Remove the name", lambda books: names.forget(books, chosen, seen), after=write_through
    )


def remove_old() -> None:
    """Remove the names of all trips that ended long ago."""
    form = Form("remove-names")
    st.subheader("Names of delegates", anchor=False)
    with read_books(open_store()) as books:
        ended = names.kept(books)
    if not ended:
        st.markdown("No trip that is over keeps a name.")
        return
    st.markdown(
        f"Names kept of trips that are over: **{len(ended)}**. The first of these trips ended on "
        f"{min(ended.values())}."
    )
    days = st.number_input(
        "Older than (days)", 0, names.LONGEST, names.USUAL_DAYS, key=form.key("days")
    )
    with read_books(open_store()) as books:
        found, last = len(names.old(books, days)), names.ended_by(books, days)
    st.caption(
        f"Names of trips that ended by {last}: {found}. No figure changes. They cannot be brought "
        "back, and history keeps no copy; older backups do, until they are thrown away."
    )
    form.book("Remove the names", lambda books: names.forget_old(books, days), after=write_through)
