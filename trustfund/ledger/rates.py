"""UN operational rates of exchange: the newest one on or before a day values an amount."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import rate as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Place, Problems, refusal
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


@dataclass(frozen=True)
class RatesDraft:
    """Rates of several currencies from one day on, as typed: each a currency and its units."""

    effective_on: date | None
    rates: tuple[tuple[str, str], ...]
    source: str = ""
    reason: str = ""  # needed where the day already has another rate of one of them

    @property
    def each(self) -> Iterator[RateDraft]:
        """The rates one by one."""
        for currency, units in self.rates:
            yield RateDraft(currency, self.effective_on, units, self.source, self.reason)


@dataclass(frozen=True)
class RateChange:
    """A rate to be, and the one in effect on that day until now; "" where there is none."""

    currency: str
    units: str
    until_now: str


@dataclass(frozen=True)
class RatesPlan:
    """Rates that can be recorded together."""

    rates: tuple[RateChange, ...]
    warnings: tuple[str, ...]


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


def plan_rates(books: Books, draft: RatesDraft) -> RatesPlan:
    """What rates of one day would be recorded; each line that cannot has its sentence."""
    problems, changes = Problems(), []
    if not draft.rates:
        problems.missing(fields.UNITS_PER_USD, "Paste lines with a currency and its units")
    if draft.effective_on is None:
        problems.missing(fields.EFFECTIVE_ON, "Give the first day of the rates")
    problems.refuse_if_any()
    seen: set[str] = set()
    for number, one in enumerate(draft.each, start=1):
        found = Problems()
        checked = _checked(books, found, one)
        if checked and checked["currency"] in seen:
            why, remedy = "is there twice", "Leave one of its lines out"
            found.add(fields.CURRENCY, Code.TWICE, one.currency, why, remedy)
        for problem in found.found:
            problems.note(replace(problem, at=Place("", number, problem.field.label, "Line")))
        if checked and one.effective_on:
            seen.add(checked["currency"])
            before = books.rate_on(checked["currency"], one.effective_on)
            until_now = before.units_per_usd if before else ""
            changes.append(RateChange(checked["currency"], checked["units_per_usd"], until_now))
    problems.refuse_if_any()
    far = [
        f"{each.currency} {each.units}: more than a fifth away from {each.until_now}, the rate "
        "until now. Check the line."
        for each in changes
        if each.until_now and is_far(Decimal(each.units), Decimal(each.until_now))
    ]
    return RatesPlan(tuple(changes), tuple(far))


def is_far(units: Decimal, before: Decimal) -> bool:
    """Whether a rate is more than a fifth away from another: perhaps a slip of the pen."""
    return abs(units - before) * 5 > before


@act(ActCode.RATES_RECORDED)
def record_rates(act: Act, draft: RatesDraft) -> Done:
    """Record the rates of one day for several currencies, all of them or none."""
    act.reason = draft.reason.strip()
    found = act.need(plan_rates, draft)
    recorded = [_record(act, one) for one in draft.each]
    act.session.flush()
    keys = [(rate.currency, rate.effective_on) for rate in recorded]
    kept_rates = tuple(sentence for _, sentence in kept.sentences(act.books, keys))
    names = ", ".join(f"{rate.units_per_usd} {rate.currency}" for rate in recorded)
    return Done(
        f"Rates {draft.effective_on}",
        f"{len(recorded)} rates for 1 USD are recorded from {draft.effective_on} on: {names}. "
        "What is already booked keeps its rate.",
        (*found.warnings, *kept_rates),
    )


def _record(act: Act, draft: RateDraft) -> Rate:
    """Write one rate, or refuse it with every problem."""
    checked = _checked(act.books, act.problems, draft)
    values = act.problems.sound(checked)
    named = {name: values.pop(name) for name in ("currency", "effective_on")}
    return act.put(Rate, named, **values)


def _checked(books: Books, problems: Problems, draft: RateDraft) -> dict[str, Any] | None:
    """The values of a rate; None after noting what is wrong with it."""
    currency = problems.attempt(money.parse_currency, fields.CURRENCY, draft.currency) or "?"
    if currency == "USD":
        problems.add(fields.CURRENCY, Code.OUT_OF_PLACE, "USD", "needs no rate", "1 USD is 1 USD")
    units = problems.attempt(money.parse_rate, fields.UNITS_PER_USD, draft.units_per_usd)
    if draft.effective_on is None:
        problems.missing(fields.EFFECTIVE_ON, "Give the first day of the rate")
    existing = find(books, currency, draft.effective_on)
    text = "" if units is None else f"{units:f}"
    differs = existing is not None and Decimal(existing.units_per_usd) != units
    if existing is not None and differs and not draft.reason.strip():
        why = f"is missing: that day has the rate {existing.units_per_usd} already"
        problems.add(REASON, Code.MISSING, "", why, "Say in a few words why it changes")
    if problems:
        return None
    return {
        "currency": currency,
        "effective_on": draft.effective_on,
        "units_per_usd": text,
        "source": draft.source.strip(),
    }
