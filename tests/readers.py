"""Readers that are not ours, for the files that the product makes.

Those of tables give rows as dictionaries by column, each cell as the reader understood it.
"""

import io
import math
import os
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
from frictionless import Package
from lxml import etree

from tests.ensure_programs import LIBREOFFICE, PDFTOTEXT

Rows = list[dict[str, Any]]
AS_CSV = "44,34,76,1,,1033,false,false"
"""LibreOffice's options for CSV: comma, quote, UTF-8, from the first line, US English, and as its
own dialog has it, nothing but plain numbers and ISO dates is taken for one."""


def pdf_text(made: bytes) -> str:
    """What ``pdftotext`` reads in a PDF, laid out as it is printed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "made.pdf")
        file.write_bytes(made)
        command = [PDFTOTEXT.path(), "-layout", str(file), "-"]
        read = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return read.stdout.decode()


def xml(made: bytes, schema: Path | None = None) -> etree._Element:
    """A document as libxml2 reads it, valid against an XSD where one is given; no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(made, parser)
    if schema is not None:
        etree.XMLSchema(etree.parse(schema)).assertValid(root)
    return root


def package_problems(folder: Path) -> list[str]:
    """The kinds of problems that ``frictionless validate`` finds in an unpacked data package."""
    report = Package(str(folder / "datapackage.json")).validate()
    return sorted({kind for (kind,) in report.flatten(["type"])})


def all_in(made: bytes) -> bytes:
    """A file, and what a person finds in it: the parts of an archive, the text of a PDF."""
    if made.startswith(b"%PDF"):
        return made + pdf_text(made).encode()
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            return made + b"".join(map(archive.read, archive.namelist()))
    return made


# Tables


def duckdb_rows(made: bytes, form: str, texts: Collection[str]) -> Rows:
    """CSV or JSON as DuckDB reads it, told only which columns are ``texts``."""
    known = {"dtype": dict.fromkeys(texts, "VARCHAR")} if form == "csv" else {}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as reader:
        file = Path(folder, f"made.{form}")
        file.write_bytes(made)
        found = getattr(reader, f"read_{form}")(str(file), **known)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def pandas_rows(made: bytes, form: str, texts: Collection[str]) -> Rows:
    """CSV, JSON or a workbook's first sheet as pandas reads it, told only which are ``texts``."""
    source = io.BytesIO(made)
    if form == "csv":
        frame = pd.read_csv(source, dtype=dict.fromkeys(texts, str))
    elif form == "json":
        frame = pd.read_json(source, dtype=False, precise_float=True)
    else:
        frame = pd.read_excel(source, engine="calamine", dtype=dict.fromkeys(texts, str))
    return list[Any](frame.astype(object).to_dict("records"))


def workbook_rows(made: bytes) -> Rows:
    """The first sheet of a workbook as openpyxl reads it."""
    book = openpyxl.load_workbook(io.BytesIO(made), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def office_rows(files: Mapping[str, bytes]) -> dict[str, Rows]:
    """CSV files, or workbooks, as LibreOffice Calc opens them and saves them as workbooks."""
    return {name: workbook_rows(saved) for name, saved in _office(files, "xlsx").items()}


def _office(files: Mapping[str, bytes], form: str) -> dict[str, bytes]:
    """Files of one form as LibreOffice saves them in another, in one run with its own profile."""
    text = all(name.endswith(".csv") for name in files)
    assert len({Path(name).stem for name in files}) == len(files)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in").mkdir()
        for name, content in files.items():
            (folder / "in" / name).write_bytes(content)
        command = [
            LIBREOFFICE.path(),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *([f"--infilter=CSV:{AS_CSV}"] if text else []),
            *("--convert-to", form, "--outdir", str(folder / "out")),
            *(str(folder / "in" / name) for name in files),
        ]
        _run(command, timeout=120)
        return {name: (folder / "out" / f"{Path(name).stem}.{form}").read_bytes() for name in files}


def _run(command: list[str], timeout: int) -> None:
    """Run a program that starts others, and end them all when it takes too long."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as running:
        try:
            said, _ = running.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
    assert running.returncode == 0, said.decode(errors="replace")


def plain(value: Any) -> str:
    """A cell as a text to compare: days as ISO dates, numbers without needless zeros."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        if value.time() == datetime.min.time():
            return value.date().isoformat()
        return f"{value.astimezone(UTC) if value.tzinfo else value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else str(value)
