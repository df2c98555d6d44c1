"""What can be done about an act that was booked: open its record, go on, correct it."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS
from trustfund.figures import lines
from trustfund.screens import links, session
from trustfund.screens.widgets import way

_A = ActCode


class After(NamedTuple):
    """What can be done about an act: the page of its record, and the form that corrects it."""

    record: str = ""
    by: ActCode | None = None
    page: str = ""
    form: str = "Correct"
    document: str = ""
    """The part of the form's address that chooses what the act was about."""


class Next(NamedTuple):
    """A form in which the same document usually goes on."""

    label: str
    by: ActCode
    page: str
    form: str
    document: str


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
    **dict.fromkeys((_A.DELEGATE_NAME_REMOVED, _A.TRIP_STEPS_TAKEN), After("trip")),
    **dict.fromkeys((_A.EVENT_ADDED, _A.EVENT_CHANGED), _event),
}
"""What can be done about the acts that are about one document; nothing about others."""
_schedule = Next(
    "Set the instalments", _A.PAYMENT_SCHEDULE_SET, _GIFTS, "Instalments", "contribution"
)
_cash = Next("Record a deposit", _A.DEPOSIT_RECORDED, _GIFTS, "Deposit", "contribution")
_sign = Next("Sign the arrangement", _A.ARRANGEMENT_SIGNED, _GIFTS, "Arrangement", "contribution")
_step = Next("Next step", _A.TRIP_STEP_TAKEN, _TRAVEL, "Next step", "trip")
FOLLOWS: Mapping[ActCode, tuple[Next, ...]] = {
    _A.CONTRIBUTION_RECORDED: (_sign,),
    _A.ARRANGEMENT_SIGNED: (_schedule, _cash),
    _A.PAYMENT_SCHEDULE_SET: (_cash,),
    **dict.fromkeys((_A.DELEGATE_NOMINATED, _A.NOMINATION_CORRECTED, _A.TRIP_STEP_TAKEN), (_step,)),
}
"""How a document usually goes on after an act."""


def offer(code: ActCode | None, subject: str) -> None:
    """Links to what can follow an act, for whoever looks."""
    if code is None:
        return
    may, record = session.actor().may, AFTER.get(code, After()).record
    for key in subject.split(", ") if code is _A.TRIP_STEPS_TAKEN else [subject]:
        if record:
            (line,) = lines.OF[record](session.view(), [key]).values()
            links.to_record(record, key, f"Open {line}")
    if code in {_A.DEPOSIT_RECORDED, _A.DEPOSIT_CORRECTED}:
        letter = f"exports/receipt.pdf?{urlencode({'deposit': subject})}"
        there = way("Receipt (PDF)", letter)
        st.caption(there, unsafe_allow_html=True, width="content")
    for each in FOLLOWS.get(code, ()):
        if may(ACTS[each.by]):
            links.to_act(each.label, each.page, each.form, **{each.document: subject})
    after = AFTER.get(code, After())
    if after.by and may(ACTS[after.by]):
        links.to_act("Correct", after.page, after.form, **{after.document: subject})
    if code is _A.FILE_IMPORTED:
        links.to("Take it back", "import")
