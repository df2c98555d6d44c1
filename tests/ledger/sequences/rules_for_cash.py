"""Deposits, cash from nobody knows whom, and movements."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.books import ALIKE
from tests.ledger.sequences import bookkeeping as do
from tests.ledger.sequences.bookkeeping import (
    AMOUNTS,
    BANK,
    CENTS,
    DAYS,
    FEE,
    KINDS,
    PAID,
    REASON,
    WHICH,
    Bookkeeping,
    next_key,
    pick,
    there_is,
)
from tests.ledger.sequences.naive_money import POOLS, typed
from trustfund.ledger import deposits, movements, receipts
from trustfund.ledger.deposits import DepositDraft


class RulesForCash(Bookkeeping):
    """What comes in, and what moves other than for a trip."""

    @rule(which=WHICH, day=DAYS, thousandths=st.integers(1, 1100), bank=BANK, fee=FEE)
    def deposit(self, which, day, thousandths, bank, fee):
        gift, own = self.gift(which, lambda gift: gift.signed)
        promised = sum(own.promised.values()) if own.signed else 1000
        amount = max(promised * thousandths // 1000, 1)
        said = (own.currency, day, amount, bank if own.currency != "USD" else None, fee)
        key = next_key("D", self.model.cash)
        draft = do.cash(key, gift, *said)
        self.book(lambda naive: naive.deposit(key, gift, *said), deposits.record_deposit, draft)

    @rule(
        which=WHICH,
        to=st.none() | WHICH,
        day=st.none() | DAYS,
        percent=st.none() | st.integers(1, 150),
        bank=BANK,
        fee=FEE,
    )
    def correct_deposit(self, which, to, day, percent, bank, fee):
        key, own = pick(which, self.model.cash)
        gift, currency = own.gift, self.model.gifts[own.gift].currency
        if to is not None:
            gift, _ = self.gift(to, lambda gift: gift.signed and gift.currency == currency)
        amount = max(own.said[2] * (percent or 100) // 100, 1)
        said = (currency, day or own.day, amount, bank if currency != "USD" else None, fee)
        self.book(
            lambda naive: naive.deposit(key, gift, *said),
            deposits.correct_deposit,
            do.cash(key, gift, *said),
            REASON,
        )

    @there_is("cash", lambda cash: cash.parts)
    @rule(which=WHICH)
    def reverse_deposit(self, which):
        key, _ = pick(which, self.model.cash, lambda cash: cash.parts)
        act = deposits.reverse_deposit
        self.book(lambda naive: naive.reverse_deposit(key), act, key, REASON)

    @rule(like=WHICH, day=DAYS, amount=AMOUNTS)
    def receive_unidentified(self, like, day, amount):
        key, currency = next_key("U", self.model.unidentified), self.gift(like)[1].currency
        self.book(
            lambda naive: naive.unidentified.update({key: (currency, amount, day, "")}),
            receipts.record_receipt,
            receipts.ReceiptDraft(day, currency, typed(amount, currency), reference=key),
        )

    @there_is("unidentified", lambda receipt: not receipt[3])
    @rule(which=WHICH, to=WHICH)
    def book_unidentified(self, which, to):
        key, own = pick(which, self.model.unidentified, lambda receipt: not receipt[3])
        gift, _ = self.gift(to, lambda gift: gift.signed and gift.currency == own[0])
        cash = next_key("D", self.model.cash)
        said = {"note": "A note", "apart": ALIKE}
        draft = DepositDraft(gift, None, "", "", reference=cash, **said)
        act = receipts.book_receipt
        self.book(lambda naive: naive.book_receipt(key, cash, gift), act, key, draft)

    @rule(kind=KINDS, day=DAYS, cents=CENTS, pool=st.sampled_from(POOLS), which=WHICH, paid=PAID)
    def move(self, kind, day, cents, pool, which, paid):
        key = next_key("M", self.model.moved)
        said = self._said(kind, day, cents, pool, which, paid)
        draft = self._movement(key, *said)
        self.book(lambda naive: naive.move(key, *said), movements.record_movement, draft)

    @there_is("moved")
    @rule(
        which=WHICH,
        kind=st.none() | KINDS,
        day=DAYS,
        cents=CENTS,
        pool=st.sampled_from(POOLS),
        gift=WHICH,
        paid=PAID,
    )
    def correct_movement(self, which, kind, day, cents, pool, gift, paid):
        key, own = pick(which, self.model.moved)
        said = self._said(kind or own.kind, day, cents, pool, gift, paid)
        draft = self._movement(key, *said)
        act = movements.correct_movement
        self.book(lambda naive: naive.move(key, *said), act, draft, REASON)

    @there_is("moved")
    @rule(which=WHICH)
    def reverse_movement(self, which):
        key, _ = pick(which, self.model.moved, lambda moved: moved.parts)
        act = movements.reverse_movement
        self.book(lambda naive: naive.reverse_movement(key), act, key, REASON)

    def _said(self, kind, day, cents, pool, which, paid):
        """A movement's facts: only a refund is of a contribution, and of a pool that it gave to.

        It is paid in US dollars, or in the currency of the contribution.
        """
        if kind != "refund_to_contributor":
            return kind, day, cents, pool, "", None
        gift, own = self.gift(which, lambda gift: gift.signed)
        return kind, day, cents, pool, gift, None if own.currency == "USD" else paid

    def _movement(self, key, kind, day, cents, pool, gift, paid):
        draft = do.movement(key, kind, day, cents, pool, gift)
        if paid is None:
            return draft
        currency = self.model.gifts[gift].currency
        return replace(draft, currency=currency, amount=typed(paid, currency))
