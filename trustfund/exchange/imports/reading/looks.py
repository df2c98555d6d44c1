"""What a spreadsheet shows and a list does not have: hidden rows, merged cells, number formats.

Each may mean that a cell is not what it seems, so a person is asked once for the whole file.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from trustfund.domain.catalogue.file import SHEET
from trustfund.domain.problems import Code, Place, Problem
from trustfund.exchange.imports.reading import amounts
from trustfund.exchange.imports.reading.grid import Grid
from trustfund.exchange.imports.reading.texts import Number, few, listed
from trustfund.exchange.imports.rows import Question

READ, LEAVE_OUT, FILL, IGNORE = "read", "leave out", "fill down", "ignore"
_WHAT_IS_HIDDEN = {READ: "Read them like the others", LEAVE_OUT: "Leave them out"}
HIDDEN = Question(
    "hidden rows", "Rows of the sheet are hidden, by hand or by a filter.", _WHAT_IS_HIDDEN
)
HIDDEN_COLUMNS = Question("hidden columns", "Columns of the sheet are hidden.", _WHAT_IS_HIDDEN)
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
DAY_FIRST, MONTH_FIRST, POINT, COMMA = "day first", "month first", "point", "comma"
DAY_ORDER = Question(
    "day order",
    "Days such as 03/04/2017 begin with the day or with the month, and no day settles which.",
    {DAY_FIRST: "With the day", MONTH_FIRST: "With the month"},
)
DECIMAL_SIGN = Question(
    "decimal sign",
    "Figures such as 1,234 or 1.234 may be thousands or decimals, and their column does not settle "
    "which.",
    {POINT: "A point stands before decimals", COMMA: "A comma stands before decimals"},
)
OF_CELLS = (DAY_ORDER, DECIMAL_SIGN)
"""Questions about how cells are written."""
QUESTIONS = {each.about: each for each in (HIDDEN, HIDDEN_COLUMNS, MERGED, FORMATS, *OF_CELLS)}


MOST_FILLED = 1_000_000
"""Cells that merged ones can be over; a file of a few bytes can name more."""


def shown(number: str, unit: str) -> Number:
    """A number of a workbook, and the currency or % that its format shows."""
    found = Number(number)
    found.unit = unit
    return found


def settled(grid: Grid, at: int, answers: Mapping[str, str]) -> Grid:
    """A sheet as its answers settle it, with a problem for each question that has none.

    ``at`` is the place of the header. What is merged is filled before hidden rows are left out,
    for the value may stand in one of them.
    """
    grid = _without_merged(grid, grid.records[at][0], answers)
    return _without_columns(_without_rows(grid, answers), grid.records[at][1], answers)


def _without_rows(grid: Grid, answers: Mapping[str, str]) -> Grid:
    starts = [first for first, _ in grid.look.rows]

    def is_hidden(number: int) -> bool:
        place = bisect_right(starts, number) - 1
        return place >= 0 and number <= grid.look.rows[place][1]

    rows = [number for number, _ in grid.records if is_hidden(number)] if starts else []
    if not rows:
        return grid
    match answers.get(HIDDEN.about):
        case "read":
            return _remarked(grid, f"Hidden rows were read: {listed(rows)}.")
        case "leave out":
            left = set(rows)
            kept = [record for record in grid.records if record[0] not in left]
            return _remarked(
                replace(grid, records=kept), f"Hidden rows were left out: {listed(rows)}."
            )
    why = f"are in the sheet: {listed(rows)}"
    remedy = "Show them or delete them, or say what to do with them"
    return _asking(grid, HIDDEN, why, remedy, rows[0])


def _without_columns(grid: Grid, header: list[str], answers: Mapping[str, str]) -> Grid:
    hidden = {
        place
        for place, text in enumerate(header)
        if text.strip() and any(first <= place + 1 <= last for first, last in grid.look.columns)
    }
    if not hidden:
        return grid
    names = few([_letters(place + 1) for place in sorted(hidden)])
    match answers.get(HIDDEN_COLUMNS.about):
        case "read":
            return _remarked(grid, f"Hidden columns were read: {names}.")
        case "leave out":
            kept = [
                (number, ["" if place in hidden else cell for place, cell in enumerate(cells)])
                for number, cells in grid.records
            ]
            kept = [record for record in kept if any(record[1])]
            return _remarked(replace(grid, records=kept), f"Hidden columns were left out: {names}.")
    remedy = "Show them or delete them, or say what to do with them"
    return _asking(grid, HIDDEN_COLUMNS, f"are in the sheet: {names}", remedy, grid.records[0][0])


def _without_merged(grid: Grid, header: int, answers: Mapping[str, str]) -> Grid:
    """Merged cells below the header: texts are filled down, amounts never."""
    rows = dict(grid.records)
    numbers = sorted(rows)
    over: list[tuple[int, int, list[int]]] = []
    size = 0
    for column, first, last in grid.merged:
        below = numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]
        if first > header and below and _cell(rows, first, column):
            over.append((column, first, below))
            size += len(below)
        if size > MOST_FILLED:
            why, remedy = f"are over more than {MOST_FILLED:,} rows", "Undo the merge"
            return _refusing(grid, MERGED.about, why, remedy, first)
    for column, first, below in over:
        if amounts.looks_like(_cell(rows, first, column)):
            where = f"{_letters(column)}{first}:{_letters(column)}{below[-1]}"
            why = f"are over several rows and hold one amount: {where}"
            remedy = "Undo the merge, and give each row its own amount"
            return _refusing(grid, MERGED.about, why, remedy, first)
    if not over:
        return grid
    names = few([f"{_letters(c)}{first}:{_letters(c)}{below[-1]}" for c, first, below in over])
    answer = answers.get(MERGED.about)
    if answer == FILL:
        for column, first, below in over:
            for row in below:
                cells = rows[row]
                cells += [""] * (column - len(cells))
                cells[column - 1] = _cell(rows, first, column)
        return _remarked(grid, f"Filled down: {names}.")
    if answer:
        return grid
    why = f"are over several rows, of which the first has the value: {names}"
    remedy = "Undo the merge and fill the value down, or say what to do with them"
    return _asking(grid, MERGED, why, remedy, over[0][1])


def _remarked(grid: Grid, remark: str) -> Grid:
    return replace(grid, remarks=(*grid.remarks, remark))


def _refusing(grid: Grid, about: str, why: str, remedy: str, row: int) -> Grid:
    problem = Problem(SHEET, Code.AMBIGUOUS, about, why, remedy, Place(row=row))
    return replace(grid, problems=(*grid.problems, problem))


def _asking(grid: Grid, question: Question, why: str, remedy: str, row: int) -> Grid:
    grid = _refusing(grid, question.about, why, remedy, row)
    return replace(grid, questions=(*grid.questions, question))


def _cell(rows: Mapping[int, list[str]], row: int, column: int) -> str:
    cells = rows.get(row, [])
    return cells[column - 1] if column <= len(cells) else ""


def _letters(column: int) -> str:
    found = ""
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(65 + digit) + found
    return found
