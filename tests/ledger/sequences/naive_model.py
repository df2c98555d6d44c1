"""A naive bookkeeper: what each act makes of the documents that stand.

Written from the rules of the fund and not from the program, of which it imports nothing. What the
rules forbid raises ``Illegal``; whether money would be missing on any day is judged afterwards.
"""

from datetime import date
from fractions import Fraction

from tests.ledger.sequences.naive_balances import Cabinet
from tests.ledger.sequences.naive_documents import (
    ENDS_WITH_COST,
    Cash,
    Gift,
    Moved,
    Promise,
    Step,
    divided,
    drawn,
)
from tests.ledger.sequences.naive_money import (
    Illegal,
    Parts,
    added,
    dollars,
    following,
    forbid,
    nearest,
    shared_like,
    usual_fee,
)


class Naive(Cabinet):
    """The acts, on the documents."""

    # Contributions

    def pledge(self, key: str, currency: str, day: date, parts: Parts) -> None:
        self.gifts[key] = Gift(currency, Promise(day, parts, {}))

    def commit(self, key: str, currency: str, day: date, parts: Parts) -> None:
        self.gifts[key] = Gift(currency, signed=self.promise(currency, day, parts))

    def sign(self, key: str, day: date, parts: Parts) -> None:
        own = self.gifts[key]
        forbid(own.signed, "signed already")
        forbid(own.withdrawn, "withdrawn")
        forbid(own.pledged and day < own.pledged.day, "signed before the pledge")
        own.signed = self.promise(own.currency, day, parts)

    def choose(self, key: str, parts: Parts) -> None:
        """Correct the amount, or how it is earmarked."""
        own = self.gifts[key]
        forbid(own.withdrawn or own.written_off, "given up")
        if own.signed is None:
            assert own.pledged
            own.pledged.parts = parts
            return
        changes = sum(amendment.amount for amendment in own.amendments)
        forbid(sum(parts.values()) + changes <= 0, "nothing is left beside the amendments")
        was, now = own.signed, self.promise(own.currency, own.signed.day, parts)
        if was.amount == now.amount:  # a rate that changed since changes nothing
            now = Promise(was.day, parts, shared_like(was.cents, parts), was.rate)
        own.signed = now
        own.follow_anew(parts)

    def amend(self, key: str, day: date, change: int) -> None:
        own = self.gifts[key]
        forbid(day < own.arrangement().day, "before the arrangement")
        forbid(own.written_off, "written off")
        forbid(-change > own.outstanding(self.received(key)), "more than is outstanding")
        forbid(own.committed + change <= 0, "nothing is left")
        parts = divided(own.arrangement().parts, own.promised, change)
        more = self.promise(own.currency, day, parts) if change > 0 else None
        own.amendments.append(more or own.reduced(day, parts, own.promised_cents, own.promised))

    def take_back_amendment(self, key: str) -> None:
        own = self.gifts[key]
        forbid(not own.amendments, "not amended")
        own.amendments.pop()
        forbid(sum(own.promised.values()) <= 0 or own.committed < 0, "nothing would be promised")

    def withdraw(self, key: str, day: date) -> None:
        own = self.gifts[key]
        forbid(own.signed or own.withdrawn, "signed, or withdrawn already")
        forbid(own.pledged and day < own.pledged.day, "before the pledge")
        own.withdrawn = True

    def write_off(self, key: str, day: date) -> None:
        own, received = self.gifts[key], self.received(key)
        forbid(not own.outstanding(received), "nothing is outstanding")
        forbid(day < own.arrangement().day, "before the arrangement")
        came, whole = sum(received.values()), sum(own.promised.values())
        kept = dollars(came, own.currency, own.arrangement().rate)
        if own.amendments:  # then the mean of all that was promised values it
            kept = nearest(Fraction(own.promised_cents * came, whole))
        cents = own.promised_cents - kept - sum(gone.cents for gone in own.written_off)
        given = added(received, *(gone.parts for gone in own.written_off))
        parts = following(own.promised, given, own.outstanding(received))
        own.written_off.append(Promise(day, parts, shared_like(cents, parts)))

    def expect_again(self, key: str) -> None:
        own = self.gifts[key]
        forbid(not own.withdrawn and not own.written_off, "nothing was given up")
        own.withdrawn, own.written_off = False, []

    # Cash

    def deposit(
        self, key: str, gift: str, currency: str, day: date, amount: int, *said: int | None
    ) -> None:
        """Book cash, or book it again; ``said``: the bank's US dollars and a fee, where given."""
        own, (bank, said_fee) = self.gifts[gift], said
        forbid(own.currency != currency, "another currency than the arrangement's")
        forbid(day < own.arrangement().day, "before the arrangement")
        before = self.cash.get(key)
        kept = before and not before.by_bank and before.said[1:3] == (day, amount)
        if bank is not None:
            cents = bank
        elif before and kept:
            cents = before.said[3]
        else:
            cents = dollars(amount, currency, self.rate(currency, day))
        fee = usual_fee(cents) if said_fee is None else said_fee
        forbid(fee > cents, "the fee is more than the deposit")
        parts = following(own.promised, self.received(gift, besides=key), amount)
        usd = shared_like(cents, parts)
        now = Cash(gift, day, parts, usd, shared_like(fee, usd), bank is not None)
        if before is None or before.said != now.said:
            self.cash[key] = now
        if before and before.receipt:
            now.receipt = before.receipt
            if not before.parts:  # it was reversed, and its cash unidentified again
                self._identify(before.receipt, key)

    def reverse_deposit(self, key: str) -> None:
        own = self.cash[key]
        forbid(not own.parts, "reversed already")
        own.parts, own.usd, own.fee = {}, {}, {}
        if own.receipt:
            self.unidentified[own.receipt] = (*self.unidentified[own.receipt][:3], "")

    def move(
        self,
        key: str,
        kind: str,
        day: date,
        cents: int,
        pool: str,
        gift: str,
        paid: int | None = None,
    ) -> None:
        """Book a movement, or book it again."""
        parts = {"1": -cents, "2": cents} if kind == "surplus_release" else {pool: cents}
        if paid is not None:
            before = self.paid_back(gift, pool, besides=key)
            forbid(paid + before > self.received(gift).get(pool, 0), "more than it gave")
        self.moved[key] = Moved(kind, day, parts, gift, paid)

    def reverse_movement(self, key: str) -> None:
        forbid(not self.moved[key].parts, "reversed already")
        self.moved[key].parts = {}

    def book_receipt(self, key: str, cash: str, gift: str) -> None:
        currency, amount, day, _ = self.unidentified[key]
        self._identify(key, cash)
        self.deposit(cash, gift, currency, day, amount, None, None)
        self.cash[cash].receipt = key

    def _identify(self, receipt: str, cash: str) -> None:
        currency, amount, day, booked_as = self.unidentified[receipt]
        forbid(booked_as, "booked already")
        self.unidentified[receipt] = (currency, amount, day, cash)

    # Travel

    def advance(self, key: str, status: str, on: date, cost: int | None) -> None:
        trip = self.trips[key]
        trip.check_next(status, on)
        step = Step(status, on)
        free = {pool: self.free(pool, on) for pool in ("1", "unearmarked")}
        if status == "authorised":
            step.reserves = drawn(trip.ticket + trip.other, free)
        elif held := trip.held:
            if status in ENDS_WITH_COST:
                actual = trip.usual_cost(status) if cost is None else cost
                step.spends = drawn(actual, held, free)
            if status in {*ENDS_WITH_COST, "withdrawn"}:
                step.frees = held
        trip.steps.append(step)

    def take_back_step(self, key: str) -> Step:
        trip = self.trips[key]
        if len(trip.steps) == 1:
            raise Illegal("only nominated")
        return trip.steps.pop()

    def correct_step(self, key: str, status: str, on: date, cost: int | None) -> None:
        """The last step again; a cost that is not said stays what it was."""
        last = self.take_back_step(key)
        forbid(last.status != status, "not the last step")
        if cost is None and status in ENDS_WITH_COST:
            cost = sum(last.spends.values())
        self.advance(key, status, on, cost)
