"""Segregation of duties: nobody checks their own work.

Who nominated a delegate does not approve the trip; who entered anything into a year does not
certify it. With fewer than two accounts that may approve, or certify, nobody else could: then that
rule is off, and pages say so. A file that the command line loads is exempt: it was approved
elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from trustfund.accounts.people import is_alone
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.access import ACCOUNT
from trustfund.domain.catalogue.fund import YEAR
from trustfund.domain.catalogue.trip import DOCUMENT as TRIP
from trustfund.domain.permissions import ACTS, STEPS
from trustfund.domain.problems import Code, Problems
from trustfund.domain.roles import Role
from trustfund.domain.travel import TripStatus
from trustfund.ledger.books import Books
from trustfund.store.tables import Entry, History, Trip, TripStep


@dataclass(frozen=True)
class Duty:
    """What nobody does for their own work: who may do it, and how pages say the rule."""

    allowed: frozenset[Role]
    divided: str
    alone: str

    def applies(self, session: Session) -> bool:
        """Whether there are people enough to divide it among."""
        return not is_alone(session, self.allowed)


APPROVING = Duty(
    STEPS[TripStatus.APPROVED],
    "Duties are divided: whoever nominates a trip does not approve it.",
    "Duties are not divided: fewer than two accounts may approve trips, so whoever nominates one "
    "may approve it.",
)
CERTIFYING = Duty(
    ACTS[ActCode.YEAR_CERTIFIED],
    "Duties are divided: whoever enters anything into a year does not certify it.",
    "Duties are not divided: fewer than two accounts may certify, so whoever enters anything into "
    "a year may certify it.",
)
DUTIES = (APPROVING, CERTIFYING)
APPROVALS = {TripStatus.APPROVED, TripStatus.AUTHORISED}
"""Authorising without an approval before it is the approval."""
NOMINATIONS = (ActCode.DELEGATE_NOMINATED, ActCode.NOMINATION_CORRECTED)


def nominated(session: Session, trip: Trip) -> dict[str, int]:
    """Who nominated or corrected the nomination, and the last act in which they did."""
    mine = (History.subject == trip.reference, col(History.act).in_(NOMINATIONS))
    lines = select(History).where(*mine).order_by(col(History.id))
    return {line.actor: line.id for line in session.exec(lines)}


def check_approval(
    problems: Problems, books: Books, trip: Trip, status: TripStatus, taken: Sequence[TripStep]
) -> None:
    """Note an approval by somebody who nominated; ``taken`` are the steps before it.

    An approval stands for the nomination that it saw, not for a later correction.
    """
    if status not in APPROVALS or not _applies(books, APPROVING):
        return
    nominators = nominated(books.session, trip)
    newest = max(nominators.values(), default=0)
    if any(step.status is TripStatus.APPROVED and step.act_id > newest for step in taken):
        return
    if books.actor.account is None:
        _note_nobody(problems)
    elif books.actor.name in nominators:
        why = "was nominated by you, or you corrected its nomination; nobody approves their own"
        remedy = "Ask somebody else who may approve trips, or withdraw it and nominate again"
        problems.add(TRIP.itself, Code.OWN, trip.reference, why, remedy)


def check_certification(problems: Problems, books: Books, year: int) -> None:
    """Note a certification by somebody who entered anything that is dated in the year."""
    within = col(Entry.value_date).between(date(year, 1, 1), date(year, 12, 31))
    entered = (
        select(Entry.id)
        .join(History, col(History.id) == Entry.act_id)
        .where(within, History.actor == books.actor.name)
        .limit(1)
    )
    if not _applies(books, CERTIFYING):
        return
    if books.actor.account is None:
        _note_nobody(problems)
    elif books.session.exec(entered).first() is not None:
        why = "has entries of yours, and nobody certifies their own"
        problems.add(YEAR, Code.OWN, year, why, "Ask an administrator who entered nothing into it")


def _note_nobody(problems: Problems) -> None:
    """Whoever has no account could be anybody: also the one whose work it is."""
    reason = "is needed, because duties are divided"
    problems.add(ACCOUNT, Code.MISSING, "", reason, "Sign in with your own")


def _applies(books: Books, duty: Duty) -> bool:
    return books.duties_hold and duty.applies(books.session)
