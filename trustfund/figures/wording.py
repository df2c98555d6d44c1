"""Figures as people read them, on pages and in documents; tables and files have the cents."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import label

NOT_AVAILABLE = "not available"


def usd(cents: int) -> str:
    """US dollar cents in whole US dollars."""
    return f"USD {money.half_up(Fraction(cents, 100)):,}"


def exact_usd(cents: int) -> str:
    """US dollar cents to the cent."""
    return f"USD {money.to_decimal(cents, 'USD'):,f}"


def percent(share: Fraction | None) -> str:
    """A share; "not available" where there is none."""
    return NOT_AVAILABLE if share is None else f"{money.half_up(share * 100)} %"


def pool(code: str, titles: Mapping[str, str]) -> str:
    """A pool in words; ``titles`` are those of the objectives."""
    return label(code) if code == UNEARMARKED else f"Objective {code}: {titles[code]}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
