"""Who looks, and at which books: read anew on every run, so that nothing stale is ever shown."""

import streamlit as st

from trustfund.accounts.sessions import actor_of
from trustfund.domain.roles import RECORDERS, VISITOR, Actor
from trustfund.figures import frames
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.store.engine import open_store
from trustfund.web.settings import COOKIE

FOLLOWING = "following"
"""Set while a page is drawn anew because of others: that is no sign of life of who left it open."""


def actor() -> Actor:
    """Who this browser is signed in as, by the cookie; looked up in the store every time."""
    cookie = st.context.cookies.get(COOKIE)
    return actor_of(open_store(), cookie, seen=FOLLOWING not in st.session_state)


def is_staff(who: Actor) -> bool:
    """Whether somebody may record."""
    return who.role in RECORDERS


def is_visitor(who: Actor) -> bool:
    """Whether nobody is signed in."""
    return who == VISITOR


def view(filters: Filters | None = None) -> View:
    """The books at their newest revision, through filters."""
    loaded, today = frames.load(open_store())
    return View(loaded, today, filters or Filters())
