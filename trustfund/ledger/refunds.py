"""Refunds to contributors: what they were in another currency, and how much can be given back."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trustfund.domain import money
from trustfund.domain.catalogue import movement as fields
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, MovementKind
from trustfund.domain.problems import Code, Problems
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import Books
from trustfund.store.tables import Contribution, Movement

if TYPE_CHECKING:
    from trustfund.ledger.movements import MovementDraft


@dataclass(frozen=True)
class Paid:
    """What a refund was in the currency in which it was paid, in minor units."""

    currency: str
    amount: int


def in_dollars(draft: "MovementDraft") -> "MovementDraft":
    """The draft without an amount that only repeats its US dollars."""
    usd, amount = (
        Problems().attempt(money.parse_amount, fields.USD_AMOUNT, text, "USD") if text else None
        for text in (draft.usd_amount, draft.amount)
    )
    is_same = not draft.amount.strip() or (amount is not None and amount == usd)
    repeats = draft.currency.strip().upper() == "USD" and is_same
    return replace(draft, currency="", amount="") if repeats else draft


def paid(problems: Problems, draft: "MovementDraft", kind: MovementKind | None) -> Paid | None:
    """What a refund was in another currency, None where none is named."""
    draft = in_dollars(draft)
    typed = {fields.CURRENCY: draft.currency.strip(), fields.AMOUNT: draft.amount.strip()}
    if not any(typed.values()):
        return None
    if kind is not MovementKind.REFUND_TO_CONTRIBUTOR:
        why = "belongs only to a refund to a contributor"
        for field, text in typed.items():
            if text and kind is not None:
                problems.add(field, Code.OUT_OF_PLACE, text, why, "Leave it blank")
        return None
    for field, text in typed.items():
        if not text:
            problems.missing(field, "Give both the currency and the amount in it, or neither")
            return None
    currency = problems.attempt(money.parse_currency, fields.CURRENCY, draft.currency)
    if currency is None:
        return None
    if currency == "USD":
        why, remedy = "differs from the US dollars of the refund", "Leave it blank"
        problems.add(fields.AMOUNT, Code.DIFFERS, draft.amount, why, remedy)
        return None
    amount = problems.attempt(money.parse_amount, fields.AMOUNT, draft.amount, currency)
    return Paid(currency, amount) if amount else None


def check(
    problems: Problems,
    books: Books,
    contribution: Contribution,
    own: Movement | None,
    draft: "MovementDraft",
    refund: tuple[str, int],
    paid: Paid | None,
) -> None:
    """No contributor gets back more than it gave, and from where it gave it.

    In its own currency neither, as far as refunds were paid in that.
    """
    pool, cents = refund
    found = books.standing(contribution)
    currency = contribution.currency
    refunds = [
        entry
        for entry in found.of_kind(EntryKind.REFUND_TO_CONTRIBUTOR)
        if (entry.objective or UNEARMARKED) == pool and (own is None or entry.movement_id != own.id)
    ]
    usd = found.deposited_usd.get(pool, 0) - sum(entry.usd_cents or 0 for entry in refunds)
    own_money = found.deposited.get(pool, 0) - sum(
        entry.amount for entry in refunds if entry.currency == currency
    )
    limits = [(fields.USD_AMOUNT, draft.usd_amount, "USD", cents, usd)]
    if paid is not None and paid.currency == currency:
        limits.append((fields.AMOUNT, draft.amount, currency, paid.amount, own_money))
    for field, typed, unit, asked, left in limits:
        if asked > left:
            problems.add(
                field,
                Code.TOO_MUCH,
                typed,
                f"is more than the {money.text(left, unit)} that {contribution.reference} gave to "
                f"{pool_name(pool).lower()} and was not refunded yet",
                "Lower it, or choose the objective that the money was given to",
            )
