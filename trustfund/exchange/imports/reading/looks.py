"""What a spreadsheet shows and a list does not have: hidden rows, merged cells, number formats.

Each may mean that a cell is not what it seems, so a person is asked once for the whole file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from trustfund.domain.catalogue.file import SHEET
from trustfund.domain.problems import Code, Place, Problem
from trustfund.exchange.imports.reading.grid import Grid
from trustfund.exchange.imports.reading.texts import Number, listed
from trustfund.exchange.imports.rows import Question

READ, LEAVE_OUT, FILL, IGNORE = "read", "leave out", "fill down", "ignore"
HIDDEN = Question(
    "hidden rows",
    "Rows of the sheet are hidden, by hand or by a filter.",
    {READ: "Read them like the others", LEAVE_OUT: "Leave them out"},
)
MERGED = Question(
    "merged cells",
    "Cells are merged over several rows: only the first row has the value.",
    {FILL: "Fill the value down", LEAVE_OUT: "Leave the other rows empty"},
)
FORMATS = Question(
    "number formats",
    "Numbers are shown with a currency or as a percentage, and their column means something else.",
    {IGNORE: "Ignore how they are shown: the numbers count"},
)
QUESTIONS = {each.about: each for each in (HIDDEN, MERGED, FORMATS)}
Cells = dict[tuple[int, int], str]
"""By row and column, counted from 1."""


@dataclass
class Look:
    """How a sheet looks."""

    broken: Cells = field(default_factory=dict)
    """Cells without a value, and what stands there instead."""
    units: Cells = field(default_factory=dict)
    """Numbers shown with a currency, or with %."""
    hidden: set[int] = field(default_factory=set)
    """The numbers of hidden rows."""
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """Column, first and last row of cells that are merged over rows."""
    is_hidden: bool = False
    """Whether the whole sheet is hidden."""


def shown(number: str, unit: str) -> Number:
    """A number of a workbook, and the currency or % that its format shows."""
    found = Number(number)
    found.unit = unit
    return found


def without_hidden(grid: Grid, hidden: set[int], answers: Mapping[str, str]) -> Grid:
    """The rows that count; a problem where nobody decided on those that are hidden."""
    rows = [number for number, _ in grid.records if number in hidden]
    if not rows:
        return grid
    match answers.get(HIDDEN.about):
        case "read":
            return replace(grid, remarks=(*grid.remarks, f"Hidden rows were read: {listed(rows)}."))
        case "leave out":
            kept = [record for record in grid.records if record[0] not in hidden]
            remark = f"Hidden rows were left out: {listed(rows)}."
            return replace(grid, records=kept, remarks=(*grid.remarks, remark))
    why = f"are in the sheet: {listed(rows)}"
    remedy = "Show them or delete them, or say what to do with them"
    return _asking(grid, HIDDEN, why, remedy, rows[0])


def without_merged(grid: Grid, at: int, answers: Mapping[str, str]) -> Grid:
    """Merged cells below the header filled down; a problem where nobody decided on them."""
    header = grid.records[at][0]
    found = [each for each in grid.merged if each[1] > header]
    rows = dict(grid.records)
    over = [
        (column, first, last)
        for column, first, last in found
        if _cell(rows, first, column) and any(row in rows for row in range(first + 1, last + 1))
    ]
    if not over:
        return grid
    answer = answers.get(MERGED.about)
    names = [f"{_letters(column)}{first}:{_letters(column)}{last}" for column, first, last in over]
    if answer == FILL:
        for column, first, last in over:
            for row in range(first + 1, last + 1):
                if row in rows:
                    cells = rows[row]
                    cells += [""] * (column - len(cells))
                    cells[column - 1] = _cell(rows, first, column)
        return replace(grid, remarks=(*grid.remarks, f"Filled down: {', '.join(names[:5])}."))
    if answer:
        return grid
    why = f"are over several rows, of which the first has the value: {', '.join(names[:5])}"
    remedy = "Undo the merge and fill the value down, or say what to do with them"
    return _asking(grid, MERGED, why, remedy, over[0][1])


def _asking(grid: Grid, question: Question, why: str, remedy: str, row: int) -> Grid:
    problem = Problem(SHEET, Code.AMBIGUOUS, question.about, why, remedy, Place(row=row))
    return replace(grid, questions=(*grid.questions, question), problems=(*grid.problems, problem))


def _cell(rows: Mapping[int, list[str]], row: int, column: int) -> str:
    cells = rows.get(row, [])
    return cells[column - 1] if column <= len(cells) else ""


def _letters(column: int) -> str:
    found = ""
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(65 + digit) + found
    return found
