"""What an attacker without a browser finds at the door of the running program."""

import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from benchmarks.sockets import A_WEBSOCKET
from tests.browser.server import Server, running
from tests.security.conftest import Site
from tests.security.pages import PATIENCE, ask, everything, line
from trustfund.web.errors import SORRY

MEGABYTE = 1024 * 1024
SECRET_OF_A_ROW = "a-secret-that-stands-in-a-row"


@pytest.fixture
def door(open_site: Site) -> Server:
    """The program as an office runs it."""
    return open_site.server


# Paths

LEAVING = [
    "/exports/../data/trustfund.db",
    "/exports/%2e%2e/data/trustfund.db",
    "/exports/%2e%2e%2fdata%2ftrustfund.db",
    "/static/../dashboard.py",
    "/static/%2e%2e/%2e%2e/dashboard.py",
    "/static/..%2f..%2findex.html",
    "/static/js/../../../../README.md",
    "/static/..%5c..%5cindex.html",
    "/app/static/../../data/trustfund.db",
    "/media/%2e%2e/fund.db",
    "/component/x/..%2f..%2ffund.db",
    "/_stcore/upload_file/../../data/trustfund.db",
    "/_stcore/bidi-components/x/%2e%2e/y",
    "/..\\..\\data\\trustfund.db",
    "/%5c%5cevil.example%5cshare",
    "//evil.example",
    "//evil.example/%2e%2e/",
    "/%2f%2fevil.example/",
    "/C:/Windows/win.ini",
    "/static/%00",
    "/exports/deposits%00.csv",
    "/exports/~root/x.csv",
    "/exports/deposits.csv/",
    "/exports//deposits.csv",
    "/\xff\xfe",
    "/exports/ledger.csv",
    "/exports/travel.csv",
    "http://evil.example/exports/ledger.csv",
    "*",
]


@pytest.mark.parametrize("target", LEAVING)
def test_no_path_leads_out_of_what_is_served(door: Server, target: str) -> None:
    status, headers, body = ask(door, target)
    assert 400 <= status < 500
    assert "evil.example" not in headers.get("location", "")
    assert b"SQLite" not in body
    assert b"import" not in body


@pytest.mark.parametrize(
    "target",
    [
        "/data/trustfund.db",
        "/fund.db",
        "/fund.key",
        "/dashboard.py",
        "/.streamlit/config.toml",
        "/.git/config",
        "/etc/passwd",
        "/static//etc/passwd",
        "/%252e%252e/data/trustfund.db",
        "/app/static/trustfund.db",
    ],
)
def test_no_file_is_served_by_its_name(door: Server, target: str) -> None:
    """What is no address is answered with the page, which then says that there is none."""
    status, _, body = ask(door, target)
    _, _, page = ask(door, "/")
    assert (status, body) == (200, page) or status == 404


@pytest.mark.parametrize(
    "target",
    [
        *("/sign-out/", "/evil.example/", "/.evil.example//", "/%5cevil.example/"),
        *("/%09/evil.example/", "/%0d%0aset-cookie:a=b/"),
    ],
)
def test_a_redirect_never_leads_to_another_site(door: Server, target: str) -> None:
    _, headers, _ = ask(door, target)
    location = headers.get("location", "/")
    assert location.startswith(("/", f"{door.url}/"))
    assert not location.startswith(("//", "/\\"))
    assert "set-cookie" not in headers


def test_a_long_address_is_refused_and_an_endless_one_is_not_read(door: Server) -> None:
    assert ask(door, f"/exports/events.csv?region={'x' * 60_000}")[0] == 400
    with suppress(OSError):  # the server hangs up
        assert ask(door, f"/exports/events.csv?region={'x' * 10 * MEGABYTE}")[0] == 400
    assert ask(door, "/health")[::2] == (200, b"ok")


# Sizes


@pytest.fixture(scope="module")
def officer(open_site: Site) -> str:
    """The cookie of somebody who may record."""
    server = open_site.server
    body = urlencode({"link": server.sign_in_link()}).encode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    _, headers, _ = ask(server, "/sign-in", "POST", form, body)
    return str(headers["set-cookie"]).partition(";")[0]


def upload(server: Server, session: str, size: int, stated: bool = True, *, who: str = "") -> int:
    """The status of an upload to Streamlit, with its token against forged requests."""
    _, headers, _ = ask(server, "/_stcore/health")
    (cookie,) = (each for each in headers.get_all("set-cookie") or () if "xsrf" in each)
    token = cookie.partition("=")[2].partition(";")[0]
    head = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(size // MEGABYTE):
            yield b"x" * MEGABYTE
        yield b"\r\n--x--\r\n"

    sent = {
        "content-type": "multipart/form-data; boundary=x",
        "x-xsrftoken": token,
        "cookie": f"{cookie.partition(';')[0]}; {who}",
    }
    if stated:
        sent["content-length"] = str(sum(map(len, pieces())))
    return ask(server, f"/_stcore/upload_file/{session}/a", "PUT", sent, pieces())[0]


@pytest.fixture
def session(door: Server) -> Iterator[str]:
    """The id of an open page, as the program tells it to that page."""
    with line(door) as page:
        page.ask()
        yield page.session


def test_a_file_is_uploaded_by_an_open_page_of_staff_and_only_up_to_the_limit(
    door: Server, session: str, officer: str
) -> None:
    assert upload(door, session, MEGABYTE, who=officer) == 204
    assert upload(door, session, 51 * MEGABYTE, who=officer) == 413
    assert upload(door, session, 60 * MEGABYTE, stated=False, who=officer) == 413


def test_a_visitor_fills_no_memory_with_files(door: Server, session: str) -> None:
    assert upload(door, session, MEGABYTE) == 403
    assert upload(door, session, MEGABYTE, who="trustfund_session=made-up") == 403


def test_nobody_uploads_without_an_open_page_or_its_token(
    door: Server, session: str, officer: str
) -> None:
    assert upload(door, "made-up", MEGABYTE, who=officer) == 400
    address = f"/_stcore/upload_file/{session}/a"
    assert ask(door, address, "PUT", {"cookie": officer}, body=b"x")[0] == 403
    assert ask(door, address, "DELETE", {"cookie": officer})[0] == 403


ADDRESSES = ["/", "/events", "/sign-out", "/sign-in", "/exports/events.csv", "/health"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_large_is_read_anywhere_else(door: Server, address: str) -> None:
    stated = {"content-length": str(64 * MEGABYTE)}
    status, headers, _ = ask(door, address, "POST", stated, b"x" * 1000)  # the rest is not awaited
    assert (status, headers["connection"]) == (413, "close")


# The websocket


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:1", "http://localhost:8501", "null"]
)
def test_a_page_of_another_site_opens_no_websocket(door: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, line(door, Origin=origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("target", ["/", "/static/favicon.png", "/exports/events.csv", "/media/x"])
def test_nothing_is_served_under_another_name(door: Server, target: str) -> None:
    status, _, body = ask(door, target, headers={"Host": "evil.example"})
    assert (status, b"was refused: this program does not answer under that name" in body) == (
        421,
        True,
    )


def test_no_websocket_is_opened_under_another_name(door: Server) -> None:
    asked = A_WEBSOCKET.replace(b"Host: 127.0.0.1", b"Host: evil.example")
    port = urlsplit(door.url).port
    with socket.create_connection(("127.0.0.1", port or 0), PATIENCE) as opened:
        opened.sendall(asked)
        assert opened.recv(65_536).startswith(b"HTTP/1.1 421 ")


def test_a_page_of_ours_opens_one_and_may_not_send_much(door: Server) -> None:
    with line(door, Origin=door.url) as page:
        page.socket.send(b"x" * 3 * MEGABYTE)
        with pytest.raises(ConnectionClosedError, match="1009"):
            page.socket.recv(PATIENCE)


# What is off


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("POST", "/_stcore/agent/interact", 403),
        ("GET", "/_stcore/agent/interact", 405),
        ("GET", "/_stcore/agent/mcp", 405),
    ],
)
def test_streamlit_s_interface_for_tests_is_closed_without_its_flag(
    door: Server, method: str, address: str, status: int
) -> None:
    body = b"{}" if method == "POST" else None
    assert ask(door, address, method, {"content-type": "application/json"}, body)[0] == status


def test_the_interface_for_tests_refuses_to_begin(door: Server) -> None:
    begin = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "interact"}}'
    headers = {"content-type": "application/json", "accept": "application/json"}
    _, _, body = ask(door, "/_stcore/agent/mcp", "POST", headers, begin)
    assert b"error" in body
    assert b"result" not in body
    _, _, said = ask(door, "/_stcore/agent/openapi.json")
    assert b"switched off" in said


# The log


def test_the_log_holds_the_printed_link_and_no_other_secret(
    open_site: Site, door: Server, officer: str
) -> None:
    token = door.sign_in_link().partition("token=")[2]  # used by the officer
    cookie = officer.partition("=")[2]
    assert len(cookie) > 30
    ask(door, "/sign-in?token=a-secret-of-somebody-else")
    ask(door, "/exports/ledger.csv", headers={"cookie": officer})
    with line(door):
        pass
    output = door.output()
    assert output.count(token) == 1
    assert cookie not in output
    assert "a-secret-of-somebody-else" not in output
    assert open_site.store.path
    assert open_site.store.path.with_suffix(".key").read_text() not in output


# When something goes wrong


def test_a_page_that_fails_tells_a_visitor_nothing_and_the_log_what_happened(
    ready_file: Path, tmp_path: Path
) -> None:
    path = shutil.copy(ready_file, tmp_path / "fund.db")
    with running(f"sqlite:///{path}") as server:
        with closing(sqlite3.connect(path)) as damaged, damaged:
            damaged.execute("PRAGMA ignore_check_constraints = ON")
            damaged.execute("UPDATE event SET status = ?", [SECRET_OF_A_ROW])
            columns = "id, at, actor, action, subject, outcome, reason, changes"
            values = "1, '2018-07-16', '', '', '', '', '', ''"
            damaged.execute(f"INSERT INTO history ({columns}) VALUES ({values})")
            damaged.execute("UPDATE fund SET revision = 1")  # so that it is read anew
        assert ask(server, "/health")[::2] == (200, b"ok")  # the store answers, with rubbish
        for address in ("/exports/deposits.csv", "/exports/events.csv"):
            status, headers, body = ask(server, address)
            assert (status, body.decode()) == (500, SORRY)
            assert headers["x-frame-options"] == "DENY"
        assert server.output().count(SECRET_OF_A_ROW) >= 2
        with line(server) as page:
            sent = everything(page.ask())
        assert b"encountered an error" in sent
        for hidden in (SECRET_OF_A_ROW, "Traceback", "frames.py"):
            assert hidden.encode() not in sent
        assert re.search("Uncaught app execution|Traceback", server.output())


@pytest.mark.parametrize(
    "settings",
    [
        {"TRUSTFUND_DATABASE_URL": "postgresql://fund:a-password-4711@127.0.0.1:1/fund"},
        {"TRUSTFUND_DATABASE_URL": "postgresql://fund:a-password-4711"},
        {"TRUSTFUND_SECRET_KEY": "a-password-4711"},
    ],
)
def test_a_start_that_fails_tells_no_password(tmp_path: Path, settings: dict[str, str]) -> None:
    store = f"sqlite:///{tmp_path}/fund.db"
    with (
        pytest.raises(AssertionError, match="The server ended with status 1") as ended,
        running(store, settings),
    ):
        pass
    said = str(ended.value)
    assert "Store: cannot be used" in said or "TRUSTFUND_" in said
    assert "a-password-4711" not in said
    assert "Traceback" not in said


def test_a_start_on_a_damaged_store_is_a_sentence(ready_file: Path, tmp_path: Path) -> None:
    content = ready_file.read_bytes()
    code = content.rindex(b"confirmed")  # the status of an event
    path = tmp_path / "fund.db"
    path.write_bytes(content[:code] + b"X" + content[code + 1 :])
    with (
        pytest.raises(AssertionError, match="The server ended with status 1") as ended,
        running(f"sqlite:///{path}"),
    ):
        pass
    said = str(ended.value)
    assert "Store: is damaged: the database says: CHECK constraint failed in event." in said
    assert "Keep the file, and restore the last backup." in said
    assert "Traceback" not in said
