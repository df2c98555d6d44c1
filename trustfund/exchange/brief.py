"""The fund on one page, for a donor meeting: what came in, what it did, what is left, how to give.

Its charts are drawn from the rows of the pages' charts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from trustfund.domain import aid, fund_terms
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.roles import Actor
from trustfund.exchange import pdf
from trustfund.figures import overview, participation, printed
from trustfund.figures.filters import GROUPING_NAMES
from trustfund.figures.overview import Overview
from trustfund.figures.statements import AnnualReport
from trustfund.figures.view import View
from trustfund.figures.wording import NOT_AVAILABLE, counted, day, percent, usd

TITLE = "Fund brief"
NO_MONEY = "No deposit has been received yet."
NO_TRIP = "Nobody has travelled yet."
WHAT_BECAME = {"Fee": "Agent's fee", "Spent": "Spent on travel"}
"""What the parts of the money are called here, where it is not their usual name."""
OTHER_USES = (
    "bank charges, direct cost, refunds, transfers to other funds and organizations' other "
    "expenditure"
)


def _lead(found: Overview) -> str:
    """The answer to a donor's first question, in a few sentences."""
    if not found.deposited:
        rest = found.outstanding
        return NO_MONEY + (f" {usd(rest)} is signed and still to be paid." if rest else "")
    income = f", with {usd(found.income)} of interest and other income" if found.income else ""
    sentences = [f"{usd(found.deposited)} came in{income}."]
    if found.delegates:
        ldc, countries = found.ldc_coverage, counted(found.countries, "country", "countries")
        least = (
            f"; {ldc.reached} of the {ldc.eligible} countries that were least developed countries "
            "at an event took part"
        )
        sentences.append(
            f"It brought {counted(found.delegates, 'delegate')} from {countries} to the meetings"
            f"{least if ldc.eligible else ''}."
        )
    others = f", and {usd(found.left_for_others)} for other objectives"
    beside = others if found.left_for_others else ""
    sentences.append(f"{usd(found.left_for_travel)} is left for travel{beside}.")
    return " ".join(sentences)


def _use(found: Overview, view: View) -> dict[str, Any]:
    """The bar: what the money became."""
    parts = found.uses() if found.received else []
    signed = found.outstanding
    rate = f"at the rates of {day(view.as_of)}"
    rest = f"Signed and still to be paid: {usd(signed)}, {rate}. " if signed else ""
    left = "; ".join(
        f"{'un-earmarked' if pool == UNEARMARKED else f'objective {pool}'}, {usd(cents)}"
        for pool, cents in found.available_by_pool.items()
        if cents
    )
    other = f"Other uses are {OTHER_USES}. " if found.other_uses else ""
    obligated = "Obligated is reserved for authorised trips. " if found.obligated else ""
    return {
        "use": [
            {
                "key": name,
                "name": WHAT_BECAME.get(name, name),
                "size": max(cents, 0),
                "amount": usd(cents),
            }
            for name, cents in parts
        ],
        "use_alt": f"One bar. {found.received_name}, {usd(found.received)}: "
        + "; ".join(f"{name} {usd(cents)}" for name, cents in parts),
        "use_basis": f"{found.received_name}: {usd(found.received)}, which the parts add up to. "
        f"{other}{obligated}{f'Left by pool: {left}. ' if left else ''}{rest}"
        "All rounded to dollars,",
    }


def _figures(found: Overview) -> list[dict[str, str]]:
    """The headline figures, each with what it is stated in."""
    ldc = found.ldc_coverage
    expected = f"; {found.expected:,} more expected" if found.expected else ""
    of_all = (
        f"; {found.coverage.reached} of the {found.coverage.eligible} countries that were eligible "
        "at an event"
    )
    figures = (
        ("Deposited", usd(found.deposited), "cash received, before the fee, at each day's UN rate"),
        (
            "Un-earmarked",
            percent(found.unearmarked_of_deposits),
            f"of deposits; of commitments {percent(found.unearmarked_of_commitments)}",
        ),
        (
            "Delegates",
            f"{found.delegates:,}",
            f"people who travelled, counted at each event{expected}",
        ),
        (
            "Countries",
            f"{found.countries:,}",
            f"with a delegate{of_all if found.coverage.eligible else ''}",
        ),
        (
            "LDCs that took part",
            f"{ldc.reached} of {ldc.eligible}" if ldc.eligible else NOT_AVAILABLE,
            "of the countries that were LDCs at an event, by the status of its first day",
        ),
    )
    return [{"name": name, "value": value, "basis": basis} for name, value, basis in figures]


def _month(text: str) -> str:
    return date.fromisoformat(f"{text}-01").strftime("%b %Y")


def _months(view: View) -> dict[str, Any]:
    """The step line: the un-earmarked share of all deposits up to each month."""
    rows = overview.monthly_rows(view)
    known = [row for row in rows if row["unearmarked_share"] is not None]
    if not known:
        return {"months": []}
    first, last = known[0], known[-1]
    ends = {0: first, len(known) - 1: last}
    return {
        "months": [{"label": row["month"], "share": _drawn(row)} for row in known],
        "months_end": percent(last["unearmarked_share"]),
        "months_marks": [(place, _month(row["month"])) for place, row in ends.items()],
        "months_alt": "Un-earmarked share of all deposits so far, by month: "
        f"{percent(first['unearmarked_share'])} in {_month(first['month'])}, "
        f"{percent(last['unearmarked_share'])} in {_month(last['month'])}.",
        "months_basis": "Of all deposits up to the end of each month, in US dollars,",
    }


def _drawn(row: dict[str, Any]) -> int:
    """A share as a length to draw: ten-thousandths."""
    part = row["unearmarked_share"] * 10_000
    return int(part)


def _regions(view: View) -> dict[str, Any]:
    """The bars: delegates, and those expected, by region."""
    rows = participation.region_rows(view)
    if not any(row["delegates"] or row["expected"] for row in rows):
        return {"regions": []}
    grouping = GROUPING_NAMES[view.filters.grouping]
    ends = [
        f"{row['delegates']:,}" + (f" + {row['expected']:,}" if row["expected"] else "")
        for row in rows
    ]
    expected = ", + those expected (hatched)" if any(row["expected"] for row in rows) else ""
    return {
        "regions": [
            {"label": row["region"], "sizes": [row["delegates"], row["expected"]], "end": end}
            for row, end in zip(rows, ends, strict=True)
        ],
        "regions_alt": f"Delegates by region ({grouping}): "
        + "; ".join(f"{row['region']} {row['delegates']}" for row in rows),
        "regions_basis": f"{grouping}. Delegates{expected}, by their country,",
    }


def _thanks(view: View) -> dict[str, Any]:
    """Who gave: those who gave un-earmarked first, each with all it gave."""
    groups: dict[str, list[dict[str, Any]]] = {
        "Un-earmarked:": [],
        "Un-earmarked in part:": [],
        "For an objective:": [],
    }
    whole, part, none = groups.values()
    for row in overview.contributor_bars(view):
        if row["deposited_usd"] > 0:
            free = whole if row["earmarked_usd"] <= 0 else part
            (free if row["unearmarked_usd"] > 0 else none).append(row)
    return {
        "thanks": [
            {"title": title, "names": [_contributor(row) for row in rows]}
            for title, rows in groups.items()
            if rows
        ],
        "thanks_basis": "Deposits of each in US dollars, before the agent's fee,",
    }


def _contributor(row: dict[str, Any]) -> dict[str, str]:
    return {"name": row["contributor"], "amount": usd(row["deposited_usd"]).removeprefix("USD ")}


def _giving(view: View) -> list[tuple[str, str]]:
    """How to give: the steps, in order."""
    frames = view.frames
    fee = f"{fund_terms.percent(view.rules.agent_fee_basis_points)} %"
    objectives = "; ".join(f"{code} {title}" for code, title in frames.in_use.items())
    steps = {
        "Who.": f"{view.rules.who_may_contribute}.",
        "Sign": f"a Standard Administrative Arrangement with the {aid.AGENT}, the administrative "
        f"agent. Its fee is {fee} of each deposit.",
        "Give un-earmarked if you can.": "Un-earmarked money can pay for whatever the fund is "
        f"for. Where it is not feasible, choose an objective: {objectives}. Never a country, an "
        "event or a delegate.",
        "Report it": "as you decide. By the DAC codes of today for development aid: channel "
        f"{aid.CHANNEL}; un-earmarked type {aid.CORE.code}, for an objective {aid.WINDOW.code}.",
    }
    return list(steps.items())


def _source(view: View) -> str:
    """Where the figures come from, and how final they are."""
    fund, report = view.frames.fund, AnnualReport(view)
    runs = f"from {day(fund.starts_on.isoformat())}"
    if fund.ends_on != fund_terms.NO_END:
        runs += f" to {day(fund.ends_on.isoformat())}"
    return (
        f"Source: the ledger of the fund, books at revision {view.frames.revision}. {report.year} "
        f"is {printed.standing(report)}. The fund runs {runs}; "
        f"{fund.managing_organization} manages the travel. The fund statements give the "
        "same money to the cent, beside the previous year; what each figure means, and the rows "
        "behind it, are on the pages and in the downloads of the site this comes from."
    )


def document(view: View, _who: Actor) -> Iterator[bytes]:
    """The brief as PDF: one page, whatever is in the books."""
    found = overview.overview(view)
    content: dict[str, Any] = {
        "lead": _lead(found),
        "figures": _figures(found),
        "giving": _giving(view),
        "source": _source(view),
        "no_money": NO_MONEY,
        "no_trip": NO_TRIP,
    }
    yield pdf.make(
        "brief",
        TITLE,
        view,
        content | _use(found, view) | _months(view) | _regions(view) | _thanks(view),
    )
