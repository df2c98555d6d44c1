"""The bank's balance beside that of the books on one day, and each cent of the difference.

What the bank has is its opening balance and its lines; what the books have is their balance on the
opening day and the documents since. So the differences of the two add up to that of the balances,
whatever was matched with what; the footing shows it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import col, select

from trustfund.domain.bank import Part
from trustfund.domain.kinds import BankLineStatus, label
from trustfund.figures import bank_expected, statements
from trustfund.figures.bank_expected import Key
from trustfund.figures.bank_statements import cash_of, keys_of, reference_of, settled, standing
from trustfund.figures.view import View
from trustfund.store.bank_tables import BankLine, BankStatement
from trustfund.store.engine import Store


class Why(StrEnum):
    """Why the two balances differ."""

    OPENING = "Different at the opening already"
    GAP = "Lines of statements that are not here"
    BANK = "In the bank, not in the books"
    BOOKS = "In the books, not in the bank"
    LATER = "In both, on another side of this day"
    AMOUNT = "In both, with another amount"
    ELSEWHERE = "In the books, on another account"


@dataclass(frozen=True)
class Item:
    """One part of the difference, in US dollar cents."""

    why: Why
    day: date
    what: str
    cents: int


@dataclass(frozen=True)
class Reconciliation:
    """A closing balance and the balance of the books on that day, in US dollar cents."""

    day: date
    bank: int
    books: int
    items: tuple[Item, ...]

    @property
    def difference(self) -> int:
        """What the bank has more than the books."""
        return self.bank - self.books

    @property
    def unexplained(self) -> int:
        """What is left of the difference without the items: nothing, or a figure is wrong."""
        return self.difference - sum(item.cents for item in self.items)


def reconcile(view: View, store: Store, statement: BankStatement) -> Reconciliation | None:
    """The reconciliation of a statement; None of one in another currency, or without balances."""
    if statement.currency != "USD" or statement.closing is None or statement.closes_on is None:
        return None
    last, bank = statement.closes_on, statement.closing
    of_account = select(BankStatement).where(
        BankStatement.account == statement.account, BankStatement.currency == statement.currency
    )
    with store.reading() as session:
        accounts = session.exec(of_account).all()
        ids = [own.id for own in accounts]
        query = select(BankLine).where(
            col(BankLine.statement_id).in_(ids), col(BankLine.booked_on) <= last
        )
        rows = session.exec(query.order_by(col(BankLine.booked_on), col(BankLine.id))).all()
        taken = settled(session)
    opened = min(
        (own for own in accounts if own.opens_on and own.opening is not None),
        key=lambda own: (own.opens_on, own.id),
        default=None,
    )
    if opened is None or opened.opens_on is None or opened.opening is None:
        return None
    first = min([opened.opens_on, *(row.booked_on - timedelta(days=1) for row in rows[:1])])
    receipts = {row["deposit_id"]: key for key, row in view.frames.receipts.items()}
    lines = _of_lines(view, rows)
    documents = _documents(view, first, last)
    matched = set()
    items = [
        Item(Why.OPENING, first, "The bank's opening balance less that of the books",
             opened.opening - _balance(view, first)),
        Item(Why.GAP, last, "The closing balance less the opening balance and all lines",
             bank - opened.opening - sum(row.amount for row in rows)),
    ]  # fmt: skip
    for row, key, what in lines:
        if key is not None and key in documents:
            matched.add(key)
            items.append(Item(Why.AMOUNT, row.booked_on, what, row.amount - documents[key][1]))
        else:
            why = Why.BANK if key is None else Why.LATER
            items.append(Item(why, row.booked_on, what, row.amount))
    for key, (day, cents) in documents.items():
        if key not in matched:
            why = _why(key, receipts, taken, set(ids))
            what = f"{key[0].words.capitalize()} {reference_of(view, *key)}"
            items.append(Item(why, date.fromisoformat(day), what, -cents))
    order = list(Why)
    kept = sorted(
        (item for item in items if item.cents), key=lambda item: (order.index(item.why), item.day)
    )
    return Reconciliation(last, bank, _balance(view, last), tuple(kept))


def _balance(view: View, day: date) -> int:
    return statements.funding_status(view.at(day.isoformat()))["balance_with_agent"]


def _documents(view: View, first: date, last: date) -> dict[Key, tuple[str, int]]:
    found: dict[Key, tuple[str, int]] = {}
    for each in bank_expected.effects(view, first.isoformat(), last.isoformat()):
        key = each.part, each.key
        _, before = found.get(key, ("", 0))
        found[key] = each.day, before + each.usd
    return found


def _of_lines(view: View, rows: Sequence[BankLine]) -> Iterator[tuple[BankLine, Key | None, str]]:
    """Lines, the document in the books that each is, and what it is called."""
    for row, stands in standing(view, rows):
        about = " ".join(filter(None, (row.reference, row.counterparty or row.text)))[:80]
        if row.status is BankLineStatus.LEFT_OUT:
            yield row, None, f"Left out, {row.reason}: {about}"
            continue
        keys = [cash_of(view, key) for key in keys_of(view, row)]
        if not keys or not stands:
            yield row, None, f"{label(BankLineStatus.OPEN)}: {about}"
        elif keys[0][0] is Part.RECEIPT:
            yield row, None, f"Unidentified receipt {reference_of(view, *keys[0])}: {about}"
        else:
            part, key = keys[0]
            yield row, (part, key), f"{part.words.capitalize()} {reference_of(view, part, key)}"


def _why(
    key: Key,
    receipts: Mapping[int, int],
    taken: Mapping[Key, tuple[int, date]],
    own: Collection[int | None],
) -> Why:
    """Why a document of the books is in no line of the account by the day."""
    part, number = key
    same = [key]
    if part is Part.DEPOSIT and number in receipts:
        same.append((Part.RECEIPT, receipts[number]))
    for each in same:
        if each in taken:
            return Why.LATER if taken[each][0] in own else Why.ELSEWHERE
    return Why.BOOKS
