"""Passports on pages: one small control beside every figure, and the drawer that it opens.

The control is a fragment: a press runs neither the page nor anything else, and what stands behind a
figure is looked for only then.
"""

from collections.abc import Sequence

import streamlit as st

from trustfund.domain.roles import EVERYBODY, SIGNED_IN
from trustfund.figures import passports
from trustfund.figures.datasets import Dataset
from trustfund.figures.passports import Passport
from trustfund.figures.view import View
from trustfund.screens import session
from trustfund.screens.widgets import download, plain, rows_table, slug, way
from trustfund.web.settings import is_public

Number = tuple[str, str, str, str]
"""A number on a page: what it is called, its value, the key of its definition, its measure."""
MOST_ROWS = 200
BEHIND = "what stands behind it"

STYLE = """<style>
[class*="st-key-passport-"] button p, [class*="st-key-drawn-"] h3 {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
[class*="st-key-number-"] {position: relative;}
[class*="st-key-number-"] :has(> [class*="st-key-passport-"]) {
  position: absolute; top: 0.25rem; right: 0.5rem; width: auto;
}
.st-key-answer {flex-wrap: nowrap;}
[data-testid="stMain"] [data-testid="stPageLink"] p {text-decoration: underline;}
</style>"""
"""Names of controls and titles of drawn charts are there for screen readers, and not seen. Links to
pages look like links."""


def passport(name: str, key: str, view: View, measure: str = "") -> None:
    """The control that opens the passport of a figure; ``name`` is what the page calls it.

    ``key`` is that of its definition, ``measure`` names one of the numbers that it has.
    """
    with st.container(width="content", key=f"passport-{key}-{slug(f'{name} {measure}')}"):
        _control(name, key, view, measure)


@st.fragment
def _control(name: str, key: str, view: View, measure: str) -> None:
    pressed = st.button(
        f"{name}: {BEHIND}",
        key=f"open-{key}-{slug(f'{name} {measure}')}",
        icon=":material/info:",
        type="tertiary",
    )
    if not pressed:
        return
    who = session.actor()
    if not session.is_same() or not who.may(EVERYBODY if is_public() else SIGNED_IN):
        st.rerun()  # signed out, or closed, in the meantime: the page is another one now
    drawer = st.dialog(plain(name), position="right", width="medium")
    drawer(_opened)(passports.of(key, view.seen_by(who), measure, who))


def number_cards(numbers: Sequence[Number], view: View, columns: int = 4) -> None:
    """Numbers side by side, each with its passport."""
    with st.grid(columns, min_column_width=180 if columns > 4 else 200):
        for name, value, key, measure in numbers:
            box = f"number-{key}-{slug(name)}"
            with st.container(border=True, height="stretch", gap=None, key=box):
                st.metric(name, value)
                passport(name, key, view, measure)


def _opened(found: Passport) -> None:
    """What the drawer shows."""
    definition = found.definition
    st.markdown(plain(definition.text))
    st.caption(
        way("All definitions", f"definitions#{definition.key.replace('_', '-')}"),
        unsafe_allow_html=True,
    )
    labels = {"Basis", "As of", "Known at", "Books", "Filters", "Rows behind it"}
    facts = [(label, plain(text)) for label, text in found.lines() if label in labels]
    st.markdown("  \n".join(f"**{label}:** {text}" for label, text in facts))
    st.markdown("**Does it foot?**")
    for each in found.footing:
        sign = ":green[:material/check:]" if each.holds else ":red[:material/error:]"
        ways = [f"- {plain(other)}" for other in each.ways()]
        st.markdown("\n".join([f"{sign} {plain(each.claim())}", *ways]))
    if not found.footing:
        st.caption(passports.NOTHING)
    for dataset in found.datasets:
        _rows(found, dataset)


def _rows(found: Passport, dataset: Dataset) -> None:
    rows = found.rows(dataset)
    st.markdown(f"**{dataset.title}**")
    if len(rows) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {len(rows):,} rows; the file has them all.")
    if rows:
        rows_table(dataset.columns, rows[:MOST_ROWS], f"{dataset.title}: the rows behind it")
    download(dataset.name, found.view.filters)
