"""What may stand in sound books and asks for a decision: each with the act that settles it.

These are no faults: all invariants may hold beside them, and neither a backup nor a restore stops
for them. A function of ``SETTLE`` is a ``Check`` that reads the frames alone (no figure may be made
of books with a fault), and yields sentences that end with what settles or accepts it.
"""

from collections.abc import Iterator

from trustfund.figures.checks import Check, look
from trustfund.figures.twins import twins
from trustfund.store.engine import Store

SETTLE: tuple[Check, ...] = (twins,)


def to_settle(store: Store) -> Iterator[str]:
    """Everything that is to be settled, a sentence each; nothing when all of it is."""
    books = look(store)
    for check in SETTLE:
        yield from check(books)
