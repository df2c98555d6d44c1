"""Links from one page to another, without a reload: to a record, or to a form with it chosen."""

from collections.abc import Mapping
from contextvars import ContextVar

import streamlit as st

from trustfund.screens.widgets import plain

RECORDS: Mapping[str, str] = {
    **dict.fromkeys(("contribution", "deposit", "trip", "movement"), "reference"),
    "contributor": "name",
    "country": "iso",
    "event": "code",
}
"""The page of each kind of record, and the part of its address that names one."""


def to(label: str, address: str, icon: str = "", **asked: str) -> None:
    """A link to a page of the program, at what is asked of it."""
    page = st.Page(_nothing, title=address, url_path=address)  # Streamlit finds it by its address
    drawn = f":material/{icon}:" if icon else None
    st.page_link(page, label=plain(label), icon=drawn, query_params=asked)


def to_record(kind: str, key: str, label: str = "") -> None:
    """A link to the page of a record."""
    to(label or key, kind, **{RECORDS[kind]: key})


HERE: ContextVar[str] = ContextVar("here", default="")
"""The address of the page that is drawn."""


def to_act(label: str, page: str, act: str, icon: str = "", **given: str) -> None:
    """A link to the form of an act, with documents chosen by what a form calls them.

    On the page where the form is, a link would leave what is chosen there; a button changes it.
    """
    if page != HERE.get():
        to(label, page, icon, do=act, **given)
        return
    drawn = f":material/{icon}:" if icon else None
    key = f"to-{act}-{'-'.join(given.values())}-{label}"
    st.button(plain(label), type="tertiary", icon=drawn, on_click=_go, args=(act, given), key=key)


def _go(act: str, given: Mapping[str, str]) -> None:
    st.session_state["do"] = act
    st.query_params.update(given)


def _nothing() -> None:
    """Never shown: the page of this address is."""
