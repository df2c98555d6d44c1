"""A real server on a copy of measured books, and what it takes: processor time and memory."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.books import kept
from tests.browser.server import PROJECT, Server, direct, free_port, stop

PATIENCE = 600


@contextmanager
def started(words: Sequence[str], folder: Path, **settings: str) -> Iterator[Server]:
    """A program of Python that serves at a free port; it may not answer yet.

    ``settings`` are variables of its environment; the caller's own about the product are not.
    """
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TRUSTFUND_", "STREAMLIT_"))}
    env |= {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true"} | settings
    with tempfile.NamedTemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *words],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Server(f"http://127.0.0.1:{port}", process, Path(log.name))
        finally:
            stop(process)


def wait_until_healthy(server: Server, path: str = "health") -> None:
    """Wait until it answers 200 that it is well; large books on a busy machine take minutes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.process.poll() is None, server.output()
        try:
            with direct.open(f"{server.url}/{path}", timeout=PATIENCE) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not there yet, or not ready
            time.sleep(0.01)
    raise TimeoutError(server.output())


@contextmanager
def served(store: Path, processes: int = 1) -> Iterator[Server]:
    """The product on a store; several processes are those of ``trustfund serve``."""
    words = ["streamlit", "run", "dashboard.py"]
    if processes > 1:
        words = ["trustfund", "serve", "--processes", str(processes)]
    with started(words, PROJECT, TRUSTFUND_DATABASE_URL=f"sqlite:///{store}") as server:
        wait_until_healthy(server)
        wait_until_healthy(server, "")  # pages are there a while after the answer about health
        yield server


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
