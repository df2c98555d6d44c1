"""Text files: how their bytes are letters, and what stands between their cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from trustfund.domain.catalogue.file import ROW
from trustfund.domain.problems import Code, Place, refusal
from trustfund.exchange.imports.reading.grid import (
    MOST_LOCAL_ROWS,
    MOST_ROWS,
    Grid,
    Record,
    refuse,
    within_limits,
)
from trustfund.exchange.imports.rows import Source

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 40
"""How many rows show what stands between the cells."""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
AS_UTF_8 = 'Save it as "CSV UTF-8"'
_NAMED = re.compile(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
_NO_LETTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def grid(source: Source, known: Callable[[Sequence[str]], int]) -> Grid:
    """The rows of a text file; ``known`` counts the cells of a row that are known headers."""
    text, remarks = letters(source)
    first = 1
    if named := _NAMED.match(text):
        text, first, delimiter = text[named.end() :], 2, named[1]
    else:
        delimiter = _delimiter(text, known)
    most_rows = MOST_LOCAL_ROWS if source.is_local else MOST_ROWS
    records = within_limits(source, list(_records(text, delimiter, first)), most_rows)
    if not records:
        raise refuse(source, "is empty", "Choose another")
    return Grid(records, is_text=True, remarks=remarks)


def letters(source: Source) -> tuple[str, tuple[str, ...]]:
    """The letters of a file, and a remark where there was something to decide."""
    content, remarks = source.content, []
    if content.startswith(UTF_16):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            raise refuse(source, "is not the UTF-16 text it begins as", AS_UTF_8) from None
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            text = _windows(source, line)
            remarks.append(
                f"The file is not UTF-8 text (line {line}): it was read as Windows-1252. "
                "Look at the letters with accents."
            )
    if "\0" in text:
        raise refuse(source, "is not text: it holds a NUL character", AS_UTF_8)
    if not text.strip():
        raise refuse(source, "is empty", "Choose another")
    return text, tuple(remarks)


def _windows(source: Source, line: int) -> str:
    try:
        text = source.content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        why = f"is neither UTF-8 nor Windows-1252 text in line {line}"
        raise refuse(source, why, AS_UTF_8) from None
    if _NO_LETTERS.search(text):
        raise refuse(source, f"is not UTF-8 text in line {line}", AS_UTF_8)
    return text


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """What gives most headers that are known, and then the most even rows; else a comma."""

    def fit(delimiter: str) -> tuple[int, Fraction]:
        rows: list[list[str]] = []
        try:
            for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 99):
                rows.append(row)  # noqa: PERF402 (what was read before an error counts)
        except csv.Error:
            pass
        rows = [row for row in rows if any(row)][:LOOKED_AT]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        even = Fraction(max(widths.values(), default=0), max(1, len(rows)))
        return max(map(known, rows), default=0), even

    return max(DELIMITERS, key=fit)


def _records(text: str, delimiter: str, first: int) -> Iterator[Record]:
    """The rows that hold anything, with their numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    try:
        for number, cells in enumerate(reader, start=first):
            if any(cells) and any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as error:
        why = f"is not CSV: {error}"
        remedy = "Look at the quotes: a text in quotes ends with one, and doubles those inside"
        at = Place(row=number + 1)
        raise refusal(ROW, Code.UNREADABLE, "", why, remedy, at) from None
