"""Who is signed in: one-time links and browser sessions, kept apart from the books.

Secrets are random; the store keeps only their keyed hashes, so a copy of it signs nobody in.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from datetime import timedelta
from functools import cache

from sqlmodel import col, update

from trustfund.domain.problems import Problem, Refused
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR, Actor, Role
from trustfund.store.engine import Store, utc_now
from trustfund.store.tables import SignInLink, WebSession

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)


@cache
def _secret_key(store: Store) -> bytes:
    """TRUSTFUND_SECRET_KEY, or for SQLite a key made once and kept beside the store."""
    stated = os.environ.get("TRUSTFUND_SECRET_KEY")
    if stated:
        return stated.encode()
    if store.path is None:
        raise Refused(
            Problem(
                "TRUSTFUND_SECRET_KEY", "", "is not set", "Set it to a long random text and keep it"
            )
        )
    kept = store.path.with_suffix(".key")
    if not kept.exists():
        with tempfile.NamedTemporaryFile(dir=kept.parent) as made:  # mode 600 from the start
            made.write(secrets.token_hex(32).encode())
            made.flush()
            # Of two starts at once one link fails; a half-written key is never seen.
            with contextlib.suppress(FileExistsError):
                os.link(made.name, kept)
    return kept.read_bytes()


def _keyed_hash(store: Store, secret: str) -> str:
    return hmac.new(_secret_key(store), secret.encode(), hashlib.sha256).hexdigest()


def make_link(store: Store) -> str:
    """A new one-time secret that signs the local administrator in; earlier ones end."""
    secret = secrets.token_urlsafe(32)
    now = utc_now()
    with store.writing() as session:
        session.exec(
            update(SignInLink).where(col(SignInLink.used_at).is_(None)).values(used_at=now)
        )
        session.add(SignInLink(token_hash=_keyed_hash(store, secret), expires_at=now + LINK_LASTS))
    return secret


def use_link(store: Store, secret: str) -> str | None:
    """Exchange a link's secret for that of a new session; None when it is used, old or wrong."""
    now = utc_now()
    with store.writing() as session:
        link = session.get(SignInLink, _keyed_hash(store, secret))
        if link is None or link.used_at is not None or link.expires_at < now:
            return None
        link.used_at = now
        cookie = secrets.token_urlsafe(32)
        session.add(
            WebSession(
                token_hash=_keyed_hash(store, cookie),
                actor=LOCAL_ADMINISTRATOR.name,
                role=LOCAL_ADMINISTRATOR.role,
                expires_at=now + SESSION_LASTS,
            )
        )
    return cookie


def actor_of(store: Store, cookie: str | None) -> Actor:
    """Who a session's secret stands for; a visitor when it is missing, ended, old or wrong."""
    if not cookie:
        return VISITOR
    with store.reading() as session:
        found = session.get(WebSession, _keyed_hash(store, cookie))
        if found is None or found.ended_at is not None or found.expires_at < utc_now():
            return VISITOR
        return Actor(found.actor, Role(found.role))


def end_session(store: Store, cookie: str) -> None:
    """Sign out: the session ends at once, in every tab."""
    with store.writing() as session:
        found = session.get(WebSession, _keyed_hash(store, cookie))
        if found is not None and found.ended_at is None:
            found.ended_at = utc_now()
