"""Settings: terms, publication, the names the fund keeps and the clock, for the administrator."""

from trustfund.screens import session
from trustfund.screens.staff import clock_forms, name_forms, publisher_forms, terms_forms
from trustfund.screens.staff.lists import one_of
from trustfund.screens.staff.outcomes import show_done
from trustfund.screens.widgets import heading

PARTS = {
    "Terms": terms_forms.terms,
    "Objectives": terms_forms.objectives,
    "Publication in IATI": publisher_forms.publication,
    "Names of delegates": name_forms.remove_old,
    "Clock": clock_forms.settle,
}


def page() -> None:
    """Draw the page."""
    heading("Settings", session.view())
    show_done()
    one_of("What do you want to change?", PARTS, "Terms", "do")()
