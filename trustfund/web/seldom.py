"""Lines of the log that would come without end, as long as something is wrong."""

import logging
import time

PAUSE = 60
"""Seconds between two of them."""


class Seldom(logging.Filter):
    """Lets one line a minute through of those that begin with a text; all others as they come."""

    def __init__(self, begin: str = "") -> None:
        super().__init__()
        self._begin = begin
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written."""
        if not str(record.msg).startswith(self._begin):
            return True
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + PAUSE
        return True
