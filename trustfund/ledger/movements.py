"""Money that moves other than by contributions and trips: interest, charges, transfers, refunds.

All of it is in US dollars, the currency that the administrative agent keeps. Of a refund that was
paid in another currency that amount is booked too, at the rate which the two imply.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from trustfund.domain import fund_rules, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import movement as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import NAMES_ORGANIZATION
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind, MovementKind, label, parse_code
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.domain.texts import alike
from trustfund.ledger import contribution_rules, refunds
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import Books
from trustfund.ledger.void import is_void
from trustfund.store.tables import Allocation, Contribution, Entry, Movement

M = MovementKind


@dataclass(frozen=True)
class MovementDraft:
    """A movement as typed. ``objective`` blank is un-earmarked money, ``currency`` US dollars.

    Of a surplus the objective is the way that it goes, ``1>2``; where the terms know one way only,
    from there or at all, ``1`` or nothing says it.
    """

    kind: str
    value_date: date | None
    usd_amount: str
    objective: str = ""
    organization: str = ""
    contribution: str = ""
    note: str = ""
    reference: str = ""
    currency: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Plan:
    """A checked movement, ready to be booked: US dollar cents by pool."""

    kind: MovementKind
    value_date: date
    cents: int
    parts: dict[str, int]
    paid: refunds.Paid | None
    """None in US dollars."""
    organization: str
    contribution: Contribution | None
    warnings: tuple[str, ...]


def required(books: Books, reference: str) -> Movement:
    """The movement of that reference, or a sentence."""
    return books.required(Movement, fields.DOCUMENT.itself, reference, "a movement")


def versions(books: Books) -> dict[str, int]:
    """The movements that the books know, reversed ones too: each reference and its version."""
    known = select(Movement.reference, Movement.version).where(~is_void(Movement))
    return dict(books.session.exec(known.order_by(col(Movement.id))).all())


def organizations(books: Books) -> list[str]:
    """The organizations that the books know: the managing one, and those named so far."""
    named = {books.fund.managing_organization}
    for table in (Movement, Allocation):
        organizations = select(table.organization).where(~is_void(table)).distinct()
        named |= set(books.session.exec(organizations))
    return sorted(named - {""})


def parse_organization(
    problems: Problems, books: Books, field: Field, typed: str
) -> tuple[str, tuple[str, ...]]:
    """An organization's name, written as the books know it; a new name is warned of."""
    name = " ".join(typed.split())
    if not name:
        problems.missing(field, "Name the organization it is of")
        return "", ()
    known = organizations(books)
    if name in known:
        return name, ()
    if found := next((each for each in known if alike(each, name)), ""):
        return found, ()
    others = ", ".join(known)
    return name, (f"{name} is named here for the first time. Known so far: {others}.",)


def parse_pool(books: Books, field: Field, typed: str) -> str:
    """The pool of an objective's code; blank is un-earmarked money."""
    code = typed.strip() or UNEARMARKED
    objectives = books.objectives()
    if code not in (UNEARMARKED, *objectives):
        why = "is not an objective of the fund"
        remedy = f"Leave it blank for un-earmarked money, or use {', '.join(objectives)}"
        raise refusal(field, Code.NOT_AN_OBJECTIVE, typed, why, remedy)
    return code


def plan(books: Books, draft: MovementDraft, own: Movement | None = None) -> Plan:
    """Check a movement against every rule; ``own`` is the one being corrected."""
    problems = Problems()
    books.check_reference(problems, Movement, fields.REFERENCE, draft.reference, own)
    kind = problems.attempt(parse_code, fields.KIND, draft.kind, MovementKind)
    day = books.check_day(problems, fields.VALUE_DATE, draft.value_date)
    cents = problems.attempt(money.parse_amount, fields.USD_AMOUNT, draft.usd_amount, "USD") or 0
    organization, warnings = _organization(problems, books, draft, kind)
    pool, way = UNEARMARKED, None
    if kind is M.SURPLUS_RELEASE:
        way = problems.attempt(_way, books, draft.objective, day, own)
    else:
        typed = draft.objective
        pool = problems.attempt(parse_pool, books, fields.OBJECTIVE, typed) or UNEARMARKED
    parts = {pool: cents}
    contribution = None
    if kind is M.SURPLUS_RELEASE:
        start, end = way or ("", "")
        parts = {start: -cents, end: cents}
        if not draft.note.strip():
            problems.missing(fields.NOTE, "Say why this money is not needed for travel")
    paid = refunds.paid(problems, draft, kind)
    given = fields.CONTRIBUTION_REFERENCE
    if kind is M.REFUND_TO_CONTRIBUTOR:
        contribution = problems.attempt(
            contribution_rules.required, books, draft.contribution, given
        )
        if contribution is not None:
            refunds.check(problems, books, contribution, own, draft, (pool, cents), paid)
    elif draft.contribution.strip():
        why = "belongs only to a refund to a contributor"
        problems.add(given, Code.OUT_OF_PLACE, draft.contribution, why, "Leave it blank")
    kind = problems.sound(kind)
    cautions = (*books.cautions(day), *warnings)
    return Plan(kind, day, cents, parts, paid, organization, contribution, cautions)


def _way(books: Books, typed: str, day: date, own: Movement | None) -> tuple[str, str]:
    """From which pool to which a surplus goes: a way of the terms, or the one that is booked."""
    ways = list(books.rules_on(day).ways)
    if own is not None and (booked := _booked_way(books, own)):
        ways.append(booked)
    start, end = fund_rules.way(typed)
    found = {each for each in ways if start in ("", each[0]) and end in ("", each[1])}
    if len(found) == 1:
        return found.pop()
    spelt = ", ".join(dict.fromkeys(f"{one}>{other}" for one, other in ways))
    if found:
        raise refusal(fields.OBJECTIVE, Code.AMBIGUOUS, typed, "may be several", f"Use {spelt}")
    why, remedy = "has no surplus to release", f"Use one that the terms know: {spelt}"
    if len(ways) == 1:
        only, for_it = (pool_name(pool).lower() for pool in ways[0])
        remedy = f"Only a surplus on {only} may be used, and only for {for_it}"
    elif not ways:
        remedy = "The terms of this fund know no surplus that may be used for something else"
    raise refusal(fields.OBJECTIVE, Code.OUT_OF_PLACE, typed, why, remedy)


def way_spelt(books: Books, typed: str, day: date | None) -> str:
    """A way of a surplus as exports spell it, where the terms of the day know which is meant."""
    rules = books.rules_on(day)
    start, end = fund_rules.way(typed)
    found = [each for each in rules.ways if start in ("", each[0]) and end in ("", each[1])]
    return rules.surplus_spelt(*found[0]) if len(found) == 1 else typed


def _booked_way(books: Books, own: Movement) -> tuple[str, str] | None:
    """From which pool to which a movement that stands takes a surplus; None for any other."""
    if own.kind is not M.SURPLUS_RELEASE:
        return None
    pools = {entry.amount > 0: entry.objective or UNEARMARKED for entry in entries_of(books, own)}
    return (pools[False], pools[True]) if pools else None


def _organization(
    problems: Problems, books: Books, draft: MovementDraft, kind: MovementKind | None
) -> tuple[str, tuple[str, ...]]:
    if kind in NAMES_ORGANIZATION:
        return parse_organization(problems, books, fields.ORGANIZATION, draft.organization)
    if draft.organization.strip() and kind is not None and kind is not M.TRANSFER_TO_FUND:
        why = f"does not belong to {label(kind).lower()}"
        remedy = "Leave it blank; say more in the note"
        problems.add(fields.ORGANIZATION, Code.OUT_OF_PLACE, draft.organization, why, remedy)
    return " ".join(draft.organization.split()), ()


def entries_of(books: Books, movement: Movement) -> list[Entry]:
    """The entries of a movement that stand."""
    return books.live_entries("movement_id", movement.id)


def _document(draft: MovementDraft, ready: Plan) -> dict[str, Any]:
    return {
        "kind": ready.kind,
        "organization": ready.organization,
        "contribution_id": ready.contribution.id if ready.contribution else None,
        "note": draft.note.strip(),
    }


def _book(act: Act, own: Movement, ready: Plan) -> None:
    """Book a movement, in place of what stands of it where that is other money."""
    booked = entries_of(act.books, own)
    given, kind, day = own.contribution_id, EntryKind(ready.kind.value), ready.value_date
    money_of = {
        pool: (ready.paid.currency, ready.paid.amount) if ready.paid else ("USD", cents)
        for pool, cents in ready.parts.items()
    }
    stands = {
        (e.kind, e.value_date, e.objective or UNEARMARKED, e.currency, e.amount, e.usd_cents)
        for e in booked
        if e.contribution_id == given
    }
    asked = {(kind, day, pool, *money_of[pool], cents) for pool, cents in ready.parts.items()}
    if stands == asked and len(booked) == len(asked):
        return
    act.reverse(booked)
    for pool, cents in ready.parts.items():
        currency, amount = money_of[pool]
        rate = Decimal(1) if currency == "USD" else money.implied_rate(amount, currency, cents)
        act.post(
            kind,
            day,
            pool,
            amount,
            currency=currency,
            usd_cents=cents,
            rate=rate,
            contribution_id=given,
            movement_id=own.id,
        )
    if given is not None:  # nothing is given back before it was given
        contribution_rules.refuse_unpaid_refunds(act.books, given, fields.CONTRIBUTION_REFERENCE)


def _summary(ready: Plan) -> str:
    named = ready.organization or (ready.contribution.reference if ready.contribution else "")
    pools = [pool_name(pool).lower() for pool in ready.parts]
    where = f", {pools[0]}" if len(pools) == 1 else f", from {pools[0]} to {pools[1]}"
    paid = f", paid as {money.text(ready.paid.amount, ready.paid.currency)}," if ready.paid else ""
    return (
        f"{label(ready.kind).lower()}{f' ({named})' if named else ''} of "
        f"{money.text(ready.cents, 'USD')}{paid} on {ready.value_date}{where}"
    )


@act(ActCode.MOVEMENT_RECORDED)
def record_movement(act: Act, draft: MovementDraft) -> Done:
    """Book interest, a charge, a transfer, a refund, or a surplus that is released."""
    ready = plan(act.books, draft)
    reference = draft.reference.strip() or act.books.next_reference(Movement, "M")
    own = act.put(Movement, {"reference": reference}, **_document(draft, ready))
    _book(act, own, ready)
    return Done(reference, f"Movement {reference}: {_summary(ready)}.", ready.warnings)


def as_draft(books: Books, movement: Movement) -> MovementDraft:
    """A movement as it stands, in the form in which it would be typed; no day when reversed."""
    draft = MovementDraft(
        kind=movement.kind,
        value_date=None,
        usd_amount="",
        organization=movement.organization,
        note=movement.note,
        reference=movement.reference,
    )
    if movement.contribution_id:
        contribution = books.session.get_one(Contribution, movement.contribution_id)
        draft = replace(draft, contribution=contribution.reference)
    way = _booked_way(books, movement)
    for entry in entries_of(books, movement):
        if entry.amount > 0:
            rules = books.rules_on(entry.value_date)
            pool = rules.surplus_spelt(*way) if way else entry.objective or ""
            paid = {"currency": entry.currency, "amount": money.plain(entry.amount, entry.currency)}
            paid = paid if entry.currency != "USD" else {}
            return replace(
                draft,
                value_date=entry.value_date,
                usd_amount=money.plain(entry.usd_cents or 0, "USD"),
                **paid,
                objective=pool,
            )
    return draft


@act(ActCode.MOVEMENT_CORRECTED)
def correct_movement(act: Act, draft: MovementDraft, reason: str, seen: int | None = None) -> Done:
    """Correct a movement. Where money changes, its entries are reversed and it is booked anew."""
    act.require_reason(reason)
    own = act.need(required, draft.reference)
    ready = act.sound(act.attempt(plan, draft, own))
    act.change(own, seen, **_document(draft, ready))
    _book(act, own, ready)
    summary = f"Movement {own.reference} is corrected: {_summary(ready)}."
    return Done(own.reference, summary, ready.warnings)


@act(ActCode.MOVEMENT_REVERSED)
def reverse_movement(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Take a movement back whole: it was booked in error."""
    act.require_reason(reason)
    own = act.need(required, reference)
    act.reverse_document(own, fields.DOCUMENT.itself, seen)
    return Done(own.reference, f"Movement {own.reference} is reversed.")
