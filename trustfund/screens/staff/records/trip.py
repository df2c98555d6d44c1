"""One trip: its steps, what it costs, and what may follow. The name is for who works with it."""

from typing import Any

import streamlit as st

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.trip import COSTS
from trustfund.domain.kinds import EntryKind, RecordKind, label
from trustfund.domain.permissions import ACTS, STEPS, TRIP_OFFICES
from trustfund.domain.texts import listed
from trustfund.domain.travel import ENDS, NEXT_STEPS, TripStatus
from trustfund.figures import records as lives
from trustfund.figures.view import View
from trustfund.figures.wording import day, exact_usd
from trustfund.ledger import names
from trustfund.ledger.books import Books
from trustfund.ledger.travel import required
from trustfund.screens import links, records, session
from trustfund.screens.staff.papers import papers
from trustfund.screens.staff.travel_forms import name_of, trips
from trustfund.screens.widgets import card, heading, plain

PAGE = "record-travel"


def page() -> None:
    """Draw the page."""
    reference = records.asked("trip", "Trip", "Reference")
    if not reference:
        return
    view = session.view()
    heading(f"Trip {reference}", view)
    document, status, on = trips(view, ended=True)[reference]
    country, event = plain(view.country(document["country"]).name), plain(document["event"])
    st.markdown(f"{country} to {event}: **{label(status).lower()}** since {day(on)}.")
    name = name_of(document) if session.actor().may(TRIP_OFFICES) else ""
    if name:
        st.markdown(f"Delegate: {plain(name)}")
    records.life(lives.of_trip(view, document["id"]))
    _money(view, document)
    _acts(reference, status)
    with card("Related"):
        links.to_record("country", document["country"], view.country(document["country"]).name)
        records.to_records("event", [document["event"]])
        for field in ("note_verbale", "note"):
            if document[field]:
                st.caption(plain(document[field]))
    papers(RecordKind.TRIP, reference)
    records.history(lives.acts(view, "trips", "trip", document["id"]))


def _money(view: View, document: dict[str, Any]) -> None:
    own = view.entries[view.entries["trip"] == document["id"]]
    is_cost = own["kind"] == EntryKind.EXPENDITURE
    spent, held = int(own["usd"][is_cost].sum()), int(own["usd"][~is_cost].sum())
    records.numbers(
        (
            ("Estimate", exact_usd(sum(document[part] for part in COSTS))),
            ("Obligated", exact_usd(held)),
            ("Spent", exact_usd(spent)),
            ("Role", label(document["role"]) if document["role"] else ""),
        )
    )


def _acts(reference: str, status: TripStatus) -> None:
    may, chosen = session.actor().may, {"trip": reference}
    following = [label(s).lower() for s in NEXT_STEPS.get(status, ()) if may(STEPS[s])]
    offered: list[records.Act] = []
    if following:
        offered.append((f"Next step: {_or(following)}", PAGE, "Next step", "arrow_forward", chosen))
    if may(ACTS[ActCode.TRIP_STEP_CORRECTED]):
        offered.append(("Correct", PAGE, "Correct", "undo", chosen))
    if (
        status in ENDS
        and may(ACTS[ActCode.DELEGATE_NAME_REMOVED])
        and session.read(_kept, reference)
    ):
        offered.append(("Remove the name and papers", PAGE, "Remove a name", "person_off", chosen))
    records.acts(offered)


def _kept(books: Books, reference: str) -> bool:
    return names.is_kept(books, required(books, reference))


def _or(words: list[str]) -> str:
    return listed(words[:3]).replace(" and ", " or ") + (" …" if words[3:] else "")
