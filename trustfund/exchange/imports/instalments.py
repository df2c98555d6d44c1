"""Import files of instalments: the rows of a contribution are its whole schedule."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import col, select

from trustfund.domain import catalogue, money
from trustfund.exchange.imports.cells import minor_units
from trustfund.exchange.imports.kind import Kind, Planned, Step
from trustfund.exchange.imports.line import Change, Line
from trustfund.ledger import instalments
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books
from trustfund.store.tables import Contribution, Instalment


def plan(books: Books, line: Line) -> Planned:
    """A schedule is known when the contribution has one; its order of rows is free."""
    reference = line.text("contribution_reference")
    lines = [(line.day_of(row, "due_on"), row.cells["amount"]) for row in line.rows]
    own = books.find(Contribution, reference)
    now = _scheduled(books, own) if own else []
    reason = line.reason if now else ""

    def schedule(books: Books) -> Done:
        return instalments.schedule_instalments(books, reference, lines, reason)

    if own and now and now == _typed(lines, own.currency):
        return Planned(True)
    changed = _changes(line, lines, now, own.currency) if own and now else ()
    return Planned(bool(now), (Step(schedule),), tuple(changed))


def _scheduled(books: Books, own: Contribution) -> list[tuple[date, int]]:
    current = books.session.exec(
        select(Instalment).where(
            Instalment.contribution_id == own.id, col(Instalment.ended_by_act_id).is_(None)
        )
    )
    return sorted((row.due_on, row.amount) for row in current)


def _typed(
    lines: Sequence[tuple[date | None, str]], currency: str
) -> list[tuple[date, int | None]]:
    known = [(day, minor_units(amount, currency)) for day, amount in lines if day]
    return sorted(known, key=lambda pair: (pair[0], pair[1] or 0))


def _changes(
    line: Line,
    lines: Sequence[tuple[date | None, str]],
    now: Sequence[tuple[date, int]],
    currency: str,
) -> Iterator[Change]:
    """What is due by day, where the schedule of the file differs from the books."""
    typed = [(day, minor_units(text, currency) or 0) for day, text in lines]
    rows = {day: row for (day, _), row in reversed(list(zip(typed, line.rows, strict=True)))}
    for day in sorted({day for day, _ in (*now, *typed) if day}):
        before, after = (
            " and ".join(money.plain(amount, currency) for on, amount in side if on == day)
            for side in (now, typed)
        )
        if before != after:
            yield Change(f"amount due {day}", before, after, rows.get(day))


INSTALMENTS = Kind(
    name="instalments",
    document=catalogue.instalment.DOCUMENT,
    plan=plan,
    schedule=True,
)
