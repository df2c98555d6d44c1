"""Asks each fund of the office for its headline figures, and keeps the last good ones.

Nobody's page waits for it: a page shows what is kept, and begins a round where the last one is old.
"""

import json
import logging
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx2

from trustfund.domain.problems import Refused
from trustfund.exchange.office_funds import Listed, read_figures, read_list
from trustfund.store.places import stores

_log = logging.getLogger(__name__)
AGAIN_AFTER = 15 * 60
"""Seconds from one round to the next."""
PATIENCE, LONGEST = 5, 10
"""Seconds for each answer of the network, and for all of one fund."""
LARGEST = 64 * 1024
STALE_AFTER = 7
"""Days after which figures are marked as old."""
NOTE = "X-Trustfund-Note"
MARK = "illustrative"


def file() -> Path:
    """The list of the office's funds (TRUSTFUND_FUNDS)."""
    stated = os.environ.get("TRUSTFUND_FUNDS", "").strip() or "data/funds.toml"
    return stores() / stated


@dataclass(frozen=True)
class Standing:
    """A fund of the list: its last good figures, the day they were read, what went wrong since."""

    listed: Listed
    figures: dict[str, Any] | None = None
    read_on: str = ""
    is_illustrative: bool = False
    trouble: str = ""

    def is_stale(self, today: date) -> bool:
        """Whether its figures are stated for a day that is more than a week ago."""
        assert self.figures
        return (today - date.fromisoformat(self.figures["as_of"])).days > STALE_AFTER


@dataclass
class _Kept:
    """What one process knows of the funds of one list."""

    path: Path
    begun: float = -AGAIN_AFTER
    changed: float = 0.0
    good: dict[str, dict[str, Any]] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    round: threading.Thread | None = None

    @property
    def _memory(self) -> Path:
        return self.path.with_suffix(".kept.json")

    def begin(self, funds: tuple[Listed, ...]) -> None:
        """Begin a round, unless one is under way or the last one is young."""
        with self.lock:
            changed = self.path.stat().st_mtime if self.path.exists() else self.changed
            is_due = time.monotonic() - self.begun >= AGAIN_AFTER or changed != self.changed
            if self.is_asking or not is_due:
                return
            self.begun, self.changed = time.monotonic(), changed
            if not self.good:
                self.good = _remembered(self._memory)
            self.round = threading.Thread(target=self._ask, args=(funds,), daemon=True)
            self.round.start()

    @property
    def is_asking(self) -> bool:
        """Whether a round is under way."""
        return self.round is not None and self.round.is_alive()

    def _ask(self, funds: tuple[Listed, ...]) -> None:
        with ThreadPoolExecutor(4) as together:
            for each, (found, trouble) in zip(funds, together.map(_asked, funds), strict=True):
                if found:
                    self.good[each.figures] = found
                self.troubles[each.figures] = trouble
        named = {each.figures for each in funds}
        self.good = {figures: found for figures, found in self.good.items() if figures in named}
        _remember(self._memory, self.good)

    def standing(self, listed: Listed) -> Standing:
        """What is known of a fund."""
        trouble = self.troubles.get(listed.figures, "")
        found = self.good.get(listed.figures)
        if not found:
            return Standing(listed, trouble=trouble)
        figures = read_figures(found["content"].encode())
        return Standing(listed, figures, found["read_on"], found["is_illustrative"], trouble)


_kept_of = cache(_Kept)


def standings() -> tuple[list[Standing], bool]:
    """The funds of the list in its order, and whether they are being asked right now.

    Refused where the list is wrong; nothing where there is none.
    """
    path = file()
    if not path.exists():
        return [], False
    funds = read_list(path)
    kept = _kept_of(path)
    kept.begin(funds)
    return [kept.standing(each) for each in funds], kept.is_asking


def _asked(listed: Listed) -> tuple[dict[str, Any] | None, str]:
    """What a fund publishes now, or a sentence on what is wrong."""
    try:
        content, named = _fetched(listed) if listed.is_asked_for else _opened(listed)
        read_figures(content)
    except Refused as refused:
        return None, f"It publishes no headline figures: {refused.problems[0].reason}."
    except (TimeoutError, httpx2.TimeoutException):
        return None, f"It did not answer within {LONGEST} seconds."
    except httpx2.ConnectError:
        return None, "Its host cannot be reached."
    except _Unfit as unfit:
        return None, f"Its figures cannot be read: {unfit}."
    except (OSError, ValueError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        _log.warning("The figures of a fund, %s, cannot be read: %s", listed.figures, error)
        return None, "Its figures cannot be read; the log has the reason."
    return {
        "content": content.decode("utf-8-sig"),
        "read_on": datetime.now(UTC).date().isoformat(),
        "is_illustrative": MARK in named.lower(),
    }, ""


class _Unfit(Exception):
    """An answer that is not looked at; the sentence is for everybody."""


def _opened(listed: Listed) -> tuple[bytes, str]:
    path = Path(listed.figures)
    with path.open("rb") as opened:
        return opened.read(LARGEST), path.name


def _fetched(listed: Listed) -> tuple[bytes, str]:
    """The bytes at an address, as they come, and what is said of them; it leads nowhere else."""
    until = time.monotonic() + LONGEST
    content = bytearray()
    as_it_is = {"accept-encoding": "identity"}
    with (
        httpx2.Client(timeout=PATIENCE, follow_redirects=False, headers=as_it_is) as client,
        client.stream("GET", listed.figures) as answer,
    ):
        if answer.status_code != httpx2.codes.OK:
            raise _Unfit(f"it answered {answer.status_code}")
        for piece in answer.iter_raw():
            content += piece
            if len(content) > LARGEST:
                raise _Unfit("it is too long for headline figures")
            if time.monotonic() > until:
                raise TimeoutError
        said = (answer.headers.get(name, "") for name in ("content-disposition", NOTE))
        return bytes(content), " ".join(said)


def _remembered(memory: Path) -> dict[str, dict[str, Any]]:
    """The good figures that an earlier process kept, as far as they can be read."""
    try:
        found = json.loads(memory.read_text("utf-8"))
        for each in found.values():
            read_figures(each["content"].encode())
            date.fromisoformat(each["read_on"])
            each["is_illustrative"] = bool(each["is_illustrative"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Refused):
        return {}
    return dict(found)


def _remember(memory: Path, good: dict[str, dict[str, Any]]) -> None:
    """Keep the good figures for the next process; where nothing can be written, without that."""
    try:
        with tempfile.NamedTemporaryFile("w", dir=memory.parent, delete=False) as made:
            json.dump(good, made)
        os.replace(made.name, memory)
    except OSError:
        return
