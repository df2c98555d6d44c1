"""What may stand in sound books and asks for a decision: each with the act that settles it.

These are no faults: all invariants may hold beside them, and neither a backup nor a restore stops
for them. A function of ``SETTLE`` is a ``Check`` that reads the frames alone (no figure may be made
of books with a fault), and yields sentences that end with what settles or accepts it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow.compute as pc

from trustfund.domain.classifications import is_due
from trustfund.figures.books import utc
from trustfund.figures.checks import Books, Check, look
from trustfund.figures.contradictions import contradictions
from trustfund.figures.twins import twins
from trustfund.store import soundness
from trustfund.store.engine import SLACK, Store, utc_now

CONFIRM = "Confirm it, or give the new day (page Record travel, Graduation)"
SETTLES_CLOCK = "Settle the clock, with a reason (page Settings, or the command settle-clock)"


def clock(books: Books) -> Iterator[str]:
    """Every act was recorded after the one before it, and none in the future."""
    history, published = books.frames.history, books.frames.published_until
    settled = books.frames.settled
    moments = history.columns["at"]
    is_back = pc.less(moments[1:], moments[:-1]).to_numpy()
    for after in history.ids[1:][is_back].tolist():
        before, line = history[after - 1], history[after]
        if before["id"] and after > max(settled, default=0):
            yield (
                f"act {line['id']} was recorded at {line['at']}, and act {before['id']} before it "
                f"at {before['at']}: a clock was set back, so reports as known between the two "
                f"have the later act and not the earlier one. {SETTLES_CLOCK} to accept it"
            )
    newest = books.frames.last_recorded
    if published:
        first_after = date.fromisoformat(published) + timedelta(days=1)
        newest = max(newest, f"{first_after}T00:00:00Z")
    if newest > utc(utc_now() + SLACK) and newest not in {history[act]["at"] for act in settled}:
        yield (
            f"the newest moment that the books know, {newest}, is still to come: a clock ran "
            f"ahead, or is behind now. Acts are refused until then. {SETTLES_CLOCK} to record "
            "them at that moment until it has come"
        )


def graduations(books: Books) -> Iterator[str]:
    """Graduations that were scheduled by today and that nobody has confirmed."""
    view = books.view
    for code in sorted(view.frames.countries):
        facts = view.country(code)
        if is_due(facts, view.today):
            yield (
                f"{facts.name} was scheduled to stop being a least developed country on "
                f"{facts.ldc_scheduled_until}, and counts as one until that is confirmed. {CONFIRM}"
            )


def strays(books: Books) -> Iterator[str]:
    """Contents that no paper has: nobody can see them, and they may name people."""
    for name in books.strays:
        yield (
            f"the content {name} is kept and belongs to no paper: an act that broke off left it. "
            "Delete the file of that name beside the store, if no newer store is to come back"
        )


SETTLE: tuple[Check, ...] = (clock, twins, contradictions, graduations, strays)


def to_settle(store: Store) -> Iterator[str]:
    """Everything that is to be settled, a sentence each; nothing when all of it is."""
    try:
        books = look(store)
        for check in SETTLE:
            yield from check(books)
    except soundness.SIGNS as error:
        soundness.unreadable(error)  # damage is a fault; a store that does not answer goes on
