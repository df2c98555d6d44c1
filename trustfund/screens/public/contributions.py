"""Contributions: who paid, and what was signed, in its own currency and in US dollars."""

from collections import Counter
from functools import partial

import streamlit as st

from trustfund.domain.kinds import Stage, label
from trustfund.figures import contributions as figures
from trustfund.figures import overview
from trustfund.figures.contributions import sum_of
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.figures.wording import counted, day, usd
from trustfund.screens.filter_bar import filtered_page
from trustfund.screens.passports import number_cards
from trustfund.screens.public import cards
from trustfund.screens.widgets import card, download, plain, some_columns, statement_path, way

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


def _paid(view: View) -> None:
    """Who paid: the deposits whose value dates are in the period."""
    deposits = figures.deposit_rows(view)
    st.subheader(f"Who paid{_period(view)}")
    sums = (("Received", "usd_amount"), ("Fee", "fee_usd"), ("Net", "net_usd"))
    numbers = [
        (name, usd(sum_of(deposits, column)), "deposits_listed", name) for name, column in sums
    ]
    number_cards(numbers, view, columns=3)
    cards.deposits_by_contributor(view, EMPTY)
    for family in overview.families(view):
        st.caption(plain(family))
    with card(counted(len(deposits), "deposit")):
        columns = some_columns("deposits", SHOWN_DEPOSITS)
        cards.listing("deposits_listed", columns, deposits, view, "No deposit matches.")


def _signed(view: View) -> None:
    """What was signed: the contributions whose day of signing, else of the pledge, is in it."""
    contributions = figures.contribution_rows(view)
    stages = Counter(row["stage"] for row in contributions)
    st.subheader(f"What was signed or pledged{_period(view)}")
    numbers = (
        ("Committed", usd(sum_of(contributions, "usd_amount")), "committed", ""),
        ("Outstanding", usd(sum_of(contributions, "outstanding_usd")), "outstanding", ""),
        ("Pledges, not signed", f"{stages[Stage.PLEDGED]}", "pledged", ""),
    )
    number_cards(numbers, view, columns=3)
    with card(counted(len(contributions), "contribution")):
        if contributions:
            st.caption(
                " · ".join(f"{label(stage)}: {stages[stage]}" for stage in Stage if stages[stage])
                + ". Amounts are in each contribution's own currency; pledges are in no total. "
                "Deposited is all that came on a contribution, whenever it was paid."
            )
        columns = some_columns("contributions", SHOWN)
        more = partial(_more, view)
        cards.listing("contributions_listed", columns, contributions, view, EMPTY, more=more)


def _period(view: View) -> str:
    """The period as a title says it; nothing where all days count."""
    first, last = view.filters.date_from, view.filters.date_to
    return f"{f' from {day(first)}' if first else ''}{f' to {day(last)}' if last else ''}"


def page() -> None:
    """Draw the page."""
    names = BY_NAME["contributions"].filters
    view, _ = filtered_page("Contributions", names, "Totals in US dollars")
    _paid(view)
    _signed(view)
