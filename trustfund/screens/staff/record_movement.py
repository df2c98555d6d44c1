"""Record a movement: interest, charges, transfers, refunds; allocations; unidentified receipts."""

from trustfund.domain.roles import AGENTS, SECRETARIAT
from trustfund.screens.staff import movement_forms, receipt_forms
from trustfund.screens.staff.lists import acts_page

ACTS = {
    "Movement": movement_forms.movement,
    "Allocation": movement_forms.allocation,
    "Unidentified receipt": receipt_forms.receipt,
    "Book a receipt": receipt_forms.book,
    "Correct": movement_forms.correct,
}

OPEN_TO = dict.fromkeys(ACTS, AGENTS) | {
    "Allocation": SECRETARIAT,
    "Correct": AGENTS | SECRETARIAT,
}


def page() -> None:
    """Draw the page."""
    acts_page(
        "Record a movement", ACTS, OPEN_TO, ("movements", "allocations", "receipts"), "US dollars"
    )
