"""Import files of movements, and of allocations: money beside contributions and trips."""

from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import NAMES_ORGANIZATION
from trustfund.domain.kinds import MovementKind
from trustfund.domain.problems import Code
from trustfund.domain.texts import alike
from trustfund.exchange.imports.cells import amount_written
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.ledger import allocations, movements, refunds
from trustfund.ledger.allocations import AllocationDraft
from trustfund.ledger.books import Books
from trustfund.ledger.movements import MovementDraft
from trustfund.store.tables import Allocation, Movement

NO_MOVEMENT = MovementDraft("", None, "")
NO_DECISION = AllocationDraft("", None, "", "")


def _pool(typed: str) -> str:
    """An objective as drafts have it: "" is un-earmarked money, in a file too."""
    return "" if typed == UNEARMARKED else typed


def _organization(name: str, now: str) -> str:
    """A name; another spelling makes no other organization."""
    return now if alike(name, now) else " ".join(name.split())


def plan_movement(books: Books, line: Line) -> Planned:
    """A movement is known by its reference."""
    reference = line.text("reference")
    own = books.find(Movement, reference)
    now = movements.as_draft(books, own) if own else NO_MOVEMENT
    if own is not None and now.value_date is None:
        remedy = "Leave the row out, or book what did move under another reference"
        line.note("reference", Code.REVERSED, reference, "is a movement that was reversed", remedy)
        return Planned(True)
    draft = line.fill(now)
    objective = _pool(draft.objective)
    if draft.kind == MovementKind.SURPLUS_RELEASE:
        objective = movements.way_spelt(books, objective, draft.value_date)
    names_one = draft.kind in NAMES_ORGANIZATION or line.has("organization")
    organization = _organization(draft.organization, now.organization) if names_one else ""
    draft = replace(draft, objective=objective, organization=organization)
    if draft.kind != MovementKind.REFUND_TO_CONTRIBUTOR and not line.has("currency"):
        draft = replace(draft, currency="", amount="")
    amount = amount_written(draft.amount, draft.currency.upper())
    draft = refunds.in_dollars(replace(draft, amount=amount))
    if own is None:
        return Planned(False, (step(movements.record_movement, draft, on=draft.value_date),))
    correct = step(movements.correct_movement, draft, line.reason, on=draft.value_date)
    return correction(line.changes(now, draft), correct)


def plan_allocation(books: Books, line: Line) -> Planned:
    """An allocation is known by its reference."""
    reference = line.text("reference")
    own = books.find(Allocation, reference)
    if own is not None and own.cancelled:
        why = "is an allocation that was cancelled"
        remedy = "Leave the row out, or correct the allocation so that it is in force again"
        line.note("reference", Code.CANCELLED, reference, why, remedy)
        return Planned(True)
    now = allocations.as_draft(own) if own else NO_DECISION
    draft = line.fill(now)
    organization = _organization(draft.organization, now.organization)
    draft = replace(draft, objective=_pool(draft.objective), organization=organization)
    if own is None:
        return Planned(False, (step(allocations.record_allocation, draft, on=draft.decided_on),))
    correct = step(allocations.correct_allocation, draft, line.reason, on=draft.decided_on)
    return correction(line.changes(now, draft), correct)


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
