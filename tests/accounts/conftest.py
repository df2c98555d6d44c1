"""A clock that a test can move."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from trustfund.accounts import drafts, log, passwords, people, sessions, throttle
from trustfund.store.engine import utc_now

Later = Callable[..., None]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store on PostgreSQL has no folder to keep a key in."""
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "a long random text")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the time of everything about accounts to so much after now."""

    def move(**time: float) -> None:
        for module in (sessions, throttle, people, log, drafts):
            monkeypatch.setattr(module, "utc_now", lambda: utc_now() + timedelta(**time))

    return move


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash against which a password was tried: the time that a refusal takes."""
    tried: list[str] = []
    hasher = passwords._hasher

    class Counting:
        def __getattr__(self, name: str) -> object:
            return getattr(hasher, name)

        def verify(self, password_hash: str, password: str) -> bool:
            tried.append(password_hash)
            return bool(hasher.verify(password_hash, password))

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return tried
