"""The statement of one contributor: the same sections as its PDF, with a receipt per deposit."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from trustfund.exchange import contributor_statement as report
from trustfund.exchange.sections import Section
from trustfund.figures import made_possible
from trustfund.figures.contributions import contributor_rows
from trustfund.figures.definitions import FIGURES
from trustfund.figures.giving import Statement
from trustfund.figures.view import View
from trustfund.screens import session
from trustfund.screens.documents import letters_of, offer_letters
from trustfund.screens.filter_bar import choose
from trustfund.screens.passports import number_cards, passport
from trustfund.screens.widgets import (
    address,
    card,
    for_paper,
    heading,
    plain,
    printed,
    side_by_side,
    statement_path,
    way,
)

FILTERS = ("contributor", "as_of", "known_at")
MOST_DEPOSITS = 100
"""Deposits listed on the page, the newest; the PDF lists more and the file has all."""


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(FILTERS, single=("contributor",)))
    if not view.filters.contributor:
        with top:
            heading("Statement", view)
        _ask(view)
        return
    for_paper()
    statement = Statement(view)
    with top:
        heading(f"Statement of {statement.contributor}", view, "US dollars, and each currency")
    for line in report.about(statement):
        st.markdown(plain(line))
    st.markdown(plain(made_possible.thanks(statement)))
    cards = report.cards(statement)
    number_cards([(name, value, key, "") for name, value, key in cards], view)
    st.link_button(
        "Statement (PDF)",
        address(f"exports/statement.pdf?{urlencode(view.filters.parameters())}"),
        icon=":material/download:",
    )
    _letters(statement)
    shown = {key for _, _, key in cards}
    for section in report.sections(statement, session.actor(), MOST_DEPOSITS):
        receipts = _receipts(statement) if section.name == "deposits" else ()
        _show(section, receipts, [key for key in section.figures if key not in shown], view)
        shown.update(section.figures)


def _letters(statement: Statement) -> None:
    """The letters to the contributor, for those who may make them."""
    who = session.actor()
    offer_letters(
        [
            (f"{row.document.reference}, {named[:1].lower()}{named[1:]}", there)
            for row in statement.positions
            for named, there in letters_of(
                statement.view, who, "contribution", row.document.reference
            )
        ]
    )


def _ask(view: View) -> None:
    rows = contributor_rows(view)
    if not rows:
        st.info("There is no contributor yet. Record a contribution.", icon=":material/info:")
        return
    st.markdown("Whose statement? Choose a contributor above, or here:")
    lines = [f"- {way(plain(row['name']), statement_path(row['name'], view))}" for row in rows]
    st.markdown("\n".join(lines), unsafe_allow_html=True)


def _receipts(statement: Statement) -> Sequence[str]:
    """The address of the letter of each deposit that the page lists."""
    clocks = statement.view.filters.parameters()
    kept = [(name, value) for name, value in clocks if name in {"as_of", "known_at"}]
    return [
        address(f"exports/receipt.pdf?{urlencode([('deposit', row['reference']), *kept])}")
        for row in statement.deposits[-MOST_DEPOSITS:]
    ]


def _show(section: Section, receipts: Sequence[str], keys: Sequence[str], view: View) -> None:
    """A section, with the passports of its figures that stand nowhere above."""
    with card(section.title):
        for line in section.before:
            st.markdown(plain(line))
        if section.table is not None:
            printed(section.table, section.title, receipts)
        for line in section.after:
            st.caption(plain(line))
        if keys:
            with side_by_side():
                for key in keys:
                    st.caption(FIGURES[key].title, width="content")
                    passport(FIGURES[key].title, key, view)
