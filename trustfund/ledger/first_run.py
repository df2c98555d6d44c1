"""What a new fund still needs before it can work: read from the books, and kept nowhere."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.accounts.people import may_act
from trustfund.domain.catalogue import terms
from trustfund.domain.fields import Field
from trustfund.domain.fund_terms import TEXTS
from trustfund.domain.kinds import EventStatus
from trustfund.domain.roles import ADMINISTRATORS
from trustfund.ledger.books import Books
from trustfund.ledger.duties import APPROVING
from trustfund.ledger.void import is_void
from trustfund.store.setup import DEFAULT_FUND, FUND_FILE, has_no_act, read_toml
from trustfund.store.tables import Contributor, Event, Trip

MARKS = ("Starting point: ", "To be filled in: ")
"""How texts of a starting point begin that nobody has made their own."""


class Task(StrEnum):
    """One thing to do for a new fund."""

    BEGINNING = "beginning"
    TERMS = "terms"
    CONTACT = "contact"
    PROGRAMME = "programme"
    ACCOUNTS = "accounts"
    CONTRIBUTOR = "contributor"
    PUBLISHER = "publisher"


OPTIONAL = frozenset({Task.PUBLISHER})


@cache
def _default_name() -> str:
    return str(read_toml(DEFAULT_FUND / FUND_FILE)["name"])


def may_begin(books: Books) -> bool:
    """Whether the fund may begin anew: it is not the sample, and nobody has booked anything."""
    return not books.fund.illustrative and has_no_act(books.session)


def _has_begun(books: Books) -> bool:
    return books.fund.name != _default_name() or not has_no_act(books.session)


def unfinished(books: Books) -> tuple[list[Field], list[Field]]:
    """The terms that read as in a starting point, and those that are needed and blank."""
    if books.fund.illustrative:
        return [], []
    texts = {name: getattr(books.terms[-1], name) for name in TEXTS} | {"name": books.fund.name}
    left = [name for name in ("name", *TEXTS) if texts[name].startswith(MARKS)]
    return [terms.DOCUMENT.by_key[name] for name in left], [terms.CONTACT] * (not texts["contact"])


def _has_own_terms(books: Books) -> bool:
    """Changed by somebody, or those of other files; nothing of a starting point is left."""
    left, _ = unfinished(books)
    return not left and (books.fund.name != _default_name() or len(books.terms) > 1)


def _has_programme(books: Books) -> bool:
    """An event is still to come; or there were trips, and the fund is no new one."""
    to_come = sa.func.coalesce(Event.ends_on, Event.starts_on) >= books.today
    planned = select(Event.code).where(
        to_come, ~is_void(Event), col(Event.status) != EventStatus.CANCELLED
    )
    found = (planned, select(Trip.id).where(~is_void(Trip)))
    return any(books.session.exec(made.limit(1)).first() is not None for made in found)


def _has_contributor(books: Books) -> bool:
    recorded = select(Contributor.id).where(~is_void(Contributor)).limit(1)
    return books.session.exec(recorded).first() is not None


_DONE: Mapping[Task, Callable[[Books], bool]] = {
    Task.BEGINNING: _has_begun,
    Task.TERMS: _has_own_terms,
    Task.CONTACT: lambda books: not unfinished(books)[1],
    Task.PROGRAMME: _has_programme,
    Task.ACCOUNTS: lambda books: (
        may_act(books.session, ADMINISTRATORS) and APPROVING.applies(books.session)
    ),
    Task.CONTRIBUTOR: _has_contributor,
    Task.PUBLISHER: lambda books: bool(books.fund.publisher_reference),
}


def done(books: Books) -> dict[Task, bool]:
    """Each task, and whether it is done."""
    return {task: is_done(books) for task, is_done in _DONE.items()}


def is_to_do(books: Books) -> bool:
    """Whether something is still to do; of the sample nothing is."""
    needed = (is_done for task, is_done in _DONE.items() if task not in OPTIONAL)
    return not books.fund.illustrative and not all(is_done(books) for is_done in needed)
