"""Slows repeated failures down, for each account and for each address.

An attempt is counted before its password is looked at, in one transaction: many at once are many.
An e-mail that nobody has is slowed down just the same.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from trustfund.accounts.secrets import keyed_hash
from trustfund.domain.networks import network_of
from trustfund.store.access_tables import SignInFailure
from trustfund.store.engine import Store, utc_now

FREE = {"account": 5, "address": 20}
"""Failures before the first wait: an office may share one address."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def _wait(kind: str, failure: SignInFailure | None, now: datetime) -> timedelta:
    """How long until the next attempt: it doubles with each failure."""
    if failure is None or failure.count < FREE[kind] or failure.last_at < now - FORGOTTEN_AFTER:
        return timedelta()
    doubled = min(failure.count - FREE[kind], 10)
    wait: timedelta = min(FIRST_WAIT * 2**doubled, LONGEST_WAIT)
    return failure.last_at + wait - now


def _longest_wait(session: Session, subjects: dict[str, str], now: datetime) -> timedelta:
    """The wait. A failure of a moment that is to come, a clock went back, counts from now."""
    found = {kind: session.get(SignInFailure, subject) for kind, subject in subjects.items()}
    for failure in found.values():
        if failure is not None and failure.last_at > now:
            failure.last_at = now
    return max(_wait(kind, failure, now) for kind, failure in found.items())


def _subjects(store: Store, email: str, address: str) -> dict[str, str]:
    named = {"account": email, "address": network_of(address)}
    return {kind: keyed_hash(store, f"{kind} {value}") for kind, value in named.items()}


def admit(store: Store, email: str, address: str) -> timedelta:
    """Count an attempt as failed until ``forgive`` says otherwise; or say how long to wait."""
    subjects = _subjects(store, email, address)
    now = utc_now()
    with store.reading() as session:  # whoever has to wait holds no writer up
        waiting = _longest_wait(session, subjects, now)
        is_set_back = bool(session.dirty)
    if waiting > timedelta() and not is_set_back:
        return waiting
    with store.writing() as session:
        waiting = _longest_wait(session, subjects, now)
        if waiting > timedelta():
            return waiting
        old = col(SignInFailure.last_at) < now - FORGOTTEN_AFTER
        session.exec(delete(SignInFailure).where(old))
        for subject in subjects.values():
            failure = session.get(SignInFailure, subject)
            if failure is None:
                failure = SignInFailure(subject=subject, count=0, last_at=now)
                session.add(failure)
            failure.count += 1
            failure.last_at = now
    return timedelta()


def forgive(store: Store, session: Session, email: str, address: str | None = None) -> None:
    """The account starts afresh; the address that just succeeded is free of that attempt."""
    subjects = _subjects(store, email, address or "")
    account = session.get(SignInFailure, subjects["account"])
    if account is not None:
        session.delete(account)
    place = session.get(SignInFailure, subjects["address"]) if address is not None else None
    if place is not None:
        place.count -= 1
        if place.count <= 0:
            session.delete(place)
