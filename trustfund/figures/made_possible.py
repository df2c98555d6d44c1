"""What the pool made possible, and one contributor's share of it.

Money of a pool is nobody's any more, and no delegate is anybody's. A contributor sees its share of
the money that pays travel, and what that share of the whole comes to. Only contributors are named.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.figures import contributions, participation
from trustfund.figures.giving import Statement
from trustfund.figures.staff_datasets import TRAVEL_POOLS
from trustfund.figures.view import View, share
from trustfund.figures.wording import NOT_AVAILABLE, listed

LEAST = Fraction(1, 20)
"""What is below this would be rounded to 0.0."""


@dataclass(frozen=True)
class MadePossible:
    """What the pool paid for up to a day, and one contributor's share; money in US dollar cents."""

    fund_deposited: int
    fund_for_travel: int
    """Deposits that pay travel: un-earmarked and objective 1."""
    deposited: int
    for_travel: int
    delegates: int
    states: int
    ldcs: int

    @property
    def share(self) -> Fraction | None:
        """The contributor's share of all deposits; None before there are any."""
        return share(self.deposited, self.fund_deposited)

    @property
    def travel_share(self) -> Fraction | None:
        """The contributor's share of the deposits that pay travel; None before there are any."""
        return share(self.for_travel, self.fund_for_travel)

    @property
    def counts(self) -> dict[str, int]:
        """What the pool made possible, as it is counted."""
        return {"Delegates": self.delegates, "States": self.states, "LDCs": self.ldcs}

    @property
    def equivalents(self) -> dict[str, Fraction]:
        """The same share of each count; empty where nobody travelled, or the share is nothing."""
        if not self.delegates or not self.travel_share:
            return {}
        return {name: self.travel_share * count for name, count in self.counts.items()}


def made_possible(statement: Statement) -> MadePossible:
    """What the pool made possible up to the day of a statement, and its contributor's share."""
    view = statement.view
    arrived = view.entries[view.entries["kind"] == EntryKind.DEPOSIT]
    pools = arrived.groupby("pool", sort=False, observed=True)[["usd"]].sum().itertuples(name=None)
    given = {pool: int(usd) for pool, usd in pools}
    own = {row["objective"]: row["deposited_usd"] for row in statement.by_pool}
    travelled = [seat for seat in participation.seats(view) if seat.is_delegate]
    counts = participation.count(travelled)
    of_ldcs = (seat for seat in travelled if view.class_at(seat.country, seat.event).ldc)
    return MadePossible(
        fund_deposited=sum(given.values()),
        fund_for_travel=_for_travel(given),
        deposited=sum(own.values()),
        for_travel=_for_travel(own),
        delegates=counts.delegates,
        states=counts.countries,
        ldcs=participation.count(of_ldcs).countries,
    )


def _for_travel(by_pool: Mapping[str, int]) -> int:
    return sum(by_pool.get(pool, 0) for pool in TRAVEL_POOLS)


def tenths(value: Fraction) -> str:
    """A number to one decimal, half up."""
    if 0 < value < LEAST:
        return "less than 0.1"
    return f"{Decimal(money.half_up(value * 10)).scaleb(-1):,f}"


def share_text(value: Fraction | None) -> str:
    """A share of the pool to a tenth of a per cent, as exact as the equivalents made of it."""
    return NOT_AVAILABLE if value is None else f"{tenths(value * 100)} %"


METHOD = (
    "Travel is paid from objective 1 and from un-earmarked money, and from nothing else. All money "
    "in these two pools pays for all travel together, so no delegate, country or meeting belongs "
    "to a contributor, and contributors never choose who travels. The equivalent is the "
    "contributor's share of all deposits in these two pools, times what was counted. Deposits are "
    "taken before fees and refunds."
)


def account(found: MadePossible, contributor: str) -> list[str]:
    """The account in sentences, fit for everybody to read."""
    if not found.deposited:
        return [f"No deposit of {contributor} was received yet, so there is no share to state."]
    sentences = [f"{contributor} gave {share_text(found.share)} of all deposits of the fund."]
    if not found.for_travel:
        return [*sentences, "None of it pays travel: it is for other objectives."]
    sentences.append(f"It gave {share_text(found.travel_share)} of the money that pays travel.")
    if not found.delegates:
        return [*sentences, "Nobody has travelled yet."]
    return sentences


WHOLLY = "Gave wholly un-earmarked"
PARTLY = "Gave partly un-earmarked"
EARMARKED = "Gave for objectives of the fund"


def _alphabetical(name: str) -> str:
    """Letters with accents sort beside those without."""
    return unicodedata.normalize("NFKD", name).casefold()


def contributors_thanked(view: View) -> dict[str, list[str]]:
    """All who deposited, by how they gave: un-earmarked money first, amounts not compared."""
    everybody = replace(view, filters=replace(view.filters, contributor=()))
    found: dict[str, list[str]] = {WHOLLY: [], PARTLY: [], EARMARKED: []}
    for row in contributions.contributor_rows(everybody):
        unearmarked = row["unearmarked_share"]
        if unearmarked is not None:
            found[group(unearmarked)].append(row["name"])
    return {how: sorted(names, key=_alphabetical) for how, names in found.items() if names}


def group(unearmarked: Fraction) -> str:
    """How somebody gave, by the un-earmarked share of it."""
    return WHOLLY if unearmarked == 1 else PARTLY if unearmarked else EARMARKED


def thanks(statement: Statement) -> str:
    """The fund's thanks to one contributor, for un-earmarked money first."""
    name, titles = statement.contributor, statement.view.frames.objectives
    shares = {row["objective"]: row["share_of_deposits"] or 0 for row in statement.by_pool}
    given = [pool for pool, part in shares.items() if part]
    if not given:
        return f"No deposit of {name} was received yet."
    objectives = [f"objective {pool} ({titles[pool]})" for pool in given if pool != UNEARMARKED]
    purposes = listed(objectives)
    if not objectives:
        return (
            f"Thank you, {name}, for giving wholly un-earmarked: this money goes where it is "
            "needed most, as the fund asks."
        )
    if UNEARMARKED in given:
        return (
            f"Thank you, {name}, above all for what you gave un-earmarked: it goes where it is "
            f"needed most, as the fund asks. Thank you also for what you gave for {purposes}."
        )
    return f"Thank you, {name}, for what you gave for {purposes}."
