"""What changes of rates did to a contribution's US dollars: what is settled, what is not yet."""

from dataclasses import dataclass
from fractions import Fraction

from trustfund.domain import money
from trustfund.domain.kinds import EntryKind
from trustfund.figures import contributions
from trustfund.figures.contributions import Position
from trustfund.figures.view import View

K = EntryKind


@dataclass(frozen=True)
class Difference:
    """The exchange difference of a commitment in US dollar cents, in parts that add up to it."""

    realised: int
    """Of what was deposited of the commitment."""
    unrealised: int | None
    """Of what is outstanding; None where its currency has no rate yet."""
    above: int
    """What was deposited above the commitment, at the mean rate of its deposits."""

    @property
    def total(self) -> int | None:
        """Deposited plus outstanding less committed; None where its currency has no rate yet."""
        if self.unrealised is None:
            return None
        return self.realised + self.unrealised + self.above


def difference(view: View, position: Position) -> Difference:
    """The exchange difference of a contribution with an arrangement.

    Each part of the commitment, net of what is written off, is compared at its own mean rate.
    """
    amount = position.total(K.COMMITMENT) + position.total(K.WRITE_OFF)
    committed = position.total_usd(K.COMMITMENT) + position.total_usd(K.WRITE_OFF)
    deposited, deposited_usd = position.total(K.DEPOSIT), position.total_usd(K.DEPOSIT)
    excess = max(deposited - amount, 0)
    above = money.half_up(Fraction(deposited_usd * excess, deposited)) if excess else 0
    expected = (
        money.half_up(Fraction(committed * position.outstanding, amount))
        if position.outstanding
        else 0
    )
    valued = contributions.outstanding_usd(view, position)
    return Difference(
        realised=deposited_usd - above - (committed - expected),
        unrealised=None if valued is None else sum(valued.values()) - expected,
        above=above,
    )
