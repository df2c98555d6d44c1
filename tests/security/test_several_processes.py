"""Two processes of the program behind nginx, on one store: as one program to whoever asks."""

import os
import re
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_contributor, history
from tests.browser.server import START_SECONDS, running
from tests.ensure_programs import NGINX
from tests.security.conftest import Site
from tests.security.pages import ask, everything, filled, line
from tests.security.test_behind_a_proxy import guess
from tests.security.test_running_server import upload
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

FIELDS = {"Name": "Seen by both", "Kind of contributor": "Philanthropic organization"}
FORM = "record-contribution"
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def two(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program by two processes."""
    assert NGINX.path()
    store = Store(f"sqlite:///{shutil.copy(sample_file, tmp_path_factory.mktemp('two') / 'f.db')}")
    with running(str(store.url), processes=2) as server:
        until(lambda: "is served by 2 processes" in server.output())
        for process in (1, 2):  # both have loaded the books
            until(lambda process=process: process_of(Site(server, store), process) is None)
        yield Site(server, store)
    store.engine.dispose()


def until(so) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def process_of(site: Site, stays: int | None = None) -> int | None:
    """The process that a visitor is told to stay with; None where it is the one they have."""
    cookie = {"cookie": f"trustfund_process={stays}"} if stays else {}
    status, headers, _ = ask(site.server, "/_stcore/health", headers=cookie)
    assert status == 200
    told = [each for each in headers.get_all("set-cookie") or () if "trustfund_process" in each]
    if not told:
        return None
    assert re.fullmatch(r"trustfund_process=\d; Path=/; HttpOnly; SameSite=Lax", told[0])
    return int(told[0][len("trustfund_process=")])


def by(process: int, session: str = "") -> dict[str, str]:
    """The cookies of somebody who stays with a process."""
    kept = {"trustfund_process": str(process)} | ({COOKIE: session} if session else {})
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}


def test_whoever_came_stays_and_a_number_that_is_none_is_replaced(two: Site):
    assert process_of(two) in {1, 2}
    assert [process_of(two, stays) for stays in (1, 2)] == [None, None]
    assert process_of(two, 9) in {1, 2}


def test_open_pages_are_shared_out(two: Site):
    came = []
    with ExitStack() as pages:
        for _ in range(6):
            process = process_of(two)
            pages.enter_context(line(two.server, **by(process))).ask("definitions")
            came.append(process)
        assert sorted(came) == [1, 1, 1, 2, 2, 2]


def test_what_one_process_books_the_other_shows_at_once(two: Site):
    officer = two.cookie("works@example.org", "staff")
    with line(two.server, **by(1, officer)) as first, line(two.server, **by(2)) as second:
        assert b"Seen by both" not in everything(second.ask("contributions"))
        first.ask(FORM, widgets=filled(first.ask(FORM), FIELDS, "Record the contributor"))
        assert history(two.store)[-1].subject == "Seen by both"
        second.ask("contributions")
        for process in (1, 2):
            file = ask(two.server, "/exports/contributors.csv", headers=by(process))[2]
            assert b"Seen by both," in file


def test_a_page_that_is_open_at_the_other_process_is_drawn_again(two: Site):
    with line(two.server, **by(2)) as page:
        shown = page.ask("contributions")
        (part,) = {m.auto_rerun.fragment_id for m in shown if m.auto_rerun.fragment_id}
        a_contributor(two.store, "Booked past both", "philanthropic_organization", "")
        time.sleep(1)
        assert b"books at revision" in everything(page.follow("contributions", part))


def test_who_signs_out_at_one_process_is_signed_out_at_the_other(two: Site):
    officer = two.cookie("leaves@example.org", "staff")
    assert ask(two.server, "/exports/travel.csv", headers=by(2, officer))[0] == 200
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert ask(two.server, "/sign-out", "POST", form | by(1, officer), b"")[0] == 303
    assert ask(two.server, "/exports/travel.csv", headers=by(2, officer))[0] == 401


def test_guesses_are_counted_by_both_for_the_address_that_the_proxy_before_them_names(two: Site):
    import httpx2

    with httpx2.Client(base_url=two.server.url, trust_env=False, timeout=60) as client:
        tries = [
            guess(
                client,
                f"nobody{number}@example.org",
                **{"x-forwarded-for": f"192.0.2.{number}, 203.0.113.9"},
                cookie=f"trustfund_process={1 + number % 2}",
            ).status_code
            for number in range(21)
        ]
        assert tries == [403] * 20 + [429]
        other = guess(client, "other@example.org", **{"x-forwarded-for": "203.0.113.10"})
        assert other.status_code == 403
        secure = ask(two.server, "/", headers={"x-forwarded-proto": "https"})[1]
        assert "trustfund_process=" in secure["set-cookie"]
        assert "; Secure" in secure["set-cookie"]


@pytest.mark.parametrize("process", [1, 2])
def test_files_go_to_the_process_that_has_the_page(two: Site, process: int):
    officer = two.cookie("uploads@example.org", "staff")
    kept = by(process, officer)["Cookie"]
    with line(two.server, Cookie=kept) as page:
        page.ask()
        assert upload(two.server, page.session, 1024 * 1024, who=kept) == 204
        assert upload(two.server, page.session, 53 * 1024 * 1024, who=kept) == 413
        other = by(3 - process, officer)["Cookie"]
        assert upload(two.server, page.session, 1024, who=other) == 400


def test_another_name_is_refused_here_too(two: Site):
    assert ask(two.server, "/", headers={"Host": "evil.example"})[0] == 421
    assert ask(two.server, "/health", headers={"Host": "evil.example"})[0] == 200


def test_one_link_is_printed_and_both_processes_take_it(two: Site):
    assert two.server.output().count("/sign-in#token=") == 1


def children(process: int) -> dict[int, str]:
    """The processes that a process started, and how."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (each / "stat").read_text().rpartition(")")[2].split()[1] == str(process):
                command = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(each.name)] = command
    return found


@linux
def test_a_process_that_dies_is_started_again_and_the_others_serve_meanwhile(two: Site):
    before = children(two.server.process.pid)
    (victim,) = (pid for pid, command in before.items() if "--address=" in command)
    os.kill(victim, signal.SIGKILL)
    for _ in range(20):  # the front finds the other one
        assert ask(two.server, "/health", headers=by(1))[::2] == (200, b"ok")
        assert ask(two.server, "/exports/events.csv", headers=by(1))[0] == 200
        assert ask(two.server, "/exports/events.json", headers=by(1))[0] == 200
    until(lambda: "Process 1 ended with status -9; it is started again." in two.server.output())
    until(lambda: len(children(two.server.process.pid)) == len(before))
    until(lambda: process_of(two, 1) is None)
    assert two.server.output().count("/sign-in#token=") == 1


@linux
@pytest.mark.parametrize(
    "how",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.deep),
        pytest.param(signal.SIGKILL, marks=pytest.mark.deep),
    ],
)
def test_all_end_together(sample_file: Path, tmp_path: Path, how: signal.Signals):
    path = shutil.copy(sample_file, tmp_path / "f.db")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    settings = {"TMPDIR": str(temporary)}
    with running(f"sqlite:///{path}", settings, 2) as server, line(server, **by(1)) as page:
        page.ask("definitions")
        until(lambda: "is served by 2 processes" in server.output())
        started = list(children(server.process.pid))
        assert len(started) == 3
        assert [*temporary.glob(".trustfund-work-*")]
        server.process.send_signal(how)
        assert server.process.wait(30) == (-how if how is signal.SIGKILL else 0)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))
        with pytest.raises((OSError, HTTPException)):
            ask(server, "/health")
        if how is not signal.SIGKILL:
            assert not [*temporary.glob(".trustfund-work-*")]


def test_two_processes_share_a_store_on_postgresql(
    postgres_admin: sa.Connection, postgres_url, worker: str, monkeypatch
):
    name, key = f"two_{worker}", secrets.token_hex(32)
    postgres_admin.exec_driver_sql(f"CREATE DATABASE {name}")
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", key)
    store = Store(postgres_url(name))
    url = store.url.render_as_string(hide_password=False)
    with running(url, {"TRUSTFUND_SECRET_KEY": key}, 2) as server:
        until(lambda: "is served by 2 processes" in server.output())
        site = Site(server, store)
        officer = site.cookie("works@example.org", "staff")
        for process in (1, 2):
            until(lambda process=process: process_of(site, process) is None)
        with line(server, **by(1, officer)) as first:
            first.ask(FORM, widgets=filled(first.ask(FORM), FIELDS, "Record the contributor"))
        for process in (1, 2):
            file = ask(server, "/exports/contributors.csv", headers=by(process))[2]
            assert b"Seen by both," in file
    store.engine.dispose()
    postgres_admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_store_that_is_damaged_is_told_once_and_nothing_is_left(ready_file: Path, tmp_path: Path):
    content = ready_file.read_bytes()
    code = content.rindex(b"confirmed")  # the status of an event
    path = tmp_path / "fund.db"
    path.write_bytes(content[:code] + b"X" + content[code + 1 :])
    with (
        pytest.raises(AssertionError, match="The server ended with status 1") as ended,
        running(f"sqlite:///{path}", processes=2),
    ):
        pass
    assert str(ended.value).count("Store: is damaged: the database says: CHECK") == 1
    assert "Traceback" not in str(ended.value)
