"""The pages: who sees which, in what order, at which address."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.domain.roles import ADMINISTRATORS
from trustfund.figures import frames
from trustfund.screens import session
from trustfund.screens.public import (
    contributions,
    definitions,
    earmarking,
    events,
    overview,
    participation,
    reports,
)
from trustfund.screens.staff import (
    checks,
    history,
    record_contribution,
    record_movement,
    record_travel,
    settings,
)
from trustfund.screens.widgets import address, plain
from trustfund.store.engine import open_store
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
    Page(
        reports.page,
        "Reports",
        "reports",
        "account_balance",
        "The funding status and the annual report.",
    ),
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
    Page(
        record_movement.page,
        "Record a movement",
        "record-movement",
        "swap_horiz",
        "Interest, charges, transfers, refunds, allocations, unidentified receipts.",
    ),
    Page(history.page, "History", "history", "history", "Every act on the books."),
)
ADMINISTRATION = (
    Page(checks.page, "Checks", "checks", "fact_check", "Whether the books are sound."),
    Page(settings.page, "Settings", "settings", "settings", "The terms of the fund."),
)

LOOK_AGAIN = "3s"
EMPTY_FUND = "TRUSTFUND_DATABASE_URL=sqlite:///data/fund.db make run"


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
            st.caption(f"[Staff sign-in]({address('sign-in')})")
        else:
            st.caption(f"Signed in: {plain(name)} · [Sign out]({address('sign-out')})")


def _sign_in_needed() -> None:
    st.title("Sign in", anchor=False)
    st.markdown(f"This page is open to people who are signed in. [Sign in]({address('sign-in')})")


@st.fragment(run_every=LOOK_AGAIN)
def _follow_books(stamp: str) -> None:
    """Draw an open page anew when somebody has booked something."""
    if frames.stamp(open_store()) != stamp:
        st.session_state[session.FOLLOWING] = True
        st.rerun()


def _made(page: Page, open_to: bool = True) -> st.Page:
    """A page for Streamlit; one that is not open is kept off the menu and asks to sign in."""
    return st.Page(
        page.show if open_to else _sign_in_needed,
        title=page.title,
        visibility="visible" if open_to else "hidden",
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
        public = [_made(page) for page in PUBLIC]
        staff = [_made(page, open_to=session.is_staff(who)) for page in STAFF]
        staff += [_made(page, open_to=who.role in ADMINISTRATORS) for page in ADMINISTRATION]
        chosen = st.navigation({"The fund": public, "Staff": staff}, expanded=True)
        view = session.view()
        _banner(view.frames.illustrative)
        _who(who.name, visitor)
        chosen.run()
        if chosen.url_path in {page.address for page in PUBLIC}:
            _follow_books(view.frames.stamp)
    except Refused as refused:  # a setting of the program is wrong
        st.error("\n\n".join(plain(str(problem)) for problem in refused.problems))
    finally:
        st.session_state.pop(session.FOLLOWING, None)
