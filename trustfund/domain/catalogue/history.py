"""The history: every act on the books."""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.fields import Cell, Document, output

REASON = output("history.reason", meaning="Why", never_blank=False)

DOCUMENT = Document(
    "history",
    (
        output(
            "history.id", Cell.COUNT, "Number of the act, the revision of the books that it made"
        ),
        output("history.at", Cell.MOMENT, "When it was recorded"),
        output("history.actor", meaning="Who acted"),
        output("history.action", meaning="What was done"),
        output("history.subject", meaning="What it was done to", never_blank=False),
        REASON,
        output(
            "history.act",
            codes=ActCode,
            meaning="What was done, as a code; blank where the words of earlier books are unknown",
            never_blank=False,
        ),
    ),
    key=("id",),
)
