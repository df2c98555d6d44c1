"""A process that books is killed at a random moment, again and again; then the books are looked at.

The writer tells of each act once it is committed. Whatever it told of must be there, whatever is
there must be whole, and the store must open and hold every invariant, after each kill.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tests import books
from tests.reliability.processes import context, starting
from tests.reliability.writer import KINDS, endow, write
from trustfund.domain.act_codes import ActCode
from trustfund.figures import checks
from trustfund.store.engine import Store
from trustfund.store.tables import Deposit, Entry, History, Trip, TripStep

MOST_ACTS = 3  # openings that are told of before the clock of the kill starts
LONGEST_ACT = 0.2  # seconds from then to the kill
Shape = Counter[str]
"""What there is of one opening of the books: rows by table, and lines of history by code."""


@dataclass
class Ordeal:
    """One store, its writers' deaths so far, and what came of them."""

    url: str
    gift: str = ""
    shapes: list[Shape] = field(default_factory=list)
    lives: int = 0
    told: int = 0
    untold: int = 0
    lines: int = 0
    wrong: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Money for everything, then a life without a death: the shape of what is whole."""
        store = Store(self.url)
        self.gift = endow(store)
        self.lines = len(books.history(store))
        process, ear = self._start(KINDS)
        process.join(60)
        with store.reading() as session:
            found = _found(session, self.lives)
        self.shapes = [found[number] for number in range(1, KINDS + 1)]
        store.engine.dispose()
        self.look(_hear(ear))

    def kill_one(self, openings: int, after: float) -> None:
        """Start a writer, kill it some seconds after it told of that many openings, look."""
        process, ear = self._start(1_000_000)
        told = -1
        while told < openings:  # acts, not seconds: a slow machine books nothing for seconds
            assert ear.poll(60)
            told = ear.recv()
        time.sleep(after)
        process.kill()
        process.join(60)
        if process.exitcode != -signal.SIGKILL:
            self.wrong.append(f"writer {self.lives} ended by itself with {process.exitcode}")
        self.look(max(told, _hear(ear)))

    def outlive(self, stop: Callable[[], None], start: Callable[[], None], after: float) -> None:
        """Stop the server, not the writer; start it again and look at the books."""
        process, ear = self._start(1_000_000)
        assert ear.poll(60)
        time.sleep(after)
        stop()
        process.join(60)
        start()
        self.look(_hear(ear))

    def _start(self, openings: int) -> tuple[BaseProcess, Connection]:
        self.lives += 1
        here = context()
        ear, mouth = here.Pipe(duplex=False)
        given = (self.url, self.gift, self.lives, openings, mouth)
        process = here.Process(target=write, args=given, daemon=True)
        with starting():
            process.start()
        mouth.close()
        return process, ear

    def look(self, told: int) -> None:
        """Look at the books with nobody else there, as whoever comes next does."""
        store = Store(self.url)
        with store.writing() as session:  # after what a dead writer's server still finishes
            found = _found(session, self.lives)
            lines = session.scalar(sa.select(sa.func.count()).where(col(History.id) > 0)) or 0
        self.wrong += [f"after kill {self.lives}: {line}" for line in checks.problems(store)]
        store.engine.dispose()
        for number in count(1):
            if number > told and number not in found:
                break
            if number not in found:
                self.wrong.append(f"opening {self.lives}.{number} was told of and is lost")
            elif found[number] != self.shapes[(number - 1) % KINDS]:
                self.wrong.append(f"opening {self.lives}.{number} is half: {found[number]}")
        booked = sum(
            sum(shape[key] for key in shape if key in set(ActCode)) for shape in found.values()
        )
        if lines != self.lines + booked:
            self.wrong.append(f"history has {lines} lines, not {self.lines} and {booked} more")
        self.lines = lines
        self.told += told
        self.untold += len(found) - told


def _hear(ear: Connection) -> int:
    """The last opening that a writer told of before it died."""
    last = 0
    try:
        while ear.poll():
            last = ear.recv()
    except EOFError:
        pass
    ear.close()
    return last


def _found(session: Session, life: int) -> dict[int, Shape]:
    """What there is of a writer's openings, by their number."""
    theirs = select(History).where(col(History.actor).startswith(f"writer {life}."))
    opening_of: dict[int, int] = {}
    found: dict[int, Shape] = {}
    for line in session.exec(theirs):
        number = opening_of[line.id] = int(line.actor.partition(".")[2])
        found.setdefault(number, Counter())[str(line.act)] += 1
    for table in (Trip, TripStep, Deposit, Entry):
        act = col(table.act_id)
        rows = sa.select(act, sa.func.count()).where(act >= min(opening_of, default=0))
        for act_id, number_of_rows in session.execute(rows.group_by(act)):
            if act_id in opening_of:
                found[opening_of[act_id]][str(table.__tablename__)] += number_of_rows
    return found


def go_through(url: str, kills: int, seed: int = 0) -> Ordeal:
    """Kill that many writers, one after the other, at moments that the seed decides."""
    ordeal, moments = Ordeal(url), random.Random(seed)
    ordeal.prepare()
    for _ in range(kills):
        ordeal.kill_one(moments.randint(0, MOST_ACTS), moments.uniform(0, LONGEST_ACT))
    return ordeal
