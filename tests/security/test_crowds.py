"""Many at once: guesses in parallel, from everywhere, and a crowd that is only in the way."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from starlette.testclient import TestClient

from tests.books import a_contributor
from tests.people import PASSWORD, an_account
from tests.web.conftest import browser
from trustfund.accounts import passwords, people, throttle
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
