"""No error tells what stands in a row, and nothing that is printed tells a password."""

import logging
import traceback
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.books import a_contributor, a_nomination
from trustfund.commands.program import main
from trustfund.domain.kinds import ContributorType
from trustfund.domain.problems import Refused
from trustfund.store.engine import Store, configured_url
from trustfund.store.tables import Contributor, Trip

NAME = "A Name That Nobody May Read"
PASSWORD = "a-password-4711"


def said_of(error: BaseException) -> str:
    """Whatever of an error can reach a log or a screen."""
    chain: list[BaseException] = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(before)
    chain += [each.orig for each in chain if isinstance(each, sa.exc.DBAPIError) and each.orig]
    return "\n".join(
        ["".join(traceback.format_exception(error)), *map(str, chain), *map(repr, chain)]
    )


def trip(**fields: Any) -> Trip:
    usual: dict[str, Any] = {"reference": "T-9", "event": "TS-3", "country": "NPL", "name": NAME}
    return Trip(**usual | {"act_id": 1} | fields)


def missing_event(store: Store) -> None:
    with store.writing() as session:
        session.add(trip(event="XX-9"))


def negative_cost(store: Store) -> None:
    with store.writing() as session:
        session.add(trip(ticket=-1))


def same_reference(store: Store) -> None:
    with store.writing() as session:
        session.add(trip(reference=session.exec(select(Trip.reference)).one()))


def same_name(store: Store) -> None:
    with store.writing() as session:
        for _ in range(2):
            kind = ContributorType.PHILANTHROPIC_ORGANIZATION
            session.add(Contributor(name=NAME, contributor_type=kind, act_id=1))


def without_an_act(store: Store) -> None:
    with store.writing() as session:  # refused as late as at the commit
        session.add(trip(act_id=10**6))


def too_large(store: Store) -> None:
    with store.writing() as session:
        session.add(trip(ticket=10**30))


def no_such_column(store: Store) -> None:
    with store.writing() as session:
        session.execute(sa.text("UPDATE trip SET nothing = 1 WHERE name = :name"), {"name": NAME})


def unknown_event(store: Store) -> None:
    with store.writing() as session:
        session.execute(sa.update(Trip).values(name=NAME, event="XX-9"))


FAULTS = [
    missing_event,
    negative_cost,
    same_reference,
    same_name,
    without_an_act,
    too_large,
    no_such_column,
    unknown_event,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_an_error_of_the_database_does_not_tell_what_stands_in_the_row(store, fault):
    a_contributor(store)
    a_nomination(store)
    with pytest.raises((sa.exc.SQLAlchemyError, OverflowError)) as caught:
        fault(store)
    said = said_of(caught.value)
    assert NAME not in said
    assert "DETAIL" not in said
    assert len(said) > 100  # it still says what happened, and where


def test_an_error_still_says_which_rule_of_the_database_was_broken(store):
    a_contributor(store)
    with pytest.raises(sa.exc.IntegrityError, match="costs") as caught:
        negative_cost(store)
    assert "costs" in str(caught.value.orig)
    if not store.is_sqlite:
        refused: Any = caught.value.orig
        assert refused.sqlstate == "23514"


WRONG = [
    f"postgresql://fund:{PASSWORD}@127.0.0.1:1/fund",
    f"postgresql+psycopg://fund:{PASSWORD}@127.0.0.1:1/fund?connect_timeout=2",
    f"postgresql://127.0.0.1:1/fund?user=fund&password={PASSWORD}",
    f"postgresql://fund:{PASSWORD}",  # the host was forgotten
    f"postgresql:fund:{PASSWORD}@127.0.0.1/fund",
    f"fund:{PASSWORD}@127.0.0.1/fund",
    f"postgresql://fund:p@{PASSWORD}@127.0.0.1:port/fund",
    f"mysql://fund:{PASSWORD}@127.0.0.1/fund",
    f"postgresql://fund:{PASSWORD}@127.0.0.1:1/fund?nonsense=1",
]


@pytest.mark.parametrize("url", WRONG)
@pytest.mark.parametrize("command", ["init", "check", "export deposits", "restore nowhere.db"])
def test_no_command_tells_the_password_of_the_store(monkeypatch, capfd, caplog, url, command):
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", url)
    with caplog.at_level(logging.DEBUG):
        assert main(command.split()) == 1
    said = capfd.readouterr()
    assert said.err
    assert PASSWORD not in said.out + said.err + caplog.text


def test_a_store_is_named_without_its_password():
    store = Store(
        f"postgresql://fund:{PASSWORD}@db.example/fund?password={PASSWORD}&sslmode=require"
    )
    assert store.display_url == "postgresql+psycopg://fund:***@db.example/fund?sslmode=require"


def test_a_wrong_url_names_its_kind_and_nothing_more(monkeypatch):
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"postgresql://fund:{PASSWORD}")
    with pytest.raises(Refused, match='TRUSTFUND_DATABASE_URL "postgresql": is not a database URL'):
        configured_url()
