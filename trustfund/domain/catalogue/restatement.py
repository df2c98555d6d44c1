"""What changed in a figure after it was published."""

from enum import StrEnum

from trustfund.domain.fields import Cell, Document, or_blank, output


class Reason(StrEnum):
    """Why a published figure changed."""

    CORRECTION = "correction"
    IMPORT = "import"
    TAKEN_BACK = "taken_back"
    EVENT_CHANGED = "event_changed"
    RATE = "rate"


RESTATED = (
    *("contributions", "earmarking", "deposits", "contributors"),
    *("events", "funding_status", "totals"),
)
"""What is compared: datasets, and the totals of the fund."""

DOCUMENT = Document(
    "restatement",
    (
        output(
            "restatement.recorded_from",
            Cell.DAY,
            "First day of recording: before it the figures were published",
        ),
        output("restatement.recorded_to", Cell.DAY, "Last day of recording"),
        output("restatement.dataset", meaning="The dataset, or totals of the fund", codes=RESTATED),
        output("restatement.reference", meaning="The row: a reference, a name, a code or a line"),
        output("restatement.column", meaning="The column of the dataset"),
        or_blank("restatement.before", meaning="The cell as published; blank where it was blank"),
        or_blank("restatement.after", meaning="The cell now; blank where the row is not there"),
        or_blank(
            "restatement.reason_code",
            codes=Reason,
            meaning="Why; blank where acts of several kinds moved it",
        ),
    ),
    key=("dataset", "reference", "column"),
)
