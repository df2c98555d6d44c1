"""UN operational rates of exchange: the newest one on or before a day values an amount."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import rate as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.ledger import kept
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation
from trustfund.store.tables import Rate


@dataclass(frozen=True)
class RateDraft:
    """A rate as typed: units of ``currency`` for 1 USD from ``effective_on`` on."""

    currency: str
    effective_on: date | None
    units_per_usd: str
    source: str = ""
    reason: str = ""  # needed where the day already has another rate


def find(books: Books, currency: str, day: date | None) -> Rate | None:
    """The rate recorded for that very day, None where there is none or it is void."""
    found = books.session.get(Rate, (currency, day)) if day else None
    return None if found is None or found.void else found


def value(
    books: Books, day_in: Field, amount_in: Field, amount: int, currency: str, day: date
) -> Valuation:
    """The US dollars of ``amount`` minor units on a day, at the rate then in effect."""
    if currency == "USD":
        return Valuation(Decimal(1), None, amount)
    rate = books.rate_on(currency, day)
    if rate is None:
        why = f"has no UN operational rate of exchange for {currency}"
        remedy = "Record the rate that was in effect on that day first"
        raise refusal(day_in, Code.NO_RATE, day, why, remedy)
    units = Decimal(rate.units_per_usd)
    cents = money.usd_cents(amount, currency, units)
    if cents > money.LARGEST_AMOUNT:
        why = f"is more US dollars than this fund can hold, at the rate {units:f}"
        remedy = "Check the number of digits, and the rate"
        raise refusal(amount_in, Code.TOO_LARGE, money.text(amount, currency), why, remedy)
    return Valuation(units, rate.effective_on, cents)


def is_stale(valuation: Valuation, day: date) -> bool:
    """Whether the rate is so old that booking with it asks for a note."""
    return valuation.effective_on is not None and day - valuation.effective_on > money.STALE_AFTER


def check_note(
    problems: Problems, field: Field, valuation: Valuation, day: date, note: str
) -> None:
    """Note a missing note on what is valued at a stale rate."""
    if is_stale(valuation, day) and not note.strip():
        why = "is needed because the rate of exchange is older than 45 days"
        problems.add(field, Code.MISSING, "", why, "Say why in the note")


@act(ActCode.RATE_RECORDED)
def record_rate(act: Act, draft: RateDraft, of_file: bool = False) -> Done:
    """Record or change a rate. Nothing booked changes: entries keep the rate they were made at.

    What keeps its rate is a warning; of a file it is looked up once for all its rates.
    """
    act.reason = draft.reason.strip()
    rate = _record(act, draft)
    act.session.flush()
    recorded = [] if of_file else [(rate.currency, rate.effective_on)]
    return Done(
        f"{rate.currency} {rate.effective_on}",
        f"Rate recorded: {rate.units_per_usd} {rate.currency} for 1 USD from {rate.effective_on}. "
        "What is already booked keeps its rate.",
        tuple(sentence for _, sentence in kept.sentences(act.books, recorded)),
    )


def _record(act: Act, draft: RateDraft) -> Rate:
    """Write one rate, or refuse it with every problem."""
    problems = act.problems
    currency = problems.attempt(money.parse_currency, fields.CURRENCY, draft.currency) or "?"
    if currency == "USD":
        problems.add(fields.CURRENCY, Code.OUT_OF_PLACE, "USD", "needs no rate", "1 USD is 1 USD")
    units = problems.attempt(money.parse_rate, fields.UNITS_PER_USD, draft.units_per_usd)
    if draft.effective_on is None:
        problems.missing(fields.EFFECTIVE_ON, "Give the first day of the rate")
    existing = find(act.books, currency, draft.effective_on)
    text = "" if units is None else f"{units:f}"
    differs = existing is not None and Decimal(existing.units_per_usd) != units
    if existing is not None and differs and not act.reason:
        why = f"is missing: that day has the rate {existing.units_per_usd} already"
        problems.add(REASON, Code.MISSING, "", why, "Say in a few words why it changes")
    effective_on = problems.sound(draft.effective_on)
    named = {"currency": currency, "effective_on": effective_on}
    return act.put(Rate, named, units_per_usd=text, source=draft.source.strip())
