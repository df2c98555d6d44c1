"""The steps that a row of a travel file has, and those still missing in the books."""

from dataclasses import dataclass
from datetime import date

from trustfund.domain.catalogue.trip import STATUS
from trustfund.domain.kinds import label, parse_code
from trustfund.domain.problems import Code
from trustfund.domain.travel import ENDS, NEXT_STEPS, SUNK, TripStatus
from trustfund.exchange.imports.line import Line
from trustfund.store.tables import TripStep

S = TripStatus
WAY = (
    S.NOMINATED,
    S.UNDER_REVIEW,
    S.APPROVED,
    S.AUTHORISED,
    S.TICKETED,
    S.TRAVELLED,
    S.CLAIMED,
    S.SETTLED,
)
"""The way of a trip that is made; other statuses end it or wait."""
MILESTONES = {
    S.NOMINATED: "nominated_on",
    S.APPROVED: "approved_on",
    S.AUTHORISED: "authorised_on",
    S.TRAVELLED: "travelled_on",
    S.SETTLED: "settled_on",
}
"""Steps with a column for their day: a row books those up to its status, whatever it is."""
DAY_COLUMN = MILESTONES | dict.fromkeys(ENDS, "settled_on")
"""The column with the day of a status; a trip that ends otherwise is over then."""


@dataclass(frozen=True)
class Leg:
    """A status on the way; ``stated`` where the row itself gives its day."""

    status: TripStatus
    on: date
    stated: bool


def status(line: Line) -> TripStatus | None:
    """The status of a row; what is no status is noted."""
    return line.attempt(parse_code, STATUS, line.text("status"), S)


def legs(line: Line, reached: TripStatus | None, today: date) -> list[Leg]:
    """The steps up to a status. A missing day is the next known one, else today."""
    given = {column: line.day(column) for column in MILESTONES.values()}
    way = _way(reached, {status for status, column in MILESTONES.items() if given[column]})
    for column in MILESTONES.values():
        if reached and given[column] and column not in {DAY_COLUMN.get(s) for s in way}:
            why = f"is a step after the status {label(reached.value).lower()}"
            remedy = "Leave it empty, or give the status that was reached"
            line.note(column, Code.OUT_OF_PLACE, given[column], why, remedy)
    found: list[Leg] = []
    later = today
    for step in reversed(way):
        on = given.get(DAY_COLUMN.get(step, ""))
        later = on or later
        found.insert(0, Leg(step, later, on is not None))
    return found


def _way(reached: TripStatus | None, dated: set[TripStatus]) -> list[TripStatus]:
    """The steps of a row with this status, in order."""
    if reached is None:
        return [S.NOMINATED]
    if reached in WAY:
        upto = WAY[: WAY.index(reached) + 1]
        return [step for step in upto if step in MILESTONES or step is reached]
    # Nobody ends a trip after a ticket that was not authorised; else the row has what came before.
    before = {S.NOMINATED, *dated} | ({S.APPROVED, S.AUTHORISED} if reached in SUNK else set())
    return [*(s for s in (S.NOMINATED, S.APPROVED, S.AUTHORISED) if s in before), reached]


def may_follow(last: TripStatus, later: TripStatus) -> bool:
    """Whether a status can be reached from another, by whatever steps between."""
    return any(step is later or may_follow(step, later) for step in NEXT_STEPS.get(last, ()))


def further(
    line: Line, planned: list[Leg], taken: list[TripStep], reached: TripStatus
) -> list[Leg]:
    """The steps of a row that the books do not have yet."""
    last = taken[-1].status
    if reached is last:
        return []
    if not may_follow(last, reached):
        why = f"cannot follow what is booked: the trip is {label(last.value).lower()}"
        remedy = "If that is wrong, take its last step back under Record travel, then import again"
        line.note("status", Code.WRONG_STEP, reached.value, why, remedy)
        return []
    return [leg for leg in planned if may_follow(last, leg.status)]


def moved(line: Line, planned: list[Leg], taken: list[TripStep]) -> date | None:
    """The new day of the last step, where the row gives it another; older steps stay."""
    booked = {step.status: step.on_date for step in taken}
    last = taken[-1]
    found = None
    for leg in planned:
        if not leg.stated or booked.get(leg.status) == leg.on:
            continue
        if leg.status is last.status and len(taken) > 1:
            found = leg.on
        elif leg.status in booked:
            line.note(
                DAY_COLUMN[leg.status],
                Code.DIFFERS,
                leg.on,
                f"is not the day that is booked, {booked[leg.status]}",
                "The day of a nomination stays"
                if leg.status is S.NOMINATED
                else "Take the later steps back under Record travel first, then import again",
            )
        elif not may_follow(last.status, leg.status):
            line.note(
                DAY_COLUMN[leg.status],
                Code.WRONG_STEP,
                leg.on,
                f"is a step that is not booked, and the trip is {label(last.status.value).lower()}",
                "Leave it empty, or take the later steps back under Record travel first",
            )
    return found
