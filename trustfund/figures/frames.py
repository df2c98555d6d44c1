"""The books of a store as frames: read at a start, and after an act only what it wrote.

Entries, steps and history only grow, so what follows the last one known is new; of every document
that an act touched it left a digest, which names it.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.classifications import CountryFacts
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import DelegateRole, Gender
from trustfund.figures import columns, half_years, history_lines
from trustfund.figures.books import DOCUMENTS, Frames, in_force, iso, utc
from trustfund.figures.documents import Documents
from trustfund.figures.kept import Answers
from trustfund.figures.rows import Terms, typed_row, value_of
from trustfund.store import many
from trustfund.store.base import SKELETON, typed
from trustfund.store.engine import Store, utc_now
from trustfund.store.engine import today as today_of
from trustfund.store.tables import (
    AuthorisedClass,
    CertifiedYear,
    Country,
    Deposit,
    Digest,
    EligibilityDecision,
    Entry,
    Fund,
    History,
    Instalment,
    Objective,
    PublishedHalfYear,
    Rate,
    Trip,
    TripStep,
)

Touched = Mapping[str, Sequence[tuple[Any, ...]]]
"""The keys of documents that acts touched, by table."""
MANY: dict[type[Any], dict[str, Any]] = {
    Deposit: {},
    Trip: {"role": DelegateRole, "gender": Gender},
}
"""Documents of which there may be so many that they are kept as columns, and their codes."""
LEFT_OUT = {SKELETON, "name"}
"""Of these documents: a help to the store, and personal data that has no business in a cache."""
KEYS_A_TIME = 500
_NUMBERS = {
    "id": "id",
    "act": "act_id",
    "contribution": "contribution_id",
    "deposit": "deposit_id",
    "trip": "trip_id",
    "movement": "movement_id",
    "amount": "amount",
    "usd": "usd_cents",
    "reverses": "reverses",
}
"""Columns of the frame of entries, and those of the table."""
_TEXTS = {
    "value_date": "value_date",
    "kind": "kind",
    "pool": "objective",
    "currency": "currency",
    "rate": "rate",
    "rate_effective_on": "rate_effective_on",
    "reason": "reason",
}
"""The same of texts that come again and again."""


CLASS_KEYS = {"id": "id", "step": "step_id"}
CLASS_TEXTS = ("judged_on", "un_group", "m49_region", "m49_subregion")
CLASS_FLAGS = ("ldc", "lldc", "sids", "eligible")
"""Columns of the frame of classes, and those of the table."""


def _records(session: Session, table: type[Any], *where: columns.Where) -> list[dict[str, Any]]:
    source = table.__table__
    asked = (column for column in source.c if column.name != SKELETON)
    rows = session.execute(sa.select(*asked).where(*where).order_by(*source.primary_key)).mappings()
    return [dict(row) for row in rows]


def _entries(session: Session, before: Frames | None) -> pd.DataFrame:
    known = before.entries if before else None
    found = _after(session, Entry, [*_NUMBERS.values(), *_TEXTS.values()], known)
    further = pd.DataFrame(
        {name: columns.numbers(found[column]) for name, column in _NUMBERS.items()}
        | {
            name: columns.texts(found[column], UNEARMARKED if name == "pool" else "")
            for name, column in _TEXTS.items()
        },
        copy=False,
    )
    return further if known is None else _longer(known, further)


def _after(
    session: Session, table: type[Any], asked: Sequence[str], known: pd.DataFrame | None
) -> pa.Table:
    """Rows after the last one known."""
    source: sa.Table = table.__table__
    last = 0 if known is None or known.empty else int(known["id"].iloc[-1])
    return columns.read(session, source, asked, "id", source.c.id > last)


def _steps(session: Session, before: Frames | None) -> pd.DataFrame:
    known = before.steps if before else None
    asked = ["id", "act_id", "trip_id", "status", "on_date", "reverses"]
    found = _after(session, TripStep, asked, known)
    further = pd.DataFrame(
        {
            "id": columns.numbers(found["id"]),
            "act": columns.numbers(found["act_id"]),
            "trip": columns.numbers(found["trip_id"]),
            "status": columns.texts(found["status"]),
            "on_date": columns.texts(found["on_date"]),
            "reverses": columns.numbers(found["reverses"]),
        },
        copy=False,
    )
    return further if known is None else _longer(known, further)


def _classes(session: Session, before: Frames | None) -> pd.DataFrame:
    known = before.classes if before else None
    texts, flags = CLASS_TEXTS, CLASS_FLAGS
    found = _after(session, AuthorisedClass, ["id", "step_id", *texts, *flags], known)
    further = pd.DataFrame(
        {name: columns.numbers(found[column]) for name, column in CLASS_KEYS.items()}
        | {name: columns.texts(found[name]) for name in texts}
        | {name: columns.numbers(found[name]).astype(np.bool_) for name in flags},
        copy=False,
    )
    return further if known is None else _longer(known, further)


def _longer(rows: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """Rows, and further ones below them."""
    if further.empty:
        return rows
    joined: dict[str, Any] = {}
    for name in rows.columns:
        one, other = rows[name], further[name]
        if isinstance(one.dtype, pd.CategoricalDtype):
            joined[name] = columns.both(one.array, other.array)
        else:
            joined[name] = np.concatenate([one.to_numpy(), other.to_numpy()])
    return pd.DataFrame(joined, copy=False)


def _many(session: Session, table: type[Any], *where: columns.Where) -> Documents:
    source: sa.Table = table.__table__
    asked = [column.name for column in source.c if column.name not in LEFT_OUT]
    return Documents(columns.read(session, source, asked, "id", *where), MANY[table])


def _certified(session: Session) -> list[dict[str, Any]]:
    """Certified years, with what history tells of their acts."""
    rows = _records(session, CertifiedYear)
    lines = {row["act_id"]: session.get_one(History, row["act_id"]) for row in rows}
    return [
        row | {"actor": line.actor, "hash": line.hash, "recorded_on": utc(line.at)[:10]}
        for row in rows
        for line in [lines[row["act_id"]]]
    ]


def _instalments(session: Session, history: Documents) -> pd.DataFrame:
    def day(act: int | None) -> str:
        return str(history.value(act, "recorded_on")) if act is not None else ""

    rows = _records(session, Instalment)
    return pd.DataFrame(
        {
            "contribution": pd.Series([row["contribution_id"] for row in rows], dtype="int64"),
            "due_on": pd.Series([iso(row["due_on"]) for row in rows], dtype="str"),
            "amount": pd.Series([row["amount"] for row in rows], dtype="int64"),
            "recorded_on": pd.Series([day(row["act_id"]) for row in rows], dtype="str"),
            "ended_on": pd.Series([day(row["ended_by_act_id"]) for row in rows], dtype="str"),
        }
    )


def _by_key(table: type[Any], kind: type[Any] | None, rows: list[dict[str, Any]]) -> dict[Any, Any]:
    """Documents by their id, code, or currency and day."""
    if table is Rate:
        return {(row["currency"], iso(row["effective_on"])): row for row in rows}
    (key,) = (column.name for column in table.__table__.primary_key)
    return {row[key]: typed_row(kind, row) if kind else row for row in rows}


def _among(table: type[Any], keys: Sequence[tuple[Any, ...]]) -> columns.Where:
    own: list[Any] = list(table.__table__.primary_key)
    if len(own) == 1:
        return sa.and_(own[0].in_([key[0] for key in keys]))
    dated = [tuple(typed(table, c.name, v) for c, v in zip(own, key, strict=True)) for key in keys]
    return sa.tuple_(*own).in_(dated)


def _documents(
    session: Session, name: str, before: Frames | None, keys: Sequence[tuple[Any, ...]]
) -> Any:
    """Documents with those of these keys as they are now; all of them where none is known yet."""
    table, _, kind = DOCUMENTS[name]
    parts = [_among(table, keys[n : n + KEYS_A_TIME]) for n in range(0, len(keys), KEYS_A_TIME)]
    if table in MANY:
        many: Documents = getattr(before, name) if before else _many(session, table)
        for each in parts:
            many = many.with_rows(_many(session, table, each).columns)
        return many
    known = getattr(before, name) | before.void.get(table, {}) if before else {}
    for where in parts if before else [sa.true()]:
        known |= _by_key(table, kind, _records(session, table, where))
    return dict(sorted(known.items()))


def _touched(session: Session, after: int) -> tuple[Touched, int]:
    """What acts touched after a digest, and the newest digest."""
    found: dict[str, dict[tuple[Any, ...], None]] = defaultdict(dict)
    digest = Digest.__table__.c  # type: ignore[attr-defined]
    asked = sa.select(digest.id, digest.document, digest.key).where(digest.id > after)
    rows = session.execute(asked).all()
    for _, document, key in rows:
        found[document][tuple(json.loads(key))] = None
    touched = {name: list(keys) for name, keys in found.items()}
    return touched, max((number for number, _, _ in rows), default=after)


@many.uncollected()
def _load(
    session: Session,
    fund: Fund,
    read: Callable[[], AbstractContextManager[Session]],
    before: Frames | None = None,
) -> Frames:
    """The books; where those of an earlier act are given, with what came after it.

    ``read`` opens the store for lines of history that somebody asks for later.
    """
    known = before.revision if before else 0
    touched, newest = _touched(session, before.last_digest) if before else ({}, 0)
    history = history_lines.recorded(session, before)
    found: dict[str, Any] = {
        name: _documents(session, name, before, touched.get(table.__tablename__, ()))
        for name, (table, _, _) in DOCUMENTS.items()
    }
    small = {name: rows for name, rows in found.items() if isinstance(rows, dict)}
    others: dict[str, tuple[type[Any], Callable[[], Any]]] = {
        "countries": (Country, lambda: _countries(session)),
        "objectives": (Objective, lambda: _objectives(session)),
        "decisions": (EligibilityDecision, lambda: _records(session, EligibilityDecision)),
        "instalments": (Instalment, lambda: _instalments(session, history)),
    }
    for name, (table, make) in others.items():
        is_known = before is not None and table.__tablename__ not in touched
        found[name] = getattr(before, name) if is_known else make()
    found["entries"] = _entries(session, before)
    found["steps"] = _steps(session, before)
    found["classes"] = _classes(session, before)
    if not before:
        newest = session.scalar(sa.select(sa.func.max(Digest.id))) or 0
    return Frames(
        revision=fund.revision,
        stamp=_stamp(session, fund),
        fund=typed_row(Terms, _records(session, Fund)[0]),
        certified=_certified(session),
        history=history,
        hash=history_lines.hash_of(session, fund.revision),
        settled=[*(before.settled if before else ()), *history_lines.settled(session, known)],
        lines=partial(history_lines.lines, read, fund.revision),
        changes=[
            *history_lines.changes(session, known),
            *(before.changes if before else ()),
        ],
        last_digest=newest,
        published_until=_published_until(session),
        lasting=before.lasting if before else Answers(),
        void={
            DOCUMENTS[name][0]: {key: row for key, row in rows.items() if value_of(row, "void")}
            for name, rows in small.items()
        },
        **found | {name: in_force(rows) for name, rows in small.items()},
    )


def _objectives(session: Session) -> dict[str, str]:
    return {row["code"]: row["title"] for row in _records(session, Objective)}


def _countries(session: Session) -> dict[str, CountryFacts]:
    known = set(CountryFacts.__dataclass_fields__)
    return {
        row["iso3"]: CountryFacts(**{name: row[name] for name in known})
        for row in _records(session, Country)
    }


def _published_until(session: Session) -> str:
    return iso(session.scalar(sa.select(sa.func.max(PublishedHalfYear.last_day))))


def _stamp(session: Session, fund: Fund) -> str:
    """Names one state of the books: a restored backup may reach an old revision by other acts."""
    last = session.get(History, fund.revision)
    published = _published_until(session)
    return f"{fund.revision} {last.at.isoformat()} {published}" if last else "0"


def _goes_on(session: Session, fund: Fund, before: Frames) -> bool:
    """Whether the store has the acts of these books, and perhaps further ones: the hash tells."""
    if not before.revision or fund.revision < before.revision:
        return False
    return bool(before.hash) and history_lines.hash_of(session, before.revision) == before.hash


_cache: dict[str, Frames] = {}
_lock = threading.Lock()


def stamp(store: Store) -> str:
    """What the books' newest state is called; another stamp means something was booked."""
    with store.reading() as session:
        return _stamp(session, session.get_one(Fund, 1))


def load(store: Store) -> tuple[Frames, date]:
    """The books at their present revision, and the day that counts as today.

    A half-year that is over is published first, if nobody books just now.
    """
    found, today = read(store)
    if found.last_recorded:
        newest, now = date.fromisoformat(found.last_recorded[:10]), min(today, utc_now().date())
        over = half_years.over(newest, now)
        if over.isoformat() > found.published_until and half_years.publish(store, over):
            return read(store)
    return found, today


def read(store: Store) -> tuple[Frames, date]:
    """The same, without writing anything to the store, which may be a copy."""
    key = store.url.render_as_string(hide_password=False)
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
        known = _cache.get(key)
        if known and known.stamp == _stamp(session, fund):
            return known, today_of(fund)
    with _lock, store.reading() as session:  # one reads what is new; who waits holds no connection
        fund = session.get_one(Fund, 1)
        known = _cache.get(key)
        if known is None or known.stamp != _stamp(session, fund):
            if known and not _goes_on(session, fund, known):
                known = None
            _cache[key] = _load(session, fund, store.reading, known)
        return _cache[key], today_of(fund)


def within(session: Session, fund: Fund) -> Frames:
    """The books as one open transaction sees them, with what it did so far; kept by nobody."""
    return _load(session, fund, lambda: nullcontext(session))
