"""Guessing is slowed down: for an account, for an address, and no other way round."""

from functools import partial
from math import ceil

import pytest
from sqlmodel import select

from tests.accounts.conftest import Later
from tests.people import PASSWORD, an_account
from tests.together import at_once
from trustfund.accounts import passwords, people, sessions, throttle
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.access_tables import SignInFailure
from trustfund.store.engine import Store

EMAIL = "officer@example.org"


def attempt(
    store: Store, email: str = EMAIL, password: str = "a guess", address: str = "192.0.2.1"
) -> str:
    """What came of an attempt: in, wrong, or the seconds to wait."""
    try:
        sessions.sign_in(store, email, password, address)
    except Refused:
        return "wrong"
    except sessions.TooMany as too_many:
        return str(ceil(too_many.wait.total_seconds()))
    return "in"


@pytest.fixture(autouse=True)
def officer(request: pytest.FixtureRequest) -> None:
    name = "store" if "store" in request.fixturenames else "sqlite_store"
    an_account(request.getfixturevalue(name), EMAIL)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org", "no e-mail at all"])
def test_after_five_failures_the_waits_double_for_anybody(sqlite_store, later: Later, email):
    assert [attempt(sqlite_store, email) for _ in range(5)] == ["wrong"] * 5
    passed = 0
    for wait in (15, 30, 60, 120, 240, 480, 900, 900):
        assert attempt(sqlite_store, email, address="192.0.2.9") == str(wait)
        later(seconds=passed + wait - 5)
        assert attempt(sqlite_store, email) == "5"  # waiting is not counted as a failure
        passed += wait + 1
        later(seconds=passed)
        assert attempt(sqlite_store, email) == "wrong"


def test_whoever_waits_is_not_let_in_with_the_right_password_either(sqlite_store, verifications):
    for _ in range(5):
        attempt(sqlite_store)
    assert len(verifications) == 5
    assert attempt(sqlite_store, password=PASSWORD) == "15"
    assert len(verifications) == 5


def test_a_success_forgives_the_account(sqlite_store):
    for _ in range(3):
        assert [attempt(sqlite_store) for _ in range(4)] == ["wrong"] * 4
        assert attempt(sqlite_store, password=PASSWORD) == "in"


def test_a_success_forgives_the_address_that_attempt_only(sqlite_store):
    for _ in range(5):
        assert [attempt(sqlite_store) for _ in range(4)] == ["wrong"] * 4
        assert attempt(sqlite_store, password=PASSWORD) in {"in", "15"}
    assert attempt(sqlite_store, "nobody@example.org") == "15"


def test_an_address_may_fail_twenty_times_over_all_accounts(sqlite_store):
    tries = [attempt(sqlite_store, f"nobody{number}@example.org") for number in range(21)]
    assert tries == ["wrong"] * 20 + ["15"]
    assert attempt(sqlite_store, password=PASSWORD) == "15"
    assert attempt(sqlite_store, password=PASSWORD, address="192.0.2.2") == "in"


def test_addresses_of_one_ipv6_network_are_one(sqlite_store):
    for number in range(20):
        attempt(sqlite_store, f"nobody{number}@example.org", address=f"2001:db8::{number:x}")
    assert attempt(sqlite_store, address="2001:db8:0:0:ffff::1") == "15"
    assert attempt(sqlite_store, address="2001:db8:0:1::1") == "wrong"


def test_an_address_within_an_ipv6_one_is_the_same(sqlite_store):
    for number in range(20):
        attempt(sqlite_store, f"nobody{number}@example.org", address="::ffff:192.0.2.1")
    assert attempt(sqlite_store, address="192.0.2.1") == "15"
    assert attempt(sqlite_store, address="::ffff:192.0.2.2") == "wrong"


@pytest.mark.parametrize(
    "spelled",
    [
        "OFFICER@EXAMPLE.ORG",
        " officer@example.org ",
        "officer@ｅｘａｍｐｌｅ.org",
        "officer@example．org",
        "Officer@EXAMPLE。org",
    ],
)
def test_guesses_count_however_the_e_mail_is_spelled(sqlite_store, spelled):
    for _ in range(5):
        attempt(sqlite_store)
    assert attempt(sqlite_store, spelled) == "15"
    assert attempt(sqlite_store, spelled, PASSWORD) == "15"


def test_no_wait_is_longer_or_shorter_by_a_clock_that_is_set_back(store, later: Later):
    for _ in range(7):
        attempt(store)
    later(seconds=16)
    attempt(store)
    assert attempt(store) == "30"
    later(days=-30)
    assert attempt(store, password=PASSWORD) == "30"
    later(days=-30, seconds=20)
    assert attempt(store, password=PASSWORD) == "10"
    later(days=-30, seconds=31)
    assert attempt(store, password=PASSWORD) == "in"


def test_failures_are_forgotten_after_an_hour(sqlite_store, later: Later):
    for _ in range(5):
        attempt(sqlite_store)
    later(minutes=61)
    assert [attempt(sqlite_store) for _ in range(5)] == ["wrong"] * 5
    with sqlite_store.reading() as session:
        assert {failure.count for failure in session.exec(select(SignInFailure))} == {5}


def test_who_failed_is_kept_as_a_keyed_hash(sqlite_store):
    attempt(sqlite_store)
    with sqlite_store.reading() as session:
        kept = [failure.subject for failure in session.exec(select(SignInFailure))]
    assert len(kept) == 2
    assert not any("officer" in subject or "192" in subject for subject in kept)


def parallel(store: Store, attempts: list[tuple[str, str]]) -> list[str]:
    """What came of attempts (e-mail, address) that all come at once."""
    tries = ((email, "a guess", address) for email, address in attempts)
    return at_once(*(partial(attempt, store, *each) for each in tries))


def test_many_guesses_at_once_are_many(store, verifications):
    came = parallel(store, [(EMAIL, "192.0.2.1")] * 16)
    assert len(came) == 16
    assert came.count("wrong") == len(verifications) == 5


def test_many_guesses_at_one_account_from_everywhere_are_many(store, verifications):
    came = parallel(store, [(EMAIL, f"192.0.2.{number}") for number in range(16)])
    assert came.count("wrong") == len(verifications) == 5


def test_many_guesses_at_many_accounts_from_one_address_are_many(sqlite_store, verifications):
    crowd = [(f"nobody{number}@example.org", "192.0.2.1") for number in range(30)]
    assert parallel(sqlite_store, crowd).count("wrong") == len(verifications) == 20


# Nobody learns who has an account


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "a guess"),
        ("nobody@example.org", "a guess"),
        ("disabled@example.org", PASSWORD),
        ("invited@example.org", ""),
        ("no e-mail", "a guess"),
        ("", ""),
    ],
)
def test_every_refusal_takes_one_verification_and_says_the_same(
    sqlite_store, verifications, email, password
):
    an_account(sqlite_store, "disabled@example.org")
    an_account(sqlite_store, "invited@example.org", password="")
    people.disable(sqlite_store, COMMAND_LINE, "disabled@example.org")
    with pytest.raises(Refused) as caught:
        sessions.sign_in(sqlite_store, email, password, "192.0.2.1")
    assert caught.value.problems == (sessions.WRONG,)
    assert len(verifications) == 1


def test_no_writer_waits_while_a_password_is_hashed(sqlite_store, monkeypatch):
    held = []

    def slowly(*_: object) -> bool:
        with sqlite_store.writing() as session:  # would wait for ever for the one who asks
            held.append(people.is_anybody(session))
        return True

    monkeypatch.setattr(passwords, "fits", slowly)
    assert attempt(sqlite_store) == "in"
    assert held == [True]
    assert throttle.FREE == {"account": 5, "address": 20}
