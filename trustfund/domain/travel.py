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

_NOT_FUNDED = (_S.OFFER_DECLINED, _S.WITHDRAWN)
_DECIDED = (_S.APPROVED, _S.WAITLISTED, _S.DECLINED, _S.AUTHORISED, *_NOT_FUNDED)
_GONE = (_S.TRAVELLED, _S.CLAIMED, _S.SETTLED)
_NOT_GONE = (_S.CANCELLED_AFTER_TICKET, _S.NO_SHOW, _S.REPLACED)
NEXT_STEPS: dict[TripStatus, tuple[TripStatus, ...]] = {
    _S.NOMINATED: (_S.UNDER_REVIEW, *_DECIDED),
    _S.UNDER_REVIEW: _DECIDED,
    _S.WAITLISTED: (_S.APPROVED, _S.DECLINED, _S.AUTHORISED, *_NOT_FUNDED),
    _S.APPROVED: (_S.AUTHORISED, *_NOT_FUNDED),
    _S.AUTHORISED: (_S.TICKETED, *_GONE, _S.WITHDRAWN, *_NOT_GONE),
    _S.TICKETED: (*_GONE, *_NOT_GONE),
    _S.TRAVELLED: (_S.CLAIMED, _S.SETTLED),
    _S.CLAIMED: (_S.SETTLED,),
}
"""The steps that may follow a status; a status that is not a key ends the trip."""
ENDS = frozenset(status for status in _S if status not in NEXT_STEPS)

REASON_NEEDED = frozenset({_S.DECLINED, *_NOT_FUNDED, *_NOT_GONE})
COST_POSSIBLE = frozenset({_S.SETTLED, *_NOT_GONE})
"""Steps that book an actual or sunk cost; the rest of the obligation is released."""

EXPECTED = frozenset({_S.AUTHORISED, _S.TICKETED})
DELEGATES = frozenset(_GONE)
WAITING = frozenset({_S.NOMINATED, _S.UNDER_REVIEW, _S.WAITLISTED})
"""Steps of somebody who asked for a seat, and about whom nobody has decided."""
SUNK = frozenset(_NOT_GONE)
SEATED = (EXPECTED | DELEGATES | SUNK) - {_S.REPLACED}
"""Steps of somebody who has a seat; one that is passed on is somebody else's."""
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
