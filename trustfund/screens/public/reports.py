"""Reports: the funding status, and the annual report with its five tables."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from trustfund.domain.roles import ADMINISTRATORS
from trustfund.figures import statements
from trustfund.figures.datasets import Cell, Column
from trustfund.figures.definitions import BY_KEY
from trustfund.figures.statements import LINES, TABLES, AnnualReport
from trustfund.figures.view import View
from trustfund.ledger.certification import certify_year
from trustfund.screens import session
from trustfund.screens.filter_bar import choose
from trustfund.screens.passports import passport
from trustfund.screens.staff.forms import Form, say_duties, show_receipt
from trustfund.screens.widgets import (
    card,
    columns_of,
    download,
    download_numbers,
    heading,
    plain,
    statement,
)

TOTALS = [
    number for number, line in enumerate(LINES) if line.startswith(("total_", "balance_with_"))
]
"""The rows of a funding status that are sums of others."""


def _periods(year: int) -> dict[str, str]:
    """The periods of an annual report, in words."""
    return {"prior": f"Up to {year - 1}", "current": str(year), "total": "Total"}


def _titles(year: int) -> dict[str, str]:
    """The headings of the tables' columns; the current year is named."""
    words = {"": "", "_deposits": "deposits", "_expenditure": "spent"}
    found = {
        f"{period}{part}_usd": f"{title} {words[part]}".strip()
        for period, title in _periods(year).items()
        for part in words
    }
    return found | {
        "commitments_usd": "Commitments",
        "transfers_usd": "Transferred",
        "refunds_usd": "Refunded",
        "net_funded_usd": "Net funded",
        "balance_usd": "Balance",
    }


def _columns(rows: Sequence[dict[str, Any]]) -> tuple[Column, ...]:
    """The columns of a table: amounts, a rate, and names."""
    return columns_of(
        **{
            name: Cell.USD
            if name.endswith("_usd")
            else Cell.SHARE
            if name == "delivery_rate"
            else Cell.TEXT
            for name in rows[0]
        }
    )


def _funding_status(view: View) -> None:
    rows = [
        {"line": LINES[line], "usd_amount": cents}
        for line, cents in statements.funding_status(view).items()
    ]
    with card(BY_KEY["funding_status"].title):
        statement(
            columns_of(line=Cell.TEXT, usd_amount=Cell.USD),
            rows,
            alt="Funding status: each line and its amount in US dollars",
            titles={"line": "US dollars", "usd_amount": f"Up to {view.as_of}"},
            strong=TOTALS,
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            download("funding_status", view.filters)
            passport("Funding status", "funding_status", view)


def _table(report: AnnualReport, name: str) -> None:
    rows = TABLES[name](report)
    with card(BY_KEY[name].title):
        if not rows:
            st.info("Nothing is booked for this table yet.", icon=":material/info:")
            return
        shown = [
            row
            | ({"line": LINES[row["line"]]} if "line" in row else {})
            | ({"period": _periods(report.year)[row["period"]]} if "period" in row else {})
            for row in rows
        ]
        titles = _titles(report.year)
        strong = TOTALS if name == "sources_and_uses" else ()
        statement(_columns(rows), shown, BY_KEY[name].title, titles, strong)
        if name == "expenditure":
            for organization in statements.overspent(rows):
                st.warning(
                    f"{plain(organization)} spent more than it was given.", icon=":material/flag:"
                )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            download_numbers(_columns(rows), rows, name, report.view)
            passport(BY_KEY[name].title, name, report.view)


def _standing(report: AnnualReport) -> None:
    """Whether the year is certified, and what changed since."""
    certified = statements.certification(report)
    if certified is None:
        st.badge(f"{report.year}: not final", icon=":material/pending:", color="orange")
        return
    st.badge(f"{report.year}: certified", icon=":material/verified:", color="green")
    st.caption(f"Certified on {certified.on} by {plain(certified.by)}, act {certified.act}.")
    changed = statements.differences(report, certified)
    if not changed:
        return
    st.warning(
        "What was booked since changes these figures. The certificate stays as it was.",
        icon=":material/difference:",
    )
    statement(
        columns_of(
            table=Cell.TEXT,
            row=Cell.TEXT,
            column=Cell.TEXT,
            certified_usd=Cell.USD,
            now_usd=Cell.USD,
        ),
        [
            row
            | {
                "table": BY_KEY[row["table"]].title,
                "column": _titles(report.year).get(row["column"], row["column"]),
            }
            for row in changed
        ],
        alt="Figures that differ from the certified ones",
        titles={"certified_usd": "Certified", "now_usd": "Now"},
    )
    passport("Certified and now", "certified", report.view)


def _certify(report: AnnualReport) -> None:
    """The administrator's act that stores what the tables say."""
    form = Form(f"certify-{report.year}")
    with st.expander(f"Certify {report.year}", icon=":material/verified:"):
        st.markdown("Stores what the five tables say now. Later bookings do not change it.")
        say_duties()
        again = statements.certification(report) is not None
        reason = form.text("reason", "Reason for another certification") if again else ""
        tables, revision = statements.to_certify(report), report.view.books.revision
        form.book(
            f"Certify the statements of {report.year}",
            lambda books: certify_year(books, report.year, tables, revision, reason),
        )


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(("as_of", "known_at")))
    with top:
        heading("Reports", view, "US dollars")
        show_receipt()
    _funding_status(view)
    last = int(view.as_of[:4])
    first = min(view.frames.fund["starts_on"].year, last)
    years = [str(year) for year in range(last, first - 1, -1)][:12]
    chosen = st.segmented_control(
        "Annual report of", years, default=years[0], key="year", required=True
    )
    year = int(chosen or years[0])
    as_of = view.as_of if year == last else f"{year}-12-31"
    report = AnnualReport(replace(view, filters=replace(view.filters, as_of=as_of)))
    _standing(report)
    for name in TABLES:
        _table(report, name)
    is_over = year < view.today.year and report.is_whole and not view.filters.known_at
    if is_over and session.actor().role in ADMINISTRATORS:
        _certify(report)
