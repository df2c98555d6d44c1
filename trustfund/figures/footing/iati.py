"""How the IATI file foots to the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from trustfund.domain.entries import COMMITMENT, DISBURSEMENT, EXPENDITURE, FUNDS, PLEDGE
from trustfund.domain.problems import Refused
from trustfund.figures.footing.recounts import line
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
from trustfund.figures.iati import TRANSACTIONS, Activity

NAMES = {
    PLEDGE: "Incoming pledges",
    COMMITMENT: "Incoming commitments",
    FUNDS: "Incoming funds",
    DISBURSEMENT: "Disbursements",
    EXPENDITURE: "Expenditure",
}


def _transactions(behind: Behind) -> Iterator[Footing]:
    activity = Activity(behind.view)
    of = Behind(activity.view)
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    with suppress(Refused):  # nobody publishes the fund yet, so there is no file
        for each in activity.transactions():
            amounts[each.type, each.currency] += each.amount
    for (code, currency), amount in sorted(amounts.items()):
        booked = 0
        for kind, transaction in TRANSACTIONS.items():
            if transaction.type == code:
                entries = of.of_kinds(kind)
                booked += transaction.sign * of.amount(entries[entries["currency"] == currency])
        yield Footing(NAMES[code], amount, (Sum(LEDGER, booked),), in_currency(currency))


def _budgets(behind: Behind) -> int:
    return sum(budget.usd_cents for budget in Activity(behind.view).budgets())


def _planned(behind: Behind) -> Iterator[Footing]:
    activity = Activity(behind.view)
    of = Behind(activity.view)
    amounts: dict[str, int] = defaultdict(int)
    with suppress(Refused):  # nobody publishes the fund yet, so there is no file
        for each in activity.planned():
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
    "iati": (_transactions,),
    "iati_budget": (line("Budgets of all years", _budgets, "contributions.usd_amount"),),
    "iati_planned": (_planned,),
}
