"""The forms of movements and allocations, and what they list."""

from dataclasses import replace
from typing import TypeVar

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import allocation as fields
from trustfund.domain.catalogue import movement as movement_fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import FACTS, NAMES_ORGANIZATION
from trustfund.domain.kinds import EntryKind, MovementKind, Stage, label
from trustfund.figures import contributions as figures
from trustfund.ledger import allocations, movements
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import read_books
from trustfund.screens import session
from trustfund.screens.staff import receipt_forms
from trustfund.screens.staff.forms import Form, preview
from trustfund.screens.staff.lists import listed, newest_first, pick
from trustfund.screens.staff.options import Options
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store

M = MovementKind
D = TypeVar("D", movements.MovementDraft, allocations.AllocationDraft)


def _contributions() -> Options:
    """The contributions of which money can be given back."""
    given = {
        str(position.document.reference): position.contributor.name
        for position in figures.positions(session.view())
        if position.stage in {Stage.PARTLY_DEPOSITED, Stage.DEPOSITED}
    }
    return list(given), lambda reference: f"{reference} · {given[reference]}"


def _movement_fields(form: Form, draft: movements.MovementDraft) -> movements.MovementDraft:
    """The fields that a kind of movement has, starting with those of ``draft``."""
    kind = form.choose(movement_fields.KIND, draft.kind) or M.INTEREST
    st.caption(FACTS[EntryKind(kind)].about)
    row = [movement_fields.VALUE_DATE, movement_fields.USD_AMOUNT]
    if kind != M.SURPLUS_RELEASE:
        row.append(movement_fields.OBJECTIVE)
    draft = form.fill(replace(draft, objective=draft.objective or UNEARMARKED), *row)
    organization = contribution = ""
    if kind in NAMES_ORGANIZATION:
        organization = form.choose(movement_fields.ORGANIZATION, draft.organization)
    if kind == M.TRANSFER_TO_FUND:
        organization = form.text(movement_fields.ORGANIZATION, draft.organization, "Other fund")
    if kind == M.REFUND_TO_CONTRIBUTOR:
        field = movement_fields.CONTRIBUTION_REFERENCE
        contribution = form.choose(field, draft.contribution, _contributions())
    draft = replace(draft, kind=kind, organization=organization, contribution=contribution)
    return form.fill(_pool(draft), movement_fields.NOTE)


def _pool(draft: D) -> D:
    """The draft with "" for un-earmarked money, as drafts have it."""
    return replace(draft, objective="") if draft.objective == UNEARMARKED else draft


def _show_movement(plan: movements.Plan) -> None:
    """What a movement would book."""
    st.markdown(f"**{label(plan.kind)}**, value date {plan.value_date}")
    if plan.organization:
        st.markdown(plain(plan.organization))
    for pool, cents in plan.parts.items():
        st.markdown(f"{pool_name(pool)}: **{money.text(cents, 'USD')}**")
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
    draft = replace(draft, objective=draft.objective or UNEARMARKED)
    draft = form.fill(draft, fields.DECIDED_ON, fields.USD_AMOUNT, fields.OBJECTIVE)
    draft = form.fill(_pool(draft), fields.ORGANIZATION)
    if not draft.reference:
        next_one = "The next one, if left blank"
        draft = replace(draft, reference=form.text(fields.REFERENCE, placeholder=next_one))
    return form.fill(draft, fields.NOTE)


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
    reference = pick(form, "Movement", newest_first(versions))
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
        reason = part.reason()
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
    reference = pick(form, "Allocation", newest_first(documents))
    if not reference:
        return
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(documents[reference]["version"])
    with read_books(open_store()) as books:
        current = allocations.as_draft(allocations.required(books, reference))
    if documents[reference]["cancelled"]:
        st.caption("It is cancelled. Correcting it makes it stand again.")
    draft = _allocation_fields(part, current)
    reason = part.reason()
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
