"""Makes a store ready: schema, countries, objectives, events and the fund's own terms."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.act_codes import PROGRAMS_OWN, ActCode
from trustfund.domain.catalogue import file as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import AGENT
from trustfund.domain.problems import Code, refusal
from trustfund.store import schema
from trustfund.store.access_tables import Account
from trustfund.store.base import Base, typed
from trustfund.store.chain import write_line
from trustfund.store.covered import documents
from trustfund.store.engine import Store, open_store, utc_now
from trustfund.store.places import PROJECT
from trustfund.store.tables import Country, Event, Fund, History, Objective, PoolBalance
from trustfund.store.workplace import beside, sweep

T = TypeVar("T", bound=Base)
DATA = PROJECT / "data"


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a data file, as text: "NA" is Namibia, not a missing value."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str) -> date | None:
    """An ISO date of a data file, None for an empty cell."""
    return date.fromisoformat(text) if text else None


def _terms() -> Fund:
    """The fund's first terms; the administrator may change them."""
    return Fund(
        code="MCS00",
        name="Voluntary trust fund for the global compact for migration",
        starts_on=date(2017, 4, 3),
        ends_on=date(2018, 12, 31),
        agent_fee_basis_points=100,
        indirect_cost_basis_points=0,
        managing_organization="International Organization for Migration",
    )


def _loaded(table: type[T], file: str) -> list[T]:
    """The rows of a data file; columns that the table does not have stay behind."""
    columns = table.__table__.c  # type: ignore[attr-defined]

    def value(name: str, cell: str) -> object:
        if columns[name].type.python_type is bool:
            return cell == "true"
        return typed(table, name, cell or (None if columns[name].nullable else ""))

    return [
        table(**{name: value(name, row[name]) for name in row.keys() & columns.keys()})
        for row in read_csv(DATA / file)
    ]


def make_ready(store: Store) -> None:
    """Create or upgrade the store. Loads reference data once; changes nothing that is there."""
    schema.upgrade(store)
    sweep(beside(store))
    with store.writing() as session:
        if session.get(Fund, 1) is not None:
            return
        objectives = _loaded(Objective, "objectives.csv")
        pools = (UNEARMARKED, *(objective.code for objective in objectives), AGENT)
        session.add(_terms())
        session.add_all(objectives)
        session.add_all(PoolBalance(pool=pool) for pool in pools)
        session.add_all(_loaded(Country, "countries.csv"))
        session.flush()
        session.add_all(_loaded(Event, "events.csv"))
        _begin_history(session, utc_now())


UNTOUCHED = ("published_half_year", "digest", "history")
"""The append-only tables in which a store has rows in which nothing is booked."""


def begin_again(session: Session, at: datetime, token: str) -> None:
    """Begin the history of an untouched store anew, at another moment and with what it holds."""
    session.get_one(Fund, 1).revision = 0
    connection = session.connection()
    with schema.changeable(connection, *UNTOUCHED):
        for table in UNTOUCHED:
            connection.execute(sa.delete(Base.metadata.tables[table]))
    _begin_history(session, at, token)


def _begin_history(session: Session, at: datetime, token: str = "") -> None:
    """Write line 0 of history, with digests of all that a store holds in which nothing is booked"""
    session.flush()
    connection = session.connection()
    counted = [
        f"{connection.scalar(sa.select(sa.func.count()).select_from(table))} {named}"
        for table, named in ((Country, "countries"), (Objective, "objectives"), (Event, "events"))
    ]
    code, subject = ActCode.INIT, session.get_one(Fund, 1).code
    outcome = f"The store is ready: {', '.join(counted)}."
    line = (code.value, code.words, subject, outcome, at)
    write_line(connection, 0, *line, documents(), token=token)


def is_untouched(session: Session) -> bool:
    """Whether the store holds only what the program put there: no act and no account."""
    booked = select(History).where(
        sa.or_(col(History.act).is_(None), col(History.act).not_in(PROGRAMS_OWN))
    )
    return all(session.exec(made).first() is None for made in (booked, select(Account)))


def ready_store() -> Store:
    """The store, or a sentence when there is none of this version."""
    store = open_store()
    if not store.exists() or schema.version(store) != schema.newest():
        why, remedy = "is not there, or of another version", "Run: python -m trustfund init"
        raise refusal(fields.STORE, Code.OTHER_VERSION, store.display_url, why, remedy)
    return store
