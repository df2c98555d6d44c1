"""A payment schedule by a rule: equal instalments, so many months apart."""

from calendar import monthrange
from datetime import date

from trustfund.domain.money import split


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def equal_instalments(total: int, count: int, first: date, months: int) -> list[tuple[date, int]]:
    """Days and amounts in minor units; they add up to the total, the earlier ones are not less."""
    days = (months_later(first, number * months) for number in range(count))
    return list(zip(days, split(total, [1] * count), strict=True))
