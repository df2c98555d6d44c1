"""Signing in through an organization: the identity that its provider confirms, used once.

The provider vouches for an identity once. That becomes one of our sessions, or nothing: what
Streamlit keeps of it for thirty days never signs anybody in again.

Two rows are kept of it. One stands for the provider's word itself, so that it counts once, in
whatever cookies it comes again. The other stands for the cookies of this browser, which alone can
exchange it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from trustfund.accounts import people
from trustfund.accounts.log import Action, note
from trustfund.accounts.secrets import keyed_hash
from trustfund.accounts.sessions import PROOF_LASTS
from trustfund.store.access_tables import Account, LinkKind, SignInLink
from trustfund.store.engine import Store, utc_now

FRESH = timedelta(minutes=5)
"""How old the provider's word may be, and how far its clock may be wrong."""
PROOFS_KEPT = timedelta(days=30)
"""So long is a proof known as used: as long as Streamlit keeps the provider's word.

By then the word is no longer fresh, even where the clock was set back meanwhile.
"""
SOMEBODY = "somebody without an account"


def vouch(store: Store, secret: str, claims: Mapping[str, object], address: str = "") -> None:
    """Keep the word of a provider as a proof that whoever has ``secret`` can exchange once.

    A second time changes nothing: a word that was used, refused or left lying never works again.
    """
    now = utc_now()
    word = " ".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))
    with store.writing() as session:
        if session.get(SignInLink, keyed_hash(store, word)) is not None:
            return
        _forget_old(session, now)
        account = _of_email(session, claims)
        subject = f"{claims.get('iss', '')} {claims.get('sub', '')}"
        why = _refused(session, account, subject, claims, now)
        session.add(_row(store, word, now, None))
        if account is None or why:
            who = account.email if account else SOMEBODY
            note(session, who, Action.FAILED, f"by organization: {why}", address)
        else:
            account.subject = subject
            session.add(_row(store, secret, now, account))


def _row(store: Store, secret: str, now: datetime, account: Account | None) -> SignInLink:
    return SignInLink(
        token_hash=keyed_hash(store, secret),
        kind=LinkKind.ORGANIZATION,
        account_id=account.id if account else None,
        expires_at=now + PROOF_LASTS,
        used_at=None if account else now,
    )


def _forget_old(session: Session, now: datetime) -> None:
    old = (
        col(SignInLink.kind) == LinkKind.ORGANIZATION,
        col(SignInLink.expires_at) < now - PROOFS_KEPT,
    )
    session.exec(delete(SignInLink).where(*old))


def _of_email(session: Session, claims: Mapping[str, object]) -> Account | None:
    email = claims.get("email")
    found = people.find(session, email) if isinstance(email, str) else None
    if found is None or not isinstance(email, str):
        return None
    # An account is found however its e-mail is written: so ſ counts as s, and is another person.
    return found if email.isascii() or email == found.email else None


def _refused(
    session: Session,
    account: Account | None,
    subject: str,
    claims: Mapping[str, object],
    now: datetime,
) -> str:
    """Why nobody signs in on these claims, for the access log; nothing when somebody does.

    An e-mail address can be given to another person, a provider's subject cannot: the first
    sign-in ties the two together.
    """
    issued = claims.get("iat")
    age = now.timestamp() - issued if isinstance(issued, int | float) else None
    if age is None or not abs(age) <= FRESH.total_seconds():
        return "the provider's word is too old"
    if claims.get("email_verified", True) not in (True, "true"):  # some providers do not say
        return "the e-mail is not verified"
    if account is None:
        return "the e-mail has no account"
    if not account.enabled:
        return "the account is disabled"
    if not claims.get("iss") or not claims.get("sub"):
        return "the provider names no subject"
    if account.subject not in {None, subject}:
        return "the account belongs to another subject"
    others = select(Account.id).where(Account.subject == subject, Account.id != account.id)
    if session.exec(others).first() is not None:
        return "the subject belongs to another account"
    return ""
