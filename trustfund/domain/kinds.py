"""The closed lists of codes that documents and entries use."""

from enum import StrEnum
from typing import TypeVar

from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, refusal

C = TypeVar("C", bound=StrEnum)


class ContributorType(StrEnum):
    """The four kinds of contributor that the fund's terms admit."""

    MEMBER_STATE = "member_state"
    REGIONAL_LEGISLATIVE_BODY = "regional_legislative_body"
    INTERGOVERNMENTAL_ORGANIZATION = "intergovernmental_organization"
    PHILANTHROPIC_ORGANIZATION = "philanthropic_organization"


class EntryKind(StrEnum):
    """Kinds of entries of the ledger."""

    __hash__ = str.__hash__  # that of Enum is many times slower, and kinds are looked up often

    PLEDGE = "pledge"
    WITHDRAWAL = "withdrawal"  # of a pledge; negative
    COMMITMENT = "commitment"
    AMENDMENT = "amendment"  # of a commitment; positive or negative
    WRITE_OFF = "write_off"  # of a commitment; negative
    DEPOSIT = "deposit"
    AGENT_FEE = "administrative_agent_fee"
    OBLIGATION = "obligation"
    RELEASE = "obligation_release"  # negative
    EXPENDITURE = "travel_expenditure"
    INTEREST = "interest"
    OTHER_INCOME = "other_income"
    BANK_CHARGE = "bank_charge"
    DIRECT_COST = "direct_cost"
    REFUND_TO_CONTRIBUTOR = "refund_to_contributor"
    TRANSFER_TO_ORGANIZATION = "transfer_to_organization"
    REFUND_FROM_ORGANIZATION = "refund_from_organization"
    ORGANIZATION_INTEREST = "organization_interest"
    ORGANIZATION_EXPENDITURE = "organization_expenditure"
    TRANSFER_TO_FUND = "transfer_to_fund"
    SURPLUS_RELEASE = "surplus_release"  # one entry out of a pool, negative, and one into another


class MovementKind(StrEnum):
    """Money that moves other than by a contribution or a trip."""

    INTEREST = EntryKind.INTEREST.value
    OTHER_INCOME = EntryKind.OTHER_INCOME.value
    BANK_CHARGE = EntryKind.BANK_CHARGE.value
    DIRECT_COST = EntryKind.DIRECT_COST.value
    REFUND_TO_CONTRIBUTOR = EntryKind.REFUND_TO_CONTRIBUTOR.value
    TRANSFER_TO_ORGANIZATION = EntryKind.TRANSFER_TO_ORGANIZATION.value
    REFUND_FROM_ORGANIZATION = EntryKind.REFUND_FROM_ORGANIZATION.value
    ORGANIZATION_INTEREST = EntryKind.ORGANIZATION_INTEREST.value
    ORGANIZATION_EXPENDITURE = EntryKind.ORGANIZATION_EXPENDITURE.value
    TRANSFER_TO_FUND = EntryKind.TRANSFER_TO_FUND.value
    SURPLUS_RELEASE = EntryKind.SURPLUS_RELEASE.value


COMMITTED = frozenset({EntryKind.COMMITMENT, EntryKind.AMENDMENT})
"""Entries that make up what arrangements promise, before anything is written off."""
AGENT = "agent"
"""What the balance with the administrative agent is kept as, beside the balances of the pools."""


class ReceiptStatus(StrEnum):
    """What became of cash that arrived without an arrangement."""

    OPEN = "open"
    BOOKED = "booked"  # as a deposit
    RETURNED = "returned"


class BankLineStatus(StrEnum):
    """What became of a line of a bank statement."""

    OPEN = "open"
    MATCHED = "matched"  # with what is booked
    LEFT_OUT = "left_out"  # with a reason


class InstalmentStatus(StrEnum):
    """Whether the deposits cover an instalment, and if not whether it is due."""

    PAID = "paid"
    SCHEDULED = "scheduled"
    LATE = "late"


class Stage(StrEnum):
    """How far a contribution has come."""

    PLEDGED = "pledged"
    COMMITTED = "committed"
    PARTLY_DEPOSITED = "partly_deposited"
    DEPOSITED = "deposited"
    WITHDRAWN = "withdrawn"
    WRITTEN_OFF = "written_off"


class EventKind(StrEnum):
    """Kinds of meetings of the process."""

    THEMATIC_SESSION = "thematic_session"
    REGIONAL_MEETING = "regional_meeting"
    REGIONAL_PROCESS = "regional_process"
    HEARING = "hearing"
    DIALOGUE = "dialogue"
    STOCKTAKING = "stocktaking"
    NEGOTIATION = "negotiation"
    CONFERENCE = "conference"
    OTHER = "other"


class EventStatus(StrEnum):
    """Whether a meeting is certain."""

    CONFIRMED = "confirmed"
    TBC = "tbc"
    TBA = "tba"
    CANCELLED = "cancelled"


class DatePrecision(StrEnum):
    """How exactly a meeting's dates were announced."""

    DAY = "day"
    MONTH = "month"
    VAGUE = "vague"
    NONE = "none"


class DelegateRole(StrEnum):
    """In which role a person takes part."""

    HEAD_OF_DELEGATION = "head_of_delegation"
    DELEGATE = "delegate"
    EXPERT = "expert"
    FELLOW = "fellow"


class Gender(StrEnum):
    """As stated by the person; blank when not stated."""

    F = "F"
    M = "M"
    X = "X"


class LetterKind(StrEnum):
    """Letters that staff make of the books, beside receipts."""

    PAYMENT_REQUEST = "payment_request"
    PAYMENT_REMINDER = "payment_reminder"
    SEAT_CONFIRMATION = "seat_confirmation"
    TRAVEL_LIST = "travel_list"


class RecordKind(StrEnum):
    """What papers are attached to."""

    CONTRIBUTION = "contribution"
    DEPOSIT = "deposit"
    MOVEMENT = "movement"
    TRIP = "trip"
    EVENT = "event"


class MediaType(StrEnum):
    """What a paper is, as browsers call it."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


_OWN_LABELS = {"tbc": "TBC", "tba": "TBA", "unearmarked": "Un-earmarked"}


def label(code: str) -> str:
    """A code in words: ``member_state`` is "Member state"."""
    return _OWN_LABELS.get(code, code.replace("_", " ").capitalize())


def one(code: str) -> str:
    """One of a kind in a sentence: "a member state", "an intergovernmental organization"."""
    words = label(code).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def parse_code(field: Field, text: str, codes: type[C]) -> C:
    """The code typed in a field, or a sentence that lists what is possible."""
    try:
        return codes(text.strip())
    except ValueError:
        remedy = f"Use {', '.join(codes)}"
        raise refusal(field, Code.NOT_A_CODE, text, "is not one of the codes", remedy) from None
