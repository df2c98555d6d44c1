"""How long a browser takes until the charts of the overview are drawn.

Run from the project's folder: ``.venv/bin/python -m benchmarks.drawn``. In turn the overview of the
sample and a bare Streamlit page with as many static Plotly charts are opened, first in a browser
that has nothing of them, then reloaded. Times are by the clock: start nothing else meanwhile.
"""

import tempfile
import time
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import tables
from benchmarks.serving import copied, served, started, wait_until_healthy
from tests.ensure_programs import CHROMIUM

CHARTS = 5
BARE = f"""
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
for number in range({CHARTS}):
    bars = go.Bar(x=["A", "B", "C"], y=[number, 2, 3])
    st.plotly_chart(go.Figure(bars), key=f"chart-{{number}}")
"""
DRAWN = ".js-plotly-plot:has(.main-svg)"


def _seconds(page: Page, come: str) -> float:
    """From asking for an address, or for the same again, until all charts are there."""
    begun = time.monotonic()
    page.reload() if come == "reloaded" else page.goto(come)
    page.locator(DRAWN).nth(CHARTS - 1).wait_for(timeout=60_000)
    return time.monotonic() - begun


def _opened(browser: Browser, url: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        return _seconds(page, url), _seconds(page, "reloaded")
    finally:
        context.close()


def main() -> None:
    """Open both in turn, and print what they took."""
    asked = tables.options(__doc__)
    asked.add_argument("--rounds", type=int, default=20, metavar="N")
    given = asked.parse_args()
    times: dict[str, list[float]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as name,
        copied(1_000) as books,
        served(books) as ours,
        sync_playwright() as playwright,
    ):
        Path(name, "bare.py").write_text(BARE)
        with started(("streamlit", "run", "bare.py"), Path(name)) as bare:
            wait_until_healthy(bare, "_stcore/health")
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM.path(), args=["--no-sandbox"]
            )
            for url in (ours.url, bare.url):
                _opened(browser, url)  # the first one of each loads what the server has not yet
            for _ in range(given.rounds):
                for who, url in (("bare", bare.url), ("overview", ours.url)):
                    cold, again = _opened(browser, url)
                    times[f"{who}, cold"].append(cold)
                    times[f"{who}, reloaded"].append(again)
            browser.close()
    for how in ("cold", "reloaded"):
        pairs = zip(times[f"overview, {how}"], times[f"bare, {how}"], strict=True)
        times[f"beside, {how}"] = [own / other for own, other in pairs]
    tables.write(given.json, seconds=tables.report(times, "seconds; beside: times as long", 2))


if __name__ == "__main__":
    main()
