"""Deposits: cash that arrived under a signed arrangement, valued, charged and earmarked."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.kinds import EntryKind, ReceiptStatus
from trustfund.domain.problems import Code, Problems
from trustfund.ledger import rates, standing, terms
from trustfund.ledger.acts import Act, Done, act, require_reason
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation
from trustfund.store.tables import Contribution, Deposit, Entry, History, UnidentifiedReceipt


@dataclass(frozen=True)
class DepositDraft:
    """A deposit as typed. Blank US dollars: by the rate of the day; blank fee: the usual one."""

    contribution: str
    value_date: date | None
    currency: str
    amount: str
    usd_amount: str = ""
    fee_usd: str = ""
    bank_reference: str = ""
    note: str = ""
    reference: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What is kept as it was written."""
        return {"bank_reference": self.bank_reference.strip(), "note": self.note.strip()}


@dataclass(frozen=True)
class Plan:
    """A checked deposit, ready to be booked. Parts are by pool: minor units, and USD cents."""

    contribution_id: int
    currency: str
    value_date: date
    amount: int
    valuation: Valuation
    fee: int
    parts: dict[str, int]
    usd_parts: dict[str, int]
    fee_parts: dict[str, int]
    warnings: tuple[str, ...]


def required(books: Books, reference: str) -> Deposit:
    """The deposit of that reference, or a sentence."""
    return books.required(Deposit, fields.DOCUMENT.itself, reference, "a deposit")


def plan(books: Books, draft: DepositDraft, own: Deposit | None = None) -> Plan:
    """Check a deposit against every rule; ``own`` is the one being corrected."""
    problems = Problems()
    books.check_reference(problems, Deposit, fields.REFERENCE, draft.reference, own)
    day = books.check_day(problems, fields.VALUE_DATE, draft.value_date)
    contribution = problems.attempt(
        standing.required, books, draft.contribution, fields.CONTRIBUTION_REFERENCE
    )
    if contribution is None:
        problems.refuse_if_any()
    assert contribution is not None
    found = standing.of(books, contribution, besides=own.id if own else None)
    currency = contribution.currency
    _check_arrangement(problems, contribution, found, day)
    if draft.currency.strip().upper() != currency:
        why = f"is not the currency of the arrangement, which is {currency}"
        remedy = f"Book the deposit in {currency}, with the bank's US dollar amount if it differs"
        problems.add(fields.CURRENCY, Code.DIFFERS, draft.currency, why, remedy)
    amount = problems.attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency)
    valuation = None
    if draft.value_date is not None:
        valuation = _as_booked(books, own, draft, amount, day) or _value(
            problems, books, draft, currency, amount or 0, day
        )
    usual = fee = usual_fee(books, valuation.usd_cents if valuation else 0, own)
    if draft.fee_usd.strip():
        fee = problems.attempt(money.parse_cost, fields.FEE_USD, draft.fee_usd) or 0
    if valuation and fee > valuation.usd_cents:
        why, remedy = "is more than the deposit", "Give the fee in US dollars"
        problems.add(fields.FEE_USD, Code.TOO_MUCH, draft.fee_usd, why, remedy)
    if not draft.note.strip() and not problems and valuation is not None:
        excess = (amount or 0) - found.outstanding
        why = ""
        if fee != usual:
            why = f"the fee is not the usual {money.text(usual, 'USD')}"
        elif draft.usd_amount.strip():
            why = "the US dollar amount is the bank's"
        elif rates.is_stale(valuation, day):
            why = "the rate of exchange is older than 45 days"
        elif found.committed and excess > 0:
            why = f"{money.text(excess, currency)} is more than what is outstanding"
        if why:
            why = f"is needed because {why}"
            problems.add(fields.NOTE, Code.MISSING, "", why, "Say why in the note")
    problems.refuse_if_any()
    assert valuation is not None
    assert amount is not None
    assert contribution.id is not None
    parts = earmarking.follow_choice(found.promised, found.deposited, amount)
    usd_parts = money.split(valuation.usd_cents, list(parts.values()))
    fee_parts = money.split(fee, usd_parts) if any(usd_parts) else [0] * len(parts)
    return Plan(
        contribution.id,
        currency,
        day,
        amount,
        valuation,
        fee,
        parts,
        dict(zip(parts, usd_parts, strict=True)),
        dict(zip(parts, fee_parts, strict=True)),
        books.cautions(day),
    )


def _check_arrangement(
    problems: Problems, contribution: Contribution, found: standing.Standing, day: date
) -> None:
    if found.signed_on is None:
        problems.add(
            fields.CONTRIBUTION_REFERENCE,
            Code.NOT_SIGNED,
            contribution.reference,
            "has no signed Standard Administrative Arrangement",
            "Record the arrangement first: without it there is only a pledge",
        )
    elif day < found.signed_on:
        why = f"is before the arrangement was signed, {found.signed_on}"
        remedy = "Give a later day, or correct the day of signing"
        problems.add(fields.VALUE_DATE, Code.BEFORE_SIGNING, day, why, remedy)


def _as_booked(
    books: Books, own: Deposit | None, draft: DepositDraft, amount: int | None, day: date
) -> Valuation | None:
    """What a deposit is valued at already, where its correction changes neither sum nor day.

    A rate that was edited meanwhile changes nothing booked.
    """
    if own is None:
        return None
    arrivals = _arrivals(books, own)
    if sum(entry.amount for entry in arrivals) != amount or draft.usd_amount.strip():
        return None
    if any(entry.value_date != day for entry in arrivals):
        return None
    first = arrivals[0]
    if first.currency != "USD" and first.rate_effective_on is None:
        return None  # the bank's own amount was taken away: value it at the rate
    usd = sum(entry.usd_cents or 0 for entry in arrivals)
    return Valuation(Decimal(first.rate or 1), first.rate_effective_on, usd)


def _value(
    problems: Problems, books: Books, draft: DepositDraft, currency: str, amount: int, day: date
) -> Valuation | None:
    if not draft.usd_amount.strip():
        return problems.attempt(
            rates.value, books, fields.VALUE_DATE, fields.AMOUNT, amount, currency, day
        )
    cents = problems.attempt(money.parse_amount, fields.USD_AMOUNT, draft.usd_amount, "USD")
    if cents is None or not amount:
        return None
    if currency == "USD":
        if cents != amount:
            why, remedy = "differs from the amount", "Leave it blank"
            problems.add(fields.USD_AMOUNT, Code.DIFFERS, draft.usd_amount, why, remedy)
        return rates.value(books, fields.VALUE_DATE, fields.AMOUNT, amount, currency, day)
    return Valuation(money.implied_rate(amount, currency, cents), None, cents)


def usual_fee(books: Books, usd_cents: int, own: Deposit | None = None) -> int:
    """What the administrative agent takes of so many US dollar cents: the fee of the terms.

    A deposit that is booked, ``own``, keeps the rate that was known when it was booked first.
    """
    points = books.fund.agent_fee_basis_points
    if own and (earlier := terms.earlier_fees(books)):
        first = _first_booked(books, own)
        points = next((before for changed, before in earlier if changed > first), points)
    return money.percentage(usd_cents, points)


def _first_booked(books: Books, own: Deposit) -> int:
    """The act that booked a deposit first. Of one that was void only what came later counts."""
    booked = sa.func.count() - sa.func.count(col(Entry.reverses))
    acts = (
        sa.select(col(Entry.act_id), col(History.act), booked)
        .join(History, col(History.id) == col(Entry.act_id))
        .where(col(Entry.deposit_id) == own.id)
        .group_by(col(Entry.act_id), col(History.act))
        .order_by(col(Entry.act_id))
    )
    first = 0
    for act_id, code, entries in books.session.execute(acts):
        is_void = code is ActCode.IMPORT_TAKEN_BACK and not entries
        first = 0 if is_void else first or act_id
    return first


def book(act: Act, deposit: int | None, ready: Plan, reason: str = "") -> None:
    """Post the entries of a checked deposit."""
    for pool, amount in ready.parts.items():
        act.post(
            EntryKind.DEPOSIT,
            ready.value_date,
            pool,
            amount,
            currency=ready.currency,
            usd_cents=ready.usd_parts[pool],
            rate=ready.valuation.rate,
            rate_effective_on=ready.valuation.effective_on,
            contribution_id=ready.contribution_id,
            deposit_id=deposit,
            reason=reason,
        )
        if ready.fee_parts[pool]:
            act.post(
                EntryKind.AGENT_FEE,
                ready.value_date,
                pool,
                ready.fee_parts[pool],
                contribution_id=ready.contribution_id,
                deposit_id=deposit,
                reason=reason,
            )


def _said(ready: Plan) -> str:
    usd = money.text(ready.valuation.usd_cents, "USD")
    if ready.currency == "USD":
        said = usd
    else:
        source = (
            f"the rate {ready.valuation.rate:f} of {ready.valuation.effective_on}"
            if ready.valuation.effective_on
            else f"the bank's rate {ready.valuation.rate:f}"
        )
        said = f"{money.text(ready.amount, ready.currency)} = {usd} at {source}"
    return f"{said}, fee {money.text(ready.fee, 'USD')}, value date {ready.value_date}"


def added(act: Act, draft: DepositDraft, ready: Plan) -> Deposit:
    """The deposit that a checked draft becomes, with its entries."""
    reference = draft.reference.strip() or act.books.next_reference(Deposit, "D")
    deposit = act.put(
        Deposit,
        {"reference": reference},
        contribution_id=ready.contribution_id,
        **draft.texts,
    )
    book(act, deposit.id, ready)
    return deposit


@act(ActCode.DEPOSIT_RECORDED)
def record_deposit(act: Act, draft: DepositDraft) -> Done:
    """Book cash that arrived under a signed arrangement."""
    ready = plan(act.books, draft)
    deposit = added(act, draft, ready)
    return Done(
        deposit.reference,
        f"Deposit {deposit.reference} for {draft.contribution}: {_said(ready)}.",
        ready.warnings,
    )


def entries_of(books: Books, deposit: Deposit) -> list[Entry]:
    """The standing entries of a deposit."""
    return books.live_entries("deposit_id", deposit.id)


def _arrivals(books: Books, deposit: Deposit) -> list[Entry]:
    return [entry for entry in entries_of(books, deposit) if entry.kind is EntryKind.DEPOSIT]


def as_draft(books: Books, deposit: Deposit) -> DepositDraft:
    """A deposit as it stands, in the form in which it would be typed; blank when reversed."""
    contribution = books.session.get_one(Contribution, deposit.contribution_id)
    arrivals = _arrivals(books, deposit)
    fees = [e for e in entries_of(books, deposit) if e.kind is EntryKind.AGENT_FEE]
    amount = sum(entry.amount for entry in arrivals)
    usd = sum(entry.usd_cents or 0 for entry in arrivals)
    fee = sum(entry.amount for entry in fees)
    is_usual = fee == usual_fee(books, usd, deposit)
    by_bank = contribution.currency != "USD" and any(not e.rate_effective_on for e in arrivals)
    return DepositDraft(
        contribution=contribution.reference,
        value_date=arrivals[0].value_date if arrivals else None,
        currency=contribution.currency,
        amount=f"{money.to_decimal(amount, contribution.currency):f}" if amount else "",
        usd_amount=f"{money.to_decimal(usd, 'USD'):f}" if by_bank else "",
        fee_usd="" if is_usual else f"{money.to_decimal(fee, 'USD'):f}",
        bank_reference=deposit.bank_reference,
        note=deposit.note,
        reference=deposit.reference,
    )


@act(ActCode.DEPOSIT_CORRECTED)
def correct_deposit(act: Act, draft: DepositDraft, reason: str, seen: int | None = None) -> Done:
    """Correct a deposit. Where money changes, its entries are reversed and it is booked anew.

    It is then split anew too; a correction of words alone leaves every entry as it is.
    """
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, draft.reference)
    ready = problems.attempt(plan, act.books, draft, own) if own else None
    booked = entries_of(act.books, own) if own else []
    receipt = _receipt_again(problems, act.books, own) if own and not booked else None
    problems.refuse_if_any()
    assert own is not None
    assert ready is not None
    reason = reason.strip()
    if receipt is not None:
        act.change(receipt, status=ReceiptStatus.BOOKED, deposit_id=own.id)
    given_under = own.contribution_id
    money_changed = _money_of(own, booked) != (
        ready.contribution_id,
        {ready.value_date},
        ready.amount,
        ready.valuation.usd_cents,
        ready.fee,
    )
    act.change(
        own,
        seen,
        contribution_id=ready.contribution_id,
        **draft.texts,
    )
    if money_changed:
        act.reverse(booked, reason)
        book(act, own.id, ready, reason)
        act.session.flush()
        for gift in {given_under, own.contribution_id}:
            standing.refuse_unpaid_refunds(act.books, gift, fields.CONTRIBUTION_REFERENCE)
    return Done(
        own.reference,
        f"Deposit {own.reference} is corrected: {_said(ready)}.",
        ready.warnings,
        reason,
    )


def _receipt_again(problems: Problems, books: Books, own: Deposit) -> UnidentifiedReceipt | None:
    """The unidentified receipt that a reversed deposit was booked from, which it is again.

    History knows it. Its cash may have become something else since: it is not counted twice.
    """
    reversal = books.session.exec(
        select(History)
        .where(History.subject == own.reference, History.act == ActCode.DEPOSIT_REVERSED)
        .order_by(col(History.id).desc())
    ).first()
    changes = json.loads(reversal.changes) if reversal and reversal.changes else []
    table = UnidentifiedReceipt.__tablename__
    keys = [change["key"][0] for change in changes if change["table"] == table]
    if not keys:
        return None
    receipt = books.session.get_one(UnidentifiedReceipt, keys[0])
    if receipt.status is not ReceiptStatus.OPEN:
        problems.add(
            fields.DOCUMENT.itself,
            Code.DONE_ALREADY,
            own.reference,
            f"was the unidentified receipt {receipt.reference}, which is {receipt.status.value} "
            "since",
            "Cash is booked once: record another deposit if other cash came",
        )
    return receipt


def _money_of(own: Deposit, booked: list[Entry]) -> tuple[int, set[date], int, int, int]:
    """What a deposit's entries say: contribution, days, amount, US dollar cents, fee."""
    arrivals = [entry for entry in booked if entry.kind is EntryKind.DEPOSIT]
    return (
        own.contribution_id,
        {entry.value_date for entry in booked},
        sum(entry.amount for entry in arrivals),
        sum(entry.usd_cents or 0 for entry in arrivals),
        sum(entry.amount for entry in booked if entry.kind is EntryKind.AGENT_FEE),
    )


@act(ActCode.DEPOSIT_REVERSED)
def reverse_deposit(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Take a deposit back whole: it was booked in error."""
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(required, act.books, reference)
    booked = entries_of(act.books, own) if own else []
    if own is not None and not booked:
        why, remedy = "is reversed already", "Nothing is left to do"
        problems.add(fields.DOCUMENT.itself, Code.REVERSED, reference, why, remedy)
    problems.refuse_if_any()
    assert own is not None
    act.change(own, seen)
    act.reverse(booked, reason.strip())
    standing.refuse_unpaid_refunds(act.books, own.contribution_id)
    booked_from = select(UnidentifiedReceipt).where(UnidentifiedReceipt.deposit_id == own.id)
    for receipt in act.session.exec(booked_from):  # its cash is unidentified again
        act.change(receipt, status=ReceiptStatus.OPEN, deposit_id=None)
    return Done(reference, f"Deposit {reference} is reversed.", reason=reason.strip())
