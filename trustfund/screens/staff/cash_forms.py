"""The forms of cash under an arrangement: deposits and instalments."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.catalogue import instalment
from trustfund.domain.kinds import Stage
from trustfund.domain.same_money import Cash
from trustfund.domain.schedules import equal_instalments
from trustfund.ledger import deposits
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import Books
from trustfund.ledger.instalments import schedule_instalments
from trustfund.screens import session
from trustfund.screens.staff.contribution_forms import SIGNED, amount_of, pick_contribution
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.outcomes import preview, valued
from trustfund.screens.widgets import plain

EVERY = {"Month": 1, "Quarter": 3, "Half-year": 6, "Year": 12}
"""How many months instalments by a rule are apart."""
MAY_RECEIVE = SIGNED | {Stage.WRITTEN_OFF}
"""Stages at which cash can be booked: what was written off may come all the same."""


def shown_deposit(plan: deposits.Plan) -> Iterator[str]:
    """What a deposit would book: US dollars, rate, fee, and the parts."""
    yield f"**{money.text(plan.amount, plan.currency)}**, value date {plan.value_date}"
    if plan.currency != "USD":
        yield valued(plan.valuation, "(the bank's own)")
    yield f"Fee {money.text(plan.fee, 'USD')}"
    yield f"Net **{money.text(plan.valuation.usd_cents - plan.fee, 'USD')}**"
    for pool, part in plan.parts.items():
        yield (
            f"{pool_name(pool)}: {money.text(part, plan.currency)}, "
            f"{money.text(plan.usd_parts[pool], 'USD')}, "
            f"fee {money.text(plan.fee_parts[pool], 'USD')}"
        )


def deposit_fields(
    form: Form, draft: deposits.DepositDraft, fixed_amount: bool = False
) -> deposits.DepositDraft:
    """The fields of a deposit, starting with those of ``draft``."""
    reference = draft.reference  # of one that is corrected
    fixed = (fields.AMOUNT,) if fixed_amount else ()
    row = (fields.VALUE_DATE, fields.AMOUNT, fields.BANK_REFERENCE)
    draft = form.fill(draft, row, unit=draft.currency, fixed=fixed)
    with st.expander("The bank's own US dollar amount, or another fee", key=form.key("more")):
        fixed = (fields.USD_AMOUNT,) if draft.currency == "USD" else ()
        draft = form.fill(draft, (fields.USD_AMOUNT, fields.FEE_USD), fixed=fixed)
    return _told_apart(form, form.fill(draft, fields.NOTE), reference)


SAME, OTHER = "It is the same money", "It is other money"


def _told_apart(form: Form, draft: deposits.DepositDraft, reference: str) -> deposits.DepositDraft:
    """What is typed, and where it looks like money that is there already, what a person says."""
    like = session.read(_looks_like, draft, reference)
    if not like:
        return draft
    others = "\n".join(f"- {plain(str(each))}" for each in like)
    st.warning(f"This looks like money that is there already:\n\n{others}")
    said = st.radio(
        "Is it the same money?", [SAME, OTHER], None, **form.kept("same-money", [SAME, OTHER])
    )
    if said == SAME:
        st.info(
            "Then do not book it: nothing is saved here. Correct the deposit that is there (under "
            "Correct) if something about it is wrong."
        )
    return replace(draft, apart=form.text(fields.APART)) if said == OTHER else draft


def _looks_like(books: Books, draft: deposits.DepositDraft, reference: str) -> list[Cash]:
    cash = deposits.cash_of(books, draft)
    own = deposits.required(books, reference) if reference else None
    return deposits.looks_like(books, cash, own) if cash else []


def deposit() -> None:
    """Cash received under a signed arrangement."""
    form = Form("deposit")
    position = pick_contribution(
        form,
        MAY_RECEIVE,
        "There is no commitment yet. A deposit needs a signed arrangement: record it first.",
    )
    if position is None:
        return
    reference, currency = position.document.reference, position.document.currency
    st.caption(f"Outstanding: {money.text(position.outstanding, currency)}")
    part = Form(form.act, reference)
    left, right = st.columns(SIDES)
    with left:
        first = deposits.DepositDraft(reference, session.view().today, currency, "")
        draft = deposit_fields(part, first)
        preview(right, deposits.plan, shown_deposit, draft, started=bool(draft.amount))
        part.book("Record the deposit", deposits.record_deposit, draft)


def instalments() -> None:
    """The payment schedule of a commitment."""
    form = Form("instalments")
    position = pick_contribution(
        form, SIGNED, "There is no commitment to schedule yet. Record an arrangement first."
    )
    if position is None:
        return
    document = position.document
    part, seen = form.part(document.reference, document.version)
    frame = session.view().frames.instalments
    mine = frame[(frame["contribution"] == document.id) & (frame["ended_on"] == "")]
    current = list(mine[["due_on", "amount"]].itertuples(index=False, name=None))
    committed = money.text(amount_of(position), document.currency)
    st.caption(f"The lines add up to the commitment, {committed}.")
    usual = max(len(current), 1)
    more = part.kept("count", range(1, 25))
    count = int(st.number_input("Number of instalments", 1, 24, usual, **more))
    rule, current = _by_rule(part, amount_of(position), count, current)
    lines = []
    for number in range(count):
        due, amount = current[number] if number < len(current) else ("", 0)
        one, two = st.columns(2)
        with one:
            start = date.fromisoformat(due) if due else None
            label = f"Instalment {number + 1}, due"
            day = part.day(instalment.DUE_ON, start, label, f"-{number}{rule}")
        with two:
            typed = f"{money.to_decimal(amount, document.currency):,f}" if amount else ""
            label = instalment.AMOUNT.heading(document.currency)
            lines.append((day, part.text(instalment.AMOUNT, typed, label, f"-{number}{rule}")))
    if current:
        part.show_changes()
    reason = part.reason("Reason for the change") if current else ""
    reference = document.reference
    part.book("Save the schedule", schedule_instalments, reference, lines, reason, seen)


def _by_rule(
    part: Form, committed: int, count: int, current: list[tuple[str, int]]
) -> tuple[str, list[tuple[str, int]]]:
    """The lines to start with: those in force, or equal ones by a rule, with its name."""
    one, two = st.columns(2)
    with one:
        first = part.day(instalment.DUE_ON, None, "Equal instalments from", "-first")
    with two:
        every = st.selectbox("Every", list(EVERY), **part.kept("every", EVERY))
    if not first:
        return "", current
    lines = equal_instalments(committed, count, first, EVERY[every])
    return f"-{count}-{first}-{every}", [(day.isoformat(), amount) for day, amount in lines]
