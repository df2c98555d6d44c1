"""The drafts of forms, as one open page knows them: read once, written when something changes."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from trustfund.accounts import drafts
from trustfund.accounts.drafts import Draft
from trustfund.screens import session
from trustfund.store.engine import StoreError, open_store


def _known() -> dict[tuple[str, str], Draft]:
    """By form, and the document it is about; gone when somebody else signs in."""
    found: dict[tuple[str, str], Draft] = st.session_state.setdefault("drafts", {})
    return found


def draft(act: str, about: str = "") -> Draft:
    """What is typed in a form and not booked."""
    if (act, about) not in _known():
        _known()[act, about] = drafts.find(open_store(), session.actor(), act, about)
    return _known()[act, about]


def keep(act: str, about: str, typed: Draft) -> None:
    """Keep what is typed in a form now."""
    with suppress(StoreError):  # the page says so
        if not session.is_same():
            return  # somebody else signed in meanwhile: this is not theirs
        typed = drafts.keep(open_store(), session.actor(), act, about, typed)
    _known()[act, about] = typed


def discard(act: str, about: str = "") -> None:
    """Throw what is typed in a form away."""
    if draft(act, about).fields:
        drafts.discard(open_store(), session.actor(), act, about)
    _known()[act, about] = Draft()


def discard_parts(act: str, about: str) -> None:
    """Throw away what is typed in a form about something and about each part of it."""
    drafts.discard_parts(open_store(), session.actor(), act, about)
    for which in _known():
        if which[0] == act and f"{which[1]}-".startswith(f"{about}-"):
            _known()[which] = Draft()


def go_on(about: str) -> None:
    """Whoever booked about a document has seen it: their other drafts about it go on from there."""
    for which, typed in _known().items():
        if which[1] == about:
            _known()[which] = replace(typed, seen=None)


def fitting(value: drafts.Value, among: Collection[Any] | type) -> Any:
    """A value of a draft as one that its field may hold; ValueError where it is none."""
    if isinstance(among, type):
        if isinstance(value, among) or (value is None and among is not bool):
            return value
        raise ValueError("This is of another kind")
    if isinstance(value, list):
        return [fitting(each, among) for each in value]
    options = list(among)
    return None if value is None else options[options.index(value)]
