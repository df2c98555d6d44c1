"""Import files of deposits: cash that arrived under an arrangement."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trustfund.domain import catalogue, money
from trustfund.domain.fields import NUMBERS
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code
from trustfund.domain.texts import skeleton
from trustfund.exchange.imports import same_money
from trustfund.exchange.imports.cells import amount_written, minor_units
from trustfund.exchange.imports.kind import Kind, Planned, correction, new_deposit, step
from trustfund.exchange.imports.line import Change, Line
from trustfund.ledger import deposits
from trustfund.ledger.books import Books
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.imports.ahead import BooksAhead
from trustfund.store.tables import Deposit, Entry

EMPTY = DepositDraft("", None, "", "")
WORDS = tuple(
    field
    for field in catalogue.deposit.DOCUMENT.input_fields
    if field.cell not in NUMBERS and field.key != "reference"
)
"""Fields that are compared as they are written."""


def look_ahead(books: Books, lines: Sequence[Line]) -> Books:
    """Books that know the deposits that these lines name."""
    read = books if isinstance(books, BooksAhead) else BooksAhead.of(books)
    read.look_up_deposits([line.fill(EMPTY) for line in lines])
    return read


def plan(books: Books, line: Line) -> Planned:
    """A deposit is known by its reference."""
    assert isinstance(books, BooksAhead)
    ahead = books
    own = books.find(Deposit, line.text("reference"))
    if own is None:
        return _new(ahead, line)
    entries = deposits.entries_of(books, own)
    if not entries:
        why = "is a deposit that was reversed"
        remedy = "Leave the row out, or book what did arrive under another reference"
        line.note("reference", Code.REVERSED, own.reference, why, remedy)
        return Planned(True)
    now = deposits.as_draft(books, own)
    usd, fee = _booked(entries)
    draft = _draft(line, now)
    # What the books worked out, and an export repeats, is worked out anew with what changes.
    if not now.usd_amount and minor_units(draft.usd_amount, "USD") == usd:
        draft = replace(draft, usd_amount="")
    if not now.fee_usd and minor_units(draft.fee_usd, "USD") == fee:
        draft = replace(draft, fee_usd="")
    changed = tuple(_changes(line, draft, now, entries))
    asks = same_money.like(ahead, draft, own) if changed else ()
    if asks and (other := same_money.answer(line)):
        draft, asks = replace(draft, apart=other), ()
    same_money.ask(ahead, line, draft, asks, is_known=True)
    correct = step(deposits.correct_deposit, draft, line.reason, on=draft.value_date)
    return replace(correction(changed, correct), asks=asks)


def _new(ahead: BooksAhead, line: Line) -> Planned:
    """A new deposit, unless its money is there already."""
    draft = _draft(line, EMPTY)
    cash, key = deposits.cash_of(ahead, draft), skeleton(draft.reference)
    if ahead.is_same(cash, key):
        return Planned(True)  # somebody said so of an earlier file
    asks, other = same_money.like(ahead, draft), same_money.answer(line)
    if cash and not asks:
        asks = tuple(ahead.corrected(cash, key))
    if asks and other == "":
        return Planned(True, left_out=asks[0].reference)
    if asks and other:
        draft, asks = replace(draft, apart=other), ()
    same_money.ask(ahead, line, draft, asks, is_known=False)
    return Planned(False, (new_deposit(draft),), asks=asks)


def _draft(line: Line, now: DepositDraft) -> DepositDraft:
    """What the row has, and where the file has no such column what the books have."""
    draft = line.fill(now)
    if draft.currency != (currency := draft.currency.upper()):
        draft = replace(draft, currency=currency)
    if not draft.usd_amount:
        return draft
    # An export repeats an amount in US dollars, and works others out by the rate it names.
    same = minor_units(draft.usd_amount, "USD") == minor_units(draft.amount, "USD")
    repeats = (currency == "USD" and same) or line.text("rate_effective_on")
    return replace(draft, usd_amount="") if repeats else draft


def _booked(entries: list[Entry]) -> tuple[int, int]:
    """The US dollar cents of a deposit, and of its fee."""
    arrivals = [entry for entry in entries if entry.kind is EntryKind.DEPOSIT]
    fees = [entry for entry in entries if entry.kind is EntryKind.AGENT_FEE]
    return sum(e.usd_cents or 0 for e in arrivals), sum(e.amount for e in fees)


def _changes(
    line: Line, draft: DepositDraft, now: DepositDraft, entries: list[Entry]
) -> Iterator[Change]:
    """The columns in which a row differs from the books; an empty fee is the usual one."""
    yield from line.changes(now, draft, WORDS)
    arrived = sum(entry.amount for entry in entries if entry.kind is EntryKind.DEPOSIT)
    if minor_units(draft.amount, now.currency) != arrived:
        before = money.plain(arrived, now.currency)
        yield Change("amount", before, amount_written(draft.amount, draft.currency))
    usd, fee = _booked(entries)
    for column, typed, known, booked in (
        ("usd_amount", draft.usd_amount, now.usd_amount, usd),
        ("fee_usd", draft.fee_usd, now.fee_usd, fee),
    ):
        same = minor_units(typed, "USD") == booked if typed else not known
        if not same:
            yield Change(column, money.plain(booked, "USD"), amount_written(typed, "USD"))


DEPOSITS = Kind(
    name="deposits",
    document=catalogue.deposit.DOCUMENT,
    plan=plan,
    ahead=look_ahead,
    dated="value_date",
    computed=("usd_amount", "fee_usd"),
)
