"""What a crowd of viewers takes of the server, and what somebody books meanwhile."""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import family, memory, processor
from tests.browser.server import Server

NOTED_EVERY = 5
"""Seconds between two looks at the server's memory."""


@dataclass(frozen=True)
class Write:
    """A deposit that was booked: when (monotonic), at which revision, and how long it took."""

    at: float
    revision: int
    seconds: float


async def following(store: Path, seconds: float, writes: list[Write]) -> None:
    """Have an officer book every so many seconds, and note what is booked."""
    command = [sys.executable, "-m", "benchmarks.officer", str(store), str(seconds)]
    officer = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert officer.stdout is not None
    try:
        async for line in officer.stdout:
            writes.append(Write(**json.loads(line)))  # noqa: PERF401 (seen as they come)
    finally:
        officer.kill()
        await officer.wait()


class Crowd:
    """The server that a crowd looks at, and notes of what it holds."""

    def __init__(self, server: Server) -> None:
        self.url = server.url
        self._pids = family(server.process.pid)
        self._held: list[float] = []
        self._alone = 0.0
        self._since, self._used, self._own = self._now()

    def _now(self) -> tuple[float, float, float]:
        return time.monotonic(), sum(map(processor, self._pids)), time.process_time()

    def note(self, what: str = "") -> None:
        """Note what the server holds; ``alone``: before anybody looks."""
        held = sum(memory(pid)["VmRSS"] for pid in self._pids)
        if what == "alone":
            self._alone = held
            self._since, self._used, self._own = self._now()
        self._held.append(held)

    async def watch(self) -> None:
        """Note it every few seconds."""
        while True:
            await asyncio.sleep(NOTED_EVERY)
            self.note()

    def memory(self, viewers: int) -> dict[str, float]:
        """MiB: before anybody looked, for each viewer, and growth from a quarter of the run on.

        The growth is that of the middle of the last quarter beside that of the second.
        """
        quarter = max(1, len(self._held) // 4)
        early, late = self._held[quarter : 2 * quarter] or self._held, self._held[-quarter:]
        return {
            "MiB before": self._alone,
            "MiB a viewer": (max(self._held) - self._alone) / viewers,
            "MiB grown": sorted(late)[len(late) // 2] - sorted(early)[len(early) // 2],
        }

    def load(self, runs: int) -> dict[str, float]:
        """Cores that the server and the clients used, and the server's time for each of the runs.

        It has what was done besides: questions whether somebody booked something, pages redrawn.
        """
        now, used, own = self._now()
        seconds = now - self._since
        return {
            "cores of the server": (used - self._used) / seconds,
            "ms of the server's processor time a page": (used - self._used) / runs * 1000,
            "cores of the clients": (own - self._own) / seconds,
        }
