"""Names of delegates, removed when their trips are over. No figure and no history has them.

The papers of a trip may name its delegate: they are removed with the name.
"""

from datetime import date, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import trip as fields
from trustfund.domain.kinds import label
from trustfund.domain.problems import Code, refusal
from trustfund.domain.texts import words_of
from trustfund.domain.travel import ENDS
from trustfund.ledger import papers, travel
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.entries import live_steps, stands
from trustfund.store.tables import Trip, TripStep

USUAL_DAYS = 180
"""How long after its end a trip keeps a name, unless an office decides otherwise."""
LONGEST = 36_500


def kept(books: Books) -> dict[int, date]:
    """The trips that are over and keep a name or papers, by id, with the day when they ended."""
    with_papers = col(Trip.reference).in_(papers.trips_with_papers(books))
    named = select(Trip.id).where(sa.or_(col(Trip.name) != "", with_papers))
    steps = books.session.exec(
        select(TripStep)
        .where(col(TripStep.trip_id).in_(named), stands(TripStep))
        .order_by(col(TripStep.id))
    )
    last = {step.trip_id: step for step in steps}
    return {trip: step.on_date for trip, step in last.items() if step.status in ENDS}


def called(books: Books, text: str, most: int) -> list[tuple[str, str]]:
    """Trips of delegates in whose names words begin so, newest first: reference and name."""
    wanted = words_of(text)
    named = select(Trip.reference, Trip.name).where(Trip.name != "").order_by(col(Trip.id).desc())

    def fits(name: str) -> bool:
        words = words_of(name)
        return all(any(word.startswith(each) for word in words) for each in wanted)

    if not wanted:
        return []
    with books.session.exec(named.execution_options(yield_per=500)) as rows:
        return list(islice(((reference, name) for reference, name in rows if fits(name)), most))


def ended_by(books: Books, days: int) -> date:
    """The day by which a trip ended that is over for so many days."""
    if not 0 <= days <= LONGEST:
        remedy = f"Give a number from 0 to {LONGEST}"
        raise refusal(fields.OLDER_THAN, Code.OUT_OF_RANGE, days, "is not a number of days", remedy)
    return books.today - timedelta(days=days)


def old(books: Books, days: int) -> list[int]:
    """The trips that keep a name or papers and ended at least so many days ago."""
    last = ended_by(books, days)
    return [trip for trip, ended in kept(books).items() if ended <= last]


@act(ActCode.DELEGATE_NAMES_REMOVED)
def forget_old(act: Act, days: int) -> Done:
    """Remove the names and papers of all trips that ended at least so many days ago."""
    trips, last = old(act.books, days), ended_by(act.books, days)
    if not trips:
        remedy = "Trips that end later keep theirs until then"
        why = f"no trip that ended by {last} has one, or papers"
        raise refusal(fields.NAMES, Code.NOTHING_TO_DO, "", why, remedy)
    act.session.execute(
        sa.update(Trip)
        .where(col(Trip.id).in_(trips))
        .values(name="", version=Trip.version + 1)  # a form that still shows the name is refused
    )
    act.wrote_rows(Trip.__table__, [(trip,) for trip in trips])  # type: ignore[attr-defined]
    references = act.session.exec(select(Trip.reference).where(col(Trip.id).in_(trips)))
    count = papers.forget_of_trips(act, {*references})
    names, are = (f"names of {len(trips)} trips", "are") if trips[1:] else ("name of 1 trip", "is")
    said = f"The {names} that ended by {last} {are} removed{_with(count)}."
    return Done(act.books.fund.code, said)


@act(ActCode.DELEGATE_NAME_REMOVED)
def forget(act: Act, reference: str, seen: int | None = None) -> Done:
    """Remove the name of one trip that is over."""
    trip = travel.required(act.books, reference)
    last = live_steps(act.session, trip.id)[-1]
    if last.status not in ENDS:
        why = f"is not over: it is {label(last.status.value).lower()} since {last.on_date}"
        remedy = "Settle or end it first; until then its delegate's name is needed"
        act.problems.add(fields.DOCUMENT.itself, Code.NOT_OVER, trip.reference, why, remedy)
    elif not is_kept(act.books, trip):
        why, remedy = "has no name and no papers", "There is nothing to remove"
        act.problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, trip.reference, why, remedy)
    act.problems.refuse_if_any()
    act.change(trip, seen)
    trip.name = ""
    count = papers.forget_of_trips(act, {trip.reference})
    said = f"The delegate's name is removed from trip {trip.reference}{_with(count)}."
    return Done(trip.reference, said)


def is_kept(books: Books, trip: Trip) -> bool:
    """Whether a trip has a name, or papers that may have it."""
    return bool(trip.name) or trip.reference in papers.trips_with_papers(books)


def _with(count: int) -> str:
    return f", with {count} {'paper' if count == 1 else 'papers'}" if count else ""
