"""Deposits that stand, found by what makes them look like one: ``domain/same_money.py``."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.kinds import EntryKind
from trustfund.domain.same_money import Cash, Mark
from trustfund.domain.texts import skeleton
from trustfund.ledger.entries import is_reversal
from trustfund.store.tables import Contribution, Deposit, Entry

_ENTRY = Entry.__table__.c  # type: ignore[attr-defined]
_OWN = Deposit.__table__.c  # type: ignore[attr-defined]
_GIFT = Contribution.__table__.c  # type: ignore[attr-defined]
_BY = (
    *(_OWN.id, _OWN.reference, _GIFT.contributor_id, _ENTRY.value_date, _ENTRY.currency),
    *(_OWN.bank_reference, _GIFT.reference),
)
_SUM = sa.func.sum(_ENTRY.amount)
_CASH = (  # to build it takes longer than to run it
    sa.select(*_BY[1:5], _SUM, *_BY[5:])
    .join_from(Entry, Deposit, _OWN.id == _ENTRY.deposit_id)
    .join(Contribution, _GIFT.id == _OWN.contribution_id)
    .where(_ENTRY.kind == EntryKind.DEPOSIT)
    .group_by(*_BY)
    .having(_SUM != 0)  # reversals cancel what they reverse
    .order_by(_OWN.id)
)
_OF_DAYS = _CASH.where(_ENTRY.value_date.in_(sa.bindparam("days", expanding=True)))
_OF_BANK = _CASH.where(_OWN.bank_skeleton.in_(sa.bindparam("banks", expanding=True)))
_OF_DEPOSITS = _CASH.where(_OWN.id.in_(sa.bindparam("deposits", expanding=True)))
_AS_BOOKED = (  # by each act, what was reversed since too
    sa.select(
        *(_OWN.reference, _GIFT.contributor_id, _ENTRY.value_date, _ENTRY.currency, _SUM),
        *(_OWN.bank_reference, _GIFT.reference, _ENTRY.act_id),
    )
    .join_from(Entry, Deposit, _OWN.id == _ENTRY.deposit_id)
    .join(Contribution, _GIFT.id == _ENTRY.contribution_id)
    .where(
        _ENTRY.kind == EntryKind.DEPOSIT,
        ~is_reversal(_ENTRY.reverses),
        _OWN.id.in_(sa.bindparam("deposits", expanding=True)),
    )
    .group_by(*_BY, _ENTRY.act_id)
)
MOST = 6
"""So many with a mark in common are looked at: a whole file may have one bank reference."""
_LIKE = _CASH.where(
    _ENTRY.value_date == sa.bindparam("day"),
    _GIFT.contributor_id == sa.bindparam("giver"),
    _ENTRY.currency == sa.bindparam("currency"),
)
_LIKE = _LIKE.having(sa.bindparam("amount") == _SUM).limit(MOST + 1)  # itself may be among them
_BANK_ALIKE = _CASH.where(_OWN.bank_skeleton == sa.bindparam("bank")).limit(MOST + 1)


def as_they_stand(session: Session, deposits: Collection[int]) -> dict[str, Cash]:
    """Some deposits by reference, as they stand."""
    rows = session.execute(_OF_DEPOSITS, {"deposits": list(deposits)})
    return {row[0]: Cash(*row)._replace(amount=int(row[4])) for row in rows}


def as_booked(session: Session, deposits: Collection[int]) -> Iterator[tuple[int, Cash]]:
    """Some deposits as each act booked them that did, with that act."""
    for *row, act in session.execute(_AS_BOOKED, {"deposits": list(deposits)}):
        yield act, Cash(*row)._replace(amount=int(row[4]))


@dataclass
class Arrived:
    """Deposits that stand, or are about to, of those that were looked up."""

    session: Session
    _by: dict[Mark, list[Cash]] = field(default_factory=lambda: defaultdict(list))
    _looked_up: set[date | str] = field(default_factory=set)

    def look_up(self, days: Collection[date | None], bank_references: Collection[str]) -> None:
        """Look up what arrived on these days, or under these references of the bank; each once."""
        banks = set(map(skeleton, bank_references)) - self._looked_up - {""}
        new = {day for day in days if day} - self._looked_up
        self._looked_up |= new | banks
        if new:
            self._add_all(_OF_DAYS, days=list(new))
        if banks:
            self._add_all(_OF_BANK, banks=list(banks))

    def look_up_one(self, cash: Cash) -> None:
        """Look up what may be the same money."""
        day, giver, currency, amount = cash.value_date, cash.giver, cash.currency, cash.amount
        if day and amount:
            self._add_all(_LIKE, day=day, giver=giver, currency=currency, amount=amount)
        if bank := skeleton(cash.bank_reference):
            self._add_all(_BANK_ALIKE, bank=bank)

    def _add_all(self, query: sa.Select[Any], **given: object) -> None:
        for row in self.session.execute(query, given):
            self.add(Cash(*row)._replace(amount=int(row[4])))

    def add(self, cash: Cash) -> None:
        """Count a deposit that is booked, or will be."""
        for mark in cash.marks():
            self._by[mark].append(cash)

    def has(self, mark: Mark, reference: str) -> bool:
        """Whether a deposit has a mark, of those that were looked up."""
        return any(other.reference == reference for other in self._by.get(mark, ()))

    def like(self, cash: Cash) -> list[Cash]:
        """The others that may be the same money; the first of many."""
        found: dict[Cash, None] = {}
        for mark in cash.marks():
            others = (o for o in self._by.get(mark, ()) if o.reference != cash.reference)
            found |= dict.fromkeys(islice(others, MOST))
        return sorted(found, key=attrgetter("reference"))
