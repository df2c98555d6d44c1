"""The database's own wall: it refuses nonsense even where the program forgets to."""

import pytest
import sqlalchemy as sa

from tests.books import (
    a_commitment,
    a_deposit,
    an_authorised_trip,
    day,
    everything,
    history,
    money_available,
    perform,
)
from trustfund.figures import half_years
from trustfund.ledger.certification import certify_year

BOOKED = [
    "authorised_class",
    "certified_year",
    "digest",
    "entry",
    "fund_terms",
    "history",
    "published_half_year",
    "trip_step",
]


def refused(store, statement: str, **values: object) -> str:
    """What the database says; the transaction that tried leaves nothing."""
    before = everything(store)
    with pytest.raises(sa.exc.DBAPIError) as caught, store.engine.begin() as connection:
        connection.execute(sa.text(statement), values)
    assert everything(store) == before
    return str(caught.value.orig)


def something_of_everything(store) -> None:
    money_available(store, {"1": "5000"})
    an_authorised_trip(store)
    perform(store, certify_year, 2017, {}, len(history(store)))
    assert half_years.publish(store, day("2017-06-30"))


@pytest.mark.parametrize("table", BOOKED)
def test_what_is_booked_cannot_be_deleted(store, table):
    something_of_everything(store)
    removals = [f"DELETE FROM {table}"]
    if not store.is_sqlite:  # which has no other way to empty a table
        removals.append(f"TRUNCATE {table} CASCADE")
    for removal in removals:
        assert "is append-only" in refused(store, removal)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("entry", "usd_cents = 1"),
        ("history", "actor = 'nobody'"),
        ("trip_step", "reason = 'x'"),
        ("authorised_class", "ldc = FALSE"),
        ("certified_year", "statements = '{}'"),
        ("published_half_year", "last_day = '2016-12-31'"),
        ("digest", "sha256 = ''"),
    ],
)
def test_what_is_booked_cannot_be_changed(store, table, change):
    something_of_everything(store)
    assert f"{table} is append-only" in refused(store, f"UPDATE {table} SET {change}")


def test_every_table_of_booked_facts_is_known_to_this_file(store):
    documents = {"fund", "contributor", "contribution", "deposit", "trip", "event", "instalment"}
    documents |= {"movement", "allocation", "unidentified_receipt"}
    documents |= {"contributor_name", "organization_reference", "imported_file", "same_money"}
    documents |= {"paper", "paper_content"}
    reference = {
        "country",
        "country_listing",
        "graduation",
        "objective",
        "rate",
        "pool_balance",
        "balance_change",
        "eligibility_decision",
    }
    access = {"account", "sign_in_link", "web_session", "sign_in_failure", "access_event"}
    access |= {"account_role", "kept_answers", "bank_statement", "bank_line"}
    tables = set(sa.inspect(store.engine).get_table_names()) - {"alembic_version"}
    beside = set() if store.is_sqlite else {"draft"}  # which has a file of its own on SQLite
    assert tables == {*BOOKED, *documents, *reference, *access, *beside}


def test_a_pool_cannot_be_overdrawn_by_anybody(store):
    money_available(store, {"1": "10"})
    statement = "UPDATE pool_balance SET usd_cents = usd_cents - :spent WHERE pool = '1'"
    assert "not_overdrawn" in refused(store, statement, spent=1001)
    with store.engine.begin() as connection:
        connection.execute(sa.text(statement), {"spent": 1000})
        connection.execute(sa.text(statement), {"spent": -1000})


ENTRY = (
    "INSERT INTO entry (act_id, recorded_at, value_date, kind, contribution_id, trip_id,"
    " objective, currency, amount, usd_cents, reverses, reason) VALUES (:act_id,"
    " '2018-07-16 00:00:00', '2018-07-16', :kind, :contribution_id, :trip_id, :objective,"
    " :currency, :amount, :usd_cents, :reverses, '')"
)
SOUND = {
    "act_id": 1,
    "kind": "deposit",
    "contribution_id": 1,
    "trip_id": None,
    "objective": "1",
    "currency": "USD",
    "amount": 100,
    "usd_cents": 100,
    "reverses": None,
}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "gift"}, "kind"),
        ({"amount": 100, "usd_cents": 99}, "usd"),
        ({"currency": "EUR", "usd_cents": None}, "valued"),
        ({"amount": 0, "usd_cents": 0}, "not_empty"),
        ({"trip_id": 1}, "one_document"),
        ({"objective": "4"}, "foreign key"),
        ({"contribution_id": 9}, "foreign key"),
        ({"act_id": 99}, "foreign key"),
        ({"reverses": 99}, "foreign key"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(store, wrong, says):
    something_of_everything(store)
    assert says in refused(store, ENTRY, **SOUND | wrong).lower()


def test_an_entry_is_reversed_once(store):
    a_deposit(store, a_commitment(store), "100")
    with store.engine.connect() as connection:
        connection.execute(sa.text(ENTRY), SOUND | {"reverses": 1})
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(sa.text(ENTRY), SOUND | {"reverses": 1})


def test_the_entry_that_the_others_are_made_from_is_sound(store):
    money_available(store, {"1": "5000"})
    with store.engine.connect() as connection:
        connection.execute(sa.text(ENTRY), SOUND)
        connection.rollback()
