"""Where one contribution stands, as its own standing entries say."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from trustfund.domain import earmarking
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Problem, Refused
from trustfund.ledger.acts import Books, live_entries
from trustfund.store.tables import Contribution, Entry

K = EntryKind


@dataclass
class Standing:
    """What the ledger says of one contribution; amounts in minor units by pool."""

    entries: list[Entry]
    pledged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    withdrawn: int = 0
    committed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    committed_usd: int = 0
    written_off: int = 0
    deposited: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pledged_on: date | None = None
    signed_on: date | None = None

    @property
    def outstanding(self) -> int:
        """What is still to come of the commitment; never below zero."""
        committed = sum(self.committed.values()) - self.written_off
        return max(committed - sum(self.deposited.values()), 0)

    @property
    def choice(self) -> dict[str, int]:
        """The earmarking choice now in force."""
        return self.committed or self.pledged

    def of_kind(self, *kinds: EntryKind) -> list[Entry]:
        """The standing entries of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]


def of(books: Books, contribution: Contribution, besides: int | None = None) -> Standing:
    """What the ledger says of a contribution, leaving out the deposit ``besides``."""
    found = Standing(live_entries(books.session, col(Entry.contribution_id) == contribution.id))
    for entry in found.entries:
        pool = entry.objective or earmarking.UNEARMARKED
        if entry.kind is K.PLEDGE:
            found.pledged[pool] += entry.amount
            found.pledged_on = entry.value_date
        elif entry.kind is K.WITHDRAWAL:
            found.withdrawn -= entry.amount
        elif entry.kind is K.COMMITMENT:
            found.committed[pool] += entry.amount
            found.committed_usd += entry.usd_cents or 0
            found.signed_on = entry.value_date
        elif entry.kind is K.WRITE_OFF:
            found.written_off -= entry.amount
        elif entry.kind is K.DEPOSIT and entry.deposit_id != besides:
            found.deposited[pool] += entry.amount
    return found


def required(books: Books, place: str, reference: str) -> Contribution:
    """The contribution of that reference, or a sentence."""
    found = books.session.exec(
        select(Contribution).where(Contribution.reference == reference.strip())
    ).first()
    if found is None:
        raise Refused(
            Problem(place, reference, "is not a contribution", "Use a reference from the list")
        )
    return found
