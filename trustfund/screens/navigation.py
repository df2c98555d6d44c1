"""Draws the page that the address asks for, for those who may see it, with the menu beside it."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.domain.roles import (
    EVERYBODY,
    SIGNED_IN,
    Actor,
    Role,
)
from trustfund.exchange import tables
from trustfund.ledger import first_run
from trustfund.screens import down, finder, links, organization, session
from trustfund.screens.following import follow
from trustfund.screens.pages import (
    ADMINISTRATION,
    DESK,
    FUNDS,
    ORGANIZATION,
    OWN,
    PUBLIC,
    SET_UP,
    STAFF,
    Page,
)
from trustfund.screens.passports import STYLE
from trustfund.screens.widgets import plain, way
from trustfund.store.engine import StoreError
from trustfund.store.places import IS_INSTALLED
from trustfund.web import office_funds
from trustfund.web.settings import is_public
from trustfund.web.sign_in import home

_few_at_once = threading.BoundedSemaphore(2)
"""Pages drawn at the same time: fifty that take turns all the while take thrice as long."""
START = "trustfund serve" if IS_INSTALLED else "make run"
EMPTY_FUND = f"TRUSTFUND_DATABASE_URL=sqlite:///data/fund.db {START}"


MARKED = f"""<style>
[data-testid="stElementToolbarButton"] [aria-label^="Download as CSV"] {{ display: none; }}
@media print {{
  body::after {{
    content: "{tables.ILLUSTRATIVE}"; position: fixed; top: 50%; left: 0; width: 100%;
    rotate: -30deg; text-align: center; z-index: 1000000;
    font: 26pt sans-serif; color: rgb(128 128 128 / 25%);
  }}
}}
</style>"""
"""Illustrative pages say so on each sheet of paper. Streamlit's own file of a table could not: it
is not offered, and the product's own files have the same rows."""


def _banner(illustrative: bool) -> None:
    if illustrative:
        st.html(MARKED)
        st.info(
            "**Illustrative data.** These are not figures of the fund. To start an empty fund: "
            f"`{EMPTY_FUND}`",
            icon=":material/science:",
        )


def _set_up() -> None:
    """A quiet line for who has a new fund to set up."""
    left = way("What is left to do", SET_UP.address)
    st.caption(f"This fund is not set up yet. {left}", unsafe_allow_html=True)


def _who(who: Actor) -> None:
    parts = [way("Staff sign-in", "sign-in")]
    if not session.is_visitor(who):
        password = [way("Password", "password")] if who.account else []
        name = f"Signed in: {plain(who.name)}, {who.in_words}"
        parts = [name, *password, way("Sign out", "sign-out")]
    with st.sidebar:
        st.caption(" · ".join(parts), unsafe_allow_html=True)


def _shown(page: Page) -> Callable[[], None]:
    """A page with its style; who may not see the page gets neither."""

    def show() -> None:
        st.html(STYLE)
        page.show()

    return show


def _not_open(page: Page, who: Actor) -> Callable[[], None]:
    """What somebody who may not see a page gets in its place."""

    def show() -> None:
        if session.is_visitor(who):
            st.title("Sign in", anchor=False)
            pairs = [(name, v) for name in st.query_params for v in st.query_params.get_all(name)]
            asked = f"{page.address}?{urlencode(pairs)}" if pairs else page.address
            there = way("Sign in", f"sign-in?next={quote(asked, safe='')}")
            st.markdown(f"{there} to see this page.", unsafe_allow_html=True)
        else:
            st.title(page.title, anchor=False)
            st.info(
                f"This page is not open to the role {who.in_words}. Ask an administrator if you "
                "need it.",
                icon=":material/lock:",
            )

    return show


def _made(page: Page, who: Actor, open_to: frozenset[Role]) -> st.Page:
    """A page for Streamlit; one that is not open is kept off the menu and says so."""
    is_open = who.may(open_to)
    is_told = is_open or not session.is_visitor(who)  # a stranger learns nothing, not even titles
    return st.Page(
        _shown(page) if is_open else _not_open(page, who),
        title=page.title if is_told else "Sign in",
        visibility="visible" if is_open and page.listed else "hidden",
        url_path=page.address or None,
        icon=f":material/{page.icon}:" if is_told else None,
        help=page.about if is_told else None,
        default=not page.address,
    )


def run() -> None:
    """Draw the page that the address asks for."""
    # A file of our own: Streamlit fetches an icon or emoji for the browser's tab from afar.
    st.set_page_config(page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
    try:
        organization.hand_over()
        who = session.begin()
        everybody = EVERYBODY if is_public() else SIGNED_IN
        several = replace(FUNDS, listed=office_funds.file().exists())
        public = [_made(page, who, everybody) for page in (*PUBLIC, several)]
        own = [_made(page, who, page.open_to) for page in OWN]
        is_to_do = who.may(SET_UP.open_to) and session.read(first_run.is_to_do)
        administration = (replace(SET_UP, listed=is_to_do), *ADMINISTRATION[1:])
        staff = [_made(page, who, page.open_to) for page in (*STAFF, *administration)]
        staff += [_made(ORGANIZATION, who, EVERYBODY)] if organization.offered() else []
        is_open = who.may(everybody)
        chosen = st.navigation(
            {"The fund": public, "Yours": own, "Staff": staff},
            expanded=True,
            position="sidebar" if is_open else "hidden",
        )
        links.HERE.set(chosen.url_path)
        stamp = ""
        with ExitStack() as stack:
            if session.is_visitor(who):  # who books may wait for others, and keeps nobody waiting
                stack.enter_context(_few_at_once)
            if is_open:
                view = stack.enter_context(session.one_revision(who))
                _banner(view.frames.illustrative)
                finder.place()
                _who(who)
                if is_to_do and chosen.url_path == home(who):
                    _set_up()
                if chosen.url_path in {page.address for page in (*PUBLIC, DESK)}:
                    stamp = view.frames.stamp
            chosen.run()
        if stamp or not session.is_visitor(who):
            follow(who, stamp)
    except StoreError as error:
        down.say(error)
        down.come_back()
    except Refused as refused:  # a setting of the program is wrong
        st.error("\n\n".join(plain(str(problem)) for problem in refused.problems))
