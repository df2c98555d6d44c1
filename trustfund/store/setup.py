"""Makes a store ready: schema, countries, objectives, events and the fund's own terms."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.act_codes import PROGRAMS_OWN, ActCode
from trustfund.domain.catalogue import file as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fund_terms import checked, from_toml
from trustfund.domain.kinds import AGENT
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.store import schema
from trustfund.store.access_tables import Account
from trustfund.store.bank_tables import BankStatement
from trustfund.store.base import Base, typed
from trustfund.store.chain import write_line
from trustfund.store.covered import documents
from trustfund.store.engine import Store, open_store, utc_now
from trustfund.store.places import PROJECT
from trustfund.store.tables import (
    Country,
    EligibilityDecision,
    Event,
    Fund,
    FundTerms,
    History,
    Objective,
    PoolBalance,
)
from trustfund.store.workplace import beside, sweep

DATA = PROJECT / "data"
FUNDS = DATA / "funds"
DEFAULT_FUND = FUNDS / "migration-compact"
FUND_FILE = "fund.toml"


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a data file, as text: "NA" is Namibia, not a missing value."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def read_toml(path: Path) -> dict[str, Any]:
    """What a file of settings says; numbers with a point are decimals, never floats."""
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def day(text: str) -> date | None:
    """An ISO date of a data file, None for an empty cell."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Beginning:
    """What a fund begins with: its terms, objectives, events and decisions on eligibility."""

    fund: Mapping[str, Any]
    """Columns of ``fund``."""
    dated: Mapping[str, Any]
    """Columns of ``fund_terms``, but that of the act."""
    objectives: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    decisions: Sequence[Mapping[str, Any]] = ()


def rows_of(table: type[Base], path: Path) -> list[dict[str, Any]]:
    """The rows of a data file; columns that the table does not have stay behind."""
    columns = table.__table__.c  # type: ignore[attr-defined]

    def value(name: str, cell: str) -> object:
        if columns[name].type.python_type is bool:
            return cell == "true"
        return typed(table, name, cell or (None if columns[name].nullable else ""))

    return [
        {name: value(name, row[name]) for name in row.keys() & columns.keys()}
        for row in read_csv(path)
    ]


def _default() -> Beginning:
    """The fund that ``init`` makes."""
    problems = Problems()
    objectives = rows_of(Objective, DEFAULT_FUND / "objectives.csv")
    draft = from_toml(problems, read_toml(DEFAULT_FUND / FUND_FILE))
    codes = [row["code"] for row in objectives]
    terms = problems.sound(checked(problems, draft, codes))
    events = rows_of(Event, DEFAULT_FUND / "events.csv")
    return Beginning(terms.fund, terms.dated, objectives, events)


def make_ready(store: Store) -> None:
    """Create or upgrade the store. Loads reference data once; changes nothing that is there."""
    schema.upgrade(store)
    sweep(beside(store))
    with store.writing() as session:
        if session.get(Fund, 1) is not None:
            return
        begin = _default()
        session.add_all(Country(**row) for row in rows_of(Country, DATA / "countries.csv"))
        session.add(Fund(**begin.fund))
        session.flush()
        _fill(session, begin)
        _begin_history(session, utc_now())


def _fill(session: Session, begin: Beginning, version: int = 1) -> None:
    """Write what a fund begins with, beside its own row."""
    session.add_all(Objective(**row, version=version) for row in begin.objectives)
    codes = (str(row["code"]) for row in begin.objectives)
    session.add_all(PoolBalance(pool=pool) for pool in (UNEARMARKED, *codes, AGENT))
    session.add(FundTerms(act_id=0, **begin.dated))
    session.flush()
    session.add_all(Event(**row, version=version) for row in begin.events)
    session.add_all(EligibilityDecision(act_id=0, **row) for row in begin.decisions)


UNTOUCHED = ("published_half_year", "digest", "history", "fund_terms")
"""The append-only tables in which a store has rows in which nothing is booked."""
_REPLACED = (EligibilityDecision, Event, PoolBalance, Objective)


def begin_again(
    session: Session,
    at: datetime,
    token: str = "",
    begin: Beginning | None = None,
    by: str = "",
) -> None:
    """Begin the history of an untouched store anew, at another moment and with what it holds.

    That is the fund of ``begin``, where it is given; history tells ``by`` whom.
    """
    fund = session.get_one(Fund, 1)
    fund.revision = 0
    terms = session.exec(select(FundTerms).order_by(col(FundTerms.id).desc())).first()
    assert terms is not None
    dated = terms.model_dump(exclude={"id", "act_id"})
    session.expunge(terms)
    session.flush()
    connection = session.connection()
    with schema.changeable(connection, *UNTOUCHED):
        for table in UNTOUCHED:
            connection.execute(sa.delete(Base.metadata.tables[table]))
    if begin is None:
        session.add(FundTerms(act_id=0, **dated))
    else:
        for replaced in _REPLACED:
            session.execute(sa.delete(replaced))
        for name, value in begin.fund.items():
            setattr(fund, name, value)
        fund.version += 1  # a form that shows what was before is outdated
        _fill(session, begin, fund.version)
    _begin_history(session, at, token, by)


def _begin_history(session: Session, at: datetime, token: str = "", by: str = "") -> None:
    """Write line 0 of history, with digests of all that a store holds in which nothing is booked"""
    session.flush()
    connection = session.connection()
    counted = [
        f"{connection.scalar(sa.select(sa.func.count()).select_from(table))} {named}"
        for table, named in ((Country, "countries"), (Objective, "objectives"), (Event, "events"))
    ]
    code, subject = ActCode.INIT, session.get_one(Fund, 1).code
    whose = f", begun by {by}" if by else ""
    outcome = f"The store is ready: {', '.join(counted)}{whose}."
    line = (code.value, code.words, subject, outcome, at)
    write_line(connection, 0, *line, documents(), token=token, wrote=("fund_terms",))


def has_no_act(session: Session) -> bool:
    """Whether nobody has booked anything: of the books there is only what the program put there."""
    booked = select(History.id).where(
        sa.or_(col(History.act).is_(None), col(History.act).not_in(PROGRAMS_OWN))
    )
    return session.exec(booked.limit(1)).first() is None


def is_untouched(session: Session) -> bool:
    """Whether the store holds only what the program put there: no act and no account."""
    others = (Account.id, BankStatement.id)
    return has_no_act(session) and not any(
        session.scalar(sa.select(sa.exists().where(key.is_not(None)))) for key in map(col, others)
    )


def ready_store() -> Store:
    """The store, or a sentence when there is none of this version."""
    store = open_store()
    if not store.exists() or schema.version(store) != schema.newest():
        why, remedy = "is not there, or of another version", "Run: python -m trustfund init"
        raise refusal(fields.STORE, Code.OTHER_VERSION, store.display_url, why, remedy)
    return store
