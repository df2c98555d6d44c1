"""What one run of each public page costs the server: processor time, and bytes to the reader.

Run from the project's folder: ``.venv/bin/python -m benchmarks.pages [ENTRIES …]``. Each page is
measured in a server of its own that has drawn the definitions and nothing else: ``first`` is the
first run of the page for these books, ``first filtered`` the first with a filter, and ``seen`` are
later runs of what somebody has seen before, each in a visit of its own. The figures are the
processor time of the whole serving process from the request to the last byte, in milliseconds, and
thousands of bytes over the websocket, as they are before compression. The yardstick is always the
same work, in this process: what makes it slower, as other programs do, makes pages slower too.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import tables
from benchmarks.addresses import FILTERED
from benchmarks.books import SIZES
from benchmarks.serving import copied, processor, served, settle
from benchmarks.visit import visiting
from benchmarks.yardstick import cost, once
from tests.browser.server import Server

WARM = "definitions"
Found = dict[str, list[float]]


async def measure(server: Server, page: str, times: Found, sizes: Found, seen: int) -> None:
    """Measure a page at a fresh server: milliseconds, and thousands of bytes."""
    pid = server.process.pid

    async def run(name: str, query: str) -> None:
        async with visiting(server.url) as visit:
            await visit.look(WARM)
            await asyncio.to_thread(settle, pid)
            before = processor(pid)
            drawn = await visit.look(page, query)
            assert not drawn.errors, drawn.errors
            time.sleep(0.05)  # what is left to do after the last byte
            named = f"{page or 'overview'}: {name}"
            times[named].append((processor(pid) - before) * 1000)
            if name.startswith("first"):
                sizes[named].append(drawn.bytes / 1000)

    filters = FILTERED[page]
    await run("first", "")
    if filters:
        await run("first filtered", filters)
    for _ in range(seen):
        await run("seen", "")
    if filters:
        for _ in range(seen):
            await run("seen filtered", filters)


@contextmanager
def fresh(copy: Path) -> Iterator[Server]:
    """A server that has drawn the definitions twice and has nothing left to do."""

    async def warm(server: Server) -> None:
        for _ in range(2):
            async with visiting(server.url) as visit:
                await visit.look(WARM)

    with served(copy) as server:
        asyncio.run(warm(server))
        settle(server.process.pid)
        yield server


def main() -> None:
    """Measure every page at each size."""
    asked = tables.options(__doc__)
    asked.add_argument("entries", type=int, nargs="*", default=SIZES, metavar="ENTRIES")
    asked.add_argument("--books", type=Path, metavar="FILE", help="the books, of one size")
    asked.add_argument("--pages", nargs="*", default=list(FILTERED), metavar="PAGE")
    asked.add_argument("--rounds", type=int, default=3, metavar="N", help="fresh servers a page")
    asked.add_argument("--seen", type=int, default=5, metavar="N", help="runs of what was seen")
    given = asked.parse_args()
    everything = {}
    for entries in given.entries:
        times: Found = defaultdict(list)
        sizes: Found = defaultdict(list)
        with copied(entries, given.books) as copy:
            for page in given.pages:
                for _ in range(given.rounds):
                    times["the yardstick"].append(cost(once) * 1000)
                    with fresh(copy) as server:
                        asyncio.run(measure(server, page, times, sizes, given.seen))
        print(f"\n{entries:,} entries")
        in_time = tables.report(times, "ms of processor time")
        in_bytes = tables.report(sizes, "kB over the websocket")
        everything[str(entries)] = {"milliseconds": in_time, "kilobytes": in_bytes}
    tables.write(given.json, pages=everything)


if __name__ == "__main__":
    main()
