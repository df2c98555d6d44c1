"""The pages: who sees which, in what order, at which address."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.screens import session
from trustfund.screens.public import (
    contributions,
    definitions,
    earmarking,
    events,
    overview,
    participation,
)
from trustfund.screens.staff import history, record_contribution, record_travel
from trustfund.screens.widgets import plain
from trustfund.web.settings import is_public


@dataclass(frozen=True)
class Page:
    """One page."""

    show: Callable[[], None]
    title: str
    address: str
    icon: str
    about: str


PUBLIC = (
    Page(overview.page, "Overview", "", "home", "What came in, what it did, what is left."),
    Page(
        contributions.page,
        "Contributions",
        "contributions",
        "volunteer_activism",
        "Every contribution from pledge to deposit.",
    ),
    Page(
        earmarking.page,
        "Earmarking",
        "earmarking",
        "call_split",
        "What contributors gave un-earmarked, and what for one objective.",
    ),
    Page(
        participation.page,
        "Participation",
        "participation",
        "public",
        "Who took part: delegates, countries, regions, coverage.",
    ),
    Page(events.page, "Events", "events", "event", "The meetings of the process."),
    Page(definitions.page, "Definitions", "definitions", "menu_book", "What every figure means."),
)
STAFF = (
    Page(
        record_contribution.page,
        "Record a contribution",
        "record-contribution",
        "edit_note",
        "Contributors, pledges, arrangements, deposits, corrections.",
    ),
    Page(
        record_travel.page,
        "Record travel",
        "record-travel",
        "flight_takeoff",
        "Nominate, approve, authorise and settle trips.",
    ),
    Page(history.page, "History", "history", "history", "Every act on the books."),
)

EMPTY_FUND = "TRUSTFUND_DATABASE_URL=sqlite:///data/fund.db python -m trustfund init"


def _banner(illustrative: bool) -> None:
    if illustrative:
        st.info(
            "**Illustrative data.** These are not figures of the fund. To start an empty fund: "
            f"`{EMPTY_FUND}`",
            icon=":material/science:",
        )


def _who(name: str, visitor: bool) -> None:
    with st.sidebar:
        if visitor:
            st.caption("[Staff sign-in](/sign-in)")
        else:
            st.caption(f"Signed in: {plain(name)} · [Sign out](/sign-out)")


def _sign_in_needed() -> None:
    st.title("Sign in", anchor=False)
    st.markdown("This fund's pages are open to signed-in people only. [Sign in](/sign-in)")


def _made(page: Page) -> st.Page:
    return st.Page(
        page.show,
        title=page.title,
        url_path=page.address or None,
        icon=f":material/{page.icon}:",
        help=page.about,
        default=not page.address,
    )


def run() -> None:
    """Draw the page that the address asks for."""
    # A file of our own: Streamlit fetches an icon or emoji for the browser's tab from afar.
    st.set_page_config(page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
    try:
        who = session.actor()
        visitor = session.is_visitor(who)
        if visitor and not is_public():
            st.navigation([_sign_in_needed], position="hidden").run()
            return
        pages = {"The fund": [_made(page) for page in PUBLIC]}
        if session.is_staff(who):
            pages["Staff"] = [_made(page) for page in STAFF]
        chosen = st.navigation(pages)
        _banner(session.view().frames.illustrative)
        _who(who.name, visitor)
        chosen.run()
    except Refused as refused:  # a setting of the program is wrong
        st.error("\n\n".join(plain(str(problem)) for problem in refused.problems))
