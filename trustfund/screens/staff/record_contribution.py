"""Record a contribution: from the contributor and the pledge to the deposit, and corrections."""

from trustfund.domain.roles import AGENTS
from trustfund.screens.staff import (
    amendment_forms,
    cash_forms,
    contribution_corrections,
    contribution_forms,
    rate_forms,
)
from trustfund.screens.staff.lists import acts_page

ACTS = {
    "Contributor": contribution_forms.contributor,
    "Pledge": contribution_forms.pledge,
    "Arrangement": contribution_forms.arrangement,
    "Amendment": amendment_forms.amendment,
    "Deposit": cash_forms.deposit,
    "Instalments": cash_forms.instalments,
    "Rate": rate_forms.rate,
    "Earmark": contribution_corrections.earmark,
    "Correct": contribution_corrections.correct,
    "Write off": contribution_corrections.give_up,
}


def page() -> None:
    """Draw the page."""
    acts_page(
        "Record a contribution",
        ACTS,
        dict.fromkeys(ACTS, AGENTS),
        ("contributions", "deposits", "instalments", "rates"),
    )
