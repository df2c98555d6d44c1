"""The forms of cash under an arrangement: deposits, instalments, and the rates that value them."""

from datetime import date
from functools import partial

import streamlit as st

from trustfund.domain import money
from trustfund.domain.kinds import Stage
from trustfund.ledger import deposits, rates
from trustfund.ledger.balances import said_pool
from trustfund.ledger.instalments import schedule_instalments
from trustfund.screens import session
from trustfund.screens.staff.contribution_forms import SIGNED, currency_field, pick_contribution
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
            f"{said_pool(pool)}: {money.text(part, plan.currency)}, "
            f"{money.text(plan.usd_parts[pool], 'USD')}, "
            f"fee {money.text(plan.fee_parts[pool], 'USD')}"
        )
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def deposit_fields(
    form: Form, draft: deposits.DepositDraft, fixed_amount: bool = False
) -> deposits.DepositDraft:
    """The fields of a deposit, starting with those of ``draft``."""
    one, two, three = st.columns(3)
    with one:
        value_date = form.day("value", "Value date", draft.value_date)
    with two:
        amount = form.text(
            "amount",
            f"Amount ({draft.currency})",
            draft.amount,
            placeholder="60,000.00",
            disabled=fixed_amount,
        )
    with three:
        bank = form.text("bank", "Bank reference", draft.bank_reference)
    with st.expander("The bank's own US dollar amount, or another fee", key=form.key("more")):
        one, two = st.columns(2)
        with one:
            usd_amount = form.text(
                "usd",
                "US dollar amount by the bank",
                draft.usd_amount,
                help="Blank: the UN operational rate of the value date. Needs a note.",
                disabled=draft.currency == "USD",
            )
        with two:
            fee = form.text(
                "fee",
                "Fee (USD)",
                draft.fee_usd,
                help="Blank: the usual fee. Another needs a note.",
            )
    note = form.text("note", "Note", draft.note)
    return deposits.DepositDraft(
        contribution=draft.contribution,
        value_date=value_date,
        currency=draft.currency,
        amount=amount,
        usd_amount=usd_amount,
        fee_usd=fee,
        bank_reference=bank,
        note=note,
        reference=draft.reference,
    )


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
    st.caption(f"Outstanding: {money.text(position.outstanding, document['currency'])}")
    left, right = st.columns([3, 2])
    with left:
        draft = deposit_fields(
            form,
            deposits.DepositDraft(
                document["reference"], view.today, document["currency"], amount=""
            ),
        )
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
    reference, currency = position.document["reference"], position.document["currency"]
    seen = Form(f"{form.name}-{reference}").seen(position.document["version"])
    frame = view.frames.instalments
    mine = frame[(frame["contribution"] == position.document["id"]) & (frame["ended_on"] == "")]
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
            day = form.day(
                f"due-{reference}-{number}",
                f"Instalment {number + 1}, due",
                date.fromisoformat(due) if due else None,
            )
        with two:
            typed = form.text(
                f"amount-{reference}-{number}",
                f"Amount ({currency})",
                f"{money.to_decimal(amount, currency):,f}" if amount else "",
            )
        lines.append((day, typed))
    reason = form.text("reason", "Reason for the change") if current else ""
    act = partial(schedule_instalments, reference=reference, lines=lines)
    form.book("Save the schedule", lambda books: act(books, reason=reason, seen=seen))


def rate() -> None:
    """A UN operational rate of exchange."""
    form = Form("rate")
    st.markdown("Units of the currency for 1 US dollar, from a day on. Bookings keep their rate.")
    one, two, three = st.columns(3)
    with one:
        currency = currency_field(form, "EUR")
    with two:
        effective_on = form.day("effective", "Effective date", None)
    with three:
        units = form.text("units", "Units for 1 USD", placeholder="0.918")
    source = form.text("source", "Source", "UN operational rates of exchange")
    reason = form.text("reason", "Reason", help="Needed where that day already has another rate.")
    draft = rates.RateDraft(currency, effective_on, units, source, reason)
    form.book("Record the rate", lambda books: rates.record_rate(books, draft))
