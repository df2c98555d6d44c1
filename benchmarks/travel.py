"""What an import of settled trips costs a row, and how that grows with the books.

Run from the project's folder: ``.venv/bin/python -m benchmarks.travel [ROWS]``, on books of 1,000
and 100,000 entries (``benchmarks.books``). A row is five acts: nominated, approved, authorised,
travelled, settled. Times are of the processor, least of three imports: others may use the machine
meanwhile.
"""

import csv
import io
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import select

from benchmarks.books import kept
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports import plan
from trustfund.exchange.imports.rows import Source
from trustfund.exchange.imports.travel import TRAVEL
from trustfund.ledger import eligibility
from trustfund.ledger.books import Books, read_books
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.tables import Country, Event

SIZES = (1_000, 100_000)
ROUNDS = 3
FIRST_DAY, LAST_DAY = date(2017, 6, 1), date(2018, 6, 1)
"""Events between these days are over, and their delegates were nominated within the term."""
DAYS = {"nominated": -30, "approved": -25, "authorised": -20, "travelled": 0, "settled": 20}
"""The days of the steps, counted from the first day of the event."""


def trips(books: Books, rows: int) -> Iterator[tuple[str, ...]]:
    """Rows of a file of settled trips of eligible countries, the same ones every time."""
    draw = random.Random(71_280)  # noqa: S311  # the same numbers each time, no secrets
    steps = [f"{status}_on" for status in DAYS]
    yield ("reference", "event", "country", "status", *steps, "ticket_usd", "actual_usd")
    events = books.session.exec(select(Event).order_by(Event.code)).all()
    countries = books.session.exec(select(Country).order_by(Country.iso3)).all()
    choice = [
        (event.code, country.iso3, event.starts_on)
        for event in events
        if event.starts_on and FIRST_DAY < event.starts_on < LAST_DAY
        for country in countries
        if eligibility.judged(books, country, event.starts_on).eligible
    ]
    for number in range(rows):
        event, country, day = draw.choice(choice)
        days = [str(day + timedelta(after)) for after in DAYS.values()]
        costs = (f"{draw.randrange(5, 30)}.50", f"{draw.randrange(5, 30)}.10")
        yield (f"X-{number:05d}", event, country, "settled", *days, *costs)


def seconds(books: Path, rows: int) -> float:
    """Processor time of an import into a copy of these books."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        with sqlite3.connect(books) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        store = Store(f"sqlite:///{copy}")
        make_ready(store)
        with read_books(store) as opened:
            text = io.StringIO()
            csv.writer(text).writerows(trips(opened, rows))
        began = time.process_time()
        source = Source("trips.csv", text.getvalue().encode())
        outcome = plan.run(store, COMMAND_LINE, TRAVEL, source, dry_run=False)
        took = time.process_time() - began
        store.engine.dispose()
    if outcome.new != rows:
        raise SystemExit(f"Not every row was booked: {outcome.problems[:3]}")
    return took


def main(rows: int = 300) -> None:
    """Print the milliseconds of a row on books of each size."""
    for size in SIZES:
        least = min(seconds(kept(size), rows) for _ in range(ROUNDS))
        print(f"{size:>9,} entries: {least * 1000 / rows:.1f} ms a row of {rows:,} settled trips")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
