"""Folders in which stores are copied or made: for their owner only, and removed at the end.

A program that is killed leaves its folder, with a whole store in it. Such a folder lies where the
next program looks, which removes it when nobody works in it any more.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trustfund.store.engine import Store

if sys.platform != "win32":
    import fcntl

NAME = ".trustfund-work-"
IN_USE = "in-use"
YOUNG = 60
"""Seconds in which a folder is left alone that does not say yet that somebody works in it."""
OLD = 24 * 3600
"""Seconds after which a folder is left over where a system has no locks on files."""


def beside(store: Store) -> Path:
    """Where work on a store lies: beside a SQLite file, else among the system's temporary files."""
    return Path(tempfile.gettempdir()) if store.path is None else store.path.parent


@contextmanager
def workplace(where: Path) -> Iterator[Path]:
    """A new folder for one's own work in ``where``; what others left there is removed first."""
    sweep(where)
    with tempfile.TemporaryDirectory(prefix=NAME, dir=where) as made:
        file = os.open(Path(made, IN_USE), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
            yield Path(made)
        finally:
            os.close(file)


def sweep(where: Path) -> None:
    """Remove the folders in ``where`` that killed programs left."""
    for folder in where.glob(f"{NAME}*"):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    age = 0
    with suppress(OSError):  # somebody else has just removed it
        age = (time.time_ns() - folder.stat().st_mtime_ns) // 10**9
        if sys.platform == "win32":
            return age > OLD
        file = os.open(Path(folder, IN_USE), os.O_RDWR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(file)
    return age > YOUNG


@contextmanager
def private_copy(store: Store) -> Iterator[Store]:
    """A SQLite store as it is now, to play on while others book; a store of PostgreSQL itself."""
    if store.path is None:
        yield store
        return
    with workplace(beside(store)) as folder:
        copy = Store(f"sqlite:///{Path(folder, store.path.name)}")
        try:
            with store.engine.connect() as source, copy.engine.connect() as target:
                from_driver: Any = source.connection.driver_connection
                try:
                    from_driver.backup(target.connection.driver_connection)
                except from_driver.Error as error:  # a full disk
                    raise sa.exc.OperationalError("a copy of the store", None, error) from error
            yield copy
        finally:
            copy.engine.dispose()
