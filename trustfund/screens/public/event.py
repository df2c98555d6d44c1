"""One event: what was announced of it, and who took part."""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.kinds import RecordKind
from trustfund.domain.permissions import ACTS
from trustfund.domain.roles import TRAVEL_READERS
from trustfund.figures import records as lives
from trustfund.screens import records, session
from trustfund.screens.public.events import one_event
from trustfund.screens.staff.papers import papers
from trustfund.screens.widgets import heading


def page() -> None:
    """Draw the page."""
    code = records.asked("event", "Event", "Code")
    if not code:
        return
    view = session.view()
    heading(f"Event {code}", view)
    records.life(lives.of_event(view, code))
    if session.actor().may(ACTS[ActCode.EVENT_CHANGED]):
        records.acts([("Change the event", "record-travel", "Event", "edit", {"event": code})])
    one_event(view, code)
    papers(RecordKind.EVENT, code)
    if session.actor().may(TRAVEL_READERS):
        records.trips_of(view, "event", code)
