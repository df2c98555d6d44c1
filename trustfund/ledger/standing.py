"""Where one contribution stands, by its entries that stand."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

import sqlalchemy as sa
from sqlmodel import Session, col

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.ledger.entries import live_entries, stands
from trustfund.store.tables import Entry

K = EntryKind
NO_DEPOSIT = -1
_OF = (col(Entry.contribution_id), col(Entry.kind), col(Entry.objective))
_SUM = sa.func.sum(col(Entry.amount))
_SUMS = (  # to build it takes longer than to run it
    sa.select(
        *_OF,
        _SUM,
        sa.func.coalesce(sa.func.sum(col(Entry.usd_cents)), 0),
        sa.func.max(col(Entry.value_date)),
    )
    .where(
        col(Entry.contribution_id).in_(sa.bindparam("ids", expanding=True)),
        sa.func.coalesce(col(Entry.deposit_id), 0) != sa.bindparam("besides"),
        col(Entry.kind) != K.AGENT_FEE,
        # Of deposits there may be thousands: reversals cancel what they reverse.
        sa.or_(col(Entry.kind) == K.DEPOSIT, stands(Entry)),
    )
    .group_by(*_OF)
    .having(sa.or_(col(Entry.kind) != K.DEPOSIT, _SUM != 0))
    .order_by(sa.func.min(col(Entry.id)))
)


@dataclass
class Standing:
    """What is booked of one contribution; amounts in minor units by pool."""

    look_up: Callable[[], list[Entry]] = list
    """Finds its single entries."""
    pledged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    withdrawn: int = 0
    committed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By the arrangement as signed, before amendments."""
    committed_usd: int = 0
    amended: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    amended_usd: int = 0
    written_off: int = 0
    deposited: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    deposited_usd: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refunded_usd: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pledged_on: date | None = None
    signed_on: date | None = None

    @cached_property
    def promised(self) -> dict[str, int]:
        """The commitment with its amendments, by pool: the choice that deposits follow.

        What is counted after it was asked for are deposits alone.
        """
        return {pool: part + self.amended.get(pool, 0) for pool, part in self.committed.items()}

    @property
    def promised_usd(self) -> int:
        """The commitment with its amendments in US dollar cents."""
        return self.committed_usd + self.amended_usd

    @cached_property
    def commitment(self) -> int:
        """The commitment with its amendments, less what is written off; cached as they are."""
        return sum(self.promised.values()) - self.written_off

    @property
    def outstanding(self) -> int:
        """What is still to come of the commitment; never below zero."""
        return max(self.commitment - sum(self.deposited.values()), 0)

    @property
    def choice(self) -> dict[str, int]:
        """The earmarking choice of the arrangement, before amendments; else of the pledge."""
        return self.committed or self.pledged

    @cached_property
    def entries(self) -> list[Entry]:
        """Its single entries, of which there may be many: most acts need the sums alone."""
        return self.look_up()

    def of_kind(self, *kinds: EntryKind) -> list[Entry]:
        """The standing entries of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def count(self, kind: EntryKind, pool: str, amount: int, usd_cents: int, day: date) -> None:
        """Add an entry that stands, or several of one kind, pool and day."""
        if kind is K.PLEDGE:
            self.pledged[pool] += amount
            self.pledged_on = day
        elif kind is K.WITHDRAWAL:
            self.withdrawn -= amount
        elif kind is K.COMMITMENT:
            self.committed[pool] += amount
            self.committed_usd += usd_cents
            self.signed_on = day
        elif kind is K.AMENDMENT:
            self.amended[pool] += amount
            self.amended_usd += usd_cents
        elif kind is K.WRITE_OFF:
            self.written_off -= amount
        elif kind is K.DEPOSIT:
            self.deposited[pool] += amount
            self.deposited_usd[pool] += usd_cents
        elif kind is K.REFUND_TO_CONTRIBUTOR:
            self.refunded_usd[pool] += usd_cents


def standings(
    session: Session, ids: Collection[int | None], besides: int | None = None
) -> dict[int | None, Standing]:
    """Where contributions stand, by their ids, leaving out the deposit ``besides``."""

    def entries_of(key: int | None) -> list[Entry]:
        entries = live_entries(session, "contribution_id", key)
        return [entry for entry in entries if besides is None or entry.deposit_id != besides]

    found = {key: Standing(partial(entries_of, key)) for key in ids}
    given = {"ids": list(ids), "besides": NO_DEPOSIT if besides is None else besides}
    for key, kind, objective, amount, usd_cents, day in session.execute(_SUMS, given):
        found[key].count(kind, objective or UNEARMARKED, int(amount), int(usd_cents), day)
    return found
