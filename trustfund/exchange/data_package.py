"""All public datasets as one zip file: a Frictionless data package, for people and programs.

A ``datapackage.json`` says what the CSV files hold: types, keys, constraints, sources, licence. The
same books and filters make the same bytes: nothing in it is dated by the clock.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from textwrap import fill
from typing import Any

from trustfund.domain.roles import Actor, Role
from trustfund.exchange import meanings, table_schema, tables, zips
from trustfund.figures import passports
from trustfund.figures.datasets import DATASETS, Dataset
from trustfund.figures.definitions import DEFINITIONS
from trustfund.figures.view import View

PUBLIC = tuple(
    dataset
    for dataset in DATASETS
    if Role.VISITOR in dataset.readers and "as_of" in dataset.filters  # as the package has it
)
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""An open licence that asks for attribution. The publisher may put another one here."""
REFERENCE_LISTS = (
    {
        "title": "UN Statistics Division, Standard country or area codes for statistical use "
        "(M49): codes, names, regions, least developed and landlocked developing countries",
        "path": "https://unstats.un.org/unsd/methodology/m49/",
    },
    {
        "title": "UN Department for General Assembly and Conference Management: regional groups of "
        "Member States",
        "path": "https://www.un.org/dgacm/en/content/regional-groups",
    },
    {"title": "OHRLLS: small island developing States"},
)


def package(view: View, _who: Actor) -> Iterator[bytes]:
    """The zip file, in pieces; the rows of one dataset at a time are in memory."""
    return zips.zipped(view.as_of, _files(view))


def _files(view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Its files in order. The descriptor comes last: it has the sizes and sums of the others."""
    yield "README.txt", _lines(_readme(view))
    yield "definitions.md", _lines(_definitions())
    resources = []
    for dataset in PUBLIC:
        measured = _Measured(tables.csv_pieces(dataset.columns, dataset.rows(view)))
        yield f"{dataset.name}.csv", measured
        resources.append(_resource(dataset, view, measured))
    yield "datapackage.json", [_json(_descriptor(view, resources))]


def _lines(lines: Iterable[str]) -> list[bytes]:
    return ["\n".join(lines).encode()]


def _json(content: dict[str, Any]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


@dataclass
class _Measured:
    """Pieces of a file, counted and summed while they go by."""

    pieces: Iterable[str]
    size: int = 0
    sum: Any = field(default_factory=sha256)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            content = piece.encode()
            self.size += len(content)
            self.sum.update(content)
            yield content


# The descriptor


def _descriptor(view: View, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of ``datapackage.json``."""
    fund = view.frames
    act = fund.history.get(fund.revision)
    newest = _newest_hash(view)
    notes = [f"{tables.ILLUSTRATIVE}."] if fund.illustrative else []
    notes += [f"{label}: {text}." for label, text in _stated_for(view)]
    name = f"{fund.fund_code.lower()}{'-illustrative' if fund.illustrative else ''}"
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": _title(view),
        "description": " ".join(notes),
        "version": str(fund.revision),
        **({"created": act["at"]} if act else {}),
        **({"history_hash": newest} if newest else {}),
        "licenses": [LICENCE],
        "sources": [{"title": f"Ledger of {fund.fund_name}"}, *REFERENCE_LISTS],
        "resources": resources,
    }


def _stated_for(view: View) -> list[tuple[str, str]]:
    """The days, the revision and its hash; there are no other filters."""
    stated = [line for line in passports.stated_for(view) if line[0] != "Filters"]
    newest = _newest_hash(view)
    return [*stated, ("Hash", newest)] if newest else stated


def _newest_hash(view: View) -> str:
    """The hash of the newest act; "" of an earlier day.

    Acts of older books, which no nonce protects, could be guessed from the hashes around them.
    """
    return "" if view.filters.known_at else view.frames.hash


def _title(view: View) -> str:
    note = " (illustrative)" if view.frames.illustrative else ""
    return f"{view.frames.fund_name}: public data{note}"


def _resource(dataset: Dataset, view: View, measured: _Measured) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": dataset.title,
        "path": f"{dataset.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": measured.size,
        "hash": f"sha256:{measured.sum.hexdigest()}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "schema": table_schema.schema(dataset, view.frames),
    }


# For people


def _readme(view: View) -> Iterator[str]:
    """The lines of README.txt."""
    title = " ".join(_title(view).split())
    yield from (title, "=" * len(title), "")
    if view.frames.illustrative:
        yield from (f"{tables.ILLUSTRATIVE}.".upper(), "")
    for label, text in _stated_for(view):
        yield f"{label + ':':<10} {text}"
    yield from ("", "The files", "")
    described = {f"{dataset.name}.csv": dataset.title for dataset in PUBLIC} | {
        "definitions.md": "what every figure and every column means",
        "datapackage.json": "the same for programs: types, keys, constraints, sizes, SHA-256 sums",
    }
    for name, text in described.items():
        yield f"  {name:<20} {text}"
    yield from ("", "How the tables fit together", "")
    for dataset in PUBLIC:
        keys = f"{dataset.name}: {meanings.key(dataset).replace('`', '')}"
        yield fill(keys, 78, initial_indent="  ", subsequent_indent="    ")
    yield HOW_TO_READ
    yield from ("", f"Licence: {LICENCE['title']} ({LICENCE['name']})", LICENCE["path"])
    yield from ("", "Sources: the fund's own ledger, and", "")
    for source in REFERENCE_LISTS:
        named = f"{source['title']} {source.get('path', '')}".rstrip()
        yield fill(named, 78, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    yield ""


HOW_TO_READ = """
The CSV files are UTF-8, with commas between cells and a header in the first
row. Days are ISO dates. Amounts have a decimal point, no thousands separator,
and the decimals of their currency. A blank cell is not stated, does not
apply, or is not for everybody.

In Excel: Data, From Text/CSV, and choose 65001: Unicode (UTF-8) as the origin
of the file. A text that a spreadsheet would run as a formula has an
apostrophe before it.

Pledge, commitment and deposit are stages of the same money: never add them
up. Nor add up amounts of different currencies."""


def _definitions() -> Iterator[str]:
    """The lines of definitions.md."""
    yield from ("# Definitions", "", "## Figures", "")
    yield from meanings.figures(DEFINITIONS)
    yield from ("## Files", "")
    yield from chain.from_iterable(meanings.columns(dataset) for dataset in PUBLIC)
