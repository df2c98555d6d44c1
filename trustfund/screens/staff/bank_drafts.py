"""What a line of a bank statement becomes when it is booked as the program proposes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from trustfund.domain import money
from trustfund.domain.bank import Part
from trustfund.domain.kinds import MovementKind
from trustfund.figures import contributions
from trustfund.figures.bank_matching import Proposal
from trustfund.figures.bank_statements import Desk, Seen
from trustfund.figures.view import View
from trustfund.ledger import bank_lines, deposits, movements, receipts
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books

BANKS_OWN = "The bank's own US dollar amount."


def deposit(view: View, desk: Desk, seen: Seen, contribution: str) -> deposits.DepositDraft:
    """The line as a deposit under an arrangement, in the arrangement's currency."""
    line, own = seen.line, desk.statement.currency
    given = {each.document.reference: each for each in contributions.positions(view)}
    position = given.get(contribution)
    currency = position.document.currency if position else own
    draft = deposits.DepositDraft(
        contribution, line.value_on, currency, "", bank_reference=line.reference
    )
    if currency == own:
        return replace(draft, amount=money.plain(abs(line.amount), own))
    if currency == line.paid_currency and line.paid_amount and own == "USD":
        amount = money.plain(line.paid_amount, currency)
        usd = money.plain(abs(line.amount), own)
        return replace(draft, amount=amount, usd_amount=usd, note=BANKS_OWN)
    return draft


def movement(desk: Desk, seen: Seen) -> movements.MovementDraft:
    """The line as a movement."""
    line, proposal = seen.line, seen.proposal or Proposal(None)
    usual = MovementKind.INTEREST if line.amount > 0 else MovementKind.BANK_CHARGE
    kind = proposal.kind or usual
    amount = money.plain(abs(line.amount), "USD") if desk.statement.currency == "USD" else ""
    of = proposal.reference if kind is MovementKind.REFUND_TO_CONTRIBUTOR else ""
    return movements.MovementDraft(
        kind,
        line.value_on,
        amount,
        organization=proposal.organization,
        contribution=of,
        note=line.reference,  # the bank's text may name a delegate, and books keep it for good
    )


def receipt(desk: Desk, seen: Seen) -> receipts.ReceiptDraft:
    """The line as cash that nobody expects."""
    line, currency = seen.line, desk.statement.currency
    amount = money.plain(abs(line.amount), currency)
    return receipts.ReceiptDraft(line.value_on, currency, amount, line.counterparty, line.reference)


def sure(view: View, desk: Desk) -> list[tuple[Seen, Callable[[Books], Done]]]:
    """The lines whose proposals are sure, and what settles each."""
    found: list[tuple[Seen, Callable[[Books], Done]]] = []
    for seen in desk.lines:
        proposal, line = seen.proposal, seen.line
        if proposal is None or not proposal.is_sure or line.id is None:
            continue
        key = (line.id, line.version)
        do: Callable[[Books], Done]
        if proposal.part is not None:
            do = partial(_tick_off, key, proposal.part, proposal.reference)
        elif proposal.kind is not None:
            charge = movement(desk, seen)
            if not charge.usd_amount:
                continue
            do = partial(_book, key, Part.MOVEMENT, movements.record_movement, charge)
        else:
            draft = deposit(view, desk, seen, proposal.reference)
            if not draft.amount:
                continue
            do = partial(_book, key, Part.DEPOSIT, deposits.record_deposit, draft)
        found.append((seen, do))
    return found


def _tick_off(key: tuple[int, int], part: Part, reference: str, books: Books) -> Done:
    return bank_lines.tick_off(books, *key, part, reference)


def _book(
    key: tuple[int, int], part: Part, act: Callable[..., Done], draft: object, books: Books
) -> Done:
    return bank_lines.book(books, *key, part, act, draft)
