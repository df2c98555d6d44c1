"""Two clocks: what was dated by a day, and what was known by a day. Old reports stay makeable."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_rate,
    an_authorised_trip,
    day,
    money_available,
    perform,
)
from tests.reading import POOLS, only_row, rows, view
from trustfund.domain.roles import COMMAND_LINE
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.overview import overview
from trustfund.ledger import contributions, contributors, deposits, travel, trip_steps
from trustfund.ledger.books import open_books
from trustfund.ledger.contributions import AgreementDraft, ContributionDraft
from trustfund.ledger.contributors import ContributorDraft
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.rates import RateDraft, record_rate
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft

GIFT = ContributionDraft("Norway", "USD", "1000", day("2017-05-02"), earmark="1", reference="GIFT")


@contextmanager
def recorded(store, moment: str):
    """The books, as somebody opens them at a moment such as ``2017-06-30 23:59``."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    with open_books(store, COMMAND_LINE, clock=lambda: at) as books:
        yield books


def a_month_of_work(store) -> None:
    """Recorded in June 2017: a gift of USD 1,000, USD 400 of it received, and a trip paid."""
    with recorded(store, "2017-06-05 09:00") as books:
        contributors.record_contributor(books, ContributorDraft("Norway", "member_state", "NOR"))
        contributions.record_contribution(books, GIFT)
        signed = AgreementDraft("GIFT", "SAA-1", day("2017-05-10"))
        contributions.sign_agreement(books, signed)
    with recorded(store, "2017-06-12 09:00") as books:
        cash = DepositDraft("GIFT", day("2017-05-15"), "USD", "400", reference="CASH")
        deposits.record_deposit(books, cash)
        seat = NominationDraft(
            "TS-3", "NPL", day("2017-05-20"), costs=CostsDraft("300"), reference="SEAT"
        )
        travel.nominate(books, seat)
        trip_steps.advance(books, StepDraft("SEAT", "authorised", day("2017-06-01")))
    with recorded(store, "2017-06-30 23:59") as books:
        trip_steps.advance(books, StepDraft("SEAT", "settled", day("2017-06-28"), actual="250"))


def corrections(store) -> None:
    """Recorded in July 2017, about days in May and June."""
    with recorded(store, "2017-07-01 00:00") as books:
        cash = DepositDraft("GIFT", day("2017-05-16"), "USD", "500", reference="CASH")
        deposits.correct_deposit(books, cash, "The bank's advice was misread")
    with recorded(store, "2017-07-03 09:00") as books:
        gift = replace(
            GIFT,
            amount="1200",
            earmark="1:1000;2:200",
            agreement_reference="SAA-1",
            agreement_signed_on=day("2017-05-11"),
        )
        contributions.correct_contribution(books, gift, "The annex was overlooked")
        trip_steps.take_back(books, "SEAT", "Settled on the wrong trip")
        late = DepositDraft("GIFT", day("2017-06-20"), "USD", "70", reference="LATE")
        deposits.record_deposit(books, late)


def report(store, query: str) -> dict[str, object]:
    """Every dataset, and the headline figures."""
    datasets = {
        name: rows(store, name, query) for name in BY_NAME if "known_at" in BY_NAME[name].filters
    }
    return datasets | {"overview": overview(view(store, query))}


@pytest.mark.parametrize("as_of", ["2017-05-31", "2017-06-27", "2017-06-30"])
def test_a_report_of_last_month_can_be_made_again_after_a_correction(store, as_of):
    a_month_of_work(store)
    then = report(store, f"as_of={as_of}")
    corrections(store)
    assert report(store, f"as_of={as_of}&known_at=2017-06-30") == then
    now = report(store, f"as_of={as_of}")
    for changed in ("contributions", "earmarking", "deposits", "overview"):
        assert now[changed] != then[changed]


def test_what_was_known_is_known_at_every_moment_in_between(sqlite_store):
    a_month_of_work(sqlite_store)
    corrections(sqlite_store)
    cash = {
        known_at: [
            (row["reference"], row["amount"])
            for row in rows(sqlite_store, "deposits", f"known_at={known_at}")
        ]
        for known_at in ("2017-06-11", "2017-06-12", "2017-06-30", "2017-07-01", "2017-07-03")
    }
    assert cash == {
        "2017-06-11": [],
        "2017-06-12": [("CASH", 40_000)],
        "2017-06-30": [("CASH", 40_000)],
        "2017-07-01": [("CASH", 50_000)],
        "2017-07-03": [("CASH", 50_000), ("LATE", 7_000)],
    }
    status = {
        known_at: only_row(sqlite_store, "participation", f"known_at={known_at}")["delegates"]
        for known_at in ("2017-06-29", "2017-06-30", "2017-07-02", "2017-07-03")
    }
    assert status == {"2017-06-29": 0, "2017-06-30": 1, "2017-07-02": 1, "2017-07-03": 0}


def test_a_deposit_moved_to_another_gift_was_known_under_the_first(store):
    with recorded(store, "2017-06-05 09:00") as books:
        contributors.record_contributor(books, ContributorDraft("Norway", "member_state", "NOR"))
        contributors.record_contributor(books, ContributorDraft("Japan", "member_state", "JPN"))
        for name in ("Norway", "Japan"):
            gift = ContributionDraft(name, "USD", "1000", reference=f"GIFT-{name}")
            signed = replace(gift, agreement_reference="SAA", agreement_signed_on=day("2017-05-10"))
            contributions.record_contribution(books, signed)
        cash = DepositDraft("GIFT-Norway", day("2017-05-15"), "USD", "400", reference="CASH")
        deposits.record_deposit(books, cash)
    with recorded(store, "2017-07-05 09:00") as books:
        cash = DepositDraft("GIFT-Japan", day("2017-05-15"), "USD", "400", reference="CASH")
        deposits.correct_deposit(books, cash, "Booked under the wrong arrangement")

    def giver(query: str) -> list[tuple[str, str]]:
        found = rows(store, "deposits", query)
        return [(row["contributor"], row["contribution_reference"]) for row in found]

    assert giver("") == [("Japan", "GIFT-Japan")]
    assert giver("known_at=2017-06-30") == [("Norway", "GIFT-Norway")]
    assert giver("known_at=2017-06-30&contributor=Japan") == []


def test_a_rate_edited_later_changes_nothing_that_was_booked(store):
    a_rate(store, "EUR", "0.90", "2017-05-01")
    gift = a_commitment(store, "900", "EUR")
    a_deposit(store, gift, "900", "EUR")
    before = {name: rows(store, name) for name in ("contributions", "deposits", "earmarking")}
    edited = RateDraft("EUR", day("2017-05-01"), "0.50", reason="Typing error")
    perform(store, record_rate, edited)
    assert {name: rows(store, name) for name in before} == before


def test_as_of_a_day_counts_what_is_dated_by_then_and_that_day_counts(store):
    money_available(store, {"1": "5000"}, since="2017-05-15")
    an_authorised_trip(store, "3000", authorised_on="2017-06-01")
    seen = [
        (found.deposited, found.obligated, found.available)
        for found in (
            overview(view(store, f"as_of={on}"))
            for on in ("2017-05-14", "2017-05-15", "2017-05-31", "2017-06-01")
        )
    ]
    assert seen == [
        (0, 0, 0),
        (500_000, 0, 500_000),
        (500_000, 0, 500_000),
        (500_000, 300_000, 200_000),
    ]


def test_before_anything_was_known_there_is_nothing(store):
    a_month_of_work(store)
    found = overview(view(store, "known_at=2017-06-04"))
    assert (found.deposited, found.committed, found.delegates) == (0, 0, 0)
    assert found.available_by_pool == dict.fromkeys(POOLS, 0)
    assert rows(store, "contributions", "known_at=2017-06-04") == []
