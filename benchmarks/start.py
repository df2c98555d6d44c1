"""How long the product takes to start on large books, and what it holds then.

Run from the project's folder: ``.venv/bin/python -m benchmarks.start [ENTRIES]``. In turn a bare
``st.App`` and the product are started: the time from the start of the process until ``/health``
answers 200, and until the overview shows its first numbers. Then every public page is opened once,
and two files are made: what the serving process holds and held at most, and what the process that
makes files held at most. Times are by the clock: start nothing else meanwhile.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.error import HTTPError

from benchmarks import tables
from benchmarks.addresses import FILTERED
from benchmarks.books import SIZES
from benchmarks.serving import PATIENCE, copied, family, memory, started, wait_until_healthy
from benchmarks.visit import visiting
from tests.browser.server import PROJECT, direct

BARE = {
    "app.py": """
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route

app = st.App("page.py", routes=[Route("/health", lambda _request: PlainTextResponse("ok"))])
""",
    "page.py": 'import streamlit as st\n\nst.title("Bare")\n',
}
COSTLY = ("contributions.xlsx", "fund_statements.pdf")
Found = dict[str, list[float]]


async def opened(url: str, begun: float, found: Found, pages: Iterable[str]) -> None:
    """Open the overview until it shows numbers, and then pages."""
    async with visiting(url) as visit:
        await visit.look("")
        while not visit.shown:
            await asyncio.sleep(0.01)
        found["first numbers"].append(time.monotonic() - begun)
        for page in pages:
            drawn = await visit.look(page)
            assert not drawn.errors, drawn.errors


def held(url: str, pid: int, found: Found) -> None:
    """Have files made, and note what each process holds."""
    now = memory(pid)
    found["serving, all pages opened"].append(now["VmRSS"])
    found["serving, at most"].append(now["VmHWM"])
    for file in COSTLY:
        try:
            direct.open(f"{url}/exports/{file}", timeout=PATIENCE).read()
        except HTTPError as error:  # it takes too long, and is given up
            print(f"{file}: {error}", file=sys.stderr)
    makers = [memory(own)["VmHWM"] for own in family(pid)[1:]]
    found["making files, at most"].append(max(makers, default=0))


def main() -> None:
    """Start both in turn, and print what they took."""
    asked = tables.options(__doc__)
    asked.add_argument("entries", type=int, nargs="?", default=SIZES[-1], metavar="ENTRIES")
    asked.add_argument("--books", type=Path, metavar="FILE", help="the books themselves")
    asked.add_argument("--brief", action="store_true", help="no pages and files after the start")
    asked.add_argument("--rounds", type=int, default=3, metavar="N")
    given = asked.parse_args()
    times: Found = defaultdict(list)
    mebibytes: Found = defaultdict(list)
    with copied(given.entries, given.books) as copy, tempfile.TemporaryDirectory() as name:
        for file, text in BARE.items():
            Path(name, file).write_text(text)
        settings = {"TRUSTFUND_DATABASE_URL": f"sqlite:///{copy}"}
        for _ in range(given.rounds):
            begun = time.monotonic()
            with started(("streamlit", "run", "app.py"), Path(name)) as server:
                wait_until_healthy(server)
                times["/health of a bare app"].append(time.monotonic() - begun)
            begun = time.monotonic()
            with started(("streamlit", "run", "dashboard.py"), PROJECT, **settings) as server:
                wait_until_healthy(server)
                times["/health"].append(time.monotonic() - begun)
                asyncio.run(opened(server.url, begun, times, () if given.brief else FILTERED))
                if not given.brief:
                    held(server.url, server.process.pid, mebibytes)
    times["/health beside a bare app"] = [
        own / bare
        for own, bare in zip(times["/health"], times["/health of a bare app"], strict=True)
    ]
    print(f"{given.entries:,} entries")
    in_time = tables.report(times, "seconds; beside: times as long", 2)
    in_memory = tables.report(mebibytes, "MiB", 0)
    tables.write(given.json, entries=given.entries, seconds=in_time, mebibytes=in_memory)


if __name__ == "__main__":
    main()
