"""An amendment: a signed change of an arrangement."""

from trustfund.domain.fields import Cell, Document, asked

AMENDMENT = asked("amendment.amendment", meaning="Reference of the signed amendment")
SIGNED_ON = asked("amendment.signed_on", Cell.DAY, "Day on which the amendment was signed")
AMOUNT = asked(
    "amendment.amount",
    Cell.MONEY,
    "How much more, or less, is committed",
    label="Change",
    help="A minus before it makes the commitment smaller.",
    signed=True,
)
NOTE = asked("amendment.note", meaning="Note of the officer")

DOCUMENT = Document("amendment", (AMENDMENT, SIGNED_ON, AMOUNT, NOTE))
