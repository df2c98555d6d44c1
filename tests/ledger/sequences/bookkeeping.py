"""Acts done twice: on the books, and by the naive bookkeeper, who says whether they are legal."""

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from tests.books import ALIKE, perform
from tests.ledger.sequences.compared import balances, kept
from tests.ledger.sequences.naive_documents import Gift, Journey, Step
from tests.ledger.sequences.naive_model import Naive
from tests.ledger.sequences.naive_money import POOLS, Illegal, Parts, typed
from trustfund.domain.kinds import MovementKind
from trustfund.domain.problems import Refused
from trustfund.ledger.amendments import AmendmentDraft
from trustfund.ledger.contributions import ContributionDraft
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.movements import MovementDraft
from trustfund.ledger.travel import CostsDraft
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store.engine import Store

D = TypeVar("D")
GIVER, REASON = "Norway", "A reason"
UNITS = {"EUR": "0.9", "JPY": "110", "XOF": "590", "TND": "2.4", "KWD": "0.304"}
"""For 1 USD, at first."""


def _days(first: str, last: str) -> st.SearchStrategy[date]:
    return st.dates(date.fromisoformat(first), date.fromisoformat(last))


DAYS = _days("2017-05-10", "2017-06-30") | _days("2017-04-20", "2018-07-16")
NOMINATED = _days("2017-05-10", "2017-06-10")
BEFORE_EVENT = _days("2017-06-10", "2017-10-02")
LATER = _days("2017-10-01", "2018-07-16")
CURRENCIES = st.sampled_from(["USD", *UNITS])
AMOUNTS = st.integers(1, 99) | st.integers(100, 3_000_000)
CENTS = st.integers(1, 99) | st.integers(100, 400_000)
BANK = st.none() | CENTS
PAID = st.none() | st.integers(1, 9) | AMOUNTS
"""What a refund was in its own currency."""
FEE = st.none() | st.integers(0, 500)
COST = st.none() | st.just(0) | CENTS
ESTIMATE = st.none() | st.tuples(st.integers(0, 300_000), st.integers(0, 99))
EARMARKS = st.tuples(st.sampled_from(POOLS), st.sampled_from(POOLS), st.integers(0, 1000))
WHICH = st.integers(0, 99)
KINDS = st.sampled_from([kind.value for kind in MovementKind])
ENDS = st.sampled_from(["settled", "withdrawn", "cancelled_after_ticket", "no_show", "replaced"])
ORGANIZATIONS = ("IOM", "UN DESA", "International Organization for Migration")
"""The last one manages the travel."""
Earmark = tuple[str, str, int]
"""Two pools, and how many thousandths go to the first."""


class Bookkeeping:
    """The books and the naive model of them."""

    def __init__(self, store: Store, model: Naive) -> None:
        self.store, self.model = store, model

    def book(self, naively: Callable[[Naive], Any], act: Callable[..., Any], *args: Any) -> bool:
        """Do an act on both; the books refuse what is illegal, then nothing is changed."""
        after, before = copy.deepcopy(self.model), kept(self.store)
        why = refused = ""
        try:
            naively(after)
            after.judge()
        except Illegal as illegal:
            why = str(illegal)
        try:
            perform(self.store, act, *args)
        except Refused as said:
            refused = str(said)
        assert bool(refused) == bool(why), f"by the rules: {why!r}. By the books: {refused!r}"
        if refused:
            assert kept(self.store) == before
            return False
        self.model = after
        revision, now = kept(self.store)
        assert (revision, now) == (before[0] + 1, balances(self.model))
        return True

    def gift(
        self, which: int, wanted: Callable[[Gift], Any] = lambda gift: True
    ) -> tuple[str, Gift]:
        return pick(which, self.model.gifts, wanted)


def there_is(documents: str, wanted: Callable[[Any], Any] = lambda document: True) -> Any:
    """Try a rule only where there is a document that it is made for."""
    return precondition(
        lambda self: any(wanted(document) for document in getattr(self.model, documents).values())
    )


def pick(
    which: int, documents: Mapping[str, D], wanted: Callable[[D], Any] = lambda document: True
) -> tuple[str, D]:
    """One of the documents, mostly one that an act is made for."""
    found = [item for item in documents.items() if wanted(item[1]) and which % 10 < 9]
    found = found or list(documents.items())
    return found[which % len(found)]


def next_key(letter: str, documents: Iterable[str]) -> str:
    return f"{letter}-{len(list(documents))}"


def divided_as(earmark: Earmark, amount: int) -> Parts:
    """The parts of an amount by a choice of one pool or two, in the order of the pools."""
    first, second, thousandths = earmark
    part = amount * thousandths // 1000
    parts = {first: amount} if first == second else {first: part, second: amount - part}
    return {pool: parts[pool] for pool in POOLS if parts.get(pool)}


def earmark_text(parts: Parts, currency: str) -> str:
    if len(parts) == 1:
        return next(iter(parts))
    return ";".join(f"{pool}:{typed(part, currency)}" for pool, part in parts.items())


def contribution(
    key: str, currency: str, parts: Parts, pledged: date | None, signed: date | None
) -> ContributionDraft:
    return ContributionDraft(
        GIVER,
        currency,
        typed(sum(parts.values()), currency),
        pledged,
        "SAA" if signed else "",
        agreement_signed_on=signed,
        earmark=earmark_text(parts, currency),
        note="A note",
        reference=key,
    )


def cash(
    key: str, gift: str, currency: str, day: date, amount: int, bank: int | None, fee: int | None
) -> DepositDraft:
    return DepositDraft(
        gift,
        day,
        currency,
        typed(amount, currency),
        "" if bank is None else typed(bank),
        "" if fee is None else typed(fee),
        note="A note",
        reference=key,
        apart=ALIKE,
    )


def movement(key: str, kind: str, day: date, cents: int, pool: str, gift: str) -> MovementDraft:
    return MovementDraft(
        kind,
        day,
        typed(cents),
        "" if pool == "unearmarked" or kind == "surplus_release" else pool,
        ORGANIZATIONS[cents % len(ORGANIZATIONS)] if "organization" in kind else "",
        gift,
        "A note",
        reference=key,
    )


def amendment(gift: str, number: int, currency: str, day: date, change: int) -> AmendmentDraft:
    sign = "-" if change < 0 else ""
    amount = f"{sign}{typed(abs(change), currency)}"
    return AmendmentDraft(gift, f"Amendment {number}", day, amount, "A note")


def step(
    key: str, status: str, on: date, cost: int | None, estimate: tuple[int, int] | None
) -> StepDraft:
    costs = CostsDraft(typed(estimate[0]), other=typed(estimate[1])) if estimate else None
    return StepDraft(key, status, on, "" if cost is None else typed(cost), REASON, costs)


def nominated(on: date, ticket: int, other: int) -> Journey:
    return Journey(ticket, other, [Step("nominated", on)])
