"""The funds of one office: ``funds.toml`` names them, each fund's own ``headlines.csv`` has them.

Nothing is shared but these files: every fund keeps its own books, and publishes them itself.
"""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trustfund.domain.catalogue import setting
from trustfund.domain.catalogue.headlines import DOCUMENT
from trustfund.domain.fields import Cell, Field
from trustfund.domain.problems import Code, Place, Problems, refusal

MOST_FUNDS = 50
LONGEST_CELL = 300
LOOPBACK = {("http", "localhost"), ("http", "127.0.0.1")}
"""This machine may be asked without https."""
NAME = Field("office_fund.name", label="name")
PAGE = Field("office_fund.page", label="page")
FIGURES = Field("office_fund.figures", label="figures")
HOSTS = Field("office_fund.hosts", label="hosts")
FILE = Field("office_fund.file", label="Headline figures")


@dataclass(frozen=True)
class Listed:
    """A fund as ``funds.toml`` names it; ``figures`` is a whole address or the path of a file."""

    name: str
    page: str
    figures: str

    @property
    def is_asked_for(self) -> bool:
        """Whether its figures are at an address, and not in a file."""
        return "://" in self.figures


def read_list(path: Path) -> tuple[Listed, ...]:
    """The funds that the file names, in its order. Refused with all that is wrong with it."""
    if path.suffix != ".toml":  # nothing else is opened: it might be the store
        why, remedy = "is not the name of a TOML file", "Name a file that ends in .toml"
        raise refusal(setting.FUNDS, Code.MALFORMED, path.name, why, remedy)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why, remedy = f"cannot be read: {error}", "Correct the file; docs/deploy.md has an example"
        raise refusal(setting.FUNDS, Code.UNREADABLE, path.name, why, remedy) from None
    problems = Problems()
    hosts = content.get("hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        why, remedy = "is not a list of names", 'Write it like hosts = ["funds.example.org"]'
        problems.add(HOSTS, Code.MALFORMED, hosts, why, remedy)
        hosts = []
    funds = content.get("funds", [])
    if (
        not isinstance(funds, list)
        or not funds
        or not all(isinstance(each, dict) for each in funds)
    ):
        problems.missing(setting.FUNDS, "Add a part [[funds]] for each fund")
        funds = []
    if len(funds) > MOST_FUNDS:
        why, remedy = (
            f"names more than {MOST_FUNDS} funds",
            "Make a list for each part of the office",
        )
        problems.add(setting.FUNDS, Code.TOO_LARGE, len(funds), why, remedy)
    found = [
        _listed(problems, place, each, path.parent, {str(host).lower() for host in hosts})
        for place, each in enumerate(funds, 1)
    ]
    problems.refuse_if_any()
    return tuple(found)


def _listed(
    problems: Problems, row: int, given: Mapping[str, object], folder: Path, hosts: set[str]
) -> Listed:
    texts = {}
    for field, is_needed in ((NAME, True), (FIGURES, True), (PAGE, False)):
        value = given.get(field.key, "")
        at = Place(row=row, column=field.key, of="fund")
        if not isinstance(value, str) or (is_needed and not value.strip()):
            problems.missing(field, 'Write a text, such as name = "Ocean sessions"', at)
            value = ""
        texts[field.key] = value.strip()
    for field in (FIGURES, PAGE):
        value, at = texts[field.key], Place(row=row, column=field.key, of="fund")
        if not value or (field is FIGURES and "://" not in value):
            continue
        try:
            address = urlsplit(value)
            host = (address.hostname or "").lower()
        except ValueError:
            problems.add(field, Code.MALFORMED, value, "is no address", "Correct it", at)
            continue
        if address.scheme != "https" and (address.scheme, host) not in LOOPBACK:
            why, remedy = "does not begin with https://", "Give an address that does"
            problems.add(field, Code.MALFORMED, value, why, remedy, at)
        elif field is FIGURES and host not in hosts:
            remedy = f'Add "{host}" to hosts if the office trusts it'
            problems.add(field, Code.UNKNOWN, value, "is on a host that is not listed", remedy, at)
    figures = texts[FIGURES.key]
    if figures and "://" not in figures:
        if not figures.endswith(".csv"):
            why, remedy = "is neither an address nor a CSV file", "Give the fund's headlines.csv"
            at = Place(row=row, column=FIGURES.key, of="fund")
            problems.add(FIGURES, Code.MALFORMED, figures, why, remedy, at)
        figures = str(folder.joinpath(figures))
    return Listed(texts[NAME.key], texts[PAGE.key], figures)


def read_figures(content: bytes) -> dict[str, Any]:
    """The row of a ``headlines.csv``: money in cents, the share as a fraction or None.

    Refused with one sentence where it is another file: it comes from another program.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        (row,) = lines
        return {column.key: _value(column, row[column.key]) for column in DOCUMENT.fields}
    except (ValueError, KeyError, csv.Error, AttributeError, TypeError):
        why = "what it gives is no headlines.csv of a fund"  # and nobody is shown what it is
        raise refusal(FILE, Code.UNREADABLE, "", why, "Give the fund's headlines.csv") from None


_COUNT = re.compile(r"\d{1,9}")
_USD = re.compile(r"-?\d{1,13}\.\d\d")
_SHARE = re.compile(r"0\.\d{4}|1\.0000")


def _value(column: Field, text: str) -> Any:
    """A cell as the program has it. ValueError where it cannot be one."""
    if len(text) > LONGEST_CELL or (not text and column.never_blank):
        raise ValueError(column.key)
    if column.cell is Cell.COUNT and _COUNT.fullmatch(text):
        return int(text)
    if column.cell is Cell.USD and _USD.fullmatch(text):
        return int(text.replace(".", ""))
    if column.cell is Cell.SHARE and (not text or _SHARE.fullmatch(text)):
        return Fraction(text) if text else None
    if column.cell is Cell.DAY:
        return date.fromisoformat(text).isoformat()
    if column.cell is Cell.TEXT:
        return text
    raise ValueError(column.key)
