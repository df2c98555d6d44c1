"""The books as columns: read once for each revision, shared by every session of the process.

Days are ISO text (they sort and compare as days do; "" is not stated), money is int64 in minor
units, and ids are int64 with 0 for none, so nothing ever becomes a float.
"""

import json
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.classifications import CountryFacts
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures import half_years
from trustfund.figures.rows import (
    ContributionRow,
    ContributorRow,
    EventRow,
    Terms,
    put_back,
    typed_row,
    value_of,
)
from trustfund.store import many
from trustfund.store.base import SKELETON, typed
from trustfund.store.engine import Store, utc_now
from trustfund.store.engine import today as today_of
from trustfund.store.tables import (
    Allocation,
    CertifiedYear,
    Contribution,
    Contributor,
    ContributorName,
    Country,
    Deposit,
    EligibilityDecision,
    Entry,
    Event,
    Fund,
    History,
    ImportedFile,
    Instalment,
    Movement,
    Objective,
    OrganizationReference,
    PublishedHalfYear,
    Rate,
    Trip,
    TripStep,
    UnidentifiedReceipt,
)

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
DOCUMENTS: dict[str, tuple[type[Any], str, type[Any] | None]] = {
    "contributions": (Contribution, "id", ContributionRow),
    "contributors": (Contributor, "id", ContributorRow),
    "organization_references": (OrganizationReference, "id", None),
    "deposits": (Deposit, "id", None),
    "movements": (Movement, "id", None),
    "allocations": (Allocation, "id", None),
    "receipts": (UnidentifiedReceipt, "id", None),
    "trips": (Trip, "id", None),
    "events": (Event, "code", EventRow),
    "rates": (Rate, "effective_on", None),
}
"""The documents of ``Frames``: their table, the column of their order, and typed rows."""
CHANGING: tuple[type[Any], ...] = (
    *(Fund, ContributorName, ImportedFile),
    *(table for table, _, _ in DOCUMENTS.values()),
)
"""The tables whose rows acts change."""


@dataclass(frozen=True)
class Change:
    """What fields of one document were before an act changed them."""

    act: int
    recorded_on: str
    table: type[Any]
    key: Any
    before: dict[str, Any]


@dataclass(frozen=True)
class Frames:
    """Everything figures are computed from, at one revision. Never changed after loading."""

    revision: int
    stamp: str
    fund: Terms
    """The fund's own terms."""
    entries: pd.DataFrame
    steps: pd.DataFrame
    instalments: pd.DataFrame
    contributions: dict[int, ContributionRow]
    contributors: dict[int, ContributorRow]
    organization_references: dict[int, dict[str, Any]]
    """How IATI calls contributors and organizations."""
    deposits: dict[int, dict[str, Any]]
    movements: dict[int, dict[str, Any]]
    allocations: dict[int, dict[str, Any]]
    receipts: dict[int, dict[str, Any]]
    """Unidentified receipts."""
    certified: list[dict[str, Any]]
    """Certified years, the newest certification last."""
    trips: dict[int, dict[str, Any]]
    events: dict[str, EventRow]
    countries: dict[str, CountryFacts]
    decisions: list[dict[str, Any]]
    rates: dict[tuple[str, str], dict[str, Any]]
    """By currency and effective day."""
    objectives: dict[str, str]
    history: dict[int, dict[str, Any]]
    """The line of every act, without what it changed; ``recorded_on`` is its UTC day."""
    changes: list[Change]
    published_until: str
    """Last day of the newest half-year of which numbers about few people are published, or ""."""
    void: dict[type[Any], dict[Any, Any]] = field(default_factory=dict)
    """Documents of imports that were taken back, by table: nowhere shown but as known before."""

    @cached_property
    def answers(self) -> dict[Hashable, Any]:
        """Figures that are the same for every reader, kept as long as these books are."""
        return {}

    @property
    def fund_code(self) -> str:
        """The fund's code."""
        return self.fund.code

    @property
    def fund_name(self) -> str:
        """The fund's name."""
        return self.fund.name

    @property
    def last_recorded(self) -> str:
        """The moment of the newest act, as ISO text in UTC; "" before the first."""
        return str(self.history[self.revision]["at"]) if self.revision else ""

    @property
    def illustrative(self) -> bool:
        """Whether the books are the sample's."""
        return self.fund.illustrative

    def as_known(self, day: str) -> "Frames":
        """The documents, and the revision, as known at the end of a UTC day, "" for now."""
        if not day:
            return self

        def known(table: type[Any], rows: dict[K, R]) -> dict[K, R]:
            rows = rows | self.void.get(table, {})
            kept = {key: row for key, row in rows.items() if self.was_recorded(row, day)}
            for change in self.changes:  # newest first, so the oldest value is put back last
                if change.recorded_on > day and change.table is table and change.key in kept:
                    kept[change.key] = put_back(kept[change.key], change.before)
            return _in_force(kept)

        documents: dict[str, Any] = {
            name: known(kept[0], getattr(self, name)) for name, kept in DOCUMENTS.items()
        }
        acts = (act for act, line in self.history.items() if line["recorded_on"] <= day)
        return replace(
            self,
            revision=max(acts, default=0),
            fund=known(Fund, {1: self.fund})[1],
            certified=[row for row in self.certified if self.was_recorded(row, day)],
            decisions=[row for row in self.decisions if self.was_recorded(row, day)],
            **documents,
        )

    def terms_at(self, act: int) -> Terms:
        """The fund's terms as they stood when an act was booked."""
        terms = self.fund
        for change in self.changes:  # newest first
            if change.table is Fund and change.act > act:
                terms = put_back(terms, change.before)
        return terms

    def recorded_on(self, act: int | None) -> str:
        """The UTC day of an act; "" for what was there before all acts."""
        return str(self.history[act]["recorded_on"]) if act else ""

    def was_recorded(self, row: object, day: str) -> bool:
        """Whether a document was recorded by the end of a UTC day."""
        return self.recorded_on(value_of(row, "act_id")) <= day


def iso(value: date | None) -> str:
    """A day as ISO text, "" when there is none."""
    return value.isoformat() if value else ""


def utc(moment: datetime) -> str:
    """A moment as ISO text to the second, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _utc_day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _records(session: Session, table: type[Any], order: str = "id") -> list[dict[str, Any]]:
    source = table.__table__
    columns = (column for column in source.c if column.name != SKELETON)  # a help to the store
    rows = session.execute(sa.select(*columns).order_by(source.c[order])).mappings()
    return [dict(row) for row in rows]


def _frame(columns: dict[str, tuple[str, list[Any]]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(values, dtype=kind) for name, (kind, values) in columns.items()}
    )


def _utc_moment(moment: datetime) -> str:
    return utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))  # SQLite keeps no zone


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
_TEXTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "recorded_at": ("recorded_at", _utc_moment),
    "recorded_on": ("recorded_at", lambda moment: _utc_moment(moment)[:10]),
    "value_date": ("value_date", iso),
    "kind": ("kind", lambda kind: str(kind.value)),
    "pool": ("objective", lambda objective: objective or UNEARMARKED),
    "currency": ("currency", str),
    "rate": ("rate", lambda rate: rate or ""),
    "rate_effective_on": ("rate_effective_on", iso),
    "reason": ("reason", str),
}
"""Columns of the frame of entries, those of the table, and how a value is put."""


def _entries(session: Session) -> pd.DataFrame:
    """All entries, read and put column by column: there may be a million."""
    table = Entry.__table__  # type: ignore[attr-defined]
    names = [*_NUMBERS.values(), *dict.fromkeys(column for column, _ in _TEXTS.values())]
    asked = [
        sa.type_coerce(table.c[name], sa.DateTime(timezone=True))  # a call for each row otherwise
        if name == "recorded_at"
        else table.c[name]
        for name in names
    ]
    rows = session.execute(sa.select(*asked).order_by(table.c.id)).all()
    found = dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))
    numbers = {
        name: ("int64", [value or 0 for value in found[column]])
        for name, column in _NUMBERS.items()
    }
    texts = {name: ("str", _each(found[column], put)) for name, (column, put) in _TEXTS.items()}
    return _frame(numbers | texts)


def _each(values: Sequence[Any], put: Callable[[Any], str]) -> list[str]:
    """Each value as it is put; what comes again, as days and moments do, is put so once."""
    known = {value: put(value) for value in set(values)}
    return [known[value] for value in values]


def _steps(session: Session) -> pd.DataFrame:
    rows = _records(session, TripStep)
    return _frame(
        {
            "id": ("int64", [row["id"] for row in rows]),
            "recorded_on": ("str", [_utc_day(row["recorded_at"]) for row in rows]),
            "trip": ("int64", [row["trip_id"] for row in rows]),
            "status": ("str", [row["status"].value for row in rows]),
            "on_date": ("str", [iso(row["on_date"]) for row in rows]),
            "reverses": ("int64", [row["reverses"] or 0 for row in rows]),
        }
    )


def _instalments(session: Session, history: dict[int, dict[str, Any]]) -> pd.DataFrame:
    rows = _records(session, Instalment)
    days = {act: line["recorded_on"] for act, line in history.items()}
    return _frame(
        {
            "contribution": ("int64", [row["contribution_id"] for row in rows]),
            "due_on": ("str", [iso(row["due_on"]) for row in rows]),
            "amount": ("int64", [row["amount"] for row in rows]),
            "recorded_on": ("str", [days[row["act_id"]] for row in rows]),
            "ended_on": ("str", [days.get(row["ended_by_act_id"], "") for row in rows]),
        }
    )


def _changes(lines: list[dict[str, Any]]) -> list[Change]:
    """What acts changed in documents, newest first."""
    tables = {table.__tablename__: table for table in CHANGING}
    found = []
    for line in reversed(lines):
        for change in json.loads(line["changes"]) if line["changes"] else ():
            table, key = tables[change["table"]], change["key"]
            fields = {
                name: typed(table, name, before) for name, (before, _) in change["fields"].items()
            }
            found.append(
                Change(
                    line["id"],
                    _utc_day(line["at"]),
                    table,
                    tuple(key) if key[1:] else key[0],
                    fields,
                )
            )
    return found


def _in_force(rows: dict[K, R]) -> dict[K, R]:
    return {key: row for key, row in rows.items() if not value_of(row, "void")}


def _documents(session: Session, name: str) -> dict[Any, Any]:
    """Documents by their id, code, or currency and day; never with the name of a person."""
    table, order, kind = DOCUMENTS[name]
    rows = _records(session, table, order)
    if table is Rate:
        return {(row["currency"], iso(row["effective_on"])): row for row in rows}
    for row in rows if table is Trip else ():
        del row["name"]  # personal data has no business in a shared cache
    return {row[order]: typed_row(kind, row) if kind else row for row in rows}


@many.uncollected()
def _load(session: Session, fund: Fund) -> Frames:
    known = set(CountryFacts.__dataclass_fields__)
    lines = _records(session, History)
    history = {
        line["id"]: {
            "recorded_on": _utc_day(line["at"]) if line["id"] else "",  # init: before all acts
            "at": utc(line["at"]),
            **{
                name: line[name]
                for name in ("id", "actor", "action", "subject", "reason", "act", "hash")
            },
        }
        for line in lines
    }
    found: dict[str, Any] = {name: _documents(session, name) for name in DOCUMENTS}
    return Frames(
        revision=fund.revision,
        stamp=_stamp(session, fund),
        fund=typed_row(Terms, _records(session, Fund)[0]),
        entries=_entries(session),
        steps=_steps(session),
        instalments=_instalments(session, history),
        certified=_records(session, CertifiedYear),
        countries={
            row["iso3"]: CountryFacts(**{name: row[name] for name in known})
            for row in _records(session, Country, "iso3")
        },
        decisions=_records(session, EligibilityDecision),
        objectives={row["code"]: row["title"] for row in _records(session, Objective, "code")},
        history=history,
        changes=_changes(lines),
        published_until=_published_until(session),
        void={
            DOCUMENTS[name][0]: {key: row for key, row in rows.items() if value_of(row, "void")}
            for name, rows in found.items()
        },
        **{name: _in_force(rows) for name, rows in found.items()},
    )


_cache: dict[str, Frames] = {}
_lock = threading.Lock()


def _published_until(session: Session) -> str:
    return iso(session.scalar(sa.select(sa.func.max(PublishedHalfYear.last_day))))


def _stamp(session: Session, fund: Fund) -> str:
    """Names one state of the books: a restored backup may reach an old revision by other acts."""
    last = session.get(History, fund.revision)
    published = _published_until(session)
    return f"{fund.revision} {last.at.isoformat()} {published}" if last else "0"


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
        with _lock:  # one session loads a new revision, the others wait for it
            if key not in _cache or _cache[key].stamp != _stamp(session, fund):
                _cache[key] = _load(session, fund)
            return _cache[key], today_of(fund)


def within(session: Session, fund: Fund) -> Frames:
    """The books as one open transaction sees them, with what it did so far; kept by nobody."""
    return _load(session, fund)
