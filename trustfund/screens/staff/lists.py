"""What staff pages list: a dataset below its form, and the documents to choose from."""

from collections.abc import Callable, Collection, Iterable, Mapping

import streamlit as st

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures.datasets import BY_NAME
from trustfund.screens import session
from trustfund.screens.staff.forms import Form, index_of, latest
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


def pick(
    form: Form,
    what: str,
    options: Collection[str],
    line: Callable[[str], str] = str,
    nothing: str = "",
) -> str:
    """Choose one of the documents; "" where there is none or none is chosen."""
    if not options:
        st.info(nothing or f"There is no {what.lower()} yet.", icon=":material/info:")
        return ""
    among = list(options)
    found = st.selectbox(
        what,
        among,
        index_of(among, latest(what.lower())),
        format_func=line,
        key=form.key(what),
        placeholder="Type a reference or a name",
    )
    return found or ""


def what_to_correct(forms: Mapping[str, Callable[[], None]]) -> None:
    """One of some forms that correct."""
    chosen = st.radio("What do you want to correct?", list(forms), horizontal=True)
    forms[chosen]()


def newest_first(references: Iterable[str]) -> list[str]:
    """References, the newest first."""
    return sorted(references, reverse=True)
