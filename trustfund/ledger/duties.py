"""Segregation of duties: nobody checks their own work.

Who nominated a delegate does not approve the trip; who entered anything into a year does not
certify it. With fewer than two staff accounts nobody else could, so the rules are off, and pages
say so. A file that is imported tells of what was approved elsewhere: it is exempt.
"""

from datetime import date

from sqlmodel import Session, col, select

from trustfund.accounts.people import is_alone
from trustfund.domain.problems import Problems
from trustfund.domain.travel import TripStatus
from trustfund.ledger.acts import Books
from trustfund.store.tables import Entry, History, Trip

OFF = (
    "Duties are not divided: there are fewer than two staff accounts, so whoever nominates a trip "
    "may approve it, and whoever enters a year may certify it."
)
ON = (
    "Duties are divided: whoever nominates a trip does not approve it, and whoever enters anything "
    "into a year does not certify it."
)
APPROVALS = {TripStatus.APPROVED, TripStatus.AUTHORISED}
"""Authorising without an approval before it is the approval."""
NOMINATIONS = ("nominated a delegate", "corrected a nomination")


def are_divided(session: Session) -> bool:
    """Whether there are people enough to divide duties among."""
    return not is_alone(session)


def nominator(session: Session, trip: Trip) -> str:
    """Who said last whom a trip is for: by nominating, or by correcting the nomination."""
    said = (History.subject == trip.reference, col(History.action).in_(NOMINATIONS))
    newest = select(History.actor).where(*said).order_by(col(History.id).desc()).limit(1)
    return session.exec(newest).first() or ""


def check_approval(
    problems: Problems, books: Books, trip: Trip, status: TripStatus, taken: set[TripStatus]
) -> None:
    """Note an approval by whoever nominated; ``taken`` are the steps before it."""
    if status not in APPROVALS or TripStatus.APPROVED in taken or not _applies(books):
        return
    if nominator(books.session, trip) == books.actor.name:
        problems.add(
            "Trip",
            trip.reference,
            "was nominated, or its nomination corrected, by you, and nobody approves their own",
            "Ask somebody else with a staff account to approve it",
        )


def check_certification(problems: Problems, books: Books, year: int) -> None:
    """Note a certification by somebody who entered anything that is dated in the year."""
    within = col(Entry.value_date).between(date(year, 1, 1), date(year, 12, 31))
    entered = (
        select(Entry.id)
        .join(History, col(History.id) == Entry.act_id)
        .where(within, History.actor == books.actor.name)
        .limit(1)
    )
    if _applies(books) and books.session.exec(entered).first() is not None:
        problems.add(
            "Year",
            year,
            "has entries of yours, and nobody certifies their own",
            "Ask an administrator who entered nothing into it",
        )


def _applies(books: Books) -> bool:
    return not books.loading and are_divided(books.session)
