"""What countries are called: in many languages, by codes, by former names, by adjectives."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from trustfund.domain.country_names import ADJECTIVES, OTHER_NAMES

LANGUAGES = ("en", "fr", "es", "pt", "de", "it", "nl", "sv", "da", "nb", "fi", "ru", "ar", "zh")
"""In which names of countries and currencies are understood: those of the UN among them."""


@cache
def territories() -> tuple[tuple[str, str], ...]:
    """Two-letter codes and names in every language."""
    return tuple(pair for each in LANGUAGES for pair in Locale(each).territories.items())


@cache
def _abroad() -> Mapping[str, tuple[str, ...]]:
    """Names by two-letter code, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for code, name in territories():
        found[code][name] = None
    return {code: tuple(names) for code, names in found.items()}


def called(iso3: str, iso2: str, name: str) -> Iterator[str]:
    """Every name of a country, its codes and its adjectives; the official name comes first."""
    yield from (name, iso3, iso2, *OTHER_NAMES.get(iso3, ()), *_abroad().get(iso2, ()))
    yield from ADJECTIVES.get(iso3, "").split()
