"""The forms of cash under an arrangement: deposits, instalments, and the rates that value them."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.catalogue import instalment
from trustfund.domain.catalogue import rate as rate_fields
from trustfund.domain.kinds import Stage
from trustfund.ledger import deposits, rates
from trustfund.ledger.balances import pool_name
from trustfund.ledger.instalments import schedule_instalments
from trustfund.screens import session
from trustfund.screens.staff.contribution_forms import SIGNED, pick_contribution
from trustfund.screens.staff.forms import Form, preview
from trustfund.screens.widgets import plain

MAY_RECEIVE = SIGNED | {Stage.WRITTEN_OFF}
"""Stages at which cash can be booked: what was written off may come all the same."""


def show_deposit(plan: deposits.Plan) -> None:
    """What a deposit would book: US dollars, rate, fee, and the parts."""
    st.markdown(f"**{money.text(plan.amount, plan.currency)}**, value date {plan.value_date}")
    implied = " (the bank's own)" if not plan.valuation.effective_on else ""
    if plan.currency != "USD":
        dated = plan.valuation.effective_on
        st.markdown(
            f"**{money.text(plan.valuation.usd_cents, 'USD')}** at the rate "
            f"{plan.valuation.rate:f}{f' of {dated}' if dated else implied}"
        )
    st.markdown(f"Fee {money.text(plan.fee, 'USD')}")
    net = plan.valuation.usd_cents - plan.fee
    st.markdown(f"Net **{money.text(net, 'USD')}**")
    for pool, part in plan.parts.items():
        st.markdown(
            f"{pool_name(pool)}: {money.text(part, plan.currency)}, "
            f"{money.text(plan.usd_parts[pool], 'USD')}, "
            f"fee {money.text(plan.fee_parts[pool], 'USD')}"
        )
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def deposit_fields(
    form: Form, draft: deposits.DepositDraft, fixed_amount: bool = False
) -> deposits.DepositDraft:
    """The fields of a deposit, starting with those of ``draft``."""
    fixed = (fields.AMOUNT,) if fixed_amount else ()
    row = (fields.VALUE_DATE, fields.AMOUNT, fields.BANK_REFERENCE)
    draft = form.fill(draft, *row, unit=draft.currency, fixed=fixed)
    with st.expander("The bank's own US dollar amount, or another fee", key=form.key("more")):
        fixed = (fields.USD_AMOUNT,) if draft.currency == "USD" else ()
        draft = form.fill(draft, fields.USD_AMOUNT, fields.FEE_USD, fixed=fixed)
    return form.fill(draft, fields.NOTE)


def deposit() -> None:
    """Cash received under a signed arrangement."""
    form = Form("deposit")
    view = session.view()
    position = pick_contribution(
        form,
        MAY_RECEIVE,
        view,
        "There is no commitment yet. A deposit needs a signed arrangement: record it first.",
    )
    if position is None:
        return
    document = position.document
    st.caption(f"Outstanding: {money.text(position.outstanding, document.currency)}")
    left, right = st.columns([3, 2])
    first = deposits.DepositDraft(document.reference, view.today, document.currency, "")
    with left:
        draft = deposit_fields(form, first)
    with right:
        preview(lambda books: deposits.plan(books, draft), show_deposit, bool(draft.amount))
    with left:
        form.book("Record the deposit", lambda books: deposits.record_deposit(books, draft))


def instalments() -> None:
    """The payment schedule of a commitment."""
    form = Form("instalments")
    view = session.view()
    position = pick_contribution(
        form,
        SIGNED,
        view,
        "There is no commitment to schedule yet. Record an arrangement first.",
    )
    if position is None:
        return
    reference, currency = position.document.reference, position.document.currency
    seen = Form(f"{form.name}-{reference}").seen(position.document.version)
    frame = view.frames.instalments
    mine = frame[(frame["contribution"] == position.document.id) & (frame["ended_on"] == "")]
    current = list(mine[["due_on", "amount"]].itertuples(index=False, name=None))
    committed = sum(position.net(pool) for pool in position.pools())
    st.caption(f"The lines add up to the commitment, {money.text(committed, currency)}.")
    count = st.number_input(
        "Number of instalments",
        1,
        24,
        max(len(current), 1),
        key=form.key(f"count-{reference}"),
    )
    lines = []
    for number in range(int(count)):
        due, amount = current[number] if number < len(current) else ("", 0)
        one, two = st.columns(2)
        with one:
            start = date.fromisoformat(due) if due else None
            said, of = f"Instalment {number + 1}, due", f"-{reference}-{number}"
            day = form.day(instalment.DUE_ON, start, said, of)
        with two:
            start_amount = f"{money.to_decimal(amount, currency):,f}" if amount else ""
            said = instalment.AMOUNT.heading(currency)
            typed = form.text(instalment.AMOUNT, start_amount, said, of)
        lines.append((day, typed))
    reason = form.reason("Reason for the change") if current else ""
    act = partial(schedule_instalments, reference=reference, lines=lines)
    form.book("Save the schedule", lambda books: act(books, reason=reason, seen=seen))


def rate() -> None:
    """A UN operational rate of exchange."""
    form = Form("rate")
    st.markdown("Units of the currency for 1 US dollar, from a day on. Bookings keep their rate.")
    draft = rates.RateDraft("EUR", None, "", "UN operational rates of exchange")
    draft = form.fill(
        draft, rate_fields.CURRENCY, rate_fields.EFFECTIVE_ON, rate_fields.UNITS_PER_USD
    )
    draft = form.fill(draft, rate_fields.SOURCE)
    reason = form.reason("Reason", help="Needed where that day already has another rate.")
    draft = replace(draft, reason=reason)
    form.book("Record the rate", lambda books: rates.record_rate(books, draft))
