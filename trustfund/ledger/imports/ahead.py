"""Books that were read ahead: what many deposits are checked against, looked up in a few queries.

Rules ask them as they ask any open books, so form and file have one set of rules. They stay right
as long as each deposit that is booked meanwhile is counted here, and nothing else is booked.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.kinds import EntryKind
from trustfund.ledger.books import Books, D
from trustfund.ledger.entries import Owner, stands
from trustfund.ledger.standing import Standing, standings
from trustfund.ledger.void import is_void
from trustfund.store.base import Base
from trustfund.store.tables import CertifiedYear, Contribution, Deposit, Entry, Rate

AT_ONCE = 1000
"""How many documents are asked for in one query: what every database allows."""


@dataclass
class BooksAhead(Books):
    """Open books that remember what they looked up."""

    taken: set[str] = field(default_factory=set)
    """References of deposits, of those that were asked for."""
    known: dict[type[Base], dict[str, Any]] = field(default_factory=dict)
    """Documents by reference, of those that were asked for."""
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    """The standing entries of known deposits."""
    rates: dict[str, tuple[list[date], list[Rate]]] = field(default_factory=dict)
    """Rates by currency, the oldest first, and the days from which they are in effect."""
    warnings: dict[date, tuple[str, ...]] = field(default_factory=dict)
    """Warnings by day."""
    standings: dict[int | None, Standing] = field(default_factory=dict)
    """Where contributions stand, of those that were asked for."""
    certified: frozenset[int] | None = None
    fees: list[tuple[int, int]] | None = None

    @classmethod
    def of(cls, books: Books) -> "BooksAhead":
        """The same books, to be read ahead."""
        return cls(**{part.name: getattr(books, part.name) for part in fields(Books)})

    def look_up(self, deposits: Collection[str], contributions: Collection[str]) -> None:
        """Look up documents by their references, ``AT_ONCE`` at most of either kind."""
        self.taken = set(self._named(Deposit, deposits))
        known = self.known.setdefault(Contribution, {})
        found = self._named(Contribution, {each.strip() for each in contributions} - known.keys())
        known |= found
        self.standings |= standings(self.session, [own.id for own in found.values()])

    def _named(self, table: type[Base], references: Collection[str]) -> dict[str, Any]:
        """The documents of these references that are not void."""
        asked = [reference.strip() for reference in references]
        named = table.__table__.c.reference.in_(asked)  # type: ignore[attr-defined]
        found: Iterable[Any] = self.session.exec(select(table).where(named, ~is_void(table)))
        return {own.reference: own for own in found}

    def look_up_deposits(self, references: Collection[str]) -> None:
        """Look up deposits as they are booked, ``AT_ONCE`` at most."""
        found = self._named(Deposit, references)
        self.known[Deposit] = found
        self.entries = defaultdict(list)
        if found:
            ids = [own.id for own in found.values()]
            columns: sa.Table = Entry.__table__  # type: ignore[attr-defined]
            theirs = sa.select(columns).where(columns.c.deposit_id.in_(ids), stands(Entry))
            for entry in self.session.execute(theirs.order_by(columns.c.id)):
                self.entries[entry.deposit_id].append(cast(Entry, entry))
            contributions = {own.contribution_id for own in found.values()}
            self.known[Contribution] = {  # kept here, the session has them at hand
                own.reference: own
                for own in self.session.exec(
                    select(Contribution).where(col(Contribution.id).in_(contributions))
                )
            }

    def count(
        self,
        reference: str,
        contribution: int,
        parts: dict[str, int],
        usd: dict[str, int],
        day: date,
    ) -> None:
        """Remember a deposit that is booked, or will be."""
        self.taken.add(reference.strip())
        for pool, amount in parts.items():
            self.standings[contribution].count(EntryKind.DEPOSIT, pool, amount, usd[pool], day)

    def find(self, table: type[D], reference: str) -> D | None:
        """The document of a reference, None where there is none."""
        if table not in self.known:
            return super().find(table, reference)
        return self.known[table].get(reference.strip())

    def is_taken(self, table: type[Base], reference: str, own: Base | None = None) -> bool:
        """Whether another document than ``own`` has a reference."""
        if table is not Deposit or own is not None:
            return super().is_taken(table, reference, own)
        return reference.strip() in self.taken

    def live_entries(self, owner: Owner, key: int | None) -> list[Entry]:
        """The entries of a document that stand."""
        if owner == "deposit_id" and Deposit in self.known:
            return self.entries[key or 0]
        return super().live_entries(owner, key)

    def rate_on(self, currency: str, day: date) -> Rate | None:
        """The UN operational rate of exchange of a currency that is in effect on a day."""
        if currency not in self.rates:
            mine = (col(Rate.currency) == currency, ~is_void(Rate))
            rows = self.session.exec(select(Rate).where(*mine).order_by(col(Rate.effective_on)))
            found = list(rows)
            self.rates[currency] = ([rate.effective_on for rate in found], found)
        days, found = self.rates[currency]
        place = bisect(days, day)
        return found[place - 1] if place else None

    def is_certified(self, year: int) -> bool:
        """Whether the statements of a year are certified."""
        if self.certified is None:
            self.certified = frozenset(self.session.exec(select(CertifiedYear.year)))
        return year in self.certified

    def standing(self, contribution: Contribution, besides: int | None = None) -> Standing:
        """Where a contribution stands, leaving out the deposit ``besides``."""
        if besides is None and contribution.id in self.standings:
            return self.standings[contribution.id]
        return super().standing(contribution, besides)

    def earlier_fees(self) -> list[tuple[int, int]]:
        """The acts that changed the administrative agent's fee, and its basis points before."""
        if self.fees is None:
            self.fees = super().earlier_fees()
        return self.fees

    def cautions(self, day: date) -> tuple[str, ...]:
        """Warnings about money booked on a day: outside the term, or in a certified year."""
        if day not in self.warnings:
            self.warnings[day] = super().cautions(day)
        return self.warnings[day]
