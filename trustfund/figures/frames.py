"""The books of a store as frames: read at a start, and after an act only what it wrote.

Entries, steps and history only grow, so what follows the last one known is new; of every document
that an act touched it left a digest, which names it.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.classifications import CountryFacts
from trustfund.figures import growing, half_years, history_lines
from trustfund.figures.books import DOCUMENTS, Frames, in_force, iso, utc
from trustfund.figures.documents import Documents
from trustfund.figures.kept import Answers
from trustfund.figures.rows import Terms, typed_row, value_of
from trustfund.figures.touched import documents, records, touched_after
from trustfund.store import many
from trustfund.store.engine import Store, utc_now
from trustfund.store.engine import today as today_of
from trustfund.store.tables import (
    CertifiedYear,
    Country,
    Digest,
    EligibilityDecision,
    Fund,
    Graduation,
    History,
    Instalment,
    PublishedHalfYear,
)
from trustfund.store.terms import versions


def _certified(session: Session) -> list[dict[str, Any]]:
    """Certified years, with what history tells of their acts."""
    rows = records(session, CertifiedYear)
    lines = {row["act_id"]: session.get_one(History, row["act_id"]) for row in rows}
    return [
        row | {"actor": line.actor, "hash": line.hash, "recorded_on": utc(line.at)[:10]}
        for row in rows
        for line in [lines[row["act_id"]]]
    ]


def _instalments(session: Session, history: Documents) -> pd.DataFrame:
    def day(act: int | None) -> str:
        return str(history.value(act, "recorded_on")) if act is not None else ""

    rows = records(session, Instalment)
    return pd.DataFrame(
        {
            "contribution": pd.Series([row["contribution_id"] for row in rows], dtype="int64"),
            "due_on": pd.Series([iso(row["due_on"]) for row in rows], dtype="str"),
            "amount": pd.Series([row["amount"] for row in rows], dtype="int64"),
            "recorded_on": pd.Series([day(row["act_id"]) for row in rows], dtype="str"),
            "ended_on": pd.Series([day(row["ended_by_act_id"]) for row in rows], dtype="str"),
        }
    )


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
    touched, newest = touched_after(session, before.last_digest) if before else ({}, 0)
    history = history_lines.recorded(session, before)
    found: dict[str, Any] = {
        name: documents(session, name, before, touched.get(table.__tablename__, ()))
        for name, (table, _, _) in DOCUMENTS.items()
    }
    small = {name: rows for name, rows in found.items() if isinstance(rows, dict)}
    others: dict[str, tuple[type[Any], Callable[[], Any]]] = {
        "countries": (Country, lambda: _countries(session)),
        "graduations": (Graduation, lambda: records(session, Graduation)),
        "decisions": (EligibilityDecision, lambda: records(session, EligibilityDecision)),
        "instalments": (Instalment, lambda: _instalments(session, history)),
    }
    for name, (table, make) in others.items():
        is_known = before is not None and table.__tablename__ not in touched
        found[name] = getattr(before, name) if is_known else make()
    found["entries"] = growing.entries(session, before.entries if before else None)
    found["steps"] = growing.steps(session, before.steps if before else None)
    found["classes"] = growing.classes(session, before.classes if before else None)
    if not before:
        newest = session.scalar(sa.select(sa.func.max(Digest.id))) or 0
    return Frames(
        revision=fund.revision,
        stamp=_stamp(session, fund),
        fund=typed_row(Terms, records(session, Fund)[0]),
        terms=versions(session),
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


def _countries(session: Session) -> dict[str, CountryFacts]:
    known = set(CountryFacts.__dataclass_fields__)
    return {
        row["iso3"]: CountryFacts(**{name: row[name] for name in known})
        for row in records(session, Country)
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
