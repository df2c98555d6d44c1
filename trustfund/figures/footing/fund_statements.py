"""How the statements of the fund foot."""

from collections.abc import Iterator

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.entries import AGENT_EFFECT
from trustfund.figures import statements
from trustfund.figures.contributions import sum_of
from trustfund.figures.footing.sums import CHOSEN, Behind, Check, Footing, K, Sum, whole
from trustfund.figures.statements import AnnualReport

SOURCES = (K.DEPOSIT, K.INTEREST, K.ORGANIZATION_INTEREST, K.OTHER_INCOME)


def _funding_status(behind: Behind) -> Iterator[Footing]:
    """Lines are added up from datasets and the ledger; the balance is cash in less cash out."""
    fund = whole(behind)
    found = statements.funding_status(fund.view)
    yield Footing("Contributions", found["contributions"], (fund.column("deposits", "usd_amount"),))
    yield Footing("Total sources of funds", found["total_sources"], (fund.booked(*SOURCES),))
    fee = (fund.column("deposits", "fee_usd"), fund.booked(K.AGENT_FEE))
    yield Footing("Administrative agent fee", found["administrative_agent_fee"], fee)
    yield Footing(
        "Balance with the administrative agent",
        found["balance_with_agent"],
        (fund.signed(AGENT_EFFECT),),
    )
    spent = fund.booked(K.ORGANIZATION_EXPENDITURE, K.EXPENDITURE)
    yield Footing("Expenditure of organizations", found["organization_expenditure"], (spent,))
    yield Footing(
        "Memo: open obligations",
        found["open_obligations"],
        (fund.column("participation", "obligated_usd"), fund.booked(K.OBLIGATION, K.RELEASE)),
    )


def _sources_and_uses(behind: Behind) -> Iterator[Footing]:
    """Prior years and the current year add up to the total, which is the funding status."""
    rows = {row["line"]: row for row in AnnualReport(whole(behind).view).sources_and_uses()}
    status = {row["line"]: row["usd_amount"] for row in whole(behind).rows("funding_status")}
    for line in ("total_sources", "total_uses", "total_balance"):
        row = rows[line]
        yield Footing(
            LINES[line],
            row["total_usd"],
            (
                Sum("Prior years and current year", row["prior_usd"] + row["current_usd"]),
                Sum("Funding status", status[line]),
            ),
        )


def _contributors(behind: Behind) -> Iterator[Footing]:
    """The contributors' rows, and the ledger, add up to the totals of the table."""
    fund = whole(behind)
    rows = AnnualReport(fund.view).contributors()
    years = sum_of(rows, "prior_deposits_usd") + sum_of(rows, "current_deposits_usd")
    yield Footing(
        "Commitments",
        sum_of(rows, "commitments_usd"),
        (fund.column("contributors", "committed_usd"), fund.booked(*CHOSEN)),
    )
    yield Footing(
        "Deposits",
        sum_of(rows, "total_deposits_usd"),
        (
            Sum("Prior years and current year", years),
            fund.column("contributors", "deposited_usd"),
            fund.booked(K.DEPOSIT),
        ),
    )


def _interest(behind: Behind) -> Iterator[Footing]:
    """All who earned interest add up to the two lines of the funding status and to the ledger."""
    fund = whole(behind)
    rows = AnnualReport(fund.view).interest()
    lines = sum(
        row["usd_amount"]
        for row in fund.rows("funding_status")
        if row["line"] in {"interest_fund", "interest_organizations"}
    )
    years = sum_of(rows, "prior_usd") + sum_of(rows, "current_usd")
    yield Footing(
        "Interest",
        sum_of(rows, "total_usd"),
        (
            Sum("Prior years and current year", years),
            Sum("Funding status", lines),
            fund.booked(K.INTEREST, K.ORGANIZATION_INTEREST),
        ),
    )


def _transfers(behind: Behind) -> Iterator[Footing]:
    """All organizations add up to the lines of the funding status and to the ledger."""
    fund = whole(behind)
    rows = [row for row in AnnualReport(fund.view).transfers() if row["period"] == "total"]
    for measure, column, line, kind in (
        (
            "Transferred",
            "transfers_usd",
            "transfers_to_organizations",
            K.TRANSFER_TO_ORGANIZATION,
        ),
        ("Refunded", "refunds_usd", "refunds_from_organizations", K.REFUND_FROM_ORGANIZATION),
    ):
        yield Footing(
            measure, sum_of(rows, column), (fund.line("Funding status", line), fund.booked(kind))
        )


def _expenditure(behind: Behind) -> Iterator[Footing]:
    """All organizations add up to the funding status, and with trips to the ledger."""
    fund = whole(behind)
    rows = AnnualReport(fund.view).expenditure()
    yield Footing(
        "Expenditure",
        sum_of(rows, "total_expenditure_usd"),
        (
            fund.line("Funding status", "organization_expenditure"),
            fund.booked(K.ORGANIZATION_EXPENDITURE, K.EXPENDITURE),
        ),
    )
    yield Footing(
        "Balance",
        sum_of(rows, "balance_usd"),
        (fund.line("Funding status", "balance_with_organizations"),),
    )


def _annual_report(behind: Behind) -> Iterator[Footing]:
    """Each of its tables foots as is said there."""
    for check in (_sources_and_uses, _contributors, _interest, _transfers, _expenditure):
        yield from check(behind)


def _certified(behind: Behind) -> Iterator[Footing]:
    """What was certified foots in itself: sources less uses are the balance with the agent."""
    report = AnnualReport(whole(behind).view)
    certified = statements.certification(report)
    if certified is None:
        return
    rows = {row["line"]: row["total_usd"] for row in certified.tables["sources_and_uses"]}
    left = Sum("Certified sources less uses", rows["total_sources"] - rows["total_uses"])
    yield Footing("Certified balance with the agent", rows["balance_with_agent"], (left,))


CHECKS: dict[str, Check] = {
    "funding_status": _funding_status,
    "annual_report": _annual_report,
    "sources_and_uses": _sources_and_uses,
    "contributors": _contributors,
    "interest": _interest,
    "transfers": _transfers,
    "expenditure": _expenditure,
    "certified": _certified,
}
