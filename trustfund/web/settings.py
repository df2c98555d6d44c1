"""What the environment says of the web side."""

import os

from trustfund.domain.problems import Problem, Refused

COOKIE = "trustfund_session"


def is_public() -> bool:
    """Whether anyone may see the dashboards and public exports (TRUSTFUND_PUBLIC)."""
    stated = os.environ.get("TRUSTFUND_PUBLIC", "true").strip().lower()
    if stated not in {"true", "false"}:
        raise Refused(
            Problem("TRUSTFUND_PUBLIC", stated, "is neither true nor false", "Set one of the two")
        )
    return stated == "true"
