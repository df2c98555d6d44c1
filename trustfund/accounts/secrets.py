"""Secrets of links and sessions: random, and kept as keyed hashes only.

So a copy of the store signs nobody in.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from functools import cache
from pathlib import Path

from trustfund.domain.catalogue import setting
from trustfund.domain.problems import Code, refusal
from trustfund.store.engine import Store, StoreError


def new_secret() -> str:
    """256 random bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def keyed_hash(store: Store, secret: str) -> str:
    """What the store keeps of a secret."""
    return hmac.new(_secret_key(store), secret.encode(), hashlib.sha256).hexdigest()


@cache
def _secret_key(store: Store) -> bytes:
    """TRUSTFUND_SECRET_KEY, or for SQLite a key made once and kept beside the store."""
    stated = os.environ.get("TRUSTFUND_SECRET_KEY")
    if stated:
        return stated.encode()
    if store.path is None:
        remedy = "Set it to a long random text and keep it"
        raise refusal(setting.SECRET_KEY, Code.MISSING, "", "is not set", remedy)
    kept = store.path.with_suffix(".key")
    try:
        return _kept(kept)
    except OSError as error:
        raise StoreError(f"Its key {kept} cannot be read: {error.strerror}") from None


def _kept(kept: Path) -> bytes:
    if not kept.exists():
        with tempfile.NamedTemporaryFile(dir=kept.parent) as made:  # mode 600 from the start
            made.write(secrets.token_hex(32).encode())
            made.flush()
            # Of two starts at once one link fails; a half-written key is never seen.
            with contextlib.suppress(FileExistsError):
                os.link(made.name, kept)
    return kept.read_bytes()
