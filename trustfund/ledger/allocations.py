"""Allocation decisions of the Special Representative: recorded, without any effect on cash."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import allocation as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.problems import Code, Problems
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.movements import parse_organization, parse_pool
from trustfund.store.tables import Allocation


@dataclass(frozen=True)
class AllocationDraft:
    """A decision as typed. ``objective`` blank is un-earmarked money."""

    reference: str
    decided_on: date | None
    organization: str
    usd_amount: str
    objective: str = ""
    note: str = ""


def required(books: Books, reference: str) -> Allocation:
    """The allocation of that reference, or a sentence."""
    return books.required(Allocation, fields.DOCUMENT.itself, reference, "an allocation")


def _checked(books: Books, draft: AllocationDraft) -> tuple[dict[str, Any], tuple[str, ...]]:
    problems = Problems()
    day = books.check_day(problems, fields.DECIDED_ON, draft.decided_on)
    organization, warnings = parse_organization(
        problems, books, fields.ORGANIZATION, draft.organization
    )
    cents = problems.attempt(money.parse_amount, fields.USD_AMOUNT, draft.usd_amount, "USD")
    pool = problems.attempt(parse_pool, books, fields.OBJECTIVE, draft.objective)
    problems.refuse_if_any()
    values = {
        "decided_on": day,
        "organization": organization,
        "usd_cents": cents,
        "objective": None if pool == UNEARMARKED else pool,
        "note": draft.note.strip(),
    }
    return values, (*books.outside_term(day), *warnings)


def _summary(own: Allocation) -> str:
    return f"{money.text(own.usd_cents, 'USD')} for {own.organization}, decided {own.decided_on}"


@act(ActCode.ALLOCATION_RECORDED)
def record_allocation(act: Act, draft: AllocationDraft) -> Done:
    """Record a decision to allocate money to an organization."""
    reference = draft.reference.strip() or act.books.next_reference(Allocation, "A")
    act.books.check_reference(act.problems, Allocation, fields.REFERENCE, reference)
    values, warnings = act.sound(act.attempt(_checked, draft))
    own = act.put(Allocation, {"reference": reference}, cancelled=False, **values)
    return Done(reference, f"Allocation {reference}: {_summary(own)}. It moves no cash.", warnings)


def as_draft(own: Allocation) -> AllocationDraft:
    """An allocation as it stands, in the form in which it would be typed."""
    return AllocationDraft(
        own.reference,
        own.decided_on,
        own.organization,
        money.plain(own.usd_cents, "USD"),
        own.objective or "",
        own.note,
    )


@act(ActCode.ALLOCATION_CORRECTED)
def correct_allocation(
    act: Act, draft: AllocationDraft, reason: str, seen: int | None = None
) -> Done:
    """Correct a decision; one that was cancelled stands again."""
    act.require_reason(reason)
    own = act.attempt(required, draft.reference)
    checked = act.attempt(_checked, draft)
    own, (values, warnings) = act.sound(own), act.sound(checked)
    act.change(own, seen, **values, cancelled=False)
    return Done(
        own.reference, f"Allocation {own.reference} is corrected: {_summary(own)}.", warnings
    )


@act(ActCode.ALLOCATION_CANCELLED)
def cancel_allocation(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Note that a decision no longer stands, or never was one."""
    act.require_reason(reason)
    own = act.need(required, reference)
    if own.cancelled:
        why, remedy = "is cancelled already", "Nothing is left to do"
        act.problems.add(fields.DOCUMENT.itself, Code.CANCELLED, reference, why, remedy)
    act.problems.refuse_if_any()
    act.change(own, seen, cancelled=True)
    return Done(own.reference, f"Allocation {own.reference} is cancelled.")
