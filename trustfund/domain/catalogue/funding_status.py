"""The funding status: the lines of the statement of sources and uses of funds."""

from trustfund.domain.fields import Cell, Document, output

LINES: dict[str, str] = {
    "contributions": "Contributions",
    "interest_fund": "Interest of the fund",
    "interest_organizations": "Interest of organizations",
    "other_income": "Other income",
    "total_sources": "Total sources of funds",
    "transfers_to_organizations": "Transfers to organizations",
    "transfers_to_funds": "Transfers to other funds",
    "refunds_from_organizations": "Less: refunds from organizations",
    "refunds_to_contributors": "Refunds to contributors",
    "administrative_agent_fee": "Administrative agent fee",
    "direct_cost": "Direct cost",
    "bank_charges": "Bank charges",
    "total_uses": "Total uses of funds",
    "balance_with_agent": "Balance with the administrative agent",
    "organization_expenditure": "Expenditure of organizations",
    "balance_with_organizations": "Balance with organizations",
    "total_balance": "Total balance",
    "open_obligations": "Memo: open obligations",
}
"""The lines of a funding status, in their order, and how they are printed."""

DOCUMENT = Document(
    "funding_status",
    (
        output(
            "funding_status.line",
            meaning="A line of the statement, in the order in which it is printed",
            codes=tuple(LINES),
        ),
        output(
            "funding_status.usd_amount",
            Cell.USD,
            "Amount as printed: a total knows which of its lines it takes away",
            signed=True,
        ),
    ),
    key=("line",),
)
