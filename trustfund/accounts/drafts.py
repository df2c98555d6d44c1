"""Drafts: what a person typed into a form and has not booked yet, for that person alone.

They are a courtesy. Where they cannot be read or written, typing goes on without them.
"""

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.roles import Actor, Role
from trustfund.store import engine
from trustfund.store.drafts import DraftRow, is_any, reading, writing
from trustfund.store.engine import Store, StoreError, utc_now
from trustfund.store.tables import History

KEPT = timedelta(days=30)
"""How long a draft is kept after the last change."""
LONGEST = 64_000
"""Bytes that one draft may have."""
MOST = 200
"""Drafts that one person may have; the oldest makes way."""
MOST_OF_ALL = 5_000
"""Drafts of everybody: beyond them nothing new is kept."""
OF_TRIPS = frozenset(
    {
        "nomination",
        "request",
        "step",
        "several",
        "correct-trip",
        "withdraw",
        "remove-name",
        "event",
        "paper-trip",
        "remove-paper-trip",
        "paper-event",
        "remove-paper-event",
        "take-back",
    }
)
"""The forms in which the name of a delegate may be typed, or something about one."""
DAY = "a day"
"""The key that tells a day from a text, where JSON knows no days."""

Value = str | bool | int | date | list[str] | None


@dataclass(frozen=True)
class Draft:
    """What is typed in a form, by field; the form's token, the document's version, and when kept.

    ``kept_at`` is None when it could not be kept.
    """

    fields: Mapping[str, Value] = field(default_factory=dict)
    token: str = ""
    seen: int | None = None
    kept_at: datetime | None = None


def find(store: Store, who: Actor, form: str, about: str = "") -> Draft:
    """A person's draft of a form about a document; an empty one where there is none."""
    if Role.VISITOR in who.roles or not is_any(store):
        return Draft()
    try:
        with reading(store) as session:
            row = session.get(DraftRow, (who.name, form, about))
    except StoreError as error:
        _note(error)
        return Draft()
    if row is None or row.kept_at < utc_now() - KEPT:
        return Draft()
    with suppress(ValueError):  # somebody else wrote into it
        return Draft(_read(row.fields), row.token, row.seen, row.kept_at)
    return Draft()


def keep(store: Store, who: Actor, form: str, about: str, draft: Draft) -> Draft:
    """Keep a draft in place of the one before; the draft with the moment, or with none."""
    now, fields = utc_now(), _written(draft.fields)
    unkept = replace(draft, kept_at=None)
    if Role.VISITOR in who.roles or len(fields.encode()) > LONGEST:
        return unkept
    row = DraftRow(
        owner=who.name,
        form=form,
        about=about,
        fields=fields,
        token=draft.token,
        seen=draft.seen,
        kept_at=now,
    )
    try:
        with writing(store) as session:
            if session.get(DraftRow, (who.name, form, about)) is None and not _has_room(
                session, who.name
            ):
                return unkept
            session.merge(row)
    except StoreError as error:
        _note(error)
        return unkept
    return replace(draft, kept_at=now)


def _has_room(session: Session, owner: str) -> bool:
    """Whether one more draft may be kept; the oldest of its owner makes way for it."""
    mine = col(DraftRow.owner) == owner
    own = session.scalar(select(func.count()).select_from(DraftRow).where(mine)) or 0
    if own >= MOST:
        oldest = select(func.min(DraftRow.kept_at)).where(mine).scalar_subquery()
        session.exec(delete(DraftRow).where(mine, col(DraftRow.kept_at) == oldest))
        return True
    return (session.scalar(select(func.count()).select_from(DraftRow)) or 0) < MOST_OF_ALL


def discard(store: Store, who: Actor, form: str, about: str = "") -> None:
    """Throw a draft away, where there is one."""
    own = sa.tuple_(col(DraftRow.owner), col(DraftRow.form), col(DraftRow.about))
    try:
        with writing(store) as session:
            session.exec(delete(DraftRow).where(own == (who.name, form, about)))
    except StoreError as error:
        _note(error)


def discard_parts(store: Store, who: Actor, form: str, about: str) -> None:
    """Throw away a person's drafts of a form about something and about each part of it."""
    if not is_any(store):
        return
    own = (col(DraftRow.owner) == who.name, col(DraftRow.form) == form)
    parts = col(DraftRow.about).startswith(f"{about}-", autoescape=True)
    try:
        with writing(store) as session:
            session.exec(delete(DraftRow).where(*own, parts | (col(DraftRow.about) == about)))
    except StoreError as error:
        _note(error)


def sweep(store: Store) -> None:
    """Throw away the drafts that nobody changed for long, and those that removed names left."""
    if not is_any(store):
        return
    since = utc_now() - KEPT
    try:
        removals = _removals(store, since)
        with writing(store) as session:
            session.exec(delete(DraftRow).where(col(DraftRow.kept_at) < since))
            for at, trip in removals:
                session.exec(_about_trips(trip).where(col(DraftRow.kept_at) < at))
    except StoreError as error:
        _note(error)


def _removals(store: Store, since: datetime) -> list[tuple[datetime, str]]:
    """When names were removed, and of which trip; "" of all old ones."""
    one, all_old = ActCode.DELEGATE_NAME_REMOVED, ActCode.DELEGATE_NAMES_REMOVED
    lines = select(History.at, History.act, History.subject).where(
        col(History.act).in_((one, all_old)), col(History.at) >= since
    )
    with store.reading() as session:
        return [(at, trip if act == one else "") for at, act, trip in session.exec(lines)]


def _about_trips(trip: str) -> sa.Delete:
    """What deletes the drafts in which there may be a delegate's name: of a trip, or of all."""
    of_trip = col(DraftRow.about) == trip if trip else sa.true()
    return delete(DraftRow).where(col(DraftRow.form).in_(OF_TRIPS), of_trip)


def forget_names(store: Store, trip: str = "") -> None:
    """Throw away the drafts in which there may be a delegate's name: of a trip, or of all.

    Waits for others like a booking; StoreError when it cannot be done.
    """
    if not is_any(store):
        return
    with writing(store, engine.PATIENCE) as session:
        session.exec(_about_trips(trip))


def _written(fields: Mapping[str, Value]) -> str:
    return json.dumps(fields, ensure_ascii=False, default=lambda day: {DAY: day.isoformat()})


def _read(text: str) -> dict[str, Value]:
    found = json.loads(text, object_hook=_with_days)
    if not isinstance(found, dict):
        raise ValueError("These are no fields of a form")
    return found


def _with_days(found: dict[str, str]) -> object:
    return date.fromisoformat(found[DAY]) if set(found) == {DAY} else found


def _note(error: StoreError) -> None:
    _note_once(type(error).__name__)


@cache
def _note_once(kind: str) -> None:
    """A line of the log, once for each kind of error: every field that is left would write one."""
    logging.getLogger(__name__).warning("Drafts cannot be kept at the moment: %s", kind)
