"""The access log: who signed in, failed, changed a role, exported or checked, and the like."""

from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, delete, select

from trustfund.domain.roles import Actor
from trustfund.store.access_tables import AccessEvent
from trustfund.store.engine import PATIENCE, InUse, Store, StoreError, is_waiting_over, utc_now

KEPT = timedelta(days=400)
"""Addresses are personal data: a line is thrown away after a bit more than a year."""


class Action(StrEnum):
    """What a line of the access log is about."""

    SIGNED_IN = "signed in"
    FAILED = "failed to sign in"
    SIGNED_OUT = "signed out"
    PASSWORD = "chose a password"  # noqa: S105
    LINK = "made a sign-in link"
    ADDED = "added an account"
    ROLE = "changed a role"
    DISABLED = "disabled an account"
    ENABLED = "enabled an account"
    EXPORTED = "exported staff data"
    BEGUN = "began a fund"
    TAKEN_BACK = "took back a bank statement"
    IN_ORDER = "checked the books: in order"
    TO_SETTLE = "checked the books: something to settle"
    FAULTS = "checked the books: faults"


CHECKS = (Action.IN_ORDER, Action.TO_SETTLE, Action.FAULTS)


def note(session: Session, actor: str, action: Action, detail: str = "", address: str = "") -> None:
    """Write one line within a transaction; throw away those that are too old."""
    now = utc_now()
    session.add(
        AccessEvent(at=now, actor=actor, action=action, detail=detail[:500], address=address)
    )
    session.exec(delete(AccessEvent).where(col(AccessEvent.at) < now - KEPT))


def exported(
    store: Store, actor: Actor, what: str, address: str = "", patience: timedelta = PATIENCE
) -> None:
    """Note that staff data leaves the program: beside those who book, or else in one's turn.

    Raises InUse when the turn has not come within the ``patience``.
    """
    _write(store, (actor.name, Action.EXPORTED, what, address), patience)


def checked(
    store: Store, actor: Actor, action: Action, what: str, patience: timedelta = PATIENCE
) -> None:
    """Note that the books were checked, where the store takes it: a check is no less worth."""
    with suppress(StoreError, InUse):
        _write(store, (actor.name, action, what), patience)


def _write(store: Store, line: tuple[Any, ...], patience: timedelta) -> None:
    try:
        with store.noting() as session:
            note(session, *line)
    except OperationalError as error:
        if not is_waiting_over(error):
            raise
        with store.writing("a line of the access log", patience) as session:
            note(session, *line)


def newest(store: Store, limit: int, actions: Collection[Action] = ()) -> list[AccessEvent]:
    """The newest lines first; of some actions only, where any are named."""
    lines = select(AccessEvent).order_by(col(AccessEvent.id).desc()).limit(limit)
    if actions:
        lines = lines.where(col(AccessEvent.action).in_(actions))
    with store.reading() as session:
        return list(session.exec(lines))
