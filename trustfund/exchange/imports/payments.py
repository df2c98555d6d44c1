"""Import files of deposits: cash that arrived under an arrangement."""

from collections.abc import Sequence
from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.domain.fields import NUMBERS
from trustfund.domain.kinds import EntryKind
from trustfund.exchange.imports.kind import (
    Change,
    Kind,
    Line,
    Planned,
    amount_typed,
    amount_written,
    changes,
    minor_units,
    step,
)
from trustfund.ledger import deposits
from trustfund.ledger.acts import Books
from trustfund.ledger.ahead import BooksAhead
from trustfund.ledger.deposits import DepositDraft
from trustfund.store.tables import Deposit, Entry

EMPTY = DepositDraft("", None, "", "")
WORDS = tuple(
    field
    for field in catalogue.deposit.DOCUMENT.input_fields
    if field.cell not in NUMBERS and field.key != "reference"
)
"""Fields that are compared as they are written."""


def ahead(books: Books, lines: Sequence[Line]) -> Books:
    """Books that know the deposits that these lines name."""
    read = BooksAhead.of(books)
    read.look_up_deposits([line.text("reference") for line in lines])
    return read


def plan(books: Books, line: Line) -> Planned:
    """A deposit is known by its reference."""
    own = books.find(Deposit, line.text("reference"))
    if own is None:
        draft = _draft(line, EMPTY)
        record = step(deposits.record_deposit, draft, on=draft.value_date)
        return Planned(False, (replace(record, deposit=draft),))
    entries = deposits.entries_of(books, own)
    if not entries:
        line.note(
            "reference",
            own.reference,
            "is a deposit that was reversed",
            "Leave the row out, or book what did arrive under another reference",
        )
        return Planned(True)
    now = deposits.as_draft(books, own)
    draft = _draft(line, now)
    changed = _changed(draft, now, entries)
    if not {"usd_amount", "amount", "value_date"} & {change.column for change in changed}:
        draft = replace(draft, usd_amount=now.usd_amount)  # valued as it is booked
    correct = step(deposits.correct_deposit, draft, line.reason, on=draft.value_date)
    return Planned(True, (correct,) if changed else (), changed)


def _draft(line: Line, now: DepositDraft) -> DepositDraft:
    """What the row says, and where the file has no such column what the books say."""
    draft = line.fill(now, catalogue.deposit.DOCUMENT)
    currency, usd_amount = draft.currency.upper(), draft.usd_amount
    # An export repeats an amount in US dollars, and works others out by the rate it names.
    same = minor_units(usd_amount, "USD") == minor_units(draft.amount, "USD")
    if (currency == "USD" and same) or line.text("rate_effective_on"):
        usd_amount = ""
    return replace(draft, currency=currency, usd_amount=usd_amount)


def _changed(draft: DepositDraft, now: DepositDraft, entries: list[Entry]) -> tuple[Change, ...]:
    """The columns in which a row differs from the books; an empty fee is the usual one."""
    arrivals = [entry for entry in entries if entry.kind is EntryKind.DEPOSIT]
    usd = sum(entry.usd_cents or 0 for entry in arrivals)
    fee = sum(entry.amount for entry in entries if entry.kind is EntryKind.AGENT_FEE)
    changed = list(changes(WORDS, now, draft))
    arrived = sum(entry.amount for entry in arrivals)
    if minor_units(draft.amount, now.currency) != arrived:
        before = amount_written(arrived, now.currency)
        changed.append(Change("amount", before, amount_typed(draft.amount, draft.currency)))
    for column, typed, known, booked in (
        ("usd_amount", draft.usd_amount, now.usd_amount, usd),
        ("fee_usd", draft.fee_usd, now.fee_usd, fee),
    ):
        same = minor_units(typed, "USD") == booked if typed else not known
        if not same:
            changed.append(
                Change(column, amount_written(booked, "USD"), amount_typed(typed, "USD"))
            )
    return tuple(changed)


DEPOSITS = Kind(
    name="deposits",
    document=catalogue.deposit.DOCUMENT,
    plan=plan,
    ahead=ahead,
    places={
        "Reference": "reference",
        "Deposit": "reference",
        "Contribution": "contribution_reference",
        "Value date": "value_date",
        "Currency": "currency",
        "Amount": "amount",
        "US dollar amount": "usd_amount",
        "Fee": "fee_usd",
        "Note": "note",
    },
    computed=("usd_amount",),
)
