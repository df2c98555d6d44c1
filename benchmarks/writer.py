"""Writes acts straight into the tables of a SQLite store, hashed as the program hashes them.

Rows are tuples in the form in which SQLite keeps them (days as ISO text, flags as 0 and 1), in the
order of the columns that a hash covers; what no hash covers is added when they are written.
"""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from trustfund.domain.act_codes import ActCode
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.roles import COMMAND_LINE
from trustfund.domain.texts import skeleton
from trustfund.store.base import Base, named_by
from trustfund.store.chain import NONCE, canonical, digest
from trustfund.store.covered import APPEND_ONLY, NEWEST, VERSIONS, key
from trustfund.store.tables import BalanceChange, Fund, PoolBalance

COVERED = VERSIONS[NEWEST]
ROWS_A_TIME = 20_000
Row = tuple[Any, ...]


class Document(NamedTuple):
    """A row of a document, and its digest."""

    table: str
    key: str
    sha256: str
    row: Row


class Posting(NamedTuple):
    """What an entry says beside its act; amounts in minor units and US dollar cents."""

    kind: EntryKind
    day: str
    pool: str
    amount: int
    usd_cents: int | None
    currency: str = "USD"
    rate: str | None = "1"
    rate_effective_on: str | None = None
    contribution: int | None = None
    deposit: int | None = None
    trip: int | None = None
    movement: int | None = None
    reverses: int | None = None


class Writer:
    """Takes acts in their order, and writes their rows by the ten thousand."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.act_id = 0
        self.hash = str(connection.exec_driver_sql("SELECT hash FROM history").scalar_one())
        self.entries = self.steps = self.classes = 0
        self.numbered: dict[str, int] = defaultdict(int)
        self.balances: dict[str, int] = defaultdict(int)
        self.by_day: dict[tuple[str, str], int] = defaultdict(int)
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._tokens = random.Random(15)  # noqa: S311 (the same books each time)

    def document(self, table: str, **values: Any) -> Document:
        """A new document of the act that comes next; it gets its number, if its table has any."""
        if key(table) == ("id",):
            self.numbered[table] += 1
            values["id"] = self.numbered[table]
        values["act_id"] = self.act_id + 1
        row = tuple(values[column] for column in COVERED[table])
        known = json.dumps([values[column] for column in key(table)], separators=(",", ":"))
        self._rows[table].append((*row, *_uncovered(table, values)))
        return Document(table, known, digest(table, row), row)

    def act(
        self,
        code: ActCode,
        at: str,
        subject: str,
        outcome: str,
        touched: Sequence[Document] = (),
        postings: Iterable[Posting] = (),
        step: tuple[int, str, str] | None = None,
        reason: str = "",
        judged: Mapping[str, Any] | None = None,
    ) -> int:
        """Write an act recorded at a moment; returns the number of its first entry.

        ``step``: a trip, the status that it reaches, and the day; ``judged``: what its country is.
        """
        self.act_id += 1
        token = f"{NONCE}{self._tokens.getrandbits(128):032x}"
        line: Row = (code.value, code.words, COMMAND_LINE.name, at, "", NEWEST, self.act_id)
        line += (outcome, reason, subject, token)
        sealed = hashlib.sha256(canonical(NEWEST, self.hash))
        sealed.update(canonical("history", *line))
        first = self.entries + 1
        for posting in postings:
            row = self._entry(posting, at, reason)
            sealed.update(canonical("entry", *row))
            self._rows["entry"].append(row)
        if step:
            self.steps += 1
            trip, status, day = step
            row = (self.act_id, self.steps, day, reason, at, None, status, trip)
            sealed.update(canonical("trip_step", *row))
            self._rows["trip_step"].append(row)
        if judged:
            self.classes += 1
            of = {**judged, "id": self.classes, "act_id": self.act_id, "step_id": self.steps}
            row = tuple(of[column] for column in COVERED["authorised_class"])
            sealed.update(canonical("authorised_class", *row))
            self._rows["authorised_class"].append(row)
        for document in touched:
            row = (self.act_id, *document[:3])
            sealed.update(canonical("digest", *row))
            self._rows["digest"].append(row)
        self.hash = sealed.hexdigest()
        self._rows["history"].append((*line, self.hash))
        if len(self._rows["history"]) >= ROWS_A_TIME:
            self.flush()
        return first

    def _entry(self, own: Posting, at: str, reason: str) -> Row:
        self.entries += 1
        for balance, effects in ((own.pool, POOL_EFFECT), (AGENT, AGENT_EFFECT)):
            if change := effects.get(own.kind, 0) * (own.usd_cents or 0):
                self.balances[balance] += change
                self.by_day[balance, own.day] += change
        return (
            *(self.act_id, own.amount, own.contribution, own.currency, own.deposit, self.entries),
            *(own.kind.value, own.movement, None if own.pool == UNEARMARKED else own.pool),
            *(own.rate, own.rate_effective_on, reason, at, own.reverses, own.trip),
            *(own.usd_cents, own.day),
        )

    def lowest(self, pool: str, since: str) -> int:
        """US dollar cents that a pool never fell below from a day on."""
        running = low = self.balances[pool]
        for day in sorted((d for p, d in self.by_day if p == pool and d > since), reverse=True):
            running -= self.by_day[pool, day]
            low = min(low, running)
        return low

    def flush(self) -> None:
        """Write the rows that wait."""
        for table, rows in self._rows.items():
            if rows:
                columns = [*COVERED[table], *_UNCOVERED.get(table, ())]
                named, marks = ", ".join(columns), ", ".join("?" * len(columns))
                into = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608 (our names)
                self.connection.exec_driver_sql(into, rows)
        self._rows.clear()

    def close(self) -> None:
        """Write all, the balances, and the revision that the fund is at."""
        self.flush()
        for pool, cents in self.balances.items():
            own = sa.update(PoolBalance).where(sa.column("pool") == pool)
            self.connection.execute(own.values(usd_cents=cents))
        changes = [
            {"pool": pool, "day": date.fromisoformat(day), "usd_cents": cents}
            for (pool, day), cents in self.by_day.items()
        ]
        self.connection.execute(sa.insert(BalanceChange), changes)
        self.connection.execute(sa.update(Fund).values(revision=self.act_id))


_UNCOVERED = {
    "history": ("hash",),
    **{
        table: tuple(c for c in ("skeleton", "version", "name") if c in named and c not in covered)
        for table, covered in COVERED.items()
        if table not in {"history", *APPEND_ONLY}
        for named in [Base.metadata.tables[table].c]
    },
}


def _uncovered(table: str, values: dict[str, Any]) -> Row:
    """What no hash covers: how a document is looked up, its version, and no name of a delegate."""
    kept: dict[str, Any] = {"version": 1, "name": ""}
    if named := named_by(Base.metadata.tables[table]):
        kept["skeleton"] = skeleton(values[named])
    return tuple(kept[column] for column in _UNCOVERED[table])
