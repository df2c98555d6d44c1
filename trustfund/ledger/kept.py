"""What keeps the rate it was valued at, although another one is now recorded for its day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.kinds import EntryKind
from trustfund.ledger.books import Books
from trustfund.ledger.entries import stands
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contribution, Deposit, Entry, Rate

WORDS = {
    EntryKind.DEPOSIT: ("deposit", "deposits"),
    EntryKind.COMMITMENT: ("arrangement", "arrangements"),
    EntryKind.AMENDMENT: ("arrangement with amendments", "arrangements with amendments"),
}
"""Entries that are valued at the rate of their day, and what they are called."""
NAMED = 5
"""So many documents are named; the rest is counted."""
RateKey = tuple[str, date]
"""The currency of a rate and its first day."""


def sentences(books: Books, recorded: Collection[RateKey]) -> Iterator[tuple[RateKey, str]]:
    """What is booked in the days of each of these rates and keeps another; one query for all."""
    for key, found in sorted(_kept(books, recorded).items()):
        named = " and ".join(_named(kind, found[kind]) for kind in WORDS if kind in found)
        documents = sum(map(len, found.values()))
        keeps = "keeps the rate it was" if documents == 1 else "keep the rate they were"
        yield key, f"{key[0]} from {key[1]}: {named}, booked already, {keeps} valued at."


def _named(kind: EntryKind, references: Collection[str]) -> str:
    one, many = WORDS[kind]
    named = ", ".join(list(references)[:NAMED])
    more = f" and {len(references) - NAMED} more" if len(references) > NAMED else ""
    return f"{len(references)} {one if len(references) == 1 else many} ({named}{more})"


def _kept(
    books: Books, recorded: Collection[RateKey]
) -> Mapping[RateKey, Mapping[EntryKind, Collection[str]]]:
    """The references of what is valued otherwise, by rate and kind, in the order of booking."""
    found: dict[RateKey, dict[EntryKind, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    if not recorded:
        return found
    wanted = set(recorded)
    currencies = {currency for currency, _ in wanted}
    days, units = _rates(books, currencies)
    for kind, currency, on, rate, effective_on, reference in books.session.execute(
        _standing(currencies, min(day for _, day in wanted))
    ):
        place = bisect_right(days[currency], on) - 1
        key = (currency, days[currency][place])
        if place >= 0 and key in wanted and (effective_on, Decimal(rate)) != (key[1], units[key]):
            found[key][kind][reference] = None
    return found


def _rates(
    books: Books, currencies: Collection[str]
) -> tuple[Mapping[str, list[date]], Mapping[RateKey, Decimal]]:
    """The first days of all rates of some currencies, in order, and what the rates are."""
    days: dict[str, list[date]] = defaultdict(list)
    units = {}
    rates = (
        select(col(Rate.currency), col(Rate.effective_on), col(Rate.units_per_usd))
        .where(col(Rate.currency).in_(currencies), ~is_void(Rate))
        .order_by(col(Rate.effective_on))
    )
    for currency, day, text in books.session.exec(rates):
        days[currency].append(day)
        units[currency, day] = Decimal(text)
    return days, units


def _standing(currencies: Collection[str], since: date) -> sa.Executable:
    """What stands of these currencies since a day and was valued at a recorded rate."""
    return (
        sa.select(
            col(Entry.kind),
            col(Entry.currency),
            col(Entry.value_date),
            col(Entry.rate),
            col(Entry.rate_effective_on),
            sa.func.coalesce(Deposit.reference, Contribution.reference),
        )
        .join(Contribution, col(Contribution.id) == Entry.contribution_id)
        .outerjoin(Deposit, col(Deposit.id) == Entry.deposit_id)
        .where(
            col(Entry.kind).in_(WORDS),
            col(Entry.value_date) >= since,
            col(Entry.currency).in_(currencies),
            col(Entry.rate_effective_on).is_not(None),  # else the bank's own, or a mean
            stands(Entry),
        )
        .order_by(col(Entry.id))
    )
