"""The office's funds: the headline figures that each of them publishes, side by side."""

from datetime import date

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.domain.roles import ADMINISTRATORS
from trustfund.exchange.sections import Table
from trustfund.figures.wording import counted, day, grouped, percent, usd
from trustfund.screens import session
from trustfund.screens.widgets import card, plain, printed
from trustfund.web import office_funds
from trustfund.web.office_funds import STALE_AFTER, Standing

COLUMNS = (
    *("Fund", "Figures of", "Deposited USD", "Left for travel USD", "Un-earmarked"),
    *("Delegates", "Countries", "LDCs"),
)
AMOUNTS = frozenset(range(2, len(COLUMNS)))
WRONG_LIST = "The list of funds cannot be read. An administrator who looks at this page sees why."
NO_LIST = (
    "No list of funds is kept here. An administrator makes one: "
    "`data/funds.toml`, as docs/deploy.md describes."
)


def page() -> None:
    """Draw the page."""
    st.title("The office's funds", anchor=False)
    st.caption("Each fund keeps its own books. These are the figures that it publishes.")
    found, is_asking = _standings()
    if found:
        st.fragment(_funds, run_every="2s" if is_asking else None)(is_asking)


def _standings() -> tuple[list[Standing], bool]:
    """The funds; where there is no list, or a wrong one, it is said why."""
    try:
        found, is_asking = office_funds.standings()
    except Refused as refused:
        is_told = session.actor().may(ADMINISTRATORS)
        why = [plain(str(problem)) for problem in refused.problems] if is_told else [WRONG_LIST]
        st.error("\n\n".join(why))
        return [], False
    if not found:
        st.info(NO_LIST, icon=":material/info:")
    return found, is_asking


def _funds(was_asking: bool) -> None:
    """The table; it draws itself anew while funds are being asked."""
    found, is_asking = _standings()
    if was_asking and not is_asking:
        st.rerun()
    if not found:
        return
    today = session.view().today
    _totals([each for each in found if each.figures])
    with card(counted(len(found), "fund")):
        rows = [_row(each, today, is_asking) for each in found]
        printed(Table(COLUMNS, rows, AMOUNTS), "Funds", ways=[each.listed.page for each in found])
        for each in found:
            if each.trouble:
                words = f"{plain(each.listed.name)}: {plain(each.trouble)}"
                if each.read_on:
                    words += f" The figures shown were read on {day(each.read_on)}."
                st.warning(words)
    if is_asking:
        st.caption("The funds are being asked; the table follows.")


def _totals(found: list[Standing]) -> None:
    """What adds up: money and delegates. Countries are the same ones in several funds."""
    real = [each for each in found if not each.is_illustrative]
    counted_in = real or found
    if not counted_in:
        return
    sums = {
        key: sum(each.figures[key] for each in counted_in if each.figures)
        for key in ("deposited_usd", "left_for_travel_usd", "delegates")
    }
    left_out = len(found) - len(counted_in)
    with st.container(horizontal=True):
        st.metric("Deposited", usd(sums["deposited_usd"]))
        st.metric("Left for travel", usd(sums["left_for_travel_usd"]))
        st.metric("Delegates", f"{sums['delegates']:,}")
    if not real:
        st.caption("All of these figures are illustrative.")
    elif left_out:
        st.caption(f"Without {counted(left_out, 'illustrative fund')}.")


def _row(each: Standing, today: date, is_asking: bool) -> list[str]:
    found = each.figures
    if found is None:
        absent = "not read yet" if is_asking else "could not be read"
        return [each.listed.name, absent, *[""] * len(AMOUNTS)]
    old = f", older than {STALE_AFTER} days" if each.is_stale(today) else ""
    return [
        each.listed.name + (" (illustrative)" if each.is_illustrative else ""),
        day(found["as_of"]) + old,
        *(grouped(found[key]) for key in ("deposited_usd", "left_for_travel_usd")),
        percent(found["unearmarked_share"]),
        *(f"{found[key]:,}" for key in ("delegates", "countries")),
        f"{found['ldcs_represented']} of {found['ldcs_eligible']}",
    ]
