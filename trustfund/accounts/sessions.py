"""Signing in and out: one-time links, passwords, and what a browser's cookie stands for."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, delete, update

from trustfund.accounts import passwords, people, throttle
from trustfund.accounts.log import Action, note
from trustfund.accounts.secrets import keyed_hash, new_secret
from trustfund.domain.catalogue import access
from trustfund.domain.problems import Code, Problem, Refused, refusal
from trustfund.domain.roles import ADMINISTRATORS, LOCAL_ADMINISTRATOR, VISITOR, Actor
from trustfund.store.access_tables import Account, LinkKind, SignInLink, WebSession
from trustfund.store.engine import SLACK, Store, StoreError, utc_now

LOCAL_LINK_LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(hours=24)
PROOF_LASTS = timedelta(minutes=2)
LINKS_LAST = {
    LinkKind.LOCAL_ADMINISTRATOR: LOCAL_LINK_LASTS,
    LinkKind.PASSWORD: INVITATION_LASTS,
    LinkKind.ORGANIZATION: PROOF_LASTS,
}
SESSION_LASTS = timedelta(hours=12)
IDLE_LASTS = timedelta(hours=1)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the store knows when somebody was last seen."""
WRONG = Problem(
    access.EMAIL_AND_PASSWORD,
    Code.NO_ACCESS,
    "",
    "do not belong to an account that may sign in",
    "Check both, or ask an administrator for a link",
)
STALE = Problem(
    access.LINK,
    Code.NO_ACCESS,
    "",
    "no longer works: a link works once, and not for long",
    "Ask for a new one",
)


@dataclass(frozen=True)
class TooMany(Exception):
    """Somebody who has to wait before the next attempt."""

    wait: timedelta


# Links


def make_local_link(store: Store) -> str | None:
    """A new one-time secret for the local administrator; None once there is an account."""
    secret = new_secret()
    with store.writing() as session:
        if people.is_anybody(session):
            return None
        _end_links(session, LinkKind.LOCAL_ADMINISTRATOR)
        _add_link(store, session, secret, LinkKind.LOCAL_ADMINISTRATOR)
    return secret


def make_link(store: Store, actor: Actor, email: str) -> str:
    """A new one-time secret with which an account chooses a password; its earlier ones end."""
    secret = new_secret()
    with store.writing() as session:
        people.as_of_now(session, actor).require(ADMINISTRATORS, "Making a sign-in link")
        account = people.required(session, email)
        if not account.enabled:
            remedy = "Enable the account first"
            raise refusal(access.EMAIL, Code.NO_ACCESS, account.email, "is disabled", remedy)
        _end_links(session, LinkKind.PASSWORD, account)
        _add_link(store, session, secret, LinkKind.PASSWORD, account)
        note(session, actor.name, Action.LINK, account.email)
    return secret


def _end_links(session: Session, kind: LinkKind, account: Account | None = None) -> None:
    mine = (
        col(SignInLink.kind) == kind,
        col(SignInLink.account_id) == account.id if account else sa.true(),
        col(SignInLink.used_at).is_(None),
    )
    session.exec(update(SignInLink).where(*mine).values(used_at=utc_now()))


def _add_link(
    store: Store,
    session: Session,
    secret: str,
    kind: LinkKind,
    account: Account | None = None,
) -> None:
    session.add(
        SignInLink(
            token_hash=keyed_hash(store, secret),
            kind=kind,
            account_id=account.id if account else None,
            expires_at=utc_now() + LINKS_LAST[kind],
        )
    )


def _link(store: Store, session: Session, secret: str) -> SignInLink | None:
    """The link of a secret, while it works; what is over ends, whatever the clock says later."""
    link = session.get(SignInLink, keyed_hash(store, secret))
    if link is None or link.used_at is not None:
        return None
    now = utc_now()
    if not timedelta() <= link.expires_at - now <= LINKS_LAST[link.kind] + SLACK:
        link.used_at = now  # it is too old, or was made by a clock that was set back since
        return None
    if link.kind == LinkKind.LOCAL_ADMINISTRATOR and people.is_anybody(session):
        return None
    return link


def link_of(store: Store, secret: str) -> tuple[LinkKind, str] | None:
    """What a link is for and whose it is, without using it up; None when it does not work."""
    with store.reading() as session:
        link = _link(store, session, secret)
        if link is not None:
            account = session.get(Account, link.account_id) if link.account_id else None
            return LinkKind(link.kind), account.email if account else LOCAL_ADMINISTRATOR.name
        is_over = bool(session.dirty)
    if is_over:
        with suppress(StoreError), store.noting() as session:
            _link(store, session, secret)
    return None


def use_local_link(store: Store, secret: str, address: str = "") -> str | None:
    """Exchange the local administrator's link for a session's secret; None when it is no good."""
    with store.writing() as session:
        link = _link(store, session, secret)
        if link is None or link.kind != LinkKind.LOCAL_ADMINISTRATOR:
            return None
        link.used_at = utc_now()
        note(session, LOCAL_ADMINISTRATOR.name, Action.SIGNED_IN, "by link", address)
        return _start(store, session, None)


def use_link(store: Store, secret: str, password: str, again: str, address: str = "") -> str:
    """Choose a password over a link and sign in; the account's other sessions end."""
    found = link_of(store, secret)
    if found is None:
        raise Refused(STALE)
    chosen = passwords.chosen(password, again, found[1])
    with store.writing() as session:
        link = _link(store, session, secret)
        account = session.get(Account, link.account_id) if link and link.account_id else None
        if link is None or account is None or link.kind != LinkKind.PASSWORD:
            raise Refused(STALE)
        _keep(session, account, chosen)
        link.used_at = utc_now()
        throttle.forgive(store, session, account.email)
        note(session, account.email, Action.PASSWORD, "over a link", address)
        note(session, account.email, Action.SIGNED_IN, "by link", address)
        return _start(store, session, account.id)


def use_proof(store: Store, secret: str, address: str = "") -> str | None:
    """Exchange an organization's proof for a session's secret; None when it is no good."""
    with store.writing() as session:
        link = _link(store, session, secret)
        account = session.get(Account, link.account_id) if link and link.account_id else None
        if link is None or account is None or link.kind != LinkKind.ORGANIZATION:
            return None
        link.used_at = utc_now()
        if not account.enabled:
            return None
        note(session, account.email, Action.SIGNED_IN, "by organization", address)
        return _start(store, session, account.id)


# Passwords


def sign_in(store: Store, email: str, password: str, address: str) -> str:
    """Exchange an e-mail and a password for a new session's secret.

    Refused in the same words after the same time, whichever is wrong; TooMany after repeated
    failures.
    """
    email = people.in_one_way(email)
    wait = throttle.admit(store, email, address)
    with store.reading() as session:
        account = people.find(session, email)
    known = account.email if account else "somebody without an account"
    if wait:
        raise TooMany(wait)
    kept = account.password_hash if account else None
    right = passwords.fits(kept, password)
    renewed = passwords.renewed(kept, password) if right else None
    with store.writing() as session:
        account = session.get(Account, account.id) if account else None
        # Verifying takes a while: the password may have been changed meanwhile.
        if not right or account is None or account.password_hash != kept or not account.enabled:
            note(session, known, Action.FAILED, address=address)
            problem = WRONG
        else:
            throttle.forgive(store, session, email, address)
            note(session, account.email, Action.SIGNED_IN, "by password", address)
            if renewed:
                account.password_hash = renewed
            return _start(store, session, account.id)
    raise Refused(problem)


def change_password(
    store: Store, actor: Actor, old: str, password: str, again: str, address: str
) -> str:
    """Choose another password: every session ends, and a new one starts."""
    chosen = passwords.chosen(password, again, actor.name)
    wait = throttle.admit(store, actor.name, address)
    if wait:
        raise TooMany(wait)
    with store.reading() as session:
        account = session.get(Account, actor.account) if actor.account else None
    if not passwords.fits(account.password_hash if account else None, old):
        with store.writing() as session:
            note(session, actor.name, Action.FAILED, "to change the password", address)
        raise refusal(access.PRESENT_PASSWORD, Code.NO_ACCESS, "", "is not right", "Type it again")
    with store.writing() as session:
        account = session.get(Account, actor.account) if actor.account else None
        if account is None or not account.enabled:
            why, remedy = "belongs to no account", "Sign in first"
            raise refusal(access.PASSWORD, Code.NO_ACCESS, "", why, remedy)
        _keep(session, account, chosen)
        throttle.forgive(store, session, actor.name, address)
        note(session, account.email, Action.PASSWORD, address=address)
        return _start(store, session, account.id)


def _keep(session: Session, account: Account, chosen: str) -> None:
    account.password_hash = chosen
    people.end_all(session, account)


# Sessions


def _start(store: Store, session: Session, account: int | None) -> str:
    """A session under a secret that is new, so that nobody can have planted it.

    An administrator's first one ends those of the local administrator, which are nobody's.
    """
    cookie = new_secret()
    now = utc_now()
    too_old = col(WebSession.started_at) < now - SESSION_LASTS
    to_come = col(WebSession.started_at) > now + SLACK
    session.exec(delete(WebSession).where(too_old | to_come))
    person = session.get(Account, account) if account else None
    if people.actor_for(person).may(ADMINISTRATORS):  # the first link has done its work
        local = (col(WebSession.account_id).is_(None), col(WebSession.ended_at).is_(None))
        session.exec(update(WebSession).where(*local).values(ended_at=now))
    session.add(
        WebSession(
            token_hash=keyed_hash(store, cookie),
            account_id=account,
            started_at=now,
            last_seen_at=now,
        )
    )
    return cookie


def actor_of(store: Store, cookie: str | None, *, seen: bool = True) -> Actor:
    """Who a session's secret stands for; a visitor when it is missing, ended, old or wrong.

    ``seen`` False looks without taking it for a sign of life. A session that is found to be over
    has ended, whatever the clock says later.
    """
    if not cookie:
        return VISITOR
    now = utc_now()
    with store.reading() as session:
        found = session.get(WebSession, keyed_hash(store, cookie))
        if found is None or found.ended_at is not None:
            return VISITOR
        account = session.get(Account, found.account_id) if found.account_id else None
    lives = _lives(found, now)
    if not lives or (seen and found.last_seen_at < now - NOTED_EVERY):
        noted = {"last_seen_at": now} if lives else {"ended_at": now}
        with (
            suppress(StoreError),
            store.noting() as session,
        ):  # somebody writes, or the disk is full
            mine = col(WebSession.token_hash) == found.token_hash
            session.exec(update(WebSession).where(mine).values(**noted))
    if not lives:
        return VISITOR
    return people.actor_for(account) if found.account_id else LOCAL_ADMINISTRATOR


def signed_in(store: Store) -> dict[str, Actor]:
    """Everybody who is signed in, by the keyed hash of the session's secret."""
    now = utc_now()
    going_on = (
        sa.select(WebSession, Account)
        .outerjoin(Account, col(WebSession.account_id) == col(Account.id))
        .where(col(WebSession.ended_at).is_(None))
    )
    with store.reading() as session:
        return {
            found.token_hash: people.actor_for(account) if found.account_id else LOCAL_ADMINISTRATOR
            for found, account in session.execute(going_on)
            if _lives(found, now)
        }


def _lives(found: WebSession, now: datetime) -> bool:
    """Whether a session is not over: one of a moment that is to come, a clock went back, is."""
    return (
        found.started_at - SLACK <= now <= found.started_at + SESSION_LASTS
        and found.last_seen_at - SLACK <= now <= found.last_seen_at + IDLE_LASTS
    )


def sign_out(store: Store, cookie: str, address: str = "") -> None:
    """End a session at once, in every tab."""
    who = actor_of(store, cookie, seen=False)
    with store.writing() as session:
        found = session.get(WebSession, keyed_hash(store, cookie))
        if found is not None and found.ended_at is None:
            found.ended_at = utc_now()
            note(session, who.name, Action.SIGNED_OUT, address=address)
