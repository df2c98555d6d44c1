"""How long CSV of all entries and deposits takes over HTTP, beside the database's own shell.

Run from the project's folder: ``.venv/bin/python -m benchmarks.streams [ENTRIES] [ROUNDS]``. The
shell (``sqlite3 -csv``) runs the query that gives the same rows, with sums as whole cents, into a
file. Each file is fetched once before, so that the books are in memory, and then once a round.
Memory is what the serving process held at most meanwhile beside what it held before. Where
``--datasette`` names the program Datasette, its CSV of the raw table of entries is fetched too.
"""

import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request

from benchmarks import tables
from benchmarks.books import SIZES
from benchmarks.serving import copied, memory, served
from tests.browser.server import Server, direct, free_port, stop
from tests.people import a_session, an_account
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

QUERIES = {
    "ledger": """
SELECT e.id, e.recorded_at, e.value_date, e.kind, c.reference AS contribution,
 d.reference AS deposit, t.reference AS travel, COALESCE(e.objective, 'unearmarked') AS objective,
 e.currency, e.amount, e.rate, e.usd_cents, e.reverses, e.reason
FROM entry e LEFT JOIN contribution c ON c.id = e.contribution_id
 LEFT JOIN deposit d ON d.id = e.deposit_id LEFT JOIN trip t ON t.id = e.trip_id
ORDER BY e.id
""",
    "deposits": """
SELECT d.reference, c.reference AS contribution, p.name AS contributor, MIN(e.value_date) AS day,
 c.currency, SUM(CASE e.kind WHEN 'deposit' THEN e.amount ELSE 0 END) AS amount, MIN(e.rate),
 MIN(e.rate_effective_on), SUM(CASE e.kind WHEN 'deposit' THEN e.usd_cents ELSE 0 END) AS usd,
 SUM(CASE e.kind WHEN 'deposit' THEN 0 ELSE e.usd_cents END) AS fee,
 SUM(CASE WHEN e.kind = 'deposit' AND e.objective IS NULL THEN e.usd_cents ELSE 0 END) AS free
FROM entry e JOIN deposit d ON d.id = e.deposit_id JOIN contribution c ON c.id = e.contribution_id
 JOIN contributor p ON p.id = c.contributor_id
WHERE e.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.id)
GROUP BY d.id ORDER BY day, d.reference
""",
}
"""What the shell is asked, by dataset."""
PIECE = 1 << 20
Found = dict[str, list[float]]


def fetched(url: str, cookie: str = "") -> tuple[float, float, int]:
    """Fetch a file: seconds until its first byte, until its last, and its bytes."""
    asked = Request(url, headers={"cookie": f"{COOKIE}={cookie}"} if cookie else {})  # noqa: S310
    start, size = time.perf_counter(), 0
    with direct.open(asked, timeout=1000) as answer:
        first = answer.read(1)
        until = time.perf_counter() - start
        while piece := answer.read(PIECE):
            size += len(piece)
    return until, time.perf_counter() - start, size + len(first)


def shell(store: Path, query: str, made: Path) -> float:
    """Seconds that the database's own shell takes to write the rows."""
    program = shutil.which("sqlite3")
    assert program, "install sqlite3, the shell of SQLite"
    start = time.perf_counter()
    with made.open("wb") as file:
        subprocess.run([program, "-header", "-csv", store, query], stdout=file, check=True)  # noqa: S603
    return time.perf_counter() - start


def ours(server: Server, name: str, cookie: str, times: Found, mebibytes: Found) -> int:
    """Fetch a dataset; returns its bytes."""
    pid = server.process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # the most that is held counts from here
    before = memory(pid)["VmRSS"]
    first, last, size = fetched(f"{server.url}/exports/{name}.csv", cookie)
    times[f"{name}: first byte"].append(first)
    times[f"{name}: all"].append(last)
    mebibytes[f"{name}: beside the books"].append(memory(pid)["VmHWM"] - before)
    return size


@contextmanager
def datasette(program: Path, store: Path) -> Iterator[str]:
    """The address of Datasette's CSV of all entries."""
    port = free_port()
    command = [program, "serve", store, f"--port={port}", "--setting", "max_csv_mb", "0"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(list(map(str, command)), stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        while True:
            try:
                direct.open(f"http://127.0.0.1:{port}/-/versions.json", timeout=10).read()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/{store.stem}/entry.csv?_stream=on&_size=max"
    finally:
        stop(process)


def main() -> None:
    """Fetch in turn, and print times, ratios and memory."""
    asked = tables.options(__doc__)
    asked.add_argument("entries", type=int, nargs="?", default=SIZES[-1], metavar="ENTRIES")
    asked.add_argument("rounds", type=int, nargs="?", default=3, metavar="ROUNDS")
    asked.add_argument("--books", type=Path, metavar="FILE", help="the books themselves")
    asked.add_argument("--datasette", type=Path, metavar="PROGRAM", help="compare with it, once")
    given = asked.parse_args()
    times: Found = defaultdict(list)
    mebibytes: Found = defaultdict(list)
    with copied(given.entries, given.books) as store:
        cookie = _signed_in(store)
        with served(store) as server:
            for name in QUERIES:
                fetched(f"{server.url}/exports/{name}.csv", cookie)
            for _ in range(given.rounds):
                for name, query in QUERIES.items():
                    times[f"{name}: sqlite3"].append(shell(store, query, store.with_name("made")))
                    ours(server, name, cookie, times, mebibytes)
        if given.datasette:
            with datasette(given.datasette, store) as address:
                times["raw entries: datasette"].append(fetched(address)[1])
    for name in QUERIES:
        pairs = zip(times[f"{name}: all"], times[f"{name}: sqlite3"], strict=True)
        times[f"{name}: beside sqlite3"] = [own / other for own, other in pairs]
    print(f"{given.entries:,} entries")
    in_time = tables.report(times, "seconds; beside: times as long", 2)
    in_memory = tables.report(mebibytes, "MiB")
    tables.write(given.json, entries=given.entries, seconds=in_time, mebibytes=in_memory)


def _signed_in(copy: Path) -> str:
    """The cookie of an administrator, who may read the ledger."""
    store = Store(f"sqlite:///{copy}")
    cookie = a_session(store, an_account(store, "admin@example.org", "admin", password=""))
    store.engine.dispose()
    return cookie


if __name__ == "__main__":
    main()
