"""Links to reports as documents and workbooks, with the filters of the page."""

from urllib.parse import urlencode

import streamlit as st

from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures.filters import Filters
from trustfund.screens.widgets import address

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
