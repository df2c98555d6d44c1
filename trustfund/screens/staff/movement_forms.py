"""The forms of movements and allocations, and what they list."""

import streamlit as st

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import NAMES_ORGANIZATION, MovementKind, Stage, label
from trustfund.figures import contributions as figures
from trustfund.ledger import allocations, movements
from trustfund.ledger.acts import read_books
from trustfund.ledger.balances import said_pool
from trustfund.screens import session
from trustfund.screens.staff import receipt_forms
from trustfund.screens.staff.forms import Form, index_of, preview
from trustfund.screens.staff.lists import listed, pick
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store

M = MovementKind
ABOUT = {
    M.INTEREST: "Interest that the fund earned.",
    M.OTHER_INCOME: "Anything else that came in and is nobody's contribution.",
    M.BANK_CHARGE: "What the bank took.",
    M.DIRECT_COST: "Cost that the agent paid for the fund itself.",
    M.REFUND_TO_CONTRIBUTOR: "Money given back to the contributor, from where it was given.",
    M.TRANSFER_TO_ORGANIZATION: "Cash passed to an organization; what can be spent stays the same.",
    M.REFUND_FROM_ORGANIZATION: "Cash an organization gave back.",
    M.ORGANIZATION_INTEREST: "Interest that an organization earned and paid over to the fund.",
    M.ORGANIZATION_EXPENDITURE: "What an organization spent, beside trips.",
    M.TRANSFER_TO_FUND: "Money passed to another fund.",
    M.SURPLUS_RELEASE: "A surplus on objective 1 that may be used for objective 2.",
}


def _pool_field(form: Form, chosen: str) -> str:
    """Un-earmarked money, or an objective; as a draft has it, "" for un-earmarked."""
    pools = [UNEARMARKED, *session.view().frames.objectives]
    found = st.selectbox(
        "Money",
        pools,
        index_of(pools, chosen or UNEARMARKED),
        format_func=said_pool,
        key=form.key("objective"),
    )
    return "" if found == UNEARMARKED else found or ""


def _organization_field(form: Form, chosen: str) -> str:
    """An organization that the books know, or a new one."""
    with read_books(open_store()) as books:
        known = movements.organizations(books)
    found = st.selectbox(
        "Organization",
        known,
        index_of(known, chosen),
        key=form.key("organization"),
        accept_new_options=True,
        placeholder="Choose, or type a new name",
    )
    return found or ""


def _contribution_field(form: Form, chosen: str) -> str:
    given = {
        str(position.document["reference"]): position.contributor["name"]
        for position in figures.positions(session.view())
        if position.stage in {Stage.PARTLY_DEPOSITED, Stage.DEPOSITED}
    }
    options = list(given)
    found = st.selectbox(
        "Contribution",
        options,
        index_of(options, chosen),
        format_func=lambda reference: f"{reference} · {given[reference]}",
        key=form.key("contribution"),
        placeholder="Type a reference or a name",
    )
    return found or ""


def _movement_fields(form: Form, draft: movements.MovementDraft) -> movements.MovementDraft:
    """The fields that a kind of movement has, starting with those of ``draft``."""
    kinds = list(M)
    kind = st.selectbox(
        "Kind",
        kinds,
        index_of(kinds, draft.kind),
        format_func=label,
        key=form.key("kind"),
    )
    kind = kind or M.INTEREST
    st.caption(ABOUT[kind])
    one, two, three = st.columns([3, 3, 4])
    with one:
        value_date = form.day("value", "Value date", draft.value_date)
    with two:
        amount = form.text("amount", "Amount (USD)", draft.usd_amount, placeholder="1,200.00")
    objective = organization = contribution = ""
    with three:
        if kind is not M.SURPLUS_RELEASE:
            objective = _pool_field(form, draft.objective)
    if kind in NAMES_ORGANIZATION:
        organization = _organization_field(form, draft.organization)
    if kind is M.TRANSFER_TO_FUND:
        organization = form.text("fund", "Other fund", draft.organization)
    if kind is M.REFUND_TO_CONTRIBUTOR:
        contribution = _contribution_field(form, draft.contribution)
    note = form.text("note", "Note", draft.note)
    return movements.MovementDraft(
        kind, value_date, amount, objective, organization, contribution, note, draft.reference
    )


def _show_movement(plan: movements.Plan) -> None:
    """What a movement would book."""
    st.markdown(f"**{label(plan.kind)}**, value date {plan.value_date}")
    if plan.organization:
        st.markdown(plain(plan.organization))
    for pool, cents in plan.parts.items():
        st.markdown(f"{said_pool(pool)}: **{money.text(cents, 'USD')}**")
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def movement() -> None:
    """Money that moves other than by a contribution or a trip."""
    form = Form("movement")
    left, right = st.columns([3, 2])
    with left:
        first = movements.MovementDraft(M.INTEREST, session.view().today, "")
        draft = _movement_fields(form, first)
    with right:
        preview(lambda books: movements.plan(books, draft), _show_movement, bool(draft.usd_amount))
    with left:
        form.book("Record the movement", lambda books: movements.record_movement(books, draft))
    listed("movements")


def _allocation_fields(
    form: Form, draft: allocations.AllocationDraft
) -> allocations.AllocationDraft:
    one, two, three = st.columns(3)
    with one:
        decided_on = form.day("decided", "Decided on", draft.decided_on)
    with two:
        amount = form.text("amount", "Amount (USD)", draft.usd_amount)
    with three:
        objective = _pool_field(form, draft.objective)
    organization = _organization_field(form, draft.organization)
    reference = draft.reference or form.text(
        "reference", "Reference of the decision", placeholder="The next one, if left blank"
    )
    note = form.text("note", "Note", draft.note)
    return allocations.AllocationDraft(reference, decided_on, organization, amount, objective, note)


def allocation() -> None:
    """A decision of the Special Representative: recorded, without any effect on cash."""
    form = Form("allocation")
    st.markdown("A decision to give money to an organization. It moves no cash.")
    first = allocations.AllocationDraft("", session.view().today, "", "")
    draft = _allocation_fields(form, first)
    form.book("Record the allocation", lambda books: allocations.record_allocation(books, draft))
    listed("allocations")


def correct() -> None:
    """Correct or take back a movement, an allocation or an unidentified receipt."""
    acts = {
        "A movement": _correct_movement,
        "An allocation": _correct_allocation,
        "An unidentified receipt": receipt_forms.correct,
    }
    what = st.radio(
        "What do you want to correct?", list(acts), horizontal=True, key="correct-movement-what"
    )
    acts[what]()


def _correct_movement() -> None:
    form = Form("correct-movement")
    with read_books(open_store()) as books:
        versions = movements.versions(books)
    reference = pick(form, "Movement", versions)
    if not reference:
        return
    with read_books(open_store()) as books:
        current = movements.as_draft(books, movements.required(books, reference))
    if current.value_date is None:
        st.info("This movement is reversed already.", icon=":material/info:")
        return
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(versions[reference])
    left, right = st.columns([3, 2])
    with left:
        draft = _movement_fields(part, current)
        reason = part.text("reason", "Reason for the correction")
    with right:
        preview(
            lambda books: movements.plan(books, draft, movements.required(books, reference)),
            _show_movement,
            started=True,
        )
    with left, st.container(horizontal=True):
        part.book(
            "Correct the movement",
            lambda books: movements.correct_movement(books, draft, reason, seen),
        )
        part.book(
            "Reverse it: it was booked in error",
            lambda books: movements.reverse_movement(books, reference, reason, seen),
            kind="secondary",
        )


def _correct_allocation() -> None:
    form = Form("correct-allocation")
    documents = {row["reference"]: row for row in session.view().frames.allocations.values()}
    reference = pick(form, "Allocation", documents)
    if not reference:
        return
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(documents[reference]["version"])
    with read_books(open_store()) as books:
        current = allocations.as_draft(allocations.required(books, reference))
    if documents[reference]["cancelled"]:
        st.caption("It is cancelled. Correcting it makes it stand again.")
    draft = _allocation_fields(part, current)
    reason = part.text("reason", "Reason for the correction")
    with st.container(horizontal=True):
        part.book(
            "Correct the allocation",
            lambda books: allocations.correct_allocation(books, draft, reason, seen),
        )
        part.book(
            "Cancel it",
            lambda books: allocations.cancel_allocation(books, reference, reason, seen),
            kind="secondary",
        )
