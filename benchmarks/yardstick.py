"""A yardstick for processor time: work of the kinds that the product does, always the same.

It is run again beside each measurement in the same process, so that a ratio of the two says little
about the machine and what else it does, and much about the program.
"""

import gc
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import numpy as np

ROWS = 20_000


def _python() -> int:
    """Dictionaries, sums and text."""
    rows: list[dict[str, Any]] = [
        {"day": f"2018-{n % 12 + 1:02}", "usd": n * 37 % 10_007} for n in range(ROWS)
    ]
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["day"]] = sums.get(row["day"], 0) + row["usd"]
    return len(",".join(f"{day}:{usd}" for day, usd in sorted(sums.items())))


def _columns() -> int:
    """Sorted and grouped columns of whole numbers."""
    values = np.arange(ROWS * 10, dtype=np.int64) * 7_919 % 10_007
    order = np.argsort(values, kind="stable")
    sums = np.zeros(101, dtype=np.int64)
    np.add.at(sums, values % 101, values[order])
    return int(sums.sum())


def _database() -> int:
    """A table written and read."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, day TEXT, usd INTEGER)")
        rows = ((n, f"2018-{n % 12 + 1:02}", n * 37 % 10_007) for n in range(ROWS))
        database.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
        sums = database.execute("SELECT day, SUM(usd) FROM entry GROUP BY day").fetchall()
        return len(sums) + len(database.execute("SELECT * FROM entry").fetchall())


def once() -> None:
    """Go along the yardstick once: some hundredths of a second."""
    _python()
    _columns()
    _database()


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time that something takes, in all threads of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(work: Callable[[], object], times: int) -> float:
    """The least that work takes, as a multiple of the yardstick, of so many runs in turn."""
    gc.collect()  # what was measured before leaves nothing to clear up
    least, stick = float("inf"), float("inf")
    for _ in range(times):
        stick = min(stick, cost(once))
        least = min(least, cost(work))
    return least / min(stick, cost(once))
