"""Who may do what to the books: the one table that acts, forms and documentation are made of.

What may be read stands with each dataset and page. A mission and a contributor are held to what is
their own by the act itself.
"""

from collections.abc import Mapping

from trustfund.domain.act_codes import ActCode
from trustfund.domain.kinds import RecordKind
from trustfund.domain.roles import (
    ADMINISTRATORS,
    AGENTS,
    BOOK_READERS,
    RECORDERS,
    SECRETARIAT,
    TRAVEL_OFFICE,
    Role,
)
from trustfund.domain.travel import ENDS, TripStatus

_A, _S = ActCode, TripStatus
TRIP_OFFICES = SECRETARIAT | TRAVEL_OFFICE
REQUESTERS = SECRETARIAT | {Role.MISSION}

ACTS: Mapping[ActCode, frozenset[Role]] = {
    code: allowed
    for allowed, codes in (
        (
            AGENTS,
            (
                _A.CONTRIBUTOR_RECORDED,
                _A.CONTRIBUTOR_CORRECTED,
                _A.CONTRIBUTOR_NAME_GIVEN,
                _A.CONTRIBUTOR_NAME_TAKEN_BACK,
                _A.CONTRIBUTION_RECORDED,
                _A.CONTRIBUTION_CORRECTED,
                _A.ARRANGEMENT_SIGNED,
                _A.ARRANGEMENT_AMENDED,
                _A.AMENDMENT_TAKEN_BACK,
                _A.PLEDGE_WITHDRAWN,
                _A.COMMITMENT_WRITTEN_OFF,
                _A.WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK,
                _A.PAYMENT_SCHEDULE_SET,
                _A.DEPOSIT_RECORDED,
                _A.DEPOSITS_RECORDED,
                _A.DEPOSIT_CORRECTED,
                _A.DEPOSIT_REVERSED,
                _A.DEPOSIT_TOLD_APART,
                _A.SAME_MONEY_LEFT_OUT,
                _A.UNIDENTIFIED_RECEIPT_RECORDED,
                _A.UNIDENTIFIED_RECEIPT_CORRECTED,
                _A.UNIDENTIFIED_RECEIPT_BOOKED,
                _A.UNIDENTIFIED_RECEIPT_RETURNED,
                _A.MOVEMENT_RECORDED,
                _A.MOVEMENT_CORRECTED,
                _A.MOVEMENT_REVERSED,
                _A.RATE_RECORDED,
                _A.RATES_RECORDED,
            ),
        ),
        (
            SECRETARIAT,
            (
                _A.COUNTRY_LISTED,
                _A.ALLOCATION_RECORDED,
                _A.ALLOCATION_CORRECTED,
                _A.ALLOCATION_CANCELLED,
                _A.EVENT_ADDED,
                _A.EVENT_CHANGED,
                _A.NOMINATION_CORRECTED,
            ),
        ),
        (REQUESTERS, (_A.DELEGATE_NOMINATED,)),
        (TRIP_OFFICES | REQUESTERS, (_A.TRIP_STEP_TAKEN,)),
        (
            TRIP_OFFICES,
            (
                _A.TRIP_STEPS_TAKEN,
                _A.TRIP_STEP_CORRECTED,
                _A.TRIP_STEP_TAKEN_BACK,
                _A.DELEGATE_NAME_REMOVED,
            ),
        ),
        (
            RECORDERS,
            (_A.PAPER_ATTACHED, _A.PAPER_REMOVED, _A.FILE_IMPORTED, _A.IMPORT_TAKEN_BACK),
        ),
        (
            ADMINISTRATORS,
            (
                _A.DELEGATE_NAMES_REMOVED,
                _A.ELIGIBILITY_DECIDED,
                _A.GRADUATION_DECIDED,
                _A.YEAR_CERTIFIED,
                _A.CLOCK_SETTLED,
                _A.TERMS_CHANGED,
                _A.OBJECTIVE_CHANGED,
                _A.PUBLISHING_SET,
                _A.IATI_REFERENCE_GIVEN,
                _A.IATI_REFERENCE_TAKEN_BACK,
            ),
        ),
    )
    for code in codes
}
"""Who may do each act; of a step of a trip ``STEPS`` says more, of a paper ``PAPERS``."""

STEPS: Mapping[TripStatus, frozenset[Role]] = {
    _S.NOMINATED: REQUESTERS,
    _S.UNDER_REVIEW: SECRETARIAT,
    _S.APPROVED: SECRETARIAT,
    _S.WAITLISTED: SECRETARIAT,
    _S.DECLINED: SECRETARIAT,
    _S.AUTHORISED: TRAVEL_OFFICE,
    _S.TICKETED: TRAVEL_OFFICE,
    _S.TRAVELLED: TRAVEL_OFFICE,
    _S.CLAIMED: TRAVEL_OFFICE,
    _S.SETTLED: TRAVEL_OFFICE,
    _S.OFFER_DECLINED: TRIP_OFFICES,
    _S.WITHDRAWN: TRIP_OFFICES | REQUESTERS,
    _S.CANCELLED_AFTER_TICKET: TRAVEL_OFFICE,
    _S.NO_SHOW: TRAVEL_OFFICE,
    _S.REPLACED: TRAVEL_OFFICE,
}
"""Who may take, correct and take back each step of a trip; ``taking_back`` says more."""


def taking_back(last: TripStatus, before: TripStatus) -> frozenset[Role]:
    """Who may take back the ``last`` step of a trip, after which the one ``before`` it stands.

    A trip that had ended lives again, and may reserve money: for the office of the step before.
    """
    allowed = ACTS[_A.TRIP_STEP_TAKEN_BACK] & STEPS[last]
    return allowed & STEPS[before] if last in ENDS else allowed


_R = RecordKind
PAPERS: Mapping[RecordKind, frozenset[Role]] = {
    **dict.fromkeys((_R.CONTRIBUTION, _R.DEPOSIT, _R.MOVEMENT), AGENTS),
    **dict.fromkeys((_R.TRIP, _R.EVENT), TRIP_OFFICES),
}
"""Who may attach a paper to each kind of record, and remove it."""
PAPER_READERS: Mapping[RecordKind, frozenset[Role]] = {
    **dict.fromkeys(RecordKind, BOOK_READERS),
    _R.TRIP: TRIP_OFFICES,
}
"""Who may see it: of a trip those alone who see its delegate's name, for it may be in there."""

FILES: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(
        ("contributors", "contributions", "instalments", "deposits", "movements", "rates"), AGENTS
    ),
    **dict.fromkeys(("allocations", "events", "countries"), SECRETARIAT),
    "travel": TRIP_OFFICES,
}
"""Who may import each kind of file. What its rows ask for are acts, which ask for their own."""
