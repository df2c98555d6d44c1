"""Find: the field beside every page, and what leads on from it.

What is typed stays in the page: it may be a delegate's name, which no address and no log may have.
"""

from collections import defaultdict
from html import escape

import streamlit as st

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS, TRIP_OFFICES
from trustfund.domain.roles import BOOK_READERS, EVERYBODY, SIGNED_IN, TRAVEL_READERS, Actor
from trustfund.figures import lines, shelves
from trustfund.figures.finding import MOST, Index
from trustfund.figures.view import View
from trustfund.ledger import contributors, names
from trustfund.ledger.books import Books
from trustfund.screens import links, session
from trustfund.web.keys import KEYS
from trustfund.web.settings import is_public

HEADINGS = {
    "contributor": "Contributors",
    "country": "Countries",
    "event": "Events",
    "contribution": "Contributions",
    "trip": "Trips",
    "deposit": "Deposits",
    "movement": "Movements",
    "allocation": "Allocations",
    "receipt": "Unidentified receipts",
}
READERS = {
    **dict.fromkeys(shelves.PUBLIC, EVERYBODY),
    **dict.fromkeys(("contribution", "deposit", "movement"), BOOK_READERS),
    "trip": TRAVEL_READERS,
    "allocation": ACTS[ActCode.ALLOCATION_CORRECTED],
    "receipt": ACTS[ActCode.UNIDENTIFIED_RECEIPT_CORRECTED],
}
"""Who may find records of each kind: who may open their pages, or the form that is theirs."""
IN_FORMS = {"allocation": "allocation", "receipt": "unidentified receipt"}
"""Records without a page, and what the form that corrects them calls them."""
SHORTEST_NAME = 3
PLACE = """<style>
[data-testid="stSidebarContent"] {display: flex; flex-direction: column;}
[data-testid="stSidebarHeader"] {order: -2;}
[data-testid="stSidebarUserContent"] {order: -1; padding-top: 0; padding-bottom: 1rem;}
.st-key-found {gap: 0.25rem;}
.st-key-found a {height: auto; padding-block: 0.2rem;}
.st-key-found a * {line-height: 1.3;}
[data-testid="stPageLink"] p {white-space: normal; overflow-wrap: anywhere;}
</style>"""
"""The field stands above the list of pages, where it is seen."""


def index_for(who: Actor, view: View) -> Index:
    """What somebody may find."""
    kinds = [kind for kind, readers in READERS.items() if who.may(readers)]
    return shelves.index(view, kinds, lambda: session.read(_aliases))


def _aliases(books: Books) -> shelves.Aliases:
    found: dict[str, list[str]] = defaultdict(list)
    for each in contributors.other_names(books):
        found[each.contributor].append(each.name)
    return found


def _lead(kind: str, key: str, line: str) -> None:
    if kind in IN_FORMS:
        links.to(line, "record-movement", do="Correct", **{IN_FORMS[kind]: key})
    else:
        links.to_record(kind, key, line)


def place() -> None:
    """Draw the field into the sidebar."""
    with st.sidebar:
        st.html(f"{PLACE}<script>{KEYS}</script>", unsafe_allow_javascript=True)
        _field()


@st.fragment
def _field() -> None:
    typed = st.text_input(
        "Find in the fund",
        key="find",
        type="search",
        live=True,
        max_chars=80,
        label_visibility="collapsed",
        placeholder="Find (Ctrl+K)",
    )
    who = session.actor()
    if not session.is_same() or not who.may(EVERYBODY if is_public() else SIGNED_IN):
        st.rerun()  # signed out, or closed, in the meantime: the page is another one now
    if typed and typed.strip():
        with st.container(key="found"):
            _found(typed.strip(), who, session.view())


def _found(typed: str, who: Actor, view: View) -> None:
    hits = index_for(who, view).find(typed)
    named = _delegates(typed, who)
    st.html(f'<span data-found="{escape(typed)}"></span>')
    if not hits and not named:
        st.caption("Nothing is found. Type a name, a country, an event or a reference.")
        return
    by_kind = {kind: [hit.key for hit in hits if hit.kind == kind] for _, kind, _ in hits}
    for kind, keys in by_kind.items():
        st.caption(HEADINGS[kind])
        for key, line in lines.OF[kind](view, keys).items():
            _lead(kind, key, line)
    if named:
        st.caption("Delegates")
        trips = lines.trip(view, [reference for reference, _ in named])
        for reference, name in named:
            if reference in trips:
                links.to_record("trip", reference, f"{name} · {trips[reference]}")
    if len(hits) == MOST:
        st.caption(f"The best {MOST} are shown. Add a word to see others.")


def _delegates(typed: str, who: Actor) -> list[tuple[str, str]]:
    """Trips by the names of delegates, for the offices that work with them."""
    if not who.may(TRIP_OFFICES) or len(typed) < SHORTEST_NAME:
        return []
    return session.read(names.called, typed, MOST)
