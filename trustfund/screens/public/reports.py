"""Reports: the funding status, and the annual report with its five tables."""

import streamlit as st

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS
from trustfund.figures import printed, statements
from trustfund.figures.printed import Printed
from trustfund.figures.publishing import is_published
from trustfund.figures.statements import TABLES, AnnualReport
from trustfund.figures.view import View
from trustfund.ledger import duties
from trustfund.ledger.certification import certify_year
from trustfund.screens import documents, session
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import passport
from trustfund.screens.staff.forms import Form, say_duties
from trustfund.screens.staff.outcomes import show_done
from trustfund.screens.widgets import (
    card,
    download,
    download_numbers,
    plain,
    side_by_side,
    statement,
)


def _printed(table: Printed) -> None:
    """A table as a statement is printed, with what it adds up to."""
    rows = [*table.rows, *table.footing]
    footing = range(len(table.rows), len(rows))
    statement(table.columns, rows, table.title, table.titles, (*table.bold, *footing))


def _funding_status(view: View) -> None:
    table = printed.funding_status(view)
    with card(table.title):
        _printed(table)
        with side_by_side():
            download("funding_status", view.filters)
            passport("Funding status", "funding_status", view)


def _table(report: AnnualReport, name: str) -> None:
    table = printed.table(report, name)
    with card(table.title):
        if not table.rows:
            st.info("Nothing is booked for this table yet.", icon=":material/info:")
            return
        _printed(table)
        if name == "expenditure":
            for sentence in printed.below_zero(report):
                st.warning(plain(sentence), icon=":material/flag:")
        with side_by_side():
            download_numbers(table.columns, TABLES[name](report), name, report.view)
            passport(table.title, name, report.view)


def _standing(report: AnnualReport) -> None:
    """Whether the year is certified, and what changed since."""
    certified = statements.certification(report)
    if certified is None:
        st.badge(f"{report.year}: not final", icon=":material/pending:", color="orange")
        return
    st.badge(f"{report.year}: certified", icon=":material/verified:", color="green")
    st.caption(f"Certified on {certified.on} by {plain(certified.by)}, act {certified.act}.")
    changed = printed.changed(report)
    if not changed or not changed.rows:
        return
    st.warning(
        "What was booked since changes these figures. The certificate stays as it was.",
        icon=":material/difference:",
    )
    statement(
        changed.columns, changed.rows, "Figures that differ from the certified ones", changed.titles
    )
    passport("Certified and now", "certified", report.view)


def _certify(report: AnnualReport) -> None:
    """The administrator's act that stores what the tables say."""
    form = Form("certify", str(report.year))
    with st.expander(f"Certify {report.year}", icon=":material/verified:"):
        st.markdown("Stores what the five tables say now. Later bookings do not change it.")
        say_duties(duties.CERTIFYING)
        again = statements.certification(report) is not None
        reason = form.reason("Reason for another certification") if again else ""
        tables, revision = statements.to_certify(report), report.view.books.revision
        button = f"Certify the statements of {report.year}"
        form.book(button, certify_year, report.year, tables, revision, reason)


def page() -> None:
    """Draw the page."""
    view, top = filtered_page("Reports", ("as_of", "known_at"), "US dollars")
    with top:
        show_done()
    iati = ["iati.xml"] if is_published(view.frames) else []
    files = ("fund_statements.pdf", "fund_statements.xlsx", "brief.pdf", *iati, "fund.zip")
    documents.offer(view.filters, *files)
    _funding_status(view)
    last = int(view.as_of[:4])
    first = min(view.frames.fund.starts_on.year, last)
    years = [str(year) for year in range(last, first - 1, -1)][:12]
    chosen = st.segmented_control(
        "Annual report of", years, default=years[0], key="year", required=True
    )
    year = int(chosen or years[0])
    as_of = view.as_of if year == last else f"{year}-12-31"
    report = AnnualReport(view.at(as_of))
    _standing(report)
    for name in TABLES:
        _table(report, name)
    is_over = year < view.today.year and report.is_whole and not view.filters.known_at
    if is_over and session.actor().may(ACTS[ActCode.YEAR_CERTIFIED]):
        _certify(report)
