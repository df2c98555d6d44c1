"""The rows of a file that have a problem, to mend and send again; and those that have none."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from trustfund.domain.texts import skeleton
from trustfund.exchange.formulas import is_formula
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.reading.headers import PROBLEM
from trustfund.exchange.imports.rows import Row

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def rejected_rows(outcome: Outcome) -> str:
    """The rows with a problem as CSV, and what is wrong in a last column."""
    wrong: dict[int, list[str]] = defaultdict(list)
    for problem in outcome.problems:
        where = problem.at
        shown = f'{where.column} "{problem.shown}"' if problem.value else where.column
        sentence = f"{shown}: {problem.reason}. {problem.remedy}"
        wrong[where.row].append(sentence.removeprefix(": "))
    return _csv(outcome, lambda row: row.number in outcome.rejected, wrong)


def sound_rows(outcome: Outcome) -> str:
    """The rows without a problem as CSV."""
    return _csv(outcome, lambda row: row.number not in outcome.rejected, None)


def _csv(
    outcome: Outcome, chosen: Callable[[Row], bool], wrong: Mapping[int, Sequence[str]] | None
) -> str:
    """The columns have the names of the kind, so that the file comes back without questions."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = outcome.table.columns if outcome.table else ()
    columns = tuple(column for column in columns if column != PROBLEM)
    writer.writerow(columns if wrong is None else (*columns, PROBLEM))
    rows = outcome.table.rows if outcome.table else ()
    said = {_spelt(row) for row in rows if wrong and row.number in wrong}
    for row in filter(chosen, rows):
        cells = [_safe(row.cells[column]) for column in columns]
        if wrong is not None:
            alike = "Says the same as" if _spelt(row) in said else "Belongs to the same schedule as"
            together = [f"{alike} a row that has a problem"]
            cells.append(_safe("; ".join(wrong.get(row.number, together))))
        writer.writerow(cells)
    return text.getvalue()


def _spelt(row: Row) -> tuple[str, ...]:
    return tuple(map(skeleton, row.cells.values()))


def _safe(cell: str) -> str:
    """A cell that no spreadsheet runs, and that is read again as it was; numbers stay numbers."""
    return f"'{cell}" if is_formula(cell) and not _NUMBER.fullmatch(cell) else cell
