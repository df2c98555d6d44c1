"""What an earmarking choice means for reports of development aid.

Codes are those of the OECD's Development Assistance Committee (DAC) and of IATI 2.03, as they are
today.
"""

from dataclasses import dataclass

from trustfund.domain.earmarking import UNEARMARKED

CHANNEL = "41401"
"""DAC channel of delivery: that of the administrative agent."""
AGENT = "United Nations Multi-Partner Trust Fund Office"
"""The administrative agent, as the terms of the fund name it."""


@dataclass(frozen=True)
class AidType:
    """How money is reported: the DAC type of aid, and IATI's earmarking category of what is given.

    The category is "" of money that nobody gives, such as a fee.
    """

    code: str
    name: str
    earmarking: str
    earmarking_name: str


CORE = AidType(
    "B031",
    "Contributions to multi-donor/multi-entity funding mechanisms",
    "1",
    "Un-earmarked",
)
WINDOW = AidType(
    "B033",
    "Contributions to single-donor funding mechanisms and contributions earmarked for a specific "
    "funding window or geographical location",
    "2",
    "Softly earmarked",
)
ADMINISTRATION = AidType("G01", "Administrative costs not included elsewhere", "", "")


def aid_type(pool: str) -> AidType:
    """The type of aid of money given for a pool."""
    return CORE if pool == UNEARMARKED else WINDOW
