"""How the IATI file foots to the ledger."""

from collections import defaultdict
from collections.abc import Iterator

from trustfund.domain.entries import COMMITMENT, DISBURSEMENT, EXPENDITURE, FUNDS, PLEDGE
from trustfund.domain.problems import Refused
from trustfund.figures.footing.sums import (
    CHOSEN,
    LEDGER,
    Behind,
    Check,
    Footing,
    K,
    Sum,
    in_currency,
    whole,
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
    """The transactions of each type and currency add up to the ledger's entries of its kinds."""
    activity = Activity(whole(behind).view)
    of = Behind(activity.view)
    told: dict[tuple[str, str], int] = defaultdict(int)
    try:
        for each in activity.transactions():
            told[each.type, each.currency] += each.amount
    except Refused:
        return  # nobody publishes the fund yet, so there is no file
    for (code, currency), amount in sorted(told.items()):
        booked = 0
        for kind, transaction in TRANSACTIONS.items():
            entries = of.of_kinds(kind)
            if transaction.type == code:
                booked += transaction.sign * of.amount(entries[entries["currency"] == currency])
        yield Footing(NAMES[code], amount, (Sum(LEDGER, booked),), in_currency(currency))


def _budget(behind: Behind) -> Iterator[Footing]:
    """The budgets of all years add up to the contributions, and to the ledger's commitments."""
    activity = Activity(whole(behind).view)
    of = Behind(activity.view)
    yield Footing(
        "Budgets of all years",
        sum(budget.usd_cents for budget in activity.budgets()),
        (of.column("contributions", "usd_amount"), of.booked(*CHOSEN)),
    )


def _planned(behind: Behind) -> Iterator[Footing]:
    """It is what the ledger leaves of each schedule, and never more than is outstanding."""
    activity = Activity(whole(behind).view)
    of = Behind(activity.view)
    told: dict[str, int] = defaultdict(int)
    try:
        for each in activity.planned():
            told[each.currency] += each.amount
    except Refused:
        return  # nobody publishes the fund yet, so there is no file
    scheduled: dict[tuple[str, str], int] = defaultdict(int)
    for row in of.rows("instalments"):
        scheduled[row["currency"], row["contribution_reference"]] += row["amount"]
    paid, chosen = of.by_reference(K.DEPOSIT), of.by_reference(*CHOSEN)
    for currency, amount in sorted(told.items()):
        left = sum(
            max(min(sum_, chosen[reference]) - paid[reference], 0)
            for (code, reference), sum_ in scheduled.items()
            if code == currency
        )
        sums = (Sum("Schedules less deposits of the ledger", left),)
        yield Footing("Planned", amount, sums, in_currency(currency))


CHECKS: dict[str, Check] = {
    "iati": _transactions,
    "iati_budget": _budget,
    "iati_planned": _planned,
}
