"""Sections of a statement on the choice of a contributor, and on what the pool made possible."""

from dataclasses import replace

from trustfund.domain import aid as codes
from trustfund.domain import money
from trustfund.domain.aid import CORE, WINDOW
from trustfund.domain.texts import listed
from trustfund.exchange.sections import Section, Table, table_of
from trustfund.figures import made_possible as figures
from trustfund.figures import overview
from trustfund.figures.contributions import sum_of
from trustfund.figures.giving import Statement
from trustfund.figures.wording import grouped, percent, pool


def earmarking(statement: Statement) -> Section | None:
    """Money by pool; None where nothing is signed."""
    titles = statement.view.frames.objectives
    found = statement.by_pool
    if not found:
        return None
    rows = [
        (
            pool(row["objective"], titles),
            grouped(row["committed_usd"]),
            grouped(row["deposited_usd"]),
            percent(row["share_of_deposits"]),
        )
        for row in found
    ]
    committed, deposited = (sum_of(found, name) for name in ("committed_usd", "deposited_usd"))
    rows.append(("All", grouped(committed), grouped(deposited), ""))
    columns = ("Given for", "Committed, USD", "Deposited, USD", "Share of deposits")
    return Section(
        "Earmarking choice", table=table_of(columns, rows, 1, 1), figures=("unearmarked_share",)
    )


A_HELP = (
    "A help for the contributor’s own reports to the OECD’s Development Assistance Committee "
    "(DAC), by the codes of today. The contributor decides what it reports."
)


def aid(statement: Statement) -> Section | None:
    """What the choice means for reports of development aid; None without deposits."""
    titles = statement.view.frames.objectives
    rows = [
        (
            row["year"],
            pool(row["objective"], titles),
            row["aid_type"],
            money.text(row["amount"], row["currency"]),
            grouped(row["usd_amount"]),
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
        table=table_of(columns, rows, 3, wide=(1,)),
        after=(*meant, f"Channel {codes.CHANNEL}: {codes.AGENT}."),
        figures=("aid_reports",),
    )


def whole_fund(statement: Statement) -> Section | None:
    """What all money of the fund became, and what is left of it; None before any came in."""
    view = statement.view
    filters = view.filters.only(("as_of", "known_at"))
    found = overview.overview(replace(view, filters=filters))
    if not found.received:
        return None
    parts = [(BECAME[name], grouped(cents)) for name, cents in found.uses()]
    rows = [(f"{found.received_name} of the fund", grouped(found.received)), *parts]
    return Section(
        "What the money did, and what is left",
        ("All contributors together: the money of a pool is not traced to who gave it.",),
        Table(("", "USD"), rows, frozenset({1}), bold=(0, len(parts))),
        ("The other lines add up to the first.",),
        ("use", "available"),
    )


BECAME = {
    "Fee": "Administrative agent fee",
    "Spent": "Spent on travel",
    "Other uses": "Other uses: charges, direct cost, refunds, other transfers and expenditure",
    "Obligated": "Obligated: reserved for authorised trips",
    "Left for travel": "Left for travel",
    "Left for other objectives": "Left for other objectives, which pay no travel",
}


def made_possible(statement: Statement) -> Section:
    """The share of the pool and what it is equivalent to, with its method."""
    found = figures.made_possible(statement)
    others = [
        pool(row["objective"], statement.view.frames.objectives)
        for row in statement.by_pool
        if row["deposited_usd"] and row["objective"] not in statement.view.rules.pools
    ]
    stated = found.equivalent is not None
    rest = f"What was given for {listed(others)} pays no travel."
    return Section(
        "What the pool made possible",
        (" ".join(figures.account(found, statement.contributor)),),
        after=(*([rest] if others and stated else ()), figures.method(statement.view)),
        figures=("pool_share", "equivalent") if stated else ("pool_share",),
    )


def contributors(statement: Statement) -> Section | None:
    """All who gave, un-earmarked contributions first; None before anybody did."""
    groups = figures.contributors_thanked(statement.view)
    if not groups:
        return None
    return Section(
        "The fund thanks its contributors",
        tuple(f"{group}: {listed(names)}." for group, names in groups.items()),
        figures=("contributors_thanked",),
    )
