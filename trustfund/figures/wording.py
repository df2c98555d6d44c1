"""Figures as people read them, on pages and in documents; tables and files have the cents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
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
    return f"USD {grouped(cents)}"


def grouped(cents: int) -> str:
    """US dollar cents to the cent, for a column that says they are US dollars."""
    return f"{money.to_decimal(cents, 'USD'):,f}"


def percent(share: Fraction | None) -> str:
    """A share; "not available" where there is none."""
    return NOT_AVAILABLE if share is None else f"{money.half_up(share * 100)} %"


def pool(code: str, titles: Mapping[str, str]) -> str:
    """A pool in words; ``titles`` are those of the objectives."""
    return label(code) if code == UNEARMARKED else f"Objective {code}: {titles[code]}"


def in_a_sentence(pool: str) -> str:
    """A pool without its title: "un-earmarked money", "objective 1"."""
    return "un-earmarked money" if pool == UNEARMARKED else f"objective {pool}"


def exact_percent(share: Fraction | None) -> str:
    """A share to a hundredth of a percent; "not available" where there is none."""
    if share is None:
        return NOT_AVAILABLE
    return f"{Decimal(money.half_up(share * 10_000)).scaleb(-2):,f} %"


def day(iso: str) -> str:
    """An ISO date as a sentence says it: ``16 July 2018``."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things: ``1 delegate``, ``2 delegates``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
