"""Access log: who signed in, failed, changed a role, took staff data away, checked the books."""

import streamlit as st

from trustfund.accounts import log
from trustfund.screens import session
from trustfund.screens.widgets import heading
from trustfund.store.engine import open_store

SHOWN = 1000


def page() -> None:
    """Draw the page."""
    heading("Access log", session.view())
    st.markdown(
        "Who came in, what they took and who checked the books, apart from the books' own "
        f"history. Lines are kept for {log.KEPT.days} days. Times are UTC."
    )
    actions = list(log.Action)
    chosen = st.multiselect("What", actions, placeholder="Everything", key="what")
    lines = log.newest(open_store(), SHOWN, chosen)
    if not lines:
        st.info("There is no such line yet.", icon=":material/info:")
        return
    st.dataframe(
        {
            "When": [line.at for line in lines],
            "Who": [line.actor for line in lines],
            "What": [line.action for line in lines],
            "Which": [line.detail for line in lines],
            "From": [line.address for line in lines],
        },
        hide_index=True,
        column_config={
            "When": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss", timezone="UTC"),
            "Which": st.column_config.TextColumn(width="large"),
        },
        alt="The access log, newest first",
    )
    if len(lines) == SHOWN:
        st.caption(f"The newest {SHOWN} are shown.")
