"""What somebody booked today, and files that were imported of late: what can be done about each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS, FILES
from trustfund.figures.changes import booked_by
from trustfund.figures.wording import day
from trustfund.ledger.imports import imported_files
from trustfund.screens import links, session
from trustfund.screens.widgets import plain, way
from trustfund.store.engine import open_store, utc_now
from trustfund.store.tables import History

MOST = 12
"""So many acts of today are shown."""
FILES_SHOWN, FILES_SINCE = 3, 30
"""So many imported files, of so many days."""
_A = ActCode


class After(NamedTuple):
    """What can be done about an act: the page of its record, and the form that corrects it."""

    record: str = ""
    by: ActCode | None = None
    page: str = ""
    form: str = "Correct"
    document: str = ""
    """The part of the form's address that chooses what the act was about."""


_GIFTS, _MOVES, _TRAVEL = "record-contribution", "record-movement", "record-travel"
_gift = After("contribution", _A.CONTRIBUTION_CORRECTED, _GIFTS, document="contribution")
_deposit = After("deposit", _A.DEPOSIT_CORRECTED, _GIFTS, document="deposit")
_giver = After("contributor", _A.CONTRIBUTOR_CORRECTED, _GIFTS, document="contributor")
_move = After("movement", _A.MOVEMENT_CORRECTED, _MOVES, document="movement")
_trip = After("trip", _A.TRIP_STEP_CORRECTED, _TRAVEL, document="trip")
_event = After("event", _A.EVENT_CHANGED, _TRAVEL, "Event", "event")
_receipt = After("", _A.UNIDENTIFIED_RECEIPT_CORRECTED, _MOVES, document="unidentified receipt")
_decision = After("", _A.ALLOCATION_CORRECTED, _MOVES, document="allocation")
AFTER: Mapping[ActCode, After] = {
    **dict.fromkeys(
        (
            *(_A.CONTRIBUTION_RECORDED, _A.CONTRIBUTION_CORRECTED, _A.ARRANGEMENT_SIGNED),
            *(_A.ARRANGEMENT_AMENDED, _A.AMENDMENT_TAKEN_BACK, _A.PAYMENT_SCHEDULE_SET),
            _A.WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK,
        ),
        _gift,
    ),
    **dict.fromkeys((_A.PLEDGE_WITHDRAWN, _A.COMMITMENT_WRITTEN_OFF), After("contribution")),
    **dict.fromkeys((_A.DEPOSIT_RECORDED, _A.DEPOSIT_CORRECTED, _A.DEPOSIT_TOLD_APART), _deposit),
    _A.DEPOSIT_REVERSED: After("deposit"),
    **dict.fromkeys(
        (
            *(_A.CONTRIBUTOR_RECORDED, _A.CONTRIBUTOR_CORRECTED),
            *(_A.CONTRIBUTOR_NAME_GIVEN, _A.CONTRIBUTOR_NAME_TAKEN_BACK),
        ),
        _giver,
    ),
    **dict.fromkeys((_A.MOVEMENT_RECORDED, _A.MOVEMENT_CORRECTED), _move),
    _A.MOVEMENT_REVERSED: After("movement"),
    **dict.fromkeys(
        (
            *(_A.UNIDENTIFIED_RECEIPT_RECORDED, _A.UNIDENTIFIED_RECEIPT_CORRECTED),
            _A.UNIDENTIFIED_RECEIPT_RETURNED,
        ),
        _receipt,
    ),
    **dict.fromkeys(
        (_A.ALLOCATION_RECORDED, _A.ALLOCATION_CORRECTED, _A.ALLOCATION_CANCELLED), _decision
    ),
    **dict.fromkeys(
        (
            *(_A.DELEGATE_NOMINATED, _A.NOMINATION_CORRECTED, _A.TRIP_STEP_TAKEN),
            *(_A.TRIP_STEP_CORRECTED, _A.TRIP_STEP_TAKEN_BACK),
        ),
        _trip,
    ),
    _A.DELEGATE_NAME_REMOVED: After("trip"),
    **dict.fromkeys((_A.EVENT_ADDED, _A.EVENT_CHANGED), _event),
}
"""What can be done about the acts that are about one document; nothing about others."""


def booked() -> None:
    """The acts of whoever looks today, the newest first."""
    acts = booked_by(open_store(), session.view(), session.actor().name, utc_now().date(), MOST)
    if not acts:
        return
    st.header("What you booked today", anchor=False)
    seen: set[str] = set()
    for act in acts:
        _line(act, is_newest=act.subject not in seen)
        seen.add(act.subject)
    if len(acts) == MOST:
        links.to("All acts", "history", "history")


def _line(act: History, *, is_newest: bool) -> None:
    """An act; what can be done about a document stands with the newest act about it."""
    after = AFTER.get(act.act or _A.INIT, After())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{act.at:%H:%M} UTC · {plain(act.outcome)}", width="stretch")
        if not is_newest:
            return
        if act.act in {_A.DEPOSIT_RECORDED, _A.DEPOSIT_CORRECTED}:
            letter = f"exports/receipt.pdf?{urlencode({'deposit': act.subject})}"
            st.caption(way("Receipt", letter), unsafe_allow_html=True, width="content")
        if after.record:
            links.to_record(after.record, act.subject, "Open")
        if after.by and session.actor().may(ACTS[after.by]):
            links.to_act("Correct", after.page, after.form, **{after.document: act.subject})
        if act.act is _A.FILE_IMPORTED:
            links.to("Take it back", "import")


def files() -> None:
    """The newest files that whoever looks may import, and that nobody took back."""
    books = session.view().books
    first = (utc_now().date() - timedelta(days=FILES_SINCE)).isoformat()
    found = [
        file
        for file in session.read(imported_files.recent)
        if not file.taken_back and session.actor().may(FILES[file.kind])
        if books.recorded_on(file.act_id) >= first
    ]
    if not found:
        return
    st.header("Imports that are not taken back", anchor=False)
    for file in found[:FILES_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            rows = f"{file.new:,} new, {file.changed:,} changed"
            on = day(books.recorded_on(file.act_id))
            st.markdown(f"{plain(file.file)} · {file.kind} · {rows} · {on}", width="stretch")
            links.to("Take it back", "import", take_back=str(file.id))
