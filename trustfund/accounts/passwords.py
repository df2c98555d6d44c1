"""Passwords: Argon2id by argon2-cffi, and zxcvbn's judgement of how easily one is guessed.

The limits are those of OWASP ASVS: at least 12 characters, no rules of composition, common
passwords refused.
"""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from trustfund.accounts.secrets import new_secret
from trustfund.domain.catalogue import access
from trustfund.domain.problems import Code, Problems, Refused, refusal

SHORTEST, LONGEST = 12, 128
SAFE = 3
"""zxcvbn's score, 0 to 4: more than 10**8 guesses."""
JUDGED = 72
"""zxcvbn looks at so many characters at most; its time grows with the square of them."""
PATIENCE = 10
"""Seconds that somebody waits for a turn, before being asked to come again."""

_hasher = PasswordHasher()
_judging = threading.Lock()  # zxcvbn keeps the words it is given for all threads
_turns = threading.BoundedSemaphore(2)  # each turn takes 64 MiB: a crowd must not take them all


def chosen(password: str, again: str, email: str) -> str:
    """What the store keeps of a new password; or why it cannot be taken, without repeating it."""
    problems = Problems()
    if password != again:
        remedy = "Type the same one twice"
        problems.add(access.NEW_PASSWORD_AGAIN, Code.DIFFERS, "", "is not the same", remedy)
    length = len(_text(password))
    if not SHORTEST <= length <= LONGEST:
        reason = f"has {length if length <= LONGEST else f'more than {LONGEST}'} characters"
        remedy = f"Choose one of {SHORTEST} to {LONGEST}"
        problems.add(access.NEW_PASSWORD, Code.WEAK_SECRET, "", reason, remedy)
    elif why := _easy(password, email):
        remedy = "Choose another, such as four words that do not belong together"
        problems.add(access.NEW_PASSWORD, Code.WEAK_SECRET, "", why, remedy)
    problems.refuse_if_any()
    with _Turn():
        return _hasher.hash(_text(password))


def _easy(password: str, email: str) -> str:
    """Why a password is easy to guess; nothing when it is not."""
    known = [email, *email.split("@"), "trustfund", "trust fund"]
    with _judging:
        judged = zxcvbn(_text(password)[:JUDGED], known)
    if judged["score"] >= SAFE:
        return ""
    why = judged["feedback"]["warning"].rstrip(".")
    return f"is easy to guess{': ' + why[0].lower() + why[1:] if why else ''}"


def fits(password_hash: str | None, password: str) -> bool:
    """Whether a password is right. Without a hash this takes as long, and is not."""
    with _Turn():
        try:
            _hasher.verify(password_hash or _nobodys(), _text(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def renewed(password_hash: str | None, password: str) -> str | None:
    """A right password hashed anew, when this version asks for more than its hash took."""
    if password_hash is None or not _hasher.check_needs_rehash(password_hash):
        return None
    with _Turn():
        return _hasher.hash(_text(password))


@cache
def _nobodys() -> str:
    return _hasher.hash(new_secret())


def _text(password: str) -> str:
    """The same characters, however a keyboard composes them; one more than allowed at most.

    A character is composed of four at most. To look at any number of them could take minutes.
    """
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST + 1])[: LONGEST + 1]


def busy() -> Refused:
    """What to say when too many people sign in at once."""
    reason = "takes too long, because many people sign in at once"
    return refusal(access.SIGNING_IN, Code.TRY_LATER, "", reason, "Try again in a minute")


class _Turn:
    def __enter__(self) -> None:
        if not _turns.acquire(timeout=PATIENCE):
            raise busy()

    def __exit__(self, *_: object) -> None:
        _turns.release()
