"""A CSV file as rows of text, each with its number as a spreadsheet counts: the header is row 1.

Text it stays: "NA" is Namibia, and an amount is read by the rules of its currency.
"""

import csv
import io
from collections.abc import Iterator

from trustfund.domain.problems import Problem, Problems, Refused
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.rows import Choices, Row, Source, Table
from trustfund.exchange.tables import is_formula


def plain(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def read(source: Source, _kind: Kind, _choices: Choices) -> Table:
    """The rows of a file, or a sentence when it cannot be read as a table at all."""
    records = list(_records(source))
    columns, body = _header(source, records)
    problems, rows = Problems(), []
    for number, cells in body:
        if len(cells) == len(columns):
            texts = map(plain, cells)
            rows.append(Row(number, dict(zip(columns, texts, strict=True))))
        else:
            problems.add(
                f"row {number}",
                "",
                f"has {len(cells)} cells where the header has {len(columns)}",
                "Give each row a cell for each column, and put quotes around a text with a comma",
            )
    return Table(columns, tuple(rows), problems.found)


def _header(
    source: Source, records: list[tuple[int, list[str]]]
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    if not records or records[0][0] != 1:
        raise _refuse(source, "has no header", "Begin it with a row that names the columns")
    columns = tuple(name.strip() for name in records[0][1])
    problems = Problems()
    for place, name in enumerate(columns, start=1):
        if not name:
            problems.add(f"row 1, column {place}", "", "has no name", "Name it or take it out")
        elif name in columns[: place - 1]:
            problems.add("row 1, column", name, "is there twice", "Keep one of the two")
    problems.refuse_if_any()
    return columns, records[1:]


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers."""
    reader = csv.reader(io.StringIO(_text(source), newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise Refused(
            Problem(
                f"row {number + 1}",
                "",
                f"is not CSV: {error}",
                "Look at the quotes: a text in quotes ends with one, and doubles those inside",
            )
        ) from None


def _text(source: Source) -> str:
    content = source.content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = f"is not UTF-8 text in line {line}"
        raise _refuse(source, why, 'Save it as "CSV UTF-8"') from None
    if "\0" in text:
        raise _refuse(source, "is no text: it holds a NUL character", 'Save it as "CSV UTF-8"')
    if not text.strip():
        raise _refuse(source, "is empty", "Choose another")
    return text


def _refuse(source: Source, reason: str, remedy: str) -> Refused:
    return Refused(Problem("File", source.name, reason, remedy))
