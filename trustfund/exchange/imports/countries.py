"""Import files of countries: what a dated list says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from trustfund.domain import catalogue
from trustfund.domain.catalogue.country import CLASSIFICATIONS
from trustfund.domain.classifications import FIRST_LISTED
from trustfund.domain.fields import Cell
from trustfund.exchange.imports.kind import Kind, Planned, correction, step
from trustfund.exchange.imports.line import Line
from trustfund.ledger import country_lists
from trustfund.ledger.books import Books
from trustfund.ledger.country_lists import ListingDraft
from trustfund.store.tables import Country, CountryListing

LOOKED_AT = 10
"""Rows among which the header may stand."""
FLAGS = [field.key for field in CLASSIFICATIONS if field.cell is Cell.FLAG]


def plan(books: Books, line: Line) -> Planned:
    """A row is compared with the list in effect on its day; what it repeats is the same."""
    code, day = line.text("iso3").upper(), line.day("listed_on")
    country = books.session.get(Country, code)
    now = ListingDraft(code, day)
    if country and day:
        now = country_lists.as_draft(country_lists.facts_of(books, country, day), day)
    draft = line.fill(now)
    flags: dict[str, Any] = {key: getattr(draft, key) or "false" for key in FLAGS}
    draft = replace(draft, **flags)
    take = step(country_lists.list_country, draft, line.reason)
    if country is None or day is None:
        return Planned(False, (take,))
    changes = list(line.changes(now, draft))
    own = books.session.get(CountryListing, (code, day))
    if own is not None and not own.void:
        return correction(changes, take)
    if day == FIRST_LISTED and not changes:  # what the fund began with
        return Planned(True)
    return Planned(False, (take,))


def recognise(records: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """The columns of the product's own list that it does not need: other codes and regions."""
    is_own = any({"iso3", "listed_on", "m49"} <= set(cells) for cells in records[:LOOKED_AT])
    return dict.fromkeys(("iso2", "m49", "m49_intermediate"), "") if is_own else {}


COUNTRIES = Kind(
    name="countries",
    document=catalogue.country.DOCUMENT,
    plan=plan,
    compared_by=("iso3",),
    recognise=recognise,
)
