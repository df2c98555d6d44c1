"""Costly files are made one at a time, by a process of their own, so that they stop nothing else.

Who asks waits in a line of limited length. Who goes before their turn is dropped from it. What was
made is kept until the books change, so that the second reader of the same file pays nothing.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections import Counter, OrderedDict
from dataclasses import replace

from anyio import CapacityLimiter, to_thread

from trustfund.exchange.workshop import Made, Order
from trustfund.store.places import PACKAGE

COSTLY = frozenset({"pdf", "xlsx", "zip", "xml"})
"""Files that are made whole, by their ending; the others are written row by row."""
LONGEST_LINE = 16
SHARE = 4
"""So many of those who wait may come from one address."""
LONGEST = 120
"""Seconds that a file may take; then it is given up."""
MOST_KEPT = 64 * 2**20
"""Bytes of finished files."""
SPARING = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(2**16),
}
"""So the process gives back at once what it needs no more: of a million entries 40 MB."""


class Busy(Exception):
    """So many files wait to be made that another one is not begun."""

    def __init__(self) -> None:
        super().__init__("Many files are being made now.")


class GivenUp(Exception):
    """A file took too long, or the process that made it ended."""

    def __init__(self) -> None:
        super().__init__("The file could not be made.")


class Workshop:
    """The process, the line before it, and the finished files that are kept."""

    def __init__(self) -> None:
        self._turn = CapacityLimiter(1)
        self._lock = threading.Lock()
        self._line: Counter[str] = Counter()
        self._kept: OrderedDict[Order, Made] = OrderedDict()
        self._process: subprocess.Popen[bytes] | None = None

    async def file(self, order: Order, address: str) -> Made:
        """The file of an order, made now or kept.

        Raises Busy where the line, or the share of an address in it, is full; GivenUp where the
        process did not answer; StoreError; RuntimeError where the file cannot be made.
        """
        if kept := self._find(order):
            return kept
        if self._line.total() > LONGEST_LINE or self._line[address] >= SHARE:
            raise Busy
        self._line[address] += 1
        try:
            return await to_thread.run_sync(self._in_turn, order, limiter=self._turn)
        finally:
            self._line.subtract((address,))
            self._line += Counter()  # whoever waits no more is forgotten

    def _find(self, order: Order) -> Made | None:
        with self._lock:
            if order in self._kept:
                self._kept.move_to_end(order)
            return self._kept.get(order)

    def _in_turn(self, order: Order) -> Made:
        """Have it made, unless somebody before in the line asked for the same."""
        if kept := self._find(order):
            return kept
        answer = self._ask(order)
        if isinstance(answer, Exception):
            raise answer
        with self._lock:
            self._kept[replace(order, stamp=answer.stamp)] = answer
            while sum(len(each.content) for each in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)
        return answer

    def _ask(self, order: Order) -> Made | Exception:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        given_up = threading.Timer(LONGEST, process.kill)
        given_up.start()
        try:
            pickle.dump(order, process.stdin)
            process.stdin.flush()
            answer: Made | Exception = pickle.load(process.stdout)  # noqa: S301 (our own process)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            raise GivenUp from None
        finally:
            given_up.cancel()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a new one at first, and where the last one has ended."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from trustfund.exchange.workshop import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | SPARING | {"PYTHONPATH": str(PACKAGE.parent)},
            )
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None


workshop = Workshop()
"""That of this program."""
