"""The access log: who signed in, failed, changed whose role; and no secret."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.accounts.conftest import Later
from tests.people import PASSWORD, an_account, given
from trustfund.accounts import log, people, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.engine import InUse, Store

EMAIL = "officer@example.org"
HERE = "192.0.2.1"
CLI = COMMAND_LINE.name


def lines(store: Store) -> list[tuple[str, str, str, str]]:
    """The lines, the oldest first."""
    newest_last = reversed(log.newest(store, 100))
    return [(line.actor, line.action, line.detail, line.address) for line in newest_last]


def fail(store: Store, email: str, password: str) -> None:
    with pytest.raises((Refused, sessions.TooMany)):
        sessions.sign_in(store, email, password, HERE)


def test_it_shows_what_became_of_an_account(store):
    an_account(store, EMAIL, password="")
    link = sessions.make_link(store, COMMAND_LINE, EMAIL)
    sessions.use_link(store, link, PASSWORD, PASSWORD, HERE)
    officer = an_account(store, "admin@example.org", "admin")
    cookie = sessions.sign_in(store, EMAIL, PASSWORD, HERE)
    sessions.sign_out(store, cookie, HERE)
    people.change_roles(store, officer, EMAIL, given("viewer"))
    people.disable(store, officer, EMAIL)
    people.enable(store, officer, EMAIL)
    log.exported(store, officer, "travel.csv event=TS-1", HERE)
    assert lines(store) == [
        (CLI, "added an account", f"{EMAIL} as staff", ""),
        (CLI, "made a sign-in link", EMAIL, ""),
        (EMAIL, "chose a password", "over a link", HERE),
        (EMAIL, "signed in", "by link", HERE),
        (CLI, "added an account", "admin@example.org as admin", ""),
        (EMAIL, "signed in", "by password", HERE),
        (EMAIL, "signed out", "", HERE),
        ("admin@example.org", "changed a role", f"{EMAIL} from staff to viewer", ""),
        ("admin@example.org", "disabled an account", EMAIL, ""),
        ("admin@example.org", "enabled an account", EMAIL, ""),
        ("admin@example.org", "exported staff data", "travel.csv event=TS-1", HERE),
    ]


def test_failures_name_accounts_but_never_what_a_stranger_typed(sqlite_store):
    an_account(sqlite_store, EMAIL)
    fail(sqlite_store, EMAIL, "a wrong password")
    fail(sqlite_store, "my password by mistake", "x")
    fail(sqlite_store, "stranger@example.org", "x")
    assert lines(sqlite_store)[1:] == [
        (EMAIL, "failed to sign in", "", HERE),
        ("somebody without an account", "failed to sign in", "", HERE),
        ("somebody without an account", "failed to sign in", "", HERE),
    ]


def test_whoever_has_to_wait_does_not_fill_the_log(sqlite_store):
    an_account(sqlite_store, EMAIL)
    for _ in range(20):
        fail(sqlite_store, EMAIL, "a guess")
    assert len(lines(sqlite_store)) == 1 + 5


def test_the_first_link_is_in_it_too(sqlite_store):
    secret = str(sessions.make_local_link(sqlite_store))
    sessions.use_local_link(sqlite_store, secret, HERE)
    assert lines(sqlite_store) == [("local administrator", "signed in", "by link", HERE)]


def test_no_secret_and_no_password_is_in_it(sqlite_store):
    officer = an_account(sqlite_store, EMAIL)
    link = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    first = sessions.use_link(sqlite_store, link, PASSWORD, PASSWORD, HERE)
    guess, another = "a wrong password", "pebble anchor violin sunset"
    fail(sqlite_store, EMAIL, guess)
    second = sessions.change_password(sqlite_store, officer, PASSWORD, another, another, HERE)
    sessions.sign_out(sqlite_store, second, HERE)
    everything = repr(lines(sqlite_store))
    assert not [s for s in (link, first, second, PASSWORD, another, guess) if s in everything]
    assert "argon2" not in everything


def test_a_line_is_thrown_away_after_400_days(sqlite_store, later: Later):
    an_account(sqlite_store, EMAIL)
    later(days=399)
    an_account(sqlite_store, "second@example.org")
    assert len(lines(sqlite_store)) == 2
    later(days=401)
    an_account(sqlite_store, "third@example.org")
    assert [line[2] for line in lines(sqlite_store)] == [
        "second@example.org as staff",
        "third@example.org as staff",
    ]


def test_a_long_detail_is_cut(sqlite_store):
    log.exported(sqlite_store, COMMAND_LINE, "x" * 10_000)
    assert lines(sqlite_store) == [(CLI, "exported staff data", "x" * 500, "")]


def test_on_postgresql_a_line_about_a_file_does_not_wait_for_who_books(postgres_store):
    with postgres_store.writing("an import of 20,000 rows"), ThreadPoolExecutor(1) as reader:
        reader.submit(
            log.exported, postgres_store, COMMAND_LINE, "travel", patience=timedelta()
        ).result()
    assert lines(postgres_store) == [(CLI, "exported staff data", "travel", "")]


def test_on_sqlite_it_waits_its_turn(sqlite_store):
    with ThreadPoolExecutor(1) as reader:
        with sqlite_store.writing("an import of 20,000 rows"):
            waiting = reader.submit(log.exported, sqlite_store, COMMAND_LINE, "travel")
            with pytest.raises(InUse, match="an import of 20,000 rows"):
                log.exported(sqlite_store, COMMAND_LINE, "ledger", patience=timedelta())
        waiting.result(10)
    assert lines(sqlite_store) == [(CLI, "exported staff data", "travel", "")]
