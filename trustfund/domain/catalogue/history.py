"""The history: every act on the books."""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.fields import Cell, Document, or_blank, output

REASON = or_blank("history.reason", meaning="Why", has_lines=True)
HASH = output(
    "history.hash",
    meaning="SHA-256 over the hash before it and all that the act wrote; the command verify "
    "takes it",
)

DOCUMENT = Document(
    "history",
    (
        output(
            "history.id",
            Cell.COUNT,
            "Number of the act, the revision of the books that it made; 0 made the store",
        ),
        output("history.at", Cell.MOMENT, "When it was recorded"),
        output("history.actor", meaning="Who acted"),
        output("history.action", meaning="What was done"),
        or_blank("history.subject", meaning="What it was done to"),
        REASON,
        or_blank(
            "history.act",
            codes=ActCode,
            meaning="What was done, as a code; blank where the words of earlier books are unknown",
        ),
        HASH,
    ),
    key=("id",),
)
