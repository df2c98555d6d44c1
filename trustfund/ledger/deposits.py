"""Deposits: cash that arrived under a signed arrangement, valued, charged and earmarked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from trustfund.domain import earmarking, money, same_money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.kinds import EntryKind, ReceiptStatus
from trustfund.domain.problems import Code, Problems
from trustfund.domain.same_money import Cash
from trustfund.ledger import contribution_rules, deposit_values, rates
from trustfund.ledger.acts import PAR, Act, Done, Posting, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation
from trustfund.ledger.standing import Standing
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
    apart: str = ""
    """Why it is other money than the deposits that look like it; blank: nobody said so now."""

    @property
    def texts(self) -> dict[str, str]:
        """What is kept as it was written."""
        return {"bank_reference": self.bank_reference.strip(), "note": self.note.strip()}


class Plan(NamedTuple):
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
    cash: Cash
    apart: str
    """Why it is other money, where it looks like a deposit that is there."""
    warnings: tuple[str, ...]


def required(books: Books, reference: str) -> Deposit:
    """The deposit of that reference, or a sentence."""
    return books.required(Deposit, fields.DOCUMENT.itself, reference, "a deposit")


def plan(books: Books, draft: DepositDraft, own: Deposit | None = None) -> Plan:
    """Check a deposit against every rule; ``own`` is the one being corrected."""
    problems = Problems()
    books.check_reference(problems, Deposit, fields.REFERENCE, draft.reference, own)
    day = books.check_day(problems, fields.VALUE_DATE, draft.value_date)
    given = fields.CONTRIBUTION_REFERENCE
    contribution = problems.need(contribution_rules.required, books, draft.contribution, given)
    found = books.standing(contribution, besides=own.id if own else None)
    currency = contribution.currency
    _check_arrangement(problems, contribution, found, day)
    if draft.currency.strip().upper() != currency:
        why = f"is not the currency of the arrangement, which is {currency}"
        remedy = f"Book the deposit in {currency}, with the bank's US dollar amount if it differs"
        problems.add(fields.CURRENCY, Code.DIFFERS, draft.currency, why, remedy)
    amount = problems.attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency) or 0
    worth = None
    if draft.value_date is not None:
        booked = entries_of(books, own) if own else []
        usd_amount = draft.usd_amount
        worth = deposit_values.value(problems, books, booked, amount, currency, usd_amount, day)
    usual = fee = deposit_values.usual_fee(books, worth.usd_cents if worth else 0, day, own)
    if draft.fee_usd.strip():
        fee = problems.attempt(money.parse_cost, fields.FEE_USD, draft.fee_usd) or 0
    if worth and fee > worth.usd_cents:
        why, remedy = "is more than the deposit", "Give the fee in US dollars"
        problems.add(fields.FEE_USD, Code.TOO_MUCH, draft.fee_usd, why, remedy)
    if not draft.note.strip() and not problems and worth is not None:
        excess = amount - found.outstanding
        why = ""
        if fee != usual:
            why = f"the fee is not the usual {money.text(usual, 'USD')}"
        elif draft.usd_amount.strip():
            why = "the US dollar amount is the bank's"
        elif rates.is_stale(worth, day):
            why = "the rate of exchange is older than 45 days"
        elif found.committed and excess > 0:
            why = f"{money.text(excess, currency)} is more than what is outstanding"
        if why:
            why = f"is needed because {why}"
            problems.add(fields.NOTE, Code.MISSING, "", why, "Say why in the note")
    cash = _cash(draft, contribution, amount)
    like, apart = looks_like(books, cash, own), draft.apart.strip()
    if like and not apart:
        field, shown, why = same_money.asked(cash, like)
        problems.add(field, Code.SAME_MONEY, shown, why, same_money.REMEDY)
    worth = problems.sound(worth)
    assert contribution.id is not None
    parts = earmarking.follow_choice(found.promised, found.deposited, amount)
    usd_parts = _divided(worth.usd_cents, parts)
    fee_parts = _divided(fee, usd_parts)
    return Plan(
        contribution.id,
        currency,
        day,
        amount,
        worth,
        fee,
        parts,
        usd_parts,
        fee_parts,
        cash,
        apart if like else "",
        books.cautions(day),
    )


def _cash(draft: DepositDraft, contribution: Contribution, amount: int) -> Cash:
    return Cash(
        draft.reference.strip(),
        contribution.contributor_id,
        draft.value_date,
        contribution.currency,
        amount,
        draft.bank_reference.strip(),
        contribution.reference,
    )


def cash_of(books: Books, draft: DepositDraft) -> Cash | None:
    """What a deposit as typed would bring; None where it belongs to no contribution."""
    contribution = books.find(Contribution, draft.contribution)
    if contribution is None:
        return None
    currency = contribution.currency
    amount = Problems().attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency) or 0
    return _cash(draft, contribution, amount)


def looks_like(books: Books, cash: Cash, own: Deposit | None = None) -> list[Cash]:
    """The deposits that one looks like; of the one being corrected, ``own``, only new ones."""
    if own is None:
        return books.like(cash)
    like = books.like(cash._replace(reference=own.reference))
    known = like_booked(books, own) if like else []
    return [each for each in like if each not in known]


def like_booked(books: Books, own: Deposit) -> list[Cash]:
    """The deposits that one looks like, as it stands."""
    booked = cash_of(books, as_draft(books, own))
    return books.like(booked) if booked and booked.amount else []


def alike(books: Books, contribution: Contribution) -> set[tuple[str, str]]:
    """The deposits of a contribution, each with another that it looks like, by reference."""
    mine = select(Deposit).where(col(Deposit.contribution_id) == contribution.id)
    return {
        (own.reference, other.reference)
        for own in books.session.exec(mine)
        for other in like_booked(books, own)
    }


def _divided(total: int, parts: dict[str, int]) -> dict[str, int]:
    """A sum divided among pools as their parts are; nothing where they have nothing."""
    if len(parts) == 1 or not any(parts.values()):
        return dict.fromkeys(parts, total if any(parts.values()) else 0)
    return dict(zip(parts, money.split(total, list(parts.values())), strict=True))


def _check_arrangement(
    problems: Problems, contribution: Contribution, found: Standing, day: date
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


def book(act: Act, booked: Iterable[tuple[int | None, Plan, str | None]]) -> None:
    """Post the entries of checked deposits: their ids, what was planned, and why."""
    act.post_all(posting for each in booked for posting in _postings(*each))


def _postings(deposit: int | None, ready: Plan, reason: str | None) -> Iterator[Posting]:
    owners = (ready.contribution_id, deposit, None, None)
    day, currency, usd, fees = ready.value_date, ready.currency, ready.usd_parts, ready.fee_parts
    rate, effective_on, _ = ready.valuation
    for pool, amount in ready.parts.items():
        valued = (currency, usd[pool], rate, effective_on)
        yield Posting(EntryKind.DEPOSIT, day, pool, amount, *valued, *owners, reason)
        if fee := fees[pool]:
            valued = ("USD", fee, PAR, None)
            yield Posting(EntryKind.AGENT_FEE, day, pool, fee, *valued, *owners, reason)


def _summary(ready: Plan) -> str:
    worth, summary = ready.valuation, money.text(ready.valuation.usd_cents, "USD")
    if ready.currency != "USD":
        dated = f"the rate {worth.rate:f} of {worth.effective_on}"
        rate = dated if worth.effective_on else f"the bank's rate {worth.rate:f}"
        summary = f"{money.text(ready.amount, ready.currency)} = {summary} at {rate}"
    return f"{summary}, fee {money.text(ready.fee, 'USD')}, value date {ready.value_date}"


def added(act: Act, draft: DepositDraft, ready: Plan) -> Deposit:
    """The deposit that a checked draft becomes, with its entries."""
    reference = draft.reference.strip() or act.books.next_reference(Deposit, "D")
    named = {"reference": reference}
    act.reason = ready.apart
    texts = draft.texts | {"apart": ready.apart}
    deposit = act.put(Deposit, named, contribution_id=ready.contribution_id, **texts)
    book(act, [(deposit.id, ready, None)])
    return deposit


@act(ActCode.DEPOSIT_RECORDED)
def record_deposit(act: Act, draft: DepositDraft) -> Done:
    """Book cash that arrived under a signed arrangement."""
    ready = plan(act.books, draft)
    deposit = added(act, draft, ready)
    contribution = act.session.get_one(Contribution, ready.contribution_id)
    summary = f"Deposit {deposit.reference} for {contribution.reference}: {_summary(ready)}."
    return Done(deposit.reference, summary, ready.warnings)


def entries_of(books: Books, deposit: Deposit) -> list[Entry]:
    """The entries of a deposit that stand."""
    return books.live_entries("deposit_id", deposit.id)


def _booked(own: Deposit, entries: Sequence[Entry]) -> tuple[int, set[date], int, int, int]:
    """What is booked of a deposit: contribution, days, amount, US dollar cents, fee."""
    arrived = deposit_values.arrivals(entries)
    return (
        own.contribution_id,
        {entry.value_date for entry in entries},
        sum(entry.amount for entry in arrived),
        sum(entry.usd_cents or 0 for entry in arrived),
        sum(entry.amount for entry in entries if entry.kind is EntryKind.AGENT_FEE),
    )


def as_draft(books: Books, deposit: Deposit) -> DepositDraft:
    """A deposit as it stands, in the form in which it would be typed; blank when reversed."""
    contribution = books.session.get_one(Contribution, deposit.contribution_id)
    entries = entries_of(books, deposit)
    arrived = deposit_values.arrivals(entries)
    _, _, amount, usd, fee = _booked(deposit, entries)
    day = arrived[0].value_date if arrived else books.today
    is_usual = fee == deposit_values.usual_fee(books, usd, day, deposit)
    by_bank = contribution.currency != "USD" and any(not e.rate_effective_on for e in arrived)
    return DepositDraft(
        contribution=contribution.reference,
        value_date=arrived[0].value_date if arrived else None,
        currency=contribution.currency,
        amount=money.plain(amount, contribution.currency) if amount else "",
        usd_amount=money.plain(usd, "USD") if by_bank else "",
        fee_usd="" if is_usual else money.plain(fee, "USD"),
        bank_reference=deposit.bank_reference,
        note=deposit.note,
        reference=deposit.reference,
    )


@act(ActCode.DEPOSIT_CORRECTED)
def correct_deposit(act: Act, draft: DepositDraft, reason: str, seen: int | None = None) -> Done:
    """Correct a deposit. Where money changes, its entries are reversed and it is booked anew.

    It is then split anew too; a correction of words alone leaves every entry as it is.
    """
    act.require_reason(reason)
    own = act.need(required, draft.reference)
    ready = act.attempt(plan, draft, own)
    booked = entries_of(act.books, own)
    receipt = None if booked else _receipt_again(act, own)
    ready = act.sound(ready)
    if receipt is not None:
        act.change(receipt, status=ReceiptStatus.BOOKED, deposit_id=own.id)
    was = _booked(own, booked)
    texts = draft.texts | {"apart": ready.apart or own.apart}
    act.change(own, seen, contribution_id=ready.contribution_id, **texts)
    worth, days = ready.valuation.usd_cents, {ready.value_date}
    if was != (ready.contribution_id, days, ready.amount, worth, ready.fee):
        act.reverse(booked)
        book(act, [(own.id, ready, None)])
        act.session.flush()
        for contribution in {was[0], own.contribution_id}:
            contribution_rules.refuse_unpaid_refunds(
                act.books, contribution, fields.CONTRIBUTION_REFERENCE
            )
    summary = f"Deposit {own.reference} is corrected: {_summary(ready)}."
    return Done(own.reference, summary, ready.warnings)


@act(ActCode.DEPOSIT_TOLD_APART)
def tell_apart(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Say that a deposit that looks like others is other money, and why."""
    act.require_reason(reason)
    own = act.need(required, reference)
    like = like_booked(act.books, own)
    if not like:
        why, remedy = "looks like no other deposit", "Nothing is left to do"
        act.problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, own.reference, why, remedy)
    act.problems.refuse_if_any()
    act.change(own, seen, apart=act.reason)
    others = " and ".join(each.reference for each in like)
    return Done(own.reference, f"Deposit {own.reference} is other money than {others}.")


def _receipt_again(act: Act, own: Deposit) -> UnidentifiedReceipt | None:
    """The unidentified receipt that a reversed deposit was booked from, which it is again.

    History knows it. Its cash may have become something else since: it is not counted twice.
    """
    reversal = act.session.exec(
        select(History)
        .where(History.subject == own.reference, History.act == ActCode.DEPOSIT_REVERSED)
        .order_by(col(History.id).desc())
    ).first()
    changes = json.loads(reversal.changes) if reversal and reversal.changes else []
    table = UnidentifiedReceipt.__tablename__
    keys = [change["key"][0] for change in changes if change["table"] == table]
    if not keys:
        return None
    receipt = act.session.get_one(UnidentifiedReceipt, keys[0])
    if receipt.status is not ReceiptStatus.OPEN:
        now = f"{receipt.reference}, which is {receipt.status.value} since"
        why = f"was the unidentified receipt {now}"
        remedy = "Cash is booked once: record another deposit if other cash came"
        act.problems.add(fields.DOCUMENT.itself, Code.DONE_ALREADY, own.reference, why, remedy)
    return receipt


@act(ActCode.DEPOSIT_REVERSED)
def reverse_deposit(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Take a deposit back whole: it was booked in error."""
    act.require_reason(reason)
    own = act.need(required, reference)
    act.reverse_document(own, fields.DOCUMENT.itself, seen)
    contribution_rules.refuse_unpaid_refunds(act.books, own.contribution_id)
    booked_from = select(UnidentifiedReceipt).where(UnidentifiedReceipt.deposit_id == own.id)
    for receipt in act.session.exec(booked_from):  # its cash is unidentified again
        act.change(receipt, status=ReceiptStatus.OPEN, deposit_id=None)
    return Done(own.reference, f"Deposit {own.reference} is reversed.")
