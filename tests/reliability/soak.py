"""Half an hour of everything at once: readers, officers, imports, files, and kills at random.

Run from the project's folder: ``.venv/bin/python -m tests.reliability.soak [--minutes 30]``. It
serves the illustrative sample. Ten readers open pages and take files; two officers book deposits,
and files of deposits are imported; officers and imports are killed at random, the server twice in
the first third. Whatever was acknowledged must be in the books once, a killed import is there whole
or not at all, and memory, descriptors and latencies must not grow. Ends with 1 otherwise.
"""

import argparse
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlmodel import col, select
from websockets.exceptions import WebSocketException

from tests import books
from tests.browser.server import Server, direct, look, running
from trustfund.domain.problems import Code, Refused
from trustfund.exchange import sample
from trustfund.figures import checks
from trustfund.ledger import deposits
from trustfund.ledger.deposits import DepositDraft
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.tables import Deposit

READERS, OFFICERS, ROWS = 10, 2, 400
PAGES = ("", "contributions", "earmarking", "participation", "events")
FILES = (
    *("contributions.csv", "deposits.json", "participation.csv", "contributors.xlsx"),
    *("fund.zip", "statement.pdf?contributor=Norway", "brief.pdf"),
)
ARRIVED = "2018-07-02"


def officer(url: str, life: str, told: Path) -> None:
    """Book a deposit now and then until killed, and note each once it is acknowledged."""
    store = Store(url)
    with told.open("a") as notes:
        for number in range(1_000_000):
            reference = f"SOAK-{life}-{number}"
            said = {"reference": reference, "apart": books.ALIKE}
            draft = DepositDraft("SOAK", books.day(ARRIVED), "USD", "10", **said)
            while True:
                try:
                    books.perform(store, deposits.record_deposit, draft)
                    break
                except Refused as refused:
                    if refused.problems[0].code is not Code.TRY_LATER:
                        raise
            print(reference, file=notes, flush=True)
            time.sleep(random.uniform(2, 4))


class Soak:
    """One run: what is served, what was measured, what was acknowledged."""

    def __init__(self, folder: Path, minutes: int) -> None:
        self.folder = folder
        self.store = Store(f"sqlite:///{folder / 'fund.db'}")
        self.url = str(self.store.url)
        self.seconds = 60 * minutes
        self.began = time.monotonic()
        self.server: Server | None = None
        self.took: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.failed: Counter[str] = Counter()
        self.size: dict[int, tuple[int, int]] = {}
        self.killed: Counter[str] = Counter()
        self.imported: dict[str, bool] = {}

    def prepare(self) -> None:
        """The sample, and an arrangement that is large enough for all that follows."""
        make_ready(self.store)
        sample.load(self.store)
        books.a_commitment(self.store, "90000000", reference="SOAK", signed_on="2018-01-15")

    @property
    def minute(self) -> int:
        """The minute that runs."""
        return int(time.monotonic() - self.began) // 60

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() - self.began >= self.seconds

    def serve(self) -> None:
        """Serve; kill the server twice in the first third, and start it again."""
        deaths = sorted(random.uniform(30, self.seconds / 3) for _ in range(2))
        while not self.is_over:
            with running(self.url) as server:
                self.server = server
                while not self.is_over and not (
                    deaths and time.monotonic() - self.began > deaths[0]
                ):
                    self.size[self.minute] = size_of(server.process.pid)
                    time.sleep(5)
                self.server = None
                if deaths and not self.is_over:
                    deaths.pop(0)
                    server.process.kill()
                    self.killed["server"] += 1

    def read(self, number: int) -> None:
        """Open pages and take files, with pauses, as one reader does."""
        chance = random.Random(number)
        while not self.is_over:
            server, minute = self.server, self.minute
            if server is None:
                time.sleep(1)
                continue
            what = chance.choice(("page", "page", "page", "file", "health"))
            start = time.perf_counter()
            try:
                if what == "page":
                    look(server, chance.choice(PAGES))
                else:
                    path = f"exports/{chance.choice(FILES)}" if what == "file" else "health"
                    direct.open(f"{server.url}/{path}", timeout=60).read()
                self.took[what, minute].append(time.perf_counter() - start)
            except (OSError, EOFError, TimeoutError, WebSocketException) as error:
                if self.server is server:  # else it was killed meanwhile
                    self.failed[f"{what}: {type(error).__name__}: {error}"] += 1
            time.sleep(chance.uniform(2, 6))

    def book(self, number: int) -> None:
        """An officer at work, killed now and then and followed by another."""
        for life in range(1_000_000):
            told = str(self.folder / f"told-{number}")
            words = ("--officer", self.url, f"{number}.{life}", told)
            working = subprocess.Popen((sys.executable, "-m", "tests.reliability.soak", *words))
            end = time.monotonic() + random.uniform(20, 60)
            while time.monotonic() < end and not self.is_over:
                time.sleep(0.2)
            working.kill()
            if working.wait() > 0:
                self.failed[f"an officer ended with {working.returncode}"] += 1
            self.killed["officer"] += 1
            if self.is_over:
                return

    def bring(self) -> None:
        """Import a file of deposits every so often; kill every second of the imports."""
        environment = os.environ | {"TRUSTFUND_DATABASE_URL": self.url}
        for number in range(1_000_000):
            name = f"FILE-{number}-"
            file = self.folder / "deposits.csv"
            rows = (f"{name}{row},SOAK,{ARRIVED},USD,1.00\n" for row in range(ROWS))
            header = "reference,contribution_reference,value_date,currency,amount\n"
            file.write_text(header + "".join(rows))
            importing = subprocess.Popen(
                (sys.executable, "-m", "trustfund", "import", "deposits", str(file)),
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            patience = random.uniform(1, 8) if number % 2 else 120
            try:
                self.imported[name] = importing.wait(patience) == 0
            except subprocess.TimeoutExpired:
                importing.kill()
                importing.wait()
                self.imported[name] = False
                self.killed["import"] += 1
            for _ in range(300):
                if self.is_over:
                    return
                time.sleep(0.1)

    def run(self) -> None:
        """Everything at once, until the time is up."""
        works = [threading.Thread(target=self.serve), threading.Thread(target=self.bring)]
        works += [threading.Thread(target=self.read, args=(n,)) for n in range(READERS)]
        works += [threading.Thread(target=self.book, args=(n,)) for n in range(OFFICERS)]
        for work in works:
            work.start()
        for work in works:
            work.join()

    def wrong(self) -> Iterator[str]:
        """What should not be; nothing when all is well."""
        yield from checks.problems(self.store)
        with self.store.reading() as session:
            there = Counter(session.exec(select(col(Deposit.reference))))
        told = [line for file in self.folder.glob("told-*") for line in file.read_text().split()]
        yield from (f"{line} was acknowledged and is lost" for line in told if line not in there)
        for name, is_booked in self.imported.items():
            rows = sum(reference.startswith(name) for reference in there)
            if rows not in ({ROWS} if is_booked else {0, ROWS}):
                yield f"of the import {name} {rows} rows are there"
        yield from (f"{times} times {what}" for what, times in self.failed.items())
        print(f"\nAcknowledged deposits: {len(told)}. Killed: {dict(self.killed)}.")

    def report(self) -> None:
        """A table of the minutes: size of the server, and how long things took."""
        print("| minute | MB | descriptors | page middle / most | file | health |")
        print("|---|---|---|---|---|---|")
        for minute in sorted(self.size):
            memory, descriptors = self.size[minute]
            cells = []
            for what in ("page", "file", "health"):
                took = self.took.get((what, minute), [0.0])
                cells.append(f"{statistics.median(took):.2f} / {max(took):.2f}")
            print(f"| {minute} | {memory} | {descriptors} | {' | '.join(cells)} |")


def size_of(process: int) -> tuple[int, int]:
    """MB of memory of a process and its children, and its open descriptors."""
    family, kilobytes = {process}, 0
    for status in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parts[2])):
        with contextlib.suppress(OSError):
            lines = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
            if int(lines["Pid"]) == process or int(lines["PPid"]) in family:
                family.add(int(lines["Pid"]))
                kilobytes += int(lines.get("VmRSS", "0 kB").split()[0])
    return kilobytes // 1024, len(list(Path(f"/proc/{process}/fd").iterdir()))


def main() -> int:
    """The soak, or one of its officers."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--officer", nargs=3, metavar=("URL", "LIFE", "FILE"))
    given = parser.parse_args()
    if given.officer:
        url, life, told = given.officer
        officer(url, life, Path(told))
        return 0
    with ExitStack() as stack:
        soak = Soak(Path(stack.enter_context(tempfile.TemporaryDirectory())), given.minutes)
        soak.prepare()
        soak.run()
        soak.report()
        wrong = list(soak.wrong())
    print("", *(wrong or ["Nothing was lost, and every invariant holds."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
