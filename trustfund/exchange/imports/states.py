"""Which country a Member State is, by its own name: taken where exactly one fits, else asked."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from sqlmodel import select

from trustfund.domain.country_names import OTHER_NAMES, SHARED
from trustfund.exchange.imports.vocabulary import SHORTEST, fold
from trustfund.figures.country_words import territories
from trustfund.ledger.books import Books
from trustfund.store.tables import Country

_FORM = (
    r"(?:(?:federal |royal )?government|permanent mission|(?:federal )?republic|"
    r"(?:hashemite )?kingdom|grand duchy|principality|commonwealth|sultanate)"
)
_AROUND = re.compile(
    rf"(?:the )?{_FORM} of (?:the )?(.+?)(?: to the (?:united nations|un)\b.*)?|"
    rf"(.+?) (?:the )?{_FORM} of(?: the)?|(.+) government"
)
"""What stands around the name of a country and means the State; a ministry is a part of it."""
Names = Mapping[str, frozenset[str]]


def names(books: Books) -> Names:
    """Names of Member States, folded, and the codes of all that are called so."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in books.session.exec(select(Country).where(Country.un_member)):
        for name in (fold(row.name), *map(fold, OTHER_NAMES.get(row.iso3, ()))):
            found[name].add(row.iso3)
        for name in _abroad().get(row.iso2, ()):
            found[name].add(row.iso3)
    return {name: frozenset(codes) for name, codes in found.items()} | {
        name: frozenset(codes) for name, codes in SHARED.items()
    }


@cache
def _abroad() -> Mapping[str, frozenset[str]]:
    """Two-letter codes, and names in every language, folded."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in territories():
        found[code].add(fold(name))
    return {code: frozenset(names) for code, names in found.items()}


def meant(known: Names, name: str) -> frozenset[str]:
    """The codes of the countries that the name of a State may mean by itself."""
    key = fold(name)
    while len(key) >= SHORTEST:
        if key in known:
            return known[key]
        around = _AROUND.fullmatch(key)
        if around is None:
            break
        key = next(filter(None, around.groups()))
    return frozenset()


def mentioned(known: Names, name: str) -> frozenset[str]:
    """The codes of countries that are named among other words; of a longer name, not a part."""
    text = f" {fold(name)} "
    found = [key for key in known if len(key) >= SHORTEST and f" {key} " in text]
    longest = [key for key in found if not any(key != other and key in other for other in found)]
    return frozenset().union(*(known[key] for key in longest))
