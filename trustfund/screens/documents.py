"""Links to reports as documents and workbooks, with the filters of the page, and to letters."""

from urllib.parse import urlencode

import streamlit as st

from trustfund.domain.roles import Actor
from trustfund.exchange import letters
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.screens.widgets import address, plain

KINDS = {"pdf": "PDF", "xlsx": "Excel", "xml": "XML", "zip": "zip"}
"""What a form of a report is called."""


def offer(filters: Filters, *files: str) -> None:
    """A link to each of these reports, with the filters that apply to it."""
    with st.container(horizontal=True, gap="small"):
        for file in files:
            report = DOWNLOADS[file]
            kept = [pair for pair in filters.parameters() if pair[0] in report.filters]
            asked = f"?{urlencode(kept)}" if kept else ""
            st.link_button(
                f"{report.title} ({KINDS[report.form]})",
                address(f"exports/{file}{asked}"),
                icon=":material/download:",
                type="tertiary",
            )


def letters_of(view: View, who: Actor, kind: str, reference: str) -> list[tuple[str, str]]:
    """The letters of a record that somebody may make now: what each is called, and its address.

    ``kind`` is contribution, deposit, trip or event.
    """
    found = letters.offered(view, who, kind, reference)
    return [(named, address(path)) for named, path in found]


def offer_letters(found: list[tuple[str, str]]) -> None:
    """A link to each of these letters."""
    with st.container(horizontal=True, gap="small"):
        for named, path in found:
            icon = ":material/mail:"
            st.link_button(f"{plain(named)} (PDF)", path, icon=icon, type="tertiary")
