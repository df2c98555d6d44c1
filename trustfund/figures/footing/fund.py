"""How figures of the whole fund foot: the overview, and the statements."""

from collections.abc import Callable, Iterator

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT, Group, of_group
from trustfund.figures import overview, statements
from trustfund.figures.footing import sums
from trustfund.figures.footing.recounts import DEPOSITS, FREE, line
from trustfund.figures.footing.sums import (
    Behind,
    Checks,
    Footing,
    K,
    Lines,
    Row,
    Stated,
    Sum,
    added,
    booked,
    way,
)
from trustfund.figures.statements import AnnualReport
from trustfund.figures.view import View
from trustfund.figures.wording import percent

YEARS = "Prior years and current year"
INTEREST = (K.INTEREST, K.ORGANIZATION_INTEREST)
INCOME = booked(K.DEPOSIT, K.OTHER_INCOME, *INTEREST)
SENT, BACK = booked(K.TRANSFER_TO_ORGANIZATION), booked(K.REFUND_FROM_ORGANIZATION)
SPENT = booked(K.ORGANIZATION_EXPENDITURE, K.EXPENDITURE)
OTHER_USES = booked(*of_group(Group.OTHER_USES))


def _status(*lines: str) -> sums.Way:
    """Lines of the funding status, added up."""

    def value(behind: Behind) -> int:
        rows = behind.rows("funding_status")
        return sum(row["usd_amount"] for row in rows if row["line"] in lines)

    return way("Funding status", value)


def _overview(behind: Behind) -> overview.Overview:
    return behind.once("overview", lambda: overview.overview(behind.view))


def headline(name: str) -> Stated:
    """A number of the overview."""
    return lambda behind: getattr(_overview(behind), name)


def left(figure: Stated) -> Lines:
    """What is available, of the statement and of the ledger."""
    where = "Funding status, total balance less open obligations"
    by_status = sums.less(where, _status("total_balance"), _status("open_obligations"))
    return line("Available", figure, by_status, booked(signs=POOL_EFFECT))


def _for_travel(behind: Behind) -> Iterator[Footing]:
    by_ledger = booked(signs=POOL_EFFECT, pools=behind.view.rules.pools)(behind)
    yield Footing("Left for travel", _overview(behind).left_for_travel, (by_ledger,))


def _by_pool(behind: Behind) -> Iterator[Footing]:
    for pool, available in _overview(behind).available_by_pool.items():
        name = "un-earmarked" if pool == UNEARMARKED else f"objective {pool}"
        ways = (booked(signs=POOL_EFFECT, pools=(pool,))(behind),)
        yield Footing(f"Available, {name}", available, ways)


def _all_parts(behind: Behind) -> int:
    return sum(usd for _, usd in _overview(behind).uses())


def _last_month(key: str) -> Stated:
    nothing = {"committed_usd": 0, "deposited_usd": 0, "unearmarked_share": None}
    return lambda behind: (behind.listed(overview.monthly_rows) or [nothing])[-1][key]


def _line(name: str) -> Stated:
    """A line of the funding status as pages compute it."""

    def lines(behind: Behind) -> dict[str, int]:
        return behind.once("status", lambda: statements.funding_status(behind.view))

    return lambda behind: lines(behind)[name]


def _table(rows: Callable[[AnnualReport], list[Row]]) -> Callable[[View], list[Row]]:
    """A table of the annual report, without its rows for one period."""
    return lambda view: [
        row for row in rows(AnnualReport(view)) if row.get("period", "total") == "total"
    ]


GIVEN, EARNED = _table(AnnualReport.contributors), _table(AnnualReport.interest)
NET, DELIVERED = _table(AnnualReport.transfers), _table(AnnualReport.expenditure)


def _years(rows: Callable[[View], list[Row]], amount: str) -> sums.Way:
    def value(behind: Behind) -> int:
        listed = behind.listed(rows)
        return sum(row[f"prior_{amount}"] + row[f"current_{amount}"] for row in listed)

    return way(YEARS, value)


def _sources_and_uses(behind: Behind) -> Iterator[Footing]:
    rows = {row["line"]: row for row in AnnualReport(behind.view).sources_and_uses()}
    for name in ("total_sources", "total_uses", "total_balance"):
        row = rows[name]
        years = Sum(YEARS, row["prior_usd"] + row["current_usd"])
        yield Footing(LINES[name], row["total_usd"], (years, _status(name)(behind)))


def _certified(behind: Behind) -> Iterator[Footing]:
    certified = statements.certification(AnnualReport(behind.view))
    if certified is None:
        return
    rows = {row["line"]: row["total_usd"] for row in certified.tables["sources_and_uses"]}
    left = Sum("Certified sources less uses", rows["total_sources"] - rows["total_uses"])
    yield Footing("Certified balance with the agent", rows["balance_with_agent"], (left,))


TABLES: Checks = {
    "sources_and_uses": (_sources_and_uses,),
    "contributors": (
        line("Commitments", added(GIVEN, "commitments_usd"), "contributors.committed_usd"),
        line(
            "Deposits",
            added(GIVEN, "total_deposits_usd"),
            _years(GIVEN, "deposits_usd"),
            "contributors.deposited_usd",
        ),
        line(
            "Refunded to contributors",
            added(GIVEN, "refunds_usd"),
            _status("refunds_to_contributors"),
            "contributors.refunded_usd",
        ),
        line(
            "Deposited less refunds",
            added(GIVEN, "less_refunds_usd"),
            sums.column("contributors.deposited_less_refunds_usd"),
        ),
    ),
    "interest": (
        line(
            "Interest",
            added(EARNED, "total_usd"),
            _years(EARNED, "usd"),
            _status("interest_fund", "interest_organizations"),
            booked(*INTEREST),
        ),
    ),
    "transfers": (
        line(
            "Transferred", added(NET, "transfers_usd"), _status("transfers_to_organizations"), SENT
        ),
        line("Refunded", added(NET, "refunds_usd"), _status("refunds_from_organizations"), BACK),
    ),
    "expenditure": (
        line(
            "Expenditure",
            added(DELIVERED, "total_expenditure_usd"),
            _status("organization_expenditure"),
            SPENT,
        ),
        line("Balance", added(DELIVERED, "balance_usd"), _status("balance_with_organizations")),
    ),
}
CHECKS: Checks = {
    **TABLES,
    "annual_report": tuple(line for lines in TABLES.values() for line in lines),
    "certified": (_certified,),
    "funding_status": (
        line("Contributions", _line("contributions"), "deposits.usd_amount"),
        line("Total sources of funds", _line("total_sources"), INCOME),
        line("Administrative agent fee", _line("administrative_agent_fee"), "deposits.fee_usd"),
        line(
            "Balance with the administrative agent",
            _line("balance_with_agent"),
            booked(signs=AGENT_EFFECT),
        ),
        line("Expenditure of organizations", _line("organization_expenditure"), SPENT),
        line("Memo: open obligations", _line("open_obligations"), "participation.obligated_usd"),
    ),
    "use": (
        line("Came in", headline("received"), _status("total_sources"), INCOME),
        line("Fee", headline("fee"), "deposits.fee_usd"),
        line("Spent", headline("spent"), "participation.spent_usd"),
        line("Other uses", headline("other_uses"), OTHER_USES),
        line("Obligated", headline("obligated"), "participation.obligated_usd"),
        left(headline("available")),
        line("All parts", _all_parts, way("What came in", headline("received"))),
    ),
    "available": (_for_travel, left(headline("available")), _by_pool),
    "cumulative": (
        line("Committed, last month", _last_month("committed_usd"), "contributions.usd_amount"),
        line("Deposited, last month", _last_month("deposited_usd"), "deposits.usd_amount"),
    ),
    "unearmarked_over_time": (
        line(
            "Of all deposits, last month",
            _last_month("unearmarked_share"),
            sums.share_of(
                "Deposits",
                sums.column("deposits.unearmarked_usd"),
                sums.column("deposits.usd_amount"),
            ),
            sums.share_of(sums.LEDGER, FREE, DEPOSITS),
            words=percent,
        ),
    ),
}
