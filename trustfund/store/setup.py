"""Makes a store ready: schema, countries, objectives, events and the fund's own terms."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlmodel import Session, SQLModel, select

from trustfund.domain import earmarking, kinds
from trustfund.domain.catalogue import file as fields
from trustfund.domain.problems import Code, refusal
from trustfund.store import schema
from trustfund.store.access_tables import Account
from trustfund.store.engine import Store, open_store
from trustfund.store.places import PROJECT
from trustfund.store.tables import Country, Event, Fund, History, Objective, PoolBalance

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


def _countries() -> Iterator[SQLModel]:
    for row in read_csv(DATA / "countries.csv"):
        yield Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            m49=row["m49"],
            name=row["name"],
            un_member=row["un_member"] == "true",
            un_group=row["un_group"],
            m49_region=row["m49_region"],
            m49_subregion=row["m49_subregion"],
            developing=row["developing"] == "true",
            ldc=row["ldc"] == "true",
            ldc_until=day(row["ldc_until"]),
            ldc_scheduled_until=day(row["ldc_scheduled_until"]),
            lldc=row["lldc"] == "true",
            sids=row["sids"] == "true",
        )


def _events() -> Iterator[SQLModel]:
    for row in read_csv(DATA / "events.csv"):
        yield Event(
            code=row["code"],
            kind=kinds.EventKind(row["kind"]),
            title=row["title"],
            city=row["city"],
            country=row["country"] or None,
            announced=row["announced"],
            starts_on=day(row["starts_on"]),
            ends_on=day(row["ends_on"]),
            date_precision=kinds.DatePrecision(row["date_precision"]),
            phase=row["phase"],
            status=kinds.EventStatus(row["status"]),
        )


def make_ready(store: Store) -> None:
    """Create or upgrade the store. Loads reference data once; changes nothing that is there."""
    schema.upgrade(store)
    with store.writing() as session:
        if session.get(Fund, 1) is not None:
            return
        objectives = [Objective(**row) for row in read_csv(DATA / "objectives.csv")]
        pools = [
            earmarking.UNEARMARKED,
            *(objective.code for objective in objectives),
            kinds.AGENT,
        ]
        session.add(_terms())
        session.add_all(objectives)
        session.add_all(PoolBalance(pool=pool) for pool in pools)
        session.add_all(_countries())
        session.flush()
        session.add_all(_events())


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
        raise refusal(fields.STORE, Code.OTHER_VERSION, store.said, why, remedy)
    return store
