"""What the store knows now, asked once for all open pages of this process together."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from trustfund.accounts import sessions
from trustfund.domain.roles import Actor
from trustfund.figures import frames
from trustfund.store.engine import Store, StoreError

LASTS = 1
"""Seconds in which an answer is not asked for again."""


@dataclass(frozen=True)
class Now:
    """The newest state of the books, by its name, and who is signed in, by what is kept of it."""

    stamp: str
    signed_in: Mapping[str, Actor]


class Watch:
    """The last answer, and the turn to ask for the next one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._answer: Now | StoreError | None = None
        self._at = 0.0

    def now(self, store: Store) -> Now:
        """An answer that is at most ``LASTS`` old.

        Raises StoreError when the store is down: for all who waited meanwhile, and nobody later.
        """
        came = time.monotonic()
        with self._lock:
            since = came if isinstance(self._answer, StoreError) else came - LASTS
            if self._answer is None or store is not self._store or self._at < since:
                self._store, self._answer = store, _asked(store)
                self._at = time.monotonic()
            answer = self._answer
        if isinstance(answer, StoreError):
            raise answer
        return answer


def _asked(store: Store) -> Now | StoreError:
    try:
        return Now(frames.stamp(store), sessions.signed_in(store))
    except StoreError as error:
        return error


watch = Watch()
"""That of this process."""
