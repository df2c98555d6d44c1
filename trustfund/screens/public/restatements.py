"""Restatements: what acts changed in figures that were published before."""

from typing import Any

import streamlit as st

from trustfund.domain.catalogue import DOCUMENTS
from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.fields import in_words
from trustfund.figures import restatements as figures
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.wording import counted, day
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.public.cards import listing
from trustfund.screens.widgets import card, plain

NOTHING = "No figure that was published before has changed."
ANEW = "Nobody corrected a document. These figures changed for another reason, such as a new rate."
TOTALS = ("funding_status", "totals")
MOST = 200


def page() -> None:
    """Draw the page."""
    view, _ = filtered_page("Restatements", BY_NAME["restatements"].filters)
    days = figures.window(view)
    st.markdown(
        f"What was recorded from {day(days.first)} to {day(days.last)} and changed figures that "
        f"were published for {day(days.published)}. Nothing is stated by country or by trip."
    )
    sentences = [each for each in map(figures.sentence, figures.restated(view)) if each]
    rows = list(figures.restatement_rows(view))
    with card("What was corrected, added later or removed"):
        if not sentences:
            st.info(ANEW if rows else NOTHING, icon=":material/info:")
        st.markdown("\n".join(f"- {plain(each)}" for each in sentences[:MOST]))
        if len(sentences) > MOST:
            st.caption(f"The first {MOST} of {len(sentences):,}; the file has them all.")
    with card(counted(len(rows), "published figure", "published figures") + " changed"):
        rows.sort(key=lambda row: row["dataset"] not in TOTALS)
        columns = DOCUMENTS["restatement"].published_fields[2:]
        listing("restatements", columns, [*map(_in_words, rows)], view, NOTHING)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row without codes."""
    line = LINES.get(row["reference"], row["reference"])
    words = {"dataset": in_words(row["dataset"]), "column": in_words(row["column"])}
    return {**row, **words, "reference": line}
