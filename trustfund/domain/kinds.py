"""The closed lists of codes that documents and entries use."""

from enum import StrEnum
from typing import TypeVar

from trustfund.domain.problems import Problem, Refused

C = TypeVar("C", bound=StrEnum)


class ContributorType(StrEnum):
    """The four kinds of contributor that the fund's terms admit."""

    MEMBER_STATE = "member_state"
    REGIONAL_LEGISLATIVE_BODY = "regional_legislative_body"
    INTERGOVERNMENTAL_ORGANIZATION = "intergovernmental_organization"
    PHILANTHROPIC_ORGANIZATION = "philanthropic_organization"


class EntryKind(StrEnum):
    """What an entry of the ledger says about money."""

    PLEDGE = "pledge"
    WITHDRAWAL = "withdrawal"  # of a pledge; negative
    COMMITMENT = "commitment"
    WRITE_OFF = "write_off"  # of a commitment; negative
    DEPOSIT = "deposit"
    AGENT_FEE = "administrative_agent_fee"
    OBLIGATION = "obligation"
    RELEASE = "obligation_release"  # negative
    EXPENDITURE = "travel_expenditure"


POOL_EFFECT: dict[EntryKind, int] = {
    EntryKind.DEPOSIT: 1,
    EntryKind.AGENT_FEE: -1,
    EntryKind.OBLIGATION: -1,
    EntryKind.RELEASE: -1,
    EntryKind.EXPENDITURE: -1,
}
"""Sign with which an entry's US dollars change what is available in its pool; others do not."""


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


_SAID_OTHERWISE = {"tbc": "TBC", "tba": "TBA", "unearmarked": "Un-earmarked"}


def label(code: str) -> str:
    """A code in words: ``member_state`` is "Member state"."""
    return _SAID_OTHERWISE.get(code, code.replace("_", " ").capitalize())


def parse_code(place: str, text: str, codes: type[C]) -> C:
    """The code typed at ``place``, or a sentence that lists what is possible."""
    try:
        return codes(text.strip())
    except ValueError:
        raise Refused(
            Problem(place, text, "is not one of the codes", f"Use {', '.join(codes)}")
        ) from None
