"""Passwords: which are taken, what is kept of them, and what it costs to try one."""

import pytest
from argon2 import PasswordHasher, Type

from tests.people import PASSWORD, an_account
from trustfund.accounts import passwords, people, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.access_tables import Account
from trustfund.store.engine import Store

EMAIL, ANOTHER = "officer@example.org", "pebble anchor violin sunset"
# Before any fixture puts a quick one in its place.
REAL = passwords._hasher


def refusal(password: str, again: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        passwords.chosen(password, password if again is None else again, EMAIL)
    return str(caught.value)


def kept(store: Store) -> str | None:
    with store.reading() as session:
        account = people.find(session, EMAIL)
        return account.password_hash if isinstance(account, Account) else None


def test_a_password_is_hashed_as_owasp_asks_or_harder():
    assert (REAL.type, REAL.salt_len >= 16, REAL.hash_len >= 32) == (Type.ID, True, True)
    assert REAL.memory_cost >= 19 * 1024
    assert REAL.time_cost >= 2
    assert REAL.parallelism >= 1


def test_a_real_hash_says_so(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", REAL)
    made = passwords.chosen(PASSWORD, PASSWORD, EMAIL)
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits(made, PASSWORD)
    assert not passwords.fits(made, PASSWORD + " ")


@pytest.mark.parametrize("length", [0, 1, 11, 129, 10_000, 1_000_000])
def test_a_password_has_12_to_128_characters(length):
    counted = length if length <= 128 else "more than 128"
    said = refusal(("qx7 Vm!pZ2#" * (length // 11 + 1))[:length])
    assert said == f"New password: has {counted} characters. Choose one of 12 to 128."


@pytest.mark.parametrize("length", [12, 64, 128])
def test_any_characters_will_do(length):
    password = ("żółw 海 ¿?\t🜁 qX" * 20)[:length]
    assert passwords.fits(passwords.chosen(password, password, EMAIL), password)


@pytest.mark.parametrize(
    "common",
    [
        "passwordpassword",
        "Password1234",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "P@ssw0rd2018",
        "officer@example.org",
        "officerofficer",
        "trustfund2018",
    ],
)
def test_an_easy_password_is_refused_without_repeating_it(common):
    said = refusal(common)
    assert "is easy to guess" in said
    assert common not in said


def test_a_password_is_typed_twice():
    assert "is not the same. Type the same one twice" in refusal(PASSWORD, PASSWORD.upper())


def test_a_password_is_the_same_however_a_keyboard_composes_it():
    composed, decomposed = "Ünterführung möwe", "U\u0308nterfu\u0308hrung mo\u0308we"
    assert composed != decomposed
    assert passwords.fits(passwords.chosen(composed, composed, EMAIL), decomposed)
    assert passwords.fits(passwords.chosen(decomposed, decomposed, EMAIL), composed)


def test_characters_are_counted_as_a_person_counts_them():
    assert "has 6 characters" in refusal("u\u0308o\u0308a\u0308e\u0308i\u0308y\u0308")
    longest = ("Ünterführung möwe 7Q! " * 6)[:128]
    decomposed = longest.replace("ü", "u\u0308").replace("ö", "o\u0308")
    assert len(decomposed) > 128
    assert passwords.fits(passwords.chosen(longest, longest, EMAIL), decomposed)


def test_what_comes_after_a_password_counts():
    longest = ("qx7 Vm!pZ2#" * 12)[:128]
    made = passwords.chosen(longest, longest, EMAIL)
    assert not passwords.fits(made, longest + "x")
    assert not passwords.fits(made, longest + "\u0301" * 1000)


def test_a_million_marks_on_one_letter_hold_nobody_up(verifications):
    assert not passwords.fits(None, "a" + "\u0301\u0316" * 500_000)
    assert len(verifications) == 1


def test_two_with_one_password_have_different_hashes(sqlite_store):
    an_account(sqlite_store, EMAIL)
    an_account(sqlite_store, "other@example.org")
    with sqlite_store.reading() as session:
        hashes = {people.required(session, e).password_hash for e in (EMAIL, "other@example.org")}
    assert len(hashes) == 2


def test_the_store_keeps_a_hash_and_nowhere_the_password(sqlite_store):
    an_account(sqlite_store, EMAIL)
    sessions.sign_in(sqlite_store, EMAIL, PASSWORD, "192.0.2.1")
    assert str(kept(sqlite_store)).startswith("$argon2id$")
    sqlite_store.engine.dispose()
    assert sqlite_store.path
    for file in sqlite_store.path.parent.glob(f"{sqlite_store.path.name}*"):
        assert PASSWORD.encode() not in file.read_bytes()


def test_a_hash_of_an_earlier_version_is_made_anew_at_the_next_sign_in(sqlite_store, monkeypatch):
    an_account(sqlite_store, EMAIL)
    earlier = kept(sqlite_store)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(2, 16, 1))
    with pytest.raises(Refused):
        sessions.sign_in(sqlite_store, EMAIL, "a wrong password", "192.0.2.1")
    assert kept(sqlite_store) == earlier
    sessions.sign_in(sqlite_store, EMAIL, PASSWORD, "192.0.2.1")
    now = kept(sqlite_store)
    assert "m=16,t=2" in str(now)
    sessions.sign_in(sqlite_store, EMAIL, PASSWORD, "192.0.2.1")
    assert kept(sqlite_store) == now


def test_a_hash_that_is_none_lets_nobody_in():
    for stored in (None, "", "plain text", "$argon2id$v=19$m=8,t=1,p=1$$"):
        assert not passwords.fits(stored, PASSWORD)


# Changing it


def test_a_changed_password_ends_every_other_session(store):
    officer = an_account(store, EMAIL)
    here, there = (sessions.sign_in(store, EMAIL, PASSWORD, "192.0.2.1") for _ in range(2))
    link = sessions.make_link(store, COMMAND_LINE, EMAIL)
    now = sessions.change_password(store, officer, PASSWORD, ANOTHER, ANOTHER, "192.0.2.1")
    assert sessions.actor_of(store, now) == officer
    assert {sessions.actor_of(store, old).name for old in (here, there)} == {"visitor"}
    assert sessions.link_of(store, link) is None
    with pytest.raises(Refused):
        sessions.sign_in(store, EMAIL, PASSWORD, "192.0.2.1")
    sessions.sign_in(store, EMAIL, ANOTHER, "192.0.2.1")


def test_a_password_that_is_changed_while_it_is_verified_lets_nobody_in(sqlite_store, monkeypatch):
    officer = an_account(sqlite_store, EMAIL)
    verify = passwords.fits

    def meanwhile(password_hash: str | None, password: str) -> bool:
        right = verify(password_hash, password)
        monkeypatch.setattr(passwords, "fits", verify)
        sessions.change_password(sqlite_store, officer, PASSWORD, ANOTHER, ANOTHER, "")
        return right

    monkeypatch.setattr(passwords, "fits", meanwhile)
    with pytest.raises(Refused, match="do not belong to an account"):
        sessions.sign_in(sqlite_store, EMAIL, PASSWORD, "192.0.2.1")


def test_only_who_knows_the_present_password_changes_it(sqlite_store):
    officer = an_account(sqlite_store, EMAIL)
    before = kept(sqlite_store)
    for _ in range(5):
        with pytest.raises(Refused, match="Present password: is not right"):
            sessions.change_password(sqlite_store, officer, "a guess", ANOTHER, ANOTHER, "")
    with pytest.raises(sessions.TooMany):  # guesses count, as at signing in
        sessions.change_password(sqlite_store, officer, PASSWORD, ANOTHER, ANOTHER, "")
    assert kept(sqlite_store) == before


def test_a_disabled_account_changes_no_password(sqlite_store):
    officer = an_account(sqlite_store, EMAIL)
    people.disable(sqlite_store, COMMAND_LINE, EMAIL)
    with pytest.raises(Refused, match="belongs to no account"):
        sessions.change_password(sqlite_store, officer, PASSWORD, ANOTHER, ANOTHER, "")
    assert passwords.fits(kept(sqlite_store), PASSWORD)
