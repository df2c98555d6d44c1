"""Eligibility, the list of least developed countries, and regions, on a given day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trustfund.domain.fields import in_words

ELIGIBLE_NON_MEMBERS = frozenset({"PSE", "COK", "NIU"})
"""State of Palestine, Cook Islands and Niue."""

ELIGIBLE_CLASSES = {
    "developing": "developing countries",
    "ldc": "least developed countries",
    "lldc": "landlocked developing countries",
    "sids": "small island developing States",
}
"""The classes by which a fund may say whose delegates it pays for, in words."""
UN_GROUPS = ("African", "Asia-Pacific", "EEG", "GRULAC", "WEOG")
M49_REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
NO_GROUP = "No group"


@dataclass(frozen=True)
class CountryFacts:
    """The classifications of one country or area (ISO 3166 alpha-3 and alpha-2 codes)."""

    iso3: str
    iso2: str
    name: str
    un_member: bool
    un_group: str
    m49_region: str
    m49_subregion: str
    developing: bool
    ldc: bool
    ldc_until: date | None
    ldc_scheduled_until: date | None
    lldc: bool
    sids: bool


FIRST_LISTED = date(2017, 1, 1)
"""The date of the list that a store is made with; no newer list is dated before it."""
Listed = Sequence[tuple[date, CountryFacts]]
"""What newer lists say of a country, each with its date, the oldest first."""


@dataclass(frozen=True, slots=True)
class Graduated:
    """What was decided on a graduation: its day, and whether it is confirmed."""

    day: date | None
    is_confirmed: bool


def facts_on(
    first: CountryFacts, newer: Listed, decided: Graduated | None, day: date | None
) -> CountryFacts:
    """What a country is by the list in effect on a day; without a day by the newest.

    A decision on its graduation comes before what any list says of that.
    """
    until = [facts for since, facts in newer if day is None or since <= day]
    facts = until[-1] if until else first
    if decided is None or not facts.ldc:
        return facts
    if decided.is_confirmed:
        return replace(facts, ldc_until=decided.day, ldc_scheduled_until=None)
    return replace(facts, ldc_until=None, ldc_scheduled_until=decided.day)


def is_due(country: CountryFacts, today: date) -> bool:
    """Whether a graduation was scheduled by today, and nobody has confirmed it."""
    scheduled = country.ldc_scheduled_until
    return scheduled is not None and scheduled <= today and is_ldc(country, today)


@dataclass(frozen=True, slots=True)
class CountryClass:
    """What a country was on a day: its regions, its groups, and whether it was eligible."""

    un_group: str
    m49_region: str
    m49_subregion: str
    ldc: bool
    lldc: bool
    sids: bool
    eligible: bool


def is_ldc(country: CountryFacts, on: date) -> bool:
    """Whether the country was a least developed country on that day.

    ``ldc_until`` is the day of graduation: it was one until the day before.
    """
    return country.ldc and (country.ldc_until is None or on < country.ldc_until)


def is_eligible(
    country: CountryFacts, decision: bool | None, on: date | None, classes: Collection[str]
) -> bool:
    """Whether delegates of a country may be funded.

    ``decision`` is the administrator's decision in effect on the day, None where there is none;
    it comes before the rule: UN members, and three other States, of these classes.
    """
    if decision is not None:
        return decision
    admitted = country.un_member or country.iso3 in ELIGIBLE_NON_MEMBERS
    return admitted and any(_is_of(country, each, on) for each in classes)


def _is_of(country: CountryFacts, named: str, on: date | None) -> bool:
    if named == "ldc":
        return on is not None and is_ldc(country, on)
    return bool(getattr(country, named))


def class_on(
    country: CountryFacts, on: date | None, decision: bool | None, classes: Collection[str]
) -> CountryClass:
    """What a country is on a day; where no day is known it is no least developed country."""
    return CountryClass(
        country.un_group,
        country.m49_region,
        country.m49_subregion,
        on is not None and is_ldc(country, on),
        country.lldc,
        country.sids,
        is_eligible(country, decision, on, classes),
    )


def difference(before: CountryClass, after: CountryClass) -> str:
    """What is another in a class, as "LDC: yes → no"; "" where nothing is."""
    words = {True: "yes", False: "no"}
    return ", ".join(
        f"{in_words(name)}: {words.get(was, was) or NO_GROUP} → {words.get(now, now) or NO_GROUP}"
        for name in CountryClass.__dataclass_fields__
        if (was := getattr(before, name)) != (now := getattr(after, name))
    )
