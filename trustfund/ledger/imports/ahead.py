"""Books that were read ahead: what many deposits are checked against, looked up in a few queries.

Rules ask them as they ask any open books, so form and file have one set of rules. They stay right
as long as each deposit that is booked meanwhile is counted here, and nothing else is booked.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.kinds import EntryKind
from trustfund.domain.same_money import Cash, Mark
from trustfund.domain.texts import skeleton
from trustfund.ledger.books import Books, D, meant
from trustfund.ledger.deposits import DepositDraft, Plan
from trustfund.ledger.entries import Owner, stands
from trustfund.ledger.same_money import Arrived, as_booked, as_they_stand
from trustfund.ledger.standing import Standing, standings
from trustfund.ledger.void import is_void
from trustfund.store.base import Base
from trustfund.store.tables import Contribution, Deposit, Entry, Rate, SameMoney

AT_ONCE = 1000
"""How many documents are asked for in one query: what every database allows."""


@dataclass
class BooksAhead(Books):
    """Open books that remember what they looked up."""

    taken: dict[str, str] = field(default_factory=dict)
    """References of deposits by their skeletons, of those that were asked for."""
    void: set[str] = field(default_factory=set)
    """Of those asked for last, the references of void deposits."""
    known: dict[type[Base], dict[str, list[Any]]] = field(default_factory=dict)
    """Documents by the skeleton of their references, of those that were asked for."""
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    """The standing entries of known deposits."""
    rates: dict[str, tuple[list[date], list[Rate]]] = field(default_factory=dict)
    """Rates by currency, the oldest first, and the days from which they are in effect."""
    warnings: dict[date, tuple[str, ...]] = field(default_factory=dict)
    """Warnings by day."""
    standings: dict[int | None, Standing] = field(default_factory=dict)
    """Where contributions stand, of those that were asked for."""
    fees: list[tuple[int, int]] | None = None
    left_out: dict[str, tuple[str, int]] = field(default_factory=dict)
    """References, by their skeletons, whose money a file said is that of a deposit: which one, and
    by which act that was remembered."""
    left_out_of: dict[str, Cash] = field(default_factory=dict)
    """Those deposits as they stand, by their references."""

    def __post_init__(self) -> None:
        self.arrived = Arrived(self.session)
        self._same: dict[str, set[Mark]] = defaultdict(set)
        self._booked: dict[str, list[tuple[int, Cash]]] = defaultdict(list)

    @classmethod
    def of(cls, books: Books) -> "BooksAhead":
        """The same books, to be read ahead."""
        return cls(**{part.name: getattr(books, part.name) for part in fields(Books)})

    def look_up(self, drafts: Sequence[DepositDraft]) -> None:
        """Look up what new deposits are checked against, ``AT_ONCE`` of them at most."""
        self._look_up_money(drafts)
        contributions = {draft.contribution for draft in drafts}
        wanted = {skeleton(draft.reference) for draft in drafts}
        columns: sa.Table = Deposit.__table__  # type: ignore[attr-defined]
        named = sa.select(columns.c.skeleton, columns.c.reference, is_void(Deposit))
        these = named.where(columns.c.skeleton.in_(wanted)).order_by(columns.c.id.desc())
        self.void = set()
        for key, reference, void in self.session.execute(these):
            if void:
                self.void.add(reference)
            else:
                self.taken[key] = reference
        known = self.known.setdefault(Contribution, {})
        if wanted := set(map(skeleton, contributions)) - known.keys():
            found = self._spelt(Contribution, wanted)
            known |= found
            ids = [own.id for each in found.values() for own in each]
            self.standings |= standings(self.session, ids)

    def _look_up_money(self, drafts: Sequence[DepositDraft]) -> None:
        days = {draft.value_date for draft in drafts}
        self.arrived.look_up(days, {draft.bank_reference for draft in drafts})

    def _spelt(self, table: type[Base], skeletons: Collection[str]) -> dict[str, list[Any]]:
        """The documents of these skeletons that are not void."""
        asked = table.__table__.c.skeleton.in_(skeletons)  # type: ignore[attr-defined]
        rows: Iterable[Any] = self.session.exec(select(table).where(asked, ~is_void(table)))
        found: dict[str, list[Any]] = {}
        for own in rows:
            found.setdefault(own.skeleton, []).append(own)
        return found

    def look_up_deposits(self, drafts: Sequence[DepositDraft]) -> None:
        """Look up deposits as they are booked, and their money, ``AT_ONCE`` at most."""
        self._look_up_money(drafts)
        wanted = {skeleton(draft.reference) for draft in drafts}
        known = self.known[Deposit] = self._spelt(Deposit, wanted)
        self._look_up_left_out(wanted)
        self.entries = defaultdict(list)
        gifts = {skeleton(draft.contribution) for draft in drafts}
        if found := [own for each in known.values() for own in each]:
            ids = [own.id for own in found]
            columns: sa.Table = Entry.__table__  # type: ignore[attr-defined]
            theirs = sa.select(columns).where(columns.c.deposit_id.in_(ids), stands(Entry))
            for entry in self.session.execute(theirs.order_by(columns.c.id)):
                self.entries[entry.deposit_id].append(cast(Entry, entry))
            contributions = {own.contribution_id for own in found}
            given = select(Contribution.skeleton).where(col(Contribution.id).in_(contributions))
            gifts.update(self.session.exec(given))
        # Kept here, the session has them at hand.
        self.known[Contribution] = self._spelt(Contribution, gifts)

    def _look_up_left_out(self, skeletons: Collection[str]) -> None:
        """What files left out of these references, where the deposit still stands."""
        same: sa.Table = SameMoney.__table__  # type: ignore[attr-defined]
        own: sa.Table = Deposit.__table__  # type: ignore[attr-defined]
        its = col(Entry.deposit_id) == own.c.id
        stand = sa.exists().where(its, stands(Entry))
        wanted = (same.c.skeleton, own.c.reference, same.c.act_id, own.c.id)
        asked = sa.select(*wanted).join(own, own.c.id == same.c.deposit_id).order_by(same.c.id)
        asked = asked.where(same.c.skeleton.in_(skeletons), ~same.c.void, stand)
        found = self.session.execute(asked).all()  # the newest comes last, and has it
        self.left_out = {key: (reference, act) for key, reference, act, _ in found}
        deposits = {own_id for *_, own_id in found}
        self.left_out_of = as_they_stand(self.session, deposits) if deposits else {}
        self._booked.clear()
        for act, cash in as_booked(self.session, deposits) if deposits else ():
            self._booked[cash.reference].append((act, cash))

    def count(self, ready: Plan) -> None:
        """Remember a deposit that is booked, or will be."""
        reference, day = ready.cash.reference, ready.value_date
        self.taken[skeleton(reference)] = reference
        self.arrived.add(ready.cash)
        standing = self.standings[ready.contribution_id]
        for pool, amount in ready.parts.items():
            standing.count(EntryKind.DEPOSIT, pool, amount, ready.usd_parts[pool], day)

    def like(self, cash: Cash) -> list[Cash]:
        """The other deposits that stand, or will, and may be the same money."""
        return self.arrived.like(cash)

    def is_same(self, cash: Cash | None, key: str) -> bool:
        """Whether a row, by the skeleton of its reference, is still money that a file left out.

        It has a mark of the deposit whose money it was, or of a row before it that was the same.
        """
        if cash is None or key not in self.left_out:
            return False
        other, _ = self.left_out[key]
        marks = set(cash.marks())
        known = self._same[other]
        is_like = any(self.arrived.has(mark, other) for mark in marks)
        if known.isdisjoint(marks) and not is_like and self._had(marks, key) is not False:
            return False
        known |= marks
        return True

    def corrected(self, cash: Cash, key: str) -> list[Cash]:
        """The deposit whose money a row was, where it is corrected since to what is not alike."""
        if key not in self.left_out or not self._had(set(cash.marks()), key):
            return []
        return [self.left_out_of[self.left_out[key][0]]]

    def _had(self, marks: set[Mark], key: str) -> bool | None:
        """Whether the deposit of a row left out was corrected since; None: it was never alike."""
        other, remembered = self.left_out[key]
        booked = self._booked[other]
        if not any(marks & set(cash.marks()) for _, cash in booked):
            return None
        return max(act for act, _ in booked) > remembered

    def spelt(self, table: type[D], name: str) -> Sequence[D]:
        """The documents that a reference may mean, however it is spelt."""
        if table not in self.known:
            return super().spelt(table, name)
        return meant(self.known[table].get(skeleton(name), ()), name)

    def is_taken(self, table: type[Base], reference: str, own: Base | None = None) -> str:
        """The reference of another document than ``own`` that is spelt so, or alike; else ""."""
        if table is not Deposit or own is not None:
            return super().is_taken(table, reference, own)
        return self.taken.get(skeleton(reference), "")

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
