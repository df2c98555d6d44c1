"""The form that amends a signed arrangement, or takes its newest amendment back."""

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import amendment as fields
from trustfund.figures.contributions import Position
from trustfund.ledger import amendments
from trustfund.ledger.balances import pool_name
from trustfund.screens import session
from trustfund.screens.staff.contribution_forms import SIGNED, pick_contribution
from trustfund.screens.staff.forms import Form, preview
from trustfund.screens.widgets import plain


def _show(plan: amendments.Plan) -> None:
    """What an amendment would book."""
    more = "more" if plan.amount > 0 else "less"
    st.markdown(f"**{money.text(abs(plan.amount), plan.currency)}** {more}")
    if plan.currency != "USD":
        dated = plan.valuation.effective_on
        source = f"of {dated}" if dated else "(the mean of the commitment)"
        st.markdown(
            f"**{money.text(plan.valuation.usd_cents, 'USD')}** at the rate "
            f"{plan.valuation.rate:f} {source}"
        )
    for pool, amount in plan.parts.items():
        st.markdown(f"{pool_name(pool)}: {money.text(abs(amount), plan.currency)} {more}")
    st.markdown(f"Commitment then: **{money.text(plan.commitment, plan.currency)}**")
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def amendment() -> None:
    """A signed change of an arrangement: more, or less, from its day on."""
    form = Form("amendment")
    view = session.view()
    position = pick_contribution(
        form, SIGNED, view, "There is no commitment to amend yet. Record an arrangement first."
    )
    if position is None:
        return
    document = position.document
    part = Form(f"{form.name}-{document.reference}")
    seen = part.seen(document.version)
    left, right = st.columns([3, 2])
    with left:
        draft = amendments.AmendmentDraft(document.reference, "", view.today, "")
        draft = part.fill(draft, fields.AMENDMENT, fields.SIGNED_ON)
        draft = part.fill(draft, fields.AMOUNT, unit=document.currency)
        draft = part.fill(draft, fields.NOTE)
    with right:
        preview(lambda books: amendments.plan(books, draft), _show, bool(draft.amount))
    with left:
        part.book(
            "Record the amendment",
            lambda books: amendments.amend(books, draft, seen),
            remember="contribution",
        )
    _take_back(position)


def _take_back(position: Position) -> None:
    reference = str(position.document.reference)
    with st.expander("Take the newest amendment back", icon=":material/undo:"):
        form = Form(f"amendment-back-{reference}")
        seen = form.seen(position.document.version)
        reason = form.reason("Reason")
        form.book(
            "Take it back",
            lambda books: amendments.take_back_amendment(books, reference, reason, seen),
            kind="secondary",
        )
