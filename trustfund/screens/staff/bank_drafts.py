"""What a line of a bank statement becomes when it is booked as the program proposes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

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


@dataclass(frozen=True)
class Certain:
    """A line that needs no second look: the act that settles it, and its arguments."""

    seen: Seen
    act: Callable[..., Done]
    given: tuple[Any, ...]
    books: str = ""
    """What is booked, in words; "" where it is booked already."""

    def perform(self, books: Books) -> Done:
        """Settle the line."""
        return self.act(books, *self.given)


def certain(view: View, desk: Desk) -> list[Certain]:
    """The lines whose proposals are sure, and whole, and what settles each."""
    return [found for seen in desk.lines if (found := _certain(view, desk, seen))]


def _certain(view: View, desk: Desk, seen: Seen) -> Certain | None:
    proposal, line = seen.proposal, seen.line
    if proposal is None or not proposal.is_sure or line.id is None:
        return None
    key = (line.id, line.version)
    if proposal.part is not None:
        return Certain(seen, bank_lines.tick_off, (*key, proposal.part, proposal.reference))
    if proposal.kind is not None:
        charge = movement(desk, seen)
        words = f"USD {charge.usd_amount}, value date {charge.value_date}"
        given = (*key, Part.MOVEMENT, movements.record_movement, charge)
        return Certain(seen, bank_lines.book, given, words) if charge.usd_amount else None
    draft = deposit(view, desk, seen, proposal.reference)
    usd = f" = USD {draft.usd_amount}" if draft.usd_amount else ""
    words = f"{draft.currency} {draft.amount}{usd}, value date {draft.value_date}"
    booking = (*key, Part.DEPOSIT, deposits.record_deposit, draft)
    return Certain(seen, bank_lines.book, booking, words) if draft.amount else None
