"""One contributor: what it gave, what it signed, and its statement."""

from urllib.parse import urlencode

import streamlit as st

from trustfund.domain.kinds import ContributorType, label
from trustfund.domain.roles import AGENTS, BOOK_READERS
from trustfund.figures import contributions as figures
from trustfund.figures.filters import Filters
from trustfund.figures.rows import ContributorRow
from trustfund.figures.view import View, share
from trustfund.figures.wording import percent, usd
from trustfund.screens import links, records, session
from trustfund.screens.passports import number_cards
from trustfund.screens.public import cards
from trustfund.screens.public.contributions import SHOWN, SHOWN_DEPOSITS
from trustfund.screens.widgets import address, card, heading, plain, some_columns


def page() -> None:
    """Draw the page."""
    name = records.asked("contributor", "Contributor", "Name")
    if not name:
        return
    view = session.view(Filters(contributor=(name,)))
    (own,) = (row for row in view.frames.contributors.values() if row.name == name)
    heading(name, view, label(own.contributor_type))
    st.markdown(_stands(view, name))
    if session.actor().may(AGENTS):
        correct = ("Correct", "record-contribution", "Correct", "undo", {"contributor": name})
        records.acts([correct])
    _gave(view)
    left, right = st.columns(2)
    with left, card("Related"):
        _related(view, own)
    if session.actor().may(BOOK_READERS):
        with right, card("Records"):
            _records(view)


def _stands(view: View, name: str) -> str:
    """One sentence: what a contributor, with its agencies, committed and paid."""
    paid = figures.deposit_rows(view)
    committed, received = (
        figures.sum_of(figures.contributor_rows(view), f"{part}_usd")
        for part in ("committed", "deposited")
    )
    who = plain(name) + (", with its agencies," if figures.contributor_rows(view)[1:] else "")
    said = f"{who} committed **{plain(usd(committed))}** and paid **{plain(usd(received))}**"
    if received:
        unearmarked = share(figures.sum_of(paid, "unearmarked_usd"), received)
        said += f", {percent(unearmarked)} of it un-earmarked"
    return f"{said}."


def _gave(view: View) -> None:
    """The contributions and deposits, its agencies' too, as their lists have them."""
    signed, paid = figures.contribution_rows(view), figures.deposit_rows(view)
    numbers = (
        ("Committed", usd(figures.sum_of(signed, "usd_amount")), "committed", ""),
        ("Outstanding", usd(figures.sum_of(signed, "outstanding_usd")), "outstanding", ""),
        ("Received", usd(figures.sum_of(paid, "usd_amount")), "deposits_listed", "Received"),
    )
    number_cards(numbers, view, columns=3)
    known = {"contributor"} if len({row["contributor"] for row in signed}) < 2 else set()
    for title, key, shown, rows in (
        ("Contributions", "contributions", SHOWN, signed),
        ("Deposits", "deposits", SHOWN_DEPOSITS, paid),
    ):
        columns = some_columns(key, [each for each in shown if each not in known])
        with card(title):
            cards.listing(f"{key}_listed", columns, rows, view, "There is none.")


def _related(view: View, own: ContributorRow) -> None:
    rows = view.frames.contributors
    if parent := rows.get(own.parent_id or 0):
        records.to_records("contributor", [parent.name])
    agencies = [row.name for row in rows.values() if row.parent_id == own.id]
    records.to_records("contributor", agencies)
    if own.country and own.contributor_type is ContributorType.MEMBER_STATE:
        links.to_record("country", own.country, view.country(own.country).name)
    links.to("Statement", "statement", "receipt_long", contributor=own.name)
    asked = urlencode({"contributor": own.name})
    there = address(f"exports/statement.pdf?{asked}")
    st.link_button("Statement (PDF)", there, icon=":material/download:", type="tertiary")


def _records(view: View) -> None:
    signed = [str(each["reference"]) for each in figures.contribution_rows(view)]
    records.to_records("contribution", signed[::-1])
    paid = figures.deposit_rows(view).columns["reference"].to_pylist()
    records.to_records("deposit", paid[::-1])
