"""Rates, pledges and arrangements: what can be done, with days and amounts of any kind."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.ledger.sequences import bookkeeping as do
from tests.ledger.sequences.bookkeeping import (
    AMOUNTS,
    CURRENCIES,
    DAYS,
    EARMARKS,
    REASON,
    UNITS,
    WHICH,
    Bookkeeping,
    next_key,
    there_is,
)
from tests.ledger.sequences.naive_money import typed
from trustfund.ledger import amendments, contributions, giving_up, rates
from trustfund.ledger.contributions import AgreementDraft


class RulesForGifts(Bookkeeping):
    """What is said of money before it comes."""

    @rule(currency=st.sampled_from([*UNITS]), day=DAYS, percent=st.integers(50, 200))
    def record_rate(self, currency, day, percent):
        units = Decimal(UNITS[currency]) * percent / 100
        self.book(
            lambda naive: naive.rates.update({(currency, day): Fraction(units)}),
            rates.record_rate,
            rates.RateDraft(currency, day, str(units), reason=REASON),
        )

    @rule(currency=CURRENCIES, day=DAYS, amount=AMOUNTS, earmark=EARMARKS)
    def pledge(self, currency, day, amount, earmark):
        key, parts = next_key("C", self.model.gifts), do.divided_as(earmark, amount)
        self.book(
            lambda naive: naive.pledge(key, currency, day, parts),
            contributions.record_contribution,
            do.contribution(key, currency, parts, day, None),
        )

    @rule(currency=CURRENCIES, day=DAYS, amount=AMOUNTS, earmark=EARMARKS)
    def commit(self, currency, day, amount, earmark):
        key, parts = next_key("C", self.model.gifts), do.divided_as(earmark, amount)
        self.book(
            lambda naive: naive.commit(key, currency, day, parts),
            contributions.record_contribution,
            do.contribution(key, currency, parts, None, day),
        )

    @there_is("gifts", lambda gift: not gift.signed and not gift.withdrawn)
    @rule(which=WHICH, day=DAYS, amount=AMOUNTS, earmark=EARMARKS)
    def sign(self, which, day, amount, earmark):
        key, gift = self.gift(which, lambda gift: not gift.signed and not gift.withdrawn)
        parts = do.divided_as(earmark, amount)
        self.book(
            lambda naive: naive.sign(key, day, parts),
            contributions.sign_agreement,
            AgreementDraft(
                key,
                "SAA",
                day,
                amount=typed(amount, gift.currency),
                earmark=do.earmark_text(parts, gift.currency),
                note="A note",
            ),
        )

    @rule(which=WHICH, amount=st.none() | AMOUNTS, earmark=EARMARKS)
    def correct_contribution(self, which, amount, earmark):
        key, gift = self.gift(which)
        said = gift.signed or gift.pledged
        parts = do.divided_as(earmark, amount or said.amount)
        pledged, signed = (kept.day if kept else None for kept in (gift.pledged, gift.signed))
        draft = do.contribution(key, gift.currency, parts, pledged, signed)
        self.book(
            lambda naive: naive.choose(key, parts),
            contributions.correct_contribution,
            draft,
            REASON,
        )

    @rule(which=WHICH, day=DAYS, change=AMOUNTS, thousandths=st.none() | st.integers(1, 999))
    def amend(self, which, day, change, thousandths):
        key, gift = self.gift(which, lambda gift: gift.signed and not gift.written_off)
        if thousandths is not None:  # less, and mostly not too much
            change = -max(gift.outstanding(self.model.received(key)) * thousandths // 1000, 1)
        draft = do.amendment(key, len(gift.amendments), gift.currency, day, change)
        self.book(lambda naive: naive.amend(key, day, change), amendments.amend, draft)

    @there_is("gifts", lambda gift: gift.amendments)
    @rule(which=WHICH)
    def take_back_amendment(self, which):
        key, _ = self.gift(which, lambda gift: gift.amendments)
        act = amendments.take_back_amendment
        self.book(lambda naive: naive.take_back_amendment(key), act, key, REASON)

    @there_is("gifts", lambda gift: not gift.signed)
    @rule(which=WHICH, day=DAYS)
    def withdraw(self, which, day):
        key, _ = self.gift(which, lambda gift: not gift.signed and not gift.withdrawn)
        act = giving_up.withdraw_pledge
        self.book(lambda naive: naive.withdraw(key, day), act, key, day, REASON)

    @rule(which=WHICH, day=DAYS)
    def write_off(self, which, day):
        key, _ = self.gift(which, lambda gift: gift.signed)
        self.book(lambda naive: naive.write_off(key, day), giving_up.write_off, key, day, REASON)

    @there_is("gifts", lambda gift: gift.withdrawn or gift.written_off)
    @rule(which=WHICH)
    def expect_again(self, which):
        key, _ = self.gift(which, lambda gift: gift.withdrawn or gift.written_off)
        self.book(lambda naive: naive.expect_again(key), giving_up.take_back, key, REASON)
