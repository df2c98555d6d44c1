"""How long health, sign-in and a page take while somebody asks for many costly files and leaves.

Run from the project's folder: ``.venv/bin/python -m benchmarks.costly [REQUESTS] [SECONDS]``. It
serves the illustrative sample, then asks for statements of other contributors and days, and hangs
up on each at once. Meanwhile it measures ``/health``, a sign-in with a wrong password and a first
look at the overview, as it did before alone.
"""

import contextlib
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.browser.server import Server, direct, running
from trustfund.exchange import sample
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

CONTRIBUTORS = ("Germany", "Switzerland", "Norway", "Sweden", "Ireland")


def health(server: Server) -> None:
    """Ask whether the store answers."""
    direct.open(f"{server.url}/health", timeout=100).read()


def sign_in(server: Server) -> None:
    """Try a password that is wrong, from another address each time it is measured."""
    body = urlencode({"email": "nobody@example.org", "password": "a wrong password"}).encode()
    headers = {"origin": server.url}
    asked = Request(f"{server.url}/sign-in", body, headers)  # noqa: S310 (this machine's own)
    with contextlib.suppress(OSError):  # refused, as it should be
        direct.open(asked, timeout=100).read()


def overview(server: Server) -> None:
    """Open the overview as a browser does, until it is drawn."""
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(
        address,
        origin=Origin(server.url),
        subprotocols=[Subprotocol("streamlit")],
        proxy=None,
        max_size=None,
    ) as page:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        page.send(asked.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(page.recv(timeout=100, decode=False))
            if said.WhichOneof("type") == "script_finished":
                return


MEASURED: tuple[Callable[[Server], None], ...] = (health, sign_in, overview)


def seconds(act: Callable[[Server], None], server: Server) -> float:
    """How long something takes."""
    start = time.perf_counter()
    act(server)
    return time.perf_counter() - start


def abandon(server: Server, number: int) -> None:
    """Ask for a statement and hang up."""
    host, port = urlsplit(server.url).netloc.split(":")
    giver = quote(CONTRIBUTORS[number % len(CONTRIBUTORS)])
    day = f"2018-{number % 6 + 1:02}-{number % 27 + 1:02}"
    path = f"/exports/statement.pdf?contributor={giver}&as_of={day}"
    line = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
    with socket.create_connection((host, int(port))) as asked:
        asked.sendall(line.encode())
        time.sleep(0.05)


def main(requests: int = 200, during: int = 60) -> None:
    """Print what each takes alone and meanwhile: the middle and the longest of all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder, 'fund.db')}")
        make_ready(store)
        sample.load(store)
        store.engine.dispose()
        with running(str(store.url)) as server:
            for act in MEASURED:
                seconds(act, server)
            alone = {act: [seconds(act, server) for _ in range(10)] for act in MEASURED}

            def crowd() -> None:
                for number in range(requests):
                    threading.Thread(target=abandon, args=(server, number)).start()
                    time.sleep(during / requests)

            asking = threading.Thread(target=crowd)
            asking.start()
            meanwhile: dict[Callable[[Server], None], list[float]] = {act: [] for act in MEASURED}
            while asking.is_alive():
                for act in MEASURED:
                    meanwhile[act].append(seconds(act, server))
                time.sleep(0.5)
            for act in MEASURED:
                middle, most = statistics.median(alone[act]), max(alone[act])
                now, longest = statistics.median(meanwhile[act]), max(meanwhile[act])
                print(
                    f"{act.__name__:10} alone {middle:.3f} s (most {most:.3f}), "
                    f"meanwhile {now:.3f} s (most {longest:.3f}), {now / middle:.2f} times"
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
