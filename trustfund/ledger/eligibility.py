"""Which countries' delegates may be funded at an event, and what each country was there."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import fund, trip
from trustfund.domain.classifications import CountryClass, class_on
from trustfund.domain.problems import Code, Problems
from trustfund.domain.travel import TripStatus
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.country_lists import facts_of
from trustfund.ledger.entries import stands
from trustfund.store.tables import (
    AuthorisedClass,
    Country,
    EligibilityDecision,
    Event,
    Trip,
    TripStep,
)

_decided: sa.Table = EligibilityDecision.__table__  # type: ignore[attr-defined]
_DECISIONS = sa.select(_decided.c.country, _decided.c.effective_on, _decided.c.eligible).order_by(
    _decided.c.effective_on.desc(), _decided.c.id.desc()
)


def decision_on(books: Books, country: str, day: date) -> bool | None:
    """The administrator's decision in effect for a country on a day, None where there is none."""
    if books.decisions is None:
        found = defaultdict(list)
        for of, since, eligible in books.session.execute(_DECISIONS):
            found[of].append((since, eligible))
        books.decisions = found
    decided = books.decisions.get(country, ())
    return next((eligible for since, eligible in decided if since <= day), None)


def judged(books: Books, country: Country, day: date) -> CountryClass:
    """What a country is on a day."""
    facts = facts_of(books, country, day)
    decision = decision_on(books, country.iso3, day)
    return class_on(facts, day, decision, books.rules_on(day).classes)


def class_of(books: Books, trip: Trip, authorised_on: date) -> dict[str, Any]:
    """What the country of a trip is when it is authorised, on the event's first day if it has one.

    Else on the day of the authorisation: values of an ``AuthorisedClass``.
    """
    day = books.session.get_one(Event, trip.event).starts_on or authorised_on
    found = judged(books, books.session.get_one(Country, trip.country), day)
    return {"judged_on": day, **asdict(found)}


def frozen(books: Books, event: str) -> dict[str, AuthorisedClass]:
    """What countries count as at an event: by the earliest authorisation of each that stands."""
    found = (
        select(Trip.country, AuthorisedClass)
        .join(TripStep, col(TripStep.id) == AuthorisedClass.step_id)
        .join(Trip, col(Trip.id) == TripStep.trip_id)
        .where(Trip.event == event, TripStep.status == TripStatus.AUTHORISED, stands(TripStep))
        .order_by(col(TripStep.id).desc())
    )
    return dict(books.session.exec(found).all())  # the earliest comes last, and has it


def check(problems: Problems, books: Books, code: str, event: Event) -> Country | None:
    """The country of a code; what keeps it from being funded at an event is noted."""
    country = books.country(problems, trip.COUNTRY, code)
    if country is None:
        return None
    if event.starts_on is None:
        why = "has no date yet, so eligibility cannot be judged"
        remedy = "Give the event the first day of what was announced"
        problems.add(trip.EVENT, Code.UNDATED, event.code, why, remedy)
        return country
    if event.starts_on < books.fund.starts_on:
        why = f"begins on {event.starts_on}, before the fund does on {books.fund.starts_on}"
        remedy = "The fund pays for no travel there"
        problems.add(trip.EVENT, Code.OUT_OF_PLACE, event.code, why, remedy)
        return country
    if judged(books, country, event.starts_on).eligible:
        return country
    there = frozen(books, event.code).get(country.iso3)
    if there is None or not there.eligible:
        problems.add(
            trip.COUNTRY,
            Code.NOT_ELIGIBLE,
            country.name,
            f"is not eligible on {event.starts_on}, the first day of {event.code}: the fund pays "
            f"for representatives of {books.rules_on(event.starts_on).who_is_eligible}",
            "Choose an eligible country; an administrator may decide otherwise with a reason",
        )
    return country


@act(ActCode.ELIGIBILITY_DECIDED)
def decide_eligibility(
    act: Act, country: str, effective_on: date | None, eligible: bool, reason: str
) -> Done:
    """Record the administrator's decision that a country is, or is not, eligible from a day on."""
    act.require_reason(reason)
    found = act.books.country(act.problems, fund.ELIGIBLE_COUNTRY, country)
    if effective_on is None:
        act.problems.missing(fund.ELIGIBLE_FROM, "Give the first day of the decision")
    found, effective_on = act.sound(found), act.sound(effective_on)
    act.add(
        EligibilityDecision(
            country=found.iso3,
            effective_on=effective_on,
            eligible=eligible,
            reason=act.reason,
        )
    )
    act.books.decisions = None  # to be asked for again
    decision = "eligible" if eligible else "not eligible"
    return Done(found.iso3, f"{found.name} is {decision} from {effective_on} on.")
