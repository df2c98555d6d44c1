"""Record travel: nominate, take the next step, correct; and the events people travel to."""

from trustfund.domain.roles import ADMINISTRATORS
from trustfund.screens import session
from trustfund.screens.staff import event_forms, name_forms, travel_forms
from trustfund.screens.staff.lists import acts_page

ACTS = {
    "Nominate": travel_forms.nominate,
    "Next step": travel_forms.next_step,
    "Correct": travel_forms.correct,
    "Event": event_forms.event,
    "Remove a name": name_forms.remove,
}
FOR_ADMINISTRATORS = {
    "Eligibility": event_forms.eligibility,
    "Graduation": event_forms.graduation,
}


def page() -> None:
    """Draw the page."""
    is_administrator = session.actor().role in ADMINISTRATORS
    acts_page("Record travel", ACTS | (FOR_ADMINISTRATORS if is_administrator else {}))
