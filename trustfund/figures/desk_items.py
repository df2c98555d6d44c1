"""One thing that waits, and the queue of those like it."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

MOST = 100
"""So many of a queue are listed at most, the most urgent ones."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what it is, whose, since when or until when, and how much."""

    key: str
    """What its record, and its form, know it by: a reference, a code, a year."""
    who: str
    """A contributor, a payer, a country or an event; never a person who travels."""
    since: str = ""
    due: str = ""
    """The first of the days that may be meant, where ``when`` says more."""
    when: str = ""
    """In words until when, where no day is known."""
    amount: int = 0
    """In minor units of ``currency``, where that is stated."""
    currency: str = ""
    about: str = ""
    state: str = ""
    """Where it stands, in words."""
    nominated: int = 0
    approved: int = 0
    """The acts that did so with a trip, 0 for none."""

    @property
    def urgency(self) -> tuple[str, str]:
        """What has the earliest day comes first; what has none is last."""
        return self.due or self.since or LAST, self.since


LAST = "9999"


@dataclass(frozen=True)
class Found:
    """A queue: how many wait, and the most urgent of them, or all where it says so."""

    number: int
    items: tuple[Item, ...]


def found(items: Iterable[Item]) -> Found:
    """A queue of all these."""
    waiting = sorted(items, key=attrgetter("urgency"))
    return Found(len(waiting), tuple(waiting))
