"""Finds the programs that tests use and that are no Python packages; as a script, installs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


class MissingProgramError(RuntimeError):
    """A program is not installed where anyone would look for it."""


@dataclass(frozen=True)
class Program:
    """A program: what it is for, by which names it goes, and the Debian packages that bring it."""

    name: str
    purpose: str
    commands: tuple[str, ...]
    packages: tuple[str, ...]
    mac: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()

    def path(self) -> str:
        """The first executable found; never installs anything."""
        for path in self._candidates():
            if os.access(path, os.X_OK):
                return path
        raise MissingProgramError(
            f"{self.purpose} need {self.name}, and none was found: install it (Debian: "
            f"apt-get install {self.packages[0]}), then run the tests again."
        )

    def is_there(self) -> bool:
        """Whether it is installed."""
        try:
            return bool(self.path())
        except MissingProgramError:
            return False

    def _candidates(self) -> Iterator[str]:
        yield from filter(None, map(shutil.which, self.commands))
        yield from self.mac
        for folder in filter(None, map(os.environ.get, WINDOWS_FOLDERS)):
            yield from (str(Path(folder, name)) for name in self.windows)
        if self is CHROMIUM:
            # Last and imported late: asking starts Playwright's driver, which takes a moment.
            from playwright.sync_api import sync_playwright

            with sync_playwright() as playwright:
                yield playwright.chromium.executable_path


CHROMIUM = Program(
    "Chromium or Google Chrome",
    "The browser tests",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("chromium", "fonts-dejavu-core"),  # without a font every letter in a screenshot is a box
    (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    (
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
)
LIBREOFFICE = Program(
    "LibreOffice Calc",
    "The tests of CSV files and workbooks",
    ("soffice", "libreoffice"),
    ("libreoffice-calc-nogui",),
    ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    ("LibreOffice/program/soffice.com",),
)
PDFTOTEXT = Program("pdftotext", "The tests of PDF files", ("pdftotext",), ("poppler-utils",))
NGINX = Program(
    "nginx",
    "The tests of several processes",
    ("nginx", "/usr/sbin/nginx"),  # not everybody looks there
    ("nginx",),
    ("/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"),
)
PROGRAMS = (CHROMIUM, LIBREOFFICE, PDFTOTEXT, NGINX)


def _installers(missing: Sequence[Program]) -> Iterator[list[str]]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        packages = [package for program in missing for package in program.packages]
        yield ["apt-get", "update", "-qq"]
        yield ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if not CHROMIUM.is_there():
        yield [sys.executable, "-m", "playwright", "install", "chromium"]


def main() -> int:
    """Print where each program is, having installed what is missing if that can be done."""
    if missing := [program for program in PROGRAMS if not program.is_there()]:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in _installers(missing):
            # Standard output is for the paths alone.
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=env)
    problems = 0
    for program in PROGRAMS:
        try:
            print(program.path())
        except MissingProgramError as problem:
            problems += 1
            print(problem, file=sys.stderr)
    return min(problems, 1)


if __name__ == "__main__":
    sys.exit(main())
