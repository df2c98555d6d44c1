"""Record travel: nominate, take the next step, correct; and the events people travel to."""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.permissions import ACTS as OF_ACTS
from trustfund.screens.staff import event_forms, name_forms, several_trips, travel_forms
from trustfund.screens.staff.lists import acts_page

ACTS = {
    "Nominate": travel_forms.nominate,
    "Next step": travel_forms.next_step,
    "Several trips": several_trips.several,
    "Correct": travel_forms.correct,
    "Event": event_forms.event,
    "Remove a name": name_forms.remove,
    "Eligibility": event_forms.eligibility,
    "Graduation": event_forms.graduation,
}
OPEN_TO = {
    "Nominate": OF_ACTS[ActCode.DELEGATE_NOMINATED],
    "Next step": OF_ACTS[ActCode.TRIP_STEP_TAKEN],
    "Several trips": OF_ACTS[ActCode.TRIP_STEPS_TAKEN],
    "Correct": OF_ACTS[ActCode.TRIP_STEP_CORRECTED],
    "Event": OF_ACTS[ActCode.EVENT_CHANGED],
    "Remove a name": OF_ACTS[ActCode.DELEGATE_NAME_REMOVED],
    "Eligibility": OF_ACTS[ActCode.ELIGIBILITY_DECIDED],
    "Graduation": OF_ACTS[ActCode.GRADUATION_DECIDED],
}


def page() -> None:
    """Draw the page."""
    acts_page("Record travel", ACTS, OPEN_TO, ("travel",))
