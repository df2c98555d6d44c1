"""How IATI 2.03 names organizations and activities.

The form of references is that of org-id.guide: the code of a registration agency, a hyphen, and the
number that it gave. Codes of lists are those of IATI as they are today.
"""

import re

from trustfund.domain.fields import Field
from trustfund.domain.kinds import ContributorType
from trustfund.domain.problems import Code, refusal

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


def parse_reference(field: Field, text: str) -> str:
    """The organization reference typed in a field, such as ``XM-DAC-1234``."""
    typed = text.strip()
    if not typed:
        remedy = "Give it as its register does, such as XM-DAC-1234"
        raise refusal(field, Code.MISSING, "", "is missing", remedy)
    if not _REFERENCE.fullmatch(typed):
        raise refusal(
            field,
            Code.MALFORMED,
            text,
            "is not an IATI organization reference",
            "Write the code of the register, a hyphen and the number there, such as "
            "XM-DAC-1234, without blanks and without / & | ?; org-id.guide lists the registers",
        )
    if typed.startswith(f"{EXAMPLE}-"):
        remedy = "Give the organization's own"
        raise refusal(field, Code.MALFORMED, text, "stands for examples only", remedy)
    return typed


def parse_identifier(field: Field, text: str, publisher: str) -> str:
    """The activity identifier typed in a field, of the publisher with that reference."""
    typed = text.strip()
    if not typed.startswith(f"{publisher}-"):
        why = "does not begin with the publisher's reference"
        remedy = f"Write {publisher}- and what the publisher calls the fund"
        raise refusal(field, Code.MALFORMED, text, why, remedy)
    if not re.fullmatch(_MARKS, typed) or typed == f"{publisher}-":
        why = "is not an activity identifier"
        remedy = f"Use letters, digits and . _ : - behind {publisher}-; no blanks, no / & | ?"
        raise refusal(field, Code.MALFORMED, text, why, remedy)
    return typed
