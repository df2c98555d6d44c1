"""Import files of movements, and of allocations: money beside contributions and trips."""

from collections.abc import Mapping

from trustfund.domain import catalogue
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import NAMES_ORGANIZATION
from trustfund.domain.kinds import MovementKind
from trustfund.domain.problems import Code
from trustfund.exchange.imports.kind import (
    Change,
    Kind,
    Line,
    Planned,
    amount_typed,
    minor_units,
    step,
    written,
)
from trustfund.ledger import allocations, movements
from trustfund.ledger.acts import Books
from trustfund.ledger.allocations import AllocationDraft
from trustfund.ledger.movements import SURPLUS_FROM, MovementDraft
from trustfund.store.tables import Allocation, Movement

NO_MOVEMENT = MovementDraft("", None, "")
NO_DECISION = AllocationDraft("", None, "", "")


def _pool(line: Line, now: str) -> str:
    """An objective as drafts have it: "" is un-earmarked money, in a file too."""
    typed = line.text("objective", now)
    return "" if typed == UNEARMARKED else typed


def _organization(line: Line, now: str) -> str:
    """A name; capitals and spaces make no other organization."""
    typed = " ".join(line.text("organization", now).split())
    return now if typed.casefold() == now.casefold() else typed


def _told(
    differs: Mapping[str, bool],
    draft: MovementDraft | AllocationDraft,
    now: MovementDraft | AllocationDraft,
) -> tuple[Change, ...]:
    """The columns that differ, with what they say."""

    def said(of: MovementDraft | AllocationDraft, column: str) -> str:
        value = getattr(of, column.removesuffix("_reference"))
        return amount_typed(value, "USD") if column == "usd_amount" else written(value)

    return tuple(
        Change(column, said(now, column), said(draft, column))
        for column, different in differs.items()
        if different
    )


def plan_movement(books: Books, line: Line) -> Planned:
    """A movement is known by its reference."""
    reference = line.text("reference")
    own = books.find(Movement, reference)
    now = movements.as_draft(books, own) if own else NO_MOVEMENT
    if own is not None and now.value_date is None:
        remedy = "Leave the row out, or book what did move under another reference"
        line.note("reference", Code.REVERSED, reference, "is a movement that was reversed", remedy)
        return Planned(True)
    kind = line.text("kind")
    objective = _pool(line, now.objective)
    draft = MovementDraft(
        kind=kind,
        value_date=line.day("value_date"),
        usd_amount=line.text("usd_amount"),
        objective=(objective or SURPLUS_FROM)
        if kind == MovementKind.SURPLUS_RELEASE
        else objective,
        organization=_organization(line, now.organization if kind in NAMES_ORGANIZATION else ""),
        contribution=line.text("contribution_reference", now.contribution),
        note=line.text("note", now.note),
        reference=reference,
    )
    if own is None:
        return Planned(False, (step(movements.record_movement, draft, on=draft.value_date),))
    differs = {
        "kind": draft.kind != now.kind,
        "value_date": draft.value_date != now.value_date,
        "usd_amount": minor_units(draft.usd_amount, "USD") != minor_units(now.usd_amount, "USD"),
        "objective": draft.objective != now.objective,
        "organization": draft.organization != now.organization,
        "contribution_reference": draft.contribution != now.contribution,
        "note": draft.note != now.note,
    }
    changed = _told(differs, draft, now)
    correct = step(movements.correct_movement, draft, line.reason, on=draft.value_date)
    return Planned(True, (correct,) if changed else (), changed)


def plan_allocation(books: Books, line: Line) -> Planned:
    """An allocation is known by its reference."""
    reference = line.text("reference")
    own = books.find(Allocation, reference)
    if own is not None and own.cancelled:
        why = "is an allocation that was cancelled"
        remedy = "Leave the row out, or correct the allocation so that it stands again"
        line.note("reference", Code.CANCELLED, reference, why, remedy)
        return Planned(True)
    now = allocations.as_draft(own) if own else NO_DECISION
    draft = AllocationDraft(
        reference=reference,
        decided_on=line.day("decided_on"),
        organization=_organization(line, now.organization),
        usd_amount=line.text("usd_amount"),
        objective=_pool(line, now.objective),
        note=line.text("note", now.note),
    )
    if own is None:
        return Planned(False, (step(allocations.record_allocation, draft, on=draft.decided_on),))
    differs = {
        "decided_on": draft.decided_on != now.decided_on,
        "organization": draft.organization != now.organization,
        "usd_amount": minor_units(draft.usd_amount, "USD") != minor_units(now.usd_amount, "USD"),
        "objective": draft.objective != now.objective,
        "note": draft.note != now.note,
    }
    changed = _told(differs, draft, now)
    correct = step(allocations.correct_allocation, draft, line.reason, on=draft.decided_on)
    return Planned(True, (correct,) if changed else (), changed)


MOVEMENTS = Kind(
    name="movements",
    document=catalogue.movement.DOCUMENT,
    plan=plan_movement,
)
ALLOCATIONS = Kind(
    name="allocations",
    document=catalogue.allocation.DOCUMENT,
    plan=plan_allocation,
)
