"""Import files of UN operational rates of exchange."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from trustfund.domain import catalogue, money
from trustfund.domain.catalogue.rate import UNITS_PER_USD
from trustfund.domain.problems import Problems
from trustfund.exchange.imports import treasury
from trustfund.exchange.imports.kind import Change, Kind, Line, Planned, step
from trustfund.ledger import kept, rates
from trustfund.ledger.books import Books
from trustfund.ledger.rates import RateDraft


def plan(books: Books, line: Line) -> Planned:
    """A rate is known by its currency and the day from which it is in effect."""
    currency, day = line.text("currency").upper(), line.day("effective_on")
    now = rates.find(books, currency, day)
    units = Problems().attempt(money.parse_rate, UNITS_PER_USD, line.text("units_per_usd"))
    same_units = now is not None and units == Decimal(now.units_per_usd)
    source = now.source if now else ""
    if not same_units:
        source = line.filled.get("source", source)
    draft = RateDraft(
        currency,
        day,
        line.text("units_per_usd"),
        line.text("source", source),
        line.reason if now else "",
    )
    record = step(rates.record_rate, draft, True)
    if now is None:
        return Planned(False, (record,))
    differs = {
        "units_per_usd": not same_units,
        "source": draft.source != now.source,
    }
    changed = tuple(
        Change(column, getattr(now, column), getattr(draft, column))
        for column, different in differs.items()
        if different
    )
    return Planned(True, (record,) if changed else (), changed)


def afterwards(books: Books, plans: Sequence[tuple[Line, Planned]]) -> Iterator[str]:
    """What was booked before these rates and keeps another; asked once for the whole file."""
    lines = {
        (line.text("currency").upper(), day): line
        for line, planned in plans
        if planned.steps and not line.problems and (day := line.day("effective_on"))
    }
    found = dict(kept.sentences(books, lines))
    for key in sorted(found, key=lambda key: lines[key].number):
        yield f"{lines[key].place}, {found[key]}"


RATES = Kind(
    name="rates",
    document=catalogue.rate.DOCUMENT,
    plan=plan,
    any_capitals=True,
    afterwards=afterwards,
    recognise=treasury.recognise,
    tidy=treasury.tidy,
)
