"""What the books come to before a file and after it: sums of money, who gives, which countries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from trustfund.domain import money
from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import EntryKind, MovementKind
from trustfund.domain.texts import alphabetical
from trustfund.exchange.imports.outcome import Sum
from trustfund.ledger.books import Books
from trustfund.ledger.entries import stands
from trustfund.ledger.void import is_void
from trustfund.store.tables import (
    Allocation,
    Contribution,
    Contributor,
    Country,
    Entry,
    Event,
    Instalment,
    Trip,
)

K = EntryKind
OF_KIND: Mapping[str, frozenset[str]] = {
    "contributions": frozenset({"pledged", "committed"}),
    "instalments": frozenset({"scheduled"}),
    "deposits": frozenset({"deposited", "administrative agent fees"}),
    "movements": frozenset(FACTS[EntryKind(kind.value)].total for kind in MovementKind),
    "allocations": frozenset({"allocated"}),
    "travel": frozenset({"obligated for travel", "spent on travel"}),
}
"""What a kind of file is about: shown in every currency, changed or not."""
BRING_CONTRIBUTORS = frozenset({"contributors", "contributions"})
BRING_COUNTRIES = frozenset({"contributors", "events", "travel"})
Key = tuple[str, str]
"""What, and in which currency; or the role of somebody, and the name."""


@dataclass(frozen=True)
class Snapshot:
    """The books at a moment of an open transaction."""

    revision: int
    sums: Mapping[Key, tuple[int, int | None]]
    """Minor units of the currency, and US dollar cents where they are valued."""
    contributors: frozenset[Key]
    countries: frozenset[Key]


def look(books: Books, kind: str) -> Snapshot:
    """What the books come to now, as far as this kind of file can change it."""
    sums: dict[Key, tuple[int, int | None]] = {}
    for what, currency, amount, usd in (*_entries(books), *_plans(books)):
        before, usd_before = sums.get((what, currency), (0, None))
        valued = None if usd is None and usd_before is None else (usd or 0) + (usd_before or 0)
        sums[what, currency] = (before + amount, valued)
    return Snapshot(
        books.fund.revision,
        sums,
        frozenset(_contributors(books) if kind in BRING_CONTRIBUTORS else ()),
        frozenset(_countries(books) if kind in BRING_COUNTRIES else ()),
    )


def changes(kind: str, before: Snapshot, after: Snapshot) -> Iterator[Sum]:
    """The sums that change, and all that this kind of file is about."""
    nothing = (0, None)
    for what in dict.fromkeys(
        (*(facts.total for facts in FACTS.values()), "scheduled", "allocated")
    ):
        for key in sorted({key for key in (*before.sums, *after.sums) if key[0] == what}):
            was, usd_was = before.sums.get(key, nothing)
            now, usd_now = after.sums.get(key, nothing)
            is_shown = (was or now) and what in OF_KIND.get(kind, ())
            if is_shown or (was, usd_was or 0) != (now, usd_now or 0):
                valued = usd_was is not None or usd_now is not None
                usd = (usd_was or 0, usd_now or 0) if valued else (None, None)
                yield Sum(*key, was, now, *usd)


def appear(before: frozenset[Key], after: frozenset[Key]) -> tuple[str, ...]:
    """The names that are new in some role."""
    return tuple(sorted({name for _, name in after - before}, key=alphabetical))


def unearmarked(books: Books, kind: str, since: int) -> str:
    """How much of what was booked since a revision goes to un-earmarked money; "" for nothing."""
    kinds = {"contributions": (K.PLEDGE, K.COMMITMENT), "deposits": (K.DEPOSIT,)}.get(kind)
    if kinds is None:
        return ""
    booked = books.session.execute(
        sa.select(col(Entry.kind), col(Entry.currency), _sum(Entry.amount))
        .where(
            col(Entry.act_id) > since,
            col(Entry.kind).in_(kinds),
            col(Entry.objective).is_(None),
            stands(Entry),
        )
        .group_by(col(Entry.kind), col(Entry.currency))
        .order_by(col(Entry.kind), col(Entry.currency))
    )
    parts: dict[str, list[str]] = defaultdict(list)
    for each, currency, amount in booked:
        parts[FACTS[each].total].append(money.text(amount, currency))
    sums = "; ".join(f"{', '.join(amounts)} {what}" for what, amounts in parts.items())
    return f"Un-earmarked in new and changed rows: {sums}." if parts else ""


def _sum(column: object) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.sum(column), sa.BigInteger)  # PostgreSQL adds up to a NUMERIC


def _entries(books: Books) -> Iterator[tuple[str, str, int, int | None]]:
    """Reversals cancel what they reverse; a released surplus counts where it arrives."""
    is_taken = (col(Entry.amount) < 0) == col(Entry.reverses).is_(None)
    leaves = sa.and_(col(Entry.kind) == K.SURPLUS_RELEASE, is_taken)
    rows = books.session.execute(
        sa.select(col(Entry.kind), col(Entry.currency), _sum(Entry.amount), _sum(Entry.usd_cents))
        .where(~leaves)
        .group_by(col(Entry.kind), col(Entry.currency))
    )
    for kind, currency, amount, usd in rows:
        yield FACTS[kind].total, currency, amount, usd


def _plans(books: Books) -> Iterator[tuple[str, str, int, int | None]]:
    """What is scheduled and what is allocated: no entries."""
    scheduled = (
        sa.select(col(Contribution.currency), _sum(Instalment.amount))
        .join(Instalment, col(Instalment.contribution_id) == col(Contribution.id))
        .where(col(Instalment.ended_by_act_id).is_(None))
        .group_by(col(Contribution.currency))
    )
    for currency, amount in books.session.execute(scheduled):
        yield "scheduled", currency, amount, None
    stands = (~col(Allocation.cancelled), ~is_void(Allocation))
    allocated = sa.select(_sum(Allocation.usd_cents)).where(*stands)
    cents = books.session.execute(allocated).scalar()
    if cents:
        yield "allocated", "USD", cents, cents


def _contributors(books: Books) -> Iterator[Key]:
    """Contributors that are recorded, and those with a contribution that stands."""
    names = sa.select(col(Contributor.name)).where(~is_void(Contributor))
    yield from (("recorded", name) for name in books.session.execute(names).scalars())
    gives = (
        sa.select(col(Contributor.name))
        .join(Contribution, col(Contribution.contributor_id) == col(Contributor.id))
        .join(Entry, col(Entry.contribution_id) == col(Contribution.id))
        .where(col(Entry.kind).in_((K.PLEDGE, K.COMMITMENT)), stands(Entry))
        .distinct()
    )
    yield from (("gives", name) for name in books.session.execute(gives).scalars())


def _countries(books: Books) -> Iterator[Key]:
    """The countries of contributors, of events and of trips."""
    roles = {
        "contributor": sa.select(col(Contributor.country)).where(~is_void(Contributor)),
        "event": sa.select(col(Event.country)).where(~is_void(Event)),
        "trip": sa.select(col(Trip.country)).where(~is_void(Trip)),
    }
    for role, codes in roles.items():
        names = sa.select(col(Country.name)).where(col(Country.iso3).in_(codes))
        yield from ((role, name) for name in books.session.execute(names).scalars())
