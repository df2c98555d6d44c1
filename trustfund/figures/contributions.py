"""Where every contribution stands, by pool and in all."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from trustfund.domain import earmarking, money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import COMMITTED, EntryKind, Stage
from trustfund.domain.texts import alphabetical
from trustfund.figures.columns import Numbers, Rows, dictionary, totals
from trustfund.figures.kept import kept
from trustfund.figures.rows import ContributionRow, ContributorRow
from trustfund.figures.view import View, share

K = EntryKind


class Zeros(dict[str, int]):
    """Sums by pool; 0 where there is none, and to ask changes nothing: many ask at once."""

    def __missing__(self, pool: str) -> int:
        return 0


class Sums(dict[str, Zeros]):
    """The same by kind of entry."""

    def __missing__(self, kind: str) -> Zeros:
        return Zeros()


@dataclass
class Position:
    """One contribution, as far as the view sees it.

    ``amounts`` and ``usd`` hold sums by entry kind and pool, in minor units of the contribution's
    currency and in US dollar cents. Amendments are part of the commitment. Fees and refunds may be
    in other currencies: of these ``usd`` alone holds what can be added up.
    """

    document: ContributionRow
    contributor: ContributorRow
    amounts: Sums = field(default_factory=Sums)
    usd: Sums = field(default_factory=Sums)
    refunded: Zeros = field(default_factory=Zeros)
    """What was given back in the contribution's own currency, by pool."""
    refunded_otherwise: set[str] = field(default_factory=set)
    """The pools of which something was given back in another one."""
    pledged_on: str = ""
    signed_on: str = ""

    def total(self, kind: EntryKind) -> int:
        """Minor units of one kind of entry over all pools."""
        return sum(self.amounts[kind].values())

    def total_usd(self, kind: EntryKind) -> int:
        """US dollar cents of one kind of entry over all pools."""
        return sum(self.usd[kind].values())

    @property
    def is_commitment(self) -> bool:
        """Whether an arrangement is signed."""
        return self.total(K.COMMITMENT) > 0

    @property
    def outstanding(self) -> int:
        """Commitment less deposits and what is written off; never below zero."""
        rest = self.total(K.COMMITMENT) + self.total(K.WRITE_OFF) - self.total(K.DEPOSIT)
        return max(rest, 0)

    @property
    def stage(self) -> Stage:
        """How far the contribution has come."""
        if not self.is_commitment:
            return Stage.WITHDRAWN if self.total(K.WITHDRAWAL) else Stage.PLEDGED
        if self.total(K.DEPOSIT) == 0:
            return Stage.WRITTEN_OFF if self.total(K.WRITE_OFF) else Stage.COMMITTED
        return Stage.PARTLY_DEPOSITED if self.outstanding else Stage.DEPOSITED

    def net(self, pool: str) -> int:
        """The contribution's amount in a pool, net of what is withdrawn or written off."""
        if self.is_commitment:
            return self.amounts[K.COMMITMENT][pool] + self.amounts[K.WRITE_OFF][pool]
        return self.amounts[K.PLEDGE][pool] + self.amounts[K.WITHDRAWAL][pool]

    def net_usd(self, pool: str) -> int:
        """The commitment's US dollar cents in a pool, net of what is written off."""
        return self.usd[K.COMMITMENT][pool] + self.usd[K.WRITE_OFF][pool]

    def given_up(self, pool: str) -> int:
        """What was withdrawn from a pledge or written off a commitment, in a pool."""
        kind = K.WRITE_OFF if self.is_commitment else K.WITHDRAWAL
        return -self.amounts[kind][pool]

    def outstanding_parts(self) -> dict[str, int]:
        """What is outstanding, by the pools that later deposits would go to."""
        if not self.outstanding:
            return {}
        return earmarking.follow_choice(
            self.amounts[K.COMMITMENT], self.amounts[K.DEPOSIT], self.outstanding
        )

    def pools(self) -> list[str]:
        """The pools this contribution has anything in, un-earmarked first.

        What was only pledged for a pool no longer counts once an arrangement is signed.
        """
        past = {K.PLEDGE, K.WITHDRAWAL} if self.is_commitment else set()
        found = {
            pool
            for kind, sums in self.amounts.items()
            for pool, amount in sums.items()
            if amount and kind not in past
        }
        return sorted(found, key=lambda pool: (pool != UNEARMARKED, pool))


@kept
def positions(view: View) -> list[Position]:
    """The contributions that the view's filters keep, by reference. All pools are in them."""
    of = ["contribution", "kind", "pool", "currency", "value_date", "amount", "usd", "live"]
    entries = view.entries[of][view.entries["contribution"] > 0]
    found: dict[int, Position] = {}
    for key, kind, pool, amount, usd in totals(entries, of[:3], "amount", "usd"):
        if not amount and not usd:
            continue  # what is void has nothing, and nobody
        if key not in found:
            document = view.frames.contributions[key]
            found[key] = Position(document, view.frames.contributors[document.contributor_id])
        stage = K.COMMITMENT if kind in COMMITTED else kind
        for sums, units in ((found[key].amounts, amount), (found[key].usd, usd)):
            sums.setdefault(stage, Zeros())[pool] += units
    refunds = entries[entries["kind"] == K.REFUND_TO_CONTRIBUTOR]
    by = ("contribution", "pool", "currency")
    for key, pool, currency, amount in totals(refunds, by, "amount"):
        if amount and currency == found[key].document.currency:
            found[key].refunded[pool] += amount
        elif amount:
            found[key].refunded_otherwise.add(pool)
    dated = entries[entries["live"] & entries["kind"].isin([K.PLEDGE, K.COMMITMENT])]
    for key, kind, day in dated[["contribution", "kind", "value_date"]].itertuples(
        index=False, name=None
    ):
        if kind == K.PLEDGE:
            found[key].pledged_on = day
        else:
            found[key].signed_on = day
    kept = [
        position
        for position in found.values()
        if position.pools()
        and position.document.contributor_id in view.contributor_ids
        and view.in_period(position.signed_on or position.pledged_on)
    ]
    return sorted(kept, key=lambda position: str(position.document.reference))


def _kept_pools(view: View, position: Position) -> list[str]:
    wanted = view.filters.objective
    return [pool for pool in position.pools() if not wanted or pool in wanted]


def outstanding_usd(view: View, position: Position) -> dict[str, int] | None:
    """What is outstanding, in US dollar cents by pool at the rate of ``as_of``; None without."""
    parts = position.outstanding_parts()
    usd = view.usd_today(position.outstanding, position.document.currency)
    if usd is None or not parts:
        return {} if not parts else None
    return dict(zip(parts, money.split(usd, list(parts.values())), strict=True))


@kept
def contribution_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``contributions``."""
    return [
        _row(view, position, pools)
        for position in positions(view)
        if (pools := _kept_pools(view, position))
    ]


def _row(view: View, position: Position, pools: list[str]) -> dict[str, Any]:
    """A row of ``contributions``: only the money in these pools counts."""

    def over(value: Callable[[str], int]) -> int:
        return sum(map(value, pools))

    document, committed = position.document, position.is_commitment
    outstanding = position.outstanding_parts()
    valued = outstanding_usd(view, position)
    rest_usd = None if valued is None else over(lambda pool: valued.get(pool, 0))
    usd, deposited_usd = over(position.net_usd), over(position.usd[K.DEPOSIT].__getitem__)
    amount = over(position.net)
    unearmarked = position.net(UNEARMARKED) if UNEARMARKED in pools else 0
    refunded_usd = over(position.usd[K.REFUND_TO_CONTRIBUTOR].__getitem__)
    otherwise = position.refunded_otherwise.intersection(pools)
    is_compared = committed and rest_usd is not None and not view.filters.objective
    return {
        "reference": document.reference,
        "contributor": position.contributor.name,
        "contributor_type": position.contributor.contributor_type.value,
        "country": position.contributor.country or "",
        "stage": position.stage.value,
        "pledged_on": position.pledged_on,
        "agreement_reference": document.agreement_reference if committed else "",
        "agreement_link": document.agreement_link if committed else "",
        "agreement_signed_on": position.signed_on,
        "currency": document.currency,
        "amount": amount,
        "earmark": earmark_text(position),
        "usd_amount": usd if committed else None,
        "deposited_amount": over(position.amounts[K.DEPOSIT].__getitem__),
        "deposited_usd": deposited_usd,
        "outstanding_amount": over(lambda pool: outstanding.get(pool, 0)) if committed else None,
        "outstanding_usd": rest_usd if committed else None,
        "written_off_amount": over(position.given_up),
        "exchange_difference_usd": deposited_usd + (rest_usd or 0) - usd if is_compared else None,
        "unearmarked_amount": unearmarked,
        "earmarked_amount": amount - unearmarked,
        "note": document.note,
        "refunded_amount": None if otherwise else over(position.refunded.__getitem__),
        "refunded_usd": refunded_usd,
        "deposited_less_refunds_usd": deposited_usd - refunded_usd,
    }


def earmark_text(position: Position) -> str:
    """The earmarking choice as import files write it."""
    choice = position.amounts[K.COMMITMENT] if position.is_commitment else None
    parts = choice or position.amounts[K.PLEDGE]
    net = {pool: position.net(pool) for pool in sorted(parts)}
    kept = net if any(net.values()) else dict(parts)
    ordered = {pool: kept[pool] for pool in position.pools() if kept.get(pool)}
    return earmarking.choice_text(ordered, position.document.currency)


@kept
def earmarking_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``earmarking``: a row for each contribution and pool; it foots to both others."""
    rows = []
    for position in positions(view):
        whole = sum(position.net(pool) for pool in position.pools())
        for pool in _kept_pools(view, position):
            amount = position.net(pool)
            rows.append(
                {
                    "contribution_reference": position.document.reference,
                    "contributor": position.contributor.name,
                    "objective": pool,
                    "currency": position.document.currency,
                    "amount": amount,
                    "usd_amount": position.net_usd(pool) if position.is_commitment else None,
                    "deposited_usd": position.usd[K.DEPOSIT][pool],
                    "share": share(amount, whole),
                }
            )
    return rows


@kept
def deposit_rows(view: View) -> Rows:
    """The dataset ``deposits``: cash received, by value date; a reversed one is not there."""
    of = [*MONEY, "contribution", "live", *FACTS]  # the others would take as much memory again
    entries = view.pools(view.of_deposits(view.entries[of]))
    brought = _deposit_sums(entries[MONEY])
    arrived = entries[entries["live"] & (entries["kind"] == K.DEPOSIT)]
    del entries
    keys, first = np.unique(arrived["deposit"].to_numpy(), return_index=True)
    arrived = arrived.iloc[first]
    ids, givers, names = _givers(view)  # as known then: a contribution may move
    places = np.searchsorted(ids, arrived["contribution"])
    kept = np.isin(givers[places], list(view.contributor_ids))
    kept &= view.dated_in_period(arrived["value_date"])
    arrived, keys, places = arrived[kept], keys[kept], places[kept]
    sums = {name: found[keys] for name, found in brought.items()}
    texts = {name: dictionary(arrived[name]) for name in FACTS}
    found = pa.table(
        {
            "reference": view.frames.deposits.at(keys, "reference"),
            "contribution_reference": pa.DictionaryArray.from_arrays(places, names["reference"]),
            "contributor": names["contributor"].dictionary_encode().take(pa.array(places)),
            **texts,
            **sums,
            "net_usd": sums["usd_amount"] - sums["fee_usd"],
            "earmarked_usd": sums["usd_amount"] - sums["unearmarked_usd"],
        }
    )
    days = found.select(["reference"]).append_column(
        "day", found["value_date"].combine_chunks().indices
    )
    order = pc.sort_indices(days, [("day", "ascending"), ("reference", "ascending")])
    return Rows(found.take(order))


MONEY = ["deposit", "kind", "pool", "amount", "usd"]
FACTS = ("value_date", "currency", "rate", "rate_effective_on")


def _givers(view: View) -> tuple[Numbers, Numbers, dict[str, pa.Array]]:
    """The contributions in order: ids, ids of their contributors, references and names."""
    contributors = view.frames.contributors
    documents = [
        each
        for _, each in sorted(view.frames.contributions.items())
        if each.contributor_id in contributors  # else it is void, and nothing of it stands
    ]
    givers = [document.contributor_id for document in documents]
    names = {
        "reference": pa.array([document.reference for document in documents], pa.string()),
        "contributor": pa.array([contributors[key].name for key in givers], pa.string()),
    }
    ids = np.array([document.id for document in documents], dtype=np.int64)
    return ids, np.array(givers, dtype=np.int64), names


def _deposit_sums(entries: pd.DataFrame) -> dict[str, Numbers]:
    """What each deposit brought, by its id: its currency's minor units, and US dollar cents."""
    of = entries["deposit"].to_numpy()
    fee = (entries["kind"] == K.AGENT_FEE).to_numpy()
    unearmarked = (entries["pool"] == UNEARMARKED).to_numpy()
    parts = {
        "amount": (entries["amount"], ~fee),
        "usd_amount": (entries["usd"], ~fee),
        "fee_usd": (entries["usd"], fee),
        "unearmarked_usd": (entries["usd"], ~fee & unearmarked),
    }
    found = {name: np.zeros(of.max(initial=0) + 1, dtype=np.int64) for name in parts}
    for name, (values, counts) in parts.items():
        np.add.at(found[name], of[counts], values.to_numpy()[counts])
    return found


@kept
def contributor_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``contributors``: each one's own money; an agency has a row of its own."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for position in positions(view):
        sums = found[position.document.contributor_id]
        sums["committed"] += position.total_usd(K.COMMITMENT) + position.total_usd(K.WRITE_OFF)
        sums["deposited"] += position.total_usd(K.DEPOSIT)
        sums["unearmarked"] += position.usd[K.DEPOSIT][UNEARMARKED]
        sums["refunded"] += position.total_usd(K.REFUND_TO_CONTRIBUTOR)
    rows = []
    for key in view.contributor_ids:
        document, sums = view.frames.contributors[key], found[key]
        parent = view.frames.contributors.get(document.parent_id or 0)
        rows.append(
            {
                "name": document.name,
                "contributor_type": document.contributor_type.value,
                "country": document.country or "",
                "parent": parent.name if parent else "",
                "committed_usd": sums["committed"],
                "deposited_usd": sums["deposited"],
                "unearmarked_share": share(sums["unearmarked"], sums["deposited"]),
                "refunded_usd": sums["refunded"],
                "deposited_less_refunds_usd": sums["deposited"] - sums["refunded"],
            }
        )
    return sorted(rows, key=lambda row: alphabetical(row["name"]))


def sum_of(rows: Iterable[dict[str, Any]], column: str) -> int:
    """The sum of a column of whole units; what is not stated adds nothing."""
    return rows.sum(column) if isinstance(rows, Rows) else sum(row[column] or 0 for row in rows)
