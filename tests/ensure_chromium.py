"""Finds the Chromium that the browser tests drive; run as a script, installs one if need be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
ADVICE = (
    "The browser tests need Chromium or Google Chrome, and none was found: "
    "install one (Debian: apt-get install chromium), then run the tests again."
)


class NoBrowserError(RuntimeError):
    """No Chromium is installed where anyone would look for it."""


def chromium_path() -> str:
    """The executable of the first Chromium found; never installs anything."""
    for path in _candidates():
        if os.access(path, os.X_OK):
            return path
    raise NoBrowserError(ADVICE)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from MAC
    for folder in filter(None, map(os.environ.get, WINDOWS_FOLDERS)):
        yield from (str(Path(folder, name)) for name in WINDOWS)
    # Last and imported late: asking starts Playwright's driver, which takes a moment.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _installers() -> Iterator[list[str]]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        yield ["apt-get", "update", "-qq"]
        # Without a font every letter in a screenshot is a box.
        packages = ["chromium", "fonts-dejavu-core"]
        yield ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def main() -> int:
    """Print the path, having installed a browser if there was none."""
    installers = _installers()
    while True:
        try:
            print(chromium_path())
            return 0
        except NoBrowserError as problem:
            command = next(installers, None)
            if command is None:
                print(problem, file=sys.stderr)
                return 1
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # Standard output is for the path alone.
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=env)


if __name__ == "__main__":
    sys.exit(main())
