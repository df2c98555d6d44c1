"""The queues of the desk: what each is called, whose work it is, and the form that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS, STEPS, TRIP_OFFICES
from trustfund.domain.roles import (
    ADMINISTRATORS,
    BOOK_READERS,
    INSTALMENT_READERS,
    TRAVEL_READERS,
    Role,
)
from trustfund.domain.travel import TripStatus

NEAR = 30
"""Days ahead in which an instalment, or a meeting, is near."""
CHECKED_WITHIN = timedelta(days=7)
"""So long after a check acts may be booked before another one is due."""


class Queue(StrEnum):
    """A kind of thing that waits for somebody."""

    INSTALMENTS_LATE = "instalments_late"
    INSTALMENTS_DUE = "instalments_due"
    PLEDGES = "pledges_unsigned"
    RECEIPTS = "receipts_unidentified"
    RATES = "rates"
    TO_APPROVE = "trips_to_approve"
    LEFT_OPEN = "requests_left_open"
    EVENTS = "events_to_confirm"
    TO_AUTHORISE = "trips_to_authorise"
    TO_TICKET = "trips_to_ticket"
    TO_CONFIRM = "trips_to_confirm"
    CLAIMS = "claims_awaited"
    TO_SETTLE = "trips_to_settle"
    TO_RECOVER = "allowances_to_recover"
    GRADUATIONS = "graduations"
    YEARS = "years_to_certify"
    CHECK = "check"


@dataclass(frozen=True)
class Work:
    """What there is to know of a queue."""

    one: str
    many: str
    rule: str
    """What is in it, and how it leaves."""
    offices: frozenset[Role]
    """Whose work it is: who may do the act that takes something out of it."""
    readers: frozenset[Role]
    """Who may see it; the others learn nothing of it, not even whether it is empty."""
    button: str
    page: str
    form: str = ""
    """What the page records, as its address says it."""
    document: str = ""
    """The part of the address that chooses what it is about, and how it does."""
    choice: str = "{}"
    step: str = ""
    """The step of a trip that the form is about."""
    record: str = ""
    """The kind of record that has a page of its own."""
    since: str = ""
    """What happened on the day since which something waits."""
    due: str = ""
    """What happens on the day until which it can wait, and how it is counted afterwards."""
    past: str = "ago"

    def asked(self, key: str) -> dict[str, str]:
        """What the address of the form asks for, so that it is about one thing of the queue."""
        form = {"do": self.form} if self.form else {}
        form |= {"step": self.step} if self.step else {}
        return form | ({self.document: self.choice.format(key)} if self.document else {})


_A, _S, _Q = ActCode, TripStatus, Queue
_PAYMENTS = INSTALMENT_READERS & BOOK_READERS
_TRIPS = TRAVEL_READERS & (TRIP_OFFICES | {Role.AUDITOR})
_CONTRIBUTION, _TRAVEL = "record-contribution", "record-travel"
_NEXT = "Next step"
_BEGINS, _ENDED = {"due": "meeting from"}, {"due": "meeting until"}

QUEUES: Mapping[Queue, Work] = {
    _Q.INSTALMENTS_LATE: Work(
        "late instalment",
        "late instalments",
        "Instalments that are due and that the deposits do not cover, by the rule of "
        "*Instalments due and late*; the amount is what is missing of each.",
        ACTS[_A.DEPOSIT_RECORDED],
        _PAYMENTS,
        "Record the deposit",
        _CONTRIBUTION,
        "Deposit",
        "contribution",
        record="contribution",
        due="due",
        past="late",
    ),
    _Q.INSTALMENTS_DUE: Work(
        "instalment due soon",
        "instalments due soon",
        f"Instalments due in the next {NEAR} days that the deposits do not cover yet.",
        ACTS[_A.DEPOSIT_RECORDED],
        _PAYMENTS,
        "Record the deposit",
        _CONTRIBUTION,
        "Deposit",
        "contribution",
        record="contribution",
        due="due",
    ),
    _Q.PLEDGES: Work(
        "pledge without an arrangement",
        "pledges without an arrangement",
        "Pledges that were neither signed for nor withdrawn.",
        ACTS[_A.ARRANGEMENT_SIGNED],
        BOOK_READERS,
        "Record the arrangement",
        _CONTRIBUTION,
        "Arrangement",
        "contribution",
        record="contribution",
        since="pledged",
    ),
    _Q.RECEIPTS: Work(
        "unidentified receipt",
        "unidentified receipts",
        "Unidentified receipts that were neither booked as a deposit nor sent back.",
        ACTS[_A.UNIDENTIFIED_RECEIPT_BOOKED],
        BOOK_READERS,
        "Book it",
        "record-movement",
        "Book a receipt",
        "unidentified receipt",
        since="received",
    ),
    _Q.RATES: Work(
        "rate of exchange missing or old",
        "rates of exchange missing or old",
        "Currencies in use without a rate, or whose newest rate is older than 45 days. A currency "
        "is in use while a contribution in it is not fully deposited, or a receipt in it is open.",
        ACTS[_A.RATE_RECORDED],
        BOOK_READERS,
        "Record the rate",
        _CONTRIBUTION,
        "Rate",
        "currency",
        since="newest rate",
    ),
    _Q.TO_APPROVE: Work(
        "trip to approve",
        "trips to approve",
        "Trips that are nominated or under review, to a meeting that has not begun. Who may not "
        "approve a trip, because duties are divided, does not have it here.",
        STEPS[_S.APPROVED],
        _TRIPS,
        "Review",
        _TRAVEL,
        _NEXT,
        "trip",
        record="trip",
        **_BEGINS,
    ),
    _Q.LEFT_OPEN: Work(
        "request to close",
        "requests to close",
        "Requests for a seat that are not authorised, while the meeting has begun or is cancelled: "
        "they can only be declined or withdrawn.",
        STEPS[_S.DECLINED],
        _TRIPS,
        "Close it",
        _TRAVEL,
        _NEXT,
        "trip",
        record="trip",
        **_BEGINS,
    ),
    _Q.EVENTS: Work(
        "meeting to confirm",
        "meetings to confirm",
        "Meetings that are to be confirmed or announced and that begin in the next "
        f"{NEAR} days or have begun; and those without a known day that had delegates and are not "
        "marked as held. What came before the fund is not there.",
        ACTS[_A.EVENT_CHANGED],
        BOOK_READERS,
        "Change the event",
        _TRAVEL,
        "Event",
        "event",
        record="event",
        due="from",
    ),
    _Q.TO_AUTHORISE: Work(
        "trip to authorise",
        "trips to authorise",
        "Trips that are approved, to a meeting that has not begun. Who nominated a trip whose "
        "approval no longer stands does not have it here.",
        STEPS[_S.AUTHORISED],
        _TRIPS,
        "Authorise",
        _TRAVEL,
        _NEXT,
        "trip",
        step=_S.AUTHORISED,
        record="trip",
        **_BEGINS,
    ),
    _Q.TO_TICKET: Work(
        "ticket to issue",
        "tickets to issue",
        "Trips that are authorised and have no ticket, to a meeting that is not over.",
        STEPS[_S.TICKETED],
        _TRIPS,
        "Record the ticket",
        _TRAVEL,
        _NEXT,
        "trip",
        step=_S.TICKETED,
        record="trip",
        **_BEGINS,
    ),
    _Q.TO_CONFIRM: Work(
        "trip to confirm",
        "trips to confirm",
        "Trips that are authorised or ticketed, to a meeting that is over or cancelled: did the "
        "delegate travel?",
        STEPS[_S.TRAVELLED],
        _TRIPS,
        "Say what happened",
        _TRAVEL,
        _NEXT,
        "trip",
        record="trip",
        **_ENDED,
    ),
    _Q.CLAIMS: Work(
        "claim awaited",
        "claims awaited",
        "Delegates who travelled, whose meeting is over, and whose trip is neither claimed nor "
        "settled.",
        STEPS[_S.CLAIMED],
        _TRIPS,
        "Record the claim",
        _TRAVEL,
        _NEXT,
        "trip",
        step=_S.CLAIMED,
        record="trip",
        **_ENDED,
    ),
    _Q.TO_SETTLE: Work(
        "claim to settle",
        "claims to settle",
        "Trips that are claimed and not settled.",
        STEPS[_S.SETTLED],
        _TRIPS,
        "Settle",
        _TRAVEL,
        _NEXT,
        "trip",
        step=_S.SETTLED,
        record="trip",
    ),
    _Q.TO_RECOVER: Work(
        "allowance to recover",
        "allowances to recover",
        "No-shows whose booked cost is more than the ticket of the estimate, with the indirect "
        "cost: the rest was paid for days that nobody attended. The step is corrected when the "
        "money is back.",
        STEPS[_S.NO_SHOW],
        _TRIPS,
        "Correct the cost",
        _TRAVEL,
        "Correct",
        "trip",
        record="trip",
    ),
    _Q.GRADUATIONS: Work(
        "graduation to confirm",
        "graduations to confirm",
        "Least developed countries whose graduation was scheduled by today and is not confirmed.",
        ACTS[_A.GRADUATION_DECIDED],
        BOOK_READERS,
        "Decide",
        _TRAVEL,
        "Graduation",
        "country",
        record="country",
        since="scheduled for",
    ),
    _Q.YEARS: Work(
        "year to certify",
        "years to certify",
        "Years that are over, from the first with an entry, whose statements are not certified. "
        "Statements are due on 30 April.",
        ACTS[_A.YEAR_CERTIFIED],
        BOOK_READERS,
        "Look and certify",
        "reports",
        "",
        "as_of",
        "{}-12-31",
        due="statements due",
        past="late",
    ),
    _Q.CHECK: Work(
        "check of the books",
        "checks of the books",
        "The last check, where it found a fault or something to settle, or where acts were booked "
        f"more than {CHECKED_WITHIN.days} days after it; or that there was none in the time that "
        "the access log is kept. The page Checks and the command check note it there.",
        ADMINISTRATORS,
        ADMINISTRATORS | {Role.AUDITOR},
        "Check",
        "checks",
    ),
}
"""Every queue, those of an office beside each other, in the order of the desk."""
