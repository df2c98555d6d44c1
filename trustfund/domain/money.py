"""Money as whole minor units (cents, yen, millimes): exact to read, to convert and to divide.

Decimals of a currency are those of ISO 4217, from the package ``iso4217``.
"""

import math
import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

import iso4217

from trustfund.domain.fields import Field
from trustfund.domain.problems import NOWHERE, Code, Place, Refused, refusal

STALE_AFTER = timedelta(days=45)
"""A rate of exchange that is older asks for a note, and for a newer one."""
_TWO_DECIMALS = {"ANG", "BGN", "BYN", "CUC", "HRK", "MRO", "SLL", "STD", "VEF", "ZWL"}
RETIRED_CURRENCIES = dict.fromkeys(_TWO_DECIMALS, 2)
"""Left ISO 4217 after the fund began, so old gifts in them can still be booked."""
_ENDED = {
    (1997, "XOF"): "GWP",
    (1998, "RUB"): "RUR",
    (1999, "AOA"): "AON AOR",
    (1999, "BGN"): "BGL",
    (1999, "EUR"): "XEU",
    (2000, "BYN"): "BYB",
    (2000, "TJS"): "TJR",
    (2000, "USD"): "ECS",
    (2002, "EUR"): "ADP ATS BEF DEM ESP FIM FRF GRD IEP ITL LUF NLG PTE",
    (2003, "AFN"): "AFA",
    (2003, "RSD"): "YUM",
    (2004, "MGA"): "MGF",
    (2004, "SRD"): "SRG",
    (2005, "RON"): "ROL",
    (2005, "TRY"): "TRL",
    (2006, "AZN"): "AZM",
    (2006, "MZN"): "MZM",
    (2006, "RSD"): "CSD",
    (2007, "EUR"): "SIT",
    (2007, "GHS"): "GHC",
    (2007, "SDG"): "SDD",
    (2008, "EUR"): "CYP MTL",
    (2008, "VEF"): "VEB",
    (2008, "ZWL"): "ZWD ZWN",
    (2009, "EUR"): "SKK",
    (2009, "TMT"): "TMM",
    (2009, "ZWL"): "ZWR",
    (2011, "EUR"): "EEK",
    (2013, "ZMW"): "ZMK",
    (2014, "EUR"): "LVL",
    (2015, "EUR"): "LTL",
    (2016, "BYN"): "BYR",
}
OBSOLETE_CURRENCIES = {code: end for end, codes in _ENDED.items() for code in codes.split()}
"""Codes that ended before the fund began: the year, and what their amounts became.

An amount in one is never read as if it were in the other: one is worth many times the other.
"""
LARGEST_AMOUNT = 10**15  # minor units; a ceiling that keeps every sum inside 64 bits

_PLAIN_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]+))?")
_TYPED_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:([, \u00a0\u202f'])\d{3})(?:\2\d{3})*)(\.\d+)?")


@cache
def decimals(currency: str) -> int | None:
    """Number of decimals of a currency, None when the code is not a currency."""
    try:
        exponent = iso4217.Currency(currency).exponent
    except ValueError:
        return RETIRED_CURRENCIES.get(currency)
    return exponent


def currencies() -> list[str]:
    """The codes of all currencies money can be given in."""
    current = (member.code for member in iso4217.Currency if member.exponent is not None)
    return sorted({*current, *RETIRED_CURRENCIES})


def parse_currency(field: Field, text: str) -> str:
    """The ISO 4217 code typed in a field."""
    code = text.strip().upper()
    if code in OBSOLETE_CURRENCIES:
        year, successor = OBSOLETE_CURRENCIES[code]
        why = f"is no longer a currency: {successor} replaced it in {year}"
        remedy = f"Convert the amount, then give it in {successor}"
        raise refusal(field, Code.ENDED_CURRENCY, text, why, remedy)
    if decimals(code) is None:
        remedy = "Give three letters such as EUR or JPY"
        raise refusal(field, Code.NOT_A_CURRENCY, text, "is not a currency code", remedy)
    return code


def parse_amount(field: Field, text: str, currency: str, at: Place = NOWHERE) -> int:
    """The amount typed in a field, more than zero, in minor units of ``currency``."""
    typed, places = text.strip(), decimals(currency)
    if places is not None and (plainly := _PLAIN_AMOUNT.fullmatch(typed)):
        part = plainly[2] or ""
        minor = int(f"{plainly[1]}{part:0<{places}}")
        if len(part) <= places and 0 < minor <= LARGEST_AMOUNT:
            return minor

    def refuse(code: Code, reason: str, remedy: str) -> Refused:
        return refusal(field, code, text, reason, remedy, at)

    if not typed:
        raise refuse(Code.MISSING, "is missing", "Type an amount such as 60,000.00")
    match = _TYPED_AMOUNT.fullmatch(typed)
    if not match:
        remedy = "Type digits with a point before the decimals, such as 60,000.00"
        raise refuse(Code.NOT_AN_AMOUNT, "is not an amount", remedy)
    if places is None:
        why = f"is in {currency}, which is not a currency"
        raise refuse(Code.NOT_A_CURRENCY, why, "Choose a currency first")
    value = Decimal(typed if match[2] is None else re.sub(r"[^\d.]", "", typed))
    if len(match[3] or ".") - 1 > places:  # 60.000 may be somebody's sixty thousand
        has = {0: "no decimals", 1: "1 decimal"}.get(places, f"{places} decimals")
        why = f"has more decimals than {currency}, which has {has}"
        raise refuse(Code.TOO_MANY_DECIMALS, why, "Round it")
    minor = int(value.scaleb(places))
    if minor == 0:
        raise refuse(Code.NOT_ABOVE_ZERO, "is zero", "Type an amount above zero")
    if minor > LARGEST_AMOUNT:
        why = "is larger than this fund can hold"
        raise refuse(Code.TOO_LARGE, why, "Check the number of digits")
    return minor


def parse_cost(field: Field, text: str) -> int:
    """US dollar cents typed in a field; blank and 0 are zero."""
    typed = text.strip()
    if not typed or re.fullmatch(r"0+(\.0*)?", typed):
        return 0
    return parse_amount(field, text, "USD")


def parse_rate(field: Field, text: str) -> Decimal:
    """A rate typed in a field: units of the currency per 1 USD, exact."""
    try:
        rate = Decimal(text.strip())
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or rate <= 0 or rate > 10**9 or rate < Decimal("0.000001"):
        remedy = "Give the units of the currency for 1 USD with a decimal point, such as 0.918"
        raise refusal(field, Code.NOT_A_RATE, text, "is not a rate of exchange", remedy)
    return rate


def to_decimal(minor: int, currency: str) -> Decimal:
    """Minor units as an exact decimal with the currency's own number of decimals."""
    return Decimal(minor).scaleb(-(decimals(currency) or 0))


def plain(minor: int, currency: str) -> str:
    """An amount for files: all decimals of the currency, a point, no separators: ``60000.00``."""
    places = decimals(currency)
    if not places:
        return str(minor)
    digits = str(abs(minor)).zfill(places + 1)
    return f"{'-' if minor < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def text(minor: int, currency: str) -> str:
    """An amount for people: ``EUR 60,000.00``."""
    return f"{currency} {to_decimal(minor, currency):,f}"


def half_up(value: Fraction) -> int:
    """Round half away from zero, as a finance officer's ROUND does."""
    return _quotient(value.numerator, value.denominator)


def _quotient(part: int, whole: int) -> int:
    """A quotient rounded half away from zero; ``whole`` is above zero."""
    rounded = (2 * abs(part) + whole) // (2 * whole)
    return rounded if part >= 0 else -rounded


def usd_cents(minor: int, currency: str, units_per_usd: Decimal) -> int:
    """The US dollar cents that ``minor`` units are worth at a rate in units per 1 USD."""
    units, parts = units_per_usd.as_integer_ratio()
    return _quotient(minor * 100 * parts, 10 ** (decimals(currency) or 0) * units)


def implied_rate(minor: int, currency: str, cents: int) -> Decimal:
    """The rate at which a bank gave ``cents`` for ``minor``, to 10 significant digits."""
    amount = to_decimal(minor, currency)
    rate = amount * 100 / Decimal(cents)
    return Decimal(f"{rate:.10g}").normalize() + 0


def percentage(cents: int, basis_points: int) -> int:
    """``basis_points`` hundredths of a per cent of ``cents``, rounded half up."""
    return _quotient(cents * basis_points, 10_000)


def split(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Divide ``total`` by ``weights`` into whole units that add up to it (largest remainder).

    Ties go to the earlier part. Weights are not negative and not all zero. A negative total is
    divided as the positive one is.
    """
    if total < 0:
        return [-part for part in split(-total, weights)]
    if len(weights) == 1:
        return [total]
    shares = _whole_numbers(weights)
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    left = [total * share % whole for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-left[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _whole_numbers(weights: Sequence[int | Fraction]) -> list[int]:
    """Weights in the same proportions, without fractions."""
    common = math.lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (common // weight.denominator) for weight in weights]
