"""Writes the fund of a store as a folder of plain files, from which another store can begin."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from trustfund.domain.catalogue import file
from trustfund.domain.fund_terms import as_draft, as_toml
from trustfund.domain.problems import Code, refusal
from trustfund.exchange.fund_folder import FILES, NAMES
from trustfund.exchange.tables import csv_pieces
from trustfund.store.engine import Store
from trustfund.store.setup import FUND_FILE
from trustfund.store.tables import EligibilityDecision, Event, Fund, Objective
from trustfund.store.terms import versions


def write(store: Store, folder: Path) -> None:
    """Write the fund of a store into a folder that has no such files yet."""
    taken = [name for name in NAMES if Path(folder, name).exists()]
    if taken:
        why, remedy = f"has {', '.join(taken)} already", "Name a folder without them"
        raise refusal(file.FILE, Code.TAKEN, folder, why, remedy)
    folder.mkdir(parents=True, exist_ok=True)
    with store.reading() as session:
        terms = as_draft(session.get_one(Fund, 1), versions(session)[-1])
        Path(folder, FUND_FILE).write_text(_toml(as_toml(terms)), "utf-8")
        for name, rows in _lists(session).items():
            if rows or name == "objectives.csv":
                text = "".join(csv_pieces(FILES[name].fields, rows))
                Path(folder, name).write_text(text, "utf-8", newline="")


def _lists(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The rows of each list, days as ISO text."""
    events = select(Event).where(~col(Event.void)).order_by(Event.code)
    decisions = session.exec(select(EligibilityDecision).order_by(col(EligibilityDecision.id)))
    newest = {(row.country, row.effective_on): row for row in decisions}
    found: dict[str, Iterable[Any]] = {
        "objectives.csv": session.exec(select(Objective).order_by(Objective.code)),
        "events.csv": session.exec(events),
        "eligible.csv": newest.values(),
    }
    return {
        name: [{key: getattr(row, key) for key in FILES[name].by_key} for row in rows]
        for name, rows in found.items()
    }


_BARE = re.compile("[A-Za-z0-9_-]+")


def _toml(settings: dict[str, Any]) -> str:
    """Settings as TOML, whose texts are written as those of JSON; tables come last."""
    tables = {name: each for name, each in settings.items() if isinstance(each, dict)}
    lines = [f"{name} = {_value(each)}" for name, each in settings.items() if name not in tables]
    for name, pairs in tables.items():
        lines += ["", f"[{name}]"]
        lines += [f"{_key(key)} = {_value(text)}" for key, text in pairs.items()]
    return "\n".join([*lines, ""])


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
