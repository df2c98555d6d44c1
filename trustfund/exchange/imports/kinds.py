"""The kinds of import files there are."""

from trustfund.exchange.imports.gifts import CONTRIBUTIONS
from trustfund.exchange.imports.givers import CONTRIBUTORS
from trustfund.exchange.imports.meetings import EVENTS
from trustfund.exchange.imports.movements import ALLOCATIONS, MOVEMENTS
from trustfund.exchange.imports.payments import DEPOSITS
from trustfund.exchange.imports.rates import RATES
from trustfund.exchange.imports.schedules import INSTALMENTS
from trustfund.exchange.imports.trips import TRAVEL

KINDS = (
    CONTRIBUTORS,
    CONTRIBUTIONS,
    INSTALMENTS,
    DEPOSITS,
    MOVEMENTS,
    ALLOCATIONS,
    EVENTS,
    TRAVEL,
    RATES,
)
BY_NAME = {kind.name: kind for kind in KINDS}
