"""Letters that staff make of the books: to whom, of what, and who may make them.

A letter names no delegate, whoever makes it, and carries no signature.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from trustfund.domain.catalogue.file import filter_field
from trustfund.domain.kinds import LetterKind
from trustfund.domain.problems import Code, Problems, Refused
from trustfund.domain.roles import AGENTS, TRAVEL_READERS, Actor, Role
from trustfund.exchange import pdf
from trustfund.exchange.letters import payments, seats
from trustfund.figures import letters as figures
from trustfund.figures.contributions import deposit_rows
from trustfund.figures.view import View

K = LetterKind
NAMES = ("contribution", "due_on", "trip", "event")
"""The filters that name what a letter is about."""
TO_CONTRIBUTORS = AGENTS | {Role.AUDITOR}


@dataclass(frozen=True)
class Letter:
    """One kind of letter: ``of`` are the filters that name what it is about."""

    title: str
    of: tuple[str, ...]
    readers: frozenset[Role]
    content: Callable[[View, Actor], Mapping[str, Any]]


LETTERS: Mapping[LetterKind, Letter] = {
    K.PAYMENT_REQUEST: Letter(
        "Payment request", ("contribution", "due_on"), TO_CONTRIBUTORS, payments.request
    ),
    K.PAYMENT_REMINDER: Letter(
        "Payment reminder", ("contribution", "due_on"), TO_CONTRIBUTORS, payments.reminder
    ),
    K.SEAT_CONFIRMATION: Letter(
        "Seat confirmation", ("trip",), TRAVEL_READERS | {Role.MISSION}, seats.confirmation
    ),
    K.TRAVEL_LIST: Letter("Travel list", ("event",), TRAVEL_READERS, seats.travel_list),
}
READERS = frozenset().union(*(letter.readers for letter in LETTERS.values()))


def check(view: View, who: Actor) -> None:
    """Raises Refused where the reader may not have this letter, or the books do not allow it."""
    letter = LETTERS[LetterKind(view.filters.kind)]
    who.require(letter.readers, letter.title)
    problems = Problems()
    if view.as_of > view.today.isoformat():
        why, remedy = "is after today, and nobody knows what will have come", f"Give {view.today}"
        problems.add(filter_field("as_of"), Code.FUTURE_DAY, view.as_of, why, remedy)
    for name in NAMES:
        value = getattr(view.filters, name)
        if name in letter.of and not value:
            problems.missing(filter_field(name), f"Add {name}=… to name one")
        elif value and name not in letter.of:
            remedy = f"Use {', '.join(letter.of)}"
            why = f"does not apply to a {letter.title.lower()}"
            problems.add(filter_field(name), Code.OUT_OF_PLACE, "", why, remedy)
        elif value[1:] and isinstance(value, tuple):
            problems.add(
                filter_field(name), Code.TWICE, ", ".join(value), "is given twice", "Give one"
            )
    problems.refuse_if_any()
    letter.content(view, who)


def pieces(view: View, who: Actor) -> Iterator[bytes]:
    """The letter as a PDF."""
    letter = LETTERS[LetterKind(view.filters.kind)]
    content = letter.content(view, who)
    yield pdf.make("letter", f"{letter.title} for {content['about']}", view, content)


def offered(view: View, who: Actor, record: str, reference: str) -> list[tuple[str, str]]:
    """The letters of a record that somebody may make now: what each is called, and its address.

    ``record`` is contribution, deposit, trip or event.
    """
    clocks = [pair for pair in view.filters.parameters() if pair[0] in {"as_of", "known_at"}]
    if record == "deposit":
        one = replace(view, filters=replace(view.filters, deposit=reference))
        if not any(deposit_rows(one)):
            return []  # it is reversed
        asked = urlencode([("deposit", reference), *clocks])
        return [("Receipt letter", f"exports/receipt.pdf?{asked}")]
    if not who.may(READERS):
        return []
    return [
        (named, f"exports/letter.pdf?{urlencode([('kind', kind), *of, *clocks])}")
        for kind, named, of in _possible(view, record, reference)
        if who.may(LETTERS[kind].readers)
    ]


def _possible(
    view: View, record: str, reference: str
) -> Iterator[tuple[LetterKind, str, list[tuple[str, str]]]]:
    of = [(record, reference)]
    if record == "contribution":
        for each in figures.instalments(view, reference):
            kind = K.PAYMENT_REMINDER if each.days_late else K.PAYMENT_REQUEST
            named = f"{LETTERS[kind].title}: due on {each.due_on}"
            yield kind, named, [*of, ("due_on", each.due_on)]
    elif record == "trip":
        try:
            figures.confirmed(figures.seat(view, reference))
        except Refused:
            return
        yield K.SEAT_CONFIRMATION, LETTERS[K.SEAT_CONFIRMATION].title, of
    elif record == "event" and figures.without_ticket(view, reference):
        yield K.TRAVEL_LIST, LETTERS[K.TRAVEL_LIST].title, of
