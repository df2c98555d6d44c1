"""Contributions: from pledge to deposit, each in its own currency and in US dollars."""

from collections import Counter
from functools import partial

import streamlit as st

from trustfund.domain.kinds import Stage, label
from trustfund.figures import contributions as figures
from trustfund.figures.contributions import sum_of
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.figures.wording import counted, usd
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import number_cards
from trustfund.screens.public import cards
from trustfund.screens.widgets import card, download, some_columns, statement_path, way

SHOWN = (
    "reference",
    "contributor",
    "stage",
    "currency",
    "amount",
    "earmark",
    "usd_amount",
    "deposited_usd",
    "refunded_usd",
    "outstanding_usd",
    "exchange_difference_usd",
    "written_off_amount",
    "agreement_signed_on",
    "agreement_reference",
    "agreement_link",
)
SHOWN_DEPOSITS = (
    "reference",
    "contributor",
    "value_date",
    "currency",
    "amount",
    "rate",
    "usd_amount",
    "fee_usd",
    "unearmarked_usd",
    "earmarked_usd",
    "contribution_reference",
)
EMPTY = "No contribution matches. Clear the filters, or record a contribution."


def _more(view: View) -> None:
    """The contributors' file, and the statement of the one that is filtered for, else of any."""
    download("contributors", view.filters)
    named = view.filters.contributor
    path = statement_path(named[0], view) if len(named) == 1 else "statement"
    st.markdown(way("Statement per contributor", path), unsafe_allow_html=True)


def page() -> None:
    """Draw the page."""
    names = BY_NAME["contributions"].filters
    view, _ = filtered_page("Contributions", names, "Totals in US dollars")
    contributions = figures.contribution_rows(view)
    deposits = figures.deposit_rows(view)
    stages = Counter(row["stage"] for row in contributions)
    numbers = (
        ("Committed", usd(sum_of(contributions, "usd_amount")), "committed", ""),
        ("Deposited on these", usd(sum_of(contributions, "deposited_usd")), "received", ""),
        ("Outstanding", usd(sum_of(contributions, "outstanding_usd")), "outstanding", ""),
        ("Pledges, not signed", f"{stages[Stage.PLEDGED]}", "pledged", ""),
    )
    number_cards(numbers, view)
    with card(counted(len(contributions), "contribution")):
        if contributions:
            st.caption(
                " · ".join(f"{label(stage)}: {stages[stage]}" for stage in Stage if stages[stage])
                + ". Amounts are in each contribution's own currency; pledges are in no total."
            )
        columns = some_columns("contributions", SHOWN)
        more = partial(_more, view)
        cards.listing("contributions_listed", columns, contributions, view, EMPTY, more=more)
    cards.deposits_by_contributor(view, EMPTY)
    with card(counted(len(deposits), "deposit")):
        if deposits:
            st.caption(
                f"{usd(sum_of(deposits, 'usd_amount'))} received, "
                f"{usd(sum_of(deposits, 'fee_usd'))} fee, "
                f"{usd(sum_of(deposits, 'net_usd'))} net. The period filters the value date here, "
                "and the day of signing above."
            )
        columns = some_columns("deposits", SHOWN_DEPOSITS)
        cards.listing("deposits_listed", columns, deposits, view, "No deposit matches.")
