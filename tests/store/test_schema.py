"""The migrations make exactly what the models say, on both engines."""

from functools import partial

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import select

from tests.books import everything
from tests.together import at_once
from trustfund.domain.problems import Refused
from trustfund.store import schema
from trustfund.store.base import Base
from trustfund.store.drafts import Beside
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.tables import Country, Event, Fund, Objective, PoolBalance


def checks(store: Store) -> dict[str, dict[str, str]]:
    """The CHECKs of every table as the database itself spells them."""
    inspector = sa.inspect(store.engine)
    return {
        table.name: {
            str(check["name"]): " ".join(check["sqltext"].split())
            for check in inspector.get_check_constraints(table.name)
        }
        for table in Base.metadata.sorted_tables
    }


def test_a_migrated_store_has_nothing_that_the_models_lack_nor_the_reverse(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "autogenerate_plugins": [
                    "alembic.autogenerate.*",
                    "alembic.ext.checkconstraint_byname",
                ],
            },
        )
        kept = [Base.metadata] if store.is_sqlite else [Base.metadata, Beside.metadata]
        assert compare_metadata(context, kept) == []  # type: ignore[arg-type]


def test_every_check_says_in_a_migrated_store_what_it_says_in_the_models(empty_url):
    store = Store(empty_url)
    Base.metadata.create_all(store.engine)
    of_models = checks(store)
    Base.metadata.drop_all(store.engine)
    make_ready(store)
    of_migrations = checks(store)
    store.engine.dispose()
    assert of_migrations == of_models
    assert "ck_pool_balance_not_overdrawn" in of_models["pool_balance"]


def test_a_new_store_is_at_the_newest_version(store):
    assert schema.version(store) == schema.newest()


def test_making_a_store_ready_twice_changes_nothing(store):
    before = everything(store)
    make_ready(store)
    assert everything(store) == before


def test_a_new_store_holds_the_reference_lists_and_no_money(store):
    with store.reading() as session:
        counts = {
            table.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (Country, Objective, Event, PoolBalance)
        }
        fund = session.get_one(Fund, 1)
        balances = session.exec(select(PoolBalance.usd_cents)).all()
    assert counts == {"country": 248, "objective": 3, "event": 27, "pool_balance": 5}
    assert (fund.code, fund.revision, fund.agent_fee_basis_points) == ("MCS00", 0, 100)
    assert not fund.illustrative
    assert set(balances) == {0}


def test_a_store_exists_once_it_was_made(empty_url):
    store = Store(empty_url)
    assert not store.exists()
    make_ready(store)
    assert store.exists()
    store.engine.dispose()


def test_a_store_made_by_a_newer_program_is_refused_with_a_sentence(store):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = everything(store)
    with pytest.raises(Refused, match="was made by a newer version of this program"):
        make_ready(store)
    assert everything(store) == before


def test_a_migration_that_fails_leaves_no_half_made_store(empty_url):
    def fail(_connection, _cursor, statement, *_):
        if "entry_append_only" in statement or "entry_no_update" in statement:
            raise RuntimeError("the power failed")

    store = Store(empty_url)
    sa.event.listen(store.engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        make_ready(store)
    assert not sa.inspect(store.engine).get_table_names()
    assert not store.exists()

    sa.event.remove(store.engine, "before_cursor_execute", fail)
    make_ready(store)
    assert schema.version(store) == schema.newest()
    store.engine.dispose()


def test_eight_programs_that_open_a_new_file_at_once_all_get_in(tmp_path):
    """SQLite refuses one of two that make a file at once, about one time in ten of such crowds."""

    def open_it(store: Store) -> None:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    for attempt in range(25):
        stores = [Store(f"sqlite:///{tmp_path}/{attempt}.db") for _ in range(8)]
        at_once(*(partial(open_it, store) for store in stores))
        for store in stores:
            store.engine.dispose()


def test_two_first_starts_at_once_make_one_store(empty_url):
    stores = [Store(empty_url) for _ in range(4)]
    assert at_once(*(partial(make_ready, store) for store in stores)) == [None] * 4
    assert schema.version(stores[0]) == schema.newest()
    with stores[0].reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Country)) == 248
    for store in stores:
        store.engine.dispose()
