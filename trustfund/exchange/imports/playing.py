"""Plans the lines of a file one by one, and performs their steps in the order of their days."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from trustfund.domain.act_codes import IMPORTED
from trustfund.domain.problems import Refused
from trustfund.exchange.imports.kind import Kind, Planned, Step
from trustfund.exchange.imports.line import Line
from trustfund.ledger.books import Books
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.imports.ahead import AT_ONCE
from trustfund.ledger.imports.deposit_lists import Listed, RefusedEach, record_deposits

NOW_AND_THEN = 100
"""After so many acts of their own comes a report of the progress."""
Plans = list[tuple[Line, Planned]]
Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much."""


def half(progress: Progress, rows: int, behind: int = 0) -> Progress:
    """Progress of a half of the way: to plan the rows is the first, to book them the second."""
    return lambda part, of: progress(behind + rows // 2 * part // max(of, 1), rows)


def tried(done: int, rows: int) -> int:
    """How many rows were booked on trial when so much of the way was done."""
    return max(0, 2 * done - rows - rows % 2)


def plan_all(books: Books, kind: Kind, lines: Sequence[Line], progress: Progress) -> Plans:
    """What each line asks for."""
    plans: Plans = []
    dated = sorted(lines, key=lambda line: line.text(kind.dated)) if kind.dated else lines
    for start in range(0, len(lines), AT_ONCE):
        some = dated[start : start + AT_ONCE]
        books = kind.ahead(books, some)
        plans += [(line, kind.plan(books, line)) for line in some]
        progress(len(plans), len(lines))
    if kind.dated:
        place = {id(line): number for number, line in enumerate(lines)}
        plans.sort(key=lambda each: place[id(each[0])])
    return plans


def book_all(books: Books, plans: Plans, progress: Progress) -> Iterator[str]:
    """Perform all steps and give their warnings; new deposits in a row become one act."""
    steps, done = _in_order(plans), 0
    for is_new_deposit, group in groupby(steps, lambda pair: pair[1].deposit is not None):
        some = list(group)
        if is_new_deposit:
            yield from _listed(books, some, partial(_further, progress, done, len(steps)))
            done += len(some)
            continue
        for line, step in some:
            if not line.refused:
                yield from _perform(books, line, step)
            done += 1
            if done % NOW_AND_THEN == 0:
                progress(done, len(steps))
    progress(1, 1)


def _further(progress: Progress, before: int, of: int, part: int) -> None:
    progress(before + part, of)


def _listed(
    books: Books, steps: Sequence[tuple[Line, Step]], progress: Callable[[int], None]
) -> Iterator[str]:
    """Book new deposits as one act: those that are sound, if any of them is not."""
    listed = [
        Listed(step.deposit, line.rows[0].at(), _why(line, step.deposit))
        for line, step in steps
        if step.deposit
    ]
    try:
        done = record_deposits(books, listed, f"{IMPORTED} {steps[0][0].file}", progress)
        yield from done.warnings
    except RefusedEach as refused:
        for number, problems in refused.found.items():
            line, step = steps[number]
            line.refuse(problems, step.columns)
        sound = [step for number, step in enumerate(steps) if number not in refused.found]
        if sound:
            yield from _listed(books, sound, progress)


def _why(line: Line, draft: DepositDraft) -> str:
    """Where a deposit stands in a file, and why it is other money where somebody said so."""
    return f"{line.reason}. Other money: {draft.apart}" if draft.apart else line.reason


def _in_order(plans: Plans) -> list[tuple[Line, Step]]:
    """All steps in the order of their days; those of one line stay in their own order."""
    dated = []
    for line, planned in plans:
        latest = date.min
        for step in planned.steps:
            latest = max(latest, step.on)
            dated.append((latest, line, step))
    return [(line, step) for _, line, step in sorted(dated, key=lambda entry: entry[0])]


def _perform(books: Books, line: Line, step: Step) -> Iterator[str]:
    try:
        done = step.perform(books)
    except Refused as refused:
        line.refuse(refused.problems, step.columns)
        return
    for warning in done.warnings:
        yield f"{line.place}: {warning}"
