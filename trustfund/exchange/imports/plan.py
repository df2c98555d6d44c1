"""Plans a file on the books and applies it: all of it, or nothing.

Planning is doing: in one transaction with the book lock held, every row goes through its acts, so
rows may build on earlier ones and the problems are those of the acts. Where there is a problem, or
only a plan was asked for, the whole transaction is taken back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from time import monotonic_ns

from trustfund.domain.act_codes import IMPORTED, ActCode
from trustfund.domain.catalogue.file import FILE
from trustfund.domain.permissions import FILES
from trustfund.domain.problems import Code, Problem, Refused
from trustfund.domain.roles import Actor
from trustfund.domain.texts import skeleton
from trustfund.exchange.imports import (
    before_after,
    computed,
    events,
    footing,
    guide,
    reading,
    same_money,
)
from trustfund.exchange.imports.before_after import Snapshot
from trustfund.exchange.imports.computed import Comparison
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.line import Line
from trustfund.exchange.imports.outcome import Difference, Outcome, Twin
from trustfund.exchange.imports.playing import Plans, Progress, book_all, half, plan_all, tried
from trustfund.exchange.imports.reading.texts import gathered
from trustfund.exchange.imports.rows import Choices, Row, Source, Table
from trustfund.exchange.imports.suggestions import Advisor
from trustfund.ledger import contributors, moments
from trustfund.ledger.books import Books, open_books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.ledger.imports import imported_files
from trustfund.ledger.imports.left_out import leave_out
from trustfund.store import many
from trustfund.store.engine import Store
from trustfund.store.workplace import private_copy

PLAIN = Choices()
"""Of a file that needs no decisions."""


MOST_HELD = timedelta(seconds=60)
"""How long a plan keeps others from booking, where it holds the turn."""


class _TakeBack(Exception):
    """Ends the transaction without a trace."""


class _TooLong(Exception):
    """Ends a plan for which others have waited long enough; the text says how far it came."""


@many.uncollected()
def run(
    store: Store,
    actor: Actor,
    kind: Kind,
    source: Source,
    choices: Choices = PLAIN,
    *,
    dry_run: bool,
    hold: bool = False,
    limits: bool = False,
    agreed: Callable[[Outcome], bool] | None = None,
    progress: Progress = lambda *_: None,
) -> Outcome:
    """Plan a file; apply it unless there is a problem or only a plan is asked for.

    A plan is made on a private copy, so that others can book meanwhile. On PostgreSQL it holds the
    turn, and ends after MOST_HELD with what it found so far, unless it may ``hold`` the turn for
    as long as it takes. ``limits`` are those of a web account: divided duties hold for the rows of
    the file, too. ``agreed`` is asked with the books held, before anything is kept: whether this is
    the plan that was seen. ``progress`` gets now and then how many rows of all are done.
    """
    try:
        table = kind.tidy(reading.read(source, kind, choices), source.name)
        table = guide.without_example(kind, table)
    except Refused as refused:
        return Outcome(problems=refused.problems)
    if not set(kind.required) <= set(table.columns):  # rows cannot be understood
        return Outcome(problems=table.problems, remarks=table.remarks, table=table)
    try:  # once, not for each row; the acts ask again
        actor.require(FILES[kind.name], f"Importing {kind.name}")
    except Refused as refused:
        return Outcome(problems=refused.problems)
    outcome = Outcome()
    doing = f"{'a plan' if dry_run else 'an import'} of {len(table.rows):,} rows"
    with (
        private_copy(store) if dry_run else nullcontext(store) as played_on,
        suppress(_TakeBack),
        open_books(played_on, actor, duties_hold=limits, doing=doing) as books,
    ):
        if dry_run and not hold and not store.is_sqlite:
            progress = _not_for_long(progress)
        try:
            moments.moment(books, ActCode.FILE_IMPORTED)
        except Refused as refused:  # once, not for each row
            return Outcome(problems=refused.problems)
        first = books.fund.revision + 1
        before = before_after.look(books, kind.name)
        outcome = _play(books, kind, table, source.name, choices, progress)
        outcome = _with_sums(books, kind, before, outcome)
        if outcome.problems or dry_run or (agreed and not agreed(outcome)):
            raise _TakeBack
        if outcome.does_something:
            rows = (outcome.new, outcome.changed, outcome.same)
            imported_files.record_import(books, kind.name, source.name, rows, first)
            outcome = replace(outcome, imported=imported_files.recent(books, 1)[0].id)
    return outcome


def _not_for_long(progress: Progress) -> Progress:
    """Progress of a plan that ends when others have waited long enough."""
    began = monotonic_ns()

    def tell(done: int, rows: int) -> None:
        if timedelta(microseconds=(monotonic_ns() - began) // 1000) > MOST_HELD:
            raise _TooLong(f"{tried(done, rows):,} of {rows:,} rows were tried")
        progress(done, rows)

    return tell


def _with_sums(books: Books, kind: Kind, before: Snapshot, outcome: Outcome) -> Outcome:
    """The outcome with what the books come to before and after it."""
    after = before_after.look(books, kind.name)
    unearmarked = before_after.unearmarked(books, kind.name, before.revision)
    return replace(
        outcome,
        remarks=(*outcome.remarks, *([unearmarked] if unearmarked else [])),
        sums=tuple(before_after.changes(kind.name, before, after)),
        contributors=before_after.appear(before.contributors, after.contributors),
        countries=before_after.appear(before.countries, after.countries),
    )


def _play(
    books: Books, kind: Kind, table: Table, file: str, choices: Choices, progress: Progress
) -> Outcome:
    advisor = Advisor(books, kind)
    twins = books.twins("contribution" if kind.schedule else kind.document.name)
    lines = [
        Line(
            kind.document,
            rows,
            file,
            table.filled,
            choices.another,
            choices.decided,
            choices.same_money,
        )
        for rows in _together(kind, twins, advisor.rows(table))
    ]
    count = len(table.rows)
    plans: Plans = []
    names = computed.names(kind, table)
    before: tuple[computed.Cells, ...] = ()
    remarks, ended = [*table.remarks], []
    try:
        plans = plan_all(books, kind, _named_once(kind, twins, lines), half(progress, count))
        corrects = any(planned.known and planned.steps for _, planned in plans)
        before = computed.cells(books, kind) if names and corrects else ()
        remarks += gathered(book_all(books, plans, half(progress, count, count - count // 2)))
    except _TooLong as so_far:
        why = f"is planned while others wait, and that ended after a minute: {so_far}"
        remedy = "Divide it, or let an administrator plan it with the command import and --hold"
        ended = [Problem(FILE, Code.TOO_LONG, file, why, remedy)]
    found = ended + [
        _without_names(kind, line, advisor.mend(problem, line.row_of(problem)))
        for line in lines
        for problem in line.problems
    ]
    remarks += kind.remarks(books, plans)
    is_sound = not found and not table.problems
    left_out = same_money.left_out(plans)
    remarks += gathered(same_money.remarks(plans))
    if is_sound and left_out:
        leave_out(books, left_out, f"{IMPORTED} {file}")
    after = computed.cells(books, kind) if names and is_sound else ()
    comparison = Comparison(kind, names, before, after)
    if is_sound:
        remarks += comparison.contradicted(table)
    rejected = frozenset(
        {row.number for line in lines if line.problems for row in line.rows}
        | {problem.at.row for problem in table.problems} - {0, 1}
    )
    sound = [
        (line, planned)
        for line, planned in plans
        if rejected.isdisjoint(row.number for row in line.rows)
    ]
    return Outcome(
        new=_rows(line for line, planned in sound if not planned.known),
        changed=_rows(line for line, planned in sound if planned.known and planned.steps),
        same=_rows(line for line, planned in sound if planned.known and not planned.steps),
        problems=tuple(sorted((*table.problems, *found), key=lambda problem: problem.at.row)),
        remarks=tuple(remarks),
        differences=tuple(_differences(kind, sound, comparison)),
        footing=tuple(
            replace(line, label=kind.shown(line.label) or "total")
            for line in footing.compared(kind, table)
        ),
        suggestions=advisor.suggestions(table),
        unknown_contributors=advisor.unknown_contributors(),
        twins=_twins(books, lines),
        hanging=tuple(events.hanging(books, lines)),
        same_money=tuple(same_money.questions(plans)),
        left_out=len(left_out),
        table=table,
        rejected=rejected,
    )


def _differences(kind: Kind, plans: Plans, comparison: Comparison) -> Iterator[Difference]:
    """The cells that the file changes, and those that follow: what an export works out."""
    for line, planned in plans:
        asked = {change.column for change in planned.changed}
        rows = line.rows if planned.known and planned.steps else ()
        follow = (change for row in rows for change in comparison.following(row))
        for change in (*planned.changed, *(each for each in follow if each.column not in asked)):
            row = change.row or line.rows[0]
            yield Difference(
                row.place,
                " ".join(filter(None, (kind.shown(row.cells[column]) for column in kind.key))),
                change.column,
                kind.shown_text(change.column, change.before),
                kind.shown_text(change.column, change.after),
            )


def _without_names(kind: Kind, line: Line, problem: Problem) -> Problem:
    """A problem without the cell it quotes, where that could be a name in a slipped row."""
    cells = {cell.casefold() for row in line.rows for cell in row.cells.values()}
    quoted = problem.value.casefold() in cells
    return replace(problem, value=kind.shown(problem.value)) if quoted else problem


def _twins(books: Books, lines: Sequence[Line]) -> tuple[Twin, ...]:
    """The contributors of a file that may be others, which are there."""
    asked = [line for line in lines if any(each.code is Code.TWIN for each in line.problems)]
    drafts = [line.fill(ContributorDraft("", "")) for line in asked]
    return tuple(Twin(draft.name, tuple(contributors.twins(books, draft))) for draft in drafts)


def _together(kind: Kind, twins: Collection[str], rows: Iterable[Row]) -> list[list[Row]]:
    """Rows that are planned together: each alone, those of one schedule, or those that repeat."""
    if not kind.schedule and not kind.may_repeat:
        return [[row] for row in rows]
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        together.setdefault(_of(kind, twins, row), []).append(row)
    return list(together.values())


def _of(kind: Kind, twins: Collection[str], row: Row) -> tuple[str, ...]:
    """What rows that are planned together have in common."""
    key = kind.key_of(row.cells, twins)
    if kind.schedule:
        return key[:1]
    others = (row.cells.get(column, "") for column in kind.columns if column not in kind.key)
    return (*key, *others)


def _named_once(kind: Kind, twins: Collection[str], lines: list[Line]) -> list[Line]:
    """The lines to plan: those that name nothing that an earlier line named."""
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for line in lines:
        for row in line.rows:
            for column in kind.required:
                if not row.cells[column]:
                    remedy = f"Every row of {kind.name} has it"
                    line.note(column, Code.MISSING, "", "is missing", remedy, row)
        key = kind.key_of(line.cells, {*twins, *map(skeleton, line.another)})
        first = seen.setdefault(key, line.number)
        if first == line.number or kind.schedule or not any(key):
            kept.append(line)
        else:
            what = " ".join(line.cells[column] for column in kind.key)
            why = f"is in row {first} already"
            line.note(kind.key[0], Code.TWICE, what, why, "Keep one of the two")
    return kept


def _rows(lines: Iterable[Line]) -> int:
    return sum(len(line.rows) for line in lines)
