"""The words that other lists use: for total lines, notes, months, currencies, nothing."""

import re
from collections.abc import Mapping

from babel import Locale

from trustfund.domain.texts import without_accents

ALONE = {
    "USD": "us$, usd, usd$, us dollar, us dollars",
    "EUR": "€, euro, euros",
    "GBP": "£, stg, sterling, pound sterling",
    "CAD": "c$, ca$",
    "AUD": "a$, au$",
    "NZD": "nz$",
    "HKD": "hk$",
    "SGD": "s$",
    "BRL": "r$",
    "KRW": "₩",
    "INR": "₹",
    "TRY": "₺",
    "CHF": "chf, sfr",
    "JPY": "yen",
    "NOK": "nkr",
    "SEK": "skr",
    "DKK": "dkr",
}
"""Signs and words that mean one currency; commas stand between."""
DOLLARS = ("USD", "CAD", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "FJD", "GYD", "HKD", "JMD",
           "KYD", "LRD", "NAD", "NZD", "SBD", "SGD", "SRD", "TTD", "TWD", "XCD", "MXN", "CLP",
           "COP", "ARS", "UYU")  # fmt: skip
SIGNS: Mapping[str, tuple[str, ...]] = {
    sign: (code,) for code, signs in ALONE.items() for sign in signs.split(", ")
} | {
    "$": DOLLARS,
    "dollar": DOLLARS,
    "dollars": DOLLARS,
    "pound": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
    "kr": ("DKK", "NOK", "SEK", "ISK"),
    "fr": ("CHF", "XAF", "XOF", "XPF"),
    "rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
}
"""Signs and words for money; one that several currencies share names none of them."""

TOTAL = re.compile(
    r"(grand[ -]?|sub[ -]?|overall )?(totals?|sum|somme|suma|summe|gesamt|insgesamt)\b"
    r"( (général|general|de|of|for|contributions|deposits|pledges|amount|in|usd)\b.*|[ :]*$|"
    r" [^.]{0,60}$)|(page )?carried forward$|brought forward$",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\(?[a-z0-9]\)|"
    r"(source|sources|notes?|nb|n\.b\.|remarks?|disclaimer|as (of|at)|prepared|printed|"
    r"generated|status|exchange rates?|figures|end of)\b",
    re.IGNORECASE,
)
SIGNED_NOTE = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\(?[a-z0-9]\)|(source|note|remark|disclaimer)s? ?:", re.IGNORECASE
)
"""What begins a note among rows, where a name may stand."""
MARKS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"
"""What stands behind a name that a note explains."""
LETTER = re.compile(r"(?<=\w)\s*\(([a-z])\)$")
EXPLAINED = re.compile(r"\(?([a-z])\)\s*\S")

_UNIT = r"(?:usd|eur|gbp|chf|us\$|euros?|(?:us )?dollars?|d[oó]lares|[$€£])"
_MANY = (
    r"(?:thousands?|millions?|mill|mio|mn|mln|billions?|bn|milliers|millones|miles|milliards|"
    r"tausend|tsd|thds?|hundreds?|lakhs?|lacs|crores?|cents|centimes|pence)"
)
_THOUSAND = rf"(?:\bin\s?|[x×]\s?|{_UNIT}\s)1[ ,.']?000\b|\bT(?:EUR|USD|CHF|GBP|€)(?!\w)"
_SHORT_MANY = rf"{_THOUSAND}|\b[km]\s?{_UNIT}(?!\w)|(?<!\w){_UNIT}\s?[km]\b|'000|\b000s?\b"
SCALE = re.compile(rf"\b{_MANY}\b|{_SHORT_MANY}|\([km]\)", re.IGNORECASE)
"""What says in a header that amounts are not in full units."""
IN_THOUSANDS = re.compile(
    rf"\b(?:in|en)\s+(?:[a-z$€.]+\s+){{0,3}}{_MANY}\b|{_UNIT}\)?[\s,(]{{0,3}}{_MANY}\b|"
    rf"\b{_MANY}\.?\s(?:of |de |d')?(?:us |u\.s\. )?{_UNIT}(?!\w)|{_SHORT_MANY}",
    re.IGNORECASE,
)
"""What says so in a title or a note."""
NEVER_AMOUNTS = frozenset(["id", "code", "no", "number", "count", "rows", "row", "year", "years"])
"""Last words of headers under which figures are no amounts."""
NO_FIGURES = re.compile(
    r"\b(gains?|loss(es)?|counts?|number of|nombre de|total number|quantity|qty|percent(age)?|"
    r"share of|rank|per capita|gap|variance|cumulative|difference)\b|%",
    re.IGNORECASE,
)
"""What says in a header that its figures are no amounts of gifts, and no references."""
YEARS = re.compile(
    r"(fy\s?)?(19|20)[0-9]{2}([-/–][0-9]{2,4})?( \[yr[0-9]{4}\]| average)?", re.IGNORECASE
)

NONE = frozenset(
    {"-", "--", "–", "—", "―", "−", "n/a", "n.a.", "na", "nil", "none", "null", "#n/a", "..", "…"}
)
"""What stands in a cell for days and amounts where there is nothing."""
NO_DAY = frozenset({"1900-01-01", "0001-01-01", "0000-00-00", "1899-12-30", "1899-12-31",
                    "1900-01-00", "1904-01-01", "9999-12-31"})  # fmt: skip
"""Days by which systems say that there is none."""
TRUE = frozenset({"true", "vrai", "verdadero", "wahr", "vero", "verdadeiro", "yes"})
FALSE = frozenset({"false", "faux", "falso", "falsch", "no"})

MONTH = {"fév": 2} | {
    spelt: number
    for language in ("en", "fr", "es")
    for widths in Locale(language).months.values()
    for width in ("wide", "abbreviated")
    for number, name in widths[width].items()
    for spelt in {name.casefold().rstrip("."), without_accents(name.casefold()).rstrip(".")}
}
"""The names of months, and their numbers."""
