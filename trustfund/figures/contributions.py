"""Where every contribution stands, by pool and in all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from trustfund.domain import earmarking, money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import COMMITTED, EntryKind, Stage
from trustfund.figures.rows import ContributionRow, ContributorRow
from trustfund.figures.view import View, share

K = EntryKind
Sums = dict[str, dict[str, int]]


def _none() -> Sums:
    return defaultdict(lambda: defaultdict(int))


@dataclass
class Position:
    """One contribution, as far as the view sees it.

    ``amounts`` and ``usd`` hold sums by entry kind and pool, in minor units of the contribution's
    currency and in US dollar cents. Amendments are part of the commitment.
    """

    document: ContributionRow
    contributor: ContributorRow
    amounts: Sums = field(default_factory=_none)
    usd: Sums = field(default_factory=_none)
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


def positions(view: View) -> list[Position]:
    """The contributions that the view's filters keep, by reference. All pools are in them."""
    entries = view.entries[view.entries["contribution"] > 0]
    found: dict[int, Position] = {}
    sums = entries.groupby(["contribution", "kind", "pool"], sort=False)[["amount", "usd"]].sum()
    sums = sums[(sums["amount"] != 0) | (sums["usd"] != 0)]  # what is void has nothing, nobody
    for (key, kind, pool), amount, usd in sums.itertuples(name=None):
        if key not in found:
            document = view.frames.contributions[key]
            found[key] = Position(document, view.frames.contributors[document.contributor_id])
        stage = K.COMMITMENT if kind in COMMITTED else kind
        found[key].amounts[stage][pool] += int(amount)
        found[key].usd[stage][pool] += int(usd)
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
    }


def earmark_text(position: Position) -> str:
    """The earmarking choice as import files write it."""
    choice = position.amounts[K.COMMITMENT] if position.is_commitment else None
    parts = choice or position.amounts[K.PLEDGE]
    net = {pool: position.net(pool) for pool in sorted(parts)}
    kept = net if any(net.values()) else dict(parts)
    ordered = {pool: kept[pool] for pool in position.pools() if kept.get(pool)}
    return earmarking.choice_text(ordered, position.document.currency)


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


def deposit_rows(view: View) -> Iterator[dict[str, Any]]:
    """The dataset ``deposits``: cash received, by value date; a reversed one is not there.

    Row by row: there may be a hundred thousand, and a reader who is slow.
    """
    found = _deposits(view)
    names = list(found.columns)  # they are slow to go through for each row
    for values in found.itertuples(index=False, name=None):
        row = dict(zip(names, values, strict=True))
        contribution = view.frames.contributions[row["contribution"]]  # as known then: it may move
        if contribution.contributor_id not in view.contributor_ids:
            continue
        if not view.in_period(row["value_date"]):
            continue
        yield row | {
            "contribution_reference": contribution.reference,
            "contributor": view.frames.contributors[contribution.contributor_id].name,
            "net_usd": row["usd_amount"] - row["fee_usd"],
            "earmarked_usd": row["usd_amount"] - row["unearmarked_usd"],
        }


def _deposits(view: View) -> pd.DataFrame:
    """The deposits that stand, in the order of their rows, with what each brought."""
    wanted = ["deposit", "kind", "pool", "amount", "usd", "live", *FACTS]
    entries = view.pools(view.of_deposits(view.entries[wanted]))
    arrivals = entries[entries["live"] & (entries["kind"] == K.DEPOSIT)]
    facts = arrivals.drop_duplicates("deposit").set_index("deposit")[FACTS]
    documents = view.frames.deposits
    facts["reference"] = [str(documents[key]["reference"]) for key in facts.index]
    return facts.join(_deposit_sums(entries)).sort_values(["value_date", "reference"])


FACTS = ["contribution", "value_date", "currency", "rate", "rate_effective_on"]


def _deposit_sums(entries: pd.DataFrame) -> pd.DataFrame:
    """What each deposit brought, in minor units of its currency and in US dollar cents."""
    fee = entries["kind"] == K.AGENT_FEE
    unearmarked = entries["pool"] == UNEARMARKED
    parts = pd.DataFrame(
        {
            "amount": entries["amount"].where(~fee, 0),
            "usd_amount": entries["usd"].where(~fee, 0),
            "fee_usd": entries["usd"].where(fee, 0),
            "unearmarked_usd": entries["usd"].where(~fee & unearmarked, 0),
        }
    )
    return parts.groupby(entries["deposit"], sort=False).sum()


def contributor_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``contributors``: each one's own money; an agency has a row of its own."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for position in positions(view):
        sums = found[position.document.contributor_id]
        sums["committed"] += position.total_usd(K.COMMITMENT) + position.total_usd(K.WRITE_OFF)
        sums["deposited"] += position.total_usd(K.DEPOSIT)
        sums["unearmarked"] += position.usd[K.DEPOSIT][UNEARMARKED]
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
            }
        )
    return sorted(rows, key=lambda row: str(row["name"]))


def sum_of(rows: Iterable[dict[str, Any]], column: str) -> int:
    """The sum of a column of whole units; what is not stated adds nothing."""
    return sum(row[column] or 0 for row in rows)
