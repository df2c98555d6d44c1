"""Starts the product as a person would, on a free port, for the browser tests."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from trustfund.commands.supervised import PATIENCE

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 120  # a busy machine imports Streamlit and makes a store meanwhile
LINK_SECONDS = 20
STOP_SECONDS = 3  # it waits for open pages, which nobody will close
POLL_SECONDS = 0.05

# Asking a server on this machine must never go through a proxy that the environment names.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A running product: where it listens and what it has printed."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """Everything it has printed so far, errors included."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def sign_in_link(self) -> str:
        """The newest one-time sign-in link it has printed, waiting for the first."""
        # The white space after it proves that the whole link has been written.
        pattern = re.compile(re.escape(self.url) + r"/sign-in#token=\S+(?=\s)")
        deadline = time.monotonic() + LINK_SECONDS
        while not (links := pattern.findall(self.output())):
            self._pause(deadline, "printed no sign-in link")
        return str(links[-1])

    def wait_until_healthy(self) -> None:
        """Return once it answers; fail with its log if it stops or stays silent."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            self._pause(deadline, "did not become healthy")

    def _answers(self) -> bool:
        try:
            with direct.open(f"{self.url}/_stcore/health", timeout=5) as response:
                return bool(response.read() == b"ok")
        except OSError:  # refused, reset, timed out, or an HTTP error: URLError is one of these
            return False

    def _pause(self, deadline: float, failure: str) -> None:
        try:
            # Waiting on the process instead of sleeping notices its end at once.
            status = self.process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() < deadline:
                return
            raise AssertionError(f"The server {failure} in time:\n{self.output()}") from None
        raise AssertionError(f"The server ended with status {status}:\n{self.output()}")


def look(server: Server, page: str = "") -> None:
    """Open a page as a browser does, until it is drawn."""
    origin = Origin(server.url)
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(
        address, origin=origin, subprotocols=[Subprotocol("streamlit")], proxy=None, max_size=None
    ) as page_socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        page_socket.send(asked.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "script_finished":
            answer.ParseFromString(page_socket.recv(timeout=100, decode=False))


@contextmanager
def running(
    store_url: str, env: Mapping[str, str] | None = None, processes: int = 1
) -> Iterator[Server]:
    """The product on this store, with these settings and no others; stopped at the end."""
    port = free_port()
    one = ["streamlit", "run", "dashboard.py"]
    several = ["trustfund", "serve", "--processes", str(processes)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "server.log")
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", *(one if processes == 1 else several)],
                cwd=PROJECT,
                env=_environment(store_url, {"STREAMLIT_SERVER_PORT": str(port), **(env or {})}),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        server = Server(f"http://127.0.0.1:{port}", process, log)
        try:
            server.wait_until_healthy()
            yield server
        finally:
            stop(process, STOP_SECONDS if processes == 1 else PATIENCE + STOP_SECONDS)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(store_url: str, extra: Mapping[str, str]) -> dict[str, str]:
    # A developer's own settings must not decide what a test sees; their secrets neither.
    own = ("TRUSTFUND_", "STREAMLIT_")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    # Unbuffered: a printed link reaches the log when it is printed.
    fixed = {
        "PYTHONUNBUFFERED": "1",
        "TRUSTFUND_DATABASE_URL": store_url,
        "STREAMLIT_SECRETS_FILES": "/nowhere/secrets.toml",
    }
    return inherited | fixed | dict(extra)


def stop(process: subprocess.Popen[bytes], seconds: float = STOP_SECONDS) -> None:
    """End a process that a test started."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
