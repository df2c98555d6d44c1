"""How the IATI file foots to the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from trustfund.domain.entries import COMMITMENT, DISBURSEMENT, EXPENDITURE, FUNDS, PLEDGE
from trustfund.domain.problems import Refused
from trustfund.figures.books import iso
from trustfund.figures.footing.sums import (
    CHOSEN,
    LEDGER,
    Behind,
    Checks,
    Footing,
    K,
    Sum,
    in_currency,
)
from trustfund.figures.iati import Activity, Publication
from trustfund.figures.iati_transactions import OF_FUND, OF_ORGANIZATION
from trustfund.figures.statements import AnnualReport

NAMES = {
    PLEDGE: "Incoming pledges",
    COMMITMENT: "Incoming commitments",
    FUNDS: "Incoming funds",
    DISBURSEMENT: "Disbursements",
    EXPENDITURE: "Expenditure",
}
LEVELS = {1: ("of the fund", OF_FUND), 2: ("of organizations", OF_ORGANIZATION)}


def _activities(publication: Publication) -> list[Activity]:
    """All activities of the file; none where nobody publishes the fund yet."""
    with suppress(Refused):
        return publication.activities()
    return []


def _transactions(behind: Behind) -> Iterator[Footing]:
    publication = Publication(behind.view)
    of = Behind(publication.view)
    amounts: dict[tuple[int, str, str], int] = defaultdict(int)
    for activity in _activities(publication):
        for each in activity.transactions():
            amounts[activity.hierarchy, each.type, each.currency] += each.amount
    for (level, code, currency), amount in sorted(amounts.items()):
        whose, published = LEVELS[level]
        booked = 0
        for kind, transaction in published.items():
            if transaction.type == code:
                entries = of.of_kinds(kind)
                booked += transaction.sign * of.amount(entries[entries["currency"] == currency])
        ways = (Sum(LEDGER, booked),)
        yield Footing(f"{NAMES[code]} {whose}", amount, ways, in_currency(currency))


def _balances(behind: Behind) -> Iterator[Footing]:
    """What each organization has left by its activity, and by the annual report."""
    publication = Publication(behind.view)
    reported = {
        row["organization"]: row["balance_usd"]
        for row in AnnualReport(publication.view).expenditure()
    }
    for activity in _activities(publication)[1:]:
        left = sum(
            -each.amount if each.type == EXPENDITURE else each.amount
            for each in activity.transactions()
        )
        ways = (Sum("Annual report, table 5", reported.get(activity.organization, 0)),)
        yield Footing(f"Left with {activity.organization}", left, ways)


def _budgets(behind: Behind) -> Iterator[Footing]:
    publication = Publication(behind.view)
    activities = _activities(publication)
    if activities:
        planned = sum(budget.usd_cents for each in activities for budget in each.budgets)
        documents = publication.view.frames.allocations.values()
        decided = sum(
            row["usd_cents"]
            for row in documents
            if not row["cancelled"]
            and iso(row["decided_on"]) <= publication.view.as_of
            and row["organization"] in publication.children
        )
        yield Footing("Budgets of all years", planned, (Sum("Decisions that stand", decided),))


def _planned(behind: Behind) -> Iterator[Footing]:
    publication = Publication(behind.view)
    of = Behind(publication.view)
    amounts: dict[str, int] = defaultdict(int)
    for activity in _activities(publication):
        for each in activity.planned:
            amounts[each.currency] += each.amount
    scheduled = of.scheduled()
    paid, chosen = of.by_reference(K.DEPOSIT), of.by_reference(*CHOSEN)
    for currency, amount in sorted(amounts.items()):
        left = sum(
            max(min(sum_, chosen[reference]) - paid[reference], 0)
            for reference, sum_ in scheduled[currency].items()
        )
        ways = (Sum("Schedules less deposits of the ledger", left),)
        yield Footing("Planned", amount, ways, in_currency(currency))


CHECKS: Checks = {
    "iati": (_transactions, _balances),
    "iati_budget": (_budgets,),
    "iati_planned": (_planned,),
}
