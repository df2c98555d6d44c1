"""What the pool made possible, and one contributor's share of it.

Money of a pool is nobody's any more, and no delegate is anybody's. A contributor sees its share of
the money that pays travel, and what that share of the whole comes to. Only contributors are named.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.texts import alphabetical, listed
from trustfund.domain.travel import DELEGATES, TripStatus
from trustfund.figures import contributions, participation
from trustfund.figures.columns import Numbers, place
from trustfund.figures.giving import Statement
from trustfund.figures.kept import kept
from trustfund.figures.view import View, share
from trustfund.figures.wording import NOT_AVAILABLE, counted, in_a_sentence

LEAST = Fraction(1, 20)
"""What is below this would be rounded to 0.0."""


@dataclass(frozen=True)
class MadePossible:
    """What the pool paid for up to a day, and one contributor's share; money in US dollar cents."""

    fund_deposited: int
    fund_for_travel: int
    """Deposits into the pools that pay travel."""
    deposited: int
    for_travel: int
    delegates: int
    states: int
    equivalent: Fraction | None
    """Delegates; None where nobody travelled, or where the contributor gave nothing for travel."""

    @property
    def share(self) -> Fraction | None:
        """The contributor's share of all deposits; None before there are any."""
        return share(self.deposited, self.fund_deposited)

    @property
    def travel_share(self) -> Fraction | None:
        """The contributor's share of the deposits that pay travel; None before there are any."""
        return share(self.for_travel, self.fund_for_travel)


def made_possible(statement: Statement) -> MadePossible:
    """What the pool made possible up to the day of a statement, and its contributor's share."""
    view = statement.view
    arrived = view.entries[view.entries["kind"] == EntryKind.DEPOSIT]
    pools = arrived.groupby("pool", sort=False, observed=True)[["usd"]].sum().itertuples(name=None)
    given = {pool: int(usd) for pool, usd in pools}
    own = {row["objective"]: row["deposited_usd"] for row in statement.by_pool}
    counts = participation.count(participation.seats(view))
    for_travel = _for_travel(view, own)
    return MadePossible(
        fund_deposited=sum(given.values()),
        fund_for_travel=_for_travel(view, given),
        deposited=sum(own.values()),
        for_travel=for_travel,
        delegates=counts.delegates,
        states=counts.countries,
        equivalent=_equivalent(view) if counts.delegates and for_travel else None,
    )


@kept
def _equivalent(view: View) -> Fraction:
    """For each delegate, the contributor's share of the money for travel on the day of the seat.

    The money is all deposits dated up to the day of authorisation, less their fees, into the pools
    that pay travel. Nobody has a share of a seat that was authorised before any of it came.
    """
    entries = view.entries[view.entries["live"] & view.entries["pool"].isin(view.rules.pools)]
    entries = entries[entries["kind"].isin([EntryKind.DEPOSIT, EntryKind.AGENT_FEE])]
    is_fee = (entries["kind"] == EntryKind.AGENT_FEE).to_numpy()
    usd = np.where(is_fee, -entries["usd"].to_numpy(), entries["usd"].to_numpy())
    giver = view.frames.contributions
    own = [key for key, row in giver.items() if row.contributor_id in view.contributor_ids]
    is_own = np.isin(entries["contribution"].to_numpy(), own)
    days = entries["value_date"]
    of_all, of_own = (
        np.cumsum(_by_code(days, np.where(counts, usd, 0))) for counts in (True, is_own)
    )
    last = view.last_steps
    travelled = last["trip"][last["status"].isin(list(DELEGATES))]
    seats = view.statuses[view.statuses["status"] == TripStatus.AUTHORISED]
    numbers = Counter(seats["on_date"][seats["trip"].isin(travelled)])
    found: dict[tuple[int, int], int] = Counter()
    for day, number in numbers.items():
        until = place(days, day) - 1
        if until >= 0 and of_all[until]:
            found[int(of_own[until]), int(of_all[until])] += number
    return sum((Fraction(part * n, whole) for (part, whole), n in found.items()), Fraction(0))


def _by_code(days: "pd.Series[Any]", values: Numbers) -> Numbers:
    """Sums by day, in the order of the days that a column knows."""
    sums = np.zeros(len(days.cat.categories), dtype=np.int64)
    np.add.at(sums, days.cat.codes.to_numpy(), values)
    return sums


def _for_travel(view: View, by_pool: Mapping[str, int]) -> int:
    return sum(by_pool.get(pool, 0) for pool in view.rules.pools)


def tenths(value: Fraction) -> str:
    """A number to one decimal, half up."""
    if 0 < value < LEAST:
        return "less than 0.1"
    return f"{Decimal(money.half_up(value * 10)).scaleb(-1):,f}"


def share_text(value: Fraction | None) -> str:
    """A share of the pool to a tenth of a per cent, as exact as the equivalents made of it."""
    return NOT_AVAILABLE if value is None else f"{tenths(value * 100)} %"


def method(view: View) -> str:
    """How travel is paid and shares are counted, for everybody to read."""
    pools = view.rules.pools
    paid = listed([f"from {in_a_sentence(pool)}" for pool in pools])
    here = {1: "this pool", 2: "these two pools"}.get(len(pools), "these pools")
    return (
        f"Travel is paid {paid}, and from nothing else. All money in {here} pays for all travel "
        "together, so no delegate, country or meeting belongs to a contributor, and contributors "
        "never choose who travels. The shares are of deposits before fees and refunds. The "
        "equivalent counts each delegate by the contributor's share of the deposits in "
        f"{here}, less fees, that had come by the day the seat was authorised."
    )


def account(found: MadePossible, contributor: str) -> list[str]:
    """The account in sentences, fit for everybody to read."""
    if not found.deposited:
        return [f"No deposit of {contributor} was received yet, so there is no share to state."]
    sentences = [f"{contributor} gave {share_text(found.share)} of all deposits of the fund."]
    if not found.for_travel:
        return [*sentences, "None of it pays travel: it is for other objectives."]
    sentences.append(f"It gave {share_text(found.travel_share)} of the money that pays travel.")
    if found.equivalent is None:
        return [*sentences, "Nobody has travelled yet."]
    brought = f"{counted(found.delegates, 'delegate')} from {counted(found.states, 'State')}"
    return [
        *sentences,
        f"The money of all contributors together brought {brought}.",
        f"The share of {contributor} in it is equivalent to {tenths(found.equivalent)} delegates.",
    ]


WHOLLY = "Gave wholly un-earmarked"
PARTLY = "Gave partly un-earmarked"
EARMARKED = "Gave for objectives of the fund"


def contributors_thanked(view: View) -> dict[str, list[str]]:
    """All who deposited, by how they gave: un-earmarked money first, amounts not compared."""
    everybody = replace(view, filters=replace(view.filters, contributor=()))
    found: dict[str, list[str]] = {WHOLLY: [], PARTLY: [], EARMARKED: []}
    for row in contributions.contributor_rows(everybody):
        unearmarked = row["unearmarked_share"]
        if unearmarked is not None:
            found[group(unearmarked)].append(row["name"])
    return {how: sorted(names, key=alphabetical) for how, names in found.items() if names}


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
