"""How IATI 2.03 names organizations and activities.

The form of references is that of org-id.guide: the code of a registration agency, a hyphen, and the
number that it gave. Codes of lists are those of IATI as they are today.
"""

import re

from trustfund.domain.kinds import ContributorType
from trustfund.domain.problems import Problem, Refused

ADMINISTRATIVE_AGENT = "UN Multi-Partner Trust Fund Office"
"""Who takes the money in, passes it on and reports."""

ORGANISATION_TYPES = {
    "10": "Government",
    "11": "Local government",
    "15": "Other public sector",
    "21": "International NGO",
    "22": "National NGO",
    "23": "Regional NGO",
    "24": "Partner-country NGO",
    "30": "Public-private partnership",
    "40": "Multilateral",
    "60": "Foundation",
    "70": "Private sector",
    "71": "Private sector in the provider's country",
    "72": "Private sector in the recipient's country",
    "73": "Private sector in a third country",
    "80": "Academic, training and research",
    "90": "Other",
}
GOVERNMENT, MULTILATERAL, OTHER = "10", "40", "90"
TYPE_OF_CONTRIBUTOR = {
    ContributorType.MEMBER_STATE: GOVERNMENT,
    ContributorType.REGIONAL_LEGISLATIVE_BODY: "15",
    ContributorType.INTERGOVERNMENTAL_ORGANIZATION: MULTILATERAL,
    ContributorType.PHILANTHROPIC_ORGANIZATION: "60",
}

EXAMPLE = "XE-EXAMPLE"
"""The prefix that org-id.guide keeps for examples: validators know it, no organization has it."""

_MARKS = r"[A-Za-z0-9._:-]+"
_REFERENCE = re.compile(rf"[A-Z]{{2}}(_[A-Z]{{2}})?-[A-Z0-9_]+-{_MARKS}")


def parse_reference(place: str, text: str) -> str:
    """The organization reference typed at ``place``, such as ``XM-DAC-1234``."""
    typed = text.strip()
    if not typed:
        raise Refused(
            Problem(place, "", "is missing", "Give it as its register does, such as XM-DAC-1234")
        )
    if not _REFERENCE.fullmatch(typed):
        raise Refused(
            Problem(
                place,
                text,
                "is not an IATI organization reference",
                "Write the code of the register, a hyphen and the number there, such as "
                "XM-DAC-1234, without blanks and without / & | ?; org-id.guide lists the registers",
            )
        )
    if typed.startswith(f"{EXAMPLE}-"):
        raise Refused(
            Problem(place, text, "stands for examples only", "Give the organization's own")
        )
    return typed


def parse_identifier(place: str, text: str, publisher: str) -> str:
    """The activity identifier typed at ``place``, of the publisher with that reference."""
    typed = text.strip()
    if not typed.startswith(f"{publisher}-"):
        raise Refused(
            Problem(
                place,
                text,
                "does not begin with the publisher's reference",
                f"Write {publisher}- and what the publisher calls the fund",
            )
        )
    if not re.fullmatch(_MARKS, typed) or typed == f"{publisher}-":
        raise Refused(
            Problem(
                place,
                text,
                "is not an activity identifier",
                f"Use letters, digits and . _ : - behind {publisher}-; no blanks, no / & | ?",
            )
        )
    return typed
