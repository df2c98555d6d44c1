"""The statement of one contributor: its sections, on the page and in the PDF."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from trustfund.domain import aid, money
from trustfund.domain.aid import CORE, WINDOW
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, label
from trustfund.domain.roles import SIGNED_IN, Role
from trustfund.exchange import pdf
from trustfund.exchange.sections import Section, Table
from trustfund.figures import made_possible
from trustfund.figures.contributions import sum_of
from trustfund.figures.giving import Row, Statement
from trustfund.figures.staff_datasets import TRAVEL_POOLS
from trustfund.figures.view import View
from trustfund.figures.wording import NOT_AVAILABLE, exact_usd, listed, percent, pool

MOST_DEPOSITS = 400
"""Deposits listed in a document one by one, the newest; the sums have them all."""
WRITTEN = {EntryKind.AMENDMENT: "Amended", EntryKind.WRITE_OFF: "Written off"}


def pieces(view: View, role: Role) -> tuple[bytes]:
    """The statement as a PDF; instalments and refunds for people who are signed in."""
    statement = Statement(view)
    made = sections(statement, role)
    figures = dict.fromkeys(key for section in made for key in section.figures)
    title = f"Statement of {statement.contributor}"
    content = {
        "about": about(statement),
        "thanks": made_possible.thanks(statement),
        "cards": cards(statement),
        "sections": [section.data() for section in made],
    }
    return (pdf.make("statement", title, view, content, list(figures)),)


def about(statement: Statement) -> list[str]:
    """Who the contributor is, and whose money is in the figures."""
    document, frames = statement.document, statement.view.frames
    said = [label(document["contributor_type"].value)]
    if document["parent_id"] in frames.contributors:
        said = [f"{said[0]}, agency of {frames.contributors[document['parent_id']]['name']}"]
    if statement.agencies:
        said.append(f"With the money of its agencies: {listed(statement.agencies)}.")
    return said


def cards(statement: Statement) -> list[tuple[str, str, str]]:
    """The headline figures: label, value, key of the definition."""
    sums = statement.in_usd
    return [
        ("Committed", _usd(sums["usd_amount"]), "committed"),
        ("Deposited", exact_usd(sum_of(statement.deposits, "usd_amount")), "deposited"),
        ("Outstanding", _usd(sums["outstanding_usd"]), "outstanding"),
        ("Exchange difference", _usd(sums["exchange_difference_usd"]), "exchange_difference"),
    ]


def sections(statement: Statement, role: Role, most: int = MOST_DEPOSITS) -> list[Section]:
    """All sections that have anything to say to a reader of that role."""
    found = [
        _arrangements(statement),
        _changes(statement),
        _deposits(statement, most),
        _balance(statement),
        _earmarking(statement),
        _aid(statement),
        _pledges(statement),
        *([_instalments(statement), _refunds(statement)] if role in SIGNED_IN else ()),
        _made_possible(statement),
        _contributors(statement),
    ]
    return [section for section in found if section is not None]


def _usd(cents: int | None) -> str:
    return NOT_AVAILABLE if cents is None else exact_usd(cents)


def _amounts(rows: Iterable[Row], name: str) -> str:
    """A column in each currency, on one line."""
    return " · ".join(money.text(row[name], row["currency"]) for row in rows)


def _figure(cents: int) -> str:
    """US dollars in a column that says so."""
    return exact_usd(cents).removeprefix("USD ")


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


def _table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    first: int,
    sums: int = 0,
    wide: tuple[int, ...] = (0,),
) -> Table:
    """A table with amounts from column ``first`` on, whose last ``sums`` rows are sums."""
    bold = tuple(range(len(rows) - sums, len(rows)))
    return Table(columns, rows, frozenset(range(first, len(columns))), bold, wide)


def _arrangements(statement: Statement) -> Section:
    shown = ("signed", "deposited", "outstanding")
    rows = [
        (
            " · ".join(filter(None, (row["reference"], row["agreement_reference"])))
            + _by(statement, row),
            row["agreement_signed_on"],
            _choice(row),
            *(money.text(row[f"{name}_amount"], row["currency"]) for name in shown),
        )
        for row in statement.arrangements
    ]
    if not rows:
        return Section("Arrangements", ("No arrangement is signed.",))
    columns = ("Arrangement", "Signed on", "Earmarking choice", "Signed for", "Deposited")
    return Section(
        "Arrangements",
        table=_table((*columns, "Outstanding"), rows, 3, wide=(0, 2)),
        after=("Signed for has the amendments in it.",),
        figures=("signed_for",),
    )


def _changes(statement: Statement) -> Section | None:
    rows = [
        (
            row["value_date"],
            row["contribution_reference"],
            WRITTEN[row["change"]],
            money.text(row["amount"], row["currency"]),
            _figure(row["usd_amount"]),
        )
        for row in statement.changes
    ]
    if not rows:
        return None
    columns = ("Date", "Arrangement", "What", "Amount", "USD")
    return Section(
        "Amendments and parts written off",
        table=_table(columns, rows, 3, wide=(1,)),
        figures=("amendments", "written_off"),
    )


def rate_text(row: Row) -> str:
    """The rate of a deposit and since when it is in effect."""
    if row["currency"] == "USD":
        return ""
    return f"{row['rate']} ({row['rate_effective_on'] or 'the bank’s own'})"


def _deposits(statement: Statement, most: int) -> Section:
    newest = statement.deposits[-most:]
    rows = [
        (
            row["value_date"],
            f"{row['reference']} · {row['contribution_reference']}",
            money.text(row["amount"], row["currency"]),
            rate_text(row),
            *_worth(row),
        )
        for row in newest
    ]
    if not rows:
        return Section("Deposits", ("No deposit was received yet.",), name="deposits")
    sums = statement.deposits_by_currency
    totals = [
        (
            "",
            f"All in {row['currency']}",
            money.text(row["amount"], row["currency"]),
            "",
            *_worth(row),
        )
        for row in sums
    ]
    if sums[1:]:
        whole = {name: sum_of(sums, name) for name in WORTH}
        totals.append(("", "All deposits", "", "", *_worth(whole)))
    columns = ("Value date", "Deposit · arrangement", "Received", "Rate (since)", *WORTH.values())
    left = len(statement.deposits) - len(newest)
    more = f"The newest {most} are listed; {left:,} earlier ones are in the sums alone."
    return Section(
        "Deposits",
        before=(more,) if left else (),
        table=_table(columns, rows + totals, 2, len(totals), wide=(1,)),
        after=("Rates are units of the currency for 1 US dollar.",),
        figures=("deposited", "deposit_fee"),
        name="deposits",
    )


WORTH = {"usd_amount": "USD", "fee_usd": "Fee, USD", "net_usd": "Net, USD"}


def _worth(row: Row) -> tuple[str, ...]:
    return tuple(_figure(row[name]) for name in WORTH)


def _balance(statement: Statement) -> Section | None:
    if not statement.arrangements:
        return None
    currencies, sums = statement.by_currency, statement.in_usd
    lines = (
        ("Signed for, with amendments", "signed_amount", "signed_usd"),
        ("Less: written off", "written_off_amount", "written_off_usd"),
        ("Committed", "amount", "usd_amount"),
        ("Deposited", "deposited_amount", "deposited_usd"),
        (
            f"Outstanding, valued at the rate of {statement.view.as_of}",
            "outstanding_amount",
            "outstanding_usd",
        ),
        ("Exchange difference", "", "exchange_difference_usd"),
        ("of it realised", "", "realised_usd"),
        ("of it not realised", "", "unrealised_usd"),
        ("of it paid above the commitment", "above_amount", "above_usd"),
    )
    rows = [
        (line, _amounts(currencies, amount) if amount else "", _usd(sums[value]))
        for line, amount, value in lines
    ]
    return Section(
        "Balance",
        table=Table(("", "In its own currency", "USD"), rows, frozenset({1, 2}), bold=(2, 5)),
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


def _earmarking(statement: Statement) -> Section | None:
    titles = statement.view.frames.objectives
    found = statement.by_pool
    if not found:
        return None
    rows = [
        (
            pool(row["objective"], titles),
            _figure(row["committed_usd"]),
            _figure(row["deposited_usd"]),
            percent(row["share_of_deposits"]),
        )
        for row in found
    ]
    committed, deposited = (sum_of(found, name) for name in ("committed_usd", "deposited_usd"))
    rows.append(("All", _figure(committed), _figure(deposited), ""))
    columns = ("Given for", "Committed, USD", "Deposited, USD", "Share of deposits")
    return Section(
        "Earmarking choice", table=_table(columns, rows, 1, 1), figures=("unearmarked_share",)
    )


A_HELP = (
    "A help for the contributor’s own reports to the OECD’s Development Assistance Committee "
    "(DAC), by the codes of today. The contributor decides what it reports."
)


def _aid(statement: Statement) -> Section | None:
    titles = statement.view.frames.objectives
    rows = [
        (
            row["year"],
            pool(row["objective"], titles),
            row["aid_type"],
            money.text(row["amount"], row["currency"]),
            _figure(row["usd_amount"]),
        )
        for row in statement.aid
    ]
    if not rows:
        return None
    columns = ("Year", "Given for", "Type of aid", "Deposited", "USD")
    used = {row["aid_type"] for row in statement.aid}
    meant = [f"{kind.code}: {kind.name}." for kind in (CORE, WINDOW) if kind.code in used]
    return Section(
        "What the choice means for reports of development aid",
        before=(A_HELP,),
        table=_table(columns, rows, 3, wide=(1,)),
        after=(*meant, f"Channel {aid.CHANNEL}: {aid.AGENT}."),
        figures=("aid_reports",),
    )


def _pledges(statement: Statement) -> Section | None:
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
        "Pledges", ("In no total of this statement.",), _table(columns, rows, 4), (), ("pledged",)
    )


def _instalments(statement: Statement) -> Section:
    rows = [
        (
            row["due_on"],
            row["contribution_reference"] + _by(statement, row),
            label(row["status"]),
            money.text(row["amount"], row["currency"]),
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
        ("For people who are signed in: not public.",),
        _table(("Due on", "Arrangement", "Status", "Amount"), rows, 3, 2, wide=(1,)),
        (),
        ("instalments_due",),
    )


def _refunds(statement: Statement) -> Section | None:
    titles = statement.view.frames.objectives
    found = statement.refunds
    if not found:
        return None
    rows = [
        (
            row["value_date"],
            row["contribution_reference"],
            pool(row["objective"], titles),
            _figure(row["usd_amount"]),
        )
        for row in found
    ]
    rows.append(("", "All", "", _figure(sum_of(found, "usd_amount"))))
    return Section(
        "Given back to the contributor",
        ("For people who are signed in: not public.",),
        _table(("Value date", "Arrangement", "Given for", "USD"), rows, 3, 1, wide=(2,)),
        (),
        ("refunds_to_contributor",),
    )


def _made_possible(statement: Statement) -> Section:
    found = made_possible.made_possible(statement)
    rows = [
        (MEANT[name], f"{count:,}", made_possible.tenths(found.equivalents[name]))
        for name, count in found.counts.items()
        if found.equivalents
    ]
    table = _table(("", "The pool made possible", "Equivalent to the share"), rows, 1)
    others = [
        pool(row["objective"], statement.view.frames.objectives)
        for row in statement.by_pool
        if row["deposited_usd"] and row["objective"] not in TRAVEL_POOLS
    ]
    rest = f"What was given for {listed(others)} pays no travel."
    return Section(
        "What the pool made possible",
        (" ".join(made_possible.account(found, statement.contributor)),),
        table if rows else None,
        (*([rest] if others and rows else ()), made_possible.METHOD),
        ("pool_share", "equivalent") if rows else ("pool_share",),
    )


MEANT = {
    "Delegates": "Delegates who travelled",
    "States": "States with a delegate",
    "LDCs": "of these, least developed countries (LDCs)",
}


def _contributors(statement: Statement) -> Section | None:
    groups = made_possible.contributors_thanked(statement.view)
    if not groups:
        return None
    return Section(
        "The fund thanks its contributors",
        tuple(f"{group}: {listed(names)}." for group, names in groups.items()),
        figures=("contributors_thanked",),
    )
