"""What an act on the books was: its code, which programs compare, and its words, for people."""

from enum import StrEnum
from typing import Self


class ActCode(StrEnum):
    """Every kind of act. History keeps the code; it never changes its meaning."""

    words: str
    """What somebody did, as history and refusals say it."""

    def __new__(cls, code: str, words: str) -> Self:
        """Make the text of the code a member that knows its words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        return member

    INIT = "init", "made the store"
    MIGRATION = "migration", "upgraded the store"
    CONTRIBUTION_RECORDED = "contribution_recorded", "recorded a contribution"
    CONTRIBUTION_CORRECTED = "contribution_corrected", "corrected a contribution"
    ARRANGEMENT_SIGNED = "arrangement_signed", "signed an arrangement"
    ARRANGEMENT_AMENDED = "arrangement_amended", "amended an arrangement"
    AMENDMENT_TAKEN_BACK = "amendment_taken_back", "took back an amendment"
    PLEDGE_WITHDRAWN = "pledge_withdrawn", "withdrew a pledge"
    COMMITMENT_WRITTEN_OFF = "commitment_written_off", "wrote off a commitment"
    WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK = (
        "withdrawal_or_write_off_taken_back",
        "took back a withdrawal or write-off",
    )
    PAYMENT_SCHEDULE_SET = "payment_schedule_set", "set a payment schedule"
    DEPOSIT_RECORDED = "deposit_recorded", "recorded a deposit"
    DEPOSITS_RECORDED = "deposits_recorded", "recorded deposits"
    DEPOSIT_CORRECTED = "deposit_corrected", "corrected a deposit"
    DEPOSIT_REVERSED = "deposit_reversed", "reversed a deposit"
    DEPOSIT_TOLD_APART = "deposit_told_apart", "said that a deposit is other money"
    SAME_MONEY_LEFT_OUT = "same_money_left_out", "left out money that is there already"
    UNIDENTIFIED_RECEIPT_RECORDED = (
        "unidentified_receipt_recorded",
        "recorded an unidentified receipt",
    )
    UNIDENTIFIED_RECEIPT_CORRECTED = (
        "unidentified_receipt_corrected",
        "corrected an unidentified receipt",
    )
    UNIDENTIFIED_RECEIPT_BOOKED = "unidentified_receipt_booked", "booked an unidentified receipt"
    UNIDENTIFIED_RECEIPT_RETURNED = (
        "unidentified_receipt_returned",
        "returned an unidentified receipt",
    )
    MOVEMENT_RECORDED = "movement_recorded", "recorded a movement"
    MOVEMENT_CORRECTED = "movement_corrected", "corrected a movement"
    MOVEMENT_REVERSED = "movement_reversed", "reversed a movement"
    ALLOCATION_RECORDED = "allocation_recorded", "recorded an allocation"
    ALLOCATION_CORRECTED = "allocation_corrected", "corrected an allocation"
    ALLOCATION_CANCELLED = "allocation_cancelled", "cancelled an allocation"
    DELEGATE_NOMINATED = "delegate_nominated", "nominated a delegate"
    NOMINATION_CORRECTED = "nomination_corrected", "corrected a nomination"
    TRIP_STEP_TAKEN = "trip_step_taken", "took a trip a step further"
    TRIP_STEPS_TAKEN = "trip_steps_taken", "took several trips a step further"
    TRIP_STEP_CORRECTED = "trip_step_corrected", "corrected a step of a trip"
    TRIP_STEP_TAKEN_BACK = "trip_step_taken_back", "took back a step of a trip"
    DELEGATE_NAME_REMOVED = "delegate_name_removed", "removed the name of a delegate"
    DELEGATE_NAMES_REMOVED = "delegate_names_removed", "removed the names of delegates"
    CONTRIBUTOR_RECORDED = "contributor_recorded", "recorded a contributor"
    CONTRIBUTOR_CORRECTED = "contributor_corrected", "corrected a contributor"
    CONTRIBUTOR_NAME_GIVEN = "contributor_name_given", "gave a contributor another name"
    CONTRIBUTOR_NAME_TAKEN_BACK = (
        "contributor_name_taken_back",
        "took back another name of a contributor",
    )
    EVENT_ADDED = "event_added", "added an event"
    EVENT_CHANGED = "event_changed", "changed an event"
    COUNTRY_LISTED = "country_listed", "took a country as a newer list has it"
    GRADUATION_DECIDED = "graduation_decided", "decided on a graduation"
    ELIGIBILITY_DECIDED = "eligibility_decided", "decided on eligibility"
    RATES_RECORDED = "rates_recorded", "recorded rates of exchange"
    RATE_RECORDED = "rate_recorded", "recorded a rate"
    PAPER_ATTACHED = "paper_attached", "attached a paper"
    PAPER_REMOVED = "paper_removed", "removed a paper"
    FILE_IMPORTED = "file_imported", "imported a file"
    IMPORT_TAKEN_BACK = "import_taken_back", "took back an import"
    YEAR_CERTIFIED = "year_certified", "certified a year"
    CLOCK_SETTLED = "clock_settled", "settled the clock"
    TERMS_CHANGED = "terms_changed", "changed the terms of the fund"
    OBJECTIVE_CHANGED = "objective_changed", "changed an objective of the fund"
    PUBLISHING_SET = "publishing_set", "set how the fund is published"
    IATI_REFERENCE_GIVEN = "iati_reference_given", "gave an organization its IATI reference"
    IATI_REFERENCE_TAKEN_BACK = "iati_reference_taken_back", "took back an IATI reference"


PROGRAMS_OWN = frozenset({ActCode.INIT, ActCode.MIGRATION})
"""What the program writes of itself: nobody booked anything."""
IMPORTED, LOADED = "imported from", "loaded from"
"""How the reason of an act begins that an imported file asked for."""
