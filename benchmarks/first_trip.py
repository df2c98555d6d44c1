"""How much two people do in a browser from an empty store to the first funded trip, and how long.

Run from the project's folder: ``.venv/bin/python -m benchmarks.first_trip``. Each starting point is
begun on the page Set up the fund, and led to the authorised trip of a delegate. Steps are clicks,
texts, days and choices. Seconds are by the clock, without the start of the server, of somebody who
knows what to type and waits for every page: start nothing else meanwhile.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import tables
from tests.browser.conftest import settled
from tests.browser.first_trip import FUNDS, Fund, to_the_first_trip
from tests.browser.server import running
from tests.ensure_programs import CHROMIUM
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready


def _journey(fund: Fund) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Store(f"sqlite:///{Path(folder, 'trustfund.db')}")
        make_ready(store)
        store.engine.dispose()
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM.path(), args=arguments)

        def opened(url: str) -> Page:
            page = browser.new_context().new_page()
            page.goto(url)
            settled(page)
            return page

        with running(str(store.url), {"TRUSTFUND_TODAY": fund.today}) as server:
            begun = time.monotonic()
            steps = to_the_first_trip(fund, server, opened)
            return steps, time.monotonic() - begun


def main() -> None:
    """Lead each starting point to its first trip, and print what it took."""
    given = tables.options(__doc__).parse_args()
    found = {}
    for fund in FUNDS.values():
        steps, seconds = _journey(fund)
        found[fund.point] = {"steps": steps, "seconds": round(seconds, 1)}
        print(f"| `{fund.point}` | {steps} | {seconds:.0f} |", flush=True)
    tables.write(given.json, **found)


if __name__ == "__main__":
    main()
