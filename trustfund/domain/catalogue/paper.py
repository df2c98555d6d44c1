"""A paper: a file that somebody attached to a record, such as the signed arrangement."""

from trustfund.domain.fields import Cell, Document, asked
from trustfund.domain.kinds import RecordKind

RECORD = asked("paper.record", meaning="What kind of record it belongs to", codes=RecordKind)
REFERENCE = asked("paper.reference", meaning="Reference or code of the record")
TITLE = asked(
    "paper.title",
    label="What it is",
    meaning="What the paper is, such as signed arrangement or bank advice",
    help="Leave the names of people out.",
)
CONTENT = asked(
    "paper.content",
    label="File",
    meaning="The paper itself",
    help="PDF, PNG or JPEG, 10 MB at most. What it is called does not matter.",
)
NUMBER = asked("paper.number", Cell.COUNT, "Number under which the paper is kept", label="Paper")

DOCUMENT = Document("paper", (RECORD, REFERENCE, TITLE, CONTENT, NUMBER))
