"""Pledges, the arrangements that make them commitments, earmarking choices, instalments.

The earmarking choice is kept as the split of the pledge's and commitment's own entries, so that
it is dated, corrected and reported like any other fact about money.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from trustfund.domain import earmarking, money
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Problem, Problems, Refused
from trustfund.ledger import contributors, rates
from trustfund.ledger.acts import (
    Act,
    Books,
    Receipt,
    Valuation,
    act,
    change,
    live_entries,
    require_reason,
)
from trustfund.store.tables import Contribution, Contributor, Entry, Instalment

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


@dataclass
class Standing:
    """What the ledger says of one contribution; amounts in minor units by pool."""

    entries: list[Entry]
    pledged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    withdrawn: int = 0
    committed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    committed_usd: int = 0
    written_off: int = 0
    deposited: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pledged_on: date | None = None
    signed_on: date | None = None
    valuation: Valuation | None = None

    @property
    def outstanding(self) -> int:
        """What is still to come of the commitment; never below zero."""
        committed = sum(self.committed.values()) - self.written_off
        return max(committed - sum(self.deposited.values()), 0)

    @property
    def choice(self) -> dict[str, int]:
        """The earmarking choice now in force."""
        return self.committed or self.pledged

    def of_kind(self, *kinds: EntryKind) -> list[Entry]:
        """The standing entries of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]


def standing(books: Books, contribution: Contribution, besides: int | None = None) -> Standing:
    """What the ledger says of a contribution, leaving out the deposit ``besides``."""
    found = Standing(live_entries(books.session, col(Entry.contribution_id) == contribution.id))
    for entry in found.entries:
        pool = entry.objective or earmarking.UNEARMARKED
        if entry.kind is K.PLEDGE:
            found.pledged[pool] += entry.amount
            found.pledged_on = entry.value_date
        elif entry.kind is K.WITHDRAWAL:
            found.withdrawn -= entry.amount
        elif entry.kind is K.COMMITMENT:
            found.committed[pool] += entry.amount
            found.committed_usd += entry.usd_cents or 0
            found.signed_on = entry.value_date
        elif entry.kind is K.WRITE_OFF:
            found.written_off -= entry.amount
        elif entry.kind is K.DEPOSIT and entry.deposit_id != besides:
            found.deposited[pool] += entry.amount
    return found


def required(books: Books, place: str, reference: str) -> Contribution:
    """The contribution of that reference, or a sentence."""
    found = books.session.exec(
        select(Contribution).where(Contribution.reference == reference.strip())
    ).first()
    if found is None:
        raise Refused(
            Problem(place, reference, "is not a contribution", "Use a reference from the list")
        )
    return found


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
        problems.add(
            "Arrangement reference", "", "is missing", "Give the reference of the signed SAA"
        )
    books.check_day(problems, "Signed on", signed_on)


def plan(
    books: Books, draft: ContributionDraft, own: Contribution | None = None, signing: bool = False
) -> Plan:
    """Check a contribution against every rule; ``own`` is the one being corrected or signed."""
    problems = Problems()
    contributor = problems.attempt(contributors.required, books, "Contributor", draft.contributor)
    currency = problems.attempt(money.parse_currency, "Currency", draft.currency)
    amount = parts = None
    if currency:
        amount = problems.attempt(money.parse_amount, "Amount", draft.amount, currency)
    if currency and amount:
        parts = problems.attempt(
            earmarking.parse_choice,
            "Earmark",
            draft.earmark,
            amount,
            currency,
            books.objectives(),
        )
    link = draft.agreement_link.strip()
    if link and not link.startswith(("https://", "http://")):
        problems.add("Arrangement link", link, "is not a web address", "Start it with https://")
    signed = signing or bool(draft.agreement_reference.strip() or draft.agreement_signed_on)
    if draft.pledged_on is not None or not signed:
        books.check_day(problems, "Pledged on", draft.pledged_on)
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
                "Signed on",
                draft.agreement_signed_on,
                f"is before the day of the pledge, {draft.pledged_on}",
                "Correct one of the two days",
            )
    reference = draft.reference.strip()
    if reference:
        namesake = books.session.exec(
            select(Contribution).where(Contribution.reference == reference)
        ).first()
        if namesake is not None and namesake is not own:
            problems.add("Reference", reference, "is used already", "Choose another or leave blank")
    valuation = None
    day = draft.agreement_signed_on if signed else draft.pledged_on
    if amount and currency and day and day <= books.today:
        # A pledge is shown at an indicative rate, and may do without one.
        strict = problems if signed else Problems()
        valuation = strict.attempt(rates.value, books, "Signed on", amount, currency, day)
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
        books.outside_term(day),
    )


def _post_parts(
    act: Act,
    kind: EntryKind,
    day: date,
    contribution: Contribution,
    parts: dict[str, int],
    valuation: Valuation | None,
    reason: str = "",
) -> None:
    """One entry for each part; the parts of the US dollars add up to the cent."""
    usd_parts: list[int | None] = [None] * len(parts)
    if valuation is not None:
        usd_parts = list(money.split(valuation.usd_cents, [abs(part) for part in parts.values()]))
    for (pool, amount), usd_cents in zip(parts.items(), usd_parts, strict=True):
        act.post(
            kind,
            day,
            pool,
            amount,
            currency=contribution.currency,
            usd_cents=usd_cents,
            rate=valuation.rate if valuation else None,
            rate_effective_on=valuation.effective_on if valuation else None,
            contribution_id=contribution.id,
            reason=reason,
        )


def _book(act: Act, contribution: Contribution, ready: Plan, reason: str = "") -> None:
    if ready.pledged_on is not None:
        _post_parts(act, K.PLEDGE, ready.pledged_on, contribution, ready.parts, None, reason)
    if ready.signed_on is not None:
        _post_parts(
            act,
            K.COMMITMENT,
            ready.signed_on,
            contribution,
            ready.parts,
            ready.valuation,
            reason,
        )
    act.session.flush()


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


@act("recorded a contribution")
def record_contribution(act: Act, draft: ContributionDraft) -> Receipt:
    """Record a pledge, or a contribution whose arrangement is signed already."""
    ready = plan(act.books, draft)
    reference = draft.reference.strip() or act.books.next_reference(Contribution, "C")
    contribution = Contribution(reference=reference, **_document(draft, ready))
    act.add(contribution)
    _book(act, contribution, ready)
    amount = money.text(ready.amount, ready.currency)
    if ready.signed_on is None:
        sentence = (
            f"Pledge {reference}: {ready.contributor} pledged {amount}. It counts as money once "
            "the arrangement is signed."
        )
    else:
        usd = _said_usd(ready.currency, ready.valuation)
        sentence = f"Commitment {reference}: {ready.contributor} committed {amount}{usd}."
    return Receipt(reference, sentence, ready.warnings)


def plan_agreement(books: Books, draft: AgreementDraft) -> Plan:
    """Check an arrangement on a pledge against every rule."""
    contribution = required(books, "Contribution", draft.contribution)
    found = standing(books, contribution)
    if found.signed_on is not None:
        raise Refused(
            Problem(
                "Contribution",
                contribution.reference,
                f"has an arrangement already, {contribution.agreement_reference} of "
                f"{found.signed_on}",
                "Correct the contribution if it is wrong",
            )
        )
    if found.withdrawn:
        raise Refused(
            Problem("Contribution", contribution.reference, "was withdrawn", "Record a new pledge")
        )
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
        ),
        contribution,
        signing=True,
    )


@act("signed an arrangement")
def sign_agreement(act: Act, draft: AgreementDraft, seen: int | None = None) -> Receipt:
    """Book the arrangement that makes a pledge a commitment."""
    ready = plan_agreement(act.books, draft)
    assert ready.signed_on is not None
    contribution = required(act.books, "Contribution", draft.contribution)
    changes = change(
        contribution,
        seen,
        agreement_reference=draft.agreement_reference.strip(),
        agreement_link=draft.agreement_link.strip(),
    )
    _post_parts(act, K.COMMITMENT, ready.signed_on, contribution, ready.parts, ready.valuation)
    amount = money.text(ready.amount, ready.currency)
    usd = _said_usd(ready.currency, ready.valuation)
    return Receipt(
        contribution.reference,
        f"Arrangement {contribution.agreement_reference} signed: {ready.contributor} committed "
        f"{amount}{usd} under {contribution.reference}.",
        ready.warnings,
        changes=changes,
    )


def as_draft(books: Books, contribution: Contribution, found: Standing) -> ContributionDraft:
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


@act("corrected a contribution")
def correct_contribution(
    act: Act, draft: ContributionDraft, reason: str, seen: int | None = None
) -> Receipt:
    """Replace what is booked of a pledge and its arrangement, earmarking choice included.

    Old entries are reversed and new ones booked. Deposits stay as they were split when they
    arrived; later ones bring the total closest to the new choice.
    """
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, "Contribution", draft.reference)
    ready = problems.attempt(plan, act.books, draft, own) if own else None
    if own is not None:
        _check_correctable(problems, act.books, own, draft, ready)
    problems.refuse_if_any()
    assert own is not None
    assert ready is not None
    found = standing(act.books, own)
    reason = reason.strip()
    changes = change(own, seen, **_document(draft, ready))
    act.reverse(found.of_kind(K.PLEDGE, K.COMMITMENT), reason)
    _book(act, own, ready, reason)
    later = " Deposits already booked keep their split." if found.deposited else ""
    return Receipt(
        own.reference,
        f"{own.reference} is corrected: {money.text(ready.amount, ready.currency)}, "
        f"{earmarking.choice_text(ready.parts, ready.currency)}.{later}",
        ready.warnings,
        reason,
        changes,
    )


def _check_correctable(
    problems: Problems,
    books: Books,
    own: Contribution,
    draft: ContributionDraft,
    ready: Plan | None,
) -> None:
    found = standing(books, own)
    if found.withdrawn or found.written_off:
        problems.add(
            "Contribution",
            own.reference,
            "was withdrawn or written off",
            "Record a new contribution",
        )
    arrivals = found.of_kind(K.DEPOSIT)
    if not arrivals:
        return
    if draft.currency.strip().upper() != own.currency:
        problems.add(
            "Currency",
            draft.currency,
            f"cannot change: deposits in {own.currency} are booked",
            "Reverse the deposits first",
        )
    first = min(entry.value_date for entry in arrivals)
    if ready is not None and (ready.signed_on is None or ready.signed_on > first):
        problems.add(
            "Signed on",
            draft.agreement_signed_on,
            f"would leave the deposit of {first} without a signed arrangement",
            "Give a day on or before it, or reverse the deposit first",
        )


@act("withdrew a pledge")
def withdraw_pledge(act: Act, reference: str, day: date | None, reason: str) -> Receipt:
    """Book that a pledge will not come."""
    problems = Problems()
    require_reason(problems, reason)
    on = act.books.check_day(problems, "Withdrawn on", day)
    own = problems.attempt(required, act.books, "Pledge", reference)
    found = standing(act.books, own) if own else None
    if found is not None and (found.signed_on is not None or found.withdrawn):
        problems.add(
            "Pledge",
            reference,
            "is a commitment" if found.signed_on else "is withdrawn already",
            "Write off the rest of a commitment" if found.signed_on else "Nothing is left to do",
        )
    if found is not None and found.pledged_on and on < found.pledged_on:
        problems.add("Withdrawn on", on, f"is before the pledge, {found.pledged_on}", "Correct it")
    problems.refuse_if_any()
    assert own is not None
    assert found is not None
    parts = {pool: -amount for pool, amount in found.pledged.items()}
    _post_parts(act, K.WITHDRAWAL, on, own, parts, None, reason.strip())
    amount = money.text(sum(found.pledged.values()), own.currency)
    return Receipt(
        reference, f"Pledge {reference} of {amount} is withdrawn.", reason=reason.strip()
    )


@act("wrote off a commitment")
def write_off(act: Act, reference: str, day: date | None, reason: str) -> Receipt:
    """Book that the rest of a commitment will not come."""
    problems = Problems()
    require_reason(problems, reason)
    on = act.books.check_day(problems, "Written off on", day)
    own = problems.attempt(required, act.books, "Contribution", reference)
    found = standing(act.books, own) if own else None
    if found is not None and found.outstanding == 0:
        problems.add(
            "Contribution",
            reference,
            "has nothing outstanding",
            "Withdraw a pledge that has no arrangement" if found.pledged else "Nothing to do",
        )
    if found is not None and found.signed_on and on < found.signed_on:
        problems.add(
            "Written off on", on, f"is before the arrangement, {found.signed_on}", "Correct it"
        )
    problems.refuse_if_any()
    assert own is not None
    assert found is not None
    commitment = found.of_kind(K.COMMITMENT)[0]
    rate = Decimal(commitment.rate or 1)
    kept = money.usd_cents(sum(found.deposited.values()), own.currency, rate)
    given = dict(found.deposited)
    for gone in found.of_kind(K.WRITE_OFF):  # a deposit reversed since left a new rest
        pool = gone.objective or earmarking.UNEARMARKED
        given[pool] = given.get(pool, 0) - gone.amount
        kept -= gone.usd_cents or 0
    rest = earmarking.follow_choice(found.committed, given, found.outstanding)
    usd = money.split(found.committed_usd - kept, list(rest.values()))
    for (pool, amount), usd_cents in zip(rest.items(), usd, strict=True):
        act.post(
            K.WRITE_OFF,
            on,
            pool,
            -amount,
            currency=own.currency,
            usd_cents=-usd_cents,
            rate=rate,
            rate_effective_on=commitment.rate_effective_on,
            contribution_id=own.id,
            reason=reason.strip(),
        )
    written_off = money.text(found.outstanding, own.currency)
    return Receipt(
        reference, f"{written_off} of {reference} is written off.", reason=reason.strip()
    )


@act("set a payment schedule")
def schedule_instalments(
    act: Act, reference: str, lines: Sequence[tuple[date | None, str]], reason: str = ""
) -> Receipt:
    """Set the instalments (day, amount as typed) of a commitment, in place of any before."""
    problems = Problems()
    own = problems.attempt(required, act.books, "Contribution", reference)
    found = standing(act.books, own) if own else None
    problems.refuse_if_any()
    assert own is not None
    assert found is not None
    if found.signed_on is None:
        problems.add(
            "Contribution",
            reference,
            "has no signed arrangement",
            "Record the arrangement; instalments are part of it",
        )
    amounts: list[tuple[date, int]] = []
    for number, (due_on, typed) in enumerate(lines, start=1):
        amount = problems.attempt(
            money.parse_amount, f"Instalment {number}, amount", typed, own.currency
        )
        if due_on is None:
            problems.add(f"Instalment {number}, due", "", "is missing", "Give the day")
        elif amount is not None:
            amounts.append((due_on, amount))
    committed = sum(found.committed.values()) - found.written_off
    total = sum(amount for _, amount in amounts)
    if not problems and total != committed:
        problems.add(
            "Instalments",
            money.text(total, own.currency),
            f"do not add up to the commitment of {money.text(committed, own.currency)}",
            "Make them add up",
        )
    current = act.session.exec(
        select(Instalment).where(
            Instalment.contribution_id == own.id, col(Instalment.ended_by_act_id).is_(None)
        )
    ).all()
    if current:
        require_reason(problems, reason)
    problems.refuse_if_any()
    assert own.id is not None
    for line in current:
        line.ended_by_act_id = act.id
    for due_on, amount in sorted(amounts):
        act.session.add(
            Instalment(contribution_id=own.id, due_on=due_on, amount=amount, act_id=act.id)
        )
    act.session.flush()
    return Receipt(
        reference,
        f"{len(amounts)} instalments of {reference} are scheduled, "
        f"{money.text(total, own.currency)} in all.",
        reason=reason.strip(),
    )
