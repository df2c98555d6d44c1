"""An amendment of a signed arrangement. It is no document of its own."""

from trustfund.domain.fields import Cell, Field

REFERENCE = Field("amendment.reference", label="Amendment")
SIGNED_ON = Field("amendment.signed_on", Cell.DAY)
AMOUNT = Field("amendment.amount", Cell.MONEY, signed=True)
NOTE = Field("amendment.note")
