"""How long a reader waits for the overview while somebody else holds the door open.

Run from the project's folder: ``.venv/bin/python -m benchmarks.sockets [SOCKETS] [DESCRIPTORS]``.
It serves the illustrative sample with so many descriptors at most (0: as many as the system lets),
and opens SOCKETS websockets that never ask and SOCKETS requests that never end, all from 127.0.0.2.
Then it loads the overview from 127.0.0.1, again and again: its HTML, the files that it names, and
its websocket until the page is drawn.
"""

import re
import resource
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.server import Server, direct, look, running
from trustfund.exchange import sample
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

HALF_A_REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
A_WEBSOCKET = (
    b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit\r\n\r\n"
)
NAMED = re.compile(r'(?:src|href)="\./?([^"]+\.(?:js|css|png|svg|woff2))"')


def hold(server: Server, said: bytes, number: int, sockets: ExitStack, host: str) -> None:
    """Open connections from an address, say something on each, and leave them so."""
    port = urlsplit(server.url).port
    assert port is not None
    for _ in range(number):
        with suppress(OSError):  # refused
            opened = socket.create_connection(("127.0.0.1", port), 1, (host, 0))
            sockets.callback(opened.close)
            opened.sendall(said)


def load_overview(server: Server) -> float:
    """Seconds until the overview is drawn, for somebody who has nothing of it yet."""
    start = time.perf_counter()
    page = direct.open(server.url, timeout=100).read().decode()
    for file in NAMED.findall(page):
        direct.open(f"{server.url}/{file}", timeout=100).read()
    look(server)
    return time.perf_counter() - start


def descriptors(server: Server) -> int:
    """How many descriptors the program has open."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def main(number: int = 500, most: int = 0) -> None:
    """Print what a load takes alone and meanwhile, and what the program has open and has said."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder, 'fund.db')}")
        make_ready(store)
        sample.load(store)
        store.engine.dispose()
        with running(str(store.url)) as server, ExitStack() as sockets:
            if most:
                resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (most, most))
            load_overview(server)
            alone = [load_overview(server) for _ in range(5)]
            said, open_ = len(server.output()), descriptors(server)
            hold(server, A_WEBSOCKET, number, sockets, "127.0.0.2")
            hold(server, HALF_A_REQUEST, number, sockets, "127.0.0.2")
            print(f"alone {statistics.median(alone):.2f} s, {open_} descriptors")
            try:
                meanwhile = [load_overview(server) for _ in range(5)]
                print(f"meanwhile {statistics.median(meanwhile):.2f} s, most {max(meanwhile):.2f}")
            except OSError as error:
                print(f"meanwhile: {error!r}")
            print(f"{descriptors(server)} descriptors, {len(server.output()) - said} bytes of log")
            time.sleep(45)
            print(f"45 s later {descriptors(server)} descriptors, {load_overview(server):.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
