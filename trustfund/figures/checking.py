"""A check of the books as a person asks for it: its result is noted beside the books."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pyarrow.compute as pc

from trustfund.accounts import log
from trustfund.accounts.log import Action
from trustfund.domain.desk import CHECKED_WITHIN
from trustfund.domain.roles import Actor
from trustfund.figures import checks, settling
from trustfund.figures.books import Frames, utc
from trustfund.figures.desk_items import Found, Item, found
from trustfund.figures.wording import counted, day
from trustfund.store import soundness
from trustfund.store.access_tables import AccessEvent
from trustfund.store.engine import Store
from trustfund.store.tables import Fund

PATIENCE = timedelta(seconds=2)


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    results: list[tuple[str, list[str]]]
    """Each promise, and what breaks it."""
    unsettled: list[str]

    @property
    def faults(self) -> list[str]:
        """All that is wrong, each once."""
        return soundness.faults(self.results)


def check(store: Store, who: Actor) -> Checked:
    """Check the books. Nothing is written to a store that is damaged."""
    revision = _revision(store)
    made = Checked(list(checks.results(store)), list(settling.to_settle(store)))
    if any(wrong for promise, wrong in made.results if promise in soundness.PROMISES):
        return made
    action = Action.TO_SETTLE if made.unsettled else Action.IN_ORDER
    words = f"revision {revision}"
    if made.unsettled:
        words += f", {len(made.unsettled)} to settle"
    if made.faults:
        action, words = Action.FAULTS, f"{words}, {counted(len(made.faults), 'fault')}"
    log.checked(store, who, action, words, PATIENCE)
    return made


def _revision(store: Store) -> int:
    """The number of the newest act before a check; 0 where the store cannot tell."""
    with suppress(*soundness.SIGNS), store.reading() as session:
        return session.get_one(Fund, 1).revision
    return 0


def last(store: Store) -> AccessEvent | None:
    """The line about the newest check, None where there is none."""
    return next(iter(log.newest(store, 1, log.CHECKS)), None)


def waiting(books: Frames, line: AccessEvent | None) -> Found:
    """Whether a check is to be made, or the last one asks for something."""
    if line is None:
        return found([Item("Books", "", state="never checked")])
    at = utc(line.at)
    since = int(pc.sum(pc.greater(books.history.columns["at"], at)).as_py() or 0)
    is_old = books.last_recorded > utc(line.at + CHECKED_WITHIN)
    if line.action == Action.IN_ORDER and not is_old:
        return found(())
    acts = f"{counted(since, 'act')} since" if since else "no act since"
    return found(
        [
            Item(
                "Books",
                "",
                state=f"{line.action}, {line.detail}",
                when=f"on {day(at[:10])}, {acts}",
            )
        ]
    )
