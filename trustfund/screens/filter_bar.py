"""Filters that live in the address: a link reproduces what one sees.

The address is the one place where a filter is kept. Widgets are set from it before they are
drawn, and write to it when they change.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from trustfund.domain.kinds import label
from trustfund.domain.problems import Refused
from trustfund.figures import filters
from trustfund.figures.filters import GROUPING_NAMES, Filters
from trustfund.screens import session
from trustfund.screens.widgets import plain

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


def _key(name: str) -> str:
    return f"filter-{name}"


def _write(name: str) -> None:
    value = st.session_state[_key(name)]
    if not value:
        st.query_params.pop(name, None)
    elif isinstance(value, date):
        st.query_params[name] = value.isoformat()
    else:
        st.query_params[name] = value


def _clear(names: Sequence[str]) -> None:
    for name in names:
        st.query_params.pop(name, None)


def _from_address(names: Sequence[str]) -> Filters:
    """The filters that the address asks for; what is not understood is said and left out."""
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


def _day(name: str, value: str) -> None:
    st.session_state[_key(name)] = date.fromisoformat(value) if value else None
    st.date_input(
        LABELS[name],
        key=_key(name),
        on_change=_write,
        args=(name,),
        min_value=date.fromisoformat(filters.FIRST_DAY),
        max_value=date.fromisoformat(filters.LAST_DAY),
        format="YYYY-MM-DD",
        help=HELP.get(name),
    )


def _many(name: str, options: Sequence[str], chosen: Sequence[str]) -> None:
    names = session.view().frames.objectives

    def said(code: str) -> str:
        if name == "objective" and code in names:
            return f"Objective {code}: {names[code]}"
        if name == "region":
            return filters.REGION_NAMES.get(code, code)
        return label(code) if name in {"contributor_type", "objective"} else code

    st.session_state[_key(name)] = list(chosen)
    st.multiselect(
        LABELS[name],
        options,
        key=_key(name),
        format_func=said,
        on_change=_write,
        args=(name,),
        placeholder="All",
        help=HELP.get(name),
    )


def _one(name: str, options: Sequence[str], chosen: Sequence[str]) -> None:
    st.session_state[_key(name)] = next(iter(chosen), None)
    st.selectbox(
        LABELS[name],
        options,
        key=_key(name),
        on_change=_write,
        args=(name,),
        placeholder="Choose one",
        help=HELP.get(name),
    )


def choose(names: Sequence[str], single: Sequence[str] = ()) -> Filters:
    """Draw the filters of a page and return what they ask for; of ``single`` one value each."""
    found = _from_address(names)
    for name in single:
        found = replace(found, **{name: getattr(found, name)[:1]})
    active = [name for name, _ in found.parameters()]
    title = f"Filters: {len(active)} in use" if active else "Filters"
    loaded = session.view().frames
    with st.expander(title, icon=":material/filter_alt:", key="filters", expanded=bool(active)):
        with st.grid(4, min_column_width=210):
            for name in names:
                if name in filters.DATES:
                    attribute = {"from": "date_from", "to": "date_to"}.get(name, name)
                    _day(name, getattr(found, attribute))
                elif name == "grouping":
                    st.session_state[_key(name)] = found.grouping
                    st.selectbox(
                        LABELS[name],
                        filters.GROUPINGS,
                        key=_key(name),
                        format_func=lambda code: GROUPING_NAMES[code],
                        on_change=_write,
                        args=(name,),
                    )
                else:
                    options = filters.choices(loaded, name, found.grouping) or ()
                    draw = _one if name in single else _many
                    draw(name, list(options), getattr(found, name))
        if active:
            st.button(
                "Clear all filters",
                on_click=_clear,
                args=(active,),
                icon=":material/filter_alt_off:",
            )
    return found
