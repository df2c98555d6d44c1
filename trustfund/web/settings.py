"""Settings of the web side, from the environment."""

import os
import re
from urllib.parse import urlsplit

from trustfund.domain.catalogue import setting
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.store.engine import configured_url, stated_today

COOKIE = "trustfund_session"
SHORTEST_KEY = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""This machine, for a browser on it."""
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104
A_HOST = re.compile(r"[a-z0-9_.\-]{1,253}|\[[0-9a-f:.]{2,45}\]")
_AN_ADDRESS = re.compile(rf"(?i)https?://({A_HOST.pattern})(:\d{{1,5}})?")


def is_public() -> bool:
    """Whether anyone may see the dashboards and public exports (TRUSTFUND_PUBLIC)."""
    stated = os.environ.get("TRUSTFUND_PUBLIC", "").strip().lower() or "true"
    if stated not in {"true", "false"}:
        why, remedy = "is neither true nor false", "Set one of the two"
        raise refusal(setting.PUBLIC, Code.NOT_A_CODE, stated, why, remedy)
    return stated == "true"


def public_address() -> str:
    """Where people find this program (TRUSTFUND_PUBLIC_ADDRESS); "" where it is not stated."""
    stated = os.environ.get("TRUSTFUND_PUBLIC_ADDRESS", "").strip().rstrip("/")
    if stated and not _AN_ADDRESS.fullmatch(stated):
        why, remedy = "is not an address", "Write it like https://fund.example.org"
        raise refusal(setting.PUBLIC_ADDRESS, Code.MALFORMED, stated, why, remedy)
    return stated


def allowed_hosts() -> frozenset[str]:
    """The names under which this program answers, without ports."""
    stated = os.environ.get("TRUSTFUND_ALLOWED_HOSTS", "")
    listed = {host_of(each) for each in stated.split(",") if each.strip()}
    wrong = sorted(host for host in listed if not A_HOST.fullmatch(host))
    if wrong:
        why = "is not the name of a host"
        remedy = "List names with commas between them, like fund.example.org,10.0.0.5"
        raise refusal(setting.ALLOWED_HOSTS, Code.MALFORMED, wrong[0], why, remedy)
    return LOOPBACK | listed | {host_of(urlsplit(public_address()).netloc)} - {""}


def host_of(named: str) -> str:
    """The host that a header or a setting names, without its port, in small letters."""
    return re.sub(r":\d*$", "", named.strip().lower()).rstrip(".")


def typed(listens: str | None) -> str:
    """The host to type on this machine, where the program listens at an address or a name."""
    if not listens or listens in EVERY_ADDRESS:
        return "127.0.0.1"
    return f"[{listens}]" if ":" in listens else listens


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
    problems.attempt(public_address)
    problems.attempt(allowed_hosts)
    problems.attempt(configured_url)
    problems.attempt(stated_today)
    problems.attempt(check_key)
    problems.refuse_if_any()
