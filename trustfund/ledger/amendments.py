"""Amendments of a signed arrangement: what it promises becomes more, or less, from a day on.

They follow the earmarking choice of the arrangement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import amendment as fields
from trustfund.domain.catalogue import contribution
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.ledger import contribution_rules, rates
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation, valuation_of
from trustfund.ledger.standing import Standing
from trustfund.store.tables import Contribution, Entry

K = EntryKind


@dataclass(frozen=True)
class AmendmentDraft:
    """An amendment as typed. ``amount`` is the change, such as 20,000 or -5,000."""

    contribution: str
    amendment: str
    signed_on: date | None
    amount: str
    note: str = ""


Corrected = tuple[str, date | None, int]
"""An arrangement as corrected: its currency, the day of signing, the amount in minor units."""


@dataclass(frozen=True)
class Plan:
    """A checked amendment, ready to be booked; amounts in minor units, negative for less."""

    currency: str
    signed_on: date
    amount: int
    parts: dict[str, int]
    valuation: Valuation
    commitment: int
    """What the arrangement promises with it, less what is written off."""
    warnings: tuple[str, ...]


def _change(field: Field, text: str, currency: str) -> int:
    """A change typed in a field, with or without a sign."""
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    sign = -1 if typed.startswith("-") else 1
    return sign * money.parse_amount(field, typed.lstrip("+-"), currency)


def plan(books: Books, draft: AmendmentDraft) -> Plan:
    """Check an amendment against every rule."""
    problems = Problems()
    day = books.check_day(problems, fields.SIGNED_ON, draft.signed_on)
    if not draft.amendment.strip():
        problems.missing(fields.AMENDMENT, "Give the reference of the signed amendment")
    own = problems.need(contribution_rules.required, books, draft.contribution)
    found = books.standing(own)
    amount = problems.attempt(_change, fields.AMOUNT, draft.amount, own.currency)
    if found.signed_on is None:
        why = "has no signed arrangement to amend"
        remedy = "Record the arrangement, or correct the pledge"
        problems.add(contribution.DOCUMENT.itself, Code.NOT_SIGNED, own.reference, why, remedy)
    elif day < found.signed_on:
        why = f"is before the arrangement, {found.signed_on}"
        problems.add(fields.SIGNED_ON, Code.BEFORE_SIGNING, day, why, "Correct it")
    if found.written_off:
        why, remedy = "is written off", "Take that back first, under Write off"
        problems.add(contribution.DOCUMENT.itself, Code.GIVEN_UP, own.reference, why, remedy)
    if amount is not None and amount < 0 and found.signed_on is not None:
        _check_reduction(problems, draft.amount, -amount, own.currency, found)
    if _is_recorded(found, draft.amendment.strip()):
        remedy = "Give the reference of another, or take that one back first"
        problems.add(fields.AMENDMENT, Code.TAKEN, draft.amendment, "is recorded already", remedy)
    valuation = None
    if amount is not None and amount < 0 and found.signed_on is not None:
        whole = (sum(found.promised.values()), found.promised_usd)
        valuation = _at_mean_rate(-amount, whole, own.currency)
    elif amount is not None and draft.signed_on is not None and day <= books.today:
        valuation = problems.attempt(
            rates.value, books, fields.SIGNED_ON, fields.AMOUNT, amount, own.currency, day
        )
        if valuation:
            rates.check_note(problems, fields.NOTE, valuation, day, draft.note)
    amount, valuation = problems.sound(amount), problems.sound(valuation)
    return Plan(
        own.currency,
        day,
        amount,
        _parts(found.committed, found.promised, amount),
        valuation,
        found.commitment + amount,
        books.cautions(day),
    )


def _check_reduction(
    problems: Problems, typed: str, less: int, currency: str, found: Standing
) -> None:
    if less > found.outstanding:
        outstanding = money.text(found.outstanding, currency)
        why = f"takes away more than the {outstanding} that are outstanding"
        remedy = "What was deposited stays promised; refund it under Record a movement"
        problems.add(fields.AMOUNT, Code.TOO_MUCH, typed, why, remedy)
    elif less >= found.commitment:
        why, remedy = "leaves nothing of the commitment", "Write the commitment off instead"
        problems.add(fields.AMOUNT, Code.NOTHING_LEFT, typed, why, remedy)


def _parts(choice: Mapping[str, int], given: Mapping[str, int], change: int) -> dict[str, int]:
    """A change divided so that the whole promise comes closest to the choice.

    ``given`` is what was promised before; no pool ends below zero.
    """
    if change > 0:
        return earmarking.follow_choice(choice, given, change)
    whole = sum(choice.values())
    rest = sum(given.values()) + change
    above = [max(given[pool] - Fraction(rest * choice[pool], whole), Fraction(0)) for pool in given]
    parts = money.split(-change, above)
    return {pool: -part for pool, part in zip(given, parts, strict=True) if part}


def _at_mean_rate(less: int, whole: tuple[int, int], currency: str) -> Valuation:
    """What a reduction takes of a promise of an amount and its US dollar cents: its share of both.

    At another rate a small rest could be worth less than nothing.
    """
    promised, promised_usd = whole
    cents = money.half_up(Fraction(promised_usd * less, promised))
    return Valuation(money.implied_rate(promised, currency, max(promised_usd, 1)), None, cents)


def _book(
    act: Act,
    own: Contribution,
    day: date,
    parts: Mapping[str, int],
    worth: Valuation,
    reason: str | None = None,
) -> None:
    """Post the parts; a reduction's US dollars are negative too."""
    if min(parts.values()) < 0:
        worth = worth._replace(usd_cents=-abs(worth.usd_cents))
    act.post_parts(K.AMENDMENT, day, own, parts, worth, reason)


@act(ActCode.ARRANGEMENT_AMENDED)
def amend(act: Act, draft: AmendmentDraft, seen: int | None = None) -> Done:
    """Book an amendment: the commitment grows or shrinks from its day on."""
    ready = plan(act.books, draft)
    own = contribution_rules.required(act.books, draft.contribution)
    act.change(own, seen)
    act.reason = ": ".join(filter(None, (draft.amendment.strip(), draft.note.strip())))
    _book(act, own, ready.signed_on, ready.parts, ready.valuation)
    contribution_rules.refuse_overdrawn_promise(act.books, fields.SIGNED_ON, own)
    change = money.text(abs(ready.amount), ready.currency)
    return Done(
        own.reference,
        f"{own.reference} is amended by {draft.amendment.strip()}: {change} "
        f"{'more' if ready.amount > 0 else 'less'}, "
        f"{money.text(ready.commitment, ready.currency)} in all.",
        ready.warnings,
    )


def _groups(found: Standing) -> list[list[Entry]]:
    """The standing amendments, each with its entries, in the order they were booked."""
    entries = found.of_kind(K.AMENDMENT)
    return [
        list(group)
        for _, group in groupby(entries, key=lambda e: (e.act_id, e.value_date, e.reason))
    ]


def _is_recorded(found: Standing, amendment: str) -> bool:
    """Whether an amendment of that reference stands; its note may follow it, see ``amend``."""
    reasons = (entry.reason for entry in found.of_kind(K.AMENDMENT))
    return any(f"{reason}: ".startswith(f"{amendment}: ") for reason in reasons)


@act(ActCode.AMENDMENT_TAKEN_BACK)
def take_back_amendment(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Reverse the newest amendment of an arrangement: it was booked in error."""
    act.require_reason(reason)
    itself = contribution.DOCUMENT.itself
    own = act.need(contribution_rules.required, reference)
    found = act.books.standing(own)
    newest = next(reversed(_groups(found)), [])
    grown = sum(entry.amount for entry in newest)
    if not newest:
        why, remedy = "has no amendment", "Nothing to do"
        act.problems.add(itself, Code.NOTHING_TO_DO, reference, why, remedy)
    elif found.commitment - grown < 0:
        why = "has more written off than would be left"
        remedy = "Take the write-off back first, under Write off"
        act.problems.add(itself, Code.GIVEN_UP, reference, why, remedy)
    elif sum(found.promised.values()) <= grown:
        why = "would promise nothing without its newest amendment"
        remedy = "Correct the amount of the arrangement first"
        act.problems.add(itself, Code.NOTHING_LEFT, reference, why, remedy)
    act.problems.refuse_if_any()
    act.change(own, seen)
    act.reverse(newest)
    contribution_rules.refuse_overdrawn_promise(act.books, itself, own)
    return Done(
        own.reference,
        f"The amendment of {newest[0].value_date} by {money.text(abs(grown), own.currency)} of "
        f"{own.reference} is taken back.",
    )


def check_still_stand(
    problems: Problems, own: Contribution, found: Standing, corrected: Corrected
) -> None:
    """Note what keeps a correction of the arrangement from leaving its amendments sound."""
    groups = _groups(found)
    if not groups:
        return
    first = min(group[0].value_date for group in groups)
    currency, signed_on, amount = corrected
    if currency != own.currency:
        why = f"cannot change: amendments in {own.currency} are booked"
        problems.add(contribution.CURRENCY, Code.BUILT_ON, currency, why, "Take them back first")
    if signed_on is None or signed_on > first:
        why = f"would leave the amendment of {first} without a signed arrangement"
        remedy = "Give a day on or before it, or take the amendment back first"
        problems.add(contribution.AGREEMENT_SIGNED_ON, Code.BUILT_ON, signed_on, why, remedy)
    if amount + sum(found.amended.values()) <= 0:
        less = money.text(-sum(found.amended.values()), own.currency)
        problems.add(
            contribution.AMOUNT,
            Code.NOTHING_LEFT,
            money.text(amount, own.currency),
            f"leaves nothing beside the amendments, {less} less",
            "Give more, or take the amendment back first",
        )


def follow_choice(act: Act, own: Contribution, before: Standing, parts: Mapping[str, int]) -> None:
    """Divide and value the amendments anew where a correction of the arrangement moves them.

    From the first that changes on all are booked anew: the newest one stays the newest.
    """
    given, given_usd = dict(parts), act.books.standing(own).committed_usd
    changed = False
    for entries in _groups(before):
        first = entries[0]
        now = {entry.objective or earmarking.UNEARMARKED: entry.amount for entry in entries}
        change = sum(now.values())
        worth = valuation_of(entries)
        cents = worth.usd_cents
        if change < 0:
            worth = _at_mean_rate(-change, (sum(given.values()), given_usd), own.currency)
        anew = _parts(parts, given, change)
        given = {pool: part + anew.get(pool, 0) for pool, part in given.items()}
        given_usd += worth.usd_cents if change > 0 else -worth.usd_cents
        changed = changed or (anew, abs(worth.usd_cents)) != (now, abs(cents))
        if changed:
            act.reverse(entries)
            _book(act, own, first.value_date, anew, worth, first.reason)
