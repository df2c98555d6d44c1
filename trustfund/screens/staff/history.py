"""History: every act on the books, newest first; and what changed between two days."""

import json
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from trustfund.figures.changes import Changes, newest_acts
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.screens import session
from trustfund.screens.passports import passport
from trustfund.screens.staff.lists import one_of
from trustfund.screens.widgets import (
    columns_of,
    download,
    heading,
    rows_table,
    statement,
)
from trustfund.store.engine import open_store

NEWEST = 500


def _summary(changes: str) -> str:
    """What an act changed in documents: the old and the new values."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {before or 'not stated'} → {after or 'not stated'}"
        for change in json.loads(changes or "[]")
        for name, (before, after) in change["fields"].items()
    )


def _acts() -> None:
    """Every act, or those that have a word in them."""
    wanted = st.text_input(
        "Find", type="search", placeholder="A reference, a name of who acted, or a word"
    )
    lines = newest_acts(open_store(), wanted.strip(), NEWEST)
    st.caption(f"{len(lines)} acts shown" + (", the newest" if len(lines) == NEWEST else ""))
    st.dataframe(
        {
            "Act": [line.id for line in lines],
            "Recorded (UTC)": [f"{line.at:%Y-%m-%d %H:%M}" for line in lines],
            "Who": [line.actor for line in lines],
            "What": [line.action for line in lines],
            "On": [line.subject for line in lines],
            "Outcome": [line.outcome for line in lines],
            "Reason": [line.reason for line in lines],
            "Changed": [_summary(line.changes) for line in lines],
        },
        hide_index=True,
        height=600,
        alt="Acts on the books, newest first",
    )
    download("history", Filters())


def _day(key: str, label: str, usual: date) -> object:
    return st.date_input(label, usual, key=key, format="YYYY-MM-DD", bind="query-params")


def _changes() -> None:
    """What was recorded after one day and by another, whatever day it is dated."""
    view = session.view()
    last = date.fromisoformat(view.books.newest_moment()[:10] or view.as_of)
    one, two = st.columns(2)
    with one:
        since = _day("since", "Known at the end of", last - timedelta(days=30))
    with two:
        until = _day("until", "Until the end of", last)
    changes = Changes(view, str(since), str(until))
    entries = changes.entry_rows()
    st.caption(
        f"{len(changes.act_rows())} acts with {len(entries)} entries were recorded in between "
        "(UTC days)."
    )
    statement(
        columns_of("line", "before_usd", "after_usd", "difference_usd"),
        changes.line_rows(),
        alt="The funding status as known on both days",
        titles={
            "line": "US dollars",
            "before_usd": f"Known at {since}",
            "after_usd": f"Known at {until}",
            "difference_usd": "Difference",
        },
    )
    passport(
        "Funding status",
        "funding_status",
        replace(view, filters=replace(view.filters, known_at=str(until))),
    )
    if entries:
        st.subheader("Entries recorded in between", anchor=False)
        ledger = BY_NAME["ledger"].columns
        rows_table(ledger, entries, alt="Entries recorded in between", absent="–")
        download("ledger", view.filters)


TABS = {"Acts": _acts, "What changed between two days": _changes}


def page() -> None:
    """Draw the page."""
    heading("History", session.view())
    one_of("Show", TABS, "Acts", "show")()
