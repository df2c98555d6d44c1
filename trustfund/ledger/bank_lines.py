"""Bank statements are taken in, and their lines settled: beside the books, without a revision.

What a line is booked as is an act. The line is marked in the transaction of that act, so neither is
there without the other. Each line keeps who settled it and when.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from trustfund.accounts import log
from trustfund.domain import bank
from trustfund.domain.bank import Part
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import BankLineStatus, EntryKind, ReceiptStatus
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import AGENTS, Actor
from trustfund.domain.texts import normalised
from trustfund.ledger import deposits, movements, receipts
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books, open_books
from trustfund.store.bank_tables import BankLine, BankStatement
from trustfund.store.engine import InUse, Store, StoreError
from trustfund.store.tables import History, UnidentifiedReceipt

AT_ONCE = 500
DOING = "Settling lines of a bank statement"
REQUIRED: dict[Part, Callable[[Books, str], Any]] = {
    Part.DEPOSIT: deposits.required,
    Part.FEE: deposits.required,
    Part.MOVEMENT: movements.required,
    Part.RECEIPT: receipts.required,
}


@dataclass(frozen=True)
class TakenIn:
    """What was new in a file."""

    statements: int
    lines: int
    known: int
    """Lines that were there already."""


def take_in(
    store: Store, actor: Actor, file: str, sha256: str, statements: Sequence[bank.Statement]
) -> TakenIn:
    """Keep the statements of a file; what is there already is not kept twice."""
    with open_books(store, actor, doing="taking in a bank statement") as books:
        books.actor.require(AGENTS, "Taking in a bank statement")
        same = select(BankStatement).where(BankStatement.sha256 == sha256)
        if known := books.session.exec(same).first():
            why = (
                f"was taken in already, by {known.taken_by} at {known.taken_at:%Y-%m-%d %H:%M} UTC"
            )
            remedy = "Nothing is left to do"
            raise refusal(fields.STATEMENT, Code.DONE_ALREADY, file, why, remedy)
        return _taken_in(books, file, sha256, statements)


def _taken_in(
    books: Books, file: str, sha256: str, statements: Sequence[bank.Statement]
) -> TakenIn:
    kept, new, here = 0, 0, 0
    statements = list(dict.fromkeys(statements))
    for statement, marks in zip(statements, bank.marks(statements, sha256), strict=True):
        fresh = _fresh(books, statement, marks)
        here += len(marks) - len(fresh)
        if marks and not fresh:
            continue
        own = BankStatement(
            account=statement.account,
            currency=statement.currency,
            number=statement.number,
            **_ends(statement),
            file=file,
            sha256=sha256,
            taken_by=books.actor.name,
            taken_at=books.clock(),
        )
        books.session.add(own)
        books.session.flush()
        rows = [
            {"statement_id": own.id, "number": number, "mark": mark, **vars(line)}
            | {"status": BankLineStatus.OPEN, "reason": "", "settled_by": "", "version": 1}
            for number, mark, line in fresh
        ]
        for start in range(0, len(rows), AT_ONCE):
            books.session.execute(sa.insert(BankLine), rows[start : start + AT_ONCE])
        kept, new = kept + 1, new + len(rows)
    return TakenIn(kept, new, here)


def _ends(statement: bank.Statement) -> dict[str, Any]:
    opening, closing = statement.opening, statement.closing
    begin = {"opens_on": opening.day, "opening": opening.amount} if opening else {}
    end = {"closes_on": closing.day, "closing": closing.amount} if closing else {}
    return begin | end


def _fresh(
    books: Books, statement: bank.Statement, marks: Sequence[str]
) -> list[tuple[int, str, bank.Line]]:
    """The lines of a statement that are not here yet, with their numbers and marks.

    A line is here where a statement has it with the same balance after it. Without a balance on
    both sides it is here by a bank's reference alone; what has none is taken in, and looked at.
    """
    days = [line.booked_on for line in statement.lines]
    if not days:
        return []
    columns = (BankLine.mark, BankLine.booked_on, BankLine.amount, BankLine.reference)
    query = (
        sa.select(*map(col, columns), col(BankStatement.opening))
        .join(BankStatement, col(BankStatement.id) == col(BankLine.statement_id))
        .where(
            col(BankStatement.account) == statement.account,
            col(BankStatement.currency) == statement.currency,
            col(BankLine.booked_on).between(min(days), max(days)),
        )
    )
    there = books.session.execute(query).all()
    known = {row.mark for row in there}
    alike = Counter(
        bank.facts(row.booked_on, row.amount, row.reference)
        for row in there
        if statement.opening is None or row.opening is None
    )
    found = []
    for number, (mark, line) in enumerate(zip(marks, statement.lines, strict=True), 1):
        same = bank.facts(line.booked_on, line.amount, line.reference)
        if mark in known:
            continue
        if bank.names_one(line.reference) and alike[same]:
            alike[same] -= 1
            continue
        found.append((number, mark, line))
    return found


def book(
    books: Books,
    line: int,
    seen: int,
    part: Part,
    perform: Callable[..., Done],
    *given: object,
) -> Done:
    """Book a line by an act, and note what it became: both, or nothing."""
    books.actor.require(AGENTS, DOING)
    if _is_second_click(books):  # the act says what was done then
        return perform(books, *given)
    own = _line(books, line)
    _changeable(books, own, seen)
    done = perform(books, *given)
    _mark(books, own, part, done.reference)
    return done


def _is_second_click(books: Books) -> bool:
    booked = select(History.id).where(History.token == books.token)
    return bool(books.token) and books.session.exec(booked).first() is not None


def tick_off(books: Books, line: int, seen: int, part: Part, reference: str) -> Done:
    """Note that a line is what is booked already."""
    books.actor.require(AGENTS, DOING)
    own = _line(books, line)
    _changeable(books, own, seen)
    _mark(books, own, part, reference)
    return Done(reference, f"The line of {own.booked_on} is {part.words} {reference}.")


def leave_out(books: Books, line: int, seen: int, reason: str) -> Done:
    """Note that a line is not for these books, and why."""
    books.actor.require(AGENTS, DOING)
    own, why = _line(books, line), normalised(reason)
    _changeable(books, own, seen)
    if not why:
        problems = Problems()
        problems.missing(REASON, "Say in a few words why the line is left out")
        problems.refuse_if_any()
    _settle(books, own, BankLineStatus.LEFT_OUT, reason=why)
    return Done(str(own.number), f"The line of {own.booked_on} is left out: {why}.")


def open_again(books: Books, line: int, seen: int) -> Done:
    """Take back what was noted of a line; what is booked stays booked."""
    books.actor.require(AGENTS, DOING)
    own = _line(books, line)
    _changeable(books, own, seen, is_open=False)
    _settle(books, own, BankLineStatus.OPEN)
    return Done(str(own.number), f"The line of {own.booked_on} is open again.")


def take_back(books: Books, statement: int, reason: str) -> Done:
    """Remove all that the file of a statement brought, as long as no line of it is matched."""
    books.actor.require(AGENTS, "Taking back a bank statement")
    own = books.session.get(BankStatement, statement)
    problems = Problems()
    if own is None:
        problems.add(fields.STATEMENT, Code.UNKNOWN, "", "is not there", "Choose one from the list")
    if not (why := normalised(reason)):
        problems.missing(REASON, "Say in a few words why the file is taken back")
    problems.refuse_if_any()
    assert own is not None
    of_file = sa.select(col(BankStatement.id)).where(col(BankStatement.sha256) == own.sha256)
    lines = col(BankLine.statement_id).in_(of_file)
    is_matched = col(BankLine.status) == BankLineStatus.MATCHED
    matched = books.session.exec(select(func.count()).where(lines, is_matched)).one()
    if matched:
        reason = f"has {matched:,} lines that are matched" if matched > 1 else "has a matched line"
        remedy = "Open what is matched again first"
        raise refusal(fields.STATEMENT, Code.BUILT_ON, own.file, reason, remedy)
    log.note(
        books.session, books.actor.name, log.Action.TAKEN_BACK, f"{own.account}, {own.file}: {why}"
    )
    books.session.execute(sa.delete(BankLine).where(lines))
    digest = col(BankStatement.sha256) == own.sha256
    books.session.execute(sa.delete(BankStatement).where(digest))
    return Done(own.file, f"{own.file} is taken back: none of its lines is here any more.")


def _line(books: Books, line: int) -> BankLine:
    own = books.session.get(BankLine, line)
    if own is None:
        remedy = "Choose one from the list"
        raise refusal(fields.LINE, Code.UNKNOWN, line, "is not there", remedy)
    return own


def _changeable(books: Books, own: BankLine, seen: int, *, is_open: bool = True) -> None:
    if own.version != seen:
        why = f"was settled meanwhile by {own.settled_by}"
        remedy = "Look at the line again"
        raise refusal(fields.LINE, Code.CHANGED_MEANWHILE, own.number, why, remedy)
    if is_open and own.status is not BankLineStatus.OPEN and _settled_as(books, own):
        remedy = "Open it again first"
        raise refusal(fields.LINE, Code.DONE_ALREADY, own.number, "is settled already", remedy)


def _settled_as(books: Books, own: BankLine) -> str:
    """What a line was settled as, while that stands; "" where it is not settled."""
    if own.status is BankLineStatus.LEFT_OUT:
        return own.reason
    for part in Part:
        if key := getattr(own, part.column):
            stands = part is Part.RECEIPT or effect(books, part, key)
            return part.value if stands else ""
    return ""


def effect(books: Books, part: Part, key: int) -> int:
    """What a document that stands does to the balance with the agent; 0 where it is reversed."""
    if part is Part.RECEIPT:
        return 0
    entries = books.live_entries("movement_id" if part is Part.MOVEMENT else "deposit_id", key)
    return sum(
        FACTS[entry.kind].agent * (entry.usd_cents or 0)
        for entry in entries
        if part is Part.MOVEMENT or (entry.kind is EntryKind.AGENT_FEE) == (part is Part.FEE)
    )


def _mark(books: Books, own: BankLine, part: Part, reference: str) -> None:
    document = REQUIRED[part](books, reference)
    _check(books, own, part, document)
    for others, key in _same(books, part, document):
        taken = select(BankLine).where(getattr(BankLine, others.column) == key)
        other = books.session.exec(taken).first()
        if other is not None and other.id != own.id:
            why = f"is settled by the line of {other.booked_on} already"
            remedy = "Open that line again if it is another document"
            raise refusal(fields.LINE, Code.TAKEN, reference, why, remedy)
    _settle(books, own, BankLineStatus.MATCHED, **{part.column: document.id})


def _same(books: Books, part: Part, document: Any) -> Iterable[tuple[Part, int]]:
    """A document, and the receipt or deposit that is the same cash."""
    yield part, document.id
    if part is Part.RECEIPT and document.deposit_id:
        yield Part.DEPOSIT, document.deposit_id
    if part is Part.DEPOSIT:
        query = select(UnidentifiedReceipt.id).where(UnidentifiedReceipt.deposit_id == document.id)
        for key in books.session.exec(query):
            yield Part.RECEIPT, key or 0


def _check(books: Books, own: BankLine, part: Part, document: Any) -> None:
    """Refuse what does not stand, and money that goes the other way."""
    reference, came_in = document.reference, own.amount > 0
    if part is Part.RECEIPT:
        stands, enters = document.status is not ReceiptStatus.RETURNED, True
    else:
        change = effect(books, part, document.id)
        stands, enters = bool(change), change > 0
    if not stands:
        why, remedy = "does not stand, or moves no money of the bank", "Choose another"
        raise refusal(fields.LINE, Code.REVERSED, reference, why, remedy)
    if enters is not came_in:
        ways = ("went out", "came in")
        why = f"is money that {ways[enters]}, and the line is money that {ways[came_in]}"
        raise refusal(fields.LINE, Code.DIFFERS, reference, why, "Choose another")


def _settle(books: Books, own: BankLine, status: BankLineStatus, **values: Any) -> None:
    named = {part.column: None for part in Part} | {"reason": ""} | values
    for name, value in named.items():
        setattr(own, name, value)
    own.status, own.version = status, own.version + 1
    own.settled_by, own.settled_at = books.actor.name, books.clock()
    books.session.add(own)
    books.session.flush()


def each(
    store: Store, actor: Actor, work: Sequence[Callable[[Books], Done]]
) -> list[Done | Refused]:
    """Do several things to lines, each by itself: what one refuses keeps no other from it.

    It stops where the store takes nothing more: then there are fewer results than work.
    """
    found: list[Done | Refused] = []
    for do in work:
        try:
            with open_books(store, actor) as books:
                done = do(books)
        except InUse as held:
            return [*found, held]
        except Refused as refused:
            found.append(refused)
        except StoreError:
            logging.getLogger(__name__).exception("A line of a statement could not be settled")
            break
        else:
            found.append(done)
    return found
