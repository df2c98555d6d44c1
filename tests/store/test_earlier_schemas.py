"""Books made by an earlier program go on, with all that is in them.

``earlier/`` has a small fund for each earlier schema, exactly as that program wrote it. A new
migration adds the file of the schema before it.
"""

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from tests.books import history, perform, recorded_on
from tests.store.test_append_only import refused
from trustfund.commands.program import main
from trustfund.domain.texts import skeleton
from trustfund.exchange import sample
from trustfund.figures import checks, frames, half_years, settling
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.store import backup, chain, covered, engine, schema
from trustfund.store.base import Base, skeletons
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.tables import Fund, PoolBalance

EARLIER = Path(__file__).with_name("earlier")
VERSIONS = sorted(path.stem for path in EARLIER.glob("*.json"))


def oldest_and_newest(marks: pytest.MarkDecorator) -> list[Any]:
    """All versions, those between marked: books of the oldest meet every migration already."""
    between = (pytest.param(version, marks=marks) for version in VERSIONS[1:-1])
    return [VERSIONS[0], *between, VERSIONS[-1]]


def typed(column: sa.Column[Any], value: Any) -> Any:
    """What a JSON value is in a column of a reflected table."""
    kind = column.type.python_type
    if value is None or not isinstance(value, str) or kind is str:
        return value
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if getattr(column.type, "timezone", False) else moment
    return kind.fromisoformat(value)


def made_by(version: str, url: sa.URL) -> Store:
    """A store as the program of an earlier schema left it."""
    store = Store(url)
    with store.engine.execution_options(writer=True).begin() as connection:
        command.upgrade(schema.config(connection), version)
    tables = sa.MetaData()
    tables.reflect(store.engine)
    content = json.loads((EARLIER / f"{version}.json").read_text())
    with store.engine.execution_options(writer=True).begin() as connection:
        for name, rows in content.items():
            columns = tables.tables[name].c
            for row in rows:
                values = {field: typed(columns[field], value) for field, value in row.items()}
                connection.execute(tables.tables[name].insert().values(values))
        if not store.is_sqlite:
            for table in tables.tables.values():
                if "id" in table.c and table.name not in {"fund", "history"}:
                    connection.exec_driver_sql(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                        f"(SELECT COALESCE(MAX(id), 1) FROM {table.name}))"
                    )
    return store


def lines_of_upgrade(version: str) -> int:
    """How many lines of history the upgrade of a schema writes: one for each that fills tables."""
    return sum(version < filling for filling in ("0009", "0012", "0017"))


def rows_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    tables = sa.MetaData()
    tables.reflect(store.engine)
    with store.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for name, table in tables.tables.items()
        }


def test_there_is_a_fund_of_every_earlier_schema():
    scripts = ScriptDirectory.from_config(schema.config()).walk_revisions()
    earlier = {script.revision for script in scripts} - {schema.newest()}
    assert set(VERSIONS) == earlier


@pytest.mark.parametrize("version", oldest_and_newest(pytest.mark.deep_on_postgres))
def test_books_of_an_earlier_schema_keep_every_row_and_go_on(empty_url, version):
    store = made_by(version, empty_url)
    before = rows_of(store)
    make_ready(store)
    after = rows_of(store)
    for name, rows in before.items():
        if name in {"alembic_version", "sign_in_link", "web_session"}:  # nobody stays signed in
            continue
        if name == "account" and rows and "role" in rows[0]:  # since 0016 it may have several
            roles = [(row["id"], row.pop("role")) for row in rows]
            assert roles == [(row["account_id"], row["role"]) for row in after["account_role"]]
        kept = [{field: row[field] for field in rows[0]} for row in after[name]] if rows else []
        for row in rows:
            if name == "fund":
                row["revision"] += lines_of_upgrade(version)
            assert row in kept
        more = lines_of_upgrade(version) if name == "history" else 0
        assert len(kept) == len(rows) + more or name == "pool_balance"
    assert schema.version(store) == schema.newest()
    assert list(checks.problems(store)) == []
    assert all(line.act and line.act.words == line.action for line in history(store))

    with recorded_on(LATER):
        perform(store, record_movement, MovementDraft("interest", INTEREST_ON, "10"))
    assert list(checks.problems(store)) == []
    store.engine.dispose()


def test_an_upgrade_that_has_to_wait_says_so(empty_url, monkeypatch, capsys):
    """Nothing is damaged by it, although the new tables are not there yet."""
    store = made_by("0008", empty_url)
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", empty_url.render_as_string(hide_password=False))
    monkeypatch.setattr(engine, "PATIENCE", timedelta(milliseconds=100))
    monkeypatch.setattr(schema, "take_turn", partial(engine.take_turn, patience=engine.PATIENCE))
    with store.engine.execution_options(writer=True).begin() as somebody:
        if not store.is_sqlite:
            engine.take_turn(somebody, "a booking")
        assert main(["init"]) == 1
    assert capsys.readouterr().err.startswith("Store: is in use: ")
    assert main(["init"]) == 0
    engine.open_store().engine.dispose()
    store.engine.dispose()


def test_a_store_that_was_only_upgraded_takes_a_backup_and_the_sample(store, sample_file):
    with store.writing() as session:
        chain.note_migration(session.connection(), "Upgraded", ["country"], covered.NEWEST)
    half_years.publish(store, date(2026, 6, 30))
    assert backup.restore(store, sample_file, checks.problems).revision == 1774
    assert list(checks.problems(store)) == []


def test_the_sample_goes_into_a_store_that_was_only_upgraded(sqlite_store, monkeypatch):
    monkeypatch.setattr(sample, "_trips", tuple)  # three hundred take long, and are acts as others
    with sqlite_store.writing() as session:
        chain.note_migration(session.connection(), "Upgraded", ["country"], covered.NEWEST)
    half_years.publish(sqlite_store, date(2026, 6, 30))
    sample.load(sqlite_store)
    assert list(checks.problems(sqlite_store)) == []


def test_check_finds_what_the_program_before_left_contradicting(empty_url, set_today):
    """Three events changed after travel was authorised, and that program said all is well."""
    set_today("2026-11-24")  # the day on which Nepal was scheduled to graduate
    store = made_by("0011", empty_url)
    make_ready(store)
    assert list(checks.problems(store)) == []
    cancelled, moved, before, counts, *due = settling.to_settle(store)
    assert cancelled.startswith(
        "event X-1 is cancelled, and travel to it is not: 1 trip with USD 1,070.00 reserved, "
        "ABC01-T-0004. Change the event (page Record travel, Event) and release them"
    )
    assert moved.startswith("1 trip travelled on 2017-06-21, and X-2 begins on 2099-06-21: ")
    assert before.startswith("1 trip travelled on 2017-05-22, and X-3 begins on 2017-06-19: ")
    assert counts.startswith(
        "1 country would count otherwise at event X-3 by its first day as known now, 2017-06-19: "
        "Equatorial Guinea (LDC: yes → no). Change the event (page Record travel, Event)"
    )
    assert [line.partition(" was scheduled to stop being")[0] for line in due] == ["Nepal"]
    store.engine.dispose()


def test_check_asks_about_money_that_the_program_before_may_have_booked_twice(empty_url):
    """One bank reference in two spellings, and two deposits of a giver, day and amount."""
    store = made_by("0012", empty_url)
    make_ready(store)
    assert [line.partition(". ")[0] for line in settling.to_settle(store) if "money" in line] == [
        'the deposits "D-4" and "D-5" may be the same money',
        'the deposits "D-5" and "D-6" may be the same money',
    ]
    store.engine.dispose()


INTEREST_ON = datetime(2017, 12, 31, tzinfo=UTC).date()
LATER = "2030-01-01"
"""After the newest of these books, whatever the clock of the machine says."""


def test_the_balance_with_the_agent_is_worked_out_for_books_that_had_none(empty_url):
    store = made_by("0001", empty_url)
    make_ready(store)
    with store.reading() as session:
        agent = session.get_one(PoolBalance, "agent").usd_cents
        fund = session.get_one(Fund, 1)
    assert agent == 930_000  # deposits of 5,000, 4,000 and 300 dollars, free of fees
    assert fund.managing_organization == "International Organization for Migration"
    store.engine.dispose()


def test_what_was_booked_stays_append_only_after_the_table_was_made_anew(empty_url):
    store = made_by("0001", empty_url)
    make_ready(store)
    for change in ("UPDATE entry SET amount = 1", "DELETE FROM entry"):
        assert "entry is append-only" in refused(store, change)
    for change in ("UPDATE history SET act = NULL", "DELETE FROM history"):
        assert "history is append-only" in refused(store, change)
    store.engine.dispose()


def test_an_act_in_words_that_no_program_wrote_keeps_them_and_has_no_code(empty_url):
    store = made_by("0005", empty_url)
    with store.engine.execution_options(writer=True).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO history (id, at, actor, action, subject, outcome, reason, changes) VALUES "
            "(53, '2026-11-28 20:00:00+00:00', 'Ada', 'counted the cash', 'Box', '', '', '')"
        )
        connection.exec_driver_sql("UPDATE fund SET revision = 53")
    make_ready(store)
    number = -1 - lines_of_upgrade("0005")
    line = history(store)[number]
    assert (line.action, line.act) == ("counted the cash", None)
    assert list(BY_NAME["history"].rows(View(*frames.load(store))))[number]["act"] is None
    store.engine.dispose()


def test_every_name_of_earlier_books_gets_its_skeleton_and_twins_stay(empty_url):
    store = made_by("0006", empty_url)
    with store.engine.execution_options(writer=True).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO contributor (id, name, contributor_type, country, act_id, version) "
            "VALUES (9, 'NORWAY', 'member_state', NULL, 1, 1)"
        )
    make_ready(store)
    with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column, field in skeletons(table).items():
                rows = session.execute(sa.select(table.c[field], table.c[column])).all()
                assert rows or table.name == "same_money"
                assert all(kept == skeleton(name) for name, kept in rows)
        names = session.execute(sa.text("SELECT name FROM contributor WHERE skeleton = 'norway'"))
        assert set(names.scalars()) == {"Norway", "NORWAY"}
    store.engine.dispose()


@pytest.mark.deep_on_postgres
@pytest.mark.parametrize("version", oldest_and_newest(pytest.mark.deep))
def test_a_backup_of_an_earlier_schema_is_restored(empty_url, tmp_path, version):
    file = tmp_path / "earlier.db"
    earlier = made_by(version, sa.make_url(f"sqlite:///{file}"))
    earlier.engine.dispose()
    before = file.read_bytes()
    store = Store(empty_url)
    with earlier.reading() as session:
        revision = session.execute(sa.text("SELECT revision FROM fund")).scalar_one()
    earlier.engine.dispose()
    after = revision + lines_of_upgrade(version)
    assert backup.restore(store, file, checks.problems).revision == after
    assert file.read_bytes() == before
    assert schema.version(store) == schema.newest()
    assert all(line.act and line.act.words == line.action for line in history(store))
    with recorded_on(LATER):
        perform(store, record_movement, MovementDraft("interest", INTEREST_ON, "10"))
    store.engine.dispose()
