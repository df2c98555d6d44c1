"""How figures of contributions, deposits and pools foot, with the filters of their pages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, Stage
from trustfund.figures import contributions, overview, restatements
from trustfund.figures.contributions import contribution_rows, deposit_rows, earmarking_rows
from trustfund.figures.footing import fund, recounts, sums
from trustfund.figures.footing.recounts import line, number
from trustfund.figures.footing.sums import (
    LEDGER,
    Behind,
    Footing,
    K,
    Lines,
    Stated,
    Sum,
    added,
    cents,
    way,
)
from trustfund.figures.view import View
from trustfund.figures.wording import percent


def _headline(name: str, part: Stated) -> Stated:
    """What the overview says, or the page where filters leave a part of the fund out."""
    return lambda behind: fund.headline(name)(behind) if behind.is_whole else part(behind)


def _outstanding(behind: Behind) -> Iterator[Footing]:
    figure = _headline("outstanding", added(contribution_rows, "outstanding_usd"))(behind)
    if figure is None:
        yield Footing("Outstanding", None, (Sum("A currency has no rate of exchange yet", None),))
        return
    left, where = recounts.owed(behind), "Committed less deposited and written off by the ledger"
    if asked := behind.view.filters.objective:
        left -= _outstanding_in(behind, ()) - sum(
            _outstanding_in(behind, (each,)) for each in asked
        )
        where += ", less the part of other pools"
    listed = sums.column("contributions.outstanding_usd")(behind)
    yield Footing("Outstanding", figure, (listed, Sum(where, left)))


def _outstanding_in(behind: Behind, pools: tuple[str, ...]) -> int:
    filters = replace(behind.view.filters, objective=pools)
    return contributions.sum_of(
        contribution_rows(replace(behind.view, filters=filters)), "outstanding_usd"
    )


def _pledges(behind: Behind) -> int:
    wanted = set(behind.view.filters.objective)
    return sum(
        each.stage is Stage.PLEDGED and (not wanted or bool(wanted & set(each.pools())))
        for each in contributions.positions(behind.view)
    )


def _pledges_listed(behind: Behind) -> int:
    return sum(row["stage"] == Stage.PLEDGED for row in behind.rows("contributions"))


def _pledges_booked(behind: Behind) -> int:
    pledged = set(behind.on_contributions(K.PLEDGE)["contribution"])
    return len(pledged - set(behind.of_kinds(K.COMMITMENT, K.WITHDRAWAL)["contribution"]))


def _contributions_booked(behind: Behind) -> int:
    signed = set(behind.of_kinds(K.COMMITMENT)["contribution"])
    entries = behind.on_contributions(*K)
    past = entries["kind"].isin([K.PLEDGE, K.WITHDRAWAL]) & entries["contribution"].isin(signed)
    return len(set(entries[~past]["contribution"]))


def _deposits_booked(behind: Behind) -> int:
    return len(set(behind.on_deposits(K.DEPOSIT)["deposit"]))


def _available(behind: Behind) -> Iterable[Footing]:
    if behind.is_whole:
        yield from fund.left(added(overview.pool_rows, "available_usd"))(behind)


def _exchange_difference(behind: Behind) -> Iterator[Footing]:
    rows = behind.rows("contributions")
    if behind.view.filters.objective or any(
        row["usd_amount"] is not None and row["outstanding_usd"] is None for row in rows
    ):
        yield Footing("Exchange difference", None, (Sum("It is of whole contributions", None),))
        return
    listed = contributions.sum_of(rows, "deposited_usd") + contributions.sum_of(
        rows, "outstanding_usd"
    )
    by_ledger = (
        cents(recounts.DEPOSITED, behind)
        + recounts.owed(behind)
        - cents(recounts.COMMITTED, behind)
    )
    yield Footing(
        "Exchange difference",
        contributions.sum_of(rows, "exchange_difference_usd"),
        (
            Sum(
                "Contributions, by their columns", listed - contributions.sum_of(rows, "usd_amount")
            ),
            Sum(LEDGER, by_ledger),
        ),
    )


def _unearmarked_share(measure: str, headline: str, key: str, *kinds: EntryKind) -> Lines:
    of_these = partial(sums.booked, *kinds, on=Behind.on_contributions)
    choices = sums.column(f"earmarking.{key}", (UNEARMARKED,)), sums.column(f"earmarking.{key}")
    listed = sums.share_of(f"Earmarking choices, {key}", *choices)
    by_ledger = sums.share_of(LEDGER, of_these(pools=(UNEARMARKED,)), of_these())
    figure = _headline(headline, lambda behind: listed(behind).value)
    return line(measure, figure, listed, by_ledger, words=percent)


def _parts(rows: Callable[[View], list[sums.Row]], committed: str) -> list[Lines]:
    """Rows of parts of contributions, which add up to these."""
    return [
        line("Committed", added(rows, committed), "contributions.usd_amount"),
        line("Deposited", added(rows, "deposited_usd"), "contributions.deposited_usd"),
    ]


def _restated(behind: Behind) -> Iterator[Footing]:
    days, books = restatements.window(behind.view), behind.view.books
    found = [each for each in restatements.restated(behind.view) if each.dataset == "deposits"]
    rows = [(each.after, 1) for each in found] + [(each.before, -1) for each in found]
    change = sum(sign * row["usd_amount"] for row, sign in rows if row)
    entries = books.entries[books.entries["kind"] == K.DEPOSIT]
    recorded = entries["act"].map(books.recorded_on)
    booked = entries[(days.first <= recorded) & (recorded <= days.last)]
    earlier = booked[booked["value_date"].astype(str) <= days.published]
    where = "Entries of the ledger that these days recorded, dated before them"
    yield Footing("Deposits, change", change, (Sum(where, behind.total(earlier)),))


BARS = overview.contributor_bars
_DEPOSITED = _headline("deposited", added(deposit_rows, "usd_amount"))
_SIGNED = _headline("committed", added(contribution_rows, "usd_amount"))
_COMMITTED = line("Committed", _SIGNED, "contributions.usd_amount", "earmarking.usd_amount")
_RECEIVED = line("Deposited", added(contribution_rows, "deposited_usd"), "earmarking.deposited_usd")
_FEE = line("Fee", added(deposit_rows, "fee_usd"), "deposits.fee_usd")
_NET = line("Net", added(deposit_rows, "net_usd"), "deposits.net_usd")
CHECKS: sums.Checks = {
    "deposited": (line("Deposited", _DEPOSITED, "deposits.usd_amount"),),
    "committed": (_COMMITTED,),
    "outstanding": (_outstanding,),
    "pledged": (
        number(
            "Pledges, not signed",
            _pledges,
            way("Contributions in the stage pledged", _pledges_listed),
            way("Pledges of the ledger without arrangement or withdrawal", _pledges_booked),
        ),
    ),
    "contributions_listed": (
        number(
            "Contributions",
            lambda behind: len(behind.rows("contributions")),
            way("Contributions with entries of the ledger", _contributions_booked),
        ),
        _COMMITTED,
        _RECEIVED,
        _outstanding,
    ),
    "deposits_listed": (
        line("Received", added(deposit_rows, "usd_amount"), "deposits.usd_amount"),
        _FEE,
        _NET,
        number(
            "Deposits",
            lambda behind: len(behind.listed(deposit_rows)),
            way("Deposits with entries of the ledger", _deposits_booked),
        ),
    ),
    "deposit_fee": (_FEE, _NET),
    "earmarking_listed": (*_parts(earmarking_rows, "usd_amount"),),
    "unearmarked_share": (
        _unearmarked_share("Of deposits", "unearmarked_of_deposits", "deposited_usd", K.DEPOSIT),
        _unearmarked_share(
            "Of commitments", "unearmarked_of_commitments", "usd_amount", *sums.CHOSEN
        ),
    ),
    "by_contributor": (
        line("Un-earmarked", added(BARS, "unearmarked_usd"), "deposits.unearmarked_usd"),
        line("Earmarked", added(BARS, "earmarked_usd"), "deposits.earmarked_usd"),
        line("Deposited", added(BARS, "deposited_usd"), "deposits.usd_amount"),
    ),
    "by_objective": (*_parts(overview.pool_rows, "committed_usd"), _available),
    "exchange_difference": (_exchange_difference,),
    "restatements": (_restated,),
}
