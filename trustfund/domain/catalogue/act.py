"""What an act is refused for beside the fields of its document."""

from trustfund.domain.fields import Field

RECORD = Field("act.record", label="This record")
"""The document of a form, where somebody else changed it meanwhile."""
CLOCK = Field("act.clock", label="Clock of this machine")


KIND = "act.kind"


def kind(words: str) -> Field:
    """What somebody wants to do, such as "Recorded a deposit"."""
    return Field(KIND, label=words)


def balance(words: str) -> Field:
    """A balance that acts draw on, such as "Objective 1"."""
    return Field("act.balance", label=words)
