"""Where one contribution stands, by its entries that stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.store.tables import Entry

K = EntryKind


@dataclass
class Standing:
    """What is booked of one contribution; amounts in minor units by pool."""

    entries: list[Entry] = field(default_factory=list)
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

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Standing":
        """What entries that stand come to."""
        found = cls(list(entries))
        for entry in found.entries:
            pool = entry.objective or UNEARMARKED
            found.count(entry.kind, pool, entry.amount, entry.usd_cents or 0, entry.value_date)
        return found

    @property
    def promised(self) -> dict[str, int]:
        """The commitment with its amendments, by pool: the choice that deposits follow."""
        return {pool: part + self.amended.get(pool, 0) for pool, part in self.committed.items()}

    @property
    def promised_usd(self) -> int:
        """The commitment with its amendments in US dollar cents."""
        return self.committed_usd + self.amended_usd

    @property
    def commitment(self) -> int:
        """The commitment with its amendments, less what is written off."""
        return sum(self.promised.values()) - self.written_off

    @property
    def outstanding(self) -> int:
        """What is still to come of the commitment; never below zero."""
        return max(self.commitment - sum(self.deposited.values()), 0)

    @property
    def choice(self) -> dict[str, int]:
        """The earmarking choice of the arrangement, before amendments; else of the pledge."""
        return self.committed or self.pledged

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
