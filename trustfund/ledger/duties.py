"""Segregation of duties: nobody checks their own work.

Who nominated a delegate does not approve the trip; who entered anything into a year does not
certify it. With fewer than two accounts that may approve, or certify, nobody else could: then that
rule is off, and pages say so. A file that the command line loads is exempt: it was approved
elsewhere.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from trustfund.domain.roles import Actor, Role
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


Nominators = Mapping[str, Mapping[str, int]]
"""By trip, who nominated or corrected the nomination, and the last act in which they did."""


def nominators(session: Session, since: int = 0, reference: str = "") -> Nominators:
    """Those of the trips that were first nominated in an act or later; or of one trip."""
    lines = select(History.subject, History.actor, History.id).where(
        col(History.act).in_(NOMINATIONS), col(History.id) >= since
    )
    if reference:
        lines = lines.where(History.subject == reference)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for trip, actor, act in session.exec(lines.order_by(col(History.id))):
        found[trip][actor] = act or 0
    return found


def _stands(known: Mapping[str, int], approved: int) -> bool:
    """Whether an approval, by its act, stands for the nomination: it saw the newest correction."""
    return approved > max(known.values(), default=0)


def not_theirs(books: Books, who: Actor, waiting: Mapping[str, int], known: Nominators) -> set[str]:
    """Of trips with the act that approved each, 0 for none, those that somebody may not approve."""
    if not APPROVING.applies(books.session):
        return set()
    return {
        trip
        for trip, approved in waiting.items()
        if not _stands(known.get(trip, {}), approved)
        and (who.account is None or who.name in known.get(trip, {}))
    }


def check_approval(
    problems: Problems, books: Books, trip: Trip, status: TripStatus, taken: Sequence[TripStep]
) -> None:
    """Note an approval by somebody who nominated; ``taken`` are the steps before it."""
    if status not in APPROVALS or not _applies(books, APPROVING):
        return
    known = nominators(books.session, reference=trip.reference).get(trip.reference, {})
    approvals = (step.act_id for step in taken if step.status is TripStatus.APPROVED)
    if _stands(known, max(approvals, default=0)):
        return
    if books.actor.account is None:
        _note_nobody(problems)
    elif books.actor.name in known:
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
