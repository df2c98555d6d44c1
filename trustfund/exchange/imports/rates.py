"""Import files of UN operational rates of exchange."""

from decimal import Decimal

from trustfund.domain import money
from trustfund.domain.problems import Problems
from trustfund.exchange.imports.kind import Change, Kind, Line, Planned, step
from trustfund.ledger import rates
from trustfund.ledger.acts import Books
from trustfund.ledger.rates import RateDraft
from trustfund.store.tables import Rate


def plan(books: Books, line: Line) -> Planned:
    """A rate is known by its currency and the day from which it is in effect."""
    currency, day = line.text("currency").upper(), line.day("effective_on")
    now = books.session.get(Rate, (currency, day)) if day else None
    draft = RateDraft(
        currency,
        day,
        line.text("units_per_usd"),
        line.text("source", now.source if now else ""),
        line.reason if now else "",
    )
    record = step(rates.record_rate, draft)
    if now is None:
        return Planned(False, (record,))
    units = Problems().attempt(money.parse_rate, "", draft.units_per_usd)
    differs = {
        "units_per_usd": units != Decimal(now.units_per_usd),
        "source": draft.source != now.source,
    }
    changed = tuple(
        Change(column, getattr(now, column), getattr(draft, column))
        for column, different in differs.items()
        if different
    )
    return Planned(True, (record,) if changed else (), changed)


RATES = Kind(
    name="rates",
    required=("currency", "effective_on", "units_per_usd"),
    optional=("source",),
    key=("currency", "effective_on"),
    plan=plan,
    places={
        "Currency": "currency",
        "Effective date": "effective_on",
        "Units for 1 USD": "units_per_usd",
    },
    any_capitals=True,
)
