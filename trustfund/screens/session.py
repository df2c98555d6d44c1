"""Who looks, and at which books: read again on every run, so that nothing old is ever shown."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TypeVar, TypeVarTuple

import streamlit as st

from trustfund.accounts.secrets import keyed_hash
from trustfund.accounts.sessions import actor_of
from trustfund.domain.roles import VISITOR, Actor, Role
from trustfund.figures import frames
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.ledger.books import Books, read_books
from trustfund.store.engine import open_store
from trustfund.web.settings import COOKIE

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
_WHO, _FOLLOWED = "who", "followed"
_VIEW: ContextVar[View | None] = ContextVar("view", default=None)


def actor(*, seen: bool = False) -> Actor:
    """Who this browser is signed in as, by the cookie; looked up in the store every time.

    ``seen`` takes the look for a sign of life, which keeps a session from ending.
    """
    return actor_of(open_store(), st.context.cookies.get(COOKIE), seen=seen)


def actor_at(signed_in: Mapping[str, Actor]) -> Actor:
    """The same, by an answer of the store that is shared by many pages."""
    cookie = st.context.cookies.get(COOKIE)
    return signed_in.get(keyed_hash(open_store(), cookie), VISITOR) if cookie else VISITOR


def begin() -> Actor:
    """Who looks now. What the tab remembers of somebody else is forgotten."""
    who = actor(seen=not st.session_state.pop(_FOLLOWED, False))
    if st.session_state.get(_WHO, who.name) != who.name:
        st.session_state.clear()
    st.session_state[_WHO] = who.name
    return who


def is_same() -> bool:
    """Whether the page of this tab was drawn for whoever is signed in now."""
    who = actor().name
    return bool(st.session_state.get(_WHO, who) == who)


def draw_again() -> None:
    """Draw the page again though nobody did anything: not a sign of life."""
    st.session_state[_FOLLOWED] = True
    st.rerun()


def is_visitor(who: Actor) -> bool:
    """Whether nobody is signed in."""
    return Role.VISITOR in who.roles


def view(filters: Filters | None = None) -> View:
    """The books through filters, as far as who looks may see them: the same all through a run."""
    seen = _VIEW.get() or _newest(actor())
    return replace(seen, filters=filters) if filters else seen


def _newest(who: Actor) -> View:
    return View(*frames.load(open_store())).seen_by(who)


@contextmanager
def one_revision(who: Actor) -> Iterator[View]:
    """Reads the books once for a run of the script: nothing on a page is of another revision."""
    before = _VIEW.set(_newest(who))
    try:
        yield view()
    finally:
        _VIEW.reset(before)


def read(look: Callable[[Books, *Ts], T], *args: *Ts) -> T:
    """What a function of the ledger finds in the books."""
    with read_books(open_store()) as books:
        return look(books, *args)


def plan(rule: Callable[[Books, *Ts], T], *args: *Ts) -> T:
    """What an act of whoever looks would do."""
    with read_books(open_store(), actor()) as books:
        return rule(books, *args)
