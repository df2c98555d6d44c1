"""What an act on the books was: its code, which programs compare, and its words, for people."""

from enum import StrEnum


class ActCode(StrEnum):
    """Every kind of act. History keeps the code; it never changes its meaning."""

    CONTRIBUTION_RECORDED = "contribution_recorded"
    CONTRIBUTION_CORRECTED = "contribution_corrected"
    ARRANGEMENT_SIGNED = "arrangement_signed"
    ARRANGEMENT_AMENDED = "arrangement_amended"
    AMENDMENT_TAKEN_BACK = "amendment_taken_back"
    PLEDGE_WITHDRAWN = "pledge_withdrawn"
    COMMITMENT_WRITTEN_OFF = "commitment_written_off"
    WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK = "withdrawal_or_write_off_taken_back"
    PAYMENT_SCHEDULE_SET = "payment_schedule_set"
    DEPOSIT_RECORDED = "deposit_recorded"
    DEPOSITS_RECORDED = "deposits_recorded"
    DEPOSIT_CORRECTED = "deposit_corrected"
    DEPOSIT_REVERSED = "deposit_reversed"
    UNIDENTIFIED_RECEIPT_RECORDED = "unidentified_receipt_recorded"
    UNIDENTIFIED_RECEIPT_CORRECTED = "unidentified_receipt_corrected"
    UNIDENTIFIED_RECEIPT_BOOKED = "unidentified_receipt_booked"
    UNIDENTIFIED_RECEIPT_RETURNED = "unidentified_receipt_returned"
    MOVEMENT_RECORDED = "movement_recorded"
    MOVEMENT_CORRECTED = "movement_corrected"
    MOVEMENT_REVERSED = "movement_reversed"
    ALLOCATION_RECORDED = "allocation_recorded"
    ALLOCATION_CORRECTED = "allocation_corrected"
    ALLOCATION_CANCELLED = "allocation_cancelled"
    DELEGATE_NOMINATED = "delegate_nominated"
    NOMINATION_CORRECTED = "nomination_corrected"
    TRIP_STEP_TAKEN = "trip_step_taken"
    TRIP_STEP_CORRECTED = "trip_step_corrected"
    TRIP_STEP_TAKEN_BACK = "trip_step_taken_back"
    DELEGATE_NAME_REMOVED = "delegate_name_removed"
    DELEGATE_NAMES_REMOVED = "delegate_names_removed"
    CONTRIBUTOR_RECORDED = "contributor_recorded"
    CONTRIBUTOR_CORRECTED = "contributor_corrected"
    CONTRIBUTOR_NAME_GIVEN = "contributor_name_given"
    CONTRIBUTOR_NAME_TAKEN_BACK = "contributor_name_taken_back"
    EVENT_ADDED = "event_added"
    EVENT_CHANGED = "event_changed"
    ELIGIBILITY_DECIDED = "eligibility_decided"
    RATE_RECORDED = "rate_recorded"
    FILE_IMPORTED = "file_imported"
    IMPORT_TAKEN_BACK = "import_taken_back"
    YEAR_CERTIFIED = "year_certified"
    TERMS_CHANGED = "terms_changed"
    PUBLISHING_SET = "publishing_set"
    IATI_REFERENCE_GIVEN = "iati_reference_given"
    IATI_REFERENCE_TAKEN_BACK = "iati_reference_taken_back"


WORDS: dict[ActCode, str] = {
    ActCode.CONTRIBUTION_RECORDED: "recorded a contribution",
    ActCode.CONTRIBUTION_CORRECTED: "corrected a contribution",
    ActCode.ARRANGEMENT_SIGNED: "signed an arrangement",
    ActCode.ARRANGEMENT_AMENDED: "amended an arrangement",
    ActCode.AMENDMENT_TAKEN_BACK: "took back an amendment",
    ActCode.PLEDGE_WITHDRAWN: "withdrew a pledge",
    ActCode.COMMITMENT_WRITTEN_OFF: "wrote off a commitment",
    ActCode.WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK: "took back a withdrawal or write-off",
    ActCode.PAYMENT_SCHEDULE_SET: "set a payment schedule",
    ActCode.DEPOSIT_RECORDED: "recorded a deposit",
    ActCode.DEPOSITS_RECORDED: "recorded deposits",
    ActCode.DEPOSIT_CORRECTED: "corrected a deposit",
    ActCode.DEPOSIT_REVERSED: "reversed a deposit",
    ActCode.UNIDENTIFIED_RECEIPT_RECORDED: "recorded an unidentified receipt",
    ActCode.UNIDENTIFIED_RECEIPT_CORRECTED: "corrected an unidentified receipt",
    ActCode.UNIDENTIFIED_RECEIPT_BOOKED: "booked an unidentified receipt",
    ActCode.UNIDENTIFIED_RECEIPT_RETURNED: "returned an unidentified receipt",
    ActCode.MOVEMENT_RECORDED: "recorded a movement",
    ActCode.MOVEMENT_CORRECTED: "corrected a movement",
    ActCode.MOVEMENT_REVERSED: "reversed a movement",
    ActCode.ALLOCATION_RECORDED: "recorded an allocation",
    ActCode.ALLOCATION_CORRECTED: "corrected an allocation",
    ActCode.ALLOCATION_CANCELLED: "cancelled an allocation",
    ActCode.DELEGATE_NOMINATED: "nominated a delegate",
    ActCode.NOMINATION_CORRECTED: "corrected a nomination",
    ActCode.TRIP_STEP_TAKEN: "took a trip a step further",
    ActCode.TRIP_STEP_CORRECTED: "corrected a step of a trip",
    ActCode.TRIP_STEP_TAKEN_BACK: "took back a step of a trip",
    ActCode.DELEGATE_NAME_REMOVED: "removed the name of a delegate",
    ActCode.DELEGATE_NAMES_REMOVED: "removed the names of delegates",
    ActCode.CONTRIBUTOR_RECORDED: "recorded a contributor",
    ActCode.CONTRIBUTOR_CORRECTED: "corrected a contributor",
    ActCode.CONTRIBUTOR_NAME_GIVEN: "gave a contributor another name",
    ActCode.CONTRIBUTOR_NAME_TAKEN_BACK: "took back another name of a contributor",
    ActCode.EVENT_ADDED: "added an event",
    ActCode.EVENT_CHANGED: "changed an event",
    ActCode.ELIGIBILITY_DECIDED: "decided on eligibility",
    ActCode.RATE_RECORDED: "recorded a rate",
    ActCode.FILE_IMPORTED: "imported a file",
    ActCode.IMPORT_TAKEN_BACK: "took back an import",
    ActCode.YEAR_CERTIFIED: "certified a year",
    ActCode.TERMS_CHANGED: "changed the terms of the fund",
    ActCode.PUBLISHING_SET: "set how the fund is published",
    ActCode.IATI_REFERENCE_GIVEN: "gave an organization its IATI reference",
    ActCode.IATI_REFERENCE_TAKEN_BACK: "took back an IATI reference",
}
"""What somebody did, as history and refusals say it."""
