"""What staff pages list: a dataset below its form, and the documents to choose from."""

from collections.abc import Collection

import streamlit as st

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures.datasets import BY_NAME
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.widgets import download, rows_table


def listed(name: str) -> None:
    """What is recorded so far, newest first, with its file."""
    dataset, view = BY_NAME[name], session.view()
    st.subheader(dataset.title, anchor=False)
    rows = list(dataset.rows(view))[::-1]
    if not rows:
        st.caption("None is recorded yet.")
        return
    for row in rows:
        if row.get("objective") == "":
            row["objective"] = UNEARMARKED
    rows_table(dataset.columns, rows, alt=f"{dataset.title}, newest first", absent="–")
    download(name, view.filters)


def pick(form: Form, what: str, references: Collection[str]) -> str:
    """Choose one of the documents, newest first; "" where there is none or none is chosen."""
    if not references:
        st.info(f"There is no {what.lower()} yet.", icon=":material/info:")
        return ""
    found = st.selectbox(
        what,
        sorted(references, reverse=True),
        index=None,
        key=form.key("document"),
        placeholder="Type a reference",
    )
    return found or ""
