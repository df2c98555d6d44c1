"""The tables beside the books: who may sign in, who is signed in, the access log, kept answers.

None of them changes a figure or moves the revision.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from trustfund.domain.roles import Role
from trustfund.store.base import Base, BigId, Numbered, codes, key_of


class LinkKind(StrEnum):
    """What a one-time link does for whoever opens it."""

    LOCAL_ADMINISTRATOR = "local_administrator"
    PASSWORD = "password"  # noqa: S105  (the account chooses one)
    ORGANIZATION = "organization"  # the account's organization has said who this is


class Account(Numbered, table=True):
    """Somebody who may sign in. What they did stands in history under their e-mail."""

    email: str = Field(unique=True)  # as accounts.people.parse_email writes it
    password_hash: str | None = None  # None: by link or organization only
    subject: str | None = Field(default=None, unique=True)  # how the organization names them
    enabled: bool = True
    created_at: datetime
    given: list["AccountRole"] = Relationship(
        cascade_delete=True, sa_relationship_kwargs={"lazy": "selectin"}
    )


class AccountRole(Base, table=True):
    """One of the roles of an account: a mission's for a country, a contributor's for its own."""

    __tablename__ = "account_role"
    __table_args__ = (
        sa.CheckConstraint("role <> 'visitor'", name="somebody"),
        sa.CheckConstraint("(role = 'mission') = (country IS NOT NULL)", name="of_a_country"),
        sa.CheckConstraint(
            "(role = 'contributor') = (contributor_id IS NOT NULL)", name="of_a_contributor"
        ),
    )

    account_id: int | None = Field(
        default=None, foreign_key="account.id", sa_type=BigId, primary_key=True
    )
    role: Role = Field(sa_type=codes(Role, "role"), primary_key=True)
    country: str | None = Field(default=None, foreign_key="country.iso3")
    contributor_id: int | None = key_of("contributor")


class SignInLink(Base, table=True):
    """A one-time sign-in link; only the hash of its secret is kept."""

    __tablename__ = "sign_in_link"

    token_hash: str = Field(primary_key=True)
    kind: LinkKind = Field(sa_type=codes(LinkKind, "kind"))
    account_id: int | None = key_of("account", index=True)
    expires_at: datetime
    used_at: datetime | None = None


class WebSession(Base, table=True):
    """Someone signed in on one browser; only the hash of the cookie's secret is kept."""

    __tablename__ = "web_session"

    token_hash: str = Field(primary_key=True)
    account_id: int | None = key_of("account", index=True)  # None: the local administrator
    started_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None


class SignInFailure(Base, table=True):
    """How often signing in failed of late, for an account or from an address."""

    __tablename__ = "sign_in_failure"

    subject: str = Field(primary_key=True)  # a keyed hash
    count: int
    last_at: datetime = Field(index=True)


class AccessEvent(Numbered, table=True):
    """A line of the access log."""

    __tablename__ = "access_event"

    at: datetime = Field(index=True)
    actor: str
    action: str
    detail: str = ""
    address: str = ""


class KeptAnswers(Numbered, table=True):
    """What was decided of a file, under a name, for the next files of that form."""

    __tablename__ = "kept_answers"
    __table_args__ = (sa.UniqueConstraint("kind", "name"),)

    kind: str  # of the files
    name: str
    shape: str = ""  # a digest of the headers
    answers: str = ""  # JSON; never a delegate's name
    kept_by: str = ""
    kept_at: datetime
