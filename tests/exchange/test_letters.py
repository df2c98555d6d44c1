"""Letters that staff make of the books: what each says, and where it is offered."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_step,
    an_authorised_trip,
    day,
    money_available,
    perform,
)
from tests.people import acting
from tests.readers import pdf_text
from tests.reading import made, view
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.exchange import letters
from trustfund.ledger.instalments import schedule_instalments

LATE: dict[str, Any] = {"contribution": "MCS00-C-0038", "due_on": "2018-07-02"}
COMING: dict[str, Any] = {"contribution": "MCS00-C-0006", "due_on": "2018-09-14"}


def letter(books, kind: str, role: Role = Role.STAFF, **of: str) -> str:
    said = pdf_text(made(books, "letter.pdf", urlencode({"kind": kind, **of}), role))
    return " ".join(said.split())


def problem(books, kind: str, role: Role = Role.STAFF, **of: str) -> str:
    with pytest.raises(Refused) as refused:
        letter(books, kind, role, **of)
    return str(refused.value)


# To a contributor


def test_a_request_says_what_is_to_be_paid_and_when(sample):
    said = letter(sample, "payment_request", **COMING)
    assert "European Union" in said
    assert (
        "an instalment is due on 14 September 2018. Please pay EUR 27,000.00 by that day." in said
    )
    assert "Please state MCS00-C-0006 with the payment." in said


def test_a_reminder_says_how_late_an_instalment_is_and_accuses_nobody(sample):
    said = letter(sample, "payment_reminder", **LATE)
    assert "was due on 2 July 2018, 14 days ago" in said
    assert "If you have paid it, please tell us the day and the bank's reference" in said


def test_nobody_is_reminded_of_what_is_still_to_come(sample):
    assert "is not past yet. Use kind=payment_request." in problem(
        sample, "payment_reminder", **COMING
    )


def test_what_arrived_of_an_instalment_is_not_asked_for_again(sqlite_store):
    gift = a_commitment(sqlite_store, "1000", reference="C-1")
    plan = [(day("2017-06-30"), "600"), (day("2018-12-31"), "400")]
    perform(sqlite_store, schedule_instalments, gift, plan)
    a_deposit(sqlite_store, gift, "700")
    of: dict[str, Any] = {"contribution": gift, "due_on": "2018-12-31"}
    said = letter(sqlite_store, "payment_request", **of)
    assert "Instalment USD 400.00 Received of it USD 100.00 To be paid USD 300.00" in said
    of["due_on"] = "2017-06-30"  # paid
    remedy = "is no day on which C-1 still has an instalment to pay. Use one of 2018-12-31."
    assert remedy in problem(sqlite_store, "payment_request", **of)


# To a State, and to the travel office


def test_a_seat_is_confirmed_with_what_the_fund_pays_and_without_a_name_or_an_amount(sample):
    said = letter(sample, "seat_confirmation", trip="MCS00-T-0257")
    assert "one funded seat for Haiti" in said
    assert "the most economical air fare, the daily subsistence allowance" in said
    assert "Where it stands Ticketed on" in said
    assert "USD" not in said


def test_until_the_event_a_confirmation_says_what_is_needed_and_by_when(sqlite_store):
    money_available(sqlite_store, {"": "10000"})
    trip = an_authorised_trip(
        sqlite_store, event="CONF", nominated_on="2018-05-02", authorised_on="2018-06-01"
    )
    said = letter(sqlite_store, "seat_confirmation", trip=trip)
    assert "Please send the secretariat as soon as you can, and by" in said


@pytest.mark.parametrize("status", ["", "approved", "declined"])
def test_no_seat_is_confirmed_that_the_fund_does_not_pay_for(sqlite_store, status):
    trip = a_nomination(sqlite_store)
    if status:
        a_step(sqlite_store, trip, status, "2017-05-21", reason="A reason")
    said = problem(sqlite_store, "seat_confirmation", trip=trip)
    assert f"is {status or 'nominated'} since" in said
    assert "Authorise it first" in said
    assert letters.offered(view(sqlite_store), acting(Role.STAFF), "trip", trip) == []


def test_the_travel_list_has_the_trips_that_wait_for_a_ticket(sqlite_store):
    money_available(sqlite_store, {"": "10000"})
    waiting = an_authorised_trip(sqlite_store)
    ticketed = an_authorised_trip(sqlite_store, "1000", country="TUV")
    a_step(sqlite_store, ticketed, "ticketed", "2017-06-02")
    said = letter(sqlite_store, "travel_list", event="TS-3")
    assert waiting in said
    assert ticketed not in said
    assert "All trips 3,000.00" in said
    assert "No trip to" in letter(sqlite_store, "travel_list", event="TS-4")


# Where they are offered


def test_each_record_offers_the_letters_that_can_be_made(sample):
    shown, staff = view(sample), acting(Role.STAFF)

    def named(record: str, reference: str, who=staff) -> list[str]:
        return [name for name, _ in letters.offered(shown, who, record, reference)]

    assert named("contribution", "MCS00-C-0038") == [
        "Payment reminder: due on 2018-07-02",
        "Payment request: due on 2018-11-01",
    ]
    assert named("trip", "MCS00-T-0257") == ["Seat confirmation"]
    assert named("event", "HR-6") == ["Travel list"]
    assert named("event", "TS-1") == []
    assert named("deposit", "MCS00-D-0004") == ["Receipt letter"]
    assert named("contribution", "MCS00-C-0038", acting(Role.TRAVEL)) == []
