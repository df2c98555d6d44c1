"""The bank statements that were taken in, their lines, and what each line is or may be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.bank import Part
from trustfund.domain.kinds import BankLineStatus, ReceiptStatus
from trustfund.figures import bank_expected, bank_matching
from trustfund.figures.bank_expected import Key
from trustfund.figures.bank_matching import Expected, Proposal
from trustfund.figures.view import View
from trustfund.store.bank_tables import BankLine, BankStatement
from trustfund.store.engine import Store
from trustfund.store.tables import ContributorName

PROPOSED = "proposed"
"""An open line, with what it may be."""


@dataclass(frozen=True)
class Summary:
    """A statement, and how many lines it has and has left."""

    statement: BankStatement
    lines: int
    open: int


@dataclass(frozen=True)
class Seen:
    """A line, what it is settled as while that stands, and what it may be where it is open."""

    line: BankLine
    part: Part | None = None
    reference: str = ""
    proposal: Proposal | None = None
    undone: str = ""
    """What it was settled as, and is reversed since."""
    has_twin: bool = False
    """Whether another statement of the account has a line of this day and amount."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to settle it."""
        return self.part is None and self.line.status is not BankLineStatus.LEFT_OUT

    @property
    def status(self) -> str:
        """How it stands."""
        if not self.is_open:
            return self.line.status.value
        return PROPOSED if self.proposal else BankLineStatus.OPEN.value


def summaries(store: Store) -> list[Summary]:
    """All statements, those of the newest days first."""
    is_open = sa.case((col(BankLine.status) == BankLineStatus.OPEN, 1), else_=0)
    counted = sa.select(col(BankLine.statement_id), sa.func.count(), sa.func.sum(is_open)).group_by(
        col(BankLine.statement_id)
    )
    with store.reading() as session:
        found = session.exec(select(BankStatement)).all()
        counts = {key: (lines, int(left)) for key, lines, left in session.execute(counted)}
    found = sorted(found, key=lambda own: (str(own.closes_on or ""), own.id or 0), reverse=True)
    return [Summary(own, *counts.get(own.id or 0, (0, 0))) for own in found]


@dataclass(frozen=True)
class Desk:
    """The lines of a statement in their order, and what those that are open were compared with."""

    statement: BankStatement
    lines: list[Seen]
    expected: Expected


def desk(view: View, store: Store, statement: BankStatement) -> Desk:
    """A statement to work on: what each line is or may be."""
    query = select(BankLine).where(BankLine.statement_id == statement.id)
    with store.reading() as session:
        rows = session.exec(query.order_by(col(BankLine.number))).all()
        taken = settled(session)
        names = _names(session)
        elsewhere = _elsewhere(session, statement, rows)
    found = [
        replace(_seen(view, row, stands), has_twin=(row.booked_on, row.amount) in elsewhere)
        for row, stands in standing(view, rows)
    ]
    left = [
        bank_matching.Line(
            row.line.id or 0,
            statement.currency,
            row.line.booked_on,
            row.line.value_on,
            row.line.amount,
            row.line.counterparty,
            row.line.reference,
            row.line.text,
            (row.line.paid_currency, row.line.paid_amount) if row.line.paid_amount else None,
            row.has_twin,
        )
        for row in found
        if row.is_open
    ]
    if not left:
        return Desk(statement, found, Expected())
    days = [line.value_on for line in left]
    held = set(taken) | {
        (Part.DEPOSIT, row["deposit_id"])
        for key, row in view.frames.receipts.items()
        if (Part.RECEIPT, key) in taken and row["deposit_id"]
    }
    free = {key for row in found if row.undone for key in keys_of(view, row.line)}
    wanted = bank_expected.expected(view, (min(days), max(days)), held - free, names)
    proposals = bank_matching.propose(left, wanted)
    judged = [
        replace(row, proposal=proposals.get(row.line.id or 0)) if row.is_open else row
        for row in found
    ]
    return Desk(statement, judged, wanted)


def _elsewhere(
    session: Session, statement: BankStatement, rows: Sequence[BankLine]
) -> set[tuple[date, int]]:
    """Day and amount of the lines that other statements of the account have in these days."""
    if not rows:
        return set()
    days = [row.booked_on for row in rows]
    query = (
        sa.select(col(BankLine.booked_on), col(BankLine.amount))
        .join(BankStatement, col(BankStatement.id) == col(BankLine.statement_id))
        .where(
            col(BankStatement.account) == statement.account,
            col(BankStatement.currency) == statement.currency,
            col(BankStatement.id) != statement.id,
            col(BankLine.booked_on).between(min(days), max(days)),
        )
    )
    return {(day, amount) for day, amount in session.execute(query)}


def settled(session: Session) -> dict[Key, tuple[int, date]]:
    """What lines are matched with: the statement and the booking day of each."""
    columns = (col(BankLine.statement_id), col(BankLine.booked_on))
    keys = [getattr(BankLine, part.column) for part in Part]
    query = sa.select(*columns, *keys).where(col(BankLine.status) == BankLineStatus.MATCHED)
    return {
        (part, key): (statement, booked_on)
        for statement, booked_on, *named in session.execute(query)
        for part, key in zip(Part, named, strict=True)
        if key
    }


def keys_of(view: View, line: BankLine) -> list[Key]:
    """What a line is matched with, as far as these books have it: others may have newer ones."""
    there = documents(view)
    return [
        (part, key) for part in Part if (key := getattr(line, part.column)) and key in there[part]
    ]


def documents(view: View) -> Mapping[Part, Mapping[int, dict[str, Any]]]:
    """What lines can be matched with, by its key."""
    frames = view.frames
    return {
        Part.DEPOSIT: frames.deposits,
        Part.FEE: frames.deposits,
        Part.MOVEMENT: frames.movements,
        Part.RECEIPT: frames.receipts,
    }


def cash_of(view: View, key: Key) -> Key:
    """A document, or the deposit that a receipt became."""
    part, number = key
    if part is Part.RECEIPT:
        row = view.frames.receipts[number]
        if row["status"] == ReceiptStatus.BOOKED:
            return Part.DEPOSIT, row["deposit_id"]
    return key


def standing(view: View, rows: Sequence[BankLine]) -> list[tuple[BankLine, bool]]:
    """Lines, each with whether what it is matched with still stands."""
    named = {cash_of(view, key) for row in rows for key in keys_of(view, row)}
    there = {(each.part, each.key) for each in bank_expected.effects_of(view, named)}
    there |= {
        (part, key)
        for part, key in named
        if part is Part.RECEIPT and view.frames.receipts[key]["status"] != ReceiptStatus.RETURNED
    }
    return [(row, any(cash_of(view, key) in there for key in keys_of(view, row))) for row in rows]


def _seen(view: View, row: BankLine, stands: bool) -> Seen:
    for part, key in keys_of(view, row):
        reference = reference_of(view, part, key)
        if stands:
            return Seen(row, part, reference)
        return Seen(row, undone=f"{part.words} {reference}")
    return Seen(row)


def reference_of(view: View, part: Part, key: int) -> str:
    """The reference of a document."""
    return str(documents(view)[part][key]["reference"])


def _names(session: Session) -> dict[int, tuple[str, ...]]:
    """Other names of contributors, by contributor."""
    query = select(ContributorName.contributor_id, ContributorName.name)
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in session.exec(query.where(~col(ContributorName.void))):
        found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}
