"""Figures as people read them, on pages and in documents; tables and files have the cents."""

from fractions import Fraction

from trustfund.domain import money

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
