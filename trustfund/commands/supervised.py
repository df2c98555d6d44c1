"""Processes that are supervised: what ends is started again, and all end with the program."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PATIENCE = 5
"""Seconds that a process has to end."""
LONGEST_PAUSE = 60
"""Seconds until a process is started again that ends again and again; 1 at first."""
LONG_ENOUGH = 60
"""Seconds after which a process that ended counts as one that had been well."""
PARENT_ENDED = 1
"""Linux's number of the wish for a signal when the parent ends, however it ends."""


@dataclass
class Supervised:
    """A process that is started again when it ends."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0
    pause: float = 1

    def start(self) -> None:
        """Start it; Ctrl-C is left to whoever supervises it, who ends all in order."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (no word of it comes from a visitor)
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_the_parent,
        )

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs or waits to be started again."""
        return self.process.poll() if self.process is not None else None

    def look(self) -> None:
        """Start it again where it has ended, after a pause that grows while it does not last."""
        now = time.monotonic()
        if self.status is not None:
            lasted = now - self.begun
            self.pause = 1 if lasted > LONG_ENOUGH else min(2 * self.pause, LONGEST_PAUSE)
            print(
                f"{self.name} ended with status {self.status}; it is started again.",
                file=sys.stderr,
                flush=True,
            )
            self.process, self.begun = None, now
        elif self.process is None and now > self.begun + self.pause:
            self.start()


def end(supervised: Sequence[Supervised]) -> None:
    """End processes, one after the other where they do not end by themselves."""
    running = [each.process for each in supervised if each.process is not None]
    for process in running:
        process.terminate()
    last = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_the_parent() -> None:
    """Not even a parent that is killed leaves processes behind, where the system knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_ENDED, signal.SIGTERM)
