"""Entries of one document are found by its own index, however many entries there are."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from trustfund.ledger import books, entries
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contribution, Contributor, Deposit, Entry, Event, Movement, Trip


def plan_of(store, statement) -> list[str]:
    """How SQLite finds what a statement asks for."""
    text = statement.compile(store.engine, compile_kwargs={"literal_binds": True})
    with store.engine.connect() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]


@pytest.mark.parametrize("owner", ["contribution_id", "deposit_id", "movement_id", "trip_id"])
def test_standing_entries_are_found_by_their_document(sqlite_store, owner):
    statement = entries._standing(Entry, owner).params(key=1)
    assert plan_of(sqlite_store, statement)[0].startswith(
        f"SEARCH entry USING INDEX ix_entry_{owner} "
    )


def test_a_void_deposit_is_found_by_its_own_entries(sqlite_store):
    statement = select(Deposit.reference).where(Deposit.reference == "D-1", is_void(Deposit))
    lines = plan_of(sqlite_store, statement)
    # Its newest act is looked up so, and whether anything of it stands.
    assert len([line for line in lines if "USING INDEX ix_entry_deposit_id " in line]) == 2


@pytest.mark.parametrize("table", [Contribution, Contributor, Deposit, Event, Movement, Trip])
def test_a_document_is_found_by_an_index_however_its_reference_is_spelt(sqlite_store, table):
    first, *_ = plan_of(sqlite_store, books._known(table).params(skeleton="mcs00-d-0031"))
    name = table.__tablename__
    assert first.startswith(f"SEARCH {name} USING INDEX ix_{name}_skeleton (skeleton=?)")


@pytest.mark.parametrize("column", ["trip_id", "movement_id"])
def test_entries_of_one_kind_of_document_alone_stand_in_its_index(sqlite_store, column):
    statement = select(Entry.id).where(sa.column(column).in_([1, 2]))
    assert f"ix_entry_{column}" in plan_of(sqlite_store, statement)[0]
