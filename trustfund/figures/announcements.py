"""What was announced of an event, and when: meetings move in city and year, and nothing is lost."""

from typing import Any

from trustfund.domain.kinds import label
from trustfund.figures.rows import EventRow, put_back
from trustfund.figures.view import View
from trustfund.store.tables import Event


def rows(view: View, code: str) -> list[dict[str, Any]]:
    """What was announced, each with the day on which it was recorded ("" at the start).

    The newest comes first.
    """
    event, known_at = view.frames.events[code], view.filters.known_at
    found = []
    for change in view.books.changes:  # the newest first
        is_known = not known_at or change.recorded_on <= known_at
        if is_known and change.table is Event and change.key == code:
            before = put_back(event, change.before)
            if _row(view, before) != _row(view, event):
                found.append({"recorded_on": change.recorded_on, **_row(view, event)})
            event = before
    return [*found, {"recorded_on": view.books.recorded_on(event.act_id), **_row(view, event)}]


def _row(view: View, event: EventRow) -> dict[str, Any]:
    country = view.country(event.country).name if event.country else ""
    return {
        "announced": event.announced,
        "starts_on": event.starts_on.isoformat() if event.starts_on else "",
        "ends_on": event.ends_on.isoformat() if event.ends_on else "",
        "place": ", ".join(filter(None, (event.city, country))),
        "status": label(event.status),
    }
