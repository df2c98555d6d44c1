"""Where one contribution stands, as its own standing entries say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trustfund.domain import earmarking, money
from trustfund.domain.catalogue.contribution import DOCUMENT
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.ledger.balances import said_pool
from trustfund.ledger.books import Books
from trustfund.store.tables import Contribution, Entry

K = EntryKind


@dataclass
class Standing:
    """What the ledger says of one contribution; amounts in minor units by pool."""

    entries: list[Entry]
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
        """Add what one standing entry says, or several of one kind, pool and day."""
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


def of(books: Books, contribution: Contribution, besides: int | None = None) -> Standing:
    """What the ledger says of a contribution, leaving out the deposit ``besides``."""
    if besides is None and contribution.id in books.standings:
        kept: Standing = books.standings[contribution.id]
        return kept
    found = Standing(books.live_entries("contribution_id", contribution.id))
    for entry in found.entries:
        if entry.kind is not K.DEPOSIT or besides is None or entry.deposit_id != besides:
            pool = entry.objective or earmarking.UNEARMARKED
            found.count(entry.kind, pool, entry.amount, entry.usd_cents or 0, entry.value_date)
    return found


def required(books: Books, reference: str, field: Field = DOCUMENT.itself) -> Contribution:
    """The contribution of that reference, or a sentence."""
    return books.required(Contribution, field, reference, "a contribution")


def _by_day(changes: Iterable[tuple[date, int]]) -> dict[date, int]:
    """What dated changes come to at the end of each of their days."""
    moved: dict[date, int] = defaultdict(int)
    for day, change in changes:
        moved[day] += change
    sums: dict[date, int] = {}
    running = 0
    for day in sorted(moved):
        running += moved[day]
        sums[day] = running
    return sums


def refuse_overdrawn_promise(books: Books, field: Field, contribution: Contribution) -> None:
    """Refuse what would leave a commitment of nothing, or of less when written off, on a day."""
    books.session.flush()
    found = of(books, contribution)
    promised = [(e.value_date, e.amount) for e in found.of_kind(K.COMMITMENT, K.AMENDMENT)]
    gone = [(e.value_date, e.amount) for e in found.of_kind(K.WRITE_OFF)]
    empty = [day for day, amount in _by_day(promised).items() if amount <= 0]
    below = [day for day, amount in _by_day([*promised, *gone]).items() if amount < 0]
    problems = Problems()
    if empty or below:
        problems.add(
            field,
            Code.NOTHING_LEFT,
            min(empty + below),
            f"would leave nothing of the commitment {contribution.reference}, or less, on that day",
            "Date it on or after the day of the amendments that it takes away from",
        )
    problems.refuse_if_any()


def refuse_unpaid_refunds(books: Books, key: int, field: Field = DOCUMENT.itself) -> None:
    """Refuse what would leave a contributor refunded more than it gave, pool by pool, on a day."""
    books.session.flush()
    contribution = books.session.get_one(Contribution, key)
    found = of(books, contribution)
    problems = Problems()
    for pool in found.refunded_usd:
        entries = [
            (entry, entry.usd_cents or 0)
            for entry in found.of_kind(K.DEPOSIT, K.REFUND_TO_CONTRIBUTOR)
            if (entry.objective or earmarking.UNEARMARKED) == pool
        ]
        refunds = _by_day((e.value_date, usd) for e, usd in entries if e.kind is not K.DEPOSIT)
        for day, refunded in refunds.items():
            given = sum(usd for e, usd in entries if e.kind is K.DEPOSIT and e.value_date <= day)
            if refunded > given:
                problems.add(
                    field,
                    Code.TOO_MUCH,
                    contribution.reference,
                    f"would have given {money.text(given, 'USD')} to {said_pool(pool).lower()} by "
                    f"{day}, and {money.text(refunded, 'USD')} of it are refunded by then",
                    "Reverse the refund first, or mend its day",
                )
                break
    problems.refuse_if_any()
