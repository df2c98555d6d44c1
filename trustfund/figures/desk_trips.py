"""The queues of trips: counted by column, with items for those alone that the desk shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from trustfund.domain.catalogue.trip import COSTS
from trustfund.domain.desk import Queue
from trustfund.domain.kinds import DatePrecision, EntryKind, EventStatus, label
from trustfund.domain.meetings import has_begun, is_over
from trustfund.domain.travel import WAITING, TripStatus, with_indirect_cost
from trustfund.figures import columns
from trustfund.figures.books import iso
from trustfund.figures.desk_items import MOST, Found, Item, found
from trustfund.figures.rows import EventRow
from trustfund.figures.view import View

S, Q = TripStatus, Queue
APPROVALS = frozenset({Q.TO_APPROVE, Q.TO_AUTHORISE})
"""Queues of which a reader may have a part only, so that all of them are listed."""


def queue_of(status: TripStatus, event: EventRow, today: date) -> Queue | None:
    """Where a trip waits, by its status and by its event."""
    is_off = is_over(event, today)
    match status:
        case S.NOMINATED | S.UNDER_REVIEW | S.WAITLISTED | S.APPROVED if is_off or has_begun(
            event, today
        ):
            return Q.LEFT_OPEN
        case S.NOMINATED | S.UNDER_REVIEW:
            return Q.TO_APPROVE
        case S.APPROVED:
            return Q.TO_AUTHORISE
        case S.AUTHORISED | S.TICKETED if is_off:
            return Q.TO_CONFIRM
        case S.AUTHORISED:
            return Q.TO_TICKET
        case S.TRAVELLED if is_off:
            return Q.CLAIMS
        case S.CLAIMED:
            return Q.TO_SETTLE
    return None


WAITS = tuple(WAITING | {S.APPROVED, S.AUTHORISED, S.TICKETED, S.TRAVELLED, S.CLAIMED})
"""Statuses after which something is still to be done."""
WAIT_IN = (
    *(Q.TO_APPROVE, Q.LEFT_OPEN, Q.TO_AUTHORISE, Q.TO_TICKET),
    *(Q.TO_CONFIRM, Q.CLAIMS, Q.TO_SETTLE),
)


def queues(view: View) -> dict[Queue, Found]:
    """Every queue of trips."""
    last = view.last_steps
    last = last[last["status"].isin(WAITS)]
    events = columns.texts(view.frames.trips.at(last["trip"], "event"))
    waiting = last.assign(event=events)
    parts: dict[Queue, list[pd.DataFrame]] = {queue: [] for queue in WAIT_IN}
    for (status, code), alike in waiting.groupby(["status", "event"], observed=True):
        event = view.frames.events[str(code)]
        if queue := queue_of(TripStatus(str(status)), event, view.today):
            parts[queue].append(alike.assign(due=due_on(queue, event)))
    listed = {queue: _found(view, queue, pd.concat(of)) for queue, of in parts.items() if of}
    nothing = dict.fromkeys(WAIT_IN, found(()))
    return nothing | listed | {Q.TO_RECOVER: found(_to_recover(view))}


def due_on(queue: Queue, event: EventRow) -> str:
    """The day of the meeting by which something has to be done, or after which it is awaited."""
    if queue is Q.TO_SETTLE:
        return ""
    is_after = queue in {Q.TO_CONFIRM, Q.CLAIMS}
    return iso((event.ends_on or event.starts_on) if is_after else event.starts_on)


def when(event: EventRow) -> str:
    """The dates of a meeting in words, where its day is not known; else ""."""
    is_known = event.date_precision is DatePrecision.DAY
    said = f"announced for {event.announced}" if event.announced else "no day announced yet"
    return "" if is_known else said


def _found(view: View, queue: Queue, waiting: pd.DataFrame) -> Found:
    """A queue, with the most urgent of its trips."""
    since = waiting["on_date"].astype("str")
    day = waiting["due"].where(waiting["due"] != "", since)
    order = np.lexsort((waiting["trip"], since, day))
    shown = waiting.take(order if queue in APPROVALS else order[:MOST])
    facts = shown[["trip", "status", "on_date", "act", "due"]].itertuples(index=False, name=None)
    items = tuple(_item(view, *fact) for fact in facts)
    return Found(len(waiting), items)


def _item(view: View, key: int, status: str, since: str, act: int, due: str) -> Item:
    trip = view.frames.trips[key]
    event = view.frames.events[trip["event"]]
    is_cancelled = event.status is EventStatus.CANCELLED
    return Item(
        key=trip["reference"],
        who=view.country(trip["country"]).name,
        since=since,
        due=due,
        when=when(event) if due else "",
        amount=sum(trip[part] for part in COSTS),
        currency="USD",
        about=f"{event.code}, cancelled" if is_cancelled else event.code,
        state=label(status).lower(),
        nominated=trip["act_id"],
        approved=act if status == S.APPROVED else 0,
    )


def _to_recover(view: View) -> Iterator[Item]:
    """What no-shows cost beside their tickets, trip by trip."""
    last = view.last_steps
    missed = last[last["status"] == S.NO_SHOW]
    entries = view.entries_of(EntryKind.EXPENDITURE)
    spent = dict(columns.totals(entries[entries["trip"].isin(missed["trip"])], ("trip",), "usd"))
    facts = missed[["trip", "on_date", "act"]].itertuples(index=False, name=None)
    for key, since, act in facts:
        item = _item(view, key, S.NO_SHOW, since, act, "")
        points = view.books.indirect_cost_at(act, since)
        ticket = with_indirect_cost(view.frames.trips[key]["ticket"], points)
        if (rest := spent.get(key, 0) - ticket) > 0:
            yield replace(item, amount=rest)
