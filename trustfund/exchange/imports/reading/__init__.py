"""A file as rows of text in the spelling of the contract, whatever spelling it came in.

Bytes become a grid (``delimited``, ``workbooks``), a row of it the header (``headers``,
``guesses``), the rest rows, total lines and notes (``layout``), and their cells texts by column
(``values``, by ``amounts`` and ``days``). Every row keeps its number as a spreadsheet counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from trustfund.domain.catalogue.file import CELL, COLUMN, SHEET
from trustfund.domain.problems import Code, Place, Problem, Problems
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import (
    delimited,
    foreign,
    headers,
    layout,
    looks,
    values,
    workbooks,
)
from trustfund.exchange.imports.reading.body import Body
from trustfund.exchange.imports.reading.grid import Grid, refuse
from trustfund.exchange.imports.reading.texts import few, plain, tidy
from trustfund.exchange.imports.rows import Choices, Row, Source, Table

__all__ = ["plain", "read"]
LARGEST_FILE = 50 * 2**20
LARGEST_LOCAL_FILE = 500 * 2**20  # of text that a command reads
ARCHIVES = (workbooks.ZIP, workbooks.OLE)


def read(source: Source, kind: Kind, choices: Choices) -> Table:
    """The rows of a file, or a sentence when it cannot be read as a table at all."""
    is_text = not source.content.startswith(ARCHIVES)
    largest = LARGEST_LOCAL_FILE if source.is_local and is_text else LARGEST_FILE
    if len(source.content) > largest:
        raise refuse(source, f"has more than {largest // 2**20} MB", "Send it in parts")
    foreign.refuse_if_any(source)
    grids = _grids(source, kind, choices)
    choices, moved = _with_its_sheet(grids, choices)
    known = _recognised(grids, kind, choices)
    grid, at = _best(source, grids, kind, known)
    header, cells = grid.records[at]
    shape = headers.shape(cells)
    grid = looks.settled(grid, at, choices.answers)
    at = next((n for n, (number, _) in enumerate(grid.records) if number == header), 0)
    chosen = grid.sheet
    number = next(n for n, g in enumerate(grids, start=1) if g.sheet == chosen)
    grid = replace(grid, sheet="" if len(grids) == 1 else kind.shown(chosen) or str(number))
    table = _table(source, grid, at, kind, known)
    return replace(
        table,
        sheet=chosen,
        sheets=tuple(g.sheet for g in grids if g.sheet),
        remarks=(
            *moved,
            *_absent(table, kind, choices),
            *table.remarks,
            *_hidden(grids, chosen, kind),
            *_unread([g for g in grids if not g.is_hidden], chosen, kind, known),
        ),
        shape=shape,
        shapes=frozenset(
            headers.shape(cells)
            for each in grids
            for _, cells in each.records[: headers.FIRST_ROWS]
        ),
    )


def _with_its_sheet(grids: list[Grid], choices: Choices) -> tuple[Choices, list[str]]:
    """The choices, without the sheet of a file before, and a remark, where this one has not it."""
    if not choices.shape or choices.sheet in {"", *(grid.sheet for grid in grids)}:
        return choices, []
    remark = f'There is no sheet "{choices.sheet}" now: the one that fits best was read.'
    return replace(choices, sheet=""), [remark]


def _absent(table: Table, kind: Kind, choices: Choices) -> list[str]:
    """A remark where headers were decided on that the file does not have."""
    there = {header.text for header in table.headers}
    absent = sorted({*map(tidy, (*choices.columns, *choices.also.values()))} - {*there, ""})
    shown = few([f'"{kind.shown(text) or "(not shown)"}"' for text in absent])
    return [f"Not among the headers, so not used: {shown}."] if absent else []


def _hidden(grids: list[Grid], chosen: str, kind: Kind) -> list[str]:
    """A remark where sheets that nobody sees were not read."""
    names = [kind.shown(g.sheet) or str(n) for n, g in enumerate(grids, start=1)
             if g.is_hidden and g.sheet != chosen]  # fmt: skip
    return [f"Hidden sheets are not read unless they are chosen: {few(names)}."] if names else []


def _unread(grids: list[Grid], chosen: str, kind: Kind, choices: Choices) -> list[str]:
    """A remark where other sheets hold rows of this kind as well."""
    others = [
        kind.shown(grid.sheet) or str(number)
        for number, grid in enumerate(grids, start=1)
        if grid.sheet != chosen
        and len(grid.records) > 1
        and headers.fit(kind, choices, grid.records[headers.find(grid, kind, choices)][1])
        > len(kind.required)
    ]
    if not others:
        return []
    looks_like = f"Not read, though it looks like {kind.name}: {few(others)}."
    return [f"One sheet is read at a time. {looks_like}"]


def _grids(source: Source, kind: Kind, choices: Choices) -> list[Grid]:
    if source.content.startswith(ARCHIVES):
        return workbooks.grids(source, choices.answers)

    def known(cells: Sequence[str]) -> int:
        return headers.fit(kind, choices, cells)

    return [delimited.grid(source, known)]


def _recognised(grids: list[Grid], kind: Kind, choices: Choices) -> Choices:
    """The choices, and what is known of a file that others give out in a form of their own."""
    for grid in grids:
        known = kind.recognise([cells for _, cells in grid.records])
        choices = replace(choices, columns={**known, **choices.columns})
    return choices


def _best(source: Source, grids: list[Grid], kind: Kind, choices: Choices) -> tuple[Grid, int]:
    """The sheet to read, chosen or by its header, and where that header is."""
    if choices.sheet:
        grids = [grid for grid in grids if grid.sheet == choices.sheet]
        if not grids:
            why = f'has no sheet "{choices.sheet}" that holds anything'
            raise refuse(source, why, "Choose another sheet")
    elif not (seen := [grid for grid in grids if not grid.is_hidden]):
        raise refuse(source, "has nothing but hidden sheets", "Show the sheet, or choose it")
    else:
        grids = seen
    if choices.header and not any(
        number == choices.header for grid in grids for number, _ in grid.records
    ):
        why = f"has nothing in row {choices.header}, which was chosen as the header"
        raise refuse(source, why, "Choose another row")
    found = [(grid, headers.find(grid, kind, choices)) for grid in grids]

    def rank(pair: tuple[Grid, int]) -> tuple[int, int]:
        records = pair[0].records
        size = sum(len(cells) for _, cells in records)
        return headers.fit(kind, choices, records[pair[1]][1]), size

    return max(found, key=rank)


def _table(source: Source, grid: Grid, at: int, kind: Kind, choices: Choices) -> Table:
    heading = headers.understand(source, grid, at, kind, choices)
    problems = Problems()
    parts = layout.sort(grid, at, heading, kind)
    records = [*parts.rows, *parts.totals]
    kept = [(place, name) for place, name in enumerate(heading.fields) if name]
    kept += [(place, name) for place, name in heading.also if name not in heading.fields]
    body = Body(
        kind,
        [number for number, _ in records],
        len(parts.rows),
        {name: [cells[place] for _, cells in records] for place, name in kept},
        heading.currencies,
        choices,
        parts.footnotes,
    )
    for column, text in choices.constants.items():
        if column in body.columns:
            why = "is in the file, and was to be the same in every row"
            remedy = "Leave out one of the two"
            problems.add(COLUMN, Code.TWICE, column, why, remedy, grid.at(heading.number))
        body.columns.setdefault(column, [text] * len(records))
    values.read(body)
    rows, faults = _rows(grid, kind, body, len(parts.rows))
    header = grid.at(heading.number, "column")
    for column in kind.required:
        if column not in body.columns:
            remedy = f"Every file of {kind.name} has it"
            problems.add(COLUMN, Code.MISSING, column, "is missing", remedy, header)
    scaled = layout.check_scale(grid, at, parts, kind)
    found = f"The header was found in row {heading.number}; what is above it was left out."
    above = [found] if at else []
    open_still = [
        Problem(
            SHEET,
            Code.AMBIGUOUS,
            each.about,
            "is not clear",
            f"{each.text} Say which",
            Place(grid.sheet, body.numbers[body.asked[each.about]]),
        )
        for each in looks.OF_CELLS
        if each.about in body.asked
    ]
    return Table(
        tuple(body.columns),
        tuple(rows[: len(parts.rows)]),
        (
            *problems.found,
            *grid.problems,
            *heading.problems,
            *parts.problems,
            *scaled,
            *open_still,
            *faults,
        ),
        headers=heading.headers,
        header=heading.number,
        questions=(*grid.questions, *(looks.QUESTIONS[about] for about in body.asked)),
        remarks=(
            *grid.remarks,
            *above,
            *heading.remarks,
            *parts.remarks(kind),
            *(
                f'Every row has the {column} "{kind.shown(text) or "(not shown)"}", as chosen.'
                for column, text in choices.constants.items()
            ),
            *body.remarks(),
        ),
        totals=tuple(rows[len(parts.rows) :]),
    )


def _rows(grid: Grid, kind: Kind, body: Body, count: int) -> tuple[list[Row], list[Problem]]:
    """The rows, and the problems of their cells; those of total lines do not matter."""
    unreadable: dict[int, set[str]] = defaultdict(set)
    for fault in body.faults:
        unreadable[fault.row].add(fault.column)
    names = tuple(body.columns)
    rows = [
        Row(number, dict(zip(names, cells, strict=True)), grid.sheet)
        for number, cells in zip(
            body.numbers, zip(*body.columns.values(), strict=True), strict=True
        )
    ]
    for place, columns in unreadable.items():
        rows[place] = replace(rows[place], unreadable=frozenset(columns))
    problems = [
        Problem(
            kind.document.by_key.get(fault.column, CELL),
            fault.code,
            kind.shown(fault.value),
            fault.reason,
            fault.remedy,
            rows[fault.row].at(fault.column),
        )
        for fault in sorted(body.faults, key=lambda fault: fault.row)
        if fault.row < count
    ]
    return rows, problems
