"""Other words that files have for the codes of this fund. They are suggested, never assumed."""

from collections.abc import Mapping
from enum import StrEnum

from trustfund.domain.kinds import (
    ContributorType,
    DelegateRole,
    EventKind,
    EventStatus,
    Gender,
    MovementKind,
)
from trustfund.domain.travel import TripStatus

LISTS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    ContributorType: {
        ContributorType.MEMBER_STATE: "state, government, country, member, bilateral, governments",
        ContributorType.REGIONAL_LEGISLATIVE_BODY: (
            "parliament, regional parliament, regional assembly, legislative body"
        ),
        ContributorType.INTERGOVERNMENTAL_ORGANIZATION: (
            "igo, international organization, international organisation, multilateral, un agency"
        ),
        ContributorType.PHILANTHROPIC_ORGANIZATION: (
            "foundation, foundations, philanthropy, philanthropic, charity, trust"
        ),
    },
    Gender: {
        Gender.F: "female, woman, femme, mujer, ms, mrs, mme",
        Gender.M: "male, man, homme, hombre, mr",
        Gender.X: "other, non-binary, nonbinary, diverse",
    },
    DelegateRole: {
        DelegateRole.HEAD_OF_DELEGATION: "hod, head, chief of delegation, leader",
        DelegateRole.DELEGATE: "participant, member, representative, delegation member",
        DelegateRole.EXPERT: "adviser, advisor, specialist, resource person",
        DelegateRole.FELLOW: "fellowship",
    },
    TripStatus: {
        TripStatus.NOMINATED: "proposed, submitted, nomination, received",
        TripStatus.UNDER_REVIEW: "review, in review, pending, screening",
        TripStatus.APPROVED: "accepted, selected, cleared",
        TripStatus.WAITLISTED: "waiting list, waitlist, wait listed, reserve list",
        TripStatus.DECLINED: "rejected, refused, not selected, not approved",
        TripStatus.AUTHORISED: "authorized, ta issued, travel authorised",
        TripStatus.TICKETED: "ticket issued, booked, issued",
        TripStatus.TRAVELLED: "traveled, attended, completed travel",
        TripStatus.CLAIMED: "claim submitted, claim received",
        TripStatus.SETTLED: "paid, closed, reimbursed, claim settled, completed",
        TripStatus.WITHDRAWN: "withdrew",
        TripStatus.NO_SHOW: "noshow, did not attend, did not travel, absent",
    },
    MovementKind: {
        MovementKind.INTEREST: "interest income, interest earned, fund interest",
        MovementKind.OTHER_INCOME: "other revenue, miscellaneous income",
        MovementKind.BANK_CHARGE: "bank fee, bank fees",
        MovementKind.DIRECT_COST: "direct cost to fund",
        MovementKind.REFUND_TO_CONTRIBUTOR: "refund to donor",
        MovementKind.TRANSFER_TO_ORGANIZATION: "transfer to participating organization",
        MovementKind.ORGANIZATION_INTEREST: "interest income from organizations, agency interest",
        MovementKind.ORGANIZATION_EXPENDITURE: "expenditure, expenditures",
        MovementKind.SURPLUS_RELEASE: "release of surplus",
    },
    EventStatus: {
        EventStatus.CONFIRMED: "definite, fixed",
        EventStatus.TBC: "to be confirmed, provisional, tentative",
        EventStatus.TBA: "to be announced, to be determined, tbd",
    },
    EventKind: {
        EventKind.THEMATIC_SESSION: "thematic, informal thematic session",
        EventKind.REGIONAL_MEETING: "regional consultation, regional",
        EventKind.REGIONAL_PROCESS: "regional consultative process, rcp",
        EventKind.HEARING: "multi-stakeholder hearing, stakeholder hearing",
        EventKind.DIALOGUE: "international dialogue",
        EventKind.STOCKTAKING: "preparatory meeting, stocktaking meeting",
        EventKind.NEGOTIATION: "intergovernmental negotiation",
        EventKind.CONFERENCE: "intergovernmental conference, summit",
    },
}
"""Other words for the codes of closed lists; commas stand between. Close spellings need none."""
UNEARMARKED_WORDS = (
    "un earmarked, unearmarked, not earmarked, none, core, general, unrestricted, unspecified, "
    "no earmark"
)
"""Words for money that is for the fund as a whole, folded; commas stand between."""
