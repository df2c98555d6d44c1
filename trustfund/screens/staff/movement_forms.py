"""The forms of movements and allocations, and what they list."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import streamlit as st

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import allocation as fields
from trustfund.domain.catalogue import movement as movement_fields
from trustfund.domain.entries import FACTS, NAMES_ORGANIZATION
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind, MovementKind, Stage, label
from trustfund.domain.permissions import ACTS
from trustfund.domain.travel import WAITING
from trustfund.figures import contributions as figures
from trustfund.figures import lines
from trustfund.figures.wording import counted
from trustfund.ledger import allocations, movements
from trustfund.ledger.balances import pool_name
from trustfund.screens import session
from trustfund.screens.staff import receipt_forms
from trustfund.screens.staff.contribution_corrections import REVERSE
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.lists import (
    correct_or_undo,
    listed,
    newest_first,
    pick,
    what_to_correct,
)
from trustfund.screens.staff.options import Options
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.widgets import plain

M = MovementKind


def _contributions() -> Options:
    """The contributions whose money can be given back."""
    given = {
        str(position.document.reference): lines.of_position(position)
        for position in figures.positions(session.view())
        if position.stage in {Stage.PARTLY_DEPOSITED, Stage.DEPOSITED}
    }
    return list(given)[::-1], given.__getitem__


def typed_movement(form: Form, draft: movements.MovementDraft) -> movements.MovementDraft:
    """The fields that a kind of movement has, starting with those of ``draft``."""
    own = movement_fields
    kind = form.choose(own.KIND, draft.kind) or M.INTEREST
    st.caption(FACTS[EntryKind(kind)].about)
    if kind == M.SURPLUS_RELEASE:
        st.caption(_waiting())
    pool: tuple[Field, ...] = (own.OBJECTIVE,)
    ways: dict[Field, Options] = {}
    if kind == M.SURPLUS_RELEASE:
        draft, ways = _surplus(draft)
        pool = pool if ways[own.OBJECTIVE][0][1:] else ()
    now = replace(draft, kind=kind)
    draft = form.fill(now, (own.VALUE_DATE, own.USD_AMOUNT, *pool), among=ways)
    organization = contribution = ""
    if kind in NAMES_ORGANIZATION:
        organization = form.choose(own.ORGANIZATION, draft.organization)
    if kind == M.TRANSFER_TO_FUND:
        organization = form.text(own.ORGANIZATION, draft.organization, "Other fund")
    if kind == M.REFUND_TO_CONTRIBUTOR:
        among = _contributions()
        contribution = form.choose(own.CONTRIBUTION_REFERENCE, draft.contribution, among)
        draft = form.fill(draft, (own.CURRENCY, own.AMOUNT))
    else:
        draft = replace(draft, currency="", amount="")
    draft = replace(draft, organization=organization, contribution=contribution)
    return form.fill(draft, own.NOTE)


def _surplus(
    draft: movements.MovementDraft,
) -> tuple[movements.MovementDraft, dict[Field, Options]]:
    """A surplus with the way it goes, and the ways that the terms let it go."""
    view = session.view()
    rules = view.rules_on(draft.value_date or view.today)
    ways = {rules.surplus_spelt(*way): way for way in rules.ways}
    if not ways:
        st.caption("The terms of this fund know no surplus that may be used for something else.")
    objective = draft.objective if draft.objective in ways else next(iter(ways), "")

    def shown(code: str) -> str:
        return " → ".join(pool_name(pool) for pool in ways[code])

    codes: Options = (list(ways), shown)
    return replace(draft, objective=objective), {movement_fields.OBJECTIVE: codes}


def _waiting() -> str:
    """How many requests for a seat wait, for who takes money from travel."""
    view = session.view()
    last = view.last_steps
    waiting = last["trip"][last["status"].isin(list(WAITING))]
    asked = [view.frames.trips[key] for key in waiting]
    ldcs = sum(view.class_at(trip["country"], trip["event"]).ldc for trip in asked)
    return f"{counted(len(asked), 'request')} for a seat wait, {ldcs} of least developed countries."


def shown_movement(plan: movements.Plan) -> Iterator[str]:
    """What a movement would book."""
    yield f"**{label(plan.kind)}**, value date {plan.value_date}"
    if plan.organization:
        yield plain(plan.organization)
    if plan.paid:
        yield f"Paid as **{money.text(plan.paid.amount, plan.paid.currency)}**"
    for pool, cents in plan.parts.items():
        yield f"{pool_name(pool)}: **{money.text(cents, 'USD')}**"


def movement() -> None:
    """Money that moves other than by a contribution or a trip."""
    form = Form("movement")
    left, right = st.columns(SIDES)
    with left:
        first = movements.MovementDraft(M.INTEREST, session.view().today, "")
        draft = typed_movement(form, first)
        preview(right, movements.plan, shown_movement, draft, started=bool(draft.usd_amount))
        form.book("Record the movement", movements.record_movement, draft)
    listed("movements")


def _allocation_fields(
    form: Form, draft: allocations.AllocationDraft
) -> allocations.AllocationDraft:
    row = (fields.DECIDED_ON, fields.USD_AMOUNT, fields.OBJECTIVE)
    reference = () if draft.reference else (fields.REFERENCE,)
    return form.fill(draft, row, fields.ORGANIZATION, *reference, fields.NOTE)


def allocation() -> None:
    """A decision of the Special Representative: recorded, without any effect on cash."""
    form = Form("allocation")
    st.markdown("A decision to give money to an organization. It moves no cash.")
    first = allocations.AllocationDraft("", session.view().today, "", "")
    draft = _allocation_fields(form, first)
    form.book("Record the allocation", allocations.record_allocation, draft)
    listed("allocations")


def correct() -> None:
    """Correct or take back a movement, an allocation or an unidentified receipt."""
    what_to_correct(
        {
            "A movement": _correct_movement,
            "An allocation": _correct_allocation,
            "An unidentified receipt": receipt_forms.correct,
        },
        {
            "A movement": ACTS[ActCode.MOVEMENT_CORRECTED],
            "An allocation": ACTS[ActCode.ALLOCATION_CORRECTED],
            "An unidentified receipt": ACTS[ActCode.UNIDENTIFIED_RECEIPT_CORRECTED],
        },
    )


def _correct_movement() -> None:
    versions = session.read(movements.versions)
    shown = lines.movement(session.view(), newest_first(versions))
    reference = pick(Form("correct-movement"), "Movement", shown, shown.__getitem__)
    if not reference:
        return
    current = session.read(
        lambda books: movements.as_draft(books, movements.required(books, reference))
    )
    if current.value_date is None:
        st.info("This movement is reversed already.", icon=":material/info:")
        return
    correct_or_undo(
        "movement",
        reference,
        versions[reference],
        partial(typed_movement, draft=current),
        movements.correct_movement,
        (REVERSE, movements.reverse_movement),
        lambda books, draft: movements.plan(books, draft, movements.required(books, reference)),
        shown_movement,
    )


def _correct_allocation() -> None:
    documents = {row["reference"]: row for row in session.view().frames.allocations.values()}
    shown = lines.allocation(session.view(), newest_first(documents))
    reference = pick(Form("correct-allocation"), "Allocation", shown, shown.__getitem__)
    if not reference:
        return
    current = allocations.as_draft(session.read(allocations.required, reference))
    if documents[reference]["cancelled"]:
        st.caption("It is cancelled. Correcting it puts it in force again.")
    correct_or_undo(
        "allocation",
        reference,
        documents[reference]["version"],
        partial(_allocation_fields, draft=current),
        allocations.correct_allocation,
        ("Cancel it", allocations.cancel_allocation),
    )
