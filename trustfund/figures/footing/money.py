"""How figures of contributions, deposits and pools foot."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import POOL_EFFECT, Group, of_group
from trustfund.domain.kinds import Stage
from trustfund.figures import contributions, overview
from trustfund.figures.contributions import sum_of
from trustfund.figures.footing.sums import (
    CHOSEN,
    LEDGER,
    Behind,
    Check,
    Footing,
    K,
    Row,
    Sum,
    counts,
    is_whole,
    parts,
    shares,
    whole,
)
from trustfund.figures.view import share


def _deposited(behind: Behind) -> Iterator[Footing]:
    """The deposits' usd_amount, and the ledger's deposits that stand, add up to it."""
    view = behind.view
    figure = (
        overview.overview(view).deposited
        if is_whole(view)
        else sum_of(contributions.deposit_rows(view), "usd_amount")
    )
    booked = Sum(LEDGER, behind.total(behind.on_deposits(K.DEPOSIT)))
    yield Footing("Deposited", figure, (behind.column("deposits", "usd_amount"), booked))


def _received(behind: Behind) -> Iterator[Footing]:
    """The earmarked parts of these contributions, and the ledger's deposits on them, add up."""
    yield Footing(
        "Deposited",
        sum_of(contributions.contribution_rows(behind.view), "deposited_usd"),
        (
            behind.column("earmarking", "deposited_usd"),
            Sum(LEDGER, behind.total(behind.on_contributions(K.DEPOSIT))),
        ),
    )


def _committed(behind: Behind) -> Iterator[Footing]:
    """The contributions' usd_amount, their earmarked parts, and the ledger add up to it."""
    view = behind.view
    figure = (
        overview.overview(view).committed
        if is_whole(view)
        else sum_of(contributions.contribution_rows(view), "usd_amount")
    )
    yield Footing(
        "Committed",
        figure,
        (
            behind.column("contributions", "usd_amount"),
            behind.column("earmarking", "usd_amount"),
            Sum(LEDGER, behind.total(behind.on_contributions(*CHOSEN))),
        ),
    )


def owed(behind: Behind) -> int:
    """US dollar cents outstanding on the contributions kept, from standing entries, all pools."""
    left: dict[int, int] = defaultdict(int)
    entries = behind.of_kinds(*CHOSEN, K.DEPOSIT)
    for key, kind, amount in zip(
        entries["contribution"], entries["kind"], entries["amount"], strict=True
    ):
        left[key] += -int(amount) if kind == K.DEPOSIT else int(amount)
    currencies = behind.view.frames.contributions
    return sum(
        behind.view.usd_today(max(rest, 0), currencies[key].currency) or 0
        for key, rest in left.items()
        if key in behind.given
    )


def _outstanding(behind: Behind) -> Iterator[Footing]:
    """What the ledger's commitments leave, contribution by contribution, is valued again."""
    view = behind.view
    figure = (
        overview.overview(view).outstanding
        if is_whole(view)
        else sum_of(contributions.contribution_rows(view), "outstanding_usd")
    )
    if figure is None:
        yield Footing("Outstanding", None, (Sum("A currency has no rate of exchange yet", None),))
        return
    left, said = owed(behind), "Committed less deposited and written off by the ledger"
    if view.filters.objective:
        left -= _outstanding_in(behind, ()) - sum(
            _outstanding_in(behind, (pool,)) for pool in view.filters.objective
        )
        said += ", less the part of other pools"
    yield Footing(
        "Outstanding", figure, (behind.column("contributions", "outstanding_usd"), Sum(said, left))
    )


def _outstanding_in(behind: Behind, pools: tuple[str, ...]) -> int:
    filters = replace(behind.view.filters, objective=pools)
    rows = contributions.contribution_rows(replace(behind.view, filters=filters))
    return sum_of(rows, "outstanding_usd")


def _pledged(behind: Behind) -> Iterator[Footing]:
    """Contributions in the stage pledged are those of the ledger with a pledge alone."""
    rows = behind.rows("contributions")
    pledged = set(behind.on_contributions(K.PLEDGE)["contribution"])
    more = set(behind.of_kinds(K.COMMITMENT, K.WITHDRAWAL)["contribution"])
    yield counts(
        "Pledges, not signed",
        sum(position.stage is Stage.PLEDGED for position in _positions(behind)),
        Sum("Contributions in the stage pledged", _stages(rows, Stage.PLEDGED)),
        Sum("Pledges of the ledger without arrangement or withdrawal", len(pledged - more)),
    )


def _positions(behind: Behind) -> list[contributions.Position]:
    wanted = behind.view.filters.objective
    found = contributions.positions(behind.view)
    return [each for each in found if not wanted or set(wanted) & set(each.pools())]


def _stages(rows: list[Row], stage: Stage) -> int:
    return sum(row["stage"] == stage for row in rows)


def _contributions_listed(behind: Behind) -> Iterator[Footing]:
    """The rows are the contributions that have entries in the ledger; each total foots as above."""
    signed = set(behind.of_kinds(K.COMMITMENT)["contribution"])
    entries = behind.on_contributions(*K)
    past = entries["kind"].isin([K.PLEDGE, K.WITHDRAWAL]) & entries["contribution"].isin(signed)
    yield counts(
        "Contributions",
        len(behind.rows("contributions")),
        Sum("Contributions with entries of the ledger", len(set(entries[~past]["contribution"]))),
    )
    for check in (_committed, _received, _outstanding):
        yield from check(behind)


def _deposits_listed(behind: Behind) -> Iterator[Footing]:
    """Received, fee and net are the sums of their columns, and of the ledger's entries."""
    received = behind.total(behind.on_deposits(K.DEPOSIT))
    fee = behind.total(behind.on_deposits(K.AGENT_FEE))
    rows = list(contributions.deposit_rows(behind.view))
    for measure, column, booked in (
        ("Received", "usd_amount", received),
        ("Fee", "fee_usd", fee),
        ("Net", "net_usd", received - fee),
    ):
        yield Footing(
            measure,
            sum_of(rows, column),
            (behind.column("deposits", column), Sum(LEDGER, booked)),
        )
    arrived = set(behind.on_deposits(K.DEPOSIT)["deposit"])
    yield counts("Deposits", len(rows), Sum("Deposits with entries of the ledger", len(arrived)))


def _deposit_fee(behind: Behind) -> Iterator[Footing]:
    """Fee and net are the sums of their columns, and of the ledger's entries."""
    yield from (each for each in _deposits_listed(behind) if each.measure in {"Fee", "Net"})


def _earmarking_listed(behind: Behind) -> Iterator[Footing]:
    """The parts add up to the contributions, and to the ledger's commitments and deposits."""
    rows = contributions.earmarking_rows(behind.view)
    for measure, column, of_contributions, kinds in (
        ("Committed", "usd_amount", "usd_amount", CHOSEN),
        ("Deposited", "deposited_usd", "deposited_usd", (K.DEPOSIT,)),
    ):
        yield Footing(
            measure,
            sum_of(rows, column),
            (
                behind.column("contributions", of_contributions),
                Sum(LEDGER, behind.total(behind.on_contributions(*kinds))),
            ),
        )


def _unearmarked_share(behind: Behind) -> Iterator[Footing]:
    """Its two parts are added up from the earmarking choices and from the ledger."""
    rows = contributions.earmarking_rows(behind.view)
    fund = overview.overview(whole(behind).view)
    for measure, column, kinds, of_fund in (
        ("Of deposits", "deposited_usd", (K.DEPOSIT,), fund.unearmarked_of_deposits),
        ("Of commitments", "usd_amount", CHOSEN, fund.unearmarked_of_commitments),
    ):
        part = sum_of((row for row in rows if row["objective"] == UNEARMARKED), column)
        all_ = sum_of(rows, column)
        entries = behind.on_contributions(*kinds)
        free = behind.total(entries[entries["pool"] == UNEARMARKED])
        yield shares(
            measure,
            of_fund if is_whole(behind.view) else share(part, all_),
            (
                parts(f"Earmarking choices, {column}", part, all_),
                parts(LEDGER, free, behind.total(entries)),
            ),
        )


def _unearmarked_over_time(behind: Behind) -> Iterator[Footing]:
    """The last month is added up from the deposits and from the ledger."""
    fund = whole(behind)
    months, rows = overview.monthly_rows(fund.view), fund.rows("deposits")
    entries = fund.of_kinds(K.DEPOSIT)
    free = fund.total(entries[entries["pool"] == UNEARMARKED])
    yield shares(
        "Of all deposits, last month",
        months[-1]["unearmarked_share"] if months else None,
        (
            parts("Deposits", sum_of(rows, "unearmarked_usd"), sum_of(rows, "usd_amount")),
            parts(LEDGER, free, fund.total(entries)),
        ),
    )


def _use(behind: Behind) -> Iterator[Footing]:
    """Each part is added up from its dataset and from the ledger; all parts are what came in."""
    fund = whole(behind)
    found = overview.overview(fund.view)
    income = (K.DEPOSIT, *of_group(Group.INCOME))
    came = found.deposited + found.income
    yield Footing(
        "Came in",
        came,
        (fund.line("Funding status, total sources", "total_sources"), fund.booked(*income)),
    )
    yield Footing("Fee", found.fee, (fund.column("deposits", "fee_usd"), fund.booked(K.AGENT_FEE)))
    spent = fund.column("participation", "spent_usd")
    yield Footing("Spent", found.spent, (spent, fund.booked(K.EXPENDITURE)))
    yield Footing("Other uses", found.other_uses, (fund.booked(*of_group(Group.OTHER_USES)),))
    obligated = fund.column("participation", "obligated_usd")
    yield Footing("Obligated", found.obligated, (obligated, fund.booked(K.OBLIGATION, K.RELEASE)))
    yield _left(fund, found.available)
    shown = found.fee + found.spent + found.other_uses + found.obligated + found.available
    yield Footing("All parts", shown, (Sum("What came in", came),))


def _left(fund: Behind, available: int) -> Footing:
    total, reserved = (
        fund.line("", line).value or 0 for line in ("total_balance", "open_obligations")
    )
    status = Sum("Funding status, total balance less open obligations", total - reserved)
    return Footing("Available", available, (status, fund.signed(POOL_EFFECT)))


def _available(behind: Behind) -> Iterator[Footing]:
    """Every pool is added up from the ledger, and all of them are what the statement leaves."""
    fund = whole(behind)
    found = overview.overview(fund.view)
    yield _left(fund, found.available)
    for pool, cents in found.available_by_pool.items():
        name = "un-earmarked" if pool == UNEARMARKED else f"objective {pool}"
        yield Footing(f"Available, {name}", cents, (fund.signed(POOL_EFFECT, pool),))


def _cumulative(behind: Behind) -> Iterator[Footing]:
    """The last month is all contributions and all deposits, and so says the ledger."""
    fund = whole(behind)
    last = (overview.monthly_rows(fund.view) or [{"committed_usd": 0, "deposited_usd": 0}])[-1]
    for measure, column, rows, kinds in (
        ("Committed", "committed_usd", fund.column("contributions", "usd_amount"), CHOSEN),
        ("Deposited", "deposited_usd", fund.column("deposits", "usd_amount"), (K.DEPOSIT,)),
    ):
        yield Footing(f"{measure}, last month", last[column], (rows, fund.booked(*kinds)))


def _by_contributor(behind: Behind) -> Iterator[Footing]:
    """The bars add up to the deposits, and to the ledger's entries."""
    bars = overview.contributor_bars(behind.view)
    entries = behind.on_deposits(K.DEPOSIT)
    free = behind.total(entries[entries["pool"] == UNEARMARKED])
    all_ = behind.total(entries)
    for measure, bar, column, booked in (
        ("Un-earmarked", "unearmarked_usd", "unearmarked_usd", free),
        ("Earmarked", "earmarked_usd", "earmarked_usd", all_ - free),
        ("Deposited", "deposited_usd", "usd_amount", all_),
    ):
        listed = behind.column("deposits", column)
        yield Footing(measure, sum_of(bars, bar), (listed, Sum(LEDGER, booked)))


def _by_objective(behind: Behind) -> Iterator[Footing]:
    """The pools add up to the contributions, and to the ledger's entries."""
    rows = overview.pool_rows(behind.view)
    for measure, column, listed, kinds in (
        ("Committed", "committed_usd", "usd_amount", CHOSEN),
        ("Deposited", "deposited_usd", "deposited_usd", (K.DEPOSIT,)),
    ):
        yield Footing(
            measure,
            sum_of(rows, column),
            (
                behind.column("contributions", listed),
                Sum(LEDGER, behind.total(behind.on_contributions(*kinds))),
            ),
        )
    if is_whole(behind.view):
        yield _left(behind, sum_of(rows, "available_usd"))


def _exchange_difference(behind: Behind) -> Iterator[Footing]:
    """It is deposited plus outstanding less committed, of all rows and by the ledger."""
    rows = behind.rows("contributions")
    if behind.view.filters.objective or any(
        row["usd_amount"] is not None and row["outstanding_usd"] is None for row in rows
    ):
        yield Footing("Exchange difference", None, (Sum("It is of whole contributions", None),))
        return
    listed = sum_of(rows, "deposited_usd") + sum_of(rows, "outstanding_usd")
    booked = behind.total(behind.on_contributions(K.DEPOSIT)) + owed(behind)
    yield Footing(
        "Exchange difference",
        sum_of(rows, "exchange_difference_usd"),
        (
            Sum("Contributions, by their columns", listed - sum_of(rows, "usd_amount")),
            Sum(LEDGER, booked - behind.total(behind.on_contributions(*CHOSEN))),
        ),
    )


CHECKS: dict[str, Check] = {
    "deposited": _deposited,
    "received": _received,
    "committed": _committed,
    "outstanding": _outstanding,
    "pledged": _pledged,
    "contributions_listed": _contributions_listed,
    "deposits_listed": _deposits_listed,
    "deposit_fee": _deposit_fee,
    "earmarking_listed": _earmarking_listed,
    "unearmarked_share": _unearmarked_share,
    "unearmarked_over_time": _unearmarked_over_time,
    "use": _use,
    "available": _available,
    "cumulative": _cumulative,
    "by_contributor": _by_contributor,
    "by_objective": _by_objective,
    "exchange_difference": _exchange_difference,
}
