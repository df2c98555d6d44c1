"""The versions of the fund's terms, as the store has them."""

import functools

import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.fund_rules import Rules
from trustfund.store.base import Base

_ROWS = Base.metadata.tables["fund_terms"]
_VERSIONS = sa.select(*(_ROWS.c[name] for name in Rules.__dataclass_fields__)).order_by(_ROWS.c.id)
_read = functools.lru_cache(1000)(Rules)
"""A version never changes, and what it says need not be read again for each act."""


def versions(session: Session) -> tuple[Rules, ...]:
    """All of them, the newest last."""
    return tuple(_read(*row) for row in session.execute(_VERSIONS))
