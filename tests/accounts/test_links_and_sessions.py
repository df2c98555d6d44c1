"""One-time links, and what a browser's cookie stands for and for how long."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select, update

from tests.accounts.conftest import Later
from tests.people import PASSWORD, a_session, an_account
from tests.security.ends import ENDS
from tests.together import at_once
from trustfund.accounts import people, secrets, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, VISITOR
from trustfund.figures import checks
from trustfund.store import backup
from trustfund.store.access_tables import AccessEvent, SignInFailure, SignInLink, WebSession
from trustfund.store.engine import Store, utc_now

EMAIL = "officer@example.org"
HERE = "192.0.2.1"


def works(store: Store, secret: str | None) -> bool:
    return secret is not None and sessions.link_of(store, secret) is not None


def refused(act: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args)
    return str(caught.value)


# Links of accounts


def test_over_a_link_an_account_chooses_a_password_once(store):
    officer = an_account(store, EMAIL, password="")
    secret = sessions.make_link(store, COMMAND_LINE, EMAIL)
    cookie = sessions.use_link(store, secret, PASSWORD, PASSWORD, HERE)
    assert sessions.actor_of(store, cookie) == officer
    said = refused(sessions.use_link, store, secret, PASSWORD, PASSWORD, HERE)
    assert "a link works once" in said


def test_to_look_at_a_link_does_not_use_it_up(sqlite_store):
    an_account(sqlite_store, EMAIL)
    secret = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    for _ in range(3):
        assert sessions.link_of(sqlite_store, secret) == ("password", EMAIL)


def test_a_password_that_is_refused_leaves_the_link_as_it_was(sqlite_store):
    an_account(sqlite_store, EMAIL)
    secret = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    refused(sessions.use_link, sqlite_store, secret, "short", "short", HERE)
    refused(sessions.use_link, sqlite_store, secret, PASSWORD, "another one", HERE)
    sessions.use_link(sqlite_store, secret, PASSWORD, PASSWORD, HERE)


def test_a_link_works_for_24_hours(sqlite_store, later: Later):
    an_account(sqlite_store, EMAIL)
    secret = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    later(hours=23, minutes=59)
    assert works(sqlite_store, secret)
    later(hours=24, minutes=1)
    assert not works(sqlite_store, secret)
    assert "no longer works" in refused(
        sessions.use_link, sqlite_store, secret, PASSWORD, PASSWORD, HERE
    )


def test_a_link_does_not_work_longer_by_a_clock_that_is_set_back(store, later: Later):
    an_account(store, EMAIL)
    made_before_the_clock_went_back = sessions.make_link(store, COMMAND_LINE, EMAIL)
    later(minutes=-5)
    assert not works(store, made_before_the_clock_went_back)
    later()
    link = sessions.make_link(store, COMMAND_LINE, EMAIL)
    later(hours=25)
    assert not works(store, link)
    later(hours=1)  # it was seen to be over
    assert not works(store, link)


def test_a_newer_link_ends_the_older_of_that_account_only(store):
    an_account(store, EMAIL)
    an_account(store, "other@example.org")
    others = sessions.make_link(store, COMMAND_LINE, "other@example.org")
    older, newer = (sessions.make_link(store, COMMAND_LINE, EMAIL) for _ in range(2))
    assert [works(store, secret) for secret in (older, newer, others)] == [False, True, True]


def test_a_disabled_account_gets_no_link(sqlite_store):
    an_account(sqlite_store, EMAIL)
    people.disable(sqlite_store, COMMAND_LINE, EMAIL)
    said = refused(sessions.make_link, sqlite_store, COMMAND_LINE, EMAIL)
    assert said == f'E-mail "{EMAIL}": is disabled. Enable the account first.'


def test_who_comes_in_over_a_link_ends_the_other_sessions(store):
    officer = an_account(store, EMAIL)
    thief = a_session(store, officer)
    secret = sessions.make_link(store, COMMAND_LINE, EMAIL)
    assert sessions.actor_of(store, thief) == officer  # a link alone ends nothing
    cookie = sessions.use_link(store, secret, PASSWORD, PASSWORD, HERE)
    assert sessions.actor_of(store, thief) == VISITOR
    assert sessions.actor_of(store, cookie) == officer


def test_a_link_is_the_way_in_for_whom_failures_lock_out(sqlite_store):
    an_account(sqlite_store, EMAIL)
    for _ in range(5):
        refused(sessions.sign_in, sqlite_store, EMAIL, "a guess", HERE)
    with pytest.raises(sessions.TooMany):
        sessions.sign_in(sqlite_store, EMAIL, PASSWORD, "192.0.2.2")
    secret = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    sessions.use_link(sqlite_store, secret, PASSWORD, PASSWORD, HERE)
    sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE)


def who_get_in(act: Callable[[], str | None]) -> list[str]:
    """The cookies that eight get who do the same at once."""
    return [cookie for cookie in at_once(*[act] * 8) if isinstance(cookie, str)]


def test_of_many_who_use_one_link_at_once_one_gets_in(store):
    an_account(store, EMAIL)
    secret = sessions.make_link(store, COMMAND_LINE, EMAIL)
    (cookie,) = who_get_in(lambda: sessions.use_link(store, secret, PASSWORD, PASSWORD, HERE))
    assert sessions.actor_of(store, cookie).name == EMAIL


def test_of_many_who_use_the_first_link_at_once_one_gets_in(store):
    secret = str(sessions.make_local_link(store))
    (cookie,) = who_get_in(lambda: sessions.use_local_link(store, secret, HERE))
    assert sessions.actor_of(store, cookie) == LOCAL_ADMINISTRATOR


# The local administrator's


def test_the_first_link_is_for_a_store_without_accounts(store):
    printed = str(sessions.make_local_link(store))
    an_account(store, EMAIL, "viewer")
    assert not works(store, printed)
    assert sessions.use_local_link(store, printed, HERE) is None
    assert sessions.make_local_link(store) is None


def test_the_local_administrator_goes_when_an_administrator_has_come(store):
    cookie = str(sessions.use_local_link(store, str(sessions.make_local_link(store)), HERE))
    an_account(store, EMAIL, "staff")
    an_account(store, "admin@example.org", "admin")
    sessions.sign_in(store, EMAIL, PASSWORD, HERE)
    assert sessions.actor_of(store, cookie) == LOCAL_ADMINISTRATOR
    sessions.sign_in(store, "admin@example.org", PASSWORD, HERE)
    assert sessions.actor_of(store, cookie) == VISITOR


@pytest.mark.parametrize("secret", ["", "x", "\0", "é" * 9, "' OR 1=1 --", "x" * 100_000])
def test_a_guessed_link_is_none(sqlite_store, secret):
    an_account(sqlite_store, EMAIL)
    sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    assert not works(sqlite_store, secret)
    assert sessions.use_local_link(sqlite_store, secret) is None


def test_a_link_of_one_kind_does_not_do_for_the_other(sqlite_store):
    first = str(sessions.make_local_link(sqlite_store))
    assert "no longer works" in refused(
        sessions.use_link, sqlite_store, first, PASSWORD, PASSWORD, HERE
    )
    assert works(sqlite_store, first)
    an_account(sqlite_store, EMAIL)
    invitation = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    assert sessions.use_local_link(sqlite_store, invitation, HERE) is None
    assert works(sqlite_store, invitation)


# Sessions


@pytest.fixture
def cookie(sqlite_store: Store) -> str:
    an_account(sqlite_store, EMAIL)
    return sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE)


def test_a_session_ends_after_an_idle_hour(sqlite_store, cookie, later: Later):
    later(minutes=59)
    assert sessions.actor_of(sqlite_store, cookie, seen=False).name == EMAIL
    later(minutes=61)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR


def test_a_sign_of_life_starts_the_hour_anew_but_not_the_twelve(sqlite_store, cookie, later: Later):
    for minutes in range(50, 12 * 60, 50):
        later(minutes=minutes)
        assert sessions.actor_of(sqlite_store, cookie).name == EMAIL
    later(hours=12, seconds=5)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR


def test_to_look_is_no_sign_of_life(sqlite_store, cookie, later: Later):
    later(minutes=40)
    assert sessions.actor_of(sqlite_store, cookie, seen=False).name == EMAIL
    later(minutes=80)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR


@pytest.mark.parametrize("minutes", [0, 61, 12 * 60, -20])
@pytest.mark.parametrize("end", [None, *ENDS], ids=lambda end: end.__name__ if end else "none")
def test_all_sessions_asked_for_at_once_are_those_asked_for_one_by_one(store, later, end, minutes):
    local = str(sessions.use_local_link(store, str(sessions.make_local_link(store)), HERE))
    cookies = [local, a_session(store, an_account(store, EMAIL, "staff"))]
    cookies.append(a_session(store, an_account(store, "other@example.org", "viewer")))
    if end:
        end(store, cookies[1], EMAIL)
    later(minutes=minutes)
    together = sessions.signed_in(store)
    one_by_one = {
        secrets.keyed_hash(store, cookie): sessions.actor_of(store, cookie, seen=False)
        for cookie in cookies
    }
    for cookie, who in one_by_one.items():
        assert together.get(cookie, VISITOR) == who
    if minutes:
        assert together == {}


@pytest.mark.parametrize("back", [2, 20, 400])
def test_a_session_has_ended_when_the_clock_is_set_back_before_it(store, later: Later, back):
    cookie = a_session(store, an_account(store))
    later(minutes=-back)
    assert sessions.actor_of(store, cookie) == VISITOR
    later()
    assert sessions.actor_of(store, cookie) == VISITOR


def test_a_sign_of_life_of_a_moment_that_is_to_come_ends_a_session(sqlite_store, cookie, later):
    later(minutes=50)
    assert sessions.actor_of(sqlite_store, cookie).name == EMAIL
    later(minutes=10)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR


def test_a_session_that_was_seen_to_be_over_does_not_come_back_with_the_clock(
    sqlite_store, cookie, later: Later
):
    later(minutes=61)
    assert sessions.actor_of(sqlite_store, cookie, seen=False) == VISITOR
    later(minutes=30)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR


def test_clocks_of_two_machines_may_be_some_seconds_apart(sqlite_store, cookie, later: Later):
    later(seconds=-50)
    assert sessions.actor_of(sqlite_store, cookie).name == EMAIL


def test_each_sign_in_has_a_secret_of_its_own(sqlite_store, cookie):
    made = {cookie, *(sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE) for _ in range(5))}
    assert len(made) == 6
    assert all(len(secret) >= 43 for secret in made)  # 256 bits


def test_signing_out_ends_one_session_and_no_other(sqlite_store, cookie):
    other = sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE)
    sessions.sign_out(sqlite_store, cookie)
    assert sessions.actor_of(sqlite_store, cookie) == VISITOR
    assert sessions.actor_of(sqlite_store, other).name == EMAIL
    sessions.sign_out(sqlite_store, cookie)  # again: nothing


def test_sessions_that_are_over_are_thrown_away(sqlite_store, cookie, later: Later):
    later(hours=13)
    sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE)
    with sqlite_store.reading() as session:
        assert len(session.exec(select(WebSession)).all()) == 1


# Backup


def test_accounts_and_the_log_come_along_in_a_backup_and_nothing_that_signs_in(
    sqlite_store, tmp_path
):
    officer = an_account(sqlite_store, EMAIL)
    link = sessions.make_link(sqlite_store, COMMAND_LINE, EMAIL)
    cookie = sessions.sign_in(sqlite_store, EMAIL, PASSWORD, HERE)
    refused(sessions.sign_in, sqlite_store, EMAIL, "a guess", HERE)
    backup.back_up(sqlite_store, tmp_path / "backup.db", checks.problems)
    restored = Store(f"sqlite:///{tmp_path / 'restored.db'}")
    backup.restore(restored, tmp_path / "backup.db", checks.problems)
    with sqlite_store.reading() as before, restored.reading() as after:
        log = select(AccessEvent).order_by(col(AccessEvent.id))
        lines = [[each.model_dump() for each in s.exec(log)] for s in (before, after)]
        assert lines[0] == lines[1]
        for table in (SignInLink, WebSession, SignInFailure):
            assert before.exec(select(table)).first()
            assert not after.exec(select(table)).first()
    assert sessions.actor_of(restored, cookie) == VISITOR
    assert not works(restored, link)
    again = sessions.sign_in(restored, EMAIL, PASSWORD, HERE)
    assert sessions.actor_of(restored, again) == officer
    restored.engine.dispose()


def test_a_reader_who_is_signed_in_does_not_wait_for_somebody_who_books(store):
    cookie = a_session(store, an_account(store))
    long_ago = utc_now() - 2 * sessions.NOTED_EVERY
    with store.writing() as session:
        session.exec(update(WebSession).values(last_seen_at=long_ago))
    with store.writing("an import of 20,000 rows"), ThreadPoolExecutor(1) as somebody_else:
        asked_at = time.monotonic()
        actor = somebody_else.submit(sessions.actor_of, store, cookie).result(30)
        waited = time.monotonic() - asked_at
    assert actor.name == "staff@example.org"
    assert waited < 5  # of the 30 seconds that a writer waits
