"""The form that amends a signed arrangement, or takes its newest amendment back."""

from collections.abc import Iterator

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import amendment as fields
from trustfund.figures.contributions import Position
from trustfund.ledger import amendments
from trustfund.ledger.balances import pool_name
from trustfund.screens import session
from trustfund.screens.staff.contribution_forms import SIGNED, pick_contribution
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.outcomes import preview, valued


def _shown(plan: amendments.Plan) -> Iterator[str]:
    """What an amendment would book."""
    more = "more" if plan.amount > 0 else "less"
    yield f"**{money.text(abs(plan.amount), plan.currency)}** {more}"
    if plan.currency != "USD":
        yield valued(plan.valuation, "(the mean of the commitment)")
    for pool, amount in plan.parts.items():
        yield f"{pool_name(pool)}: {money.text(abs(amount), plan.currency)} {more}"
    yield f"Commitment then: **{money.text(plan.commitment, plan.currency)}**"


def amendment() -> None:
    """A signed change of an arrangement: more, or less, from its day on."""
    form = Form("amendment")
    position = pick_contribution(
        form, SIGNED, "There is no commitment to amend yet. Record an arrangement first."
    )
    if position is None:
        return
    document = position.document
    part, seen = form.part(document.reference, document.version)
    left, right = st.columns(SIDES)
    with left:
        first = amendments.AmendmentDraft(document.reference, "", session.view().today, "")
        rows = ((fields.AMENDMENT, fields.SIGNED_ON), fields.AMOUNT, fields.NOTE)
        draft = part.fill(first, *rows, unit=document.currency)
        preview(right, amendments.plan, _shown, draft, started=bool(draft.amount))
        part.book("Record the amendment", amendments.amend, draft, seen, remember="contribution")
    _take_back(position)


def _take_back(position: Position) -> None:
    reference = str(position.document.reference)
    with st.expander("Take the newest amendment back", icon=":material/undo:"):
        form, seen = Form("amendment-back").part(reference, position.document.version)
        reason = form.reason("Reason")
        back = amendments.take_back_amendment
        form.book("Take it back", back, reference, reason, seen, kind="secondary")
