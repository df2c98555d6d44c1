"""Our contributions: what one contributor gave, what is still due, and the papers that say so."""

from urllib.parse import urlencode

import streamlit as st

from trustfund.figures import lines
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.screens import session
from trustfund.screens.widgets import (
    address,
    card,
    download,
    plain,
    rows_table,
    statement_path,
    way,
)

SHOWN = ("contributions", "instalments", "deposits")
KNOWN = {"contributor_type", "country"}
"""What a contributor knows of itself; of its agencies the name is shown."""


def page() -> None:
    """Draw the page."""
    st.title("Our contributions", anchor=False)
    own = session.view().frames.contributors.get(session.actor().contributor)
    if own is None:  # taken back with the import that brought it
        st.info("Your contributor is not in the books now.", icon=":material/info:")
        return
    view = session.view(Filters(contributor=(own.name,)))
    st.caption(f"{plain(own.name)} · as of {view.as_of}")
    asked = urlencode({"contributor": own.name})
    ways = (
        way("Statement", statement_path(own.name, view)),
        way("Statement (PDF)", f"exports/statement.pdf?{asked}"),
    )
    st.markdown(" · ".join(ways), unsafe_allow_html=True)
    for name in SHOWN:
        dataset = BY_NAME[name]
        rows = list(dataset.rows(view))
        with card(dataset.title):
            if not rows:
                st.caption("There is none.")
                continue
            columns = [column for column in dataset.columns if column.key not in KNOWN]
            rows_table(columns, rows, f"Your {dataset.title.lower()}", absent="–")
            download(name, view.filters)
            if name == "deposits":
                _receipts([str(row["reference"]) for row in rows])


def _receipts(deposits: list[str]) -> None:
    """The way to the receipt letter of one deposit."""
    shown = lines.deposit(session.view(), deposits[::-1])
    chosen = st.selectbox(
        "Receipt letter for",
        list(shown),
        None,
        format_func=shown.__getitem__,
        placeholder="Choose a deposit",
    )
    if chosen:
        there = address(f"exports/receipt.pdf?{urlencode({'deposit': chosen})}")
        st.link_button(f"Receipt for {plain(chosen)} (PDF)", there, icon=":material/download:")
