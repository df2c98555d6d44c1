"""A contribution by its reference, and what no act may leave of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from trustfund.domain import money
from trustfund.domain.catalogue.contribution import DOCUMENT
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger.balances import pool_name
from trustfund.ledger.books import Books
from trustfund.store.tables import Contribution, Entry

K = EntryKind


def required(books: Books, reference: str, field: Field = DOCUMENT.itself) -> Contribution:
    """The contribution of that reference, or a sentence."""
    return books.required(Contribution, field, reference, "a contribution")


def refuse_overdrawn_promise(books: Books, field: Field, contribution: Contribution) -> None:
    """Refuse what would leave a commitment of nothing, or of less when written off, on a day."""
    books.session.flush()
    found = books.standing(contribution)
    promised = found.of_kind(K.COMMITMENT, K.AMENDMENT)
    empty = [day for day, amount in _by_day(promised) if amount <= 0]
    below = [day for day, amount in _by_day(promised + found.of_kind(K.WRITE_OFF)) if amount < 0]
    if empty or below:
        raise refusal(
            field,
            Code.NOTHING_LEFT,
            min(empty + below),
            f"would leave nothing of the commitment {contribution.reference}, or less, on that day",
            "Date it on or after the day of the amendments that it takes away from",
        )


def _by_day(entries: Iterable[Entry]) -> Iterable[tuple[date, int]]:
    """What entries come to at the end of each of their days."""
    moved: dict[date, int] = defaultdict(int)
    for entry in entries:
        moved[entry.value_date] += entry.amount
    days = sorted(moved)
    return zip(days, accumulate(moved[day] for day in days), strict=True)


def refuse_unpaid_refunds(books: Books, key: int, field: Field = DOCUMENT.itself) -> None:
    """Refuse what would leave a contributor refunded more than it gave, pool by pool, on a day."""
    books.session.flush()
    contribution = books.session.get_one(Contribution, key)
    found = books.standing(contribution)
    deposits, refunds = found.of_kind(K.DEPOSIT), found.of_kind(K.REFUND_TO_CONTRIBUTOR)
    problems = Problems()
    for pool in found.refunded_usd:
        for day in sorted({e.value_date for e in refunds if _pool(e) == pool}):
            given, refunded = _usd_until(deposits, pool, day), _usd_until(refunds, pool, day)
            if refunded > given:
                problems.add(
                    field,
                    Code.TOO_MUCH,
                    contribution.reference,
                    f"would have given {money.text(given, 'USD')} to {pool_name(pool).lower()} by "
                    f"{day}, and {money.text(refunded, 'USD')} of it are refunded by then",
                    "Reverse the refund first, or correct its day",
                )
                break
    problems.refuse_if_any()


def _pool(entry: Entry) -> str:
    return entry.objective or UNEARMARKED


def _usd_until(entries: Iterable[Entry], pool: str, day: date) -> int:
    mine = (e for e in entries if _pool(e) == pool and e.value_date <= day)
    return sum(entry.usd_cents or 0 for entry in mine)
