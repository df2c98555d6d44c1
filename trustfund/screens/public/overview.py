"""Overview: what came in, what it did, what is left."""

from functools import partial

import streamlit as st

from trustfund.charts import money as money_charts
from trustfund.charts import participation as participation_charts
from trustfund.figures import overview as figures
from trustfund.figures import participation
from trustfund.figures.filters import GROUPING_NAMES
from trustfund.figures.view import View
from trustfund.figures.wording import counted, percent, usd
from trustfund.screens import documents, session
from trustfund.screens.charts import chart_card
from trustfund.screens.filter_bar import choose
from trustfund.screens.passports import number_cards, passport
from trustfund.screens.public import cards
from trustfund.screens.public.about_fund import about_fund
from trustfund.screens.widgets import columns_of, heading

FILTERS = ("as_of", "known_at", "grouping")
NO_DEPOSIT = (
    "Nothing has been received yet. Staff record a contributor, a pledge, its arrangement and "
    "then the deposit."
)
NO_TRIP = "Nobody has travelled yet. Staff nominate and authorise delegates under Record travel."


def _answer(view: View, found: figures.Overview) -> None:
    if not found.deposited:
        return  # the bar below says what to do
    income = f", and {usd(found.income)} of interest and other income" if found.income else ""
    other = f"{usd(found.other_uses)} went to other uses, " if found.other_uses else ""
    others = (
        f"; {usd(found.left_for_others)} is left for other objectives, which pay no travel"
        if found.left_for_others
        else ""
    )
    delegates = counted(found.delegates, "delegate")
    countries = counted(found.countries, "country", "countries")
    answer = (
        f"**{usd(found.deposited)} came in**{income}. {usd(found.fee)} was the agent's fee, {other}"
        f"**{usd(found.spent)}** was spent on travel (**{delegates}** from **{countries}** took "
        f"part) and {usd(found.obligated)} is obligated for authorised trips. "
        f"**{usd(found.left_for_travel)} is left for travel**{others}."
    )
    with st.container(horizontal=True, gap="small", key="answer"):
        st.markdown(answer)
        passport("This answer", "use", view)
    if found.pledges:
        st.caption(f"In no total: {counted(found.pledges, 'pledge')} without a signed arrangement.")


def _numbers(view: View, found: figures.Overview) -> None:
    outstanding = "not available" if found.outstanding is None else usd(found.outstanding)
    unearmarked = percent(found.unearmarked_of_deposits)
    numbers = (
        ("Left for travel", usd(found.left_for_travel), "available", "Left for travel"),
        ("Deposited", usd(found.deposited), "deposited", ""),
        ("Committed", usd(found.committed), "committed", ""),
        ("Outstanding", outstanding, "outstanding", ""),
        ("Un-earmarked, of deposits", unearmarked, "unearmarked_share", "Of deposits"),
        ("Delegates", f"{found.delegates:,}", "delegates", "Delegates"),
        ("Countries", f"{found.countries:,}", "countries", ""),
        cards.ldc_coverage(found.ldc_coverage),
    )
    number_cards(numbers, view)


def _use(view: View, found: figures.Overview) -> None:
    parts, whole = found.uses(), found.received_name
    rows = [{"part": name, "usd": cents} for name, cents in [*parts, (whole, found.received)]]
    chart = partial(money_charts.use_of_money, whole, parts) if found.received else None
    chart_card("use", chart, columns_of("part", "usd"), rows, view, NO_DEPOSIT)


def page() -> None:
    """Draw the page."""
    top = st.container()
    view = session.view(choose(FILTERS))
    found = figures.overview(view)
    with top:
        heading(view.frames.fund_name, view, "US dollars")
        _answer(view, found)
        documents.offer(view.filters, "brief.pdf")
        _use(view, found)
        _numbers(view, found)
    months = figures.monthly_rows(view)
    regions = participation.region_rows(view)
    grouping = GROUPING_NAMES[view.filters.grouping]
    with st.grid(2, min_column_width=420):
        columns = columns_of("month", "committed_usd", "deposited_usd")
        chart = partial(money_charts.cumulative, months) if months else None
        chart_card("cumulative", chart, columns, months, view, NO_DEPOSIT)
        cards.unearmarked_over_time(
            view,
            NO_DEPOSIT,
            "Of all deposits up to each month. Of commitments it is "
            f"{percent(found.unearmarked_of_commitments)}.",
        )
        cards.deposits_by_contributor(view, NO_DEPOSIT)
        columns = columns_of("region", "delegates", "expected", "countries")
        chart = (
            partial(participation_charts.by_region, regions, grouping) if found.delegates else None
        )
        chart_card("by_region", chart, columns, regions, view, NO_TRIP, grouping)
    about_fund(view)
