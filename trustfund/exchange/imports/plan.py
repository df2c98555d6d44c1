"""Plans a file on the books and applies it: all of it, or nothing.

Planning is doing: in one transaction with the book lock held, every row goes through its acts, so
rows may build on earlier ones and the problems are those of the acts. Where there is a problem, or
only a plan was asked for, the whole transaction is taken back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from trustfund.domain.problems import Problem, Refused
from trustfund.domain.roles import Actor
from trustfund.exchange.imports import before_after, computed, footing, guide, reading
from trustfund.exchange.imports.before_after import Snapshot
from trustfund.exchange.imports.kind import Kind, Line, Planned, Step
from trustfund.exchange.imports.outcome import Difference, Outcome, place_of
from trustfund.exchange.imports.rows import Choices, Row, Source, Table
from trustfund.exchange.imports.suggestions import Advisor
from trustfund.ledger import imported
from trustfund.ledger.acts import Books, open_books
from trustfund.store.engine import Store

Plans = list[tuple[Line, Planned]]
Progress = Callable[[int, int], None]
PLAIN = Choices()
"""Of a file that needs no decisions."""


class _TakeBack(Exception):
    """Ends the transaction without a trace."""


def run(
    store: Store,
    actor: Actor,
    kind: Kind,
    source: Source,
    choices: Choices = PLAIN,
    *,
    dry_run: bool,
    limits: bool = False,
    agreed: Callable[[Outcome], bool] | None = None,
    progress: Progress = lambda done, rows: None,
) -> Outcome:
    """Plan a file; apply it unless there is a problem or only a plan is asked for.

    ``limits`` are those of a web account: divided duties hold for what the file tells, too.
    ``agreed`` is asked with the books held, before anything is kept: whether this is the plan that
    was seen. ``progress`` is told now and then how many rows of all are done.
    """
    try:
        table = kind.tidy(reading.read(source, kind, choices), source.name)
        table = guide.without_example(kind, table)
    except Refused as refused:
        return Outcome(problems=refused.problems)
    if not set(kind.required) <= set(table.columns):  # rows cannot be understood
        return Outcome(problems=table.problems, table=table)
    outcome = Outcome()
    with suppress(_TakeBack), open_books(store, actor) as books:
        books.loading = not limits
        first = books.fund.revision + 1
        before = before_after.look(books)
        outcome = _play(books, kind, table, source.name)
        outcome = _with_sums(books, kind, before, outcome)
        if outcome.problems or dry_run or (agreed and not agreed(outcome)):
            raise _TakeBack
        if outcome.new or outcome.changed:
            rows = (outcome.new, outcome.changed, outcome.same)
            imported.record_import(books, kind.name, source.name, rows, first)
            outcome = replace(outcome, imported=imported.recent(books, 1)[0].id)
    return outcome


def _with_sums(books: Books, kind: Kind, before: Snapshot, outcome: Outcome) -> Outcome:
    """The outcome with what the books come to before and after it."""
    after = before_after.look(books)
    unearmarked = before_after.unearmarked(books, kind.name, before.revision)
    return replace(
        outcome,
        remarks=(*outcome.remarks, *([unearmarked] if unearmarked else [])),
        sums=tuple(before_after.changes(kind.name, before, after)),
        contributors=before_after.appear(before.givers, after.givers),
        countries=before_after.appear(before.countries, after.countries),
    )


def _play(books: Books, kind: Kind, table: Table, file: str) -> Outcome:
    advisor = Advisor(books, kind)
    lines = [Line(rows, file, table.filled) for rows in _together(kind, advisor.rows(table))]
    plans = [(line, kind.plan(books, line)) for line in _named_once(kind, lines)]
    remarks = [*table.remarks, *kind.remarks(plans)]
    for line, step in _in_order(plans):
        if not line.refused:
            remarks += _perform(books, kind, line, step)
    found = [
        _said(kind, line, advisor.mend(problem, line.row_of(problem)))
        for line in lines
        for problem in line.problems
    ]
    remarks += kind.afterwards(books, plans)
    if not found and not table.problems:
        remarks += computed.differences(books, kind, table)
    sound = [(line, planned) for line, planned in plans if not line.problems]
    return Outcome(
        new=_rows(line for line, planned in sound if not planned.known),
        changed=_rows(line for line, planned in sound if planned.known and planned.steps),
        same=_rows(line for line, planned in sound if planned.known and not planned.steps),
        problems=tuple(
            sorted((*table.problems, *found), key=lambda problem: place_of(problem).row)
        ),
        remarks=tuple(remarks),
        differences=tuple(_differences(kind, sound)),
        footing=tuple(footing.compared(table)),
        suggestions=advisor.suggestions(table),
        unknown_contributors=advisor.unknown_contributors(),
        table=table,
        rejected=frozenset(
            {row.number for line in lines if line.problems for row in line.rows}
            | {place_of(problem).row for problem in table.problems} - {0, 1}
        ),
    )


def _differences(kind: Kind, plans: Plans) -> Iterator[Difference]:
    for line, planned in plans:
        for change in planned.changed:
            row = change.row or line.rows[0]
            yield Difference(
                row.place,
                " ".join(filter(None, (kind.shown(row.cells[column]) for column in kind.key))),
                change.column,
                kind.shown_text(change.column, change.before),
                kind.shown_text(change.column, change.after),
            )


def _said(kind: Kind, line: Line, problem: Problem) -> Problem:
    """A problem without the cell it quotes, where that could be a name in a slipped row."""
    cells = {cell.casefold() for row in line.rows for cell in row.cells.values()}
    quoted = problem.value.casefold() in cells
    return replace(problem, value=kind.shown(problem.value)) if quoted else problem


def _together(kind: Kind, rows: Iterable[Row]) -> list[list[Row]]:
    """Rows that are planned together: each alone, or all those of one schedule."""
    if not kind.schedule:
        return [[row] for row in rows]
    schedules: dict[str, list[Row]] = {}
    for row in rows:
        schedules.setdefault(row.cells[kind.key[0]], []).append(row)
    return list(schedules.values())


def _named_once(kind: Kind, lines: list[Line]) -> list[Line]:
    """The lines to plan: those that name nothing that an earlier line named."""
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for line in lines:
        for row in line.rows:
            for column in kind.required:
                if not row.cells[column]:
                    line.note(column, "", "is missing", f"Every row of {kind.name} has it", row)
        key = kind.key_of(line.cells)
        first = seen.setdefault(key, line.number)
        if first == line.number or kind.schedule or not any(key):
            kept.append(line)
        else:
            what = " ".join(line.cells[column] for column in kind.key)
            line.note(kind.key[0], what, f"is in row {first} already", "Keep one of the two")
    return kept


def _in_order(plans: Plans) -> list[tuple[Line, Step]]:
    """All steps in the order of their days; those of one line stay in their own order."""
    dated = []
    for line, planned in plans:
        latest = date.min
        for step in planned.steps:
            latest = max(latest, step.on)
            dated.append((latest, line, step))
    return [(line, step) for _, line, step in sorted(dated, key=lambda entry: entry[0])]


def _perform(books: Books, kind: Kind, line: Line, step: Step) -> Iterator[str]:
    try:
        receipt = step.perform(books)
    except Refused as refused:
        line.refuse(refused.problems, {**kind.places, **step.places})
        return
    for warning in receipt.warnings:
        yield f"{line.place}: {warning}"


def _rows(lines: Iterable[Line]) -> int:
    return sum(len(line.rows) for line in lines)
