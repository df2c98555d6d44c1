"""Import files of UN operational rates of exchange."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trustfund.domain import catalogue
from trustfund.exchange.imports import treasury
from trustfund.exchange.imports.cells import same
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.ledger import kept, rates
from trustfund.ledger.books import Books
from trustfund.ledger.rates import RateDraft

EMPTY = RateDraft("", None, "")


def plan(books: Books, line: Line) -> Planned:
    """A rate is known by its currency and the day from which it is in effect."""
    own = rates.find(books, line.text("currency").upper(), line.day("effective_on"))
    now = EMPTY
    if own:
        now = RateDraft(own.currency, own.effective_on, own.units_per_usd, own.source)
    draft = line.fill(now)
    draft = replace(draft, currency=draft.currency.upper(), reason=line.reason if own else "")
    if not line.has("source") and not same(draft.units_per_usd, now.units_per_usd):
        draft = replace(draft, source=line.filled.get("source", now.source))
    record = step(rates.record_rate, draft, True)
    return correction(line.changes(now, draft), record) if own else Planned(False, (record,))


def remarks(books: Books, plans: Sequence[tuple[Line, Planned]]) -> Iterator[str]:
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
    remarks=remarks,
    recognise=treasury.recognise,
    tidy=treasury.tidy,
)
