"""What a deposit is worth, and what the usual fee on it is."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.fund_rules import version_on
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.ledger import rates
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation, valuation_of
from trustfund.store.tables import Deposit, Entry, History


def arrivals(entries: Sequence[Entry]) -> list[Entry]:
    """The money that came in, without the fee on it."""
    return [entry for entry in entries if entry.kind is EntryKind.DEPOSIT]


def value(
    problems: Problems,
    books: Books,
    booked: Sequence[Entry],
    amount: int,
    currency: str,
    usd_amount: str,
    day: date,
) -> Valuation | None:
    """The US dollars of a deposit; ``booked`` are its entries where it is corrected."""
    if not usd_amount.strip():
        known = _as_booked(arrivals(booked), amount, day) if booked else None
        return known or problems.attempt(
            rates.value, books, fields.VALUE_DATE, fields.AMOUNT, amount, currency, day
        )
    cents = problems.attempt(money.parse_amount, fields.USD_AMOUNT, usd_amount, "USD")
    if cents is None or not amount:
        return None
    if currency == "USD":
        if cents != amount:
            why, remedy = "differs from the amount", "Leave it blank"
            problems.add(fields.USD_AMOUNT, Code.DIFFERS, usd_amount, why, remedy)
        return rates.value(books, fields.VALUE_DATE, fields.AMOUNT, amount, currency, day)
    return Valuation(money.implied_rate(amount, currency, cents), None, cents)


def _as_booked(arrived: Sequence[Entry], amount: int, day: date) -> Valuation | None:
    """What a deposit is valued at already, where its correction changes neither sum nor day.

    A rate that was edited meanwhile changes nothing booked.
    """
    same = sum(entry.amount for entry in arrived) == amount
    if not arrived or not same or any(entry.value_date != day for entry in arrived):
        return None
    found = valuation_of(arrived)
    by_bank = arrived[0].currency != "USD" and found.effective_on is None
    return None if by_bank else found  # the bank's own amount was taken away


def usual_fee(books: Books, usd_cents: int, day: date, own: Deposit | None = None) -> int:
    """What the administrative agent takes of so many US dollar cents: the fee of the terms.

    A deposit that is booked, ``own``, keeps the terms that were known when it was booked first.
    """
    return money.percentage(usd_cents, _fee_on(books, day, own))


def _fee_on(books: Books, day: date, own: Deposit | None) -> int:
    """The fee that is in force on a day, in basis points."""
    earlier = books.earlier_fees() if own else []
    if own is None or not (earlier or books.terms[1:]):
        return books.rules_on(day).agent_fee_basis_points
    first = _first_booked(books, own)
    if known := [each for each in books.terms if each.act_id <= first]:
        return version_on(known, day).agent_fee_basis_points
    before = books.terms[0].agent_fee_basis_points
    return next((points for changed, points in earlier if changed > first), before)


def _first_booked(books: Books, own: Deposit) -> int:
    """The act that booked a deposit first. Of one that was void only what came later counts."""
    booked = sa.func.count() - sa.func.count(col(Entry.reverses))
    acts = (
        sa.select(col(Entry.act_id), col(History.act), booked)
        .join(History, col(History.id) == col(Entry.act_id))
        .where(col(Entry.deposit_id) == own.id)
        .group_by(col(Entry.act_id), col(History.act))
        .order_by(col(Entry.act_id))
    )
    first = 0
    for act_id, code, entries in books.session.execute(acts):
        is_void = code is ActCode.IMPORT_TAKEN_BACK and not entries
        first = 0 if is_void else first or act_id
    return first
