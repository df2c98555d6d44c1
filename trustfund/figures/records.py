"""One record: its life as stations, and the acts that touched it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from trustfund.domain.kinds import DatePrecision, EntryKind, EventStatus, Stage, label
from trustfund.domain.meetings import dates, has_begun, is_over
from trustfund.domain.travel import ENDS, TripStatus
from trustfund.figures.books import DOCUMENTS, iso
from trustfund.figures.contributions import Position
from trustfund.figures.view import View
from trustfund.figures.wording import counted

K = EntryKind
S = TripStatus
WAY = (S.NOMINATED, S.APPROVED, S.AUTHORISED, S.TRAVELLED, S.SETTLED)
"""The steps that most trips take."""


@dataclass(frozen=True)
class Station:
    """A point in the life of a record."""

    name: str
    day: str = ""
    """ISO text, "" where it is to come or nobody knows."""
    is_done: bool = True


def of_contribution(view: View, position: Position) -> list[Station]:
    """From the pledge to the last deposit."""
    entries = view.entries[view.entries["contribution"] == position.document.id]
    own = entries[entries["live"]]

    def days(*kinds: EntryKind) -> list[str]:
        return sorted({str(day) for day in own["value_date"][own["kind"].isin(kinds)]})

    found = [Station("Pledged", position.pledged_on)] if position.pledged_on else []
    if position.stage is Stage.WITHDRAWN:
        return [*found, Station("Withdrawn", days(K.WITHDRAWAL)[-1])]
    signed = position.is_commitment
    found.append(Station("Arrangement signed", position.signed_on, signed))
    paid = days(K.DEPOSIT)
    deposits = len(set(own["deposit"][own["kind"] == K.DEPOSIT]))
    if deposits:
        found.append(Station(counted(deposits, "deposit"), paid[-1]))
    if given_up := days(K.WRITE_OFF):
        found.append(Station("The rest written off", given_up[-1]))
    else:
        is_paid = position.stage is Stage.DEPOSITED
        found.append(Station("Paid in full", paid[-1] if is_paid else "", is_paid))
    return found


def of_trip(view: View, key: int) -> list[Station]:
    """The steps that were taken, and those that most trips take next."""
    own = view.statuses[view.statuses["trip"] == key]
    taken = [
        Station(label(status), str(day))
        for status, day in own[["status", "on_date"]].itertuples(index=False, name=None)
    ]
    last = S(own["status"].iloc[-1])
    if last in ENDS:
        return taken
    order = list(S)
    coming = [step for step in WAY if order.index(step) > order.index(last)]
    return taken + [Station(label(step), is_done=False) for step in coming]


def of_money(view: View, column: str, key: int, arrived: str) -> list[Station]:
    """A deposit or a movement: its value date, and whether it is reversed."""
    own = view.entries[view.entries[column] == key]
    if not len(own):
        return []
    recorded = Station("Recorded", view.books.recorded_on(int(own["act"].min())))
    day = str(own["value_date"].iloc[0])
    if own["live"].any():
        day = str(own["value_date"][own["live"]].iloc[0])
        return [Station(arrived, day), recorded]
    reversed_on = view.books.recorded_on(int(own["act"].max()))
    return [Station(arrived, day), recorded, Station("Reversed", reversed_on)]


def of_event(view: View, code: str) -> list[Station]:
    """From its announcement to its last day."""
    event, on = view.frames.events[code], date.fromisoformat(view.as_of)
    if event.status is EventStatus.CANCELLED:
        return [Station(f"Announced: {dates(event)}"), Station("Cancelled")]
    if event.date_precision is DatePrecision.DAY:
        found = [Station("Begins", iso(event.starts_on), has_begun(event, on))]
        found.append(Station("Ends", iso(event.ends_on), is_over(event, on)))
    else:  # of a month, or of words, no day is invented
        found = [Station(f"Announced: {dates(event)}", is_done=has_begun(event, on))]
    return [*found, Station("Took place")] if event.held else found


def acts(view: View, documents: str, column: str, key: Any) -> list[dict[str, Any]]:
    """The lines of history of the acts that touched a document, newest first.

    ``documents`` is the list of the books that it is in, ``column`` that of entries, or of the
    steps of a trip, that names it; "" where none does.
    """
    books = view.books
    table = DOCUMENTS[documents][0]
    rows = getattr(books, documents)
    row = rows[key]
    found = {row["act_id"] if isinstance(row, dict) else row.act_id}
    found |= {change.act for change in books.changes if change.table is table and change.key == key}
    for facts in (books.entries, books.steps):
        if column in facts.columns:
            found |= set(facts["act"][facts[column] == key].tolist())
    return list(books.lines(sorted(filter(None, found))))[::-1]
