"""A fund as a folder of plain files, to begin a store with; ``fund_export.py`` writes one.

All problems of a folder are named at once, and before any store is touched.
"""

import csv
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from trustfund.accounts.log import Action, note
from trustfund.accounts.people import as_of_now
from trustfund.domain.catalogue import event, file, fund, objective
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Document, Field
from trustfund.domain.fund_terms import Checked, checked, from_toml
from trustfund.domain.problems import Code, Place, Problems, Refused, refusal
from trustfund.domain.roles import ADMINISTRATORS, COMMAND_LINE, Actor
from trustfund.domain.texts import normalised, refused_character, skeleton
from trustfund.exchange.formulas import is_formula
from trustfund.ledger.events import EventDraft
from trustfund.ledger.events import checked as checked_event
from trustfund.ledger.objectives import ObjectiveDraft
from trustfund.ledger.objectives import checked as checked_objective
from trustfund.ledger.typed import refused
from trustfund.store.engine import Store, stated_today, utc_now
from trustfund.store.setup import (
    DATA,
    DEFAULT_FUND,
    FUND_FILE,
    FUNDS,
    Beginning,
    begin_again,
    has_no_act,
    make_ready,
    read_csv,
    read_toml,
)
from trustfund.store.tables import Fund

EVENTS = Document("event", event.DOCUMENT.input_fields)
FILES = {
    "objectives.csv": objective.DOCUMENT,
    "events.csv": EVENTS,
    "eligible.csv": fund.DECISIONS,
}
"""The lists beside ``fund.toml``: only the first must be there."""
NAMES = (FUND_FILE, *FILES)
"""All that is read or written in a folder."""
KEYS = {
    "objectives.csv": ("code",),
    "events.csv": ("code",),
    "eligible.csv": ("country", "effective_on"),
}
NEEDED = {
    "objectives.csv": ("code", "title"),
    "events.csv": ("code", "kind", "title", "date_precision", "status"),
    "eligible.csv": ("country", "eligible", "effective_on", "reason"),
}
LARGEST = 1_000_000
"""Bytes of a file that somebody sends: a programme of some thousand events."""
IGNORED = frozenset({"source"})
"""Where a row was read: for people, and not kept."""
Cells = dict[str, str]


@dataclass
class _Reader:
    """What is found wrong while a folder is read, and what the rules ask."""

    folder: Path
    problems: Problems = field(default_factory=Problems)
    today: date = field(default_factory=lambda: stated_today() or utc_now().date())

    def __post_init__(self) -> None:
        self._countries = {row["iso3"] for row in read_csv(DATA / "countries.csv")}

    def country(self, problems: Problems, of: Field, code: str) -> object:
        """The code of a country; what is none is noted as a problem."""
        found = code.strip().upper()
        if found in self._countries:
            return found
        why, remedy = "is not a country code", "Use ISO 3166 alpha-3, such as NPL"
        problems.add(of, Code.NOT_A_COUNTRY, code, why, remedy)
        return None

    @contextmanager
    def at(self, place: str) -> Iterator[Problems]:
        """Problems that are noted or raised inside stand at this place of the folder."""
        inside = Problems()
        try:
            yield inside
        except Refused as found:
            more = found.problems
        else:
            more = ()
        for each in (*inside.found, *(p for p in more if p not in inside.found)):
            where = Place(column=", ".join(filter(None, (place, each.at.column))))
            told = each.field, each.code, each.value, each.reason, each.remedy
            self.problems.add(*told, where)

    def rows(self, name: str) -> Iterator[tuple[str, Cells]]:
        """The rows of a list, each with its place; all its columns are there."""
        path = Path(self.folder, name)
        document, needed = FILES[name], NEEDED[name]
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                found = list(csv.reader(lines, strict=True))
        except FileNotFoundError:
            if name == "objectives.csv":
                self._no_file(name)
            return
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self._unreadable(name, error)
            return
        header = [cell.strip() for cell in found[0]] if found else []
        with self.at(name) as problems:
            for key in needed:
                if key not in header:
                    problems.missing(document.by_key[key], f"Add the column {key}")
            for key in dict.fromkeys(header):
                if key not in document.by_key and key not in IGNORED:
                    remedy = f"Use {', '.join(document.by_key)}"
                    problems.add(file.COLUMN, Code.NO_SUCH_COLUMN, key, "is not known", remedy)
                elif header.count(key) > 1:
                    problems.add(file.COLUMN, Code.TWICE, key, "is there twice", "Keep one")
        if not set(needed) <= set(header):
            return
        for number, cells in enumerate(found[1:], start=2):
            if any(cell.strip() for cell in cells):
                place = f"{name} row {number}"
                row = dict.fromkeys(document.by_key, "")
                row |= dict(zip(header, cells, strict=False))
                yield place, self._taken(place, document, row)

    def _taken(self, place: str, document: Document, row: Cells) -> Cells:
        """The cells as they are typed, without the apostrophe against formulas."""
        taken = {}
        with self.at(place) as problems:
            for key, own in document.by_key.items():
                cell = row[key]
                text = normalised(cell[1:] if cell[:1] == "'" and is_formula(cell) else cell)
                if character := refused_character(text):
                    problems.add(own, Code.UNSEEN, text, *refused(character))
                taken[key] = text
        return taken

    def _no_file(self, name: str) -> None:
        remedy = "docs/your-fund.md says what stands in it; data/funds has examples"
        self.problems.add(file.FILE, Code.MISSING, name, "is not there", remedy)

    def _unreadable(self, name: str, error: Exception) -> None:
        why = f"cannot be read: {' '.join(str(error).split())}"
        self.problems.add(file.FILE, Code.UNREADABLE, name, why, "Correct the file")

    def terms(self, objectives: list[str]) -> Checked | None:
        """The terms of ``fund.toml``."""
        try:
            given = read_toml(Path(self.folder, FUND_FILE))
        except FileNotFoundError:
            self._no_file(FUND_FILE)
            return None
        except (OSError, ValueError, RecursionError) as error:  # of text, of TOML, of its depth
            self._unreadable(FUND_FILE, error)
            return None
        found = None
        with self.at(FUND_FILE) as problems:
            draft, rules = from_toml(problems, given), Problems()
            found = checked(rules, draft, objectives)
            noted = {each.field for each in problems.found}
            for each in rules.found:
                if each.field not in noted:
                    problems.add(each.field, each.code, each.value, each.reason, each.remedy)
        return found

    def objectives(self) -> list[dict[str, Any]]:
        """The objectives."""
        return self._each("objectives.csv", lambda row, _: checked_objective(ObjectiveDraft(**row)))

    def events(self) -> list[dict[str, Any]]:
        """The events of the programme."""

        def one(row: Cells, problems: Problems) -> dict[str, Any]:
            days = {key: _day(problems, EVENTS.by_key[key], row[key]) for key in EVENT_DAYS}
            if not row["code"]:
                problems.missing(event.CODE, "Give a short code such as TS-7")
            return checked_event(self, EventDraft(**{**row, **days}))  # type: ignore[arg-type]

        return self._each("events.csv", one)

    def decisions(self) -> list[dict[str, Any]]:
        """Who is eligible, or is not, whatever the classes say."""
        columns = fund.DECISIONS.by_key

        def one(row: Cells, problems: Problems) -> dict[str, Any]:
            self.country(problems, columns["country"], row["country"])
            since = _day(problems, columns["effective_on"], row["effective_on"])
            if since is None and not row["effective_on"]:
                problems.missing(columns["effective_on"], "Give the first day of the decision")
            if row["eligible"] not in ("true", "false"):
                why, remedy = "is neither true nor false", "Write one of the two"
                problems.add(columns["eligible"], Code.NOT_A_CODE, row["eligible"], why, remedy)
            if not row["reason"]:
                problems.missing(REASON, "Say in a few words why")
            return {"effective_on": since, "eligible": row["eligible"] == "true"}

        found = self._each("eligible.csv", one)
        return [row | {"country": row["country"].upper()} for row in found]

    def _each(self, name: str, one: Any) -> list[dict[str, Any]]:
        """What the rows of a list come to; none may have the key of another."""
        keys = KEYS[name]
        found: list[dict[str, Any]] = []
        known: set[tuple[str, ...]] = set()
        for place, row in self.rows(name):
            named = tuple(skeleton(row[key]) for key in keys)
            with self.at(place) as problems:
                if named in known:
                    own, said = FILES[name].by_key[keys[0]], ", ".join(row[key] for key in keys)
                    problems.add(own, Code.TWICE, said, "is there twice", "Keep one of the rows")
                known.add(named)
                found.append(row | one(row, problems))
        return found


EVENT_DAYS = ("starts_on", "ends_on")


def _day(problems: Problems, of: Field, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.add(of, Code.NOT_A_DATE, text, "is not a date", "Write it like 2026-01-31")
        return None


def read(folder: Path, problems: Problems | None = None) -> Beginning:
    """The fund of a folder. Raises Refused, all problems at once, those found before among them."""
    if not folder.is_dir():
        remedy = "Name a folder that has fund.toml and objectives.csv"
        raise refusal(file.FILE, Code.UNKNOWN, folder, "is not a folder", remedy)
    reader = _Reader(folder, problems or Problems())
    objectives = reader.objectives()
    codes = [row["code"] for row in objectives if not row["retired"]]
    terms = reader.terms(codes)
    events, decisions = reader.events(), reader.decisions()
    terms = reader.problems.sound(terms)
    return Beginning(terms.fund, terms.dated, objectives, events, decisions)


def received(files: Iterable[tuple[str, bytes]]) -> Beginning:
    """The fund of files that somebody sent, each with its name. Raises Refused as ``read`` does."""
    problems = Problems()
    with TemporaryDirectory() as place:
        for name, content in files:
            path = Path(place, name) if name in NAMES else None
            if path is None:
                remedy = f"Name it one of {', '.join(NAMES)}"
                problems.add(file.FILE, Code.UNKNOWN, name, "is none of a fund's files", remedy)
            elif path.exists():
                problems.add(file.FILE, Code.TWICE, name, "is there twice", "Keep one")
            elif len(content) > LARGEST:
                why, remedy = f"is larger than {LARGEST:,} bytes", "Import most of its rows later"
                problems.add(file.FILE, Code.UNREADABLE, name, why, remedy)
                problems.refuse_if_any()
            else:
                path.write_bytes(content)
        return read(Path(place), problems)


def begin(store: Store, folder: Path, who: Actor = COMMAND_LINE) -> None:
    """Make the store of the fund of a folder."""
    begin_with(store, read(folder), who)


def begin_with(store: Store, beginning: Beginning, who: Actor) -> None:
    """Make the store of a fund; in a store that is there nobody may have booked anything.

    Accounts stay. Raises Refused, for whoever is no administrator too.
    """
    make_ready(store)
    with store.writing() as session:
        who = as_of_now(session, who)
        who.require(ADMINISTRATORS, "Begin a fund")
        if session.get_one(Fund, 1).illustrative or not has_no_act(session):
            why = "is in use already, and a fund begins in an empty store"
            remedy = "Name a new store in TRUSTFUND_DATABASE_URL"
            raise refusal(file.STORE, Code.IN_USE, store.display_url, why, remedy)
        begin_again(session, utc_now(), begin=beginning, by=who.name)
        note(session, who.name, Action.BEGUN, session.get_one(Fund, 1).code)


def starting_points() -> dict[str, tuple[str, str]]:
    """By folder: the name of its fund, and the sentence with which its file begins."""
    found = {}
    for folder in sorted(FUNDS.iterdir(), key=lambda each: (each != DEFAULT_FUND, each.name)):
        path = Path(folder, FUND_FILE)
        head = itertools.takewhile(
            lambda line: line[:1] == "#", path.read_text("utf-8").split("\n")
        )
        said = " ".join(line.lstrip("# ") for line in head)
        found[folder.name] = read_toml(path)["name"], f"{said.partition('. ')[0]}."
    return found
