"""What can be chosen in a field of a form, by the list that its codes are of."""

from collections.abc import Callable, Iterable, Sequence

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Field, Kept
from trustfund.domain.kinds import label
from trustfund.domain.meetings import dates
from trustfund.domain.texts import alphabetical
from trustfund.figures.filters import event_order
from trustfund.figures.view import View
from trustfund.ledger import movements
from trustfund.ledger.balances import pool_name
from trustfund.screens import session

Options = tuple[Sequence[str], Callable[[str], str]]
"""Codes or names, and how each is shown."""


def options(field: Field) -> Options:
    """All that can be chosen in a field."""
    view = session.view()
    frames = view.frames
    match field.codes:
        case Kept.COUNTRY:
            return countries(view, frames.countries)
        case Kept.CURRENCY:  # those with a rate come first
            rated = sorted({currency for currency, _ in frames.rates})
            return list(dict.fromkeys(("USD", *rated, *money.currencies()))), str
        case Kept.OBJECTIVE:
            return (UNEARMARKED, *frames.in_use), pool_name
        case Kept.EVENT:
            codes = sorted(frames.events, key=lambda code: event_order(frames, code))
            return codes, lambda code: with_dates(view, code)
        case Kept.CONTRIBUTOR:
            return sorted((row.name for row in frames.contributors.values()), key=alphabetical), str
        case Kept.ORGANIZATION:
            return session.read(movements.organizations), str
    return field.choices, label


def countries(view: View, codes: Iterable[str]) -> Options:
    """Some countries, by name."""
    by_name = sorted(codes, key=lambda code: alphabetical(view.country(code).name))
    return by_name, lambda code: f"{view.country(code).name} ({code})"


def with_dates(view: View, code: str) -> str:
    """An event with its dates as announced."""
    event = view.frames.events[code]
    return f"{code} · {dates(event)} · {event.title}"
