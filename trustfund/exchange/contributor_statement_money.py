"""Sections of a statement on what a contributor signed, paid, announced and still owes."""

from collections.abc import Iterable
from decimal import Decimal

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, label
from trustfund.exchange.sections import Section, Table, table_of, usd_or_not
from trustfund.figures.contributions import sum_of
from trustfund.figures.giving import Row, Statement
from trustfund.figures.wording import grouped, pool

NOT_PUBLIC = ("Payment schedules are not public.",)
CHANGES = {EntryKind.AMENDMENT: "Amended", EntryKind.WRITE_OFF: "Written off"}


def _amount(row: Row, name: str = "amount") -> str:
    """An amount in its own currency."""
    return money.text(row[name], row["currency"])


def _amounts(rows: Iterable[Row], name: str) -> str:
    """A column in each currency, on one line; what is not stated is left out."""
    return " · ".join(_amount(row, name) for row in rows if row[name] is not None)


def _by(statement: Statement, row: Row) -> str:
    """Names the agency, where the statement has more than one contributor's money."""
    is_other = row["contributor"] != statement.contributor
    return f" · {row['contributor']}" if is_other else ""


def _choice(row: Row) -> str:
    """The earmarking choice of a contribution in words."""
    parts = [part.partition(":") for part in row["earmark"].split(";")]
    names = {UNEARMARKED: label(UNEARMARKED)}
    return ", ".join(
        f"{names.get(code, f'Objective {code}')}{f' {Decimal(amount):,f}' if amount else ''}"
        for code, _, amount in parts
    )


def arrangements(statement: Statement) -> Section:
    """Signed arrangements, each in its own currency."""
    rows = [
        (
            " · ".join(filter(None, (row["reference"], row["agreement_reference"])))
            + _by(statement, row),
            row["agreement_signed_on"],
            _choice(row),
            *(_amount(row, f"{name}_amount") for name in ("signed", "deposited", "outstanding")),
        )
        for row in statement.arrangements
    ]
    if not rows:
        return Section("Arrangements", ("No arrangement is signed.",))
    columns = ("Arrangement", "Signed on", "Earmarking choice", "Signed for", "Deposited")
    return Section(
        "Arrangements",
        table=table_of((*columns, "Outstanding"), rows, 3, wide=(0, 2)),
        after=("Amendments are part of what is signed for.",),
        figures=("signed_for",),
    )


def changes(statement: Statement) -> Section | None:
    """Amendments and parts written off; None where there are none."""
    rows = [
        (
            row["value_date"],
            row["contribution_reference"],
            CHANGES[row["change"]],
            _amount(row),
            grouped(row["usd_amount"]),
        )
        for row in statement.changes
    ]
    if not rows:
        return None
    columns = ("Date", "Arrangement", "What", "Amount", "USD")
    return Section(
        "Amendments and parts written off",
        table=table_of(columns, rows, 3, wide=(1,)),
        figures=("amendments", "written_off"),
    )


def rate_text(row: Row) -> str:
    """The rate of a deposit and since when it is in effect."""
    if row["currency"] == "USD":
        return ""
    return f"{row['rate']} ({row['rate_effective_on'] or 'the bank’s own'})"


def deposits(statement: Statement, most: int) -> Section:
    """Deposits by value date, the newest ``most`` of them one by one, and the sums of all."""
    newest = statement.deposits[-most:]
    rows = [
        (
            row["value_date"],
            f"{row['reference']} · {row['contribution_reference']}",
            _amount(row),
            rate_text(row),
            *_worth(row),
        )
        for row in newest
    ]
    if not rows:
        return Section("Deposits", ("No deposit was received yet.",), name="deposits")
    sums = statement.deposits_by_currency
    totals = [("", f"All in {row['currency']}", _amount(row), "", *_worth(row)) for row in sums]
    if sums[1:]:
        whole = {name: sum_of(sums, name) for name in WORTH}
        totals.append(("", "All deposits", "", "", *_worth(whole)))
    columns = ("Value date", "Deposit · arrangement", "Received", "Rate (since)", *WORTH.values())
    left = len(statement.deposits) - len(newest)
    more = f"The newest {most} are listed; {left:,} earlier ones are in the sums alone."
    return Section(
        "Deposits",
        before=(more,) if left else (),
        table=table_of(columns, rows + totals, 2, len(totals), wide=(1,)),
        after=("Rates are units of the currency for 1 US dollar.",),
        figures=("deposited", "deposit_fee"),
        name="deposits",
    )


WORTH = {"usd_amount": "USD", "fee_usd": "Fee, USD", "net_usd": "Net, USD"}


def _worth(row: Row) -> tuple[str, ...]:
    return tuple(grouped(row[name]) for name in WORTH)


def balance(statement: Statement) -> Section | None:
    """The balance, each currency apart and US dollars together; None without arrangements."""
    if not statement.arrangements:
        return None
    currencies, sums, day = statement.by_currency, statement.in_usd, statement.view.as_of
    lines = (
        ("Signed for, with amendments", "signed_amount", "signed_usd"),
        ("Less: written off", "written_off_amount", "written_off_usd"),
        ("Committed", "amount", "usd_amount"),
        ("Deposited", "deposited_amount", "deposited_usd"),
        *(REFUNDED if sums["refunded_usd"] else ()),
        (f"Outstanding, valued at the rate of {day}", "outstanding_amount", "outstanding_usd"),
        ("Exchange difference", "", "exchange_difference_usd"),
        ("of it realised", "", "realised_usd"),
        ("of it not realised", "", "unrealised_usd"),
        ("of it paid above the commitment", "above_amount", "above_usd"),
    )
    rows = [
        (line, _amounts(currencies, amount) if amount else "", usd_or_not(sums[value]))
        for line, amount, value in lines
    ]
    bold = tuple(at for at, (line, *_) in enumerate(rows) if line in IN_BOLD)
    return Section(
        "Balance",
        table=Table(("", "In its own currency", "USD"), rows, frozenset({1, 2}), bold=bold),
        after=(
            "Exchange difference = deposited + outstanding − committed: its three parts add up.",
            "Deposits are stated before fees and refunds.",
        ),
        figures=(
            "committed",
            "outstanding",
            "exchange_difference",
            "realised_difference",
            "unrealised_difference",
            "above_commitment",
        ),
    )


REFUNDED = (
    ("of it given back", "refunded_amount", "refunded_usd"),
    ("Deposited less refunds", "", "deposited_less_refunds_usd"),
)
IN_BOLD = {"Committed", "Exchange difference"}


def pledges(statement: Statement) -> Section | None:
    """What is announced or withdrawn; None where nothing is."""
    rows = [
        (
            row["reference"] + _by(statement, row),
            row["pledged_on"],
            _choice(row),
            label(row["stage"]),
            money.text(row["amount"] + row["written_off_amount"], row["currency"]),
        )
        for row in statement.pledges
    ]
    if not rows:
        return None
    columns = ("Pledge", "Announced on", "Earmarking choice", "Stage", "Amount announced")
    return Section(
        "Pledges", ("In no total of this statement.",), table_of(columns, rows, 4), (), ("pledged",)
    )


def instalments(statement: Statement) -> Section:
    """The payment schedules: for those who may read them."""
    rows = [
        (
            row["due_on"],
            row["contribution_reference"] + _by(statement, row),
            label(row["status"]),
            _amount(row),
        )
        for row in statement.instalments
    ]
    if not rows:
        return Section("Instalments", ("No instalment is scheduled.",))
    due = statement.instalments_due
    rows += [
        ("", f"Due by {statement.view.as_of}", "", _amounts(due, "due_amount")),
        ("", "Of it late", "", _amounts(due, "late_amount")),
    ]
    return Section(
        "Instalments",
        NOT_PUBLIC,
        table_of(("Due on", "Arrangement", "Status", "Amount"), rows, 3, 2, wide=(1,)),
        (),
        ("instalments_due",),
    )


def refunds(statement: Statement) -> Section | None:
    """What was given back, as it was paid and in US dollars; None where nothing was."""
    titles = statement.view.frames.objectives
    found = statement.refunds
    if not found:
        return None
    rows = [
        (
            row["value_date"],
            row["contribution_reference"],
            pool(row["objective"], titles),
            _amount(row),
            grouped(row["usd_amount"]),
        )
        for row in found
    ]
    rows.append(("", "All", "", "", grouped(sum_of(found, "usd_amount"))))
    columns = ("Value date", "Arrangement", "Given for", "Paid as", "USD")
    return Section(
        "Given back to the contributor",
        table=table_of(columns, rows, 3, 1, wide=(2,)),
        figures=("refunds_to_contributor",),
    )
