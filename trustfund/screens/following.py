"""Open pages follow the books, and whoever was signed out.

All open pages learn of a booking at about the same time. Were they drawn again at once, everybody
who does something would wait for them: so each waits for some looks, by chance. Whoever does
something sees the newest books without that.
"""

from dataclasses import dataclass, field
from random import Random, SystemRandom

import streamlit as st

from trustfund.domain.roles import Actor
from trustfund.screens import down, session
from trustfund.screens.watch import Now, watch
from trustfund.store.engine import StoreError, open_store

WITHIN = 30
"""Seconds after a booking in which every open page is drawn again."""
SLACK = 2
"""Seconds of these for the way of a message."""
VISITORS_LOOK = 9, 14
SIGNED_IN_LOOK = 2.5, 3.5
"""Seconds between two looks, by chance: what was opened together does not look together for ever.

Who is signed in looks more often, because the page has to end soon after the session.
"""
_chance = SystemRandom()


def pause(chance: Random, *, is_visitor: bool) -> float:
    """Seconds from one look of a page to the next."""
    return chance.uniform(*(VISITORS_LOOK if is_visitor else SIGNED_IN_LOOK))


def looks_to_wait(chance: Random, every: float) -> int:
    """How many looks a page lets pass after the one that saw a booking."""
    return chance.randrange(int((WITHIN - SLACK) / every))


@dataclass
class Follower:
    """An open page as it was drawn: for whom, and from which state of the books, "" for none."""

    who: Actor
    stamp: str
    every: float
    chance: Random = field(default=_chance)
    waits: int | None = None
    """Looks to let pass, once the page is old."""

    def is_due(self, who: Actor, now: Now) -> bool:
        """Whether to draw the page again at this look: at once where somebody else looks now."""
        if who != self.who:
            return True
        if not self.stamp or now.stamp == self.stamp:
            return False
        if self.waits is None:
            self.waits = looks_to_wait(self.chance, self.every)
        self.waits -= 1
        return self.waits < 0


def follow(who: Actor, stamp: str) -> None:
    """Have the page that was just drawn look again and again."""
    every = pause(_chance, is_visitor=session.is_visitor(who))
    follower, is_drawing = Follower(who, stamp, every), True

    def look() -> None:
        if is_drawing:
            return
        try:
            now = watch.now(open_store())
            is_due = follower.is_due(session.actor_at(now.signed_in), now)
        except StoreError as error:
            down.say(error)  # until the next look
        else:
            if is_due:
                session.draw_again()

    st.fragment(look, run_every=every)()
    is_drawing = False
