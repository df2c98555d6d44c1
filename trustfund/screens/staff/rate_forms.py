"""The forms of the rates of exchange that value money: one, or those of a day for several."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from trustfund.domain import pasted
from trustfund.domain.catalogue import rate as fields
from trustfund.ledger import rates
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.options import options
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.widgets import plain


def rate() -> None:
    """A UN operational rate of exchange."""
    form = Form("rate")
    st.markdown("Units of the currency for 1 US dollar, from a day on. Bookings keep their rate.")
    form.kept(fields.CURRENCY.key, options(fields.CURRENCY)[0], "currency")
    first = rates.RateDraft("EUR", None, "", "UN operational rates of exchange")
    value = (fields.CURRENCY, fields.EFFECTIVE_ON, fields.UNITS_PER_USD)
    draft = form.fill(first, value, fields.SOURCE)
    reason = form.reason("Reason", help="Needed where that day already has another rate.")
    form.book("Record the rate", rates.record_rate, replace(draft, reason=reason))
    begun = bool(Form("rates").draft.fields)
    with st.expander("Paste the rates of a day for several currencies", expanded=begun):
        _several()


def _several() -> None:
    """The rates of one day for several currencies, pasted from a table."""
    form = Form("rates")
    left, right = st.columns(SIDES)
    with left:
        day = form.day(fields.EFFECTIVE_ON)
        text = st.text_area(
            "Lines of the table",
            **form.kept("lines"),
            height=240,
            placeholder="EUR 0.853\nNOK 8.12",
            help="A line for each currency: its code, and last its units for 1 US dollar. Other "
            "columns may stand between them.",
        )
        source = form.text(fields.SOURCE, "UN operational rates of exchange")
        reason = form.reason("Reason", help="Needed where that day already has another rate.")
        draft = rates.RatesDraft(day, tuple(pasted.rates(text or "")), source, reason)
        form.book("Record the rates", rates.record_rates, draft)
    preview(right, rates.plan_rates, _shown_rates, draft, started=bool(draft.rates))


def _shown_rates(plan: rates.RatesPlan) -> Iterator[str]:
    for each in plan.rates:
        before = f", until now {each.until_now}" if each.until_now else ", the first rate"
        yield plain(f"{each.currency} {each.units}{before}")
