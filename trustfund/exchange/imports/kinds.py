"""The kinds of import files there are."""

from trustfund.exchange.imports.contributions import CONTRIBUTIONS
from trustfund.exchange.imports.contributors import CONTRIBUTORS
from trustfund.exchange.imports.countries import COUNTRIES
from trustfund.exchange.imports.deposits import DEPOSITS
from trustfund.exchange.imports.events import EVENTS
from trustfund.exchange.imports.instalments import INSTALMENTS
from trustfund.exchange.imports.movements import ALLOCATIONS, MOVEMENTS
from trustfund.exchange.imports.rates import RATES
from trustfund.exchange.imports.travel import TRAVEL

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
    COUNTRIES,
)
BY_NAME = {kind.name: kind for kind in KINDS}
