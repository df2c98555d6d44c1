"""Writers of a SQLite file take turns, in the order in which they came.

SQLite alone lets those who wait ask again after ever longer pauses, so that newcomers are served
first and somebody waits for many seconds. The turn is a lock on a file of its own beside the store,
never on the store itself: closing a file that SQLite has open drops SQLite's locks. It is a
courtesy, not the book lock. Where it cannot be had (Windows, a folder that cannot be written)
SQLite decides as it always does; a process that dies gives it back.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def in_turn(store: Path) -> Iterator[None]:
    """Wait for one's turn to write to a store, and have it until the end."""
    with ExitStack() as stack:
        if sys.platform != "win32":
            with suppress(OSError):
                file = os.open(f"{store}-lock", os.O_RDONLY | os.O_CREAT, 0o644)
                stack.callback(os.close, file)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
