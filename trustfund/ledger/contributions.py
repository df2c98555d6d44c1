"""Pledges, the arrangements that make them commitments, and earmarking choices.

The earmarking choice is kept as the split of the pledge's and commitment's own entries, so that
it is dated, corrected and reported like any other fact about money.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger import amendments, contribution_rules, contributors, deposits, rates
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation, valuation_of
from trustfund.ledger.standing import Standing
from trustfund.store.tables import Contribution, Contributor

K = EntryKind


@dataclass(frozen=True)
class ContributionDraft:
    """A contribution as typed: a pledge, and its arrangement where one is signed.

    ``earmark`` is ``unearmarked``, an objective's code, or a split such as
    ``1:60000;unearmarked:40000``.
    """

    contributor: str
    currency: str
    amount: str
    pledged_on: date | None = None
    agreement_reference: str = ""
    agreement_link: str = ""
    agreement_signed_on: date | None = None
    earmark: str = ""
    note: str = ""
    reference: str = ""


@dataclass(frozen=True)
class AgreementDraft:
    """A Standard Administrative Arrangement as typed. Blank amount and earmark: as pledged."""

    contribution: str
    agreement_reference: str
    agreement_signed_on: date | None
    agreement_link: str = ""
    amount: str = ""
    earmark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """A checked contribution, ready to be booked."""

    contributor_id: int
    contributor: str
    currency: str
    amount: int
    parts: dict[str, int]
    pledged_on: date | None
    signed_on: date | None
    valuation: Valuation | None
    """At the signing date once signed; before that indicative, None where there is no rate."""
    warnings: tuple[str, ...]


def plan(
    books: Books, draft: ContributionDraft, own: Contribution | None = None, signing: bool = False
) -> Plan:
    """Check a contribution against every rule; ``own`` is the one being corrected or signed."""
    problems = Problems()
    contributor = problems.attempt(
        contributors.required, books, draft.contributor, fields.CONTRIBUTOR
    )
    currency = problems.attempt(money.parse_currency, fields.CURRENCY, draft.currency)
    amount = parts = None
    if currency:
        amount = problems.attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency)
    if currency and amount:
        choice, codes = (draft.earmark, amount, currency), books.objectives()
        parts = problems.attempt(earmarking.parse_choice, fields.EARMARK, *choice, codes)
    link = draft.agreement_link.strip()
    if link and not link.startswith(("https://", "http://")):
        why, remedy = "is not a web address", "Start it with https://"
        problems.add(fields.AGREEMENT_LINK, Code.MALFORMED, link, why, remedy)
    signed_on = draft.agreement_signed_on
    signed = signing or bool(draft.agreement_reference.strip() or signed_on)
    if draft.pledged_on is not None or not signed:
        books.check_day(problems, fields.PLEDGED_ON, draft.pledged_on)
    if signed:
        if not draft.agreement_reference.strip():
            problems.missing(fields.AGREEMENT_REFERENCE, "Give the reference of the signed SAA")
        books.check_day(problems, fields.AGREEMENT_SIGNED_ON, signed_on)
        if draft.pledged_on and signed_on and signed_on < draft.pledged_on:
            why = f"is before the day of the pledge, {draft.pledged_on}"
            remedy = "Correct one of the two days"
            problems.add(fields.AGREEMENT_SIGNED_ON, Code.BEFORE_PLEDGE, signed_on, why, remedy)
    books.check_reference(problems, Contribution, fields.REFERENCE, draft.reference, own)
    valuation = None
    day = signed_on if signed else draft.pledged_on
    if amount and currency and day and day <= books.today:
        # A pledge is shown at an indicative rate, and may do without one.
        strict = problems if signed else Problems()
        kept = _as_booked(books, own, amount, currency, day) if signed and own else None
        valuation = kept or strict.attempt(
            rates.value, books, fields.AGREEMENT_SIGNED_ON, fields.AMOUNT, amount, currency, day
        )
        if signed and valuation:
            rates.check_note(problems, fields.NOTE, valuation, day, draft.note)
    if own is None and contributor and day:
        where = fields.CONTRIBUTOR
        problems.attempt(contributors.check_admitted, books, where, contributor, day)
    contributor, day = problems.sound(contributor), problems.sound(day)
    assert contributor.id is not None
    return Plan(
        contributor.id,
        contributor.name,
        problems.sound(currency),
        problems.sound(amount),
        problems.sound(parts),
        draft.pledged_on,
        signed_on if signed else None,
        valuation,
        books.cautions(day),
    )


def _as_booked(
    books: Books, own: Contribution, amount: int, currency: str, day: date
) -> Valuation | None:
    """What a commitment is valued at already, where its correction changes neither sum nor day.

    A rate that was edited meanwhile changes nothing booked.
    """
    found = books.standing(own)
    same = sum(found.committed.values()) == amount and found.signed_on == day
    if not same or own.currency != currency:
        return None
    return valuation_of(found.of_kind(K.COMMITMENT))


def _book(
    act: Act,
    own: Contribution,
    kind: Literal[EntryKind.PLEDGE, EntryKind.COMMITMENT],
    day: date | None,
    parts: dict[str, int],
    valuation: Valuation | None = None,
) -> None:
    """Book a pledge or a commitment, in place of the one that stands where it is another."""
    booked = act.books.standing(own).of_kind(kind)
    now = (
        {entry.value_date for entry in booked},
        {entry.objective or UNEARMARKED: entry.amount for entry in booked},
        sum(entry.usd_cents or 0 for entry in booked),
    )
    usd_cents = valuation.usd_cents if valuation else 0
    if now != (({day}, parts, usd_cents) if day else (set(), {}, 0)):
        act.reverse(booked)
        if day is not None:
            act.post_parts(kind, day, own, parts, valuation)


def _document(draft: ContributionDraft, ready: Plan) -> dict[str, Any]:
    return {
        "contributor_id": ready.contributor_id,
        "currency": ready.currency,
        "agreement_reference": draft.agreement_reference.strip(),
        "agreement_link": draft.agreement_link.strip(),
        "note": draft.note.strip(),
    }


def _save(act: Act, own: Contribution, ready: Plan, pledged: dict[str, int]) -> None:
    """Book the pledge of a checked contribution, and its commitment where it is signed."""
    _book(act, own, K.PLEDGE, ready.pledged_on, pledged)
    _book(act, own, K.COMMITMENT, ready.signed_on, ready.parts, ready.valuation)


def _in_usd(ready: Plan) -> str:
    """An amount of another currency in US dollars, in brackets."""
    worth = ready.valuation
    if worth is None or ready.currency == "USD":
        return ""
    return f" ({money.text(worth.usd_cents, 'USD')} at {worth.rate:f} of {worth.effective_on})"


@act(ActCode.CONTRIBUTION_RECORDED)
def record_contribution(act: Act, draft: ContributionDraft) -> Done:
    """Record a pledge, or a contribution whose arrangement is signed already."""
    ready = plan(act.books, draft)
    reference = draft.reference.strip() or act.books.next_reference(Contribution, "C")
    own = act.put(Contribution, {"reference": reference}, **_document(draft, ready))
    _save(act, own, ready, ready.parts)
    amount = money.text(ready.amount, ready.currency)
    if ready.signed_on is None:
        sentence = (
            f"Pledge {reference}: {ready.contributor} pledged {amount}. It counts as money once "
            "the arrangement is signed."
        )
    else:
        committed = f"{ready.contributor} committed {amount}{_in_usd(ready)}"
        sentence = f"Commitment {reference}: {committed}."
    return Done(reference, sentence, ready.warnings)


def plan_agreement(books: Books, draft: AgreementDraft) -> Plan:
    """Check an arrangement on a pledge against every rule."""
    own = contribution_rules.required(books, draft.contribution)
    found = books.standing(own)
    if found.signed_on is not None:
        why = f"has an arrangement already, {own.agreement_reference} of {found.signed_on}"
        remedy = "Correct the contribution if it is wrong"
        raise refusal(fields.DOCUMENT.itself, Code.SIGNED, own.reference, why, remedy)
    if found.withdrawn:
        why, remedy = "was withdrawn", "Record a new pledge"
        raise refusal(fields.DOCUMENT.itself, Code.GIVEN_UP, own.reference, why, remedy)
    return plan(books, _signed(books, own, draft), own, signing=True)


def _signed(books: Books, own: Contribution, draft: AgreementDraft) -> ContributionDraft:
    """A pledge with its arrangement, as it would be typed.

    A whole earmark serves any amount; a split that no longer adds up is refused.
    """
    pledged = as_draft(books, own, books.standing(own))
    return replace(
        pledged,
        amount=draft.amount.strip() or pledged.amount,
        earmark=draft.earmark.strip() or pledged.earmark,
        agreement_reference=draft.agreement_reference,
        agreement_link=draft.agreement_link,
        agreement_signed_on=draft.agreement_signed_on,
        note=draft.note.strip() or pledged.note,
    )


@act(ActCode.ARRANGEMENT_SIGNED)
def sign_agreement(act: Act, draft: AgreementDraft, seen: int | None = None) -> Done:
    """Book the arrangement that makes a pledge a commitment."""
    ready = plan_agreement(act.books, draft)
    own = contribution_rules.required(act.books, draft.contribution)
    act.change(own, seen, **_document(_signed(act.books, own, draft), ready))
    _book(act, own, K.COMMITMENT, ready.signed_on, ready.parts, ready.valuation)
    committed = f"{money.text(ready.amount, ready.currency)}{_in_usd(ready)}"
    return Done(
        own.reference,
        f"Arrangement {own.agreement_reference} signed: {ready.contributor} committed "
        f"{committed} under {own.reference}.",
        ready.warnings,
    )


def as_draft(books: Books, contribution: Contribution, found: Standing) -> ContributionDraft:
    """A contribution as it stands, in the form in which it would be typed."""
    return ContributionDraft(
        contributor=contributor_name(books, contribution),
        currency=contribution.currency,
        amount=money.plain(sum(found.choice.values()), contribution.currency),
        pledged_on=found.pledged_on,
        agreement_reference=contribution.agreement_reference,
        agreement_link=contribution.agreement_link,
        agreement_signed_on=found.signed_on,
        earmark=earmarking.choice_text(found.choice, contribution.currency),
        note=contribution.note,
        reference=contribution.reference,
    )


def contributor_name(books: Books, contribution: Contribution) -> str:
    """The name of who gives a contribution."""
    return books.session.get_one(Contributor, contribution.contributor_id).name


@act(ActCode.CONTRIBUTION_CORRECTED)
def correct_contribution(
    act: Act, draft: ContributionDraft, reason: str, seen: int | None = None
) -> Done:
    """Correct a pledge, or the arrangement where one is signed, earmarking choice included.

    Where money changes, old entries are reversed and new ones booked; a signed contribution's
    pledge keeps its own amount. The amount is that of the arrangement as signed; amendments stay,
    and follow the earmarking choice. Deposits stay as they were split when they arrived; later ones
    bring the total closest to the new choice.
    """
    act.require_reason(reason)
    own = act.need(contribution_rules.required, draft.reference)
    ready = act.attempt(plan, draft, own)
    found = act.books.standing(own)
    _check_correctable(act.problems, own, found, draft, ready)
    ready = act.sound(ready)
    is_of_another = own.contributor_id != ready.contributor_id
    before = deposits.alike(act.books, own) if is_of_another else set()
    act.change(own, seen, **_document(draft, ready))
    alike = deposits.alike(act.books, own) - before if is_of_another else set()
    keeps_pledge = ready.signed_on is not None and found.pledged
    _save(act, own, ready, dict(found.pledged) if keeps_pledge else ready.parts)
    amendments.follow_choice(act, own, found, ready.parts)
    contribution_rules.refuse_overdrawn_promise(act.books, fields.AMOUNT, own)
    later = " Deposits already booked keep their split." if found.deposited else ""
    return Done(
        own.reference,
        f"{own.reference} is corrected: {money.text(ready.amount, ready.currency)}, "
        f"{earmarking.choice_text(ready.parts, ready.currency)}.{later}",
        (*ready.warnings, *map(_same_money, sorted(alike))),
    )


def _same_money(pair: tuple[str, str]) -> str:
    return (
        f"Deposit {pair[0]} looks like money that is there already, {pair[1]}: of the same giver, "
        "day and amount. Reverse one of the two; if it is other money, say so under Correct."
    )


def _check_correctable(
    problems: Problems,
    own: Contribution,
    found: Standing,
    draft: ContributionDraft,
    ready: Plan | None,
) -> None:
    if found.withdrawn or found.written_off:
        why, remedy = "was withdrawn or written off", "Take that back first, under Write off"
        problems.add(fields.DOCUMENT.itself, Code.GIVEN_UP, own.reference, why, remedy)
    if ready is not None:
        corrected = (ready.currency, ready.signed_on, ready.amount)
        amendments.check_still_stand(problems, own, found, corrected)
    arrivals = found.of_kind(K.DEPOSIT)
    if not arrivals:
        return
    if draft.currency.strip().upper() != own.currency:
        why = f"cannot change: deposits in {own.currency} are booked"
        remedy = "Reverse the deposits first"
        problems.add(fields.CURRENCY, Code.BUILT_ON, draft.currency, why, remedy)
    first = min(entry.value_date for entry in arrivals)
    if ready is not None and (ready.signed_on is None or ready.signed_on > first):
        why = f"would leave the deposit of {first} without a signed arrangement"
        remedy = "Give a day on or before it, or reverse the deposit first"
        typed = draft.agreement_signed_on
        problems.add(fields.AGREEMENT_SIGNED_ON, Code.BUILT_ON, typed, why, remedy)
