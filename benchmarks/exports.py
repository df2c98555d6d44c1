"""How long files of 100,000 deposits take, beside Python's own csv of the raw table.

Run from the project's folder: ``.venv/bin/python -m benchmarks.exports [ROWS] [ROUNDS]``. The other
program reads the table of entries with ``sqlite3`` and writes it as it stands; the files
go through filters, corrections and both clocks. Both run in one process each, in turn. Memory is
what a file holds at most beside the books, which every reader shares.

Then the workbook by itself, in processor time: making its rows, writing them, and what XlsxWriter
takes that is given the same cells one by one, all three in one process.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.imports import DAYS, FIRST_DAY, HEADER, books_to_book_in, deposits

FILES = ("deposits.csv", "deposits.json", "deposits.xlsx", "ledger.csv")
RAW = """
import csv, sqlite3, sys, time
start = time.perf_counter()
rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM entry")
with open(sys.argv[2], "w", newline="") as file:
    csv.writer(file).writerows(rows)
print(time.perf_counter() - start, 0)
"""
OURS = """
import sys, time
from pathlib import Path
from trustfund.domain.roles import Role, COMMAND_LINE
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.store.engine import open_store

def held(what):
    (line,) = (line for line in Path("/proc/self/status").open() if line.startswith(what))
    return int(line.split()[1]) / 1024

loaded, today = frames.load(open_store())
Path("/proc/self/clear_refs").write_text("5")  # the most that is held counts from here
before, start = held("VmRSS"), time.perf_counter()
download = DOWNLOADS[sys.argv[1]]
with open(sys.argv[2], "wb") as file:
    file.writelines(download.pieces(download.view(loaded, today, []), COMMAND_LINE))
print(time.perf_counter() - start, held("VmHWM") - before)
"""
"""As the server makes a file: the books are in memory already."""
WORKBOOK = """
import time
from tests.exchange import cell_by_cell
from trustfund.exchange.workbooks import MOST_ROWS, Sheet, workbook
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.store.engine import open_store

view, asked, times = View(*frames.load(open_store()), Filters()), BY_NAME["deposits"], []

def timed(make):
    start = time.process_time()
    made = make()
    times.append(time.process_time() - start)
    return made

rows = timed(lambda: list(asked.rows(view)))
sheet = Sheet(asked.title, asked.columns, rows)
timed(lambda: b"".join(workbook(view, asked.title, [sheet])))
timed(lambda: cell_by_cell.workbook(sheet, MOST_ROWS))
print(*times)
"""


def run(script: str, *words: str | Path) -> tuple[float, ...]:
    """What a script printed: of a file the seconds that it took, and the megabytes it held."""
    command = [sys.executable, "-c", script, *map(str, words)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return tuple(map(float, ended.stdout.split()))


def report_workbook(runs: list[tuple[float, ...]]) -> None:
    """Print the processor time of a workbook's parts: least, median and most of all rounds."""
    ratios = [library / written for _, written, library in runs]
    columns = (*zip(*runs, strict=True), ratios)
    names = ("rows of it", "written", "cell by cell", "times as long")
    for name, values in zip(names, columns, strict=True):
        low, mid, high = min(values), statistics.median(values), max(values)
        print(f"deposits.xlsx, {name:13} {low:6.2f} {mid:6.2f} {high:6.2f}")


def main(rows: int = 100_000, rounds: int = 3) -> None:
    """Print the times, their ratios to the raw table, and the memory of each file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books, made = folder / "books.db", folder / "made"
        os.environ["TRUSTFUND_DATABASE_URL"] = f"sqlite:///{books}"
        os.environ["TRUSTFUND_TODAY"] = str(FIRST_DAY + timedelta(DAYS))
        books_to_book_in(books)
        with (folder / "deposits.csv").open("w", newline="") as file:
            csv.writer(file).writerows([HEADER, *deposits(rows)])
        program = [sys.executable, "-m", "trustfund", "import", "deposits"]
        subprocess.run([*program, folder / "deposits.csv"], check=True)  # noqa: S603
        runs: dict[str, list[tuple[float, ...]]] = {"raw table": [], **{f: [] for f in FILES}}
        for _ in range(rounds):
            runs["raw table"].append(run(RAW, books, made))
            for file_name in FILES:
                runs[file_name].append(run(OURS, file_name, made))
        raw = statistics.median(seconds for seconds, _ in runs["raw table"])
        for named, found in runs.items():
            seconds = statistics.median(each for each, _ in found)
            most = max(held for _, held in found)
            times = f"{seconds:5.1f} s, {seconds / raw:4.1f} times the raw table"
            print(f"{named:14} {times}, at most {most:.0f} MB beside the books")
        report_workbook([run(WORKBOOK) for _ in range(rounds)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
