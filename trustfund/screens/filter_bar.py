"""Filters that live in the address: a link reproduces what one sees.

The address is the one place where a filter is kept. Widgets are set from it before they are
drawn, and write to it when they change.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trustfund.domain.kinds import label
from trustfund.domain.problems import Refused
from trustfund.figures import filters
from trustfund.figures.filters import GROUPING_NAMES, Filters
from trustfund.figures.view import View
from trustfund.screens import session
from trustfund.screens.widgets import heading, plain

LABELS = {
    "from": "From",
    "to": "To",
    "contributor": "Contributor",
    "contributor_type": "Kind of contributor",
    "objective": "Objective",
    "event": "Event",
    "region": "Region",
    "grouping": "Regions shown",
    "as_of": "As of",
    "known_at": "Known at",
}
HELP = {
    "as_of": "Only what is dated by this day counts.",
    "known_at": "Only what was recorded by the end of this day (UTC) counts.",
    "contributor": "A State includes its agencies.",
}


ATTRIBUTES = {"from": "date_from", "to": "date_to"}
"""What ``Filters`` calls otherwise."""


def _key(name: str) -> str:
    return f"filter-{name}"


def _write(name: str) -> None:
    value = st.session_state[_key(name)]
    if value:
        st.query_params[name] = value.isoformat() if isinstance(value, date) else value
    else:
        st.query_params.pop(name, None)


def _clear(names: Sequence[str]) -> None:
    for name in names:
        st.query_params.pop(name, None)


def _from_address(names: Sequence[str]) -> Filters:
    """The filters that the address asks for, without what is not understood; a warning names it."""
    loaded = session.view().frames
    given = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    try:
        return filters.parse(given, names, loaded)
    except Refused as refused:
        st.warning(
            "Parts of the address were not understood and are left out:\n\n"
            + "\n".join(f"- {plain(str(problem))}" for problem in refused.problems)
        )
    understood: list[tuple[str, str]] = []
    for pair in given:
        try:
            filters.parse([*understood, pair], names, loaded)
        except Refused:
            continue
        understood.append(pair)
    return filters.parse(understood, names, loaded)


def _shown_as(name: str, code: str) -> str:
    """A value of a filter as people read it."""
    objectives = session.view().frames.objectives
    if name == "objective" and code in objectives:
        return f"Objective {code}: {objectives[code]}"
    if name == "region":
        return filters.REGION_NAMES.get(code, code)
    if name == "grouping":
        return GROUPING_NAMES[code]
    return label(code) if name in {"contributor_type", "objective"} else code


def _draw(name: str, found: Filters, *, is_single: bool) -> None:
    """The widget of a filter, set to what the address asks for."""
    key, value = _key(name), getattr(found, ATTRIBUTES.get(name, name))
    common: dict[str, Any] = {"key": key, "on_change": _write, "args": (name,)}
    common["help"] = HELP.get(name)
    if name in filters.DATES:
        st.session_state[key] = date.fromisoformat(value) if value else None
        first, last = map(date.fromisoformat, (filters.FIRST_DAY, filters.LAST_DAY))
        common |= {"min_value": first, "max_value": last, "format": "YYYY-MM-DD"}
        st.date_input(LABELS[name], **common)
        return
    options = list(filters.choices(session.view().frames, name, found.grouping) or ())
    common["format_func"] = partial(_shown_as, name)
    if name == "grouping":
        st.session_state[key] = value
        st.selectbox(LABELS[name], options, **common)
    elif is_single:
        st.session_state[key] = next(iter(value), None)
        st.selectbox(LABELS[name], options, placeholder="Choose one", **common)
    else:
        st.session_state[key] = list(value)
        st.multiselect(LABELS[name], options, placeholder="All", **common)


def choose(names: Sequence[str], single: Sequence[str] = ()) -> Filters:
    """Draw the filters of a page and return what they ask for; of ``single`` one value each."""
    found = _from_address(names)
    for name in single:
        found = replace(found, **{name: getattr(found, name)[:1]})
    active = [name for name, _ in found.parameters()]
    title = f"Filters: {len(active)} in use" if active else "Filters"
    with st.expander(title, icon=":material/filter_alt:", key="filters", expanded=bool(active)):
        with st.grid(4, min_column_width=210):
            for name in names:
                _draw(name, found, is_single=name in single)
        if active:
            st.button(
                "Clear all filters",
                on_click=_clear,
                args=(active,),
                icon=":material/filter_alt_off:",
            )
    return found


def filtered_page(title: str, names: Sequence[str], basis: str = "") -> tuple[View, DeltaGenerator]:
    """The heading of a page above its filters: what they ask for, and the place of the heading."""
    top = st.container()
    view = session.view(choose(names))
    with top:
        heading(title, view, basis)
    return view, top
