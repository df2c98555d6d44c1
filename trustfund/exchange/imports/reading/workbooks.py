"""Workbooks, by python-calamine in a process of its own, after a look at what they are made of."""

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from trustfund.domain.problems import Refused
from trustfund.exchange.imports.reading import archives
from trustfund.exchange.imports.reading.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    refuse,
    within_limits,
)
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


def grids(source: Source) -> list[Grid]:
    """The sheets of a workbook that hold anything."""
    if source.content.startswith(ZIP):
        broken = archives.look_into(source)
    else:
        _look_into_compound(source)
        broken = {}
    found = []
    for name, rows in _sheets(source):
        here = broken.get(name, {})
        records = {number: [_text(cell) for cell in cells] for number, cells in rows}
        for (number, column), text in here.items():
            cells = records.setdefault(number, [])
            cells += [""] * (column - len(cells))
            cells[column - 1] = Broken(text)
        kept = [(number, cells) for number, cells in sorted(records.items()) if any(cells)]
        if kept:
            found.append(Grid(within_limits(source, kept), sheet=name))
    if not found:
        raise refuse(source, "is empty", "Choose another")
    return found


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


def _sheets(source: Source) -> list[tuple[str, list[tuple[int, list[str]]]]]:
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
    found: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for line in map(json.loads, done.stdout.splitlines()):
        if isinstance(line, str):
            found.append((line, []))
        else:
            found[-1][1].append(line)
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
