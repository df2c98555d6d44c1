"""A tour that is written for people, done in a browser word for word.

**Bold** is pressed, ``Field: value`` chosen or typed, and what is "quoted" has to be on the page.
The name of a file is what the press before it downloads or, once it is there, the file to choose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, choose, fill, fill_day, settled
from tests.browser.server import PROJECT, Server
from trustfund.screens.passports import BEHIND

README = (PROJECT / "README.md").read_text(encoding="utf-8")
MARKS = re.compile(r'\*\*(?P<press>.+?)\*\*|`(?P<code>.+?)`|"(?P<say>.+?)"')
COMMAND, ADDRESS, LINK = "make run", "http://127.0.0.1:8501", "sign-in link"
IS_FILE = re.compile(r"\S+\.(xlsx|pdf)")
HAS_SAID = """words => document.body.innerText
  .replaceAll("\N{WORD JOINER}", "").replace(/\\s+/g, " ").includes(words)"""


def steps() -> Iterator[list[re.Match[str]]]:
    """What there is to do and to find, in the order of the words, step by step."""
    section = README.split("## The first five minutes\n")[1].split("\n## ")[0]
    for step in re.split(r"\n\d+\. ", section.split("\n\nTo get")[0])[1:]:
        yield list(MARKS.finditer(" ".join(step.split())))


@dataclass
class Tourist:
    """Somebody with a browser who does what is written."""

    page: Page
    server: Server
    folder: Path
    found: dict[str, Path] = field(default_factory=dict)
    """Files that were downloaded, by their names."""

    def take(self, step: list[re.Match[str]]) -> None:
        """Do a step and find what it promises."""
        downloaded = ""
        after = [mark["code"] or "" for mark in step[1:]] + [""]
        for mark, then in zip(step, after, strict=True):
            if mark["say"]:
                self.page.wait_for_function(HAS_SAID, arg=mark["say"], timeout=PATIENCE)
            elif mark["press"] and IS_FILE.fullmatch(then) and then not in self.found:
                downloaded = self._download(mark["press"], then)
            elif mark["press"]:
                self._press(mark["press"])
            elif mark["code"] == downloaded:
                downloaded = ""  # the name of what the press before it gave
            else:
                self._write(mark["code"])

    def _download(self, name: str, file: str) -> str:
        with self.page.expect_download() as downloading:
            self._press(name)
        assert downloading.value.suggested_filename == file
        self.found[file] = self.folder / file
        downloading.value.save_as(self.found[file])
        return file

    def _press(self, name: str) -> None:
        if self.page.get_by_test_id("stDialog").count():
            self.page.keyboard.press("Escape")
        if name == LINK:
            self.page.goto(self.server.sign_in_link())
        else:
            self._control(name).click()
        settled(self.page)

    def _control(self, name: str) -> Locator:
        called, page = re.sub(r"^ⓘ (.*)", rf"\1: {BEHIND}", name), self.page
        exactly = re.compile(rf"^(\w+ )?{re.escape(called)}( \w+)?$")  # icons have names too
        found = page.get_by_test_id("stRadio").get_by_text(called, exact=True)
        found = found.or_(page.get_by_test_id("stButtonGroup").get_by_role("radio", name=exactly))
        for kind in ("link", "button"):
            found = found.or_(page.get_by_role(kind, name=exactly))
        return found.filter(visible=True).last

    def _write(self, code: str) -> None:
        label, _, value = code.partition(": ")
        if code == ADDRESS:
            self.page.goto(self.server.url)
            settled(self.page)
        elif code in self.found:
            self.page.locator('input[type="file"]').set_input_files(self.found[code])
        elif value:
            self._fill(label, value)
        else:
            assert code == COMMAND, code

    def _fill(self, label: str, value: str) -> None:
        page, begins = self.page, re.compile(f"^{re.escape(label)}")
        lists = page.get_by_test_id("stSelectbox").filter(has_text=begins)
        days = page.get_by_test_id("stDateInput").filter(has_text=begins)
        expect(lists.or_(days).or_(page.get_by_label(label, exact=True)).first).to_be_visible()
        how = choose if lists.count() else fill_day if days.count() else fill
        how(page, label, value)
