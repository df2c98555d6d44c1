"""Workbooks, by python-calamine in a process of its own, after a look at what they are made of."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from trustfund.domain.problems import Refused
from trustfund.exchange.imports.reading import archives, looks
from trustfund.exchange.imports.reading.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Look,
    refuse,
    within_limits,
)
from trustfund.exchange.imports.reading.looks import FORMATS, IGNORE
from trustfund.exchange.imports.reading.sheets import TOO_MUCH
from trustfund.exchange.imports.reading.texts import Broken, Number
from trustfund.exchange.imports.rows import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_CODES = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
ERRORS = (
    re.compile(rb"\x05\x02\x08\x00.{6}" + _CODES + rb"\x01", re.DOTALL),
    re.compile(rb"\x06\x00.{8}\x02\x00" + _CODES + rb"\x00\x00\x00\xff\xff", re.DOTALL),
)
"""Records of a cell, and of a formula, that hold an error."""
MOST_CELLS = 6_000_000
"""In all sheets together."""
SECONDS = 120
MACROS = "Save it without them, as .xlsx"
NOT_LOOKED_AT = (
    "{} and number formats of such a workbook are not looked at: save it as .xlsx to have them "
    "checked."
)


def grids(source: Source, answers: Mapping[str, str]) -> list[Grid]:
    """The sheets of a workbook that hold anything; ``answers`` are about how they look."""
    if source.content.startswith(ZIP):
        looks_of = archives.look_into(source)
    else:
        _look_into_compound(source)
        looks_of = {}
    found = []
    for sheet in _sheets(source):
        look = looks_of.get(sheet.name, Look())
        records = {number: [_text(cell) for cell in cells] for number, cells in sheet.rows}
        for (number, column), text in look.broken.items():
            _put(records, number, column, Broken(text))
        if answers.get(FORMATS.about) != IGNORE:
            for (number, column), unit in look.units.items():
                cells = records.get(number, [])
                if column <= len(cells) and type(cells[column - 1]) is Number:
                    cells[column - 1] = looks.shown(cells[column - 1], unit)
        kept = [(number, cells) for number, cells in sorted(records.items()) if any(cells)]
        if kept:
            found.append(
                Grid(
                    within_limits(source, kept),
                    sheet=sheet.name,
                    remarks=_not_looked_at(source),
                    merged=tuple(sheet.merged),
                    look=look,
                    is_hidden=sheet.is_hidden,
                )
            )
    if not found:
        raise refuse(source, "is empty", "Choose another")
    return found


def _not_looked_at(source: Source) -> tuple[str, ...]:
    """What the program does not see of how a workbook looks."""
    if source.content.startswith(OLE) or b"xl/workbook.bin" in source.content:
        return (NOT_LOOKED_AT.format("Hidden rows"),)
    return (NOT_LOOKED_AT.format("Merged cells"),) if b"content.xml" in source.content else ()


def _put(records: dict[int, list[str]], number: int, column: int, text: str) -> None:
    cells = records.setdefault(number, [])
    cells += [""] * (column - len(cells))
    cells[column - 1] = text


def _text(cell: str) -> str:
    sign, text = cell[:1], cell[1:]
    if sign == "#":
        return Number(text if "e" not in text and "n" not in text else _long(text))
    return text.strip()


def _long(number: str) -> str:
    """A number that Excel would write with an exponent, in full."""
    value = Decimal(number)
    return f"{value:f}" if value.is_finite() and -30 < value.adjusted() < 30 else number


def _look_into_compound(source: Source) -> None:
    """Refuse an old workbook with macros, a password or errors; names in it are in UTF-16."""
    content = source.content
    for name in ("EncryptedPackage", "EncryptionInfo"):
        if name.encode("utf-16-le") in content:
            raise refuse(source, "is protected by a password", "Save it without one")
    for name in ("_VBA_PROJECT", "VBA", "_VBA_PROJECT_CUR"):
        if f"{name}\0".encode("utf-16-le") in content:
            raise refuse(source, "holds macros", MACROS)
    if any(record.search(content) for record in ERRORS):  # its reader takes them for empty cells
        raise refuse(source, "holds errors such as #REF!", "Mend them, and save it as .xlsx")


@dataclass
class Sheet:
    """A sheet as its reader prints it."""

    name: str
    is_hidden: bool
    merged: list[tuple[int, int, int]]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def _sheets(source: Source) -> list[Sheet]:
    script = Path(__file__).with_name("sheets.py")
    command = [sys.executable, "-I", str(script), str(MOST_ROWS), str(MOST_CELLS)]
    try:
        done = subprocess.run(  # noqa: S603 (no part of the command comes from the file)
            command,
            input=source.content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise refuse(source, "takes too long to read", archives.AGAIN) from None
    if done.returncode != 0:
        raise _refused(source, done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    found: list[Sheet] = []
    for line in map(json.loads, done.stdout.splitlines()):
        if isinstance(line, dict):
            merged = [(column, first, last) for column, first, last in line["merged"]]
            found.append(Sheet(line["name"], line["hidden"], merged))
        else:
            found[-1].rows.append(line)
    return found


def _refused(source: Source, error: str) -> Refused:
    """Why the reader gave up, as far as a person can do anything about it."""
    if "assword" in error:
        return refuse(source, "is protected by a password", "Save it without one")
    if error == TOO_MUCH:
        why = "holds more than a list of this fund can be"
        return refuse(source, why, "Copy the list alone into a new workbook")
    if "memory" in error.lower() or not error:
        why = f"has cells beyond {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        return refuse(source, why, "Copy the list alone into a new workbook")
    return refuse(source, "is a workbook that cannot be read", archives.AGAIN)
