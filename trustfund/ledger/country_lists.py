"""Dated lists of countries: what a country is from a day on, and graduations that are confirmed.

Nothing that is booked changes: what countries were at events stays frozen with the authorisations.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import country as fields
from trustfund.domain.classifications import (
    FIRST_LISTED,
    CountryFacts,
    Graduated,
    facts_on,
    is_ldc,
)
from trustfund.domain.fields import Cell, Field
from trustfund.domain.problems import Code, Problems
from trustfund.domain.roles import ADMINISTRATORS
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.void import is_void
from trustfund.store.base import Base
from trustfund.store.tables import Country, CountryListing, Graduation

_CLASSES = tuple(field.key for field in fields.CLASSIFICATIONS)
_NAMES = ("iso3", "iso2", "name")
_FACTS = (*_NAMES, *_CLASSES)
_COUNTRY, _LISTING, _GRADUATION = (
    Base.metadata.tables[name] for name in ("country", "country_listing", "graduation")
)
_LISTINGS = (  # to build it takes longer than to run it
    sa.select(
        _LISTING.c.listed_on,
        *(_COUNTRY.c[name] for name in _NAMES),
        *(_LISTING.c[name] for name in _CLASSES),
    )
    .join_from(_LISTING, _COUNTRY, _COUNTRY.c.iso3 == _LISTING.c.country)
    .where(~is_void(CountryListing))
    .order_by(_LISTING.c.listed_on)
)
_GRADUATIONS = sa.select(
    _GRADUATION.c.country, _GRADUATION.c.day, _GRADUATION.c.confirmed
).order_by(_GRADUATION.c.id)


@dataclass(frozen=True)
class ListingDraft:
    """What a list says of a country, as typed: flags are ``true`` or ``false``."""

    iso3: str
    listed_on: date | None
    un_member: str = ""
    un_group: str = ""
    m49_region: str = ""
    m49_subregion: str = ""
    developing: str = ""
    ldc: str = ""
    ldc_until: date | None = None
    ldc_scheduled_until: date | None = None
    lldc: str = ""
    sids: str = ""


def facts_of(books: Books, country: Country, day: date | None) -> CountryFacts:
    """What a country is by the list of a day; without a day by the newest list."""
    if books.listings is None:
        books.listings, books.graduated = _listings(books), _graduated(books)
    assert books.graduated is not None
    newer, decided = books.listings.get(country.iso3, ()), books.graduated.get(country.iso3)
    return facts_on(_first(country), newer, decided, day)


def _first(country: Country) -> CountryFacts:
    """What a country is by the list that the store began with."""
    return CountryFacts(**{name: getattr(country, name) for name in _FACTS})


def _listings(books: Books) -> dict[str, list[tuple[date, CountryFacts]]]:
    found = defaultdict(list)
    for listed_on, *facts in books.session.execute(_LISTINGS):
        of = CountryFacts(**dict(zip(_FACTS, facts, strict=True)))
        found[of.iso3].append((listed_on, of))
    return found


def _graduated(books: Books) -> dict[str, Graduated]:
    rows = books.session.execute(_GRADUATIONS)
    return {country: Graduated(day, confirmed) for country, day, confirmed in rows}


def as_draft(facts: CountryFacts, listed_on: date | None) -> ListingDraft:
    """What a country is, as somebody would type it."""
    values = {name: getattr(facts, name) for name in _CLASSES}
    typed: dict[str, Any] = {
        name: ("true" if value else "false") if isinstance(value, bool) else value
        for name, value in values.items()
    }
    return ListingDraft(facts.iso3, listed_on, **typed)


def _flag(problems: Problems, field: Field, typed: str) -> bool:
    if typed not in ("true", "false"):
        why = "is neither true nor false"
        problems.add(field, Code.NOT_A_CODE, typed, why, "Write one of the two")
    return typed == "true"


def _checked(act: Act, draft: ListingDraft) -> dict[str, Any]:
    """The columns of a listing, checked against every rule."""
    values: dict[str, Any] = {}
    for field in fields.CLASSIFICATIONS:
        value = getattr(draft, field.key)
        if field.cell is Cell.FLAG:
            value = _flag(act.problems, field, value)
        elif field.choices and value and value not in field.choices:
            remedy = f"Use {', '.join(field.choices)}, or leave blank"
            act.problems.add(field, Code.NOT_A_CODE, value, "is not one of the list", remedy)
        values[field.key] = value
    if values["un_group"] and not values["un_member"]:
        why, remedy = "is that of a Member State, which it is not", "Leave it blank"
        act.problems.add(fields.UN_GROUP, Code.OUT_OF_PLACE, draft.un_group, why, remedy)
    for field in (fields.LDC_UNTIL, fields.LDC_SCHEDULED_UNTIL):
        if values[field.key] and not values["ldc"]:
            why = "is of a country that was no least developed country"
            remedy = "Write true under ldc: it was one until that day"
            act.problems.add(field, Code.OUT_OF_PLACE, values[field.key], why, remedy)
    return values


@act(ActCode.COUNTRY_LISTED)
def list_country(act: Act, draft: ListingDraft, reason: str) -> Done:
    """Take what a dated list says of a country. It holds from that day on."""
    act.require_reason(reason)
    country = act.books.country(act.problems, fields.ISO3, draft.iso3)
    listed_on = act.books.check_day(act.problems, fields.LISTED_ON, draft.listed_on)
    if listed_on <= FIRST_LISTED:
        why = f"is not after {FIRST_LISTED}, the date of the list that the fund began with"
        act.problems.add(fields.LISTED_ON, Code.TOO_EARLY, listed_on, why, "Give a newer list")
    values = _checked(act, draft)
    if country is not None:
        _check_graduation(act, country, listed_on, values)
    country = act.sound(country)
    act.put(CountryListing, {"country": country.iso3, "listed_on": listed_on}, **values)
    act.books.listings = None  # to be asked for again
    return Done(country.iso3, f"{country.name} is taken as the list of {listed_on} has it.")


def _check_graduation(act: Act, country: Country, day: date, values: dict[str, Any]) -> None:
    """Who becomes a least developed country, or is none any more, is the administrator's to say."""
    now = facts_of(act.books, country, day)
    decided = (act.books.graduated or {}).get(country.iso3)
    then = facts_on(replace(now, **values), (), decided, day)
    is_moved = now.ldc and then.ldc and now.ldc_until != then.ldc_until
    is_another = is_moved or is_ldc(now, day) != is_ldc(then, day)
    if not is_another or act.books.actor.may(ADMINISTRATORS):
        return
    field = fields.LDC_UNTIL if values["ldc"] else fields.LDC
    why = f"changes when {country.name} is a least developed country, which is not confirmed"
    remedy = "An administrator confirms it (page Record travel, Graduation), or imports the file"
    shown = values[field.key] if field is fields.LDC_UNTIL else "false"
    act.problems.add(field, Code.ONLY_ADMINISTRATOR, shown, why, remedy)


@act(ActCode.GRADUATION_DECIDED)
def decide_graduation(
    act: Act, country: str, day: date | None, has_graduated: bool, reason: str
) -> Done:
    """Confirm that a country stopped being a least developed country on a day, or move that day.

    A day that is moved, or given up (None), changes nothing until it is confirmed.
    """
    act.require_reason(reason)
    found = act.books.country(act.problems, fields.ISO3, country)
    today = act.books.today
    if has_graduated:
        day = act.books.check_day(act.problems, fields.LDC_UNTIL, day)
    elif day is not None and day <= today:
        why, remedy = "is past, so it is no new date", "Give a day that is to come, or none"
        act.problems.add(fields.LDC_SCHEDULED_UNTIL, Code.OUT_OF_RANGE, day, why, remedy)
    found = act.sound(found)
    facts = facts_of(act.books, found, None)
    if not is_ldc(facts, day if has_graduated and day else today):
        why, remedy = "is no least developed country", "Choose one that is"
        act.problems.add(fields.ISO3, Code.NOTHING_TO_DO, found.name, why, remedy)
    act.problems.refuse_if_any()
    act.add(Graduation(country=found.iso3, day=day, confirmed=has_graduated, reason=act.reason))
    act.books.listings = None  # to be asked for again
    if has_graduated:
        sentence = f"{found.name} is no least developed country from {day} on."
    else:
        when = f"on {day}" if day else "on a day that is not known"
        sentence = f"{found.name} is scheduled to graduate {when}; it stays an LDC until confirmed."
    return Done(found.iso3, sentence)
