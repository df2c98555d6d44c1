"""Trips: nominated, authorised, ended at a cost or without, corrected and taken back."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.ledger.sequences import bookkeeping as do
from tests.ledger.sequences.bookkeeping import (
    BEFORE_EVENT,
    CENTS,
    COST,
    ENDS,
    ESTIMATE,
    LATER,
    NOMINATED,
    REASON,
    WHICH,
    Bookkeeping,
    next_key,
    pick,
    there_is,
)
from tests.ledger.sequences.naive_documents import ENDS_WITH_COST, EVENT
from tests.ledger.sequences.naive_money import typed
from trustfund.ledger import travel, trip_steps
from trustfund.ledger.travel import CostsDraft, NominationDraft


class RulesForTravel(Bookkeeping):
    """What a trip reserves, spends and gives back."""

    @rule(on=NOMINATED, ticket=CENTS, other=st.integers(0, 100_000))
    def nominate(self, on, ticket, other):
        key, costs = next_key("T", self.model.trips), CostsDraft(typed(ticket), other=typed(other))
        self.book(
            lambda naive: naive.trips.update({key: do.nominated(on, ticket, other)}),
            travel.nominate,
            NominationDraft(EVENT, "NPL", on, costs=costs, reference=key),
        )

    @there_is("trips", lambda trip: trip.last.status == "nominated")
    @rule(which=WHICH, on=BEFORE_EVENT, estimate=ESTIMATE)
    def authorise(self, which, on, estimate):
        key, _ = pick(which, self.model.trips, lambda trip: trip.last.status == "nominated")
        self._step(trip_steps.advance, key, "authorised", on, None, estimate)

    @there_is("trips", lambda trip: trip.held)
    @rule(which=WHICH, status=st.sampled_from(["ticketed", "travelled"]), later=st.integers(-1, 60))
    def go_on(self, which, status, later):
        key, trip = pick(which, self.model.trips, lambda trip: trip.held)
        on = trip.last.on + timedelta(later)
        self._step(trip_steps.advance, key, status, on, None)

    @there_is("trips", lambda trip: trip.held)
    @rule(which=WHICH, status=ENDS, on=LATER, cost=COST)
    def end(self, which, status, on, cost):
        key, _ = pick(which, self.model.trips, lambda trip: trip.held)
        cost = None if status == "withdrawn" else cost
        self._step(trip_steps.advance, key, status, on, cost)

    @there_is("trips", lambda trip: len(trip.steps) > 1)
    @rule(which=WHICH, on=st.none() | LATER | BEFORE_EVENT, cost=COST, estimate=ESTIMATE)
    def correct_step(self, which, on, cost, estimate):
        key, trip = pick(which, self.model.trips, lambda trip: len(trip.steps) > 1)
        last = trip.last
        cost = cost if last.status in ENDS_WITH_COST else None
        estimate = estimate if last.status == "authorised" else None
        self._step(trip_steps.correct_step, key, last.status, on or last.on, cost, estimate)

    @there_is("trips", lambda trip: len(trip.steps) > 1)
    @rule(which=WHICH)
    def take_back_step(self, which):
        key, _ = pick(which, self.model.trips, lambda trip: len(trip.steps) > 1)
        self.book(lambda naive: naive.take_back_step(key), trip_steps.take_back, key, REASON)

    def _step(self, act, key, status, on, cost, estimate=None):
        def naively(naive):
            if estimate:
                naive.trips[key].ticket, naive.trips[key].other = estimate
            getattr(naive, act.__name__)(key, status, on, cost)

        self.book(naively, act, do.step(key, status, on, cost, estimate))
