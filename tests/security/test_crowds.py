"""Many at once: guesses in parallel, from everywhere, and a crowd that is only in the way."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from starlette.testclient import TestClient

from tests.books import a_contributor
from tests.people import PASSWORD, an_account
from tests.web.conftest import browser
from trustfund.accounts import passwords, people, sessions, throttle
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.engine import Store
from trustfund.web import sign_in as plain
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"


def together(acts: Sequence[Callable[..., object]]) -> list[threading.Thread]:
    """Start all of them at once."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    return threads


def finished(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 60
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def guess(
    visitor: TestClient, email: str = EMAIL, password: str = "a guess", **headers: str
) -> int:
    answer = visitor.post("/sign-in", data={"email": email, "password": password}, headers=headers)
    return int(answer.status_code)


@pytest.fixture
def site(real_site: Store) -> Store:
    an_account(real_site, EMAIL)
    return real_site


# Guessing


def test_guesses_at_once_are_as_many_as_one_after_the_other(site):
    came: list[int] = []
    with browser() as visitor:
        finished(together([lambda: came.append(guess(visitor))] * 24))
        assert guess(visitor, password=PASSWORD) == 429
    assert sorted(came) == [403] * 5 + [429] * 19


@pytest.mark.parametrize(
    "header",
    [
        "x-forwarded-for",
        "x-real-ip",
        "forwarded",
        "client-ip",
        "cf-connecting-ip",
        "true-client-ip",
    ],
)
def test_a_made_up_address_is_not_believed(visitor, site, header):
    """Of forwarded headers the server believes a proxy on its own machine alone, and its last word.

    Here there is none, as when somebody reaches the program past its proxy.
    """
    tries = [
        guess(visitor, f"nobody{number}@example.org", **{header: f"192.0.2.{number}"})
        for number in range(22)
    ]
    assert tries == [403] * 20 + [429] * 2


def test_a_crowd_of_addresses_has_five_guesses_at_an_account(site):
    tries = []
    for number in range(12):
        with pytest.raises((Refused, sessions.TooMany)) as caught:
            sessions.sign_in(site, EMAIL, "a guess", f"192.0.2.{number}")
        tries.append(caught.type is Refused)
    assert tries == [True] * 5 + [False] * 7


def test_one_guess_at_each_of_many_accounts_is_guessing_too(visitor, site):
    for number in range(20):
        an_account(site, f"staff{number}@example.org", password="")
    tries = [guess(visitor, f"staff{number}@example.org") for number in range(20)]
    assert tries == [403] * 20
    assert guess(visitor, EMAIL, PASSWORD) == 429


def test_one_s_own_account_buys_no_further_guesses(visitor, site):
    """To sign in oneself between guesses frees neither the other account nor the address."""
    an_account(site, "attacker@example.org", "viewer")
    tries = []
    for _ in range(8):
        tries.append(guess(visitor))
        assert guess(visitor, "attacker@example.org", PASSWORD) == 303
    assert tries == [403] * 5 + [429] * 3


def test_an_attacker_on_a_known_account_does_not_keep_its_owner_from_the_pages(visitor, site):
    """Who is signed in stays so, and an administrator's link is the way in."""
    assert guess(visitor, password=PASSWORD) == 303
    for _ in range(8):
        guess(browser())
    assert visitor.get("/exports/travel.csv").status_code == 200
    secret = sessions.make_link(site, COMMAND_LINE, EMAIL)
    data = {"token": secret, "password": PASSWORD, "again": PASSWORD}
    assert browser().post("/sign-in", data=data).status_code == 303


# One link, many hands


def test_of_many_browsers_with_one_link_one_gets_in(site):
    secret = sessions.make_link(site, COMMAND_LINE, EMAIL)
    data = {"token": secret, "password": PASSWORD, "again": PASSWORD}
    came: list[tuple[int, bool]] = []

    def use() -> None:
        answer = visitor.post("/sign-in", data=data)
        came.append((answer.status_code, COOKIE in answer.headers.get("set-cookie", "")))

    with browser() as visitor:
        finished(together([use] * 6))
    assert sorted(came) == [(303, True)] + [(403, False)] * 5


# In the way


class Slow:
    """A hasher that takes its time, and says when it is at work."""

    def __init__(self) -> None:
        self.at_work = threading.Semaphore(0)
        self.go_on = threading.Event()

    def hash(self, _password: str) -> str:
        return "$"

    def verify(self, _hash: str, _password: str) -> bool:
        self.at_work.release()
        assert self.go_on.wait(60)
        return False

    def check_needs_rehash(self, _hash: str) -> bool:
        return False


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()
    monkeypatch.setattr(passwords, "_hasher", made)
    passwords._nobodys.cache_clear()
    yield made
    passwords._nobodys.cache_clear()


def test_a_crowd_that_signs_in_leaves_everything_else_answering(site, slow, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")  # every answer looks for a session first
    monkeypatch.setitem(throttle.FREE, "address", 60)  # as if they came from many
    came: list[int] = []
    with browser() as visitor:
        crowd = [
            lambda n=n: came.append(guess(visitor, f"nobody{n}@example.org")) for n in range(60)
        ]
        threads = together(crowd)
        until(lambda: plain._threads.statistics().tasks_waiting >= 50)
        started = time.monotonic()
        assert visitor.get("/health").text == "ok"
        assert visitor.get("/exports/contributions.csv").status_code == 401
        assert visitor.get("/contributions").status_code == 303
        assert visitor.get("/sign-in").status_code == 200
        a_contributor(site)  # nor does anybody hold the books up
        assert time.monotonic() - started < 5
        slow.go_on.set()
        finished(threads)
    assert len(came) == 60
    assert set(came) <= {403, 503}


def test_a_crowd_that_is_too_long_is_sent_away(site, slow, monkeypatch):
    monkeypatch.setattr(plain, "LONGEST_LINE", 3)
    came: list[int] = []
    with browser() as visitor:
        act = [lambda n=n: came.append(guess(visitor, f"n{n}@example.org")) for n in range(16)]
        threads = together(act)
        until(lambda: 503 in came)
        slow.go_on.set()
        finished(threads)
    assert len(came) == 16


def test_who_is_sent_away_is_told_so(visitor, site, monkeypatch):
    monkeypatch.setattr(plain, "LONGEST_LINE", 0)
    answer = visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 503
    assert "many people sign in at once. Try again in a minute." in answer.text
    assert COOKIE not in visitor.cookies


def test_a_store_that_is_busy_hashes_no_more_than_two_at_once(site, slow):
    """Each takes 64 MiB: many at once would take the memory of the machine."""
    threads = together([lambda n=n: passwords.fits(None, str(n)) for n in range(6)])
    slow.at_work.acquire()
    slow.at_work.acquire()
    assert not slow.at_work.acquire(timeout=0.3)
    slow.go_on.set()
    finished(threads)
    assert people.everybody(site)
