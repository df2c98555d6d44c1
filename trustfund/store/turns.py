"""Writers of a SQLite file take turns, in the order in which they came.

SQLite alone lets those who wait ask again after ever longer pauses, so that newcomers are served
first and somebody waits for many seconds. The turn is a lock on a file of its own beside the store,
never on the store itself: closing a file that SQLite has open drops SQLite's locks. It is a
courtesy, not the book lock. Where it cannot be had (Windows, a folder that cannot be written)
SQLite decides as it always does; a process that dies gives it back. While somebody has the turn,
the file holds what is being done, for those who wait too long.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LONGEST = 200
"""Bytes that are read of what somebody does."""


class NoTurn(Exception):
    """Another writer kept the turn for too long; the text is what it does, and since when."""


@contextmanager
def in_turn(store: Path, doing: str, patience: timedelta) -> Iterator[None]:
    """Wait for one's turn to write to a store, and have it until the end.

    Raises NoTurn when it has waited as long as its ``patience``.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            try:
                file = os.open(f"{store}-lock", os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                file = None
            if file is not None:
                with suppress(OSError):  # earlier versions let others read it; it may be theirs
                    os.fchmod(file, 0o600)
                _lock(file, patience)
                stack.callback(os.close, file)
                stack.callback(os.ftruncate, file, 0)
                with suppress(OSError):  # a full disk is for SQLite to tell, in its own words
                    os.pwrite(file, doing.encode()[:LONGEST], 0)
        yield


def _lock(file: int, patience: timedelta) -> None:
    """Lock a file, in the order of asking; of one that cannot be had in time, raise NoTurn.

    The system keeps the order of those who wait inside ``flock``, which knows no limit: a thread
    waits there, and closes at once what comes too late.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        return
    decided = threading.Lock()
    come = threading.Event()
    too_late = False

    def wait() -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
        with decided:
            come.set()
            if too_late:
                os.close(file)

    threading.Thread(target=wait, daemon=True).start()
    come.wait(patience.total_seconds())
    with decided:
        too_late = not come.is_set()
        if too_late:
            raise NoTurn(os.pread(file, LONGEST, 0).decode(errors="replace"))
