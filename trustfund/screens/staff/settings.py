"""Settings: terms, publication, the names the fund keeps and the clock, for the administrator."""

from trustfund.screens import session
from trustfund.screens.staff import clock_forms, name_forms, publisher_forms, terms_forms
from trustfund.screens.staff.forms import show_done
from trustfund.screens.widgets import heading


def page() -> None:
    """Draw the page."""
    heading("Settings", session.view())
    show_done()
    terms_forms.terms()
    terms_forms.objectives()
    publisher_forms.publisher()
    publisher_forms.references()
    name_forms.remove_old()
    clock_forms.settle()
