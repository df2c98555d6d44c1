"""The steps of a funded trip, in their legal order, and what each does to money and counts."""

from dataclasses import dataclass
from enum import StrEnum

from trustfund.domain import money


class TripStatus(StrEnum):
    """Where a trip stands."""

    NOMINATED = "nominated"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    AUTHORISED = "authorised"
    TICKETED = "ticketed"
    TRAVELLED = "travelled"
    CLAIMED = "claimed"
    SETTLED = "settled"
    OFFER_DECLINED = "offer_declined"
    WITHDRAWN = "withdrawn"
    CANCELLED_AFTER_TICKET = "cancelled_after_ticket"
    NO_SHOW = "no_show"
    REPLACED = "replaced"


_S = TripStatus

NEXT_STEPS: dict[TripStatus, tuple[TripStatus, ...]] = {
    _S.NOMINATED: (
        _S.UNDER_REVIEW,
        _S.APPROVED,
        _S.WAITLISTED,
        _S.DECLINED,
        _S.AUTHORISED,
        _S.OFFER_DECLINED,
        _S.WITHDRAWN,
    ),
    _S.UNDER_REVIEW: (
        _S.APPROVED,
        _S.WAITLISTED,
        _S.DECLINED,
        _S.AUTHORISED,
        _S.OFFER_DECLINED,
        _S.WITHDRAWN,
    ),
    _S.WAITLISTED: (_S.APPROVED, _S.DECLINED, _S.AUTHORISED, _S.OFFER_DECLINED, _S.WITHDRAWN),
    _S.APPROVED: (_S.AUTHORISED, _S.OFFER_DECLINED, _S.WITHDRAWN),
    _S.AUTHORISED: (
        _S.TICKETED,
        _S.TRAVELLED,
        _S.CLAIMED,
        _S.SETTLED,
        _S.WITHDRAWN,
        _S.CANCELLED_AFTER_TICKET,
        _S.NO_SHOW,
        _S.REPLACED,
    ),
    _S.TICKETED: (
        _S.TRAVELLED,
        _S.CLAIMED,
        _S.SETTLED,
        _S.CANCELLED_AFTER_TICKET,
        _S.NO_SHOW,
        _S.REPLACED,
    ),
    _S.TRAVELLED: (_S.CLAIMED, _S.SETTLED),
    _S.CLAIMED: (_S.SETTLED,),
}
"""The steps that may follow a status; a status that is not a key ends the trip."""
ENDS = frozenset(status for status in _S if status not in NEXT_STEPS)

REASON_NEEDED = frozenset(
    {
        _S.DECLINED,
        _S.OFFER_DECLINED,
        _S.WITHDRAWN,
        _S.CANCELLED_AFTER_TICKET,
        _S.NO_SHOW,
        _S.REPLACED,
    }
)
COST_POSSIBLE = frozenset({_S.SETTLED, _S.CANCELLED_AFTER_TICKET, _S.NO_SHOW, _S.REPLACED})
"""Steps that book an actual or sunk cost; the rest of the obligation is released."""

EXPECTED = frozenset({_S.AUTHORISED, _S.TICKETED})
DELEGATES = frozenset({_S.TRAVELLED, _S.CLAIMED, _S.SETTLED})
SUNK = frozenset({_S.CANCELLED_AFTER_TICKET, _S.NO_SHOW, _S.REPLACED})
ONCE_EVENT_BEGAN = frozenset({_S.CLAIMED, _S.SETTLED, _S.NO_SHOW})
"""Steps that cannot be dated before the first day of the event (people may leave home earlier)."""


@dataclass(frozen=True)
class Costs:
    """The estimate of a trip in US dollar cents."""

    ticket: int
    dsa: int
    terminal: int
    other: int

    @property
    def total(self) -> int:
        """What the trip is expected to cost, before indirect support cost."""
        return self.ticket + self.dsa + self.terminal + self.other


def with_indirect_cost(cents: int, basis_points: int) -> int:
    """A cost and the managing organization's indirect support cost on it."""
    return cents + money.percentage(cents, basis_points)
