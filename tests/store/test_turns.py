"""Whoever asked first writes first. It is a courtesy: writing works without it too."""

import errno
import os
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.books import a_contributor, history
from trustfund.domain.problems import Refused
from trustfund.store.turns import in_turn


def lock_file(store):
    return store.path.with_name(f"{store.path.name}-lock")


def test_writers_are_served_in_the_order_in_which_they_came(store):
    order, threads = [], []

    def write(number: int) -> None:
        with store.writing():
            order.append(number)

    with store.writing():
        for number in range(4):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            time.sleep(0.3)  # long enough to have asked, and for SQLite's pauses to have grown
        assert order == []
    for thread in threads:
        thread.join(30)
    assert order == [0, 1, 2, 3]


def test_a_writer_that_fails_gives_its_turn_back(tmp_path):
    def fail() -> None:
        with in_turn(tmp_path / "books.db", "a test", timedelta(seconds=30)):
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fail()


def test_who_waits_too_long_reads_what_is_being_booked_and_can_try_again(store):
    def look() -> str:
        with pytest.raises(Refused) as refused, store.writing(patience=timedelta(milliseconds=200)):
            pass  # pragma: no cover
        return str(refused.value)

    with store.writing("an import of 20,000 rows"), ThreadPoolExecutor(1) as somebody_else:
        text = somebody_else.submit(look).result(30)
    assert re.fullmatch(
        r"Store: is in use: an import of 20,000 rows since \d\d:\d\d UTC\. "
        r"Nothing is booked\. Try again in a minute\.",
        text,
    )
    time.sleep(0.1)  # what came too late has gone away again
    with store.writing(patience=timedelta(milliseconds=200)):
        pass


def test_the_turn_is_kept_beside_the_store_and_empty(sqlite_store):
    a_contributor(sqlite_store)
    assert lock_file(sqlite_store).stat().st_mode & 0o777 == 0o600
    assert lock_file(sqlite_store).read_bytes() == b""


def test_books_are_written_where_no_turn_can_be_had(sqlite_store):
    lock_file(sqlite_store).unlink(missing_ok=True)
    lock_file(sqlite_store).mkdir()  # what cannot be opened as a file
    a_contributor(sqlite_store)
    lock_file(sqlite_store).rmdir()
    assert len(history(sqlite_store)) == 1


def test_books_are_written_on_a_system_that_has_no_such_locks(sqlite_store, monkeypatch):
    lock_file(sqlite_store).unlink(missing_ok=True)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "platform", "win32")
        a_contributor(sqlite_store)
    assert len(history(sqlite_store)) == 1
    assert not lock_file(sqlite_store).exists()


def test_books_are_written_where_the_disk_has_no_room_for_the_note(sqlite_store, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    monkeypatch.setattr(os, "fchmod", full)
    a_contributor(sqlite_store)
    assert len(history(sqlite_store)) == 1
