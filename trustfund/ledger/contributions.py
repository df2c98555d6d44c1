"""Pledges, the arrangements that make them commitments, and earmarking choices.

The earmarking choice is kept as the split of the pledge's and commitment's own entries, so that
it is dated, corrected and reported like any other fact about money.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger import amendments, contributors, rates, standing
from trustfund.ledger.acts import Act, Done, act, require_reason
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation
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


def _check_agreement(
    problems: Problems, books: Books, reference: str, signed_on: date | None
) -> None:
    if not reference.strip():
        problems.missing(fields.AGREEMENT_REFERENCE, "Give the reference of the signed SAA")
    books.check_day(problems, fields.AGREEMENT_SIGNED_ON, signed_on)


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
        parts = problems.attempt(
            earmarking.parse_choice,
            fields.EARMARK,
            draft.earmark,
            amount,
            currency,
            books.objectives(),
        )
    link = draft.agreement_link.strip()
    if link and not link.startswith(("https://", "http://")):
        why, remedy = "is not a web address", "Start it with https://"
        problems.add(fields.AGREEMENT_LINK, Code.MALFORMED, link, why, remedy)
    signed = signing or bool(draft.agreement_reference.strip() or draft.agreement_signed_on)
    if draft.pledged_on is not None or not signed:
        books.check_day(problems, fields.PLEDGED_ON, draft.pledged_on)
    if signed:
        _check_agreement(
            problems,
            books,
            draft.agreement_reference,
            draft.agreement_signed_on,
        )
        if (
            draft.pledged_on
            and draft.agreement_signed_on
            and draft.agreement_signed_on < draft.pledged_on
        ):
            problems.add(
                fields.AGREEMENT_SIGNED_ON,
                Code.BEFORE_PLEDGE,
                draft.agreement_signed_on,
                f"is before the day of the pledge, {draft.pledged_on}",
                "Correct one of the two days",
            )
    books.check_reference(problems, Contribution, fields.REFERENCE, draft.reference, own)
    valuation = None
    day = draft.agreement_signed_on if signed else draft.pledged_on
    if amount and currency and day and day <= books.today:
        # A pledge is shown at an indicative rate, and may do without one.
        strict = problems if signed else Problems()
        kept = _as_booked(books, own, amount, currency, day) if signed and own else None
        valuation = kept or strict.attempt(
            rates.value, books, fields.AGREEMENT_SIGNED_ON, fields.AMOUNT, amount, currency, day
        )
        if signed and valuation:
            rates.check_note(problems, fields.NOTE, valuation, day, draft.note)
    problems.refuse_if_any()
    assert contributor is not None
    assert contributor.id is not None
    assert currency is not None
    assert amount is not None
    assert parts is not None
    assert day is not None
    return Plan(
        contributor.id,
        contributor.name,
        currency,
        amount,
        parts,
        draft.pledged_on,
        draft.agreement_signed_on if signed else None,
        valuation,
        books.cautions(day),
    )


def _as_booked(
    books: Books, own: Contribution, amount: int, currency: str, day: date
) -> Valuation | None:
    """What a commitment is valued at already, where its correction changes neither sum nor day.

    A rate that was edited meanwhile changes nothing booked.
    """
    found = standing.of(books, own)
    same = sum(found.committed.values()) == amount and found.signed_on == day
    if not same or own.currency != currency:
        return None
    first = found.of_kind(K.COMMITMENT)[0]
    return Valuation(Decimal(first.rate or 1), first.rate_effective_on, found.committed_usd)


def _book_pledge(
    act: Act, own: Contribution, day: date | None, parts: dict[str, int], reason: str = ""
) -> None:
    """Book a pledge, in place of the one that stands where it is another."""
    found = standing.of(act.books, own)
    if (found.pledged_on, dict(found.pledged)) == (day, parts if day else {}):
        return
    act.reverse(found.of_kind(K.PLEDGE), reason)
    if day is not None:
        act.post_parts(K.PLEDGE, day, own, parts, None, reason)


def _book_commitment(act: Act, own: Contribution, ready: Plan, reason: str = "") -> None:
    """Book a commitment, in place of the one that stands where it is another."""
    found = standing.of(act.books, own)
    usd = ready.valuation.usd_cents if ready.valuation and ready.signed_on else 0
    now = (found.signed_on, dict(found.committed), found.committed_usd)
    if now == (ready.signed_on, ready.parts if ready.signed_on else {}, usd):
        return
    act.reverse(found.of_kind(K.COMMITMENT), reason)
    if ready.signed_on is not None:
        act.post_parts(K.COMMITMENT, ready.signed_on, own, ready.parts, ready.valuation, reason)


def _document(draft: ContributionDraft, ready: Plan) -> dict[str, Any]:
    return {
        "contributor_id": ready.contributor_id,
        "currency": ready.currency,
        "agreement_reference": draft.agreement_reference.strip(),
        "agreement_link": draft.agreement_link.strip(),
        "note": draft.note.strip(),
    }


def _said_usd(currency: str, valuation: Valuation | None) -> str:
    if valuation is None or currency == "USD":
        return ""
    usd = money.text(valuation.usd_cents, "USD")
    return f" ({usd} at {valuation.rate:f} of {valuation.effective_on})"


@act(ActCode.CONTRIBUTION_RECORDED)
def record_contribution(act: Act, draft: ContributionDraft) -> Done:
    """Record a pledge, or a contribution whose arrangement is signed already."""
    ready = plan(act.books, draft)
    reference = draft.reference.strip() or act.books.next_reference(Contribution, "C")
    contribution = act.put(Contribution, {"reference": reference}, **_document(draft, ready))
    _book_pledge(act, contribution, ready.pledged_on, ready.parts)
    _book_commitment(act, contribution, ready)
    amount = money.text(ready.amount, ready.currency)
    if ready.signed_on is None:
        sentence = (
            f"Pledge {reference}: {ready.contributor} pledged {amount}. It counts as money once "
            "the arrangement is signed."
        )
    else:
        usd = _said_usd(ready.currency, ready.valuation)
        sentence = f"Commitment {reference}: {ready.contributor} committed {amount}{usd}."
    return Done(reference, sentence, ready.warnings)


def plan_agreement(books: Books, draft: AgreementDraft) -> Plan:
    """Check an arrangement on a pledge against every rule."""
    contribution = standing.required(books, draft.contribution)
    found = standing.of(books, contribution)
    if found.signed_on is not None:
        why = f"has an arrangement already, {contribution.agreement_reference} of {found.signed_on}"
        remedy = "Correct the contribution if it is wrong"
        raise refusal(fields.DOCUMENT.itself, Code.SIGNED, contribution.reference, why, remedy)
    if found.withdrawn:
        why, remedy = "was withdrawn", "Record a new pledge"
        raise refusal(fields.DOCUMENT.itself, Code.GIVEN_UP, contribution.reference, why, remedy)
    pledged = as_draft(books, contribution, found)
    return plan(
        books,
        replace(
            pledged,
            amount=draft.amount.strip() or pledged.amount,
            # A whole earmark serves any amount; a split that no longer adds up is refused.
            earmark=draft.earmark.strip() or pledged.earmark,
            agreement_reference=draft.agreement_reference,
            agreement_link=draft.agreement_link,
            agreement_signed_on=draft.agreement_signed_on,
            note=draft.note.strip() or pledged.note,
        ),
        contribution,
        signing=True,
    )


@act(ActCode.ARRANGEMENT_SIGNED)
def sign_agreement(act: Act, draft: AgreementDraft, seen: int | None = None) -> Done:
    """Book the arrangement that makes a pledge a commitment."""
    ready = plan_agreement(act.books, draft)
    assert ready.signed_on is not None
    contribution = standing.required(act.books, draft.contribution)
    act.change(
        contribution,
        seen,
        agreement_reference=draft.agreement_reference.strip(),
        agreement_link=draft.agreement_link.strip(),
        note=draft.note.strip() or contribution.note,
    )
    act.post_parts(K.COMMITMENT, ready.signed_on, contribution, ready.parts, ready.valuation)
    amount = money.text(ready.amount, ready.currency)
    usd = _said_usd(ready.currency, ready.valuation)
    return Done(
        contribution.reference,
        f"Arrangement {contribution.agreement_reference} signed: {ready.contributor} committed "
        f"{amount}{usd} under {contribution.reference}.",
        ready.warnings,
    )


def as_draft(
    books: Books, contribution: Contribution, found: standing.Standing
) -> ContributionDraft:
    """A contribution as it stands, in the form in which it would be typed."""
    amount = sum(found.choice.values())
    return ContributionDraft(
        contributor=contributor_name(books, contribution),
        currency=contribution.currency,
        amount=f"{money.to_decimal(amount, contribution.currency):f}",
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
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(standing.required, act.books, draft.reference)
    ready = problems.attempt(plan, act.books, draft, own) if own else None
    if own is not None:
        _check_correctable(problems, act.books, own, draft, ready)
    problems.refuse_if_any()
    assert own is not None
    assert ready is not None
    found = standing.of(act.books, own)
    reason = reason.strip()
    act.change(own, seen, **_document(draft, ready))
    signed = ready.signed_on is not None
    pledged = dict(found.pledged) if signed and found.pledged else ready.parts
    _book_pledge(act, own, ready.pledged_on, pledged, reason)
    _book_commitment(act, own, ready, reason)
    amendments.follow_choice(act, own, found, ready.parts, reason)
    standing.refuse_overdrawn_promise(act.books, fields.AMOUNT, own)
    later = " Deposits already booked keep their split." if found.deposited else ""
    return Done(
        own.reference,
        f"{own.reference} is corrected: {money.text(ready.amount, ready.currency)}, "
        f"{earmarking.choice_text(ready.parts, ready.currency)}.{later}",
        ready.warnings,
        reason,
    )


def _check_correctable(
    problems: Problems,
    books: Books,
    own: Contribution,
    draft: ContributionDraft,
    ready: Plan | None,
) -> None:
    found = standing.of(books, own)
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
        problems.add(
            fields.AGREEMENT_SIGNED_ON,
            Code.BUILT_ON,
            draft.agreement_signed_on,
            f"would leave the deposit of {first} without a signed arrangement",
            "Give a day on or before it, or reverse the deposit first",
        )
