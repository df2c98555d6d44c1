"""Which offices may take an import back: all whose work that undoes, or brings back."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa

from trustfund.domain.kinds import label
from trustfund.domain.permissions import ACTS, FILES, STEPS
from trustfund.domain.problems import Problems
from trustfund.domain.roles import Role
from trustfund.domain.travel import ENDS, TripStatus
from trustfund.ledger.books import Books
from trustfund.ledger.entries import is_reversal, stands
from trustfund.ledger.imports import traces
from trustfund.store.base import Base
from trustfund.store.tables import ImportedFile, TripStep

Asked = Iterator[tuple[str, frozenset[Role]]]
"""What somebody does who takes an import back, and the roles that may do it."""
_LINE, _STEP = (Base.metadata.tables[name] for name in ("history", "trip_step"))
_UNDOING, _UNAPPROVED = "Taking back what this import did", "Authorising what nobody approved"


def check(problems: Problems, books: Books, own: ImportedFile) -> None:
    """Note what somebody may not do of all that taking an import back does, once each."""
    for what, allowed in dict.fromkeys(_asked(books, own)):
        problems.attempt(books.actor.require, allowed, what)


def _asked(books: Books, own: ImportedFile) -> Asked:
    yield f"Taking back an import of {own.kind}", FILES[own.kind]
    within = traces.during(own)
    done = sa.select(_LINE.c.act).where(within(_LINE.c.id), _LINE.c.act.is_not(None)).distinct()
    for code in books.session.scalars(done):
        yield _UNDOING, ACTS[code]
    if own.kind == "travel":
        taken = sa.select(_STEP.c.status).where(within(_STEP.c.act_id)).distinct()
        for status in map(TripStatus, books.session.scalars(taken)):
            yield _UNDOING, STEPS[status]
        yield from _brought_back(books, own)


def _brought_back(books: Books, own: ImportedFile) -> Asked:
    """The steps that stand again, and those of which trips live again that the file had ended."""
    written = traces.during(own)(_STEP.c.act_id)
    ended = sa.select(_STEP.c.trip_id).where(written, stands(TripStep), _STEP.c.status.in_(ENDS))
    live_again = set(books.session.scalars(ended))
    later = _STEP.alias()
    earlier = (
        sa.select(_STEP.c.trip_id, _STEP.c.status, later.c.act_id.label("reversed_by"))
        .outerjoin(later, later.c.reverses == _STEP.c.id)
        .where(
            _STEP.c.trip_id.in_(sa.select(_STEP.c.trip_id).where(written)),
            _STEP.c.act_id < own.first_act_id,
            ~is_reversal(_STEP.c.reverses),
            sa.func.coalesce(later.c.act_id, own.first_act_id) >= own.first_act_id,
        )
        .order_by(_STEP.c.trip_id, _STEP.c.id)
    )
    for trip, steps in groupby(books.session.execute(earlier), attrgetter("trip_id")):
        before: list[TripStatus] = []
        for step in steps:
            before.append(TripStatus(step.status))
            if step.reversed_by:
                yield from _again(before)
        if trip in live_again:
            yield f"Making a trip {label(before[-1]).lower()} again", STEPS[before[-1]]


def _again(steps: list[TripStatus]) -> Asked:
    """The last of some steps, taken anew."""
    *before, status = steps
    yield f"Making a trip {label(status).lower()} again", STEPS[status]
    if status is TripStatus.AUTHORISED and TripStatus.APPROVED not in before:
        yield _UNAPPROVED, STEPS[TripStatus.APPROVED]
