"""One hash for each act: what is changed past the program is seen, and nothing else is."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_step,
    day,
    history,
    perform,
)
from tests.examples import examples
from tests.store.test_earlier_schemas import lines_of_upgrade, made_by, oldest_and_newest
from trustfund.ledger import acts, names
from trustfund.ledger.certification import certify_year
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.ledger.travel import NominationDraft, nominate
from trustfund.store import chain, covered, schema, soundness
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.setup import begin_again, is_untouched, make_ready


def hashes(store: Store) -> list[str]:
    return [line.hash for line in history(store)]


def wrong(store: Store) -> list[str]:
    """What no longer is as it was booked."""
    with store.reading() as session:
        connection = session.connection()
        return [*chain.changed_acts(connection), *chain.changed_documents(connection)]


@contextmanager
def past_the_program(store: Store, how: str) -> Iterator[sa.Connection]:
    """The books after a change behind the program's back; it is taken back at the end."""
    with store.engine.connect() as connection:
        if store.is_sqlite:
            triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.execute(triggers).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(how)
        yield connection
        connection.rollback()


def test_whoever_reads_the_form_can_work_a_hash_out_without_the_program(sqlite_store):
    """As docs/reliability.md says it: SHA-256 over lines of JSON."""
    a_deposit(sqlite_store, a_commitment(sqlite_store, "1000"), "400.50")
    with sqlite_store.engine.connect() as connection:

        def rows(table: str, where: str) -> list[bytes]:
            columns = covered.VERSIONS[covered.NEWEST][table]
            query = f"SELECT {', '.join(columns)} FROM {table} WHERE {where} ORDER BY id"
            found = connection.exec_driver_sql(query).all()
            return [line(table, *row) for row in found]

        def line(*cells: object) -> bytes:
            text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
            return text.encode() + b"\n"

        before, newest = hashes(sqlite_store)[-2:]
        hashed = [
            line(covered.NEWEST, before),
            *rows("history", "id = 3"),
            *rows("entry", "act_id = 3"),
            *rows("digest", "act_id = 3"),
        ]
        assert len(hashed) == 5  # the deposit, its fee, and the digest of the document
        assert hashlib.sha256(b"".join(hashed)).hexdigest() == newest
        [kept] = connection.exec_driver_sql("SELECT sha256 FROM digest WHERE act_id = 3").scalars()
        assert hashlib.sha256(rows("deposit", "id = 1")[0]).hexdigest() == kept


def test_every_column_of_the_books_is_covered_or_named_as_never_covered():
    access = {name for name in Base.metadata.tables if name in ACCESS} | COMPARED
    for table in Base.metadata.sorted_tables:
        if table.name in access:
            continue
        left = {column.name for column in table.c} - {*covered.VERSIONS[covered.NEWEST][table.name]}
        reasons = {name for name in left if {name, f"{table.name}.{name}"} & covered.NEVER.keys()}
        assert left == reasons, table.name


COMPARED = {"pool_balance", "balance_change", "published_half_year"}
"""Written outside of acts, or worked out of entries: invariants of their own judge them."""
ACCESS = {"account", "sign_in_link", "web_session", "sign_in_failure", "access_event"}
ACCESS |= {"account_role", "kept_answers", "bank_statement", "bank_line"}
COMPARED |= {"paper_content"}


CHANGES = {
    "UPDATE history SET actor = 'Somebody' WHERE id = 2": "act 2 (",
    "UPDATE history SET hash = 'x' WHERE id = 3": "act 3 (",
    "DELETE FROM history WHERE id = 4": "belongs to no act",
    "UPDATE entry SET value_date = '2017-05-16' WHERE id = 1": "act 2 (",
    "UPDATE entry SET reason = 'x' WHERE id = 1": "act 2 (",
    "DELETE FROM entry WHERE id = 1": "act 2 (",
    "UPDATE trip_step SET on_date = '2017-05-21' WHERE id = 1": "nominated a delegate",
    "UPDATE certified_year SET statements = '{ }'": "certified a year",
    "UPDATE digest SET sha256 = 'x' WHERE act_id = 3": "act 3 (",
    "UPDATE contribution SET note = 'x'": "contribution MCS00-C-0001 is not what act 2 left",
    "DELETE FROM deposit": "deposit [1] is gone, which act 3 had written",
    "UPDATE trip SET ticket = 1": "trip MCS00-T-0001 is not what act",
    "UPDATE country SET ldc = NOT ldc WHERE iso3 = 'TUV'": "country Tuvalu is not what act 0",
    "UPDATE fund SET agent_fee_basis_points = 99": "is not what act 0 left",
    "UPDATE event SET starts_on = '2018-01-01' WHERE code = 'CONF'": "event CONF is not what",
    "INSERT INTO objective (code, title, description) VALUES ('9', 'Mine', '')": (
        "objective 9 was written by no act"
    ),
}


def test_each_change_past_the_program_is_named(store):
    gift = a_commitment(store, "1000")
    a_deposit(store, gift, "500")
    a_step(store, a_nomination(store), "declined", "2017-06-01", reason="No seat")
    perform(store, certify_year, 2017, {}, len(history(store)))
    assert wrong(store) == []
    for how, said in CHANGES.items():
        with past_the_program(store, how) as connection:
            found = [*chain.changed_acts(connection), *chain.changed_documents(connection)]
        assert any(said in line for line in found), (how, found)
    assert wrong(store) == []


def test_what_no_figure_needs_is_no_fault(store):
    a_nomination(store)
    for how in (
        "UPDATE trip SET name = 'Somebody Else'",
        "UPDATE trip SET version = version + 1",
    ):
        with past_the_program(store, how) as connection:
            found = [*chain.changed_acts(connection), *chain.changed_documents(connection)]
            assert found == []


def test_hashes_outlive_the_removal_of_names(store):
    seat = NominationDraft("TS-3", "NPL", day("2017-05-20"), name="Planted Name-One")
    trip = perform(store, nominate, seat).reference
    a_step(store, trip, "declined", "2017-06-01", reason="No seat")
    before = hashes(store)
    perform(store, names.forget_old, 0)
    assert hashes(store)[:-1] == before
    assert wrong(store) == []


def test_a_column_added_later_is_covered_from_the_first_act_on_and_not_before(store, monkeypatch):
    """As a coming version does it: here the version of a trip stands for the new column."""
    a_nomination(store)
    before = hashes(store)
    columns, coming = covered.VERSIONS[covered.NEWEST], covered.NEWEST + 1
    more = {**columns, "trip": (*columns["trip"], "version")}
    monkeypatch.setitem(covered.VERSIONS, coming, more)
    monkeypatch.setattr(chain, "NEWEST", coming)
    monkeypatch.setattr(acts, "NEWEST", coming)
    chain.table.cache_clear()
    try:
        with past_the_program(store, "UPDATE trip SET version = 7") as connection:
            assert list(chain.changed_documents(connection)) == []
        a_step(store, "MCS00-T-0001", "declined", "2017-06-01", reason="No seat")
        second = a_nomination(store, country="BTN")
        assert (hashes(store)[: len(before)], wrong(store)) == (before, [])
        how = f"UPDATE trip SET version = 7 WHERE reference = '{second}'"
        with past_the_program(store, how) as connection:
            [said] = chain.changed_documents(connection)
        assert said.startswith(f"trip {second} is not what act 3 left")
    finally:
        chain.table.cache_clear()


@pytest.mark.parametrize("version", oldest_and_newest(pytest.mark.deep))
def test_books_of_an_earlier_program_get_hashes_and_one_line_with_all_digests(empty_url, version):
    store = made_by(version, empty_url)
    make_ready(store)
    lines = history(store)
    upgraded = next(line for line in lines if line.act == "migration")
    assert all(len(line.hash) == 64 for line in lines)
    # An upgrade that fills nothing that is covered writes no line: the last is the books' own.
    last = "migration" if lines_of_upgrade(version) else "deposit_recorded"
    assert (upgraded.actor, lines[-1].act) == (chain.PROGRAM, last)
    with store.engine.connect() as connection:
        acts_with_digests = set(connection.exec_driver_sql("SELECT act_id FROM digest").scalars())
        how = "UPDATE entry SET reason = 'x' WHERE id = 1"
        assert min(acts_with_digests) == upgraded.id
    assert wrong(store) == []
    with past_the_program(store, how) as connection:
        assert len(list(chain.changed_acts(connection))) == 1
    store.engine.dispose()


def test_an_untouched_store_of_an_earlier_program_is_untouched_after_its_upgrade(empty_url):
    store = Store(empty_url)
    with store.engine.execution_options(writer=True).begin() as connection:
        command.upgrade(schema.config(connection), "0006")
        connection.exec_driver_sql(
            "INSERT INTO fund (id, revision, code, name, starts_on, ends_on, version, illustrative,"
            " agent_fee_basis_points, indirect_cost_basis_points, managing_organization) VALUES "
            "(1, 0, 'MCS00', 'A fund', '2017-04-03', '2018-12-31', 1, FALSE, 100, 0, 'IOM')"
        )
    make_ready(store)
    upgrades = [(1, "migration"), (2, "migration")]  # of hashes, and of terms by version
    assert [(line.id, line.act) for line in history(store)] == upgrades
    with store.writing() as session:
        assert is_untouched(session)
        begin_again(session, datetime(2017, 4, 3, tzinfo=UTC), "begun again")
    assert history(store) == []
    assert wrong(store) == []
    store.engine.dispose()


def said_by_the_engine(connection: sa.Connection) -> list[str]:
    return list(soundness.CHECKS[0](connection))


def test_the_engine_finds_a_row_that_refers_to_nothing(store):
    a_deposit(store, a_commitment(store, "1000"), "500")
    with past_the_program(store, "DELETE FROM deposit") as connection:
        assert any("deposit" in line for line in said_by_the_engine(connection))
    with store.reading() as session:
        assert said_by_the_engine(session.connection()) == []


AMCHECK = """
CREATE FUNCTION bt_index_check(index regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF index::text = 'ix_entry_day' THEN
        RAISE EXCEPTION 'item order invariant violated' USING ERRCODE = 'XX002';
    END IF;
END $$
"""


def test_postgresql_names_what_is_not_valid_and_what_amcheck_finds_where_it_is(postgres_store):
    """The function stands for that of the extension, which the server of the tests has not."""
    not_valid = "ALTER TABLE event ADD CONSTRAINT later CHECK (title <> 'x') NOT VALID"
    with past_the_program(postgres_store, not_valid) as connection:
        connection.exec_driver_sql(AMCHECK)
        assert said_by_the_engine(connection) == [
            "the constraint later is not valid",
            "the index ix_entry_day is damaged: item order invariant violated",
        ]


def test_no_line_can_be_guessed_from_what_was_booked(store):
    perform(store, record_contributor, ContributorDraft("Norway", "member_state", "NOR"))
    with store.reading() as session:
        tokens = session.execute(sa.text("SELECT token FROM history")).scalars().all()
    assert len(set(tokens)) == 2
    assert all(len(token) == len(chain.NONCE) + 32 for token in tokens)


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=99))
@settings(max_examples=examples(200))
@example(
    texts=[*map(chr, range(1, 33)), '"', "\\", "/", "\x7f", "\u2028", "é", "😀", '[1,"a"]', "null"]
)
@example(texts=["", "12", "-0", "1e5", "true", "{}"])
def test_sqlite_writes_the_same_lines_as_the_program(texts):
    """Acts are hashed by the one, and looked at again by the other."""
    named = [sa.literal(text) for text in texts]
    values = [*named, sa.literal(2**62), sa.literal(-1), sa.null(), sa.literal(0)]
    with sa.create_engine("sqlite://").connect() as connection:
        line = connection.scalar(sa.select(sa.func.json_array(*values)))
    assert f"{line}\n".encode() == chain.canonical(*texts, 2**62, -1, None, 0)
