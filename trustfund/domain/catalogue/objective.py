"""An objective of the fund: in its form, and in the file of a fund's own folder."""

from trustfund.domain.fields import Cell, Document, asked

CODE = asked(
    "objective.code", label="Code of the objective", meaning="Short code, such as 4, for ever"
)
TITLE = asked("objective.title", label="Title of the objective", meaning="Title of the objective")
DESCRIPTION = asked(
    "objective.description",
    label="What it may pay for",
    meaning="What money of the objective may pay for",
)
RETIRED = asked(
    "objective.retired",
    Cell.FLAG,
    "Whether nothing new is given to it",
    help="Nothing may be left in it. What is booked stays as it is.",
)
DOCUMENT = Document("objective", (CODE, TITLE, DESCRIPTION, RETIRED))
