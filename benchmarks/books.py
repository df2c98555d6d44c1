"""Makes the books that other measurements need: a fund of 1,000 to 1,000,000 entries.

Run from the project's folder: ``.venv/bin/python -m benchmarks.books ENTRIES FILE``. A third to a
fifth of the entries are of trips (300, 20,000 and 100,000 trips); the others are of deposits, in
seven currencies, of contributions, and of other money. Every act has its line of history, its
digests and its hash, and ``check`` finds nothing: the rows are written past the acts, which would
take hours, with the program's own rules of arithmetic. The same size makes the same books. A file
that is there already is left as it is.
"""

import argparse
import random
import time
from datetime import datetime, timedelta
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from benchmarks.happenings import BOOKS_DATE, FIRST_DAY, happenings
from benchmarks.writer import Writer
from trustfund.store.engine import Store
from trustfund.store.setup import begin_again, make_ready
from trustfund.store.tables import Fund

SIZES = (1_000, 100_000, 1_000_000)
TRIPS = {1_000: 300, 100_000: 20_000, 1_000_000: 100_000}
OPENS, HOURS = timedelta(hours=8), 10
PRAGMAS = (
    *("foreign_keys = OFF", "synchronous = OFF"),  # made anew if it fails; checked at the end
    "cache_size = -500000",
)


def make(entries: int, file: Path, trips: int = 0) -> int:
    """Make a store of about that many entries; returns how many it has."""
    part = file.with_name(f".{file.name}")
    for left in file.parent.glob(f".{file.name}*"):
        left.unlink()
    store = Store(f"sqlite:///{part}")
    make_ready(store)
    with store.writing() as session:
        fund = session.get_one(Fund, 1)
        fund.illustrative, fund.books_date = True, BOOKS_DATE
        begin_again(session, datetime.fromisoformat(f"{FIRST_DAY}T00:00:00+00:00"), "benchmark")
    with store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for pragma in PRAGMAS:
            driver.execute(f"PRAGMA {pragma}")
        with connection.begin():
            writer = Writer(connection)
            _book(writer, entries, trips or TRIPS.get(entries, entries // 5))
            writer.close()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()
    for left in file.parent.glob(f".{file.name}-*"):
        left.unlink()
    part.replace(file)
    return writer.entries


def _book(writer: Writer, entries: int, trips: int) -> None:
    """Book what happens, day by day, each act at a moment of its day."""
    numbers = random.Random(entries)  # noqa: S311 (the same books each time)
    planned = sorted(happenings(writer, numbers, entries, trips), key=itemgetter(0, 1))
    for day, of_the_day in groupby(planned, key=itemgetter(0)):
        acts = list(of_the_day)
        opens = datetime.fromisoformat(day) + OPENS
        for number, (_, _, perform) in zip(count(), acts, strict=False):
            moment = opens + timedelta(hours=HOURS) * number / len(acts)
            perform(f"{moment:%Y-%m-%d %H:%M:%S.%f}")


def kept(entries: int, file: Path | None = None) -> Path:
    """The books of a size, made if they are not there yet; by default in ``build/benchmarks``."""
    file = file or Path("build/benchmarks", f"{entries}.db")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        make(entries, file)
    return file


def main() -> None:
    """Make a file, and say how long it took."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.books", description=__doc__)
    asked.add_argument("entries", type=int, metavar="ENTRIES")
    asked.add_argument("file", type=Path, metavar="FILE")
    asked.add_argument("--trips", type=int, default=0, metavar="TRIPS")
    given = asked.parse_args()
    if given.file.exists():
        print(f"{given.file} is there already")
        return
    start = time.process_time()
    made = make(given.entries, given.file, given.trips)
    seconds = time.process_time() - start
    print(f"{given.file}: {made:,} entries in {seconds:.1f} s of processor time")


if __name__ == "__main__":
    main()
