"""Settings of the web side, from the environment."""

import os

from trustfund.domain.catalogue import setting
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.store.engine import configured_url, stated_today

COOKIE = "trustfund_session"
SHORTEST_KEY = 32


def is_public() -> bool:
    """Whether anyone may see the dashboards and public exports (TRUSTFUND_PUBLIC)."""
    stated = os.environ.get("TRUSTFUND_PUBLIC", "").strip().lower() or "true"
    if stated not in {"true", "false"}:
        why, remedy = "is neither true nor false", "Set one of the two"
        raise refusal(setting.PUBLIC, Code.NOT_A_CODE, stated, why, remedy)
    return stated == "true"


def check_key() -> None:
    """Refuse a TRUSTFUND_SECRET_KEY that could be guessed; without one the store has its own."""
    stated = os.environ.get("TRUSTFUND_SECRET_KEY", "")
    if stated and len(stated) < SHORTEST_KEY:
        raise refusal(
            setting.SECRET_KEY,
            Code.WEAK_SECRET,
            "",  # what it is stays out of every log
            f"has fewer than {SHORTEST_KEY} characters",
            'Make one: python -c "import secrets; print(secrets.token_hex(32))"',
        )


def check_environment() -> None:
    """Refuse to start on a setting that is wrong, naming every one of them."""
    problems = Problems()
    problems.attempt(is_public)
    problems.attempt(configured_url)
    problems.attempt(stated_today)
    problems.attempt(check_key)
    problems.refuse_if_any()
