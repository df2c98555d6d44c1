"""History: every act on the books, newest first."""

import json

import streamlit as st
from sqlmodel import col, select

from trustfund.screens import session
from trustfund.screens.widgets import heading
from trustfund.store.engine import open_store
from trustfund.store.tables import History

NEWEST = 500


def _said(changes: str) -> str:
    """What an act changed in documents: the old and the new values."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {before or 'not stated'} → {after or 'not stated'}"
        for change in json.loads(changes or "[]")
        for name, (before, after) in change["fields"].items()
    )


def page() -> None:
    """Draw the page."""
    heading("History", session.view())
    wanted = st.text_input(
        "Find", type="search", placeholder="A reference, a name of who acted, or a word"
    )
    query = select(History).order_by(col(History.id).desc()).limit(NEWEST)
    if wanted.strip():
        fields = (History.subject, History.actor, History.action, History.outcome, History.reason)
        found = [col(field).icontains(wanted.strip(), autoescape=True) for field in fields]
        query = query.where(found[0] | found[1] | found[2] | found[3] | found[4])
    with open_store().reading() as books:
        lines = books.exec(query).all()
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
            "Changed": [_said(line.changes) for line in lines],
        },
        hide_index=True,
        height=600,
        alt="Acts on the books, newest first",
    )
