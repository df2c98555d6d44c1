"""A real server on a copy of measured books, and what it takes: processor time and memory."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.books import kept
from tests.browser.server import Server, free_port, running, stop


@contextmanager
def served(store: Path, processes: int = 1) -> Iterator[Server]:
    """The product on a store; by ``trustfund serve`` where several processes are asked for."""
    url = f"sqlite:///{store}"
    if processes == 1:
        with running(url) as server:
            yield server
        return
    port = free_port()
    command = [sys.executable, "-m", "trustfund", "serve", "--processes", str(processes)]
    own = {"TRUSTFUND_DATABASE_URL": url, "STREAMLIT_SERVER_PORT": str(port)}
    log = store.with_name("server.log")
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=os.environ | own, stdout=stream, stderr=stream)  # noqa: S603
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        server.wait_until_healthy()
        yield server
    finally:
        stop(process)


def family(pid: int) -> list[int]:
    """A process and all that it began, whichever thread did, which are still there."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [own for thread in threads for own in (thread / "children").read_text().split()]
    return [pid, *(own for child in children for own in family(int(child)))]


@contextmanager
def copied(entries: int, books: Path | None = None) -> Iterator[Path]:
    """A copy of books, so that whoever writes to it changes the kept ones for nobody."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "books.db")
        shutil.copyfile(kept(entries, books), copy)
        yield copy


def processor(pid: int) -> float:
    """Seconds of processor time that a process has had, to the microsecond."""
    return time.clock_gettime((~pid << 3) | 2)  # how Linux names the clock of another process


def memory(pid: int) -> Mapping[str, float]:
    """What a process holds now (``VmRSS``) and held at most (``VmHWM``), in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    words = (line.split() for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return {word[0].rstrip(":"): int(word[1]) / 1024 for word in words}


def settle(pid: int, quiet: float = 0.3, patience: float = 60) -> None:
    """Wait until a process has nothing left to do: less than a fiftieth of the time."""
    end = time.monotonic() + patience
    before = processor(pid)
    while time.monotonic() < end:
        time.sleep(quiet)
        now = processor(pid)
        if now - before < quiet / 50:
            return
        before = now
