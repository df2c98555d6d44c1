"""What a killed program leaves lying about is a whole store: it is removed by the next one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trustfund.store.engine import Store
from trustfund.store.setup import make_ready
from trustfund.store.workplace import NAME, YOUNG, sweep, workplace

WORK = """
import sys, time
from pathlib import Path
from trustfund.store.workplace import workplace
with workplace(Path(sys.argv[1])) as folder:
    Path(folder, "restored.db").write_text("names")
    print(folder, flush=True)
    time.sleep(600)
"""


def at_work(where: Path) -> tuple[subprocess.Popen[str], Path]:
    """A program that works in ``where``, and the folder that it made there."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(where)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_for_its_owner_only_and_gone_at_the_end(tmp_path):
    with workplace(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder is left over after a day")
def test_the_next_start_removes_what_a_killed_program_left_and_nothing_that_is_in_use(tmp_path):
    killed, left = at_work(tmp_path)
    working, used = at_work(tmp_path)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        make_ready(Store(f"sqlite:///{tmp_path}/fund.db"))
        assert not left.exists()
        assert (used / "restored.db").read_text() == "names"
    finally:
        for process in (killed, working):
            process.kill()
            process.communicate()


def test_a_folder_that_is_just_being_made_is_left_alone_for_a_minute(tmp_path):
    folder = tmp_path / f"{NAME}new"
    folder.mkdir()
    sweep(tmp_path)
    assert folder.exists()
    minutes_ago = time.time() - 2 * YOUNG
    os.utime(folder, (minutes_ago, minutes_ago))
    sweep(tmp_path)
    assert not folder.exists()
