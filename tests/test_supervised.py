"""A process that ends is started again, and not without end at once."""

import os
import signal
import sys
import time

from trustfund.commands import supervised
from trustfund.commands.supervised import Supervised


def a_process(code: str) -> Supervised:
    return Supervised("Process 7", [sys.executable, "-c", code], os.environ)


def look_until(each: Supervised, so) -> None:
    deadline = time.monotonic() + 60
    while not so():
        assert time.monotonic() < deadline
        each.look()
        time.sleep(0.01)


def test_what_ends_is_started_again_after_a_pause_that_grows(capfd, monkeypatch):
    monkeypatch.setattr(supervised, "LONGEST_PAUSE", 0.4)
    each = a_process("raise SystemExit(3)")
    each.pause = 0.1
    each.start()
    pauses = []
    for _ in range(3):
        look_until(each, lambda: each.process is None)
        pauses.append(each.pause)
        look_until(each, lambda: each.process is not None)
    supervised.end([each])
    assert pauses == [0.2, 0.4, 0.4]
    assert capfd.readouterr().err == "Process 7 ended with status 3; it is started again.\n" * 3


def test_what_lasted_is_started_again_soon(monkeypatch):
    monkeypatch.setattr(supervised, "LONG_ENOUGH", 0)
    each = a_process("")
    each.pause = 32
    each.start()
    look_until(each, lambda: each.process is None)
    assert each.pause == 1


def test_what_does_not_end_when_it_is_told_to_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(supervised, "PATIENCE", 0.5)
    deaf = tmp_path / "deaf"
    stubborn = a_process(
        "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(deaf)!r}).touch(); time.sleep(60)"
    )
    willing = a_process("import time; time.sleep(60)")
    for each in (stubborn, willing):
        each.start()
    look_until(stubborn, deaf.exists)
    supervised.end([stubborn, willing])
    assert [stubborn.status, willing.status] == [-signal.SIGKILL, -signal.SIGTERM]
