"""Makes a store ready: schema, countries, objectives, events and the fund's own terms."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session, select

from trustfund.domain.catalogue import file as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import AGENT
from trustfund.domain.problems import Code, refusal
from trustfund.store import schema
from trustfund.store.access_tables import Account
from trustfund.store.base import Base, typed
from trustfund.store.engine import Store, open_store
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


def is_untouched(session: Session) -> bool:
    """Whether the store holds only what ``make_ready`` put there: no act and no account."""
    fund = session.get(Fund, 1)
    return (fund is None or fund.revision == 0) and all(
        session.exec(select(made)).first() is None for made in (History, Account)
    )


def ready_store() -> Store:
    """The store, or a sentence when there is none of this version."""
    store = open_store()
    if not store.exists() or schema.version(store) != schema.newest():
        why, remedy = "is not there, or of another version", "Run: python -m trustfund init"
        raise refusal(fields.STORE, Code.OTHER_VERSION, store.display_url, why, remedy)
    return store
